"""Datasets of JSON-stat 2.0."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols import jsonstat, sdmx
from duidelijk.sources.table import Kind, SourceTable


def dataset() -> dict[str, Any]:
    """A small cube as a statistics office writes it."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Unemployment",
        "source": "Eurostat",
        "updated": "2021-05-20T11:00:00+0200",
        "extension": {"id": "UNE_RT_M"},
        "id": ["geo", "time"],
        "size": [2, 3],
        "dimension": {
            "geo": {
                "label": "Area",
                "category": {
                    "index": {"NL32": 1, "NL": 0},
                    "label": {"NL": "Netherlands", "NL32": "Noord-Holland"},
                },
            },
            "time": {"category": {"index": ["2021-01", "2021-Q1", "2021"]}},
        },
        "value": [1, 2.5, None, 4, 0, 6],
        "status": {"1": "p", "2": "z", "5": "c"},
    }


def reading(document: object) -> SourceTable:
    return jsonstat.read(json.dumps(document).encode(), "une.json")


def test_a_cube() -> None:
    table = reading(dataset())
    about = table.description
    assert (about.id, about.title, about.publisher) == ("UNE_RT_M", "Unemployment", "Eurostat")
    assert (str(about.published), about.version) == ("2021-05-20", "2021-05-20T11:00:00+0200")
    assert [(each.id, each.kind, dict(each.codes)) for each in about.dimensions] == [
        ("geo", Kind.REGION, {"NL01": "Netherlands", "PV27": "Noord-Holland"}),
        ("time", Kind.TIME, {"2021MM01": "", "2021KW01": "", "2021JJ00": ""}),
    ]
    assert [(each.id, each.title) for each in about.measures] == [("value", "Unemployment")]
    (found,) = table.chunks
    assert found.select("measure", "geo", "time", "value", "missing", "status").rows() == [
        ("value", "NL01", "2021MM01", 1.0, None, None),
        ("value", "NL01", "2021KW01", 2.5, None, "provisional"),
        ("value", "NL01", "2021JJ00", None, "impossible", None),
        ("value", "PV27", "2021MM01", 4.0, None, None),
        ("value", "PV27", "2021KW01", 0.0, None, None),
        ("value", "PV27", "2021JJ00", None, "withheld", None),
    ]


def test_cells_by_their_place() -> None:
    document = dataset() | {"value": {"4": 7, "0": 1}, "status": {"5": ":"}}
    (found,) = reading(document).chunks
    assert found.select("geo", "time", "value", "missing").rows() == [
        ("NL01", "2021MM01", 1.0, None),
        ("PV27", "2021KW01", 7.0, None),
        ("PV27", "2021JJ00", None, "not_delivered"),
    ]


def test_a_dimension_of_measures() -> None:
    document = dataset() | {"id": ["what", "time"], "role": {"metric": ["what"], "geo": []}}
    document["dimension"]["what"] = {
        "category": {
            "index": ["pct", "n"],
            "label": {"pct": "Share", "n": "Number"},
            "unit": {"pct": {"decimals": 1, "symbol": "%"}, "n": {"label": "people"}},
        }
    }
    table = reading(document)
    found = [(each.id, each.title, each.unit, each.decimals) for each in table.description.measures]
    assert found == [("pct", "Share", "%", 1), ("n", "Number", "people", None)]
    assert [each.id for each in table.description.dimensions] == ["time"]
    assert next(table.chunks)["measure"].to_list() == ["pct"] * 3 + ["n"] * 3


def test_roles_say_what_a_dimension_is_and_one_code_needs_no_index() -> None:
    document = dataset() | {"id": ["plaats", "tijd"], "size": [1, 3], "value": [1, 2, 3]}
    document |= {"role": {"geo": ["plaats"], "time": ["tijd"]}, "status": "p"}
    document["dimension"] = {
        "plaats": {"category": {"label": {"NL": "Nederland"}}},
        "tijd": document["dimension"]["time"],
    }
    table = reading(document)
    assert [each.kind for each in table.description.dimensions] == [Kind.REGION, Kind.TIME]
    (found,) = table.chunks
    assert found["plaats"].to_list() == ["NL01"] * 3
    assert found["status"].to_list() == ["provisional"] * 3


def test_a_file_goes_by_the_same_door(tmp_path: Path) -> None:
    path = tmp_path / "une.json"
    path.write_text("\ufeff" + json.dumps(dataset(), indent=2), "utf-8")
    assert sdmx.recognises(path)
    assert sdmx.read(path).description.title == "Unemployment"
    path.write_text("[]", "utf-8")
    with pytest.raises(Unreadable, match=r"une.json: is not an object"):
        sdmx.read(path)


def changed(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(changes)


def in_time(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["dimension"].update(time={"category": changes})


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (changed(**{"class": "collection"}), "is a “collection”"),
        (changed(error=[{"label": "too many"}]), "an error of the source"),
        (changed(id=None), "no id, size and dimension"),
        (changed(id=["geo"]), "1 dimensions and 2 sizes"),
        (changed(id=["geo", "geo"]), "2 dimensions"),
        (changed(id=["geo", "tijd"]), "does not describe dimension tijd"),
        (changed(size=[2, "3"]), "as the size of dimension time"),
        (changed(size=[2, True]), "as the size of dimension time"),
        (changed(size=[2, 4]), "3 codes for the 4"),
        (changed(value=[1, 2]), "has 6 cells and 2 of value"),
        (changed(value=None), "has no value"),
        (changed(value={"6": 1}), "place “6”, of 6"),
        (changed(value={"-1": 1}), "place “-1”"),
        (changed(value={"²": 1}), "place “²”"),
        (changed(value=[1, 2, 3, "4", 5, 6]), "holds 4 as a value"),
        (changed(value=[1, 2, 3, True, 5, 6]), "holds True"),
        (changed(value=[10**400] * 6), "too large"),
        (changed(status=[1] * 6), "as a status"),
        (changed(status=["p"]), "1 of status"),
        (changed(role={"metric": ["geo", "time"]}), "more than one dimension of measures"),
        (in_time(index=["2021", "2021-A1", "2020"]), "two codes for 2021JJ00"),
        (in_time(index=["2021", "2020", "soon"]), "“soon” is not a period"),
        (in_time(index={"2021": 0, "2020": 1, "2019": 3}), "leaves out places"),
        (in_time(index={"2021": 0, "2020": 1, "2019": "2"}), "no numbers"),
        (in_time(index=7), "gives no codes"),
    ],
)
def test_what_is_no_cube_is_refused(spoil: Callable[[dict[str, Any]], None], what: str) -> None:
    document = dataset()
    spoil(document)
    with pytest.raises(Unreadable) as refusal:
        reading(document)
    assert what in str(refusal.value)


def test_a_cube_without_bounds_is_refused() -> None:
    ids = [f"d{number}" for number in range(40)]
    category = {"category": {"index": ["a", "b", "c"]}}
    document = {"class": "dataset", "id": ids, "size": [3] * 40, "value": {"1": 1}}
    with pytest.raises(Unreadable, match="has room for 1e\\+19 values"):
        reading(document | {"dimension": dict.fromkeys(ids, category)})


@pytest.mark.parametrize("body", [b"", b"{", b'{"value":NaN}', b"\xff{", b"[" * 100_000])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable, match="not JSON"):
        jsonstat.read(body, "x")


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    sparse=st.booleans(),
    data=st.data(),
)
def test_every_cell_arrives_once(sizes: list[int], sparse: bool, data: st.DataObject) -> None:
    ids = [f"d{number}" for number in range(len(sizes))]
    codes = [[f"{id_}c{at}" for at in range(size)] for id_, size in zip(ids, sizes, strict=True)]
    every = list(product(*codes))
    number = st.one_of(st.none(), st.integers(-9, 9))
    values = data.draw(st.lists(number, min_size=len(every), max_size=len(every)))
    dimension = {id_: {"category": {"index": each}} for id_, each in zip(ids, codes, strict=True)}
    given_: Any = values
    if sparse:
        given_ = {str(at): value for at, value in enumerate(values) if value is not None}
    document = {"class": "dataset", "id": ids, "size": sizes, "dimension": dimension}
    (found,) = reading(document | {"value": given_}).chunks
    expected = [
        (*place, value)
        for place, value in zip(every, values, strict=True)
        if value is not None or not sparse
    ]
    assert found.select(*ids, "value").rows() == expected


def swapped(choice: random.Random, value: Any, depth: int = 0) -> Any:
    """*value* with something in it exchanged for something else."""
    other = (None, 1, -1, "x", "", [], {}, True, 1e300, "2021-Q1", "NL", [1], {"0": 1})
    if depth and (choice.random() < 0.15 or not isinstance(value, dict | list) or not value):
        return choice.choice(other)
    if isinstance(value, dict):
        key = choice.choice(list(value))
        copy = dict(value)
        if choice.random() < 0.15:
            del copy[key]
        else:
            copy[key] = swapped(choice, value[key], depth + 1)
        return copy
    at = choice.randrange(len(value))
    return [*value[:at], swapped(choice, value[at], depth + 1), *value[at + 1 :]]


@pytest.mark.long
def test_no_document_makes_it_fall_over() -> None:
    choice = random.Random(13)
    whole = dataset() | {"role": {"metric": [], "time": ["time"]}}
    scraps = (b'"', b"{", b"]", b",", b"9", b"\xff", b"null", b"NaN", b"-", b"")
    accepted = refused = 0
    for number in range(20_000):
        document = whole
        for _ in range(choice.randint(0, 2)):
            document = swapped(choice, document)
        body = json.dumps(document).encode()
        if number % 3 == 0:
            at = choice.randrange(len(body))
            body = body[:at] + choice.choice(scraps) + body[at + choice.randint(0, 2) :]
        try:
            table = jsonstat.read(body, "x")
            (found,) = table.chunks
        except Refused:
            refused += 1
            continue
        accepted += 1
        assert found.filter(pl.col("value").is_null() != pl.col("missing").is_not_null()).is_empty()
    assert accepted > 2_000
    assert refused > 2_000
