"""Pages of OData v4 as they come, and as they should not come."""

from __future__ import annotations

import json
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replay.odata4 import Table4

from duidelijk.catalogue import Draw
from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Reply, Unanswered, Unreadable
from duidelijk.sources.planning import plan_draws
from duidelijk.sources.protocols import odata4
from duidelijk.sources.table import Kind

SCHEMA = {
    "Value": pl.Float64(),
    "Measure": pl.String(),
    "ValueAttribute": pl.String(),
    "Geslacht": pl.String(),
    "Perioden": pl.String(),
}
ADDRESS = "https://datasets.cbs.nl/odata/v1/CBS/80590ned"


class Recorded:
    """Answers from one recorded table, without a network."""

    def __init__(self, table: Table4, **other: Any) -> None:
        self.replies = {**table.replies, **other}
        self.asked: list[str] = []

    def get(self, address: str, accept: str = "") -> Reply:
        self.asked.append(address)
        name = address.removeprefix(ADDRESS).strip("/")
        if name not in self.replies:
            raise Unanswered(address, 404, "not there")
        return Reply(address, json.dumps(self.replies[name]).encode())

    def download(self, address: str) -> Any:
        raise AssertionError("no file is asked for")


def row(**other: Any) -> dict[str, Any]:
    usual = {
        "Id": 0,
        "Measure": "M1",
        "ValueAttribute": "None",
        "Value": 1.5,
        "StringValue": None,
        "Geslacht": "T001038",
        "Perioden": "2020JJ00",
    }
    return {**usual, **other}


def page(*rows: dict[str, Any], compact: bool = True) -> bytes:
    separators = (",", ":") if compact else None
    return json.dumps({"@odata.context": "x", "value": rows}, separators=separators).encode()


def test_a_description_holds_codes_kinds_statuses_and_the_date(
    recorded: dict[str, Table4],
) -> None:
    found = odata4.describe(ADDRESS, Recorded(recorded["80590ned"]))
    assert found.id == "80590ned"
    assert found.title == "Arbeidsdeelname en werkloosheid per maand"
    assert str(found.published) == "2026-07-16"
    assert found.version == "2026-07-16T06:30:00+02:00"
    assert len(found.measures) == 14
    rate = next(each for each in found.measures if each.id == "M004210")
    assert (rate.unit, rate.decimals) == ("%", 1)
    periods = found.of_kind(Kind.TIME)
    # this table calls its periods a plain dimension in the recording or time: trust what it says
    assert periods is None or periods.id == "Perioden"
    dimension = found.dimension("Perioden")
    assert dimension is not None
    assert dimension.statuses["2003JJ00"] == "definitive"


def test_titles_repeat_and_groups_tell_them_apart(recorded: dict[str, Table4]) -> None:
    table = recorded["80590ned"]
    bare = odata4.describe(ADDRESS, Recorded(table))
    assert sum(each.title == "Seizoengecorrigeerd" for each in bare.measures) == 7
    groups = [
        {"Id": "top", "ParentId": None, "Title": "Beroepsbevolking"},
        {"Id": "M001906_1", "ParentId": "top", "Title": "Werkloosheidspercentage"},
    ]
    described = odata4.describe(ADDRESS, Recorded(table, MeasureGroups={"value": groups}))
    titles = [each.title for each in described.measures]
    assert "Beroepsbevolking › Werkloosheidspercentage › Seizoengecorrigeerd" in titles


def test_a_table_without_groups_of_measures_can_be_read(recorded: dict[str, Table4]) -> None:
    asked = Recorded(recorded["80590ned"])
    del asked.replies["MeasureGroups"]
    assert len(odata4.describe(ADDRESS, asked).measures) == 14


def test_a_filter_asks_for_no_more_than_is_drawn(
    recorded: dict[str, Table4], indicator: Any
) -> None:
    table = recorded["03759ned"]
    described = odata4.describe(
        ADDRESS.replace("80590ned", "03759ned"),
        _at(Recorded(table), "03759ned"),
    )
    where = {"BurgerlijkeStaat": "T001019", "Geslacht": "T001038", "Leeftijd": "10000"}
    draw = Draw(feed="x", measure="M000352", where=where, since="2019JJ00")
    of = indicator("inwoners", frequency="year", region_levels=("country", "municipality"))
    plans, problems = plan_draws(described, [(of, draw)])
    assert not problems
    from urllib.parse import unquote

    query = unquote(odata4._query(described, plans))
    assert query.startswith("?$filter=")
    for part in (
        "Measure eq 'M000352'",
        "BurgerlijkeStaat eq 'T001019'",
        "(startswith(RegioS,'NL') or startswith(RegioS,'GM'))",
        "contains(Perioden,'JJ')",
        "Perioden ge '2019'",
    ):
        assert part in query


def _at(asked: Recorded, id_: str) -> Recorded:
    def get(address: str, accept: str = "") -> Reply:
        return Recorded.get(asked, address.replace(f"/{id_}", "/80590ned"), accept)

    asked.get = get  # type: ignore[method-assign]
    return asked


@pytest.mark.parametrize("compact", [True, False])
def test_a_page_is_read_with_reasons(compact: bool) -> None:
    body = page(
        row(),
        row(Value=None, ValueAttribute="Impossible"),
        row(Value=None, ValueAttribute="Confidential"),
        row(Value=None, ValueAttribute="NotAvailable"),
        row(Value=3),
        compact=compact,
    )
    found = odata4.read_page(body, SCHEMA, ADDRESS)
    assert found["value"].to_list() == [1.5, None, None, None, 3.0]
    assert found["missing"].to_list() == [None, "impossible", "withheld", "not_delivered", None]


def test_the_order_of_fields_and_further_ones_do_not_matter() -> None:
    other = dict(reversed(row(Extra={"a": [1]}).items()))
    found = odata4.read_page(page(row(), other), SCHEMA, ADDRESS)
    assert found.row(0) == found.row(1)


def test_older_replies_lack_a_text_value() -> None:
    old = {key: value for key, value in row().items() if key != "StringValue"}
    assert len(odata4.read_page(page(old), SCHEMA, ADDRESS)) == 1


def test_a_text_that_looks_like_the_end_of_a_row_is_a_text() -> None:
    found = odata4.read_page(page(row(Geslacht="a},{b"), row()), SCHEMA, ADDRESS)
    assert found["Geslacht"].to_list() == ["a},{b", "T001038"]


def test_a_page_without_rows_is_empty() -> None:
    assert odata4.read_page(page(), SCHEMA, ADDRESS).is_empty()


@pytest.mark.parametrize(
    "link",
    [b'"@odata.nextLink":"https://x/y?$skip=3"', b'"@odata.nextLink" : "https:\\/\\/x/y?$skip=3"'],
)
def test_the_link_to_the_next_page_is_found_at_either_end(link: bytes) -> None:
    assert odata4._next_link(b'{"value":[{"a":1}],' + link + b"}") == "https://x/y?$skip=3"
    assert odata4._next_link(b"{" + link + b',"value":[{"a":1}]}') == "https://x/y?$skip=3"
    assert odata4._next_link(b'{"value":[{"a":1}]}') is None


codes = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=9)
values = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(codes, codes, values), min_size=1, max_size=8), st.booleans())
def test_what_is_written_is_read(cells: list[tuple[str, str, Any]], compact: bool) -> None:
    rows = [
        row(Measure=one, Geslacht=other, Value=value, ValueAttribute="None")
        for one, other, value in cells
    ]
    found = odata4.read_page(page(*rows, compact=compact), SCHEMA, ADDRESS)
    assert found.select("measure", "Geslacht", "value").rows() == cells


@pytest.mark.long
def test_twenty_thousand_spoilt_pages_are_read_or_refused_never_more() -> None:
    chance = random.Random(4)
    sound = [
        page(row(), row(Id=1, Value=None, ValueAttribute="Impossible"), row(Id=2, Value=7)),
        page(row(Value=-0.5e3), compact=False),
    ]
    read = refused = 0
    for _ in range(20_000):
        body = spoilt(chance.choice(sound), chance)
        try:
            found = odata4.read_page(body, SCHEMA, ADDRESS)
            odata4._next_link(body)
            assert found.columns == ["measure", "Geslacht", "Perioden", "value", "missing"]
            read += 1
        except Refused as refusal:
            assert refusal.problems[0].where == ADDRESS
            refused += 1
    assert read > 1000
    assert refused > 1000


def spoilt(body: bytes, chance: random.Random) -> bytes:
    """*body* with one to three things wrong with it."""
    for _ in range(chance.randint(1, 3)):
        at, other = sorted(chance.choices(range(len(body) + 1), k=2))
        kind = chance.randrange(6)
        if kind == 0:
            body = body[:at]
        elif kind == 1:
            body = body[:at] + body[other:]
        elif kind == 2:
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        elif kind == 3:
            body = body[:other] + body[at:other] + body[other:]
        elif kind == 4:
            token = chance.choice([b"null", b"{}", b'"\\', b"1e999", b"[", b"]", b"},{", b"\x00"])
            body = body[:at] + token + body[at:]
        else:
            old, new = chance.choice(
                [(b'"None"', b'"Nothing"'), (b"1.5", b'"1,5"'), (b"Measure", b"Maat"), (b":", b"=")]
            )
            body = body.replace(old, new, 1)
    return body


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "not a reply"),
        (b"null", "not a reply"),
        (b'{"error":{"message":"x"}}', "not a reply"),
        (b'{"value":[{"Measure":"M1"', "not a reply"),
        (b'{"value":[{"Measure":"M1",}]}', "cannot be read"),
        (b'{"value":[1]}', "another form"),
        (page(row(Value="many")), "another form"),
        (page(row(Measure=None)), "without Measure"),
        (page(row(ValueAttribute="Gone")), "“Gone”"),
    ],
)
def test_what_is_wrong_with_a_page_is_told(body: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        odata4.read_page(body, SCHEMA, ADDRESS)
    assert told in str(refusal.value)
