"""Tables of OData v3, served on loopback as CBS serves them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import polars.selectors as cs
import pytest
from replay.odata3 import replaying
from replay.odata3_tables import made_table, table_83262, table_84799, table_85067

from duidelijk.catalogue import Draw
from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Reply, Unanswered, Unreadable
from duidelijk.sources.drawing import drawn
from duidelijk.sources.planning import Plan, plan_draws
from duidelijk.sources.protocols import odata3
from duidelijk.sources.table import Description, Kind

RECORDED = {
    "table_83262": table_83262,
    "table_84799": table_84799,
    "table_85067": table_85067,
}


class Asking:
    """Asks over HTTP, once."""

    def __init__(self) -> None:
        self.client = httpx.Client(timeout=30)

    def get(self, address: str, accept: str = "application/json") -> Reply:
        response = self.client.get(address, headers={"Accept": accept})
        if response.status_code >= 400:
            raise Unanswered(address, response.status_code, response.text[:200])
        return Reply(address, response.content, response.headers.get("content-type", ""))

    def download(self, address: str) -> Path:
        raise NotImplementedError


@pytest.fixture
def ask() -> Iterator[Asking]:
    asking = Asking()
    with asking.client:
        yield asking


def whole_plans(description: Description, indicator: Any = None) -> list[Plan]:
    """Plans that take every topic of every row."""
    return [
        Plan(indicator, Draw("feed"), {"value": each.id}, {}, None, None, (({}, "total"),), None)
        for each in description.measures
    ]


def everything(address: str, ask: Asking) -> pl.DataFrame:
    """All observations of a table."""
    description = odata3.describe(address, ask)
    return in_texts(odata3.observations(address, description, whole_plans(description), ask))


def in_texts(pages: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Pages put together; each has categories of its own."""
    return pl.concat(each.with_columns(cs.categorical().cast(pl.String)) for each in pages)


def recorded(table: Any, page_size: int = 10_000) -> pl.DataFrame:
    """What should come out of a table in which order, by another way than the connector's."""
    topics = [each for each in table.properties if each["Type"] == "Topic"]
    topics.sort(key=lambda each: str(each["Key"]))
    return pl.concat(
        of_topic(table.data.slice(start, page_size), list(table.dimensions), each)
        for start in range(0, len(table.data), page_size)
        for each in topics
    )


def of_topic(rows: pl.DataFrame, dimensions: list[str], topic: dict[str, Any]) -> pl.DataFrame:
    text = pl.col(topic["Key"]).cast(pl.String).str.strip_chars()
    number = text.cast(pl.Float64, strict=False)
    absent = "not_delivered" if topic["Default"] == "Missing" else "impossible"
    missing = pl.when(text.is_null()).then(pl.lit(absent)).when(number.is_null())
    symbol = pl.when(text == ".").then(pl.lit("not_delivered")).otherwise(pl.lit("impossible"))
    return rows.select(
        pl.lit(topic["Key"]).alias("measure"),
        pl.col(dimensions).str.strip_chars(),
        number.alias("value"),
        missing.then(symbol).alias("missing"),
        (pl.when(text != ".").then(text) if topic["Datatype"] == "String" else NONE).alias("note"),
    )


NONE = pl.lit(None, pl.String)


# --- what a table is ------------------------------------------------------------------------------


def test_a_recorded_table_is_described(shared: Path, ask: Asking) -> None:
    with replaying(table_83262(shared)) as replay:
        found = odata3.describe(replay.api("83262NED"), ask)
    assert found.id == "83262NED"
    assert found.title == "Wmo-cliënten; type maatwerkarrangement, regio"
    assert (str(found.published), found.version) == ("2020-11-26", "2020-11-26T02:00:00")
    assert (found.publisher, found.licence) == ("CBS", "CC BY 4.0")
    assert [(each.id, each.kind) for each in found.dimensions] == [
        ("Geslacht", Kind.OTHER),
        ("KenmerkenVanPersonen", Kind.OTHER),
        ("TypeMaatwerkarrangement", Kind.OTHER),
        ("RegioS", Kind.REGION),
        ("Perioden", Kind.TIME),
    ]
    assert found.dimension("Geslacht").codes["3000"] == "Mannen"  # type: ignore[union-attr]
    periods = found.of_kind(Kind.TIME)
    assert periods is not None
    assert periods.statuses["2019JJ00"] == "definitive"
    assert periods.statuses["2020HJ01"] == "provisional"
    measure = found.measures[0]
    assert (measure.id, measure.title) == ("WmoClienten_1", "Wmo-cliënten")
    assert (measure.unit, measure.decimals) == ("aantal", 0)


def test_measures_have_the_titles_of_the_groups_above_them(shared: Path, ask: Asking) -> None:
    with replaying(table_84799(shared)) as replay:
        found = odata3.describe(replay.api("84799NED"), ask)
    titles = {each.id: each.title for each in found.measures}
    assert len(titles) == 116
    assert titles["AantalInwoners_5"] == "Bevolking › Aantal inwoners"
    assert len(set(titles.values())) == 116, "a title tells each measure apart"
    assert found.of_kind(Kind.REGION).codes["NL00"] == "Nederland"  # type: ignore[union-attr]
    assert len(found.of_kind(Kind.REGION).codes) == 17_341  # type: ignore[union-attr]


def test_regions_in_a_plain_dimension_are_known_by_their_codes(ask: Asking) -> None:
    table = made_table()
    table.properties[1]["Type"] = "Dimension"
    with replaying(table) as replay:
        found = odata3.describe(replay.api(table.id), ask)
    assert found.of_kind(Kind.REGION) == found.dimension("RegioS")
    assert [each.kind for each in found.dimensions].count(Kind.REGION) == 1


def test_a_table_of_others_has_their_name(ask: Asking) -> None:
    table = made_table()
    with replaying(table) as replay:
        found = odata3.describe(f"{replay.api(table.id)}/", ask)
        assert odata3.version(replay.api(table.id), ask) == "2023-05-15T02:00:00"
    assert (found.publisher, found.licence) == ("Politie", "")


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda table: table.infos.update(Modified="15-05-2023"), "15-05-2023"),
        (lambda table: table.properties[4].update(Key=None), "a topic without Key"),
        (lambda table: table.dimensions["RegioS"].append({"Key": " NL01 "}), "“NL01” twice"),
        (lambda table: table.dimensions["RegioS"].append({"Title": "x"}), "a code without Key"),
        (lambda table: table.properties.__delitem__(slice(4, 6)), "names no topic"),
        (lambda table: table.properties[5].update(Key="Aantal_1"), "column “Aantal_1”"),
        (lambda table: table.properties[5].update(Key="note"), "column “note”"),
    ],
)
def test_a_description_that_cannot_be_used_is_refused(
    spoil: Callable[[Any], None], what: str, ask: Asking
) -> None:
    table = made_table()
    spoil(table)
    with replaying(table) as replay, pytest.raises(Unreadable, match=what):
        odata3.describe(replay.api(table.id), ask)


def test_a_table_that_is_not_there_is_refused(ask: Asking) -> None:
    with replaying(made_table()) as replay, pytest.raises(Unanswered) as refusal:
        odata3.describe(replay.api("00000NED"), ask)
    assert refusal.value.status == 404


# --- every observation once -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("table_83262", ()),
        ("table_83262", ("UntypedDataSet",)),
        ("table_85067", ()),
        ("table_85067", ("UntypedDataSet",)),
        ("table_84799", ()),
    ],
)
def test_every_observation_arrives_once_with_its_reason(
    name: str, without: tuple[str, ...], shared: Path, ask: Asking
) -> None:
    table = RECORDED[name](shared)
    with replaying(table, without=without) as replay:
        found = everything(replay.api(table.id), ask)
    assert not table.data.select(list(table.dimensions)).is_duplicated().any()
    place = ["measure", *table.dimensions]
    assert found.sort(place).equals(recorded(table).sort(place))


def test_reasons_of_recorded_tables(shared: Path, ask: Asking) -> None:
    with replaying(table_83262(shared)) as replay:
        found = everything(replay.api("83262NED"), ask)
    missing = found.filter(pl.col("value").is_null())
    assert len(missing) > 0
    assert missing["missing"].unique().to_list() == ["not_delivered"]
    first = {"measure": "WmoClienten_1", "RegioS": "NL01", "Perioden": "2016HJ01"}
    everybody = {"KenmerkenVanPersonen": "T009002"}
    row = found.filter(pl.col(key) == value for key, value in (first | everybody).items())
    assert row["value"].to_list() == [965695.0]


@pytest.mark.parametrize(
    "manners",
    [
        {"page_size": 7},
        {"page_size": 27},
        {"always_atom": True},
        {"refuses_json": 406, "page_size": 5},
        {"refuses_json": 415},
        {"without": ("ODataFeed",)},
        {"without": ("UntypedDataSet",), "page_size": 4},
        {"without": ("UntypedDataSet",), "refuses_json": 406, "page_size": 4},
    ],
    ids=str,
)
def test_manners_of_the_service_make_no_difference(manners: dict[str, Any], ask: Asking) -> None:
    table = made_table()
    table.data = table.data.with_columns(
        pl.when(pl.col("ID") % 4 > 0).then("Aantal_1").alias("Aantal_1"),
        pl.when(pl.col("ID") % 3 > 0).then("Aandeel_2").alias("Aandeel_2"),
    )
    with replaying(table, **manners) as replay:
        found = everything(replay.api(table.id), ask)
    assert found.equals(recorded(table, manners.get("page_size", 10_000)))
    assert found["missing"].drop_nulls().unique().sort().to_list() == [
        "impossible",
        "not_delivered",
    ]


def test_atom_of_a_recorded_table(shared: Path, ask: Asking) -> None:
    table = table_85067(shared)
    with replaying(table, refuses_json=406, page_size=100) as replay:
        assert everything(replay.api(table.id), ask).equals(recorded(table, 100))


def test_a_million_rows_would_not_come_from_the_other_service(shared: Path, ask: Asking) -> None:
    table = table_84799(shared)
    with replaying(table) as replay:
        address = replay.api(table.id)
        description = odata3.describe(address, ask)
        plans = whole_plans(description)[4:5]
        assert sum(map(len, odata3.observations(address, description, plans, ask))) == 17_341
        replay.manners.without = ("ODataFeed",)
        with pytest.raises(Unanswered, match="more than 10000 records"):
            list(odata3.observations(address, description, plans, ask))


# --- asking for no more than is wanted ------------------------------------------------------------


def test_filters_have_padded_keys(indicator: Any, shared: Path, ask: Asking) -> None:
    table = table_83262(shared)
    wmo = indicator("wmo", frequency="half_year", groups=("leeftijd",))
    where = {
        "Geslacht": "T001038",
        "KenmerkenVanPersonen": "T009002",
        "TypeMaatwerkarrangement": "T001024",
    }
    groups = {"KenmerkenVanPersonen": {"53630": "leeftijd:30-44"}}
    draw = Draw("feed", measure="WmoClienten_1", where=where, groups=groups, since="2019HJ01")
    with replaying(table) as replay:
        address = replay.api(table.id)
        description = odata3.describe(address, ask)
        plans, problems = plan_draws(description, [(wmo, draw)])
        assert not problems
        replay.asked.clear()
        chunks = list(odata3.observations(address, description, plans, ask))
    (asked,) = replay.asked
    assert "(KenmerkenVanPersonen eq '53630  ') or (KenmerkenVanPersonen eq 'T009002')" in asked
    assert "(RegioS eq 'NL01  ')" in asked
    assert (
        "(Perioden eq '2019HJ01') or (Perioden eq '2019HJ02') or (Perioden eq '2020HJ01')" in asked
    )
    assert "$select=Geslacht,KenmerkenVanPersonen" in asked
    assert "WmoClientenPer1000Inwoners_2" not in asked
    assert sum(map(len, chunks)) == 6 - 3, "the recording has no group by age for the country"
    figures = pl.concat(drawn(chunks, plans, "r"))
    assert figures.sort("period")["value"].to_list() == [1058270.0, 1090980.0, 1111045.0]
    assert figures.sort("period")["status"].to_list()[-1] == "provisional"


def test_many_regions_are_asked_by_their_level(indicator: Any, shared: Path, ask: Asking) -> None:
    table = table_84799(shared)
    people = indicator("people", frequency="year", region_levels=("country", "municipality"))
    draw = Draw("feed", measure="AantalInwoners_5", period="2020JJ00")
    with replaying(table) as replay:
        address = replay.api(table.id)
        description = odata3.describe(address, ask)
        plans, _ = plan_draws(description, [(people, draw)])
        chunk = in_texts(odata3.observations(address, description, plans, ask))
    clauses = "startswith(WijkenEnBuurten,'GM') or startswith(WijkenEnBuurten,'NL')"
    assert clauses in replay.asked[-1]
    assert len(chunk) == 356
    assert len(pl.concat(drawn([chunk], plans, "r"))) == 356


def test_addresses_stay_short_and_quotes_are_doubled(indicator: Any, ask: Asking) -> None:
    table = made_table()
    table.dimensions["SoortMisdrijf"] += [
        {"Key": f"{number:05}'é ", "Title": "Soort"} for number in range(900)
    ]
    where = {"SoortMisdrijf": "00007'é"}
    groups = {"SoortMisdrijf": {f"{number:05}'é": f"soort:{number}" for number in range(800)}}
    crimes = indicator("crimes", groups=("soort",))
    rows = [
        {"ID": number, "SoortMisdrijf": f"{number:05}'é ", "RegioS": "NL01  "}
        | {"Perioden": "2020MM01", "Aantal_1": number, "Aandeel_2": None}
        for number in range(900)
    ]
    table.data = pl.DataFrame(rows, schema_overrides={"Aandeel_2": pl.Float64})
    with replaying(table) as replay:
        address = replay.api(table.id)
        description = odata3.describe(address, ask)
        for draw, expected in (
            (Draw("feed", measure="Aantal_1", where=where), 1),
            (Draw("feed", measure="Aantal_1", where=where, groups=groups), 900),
        ):
            plans, problems = plan_draws(description, [(crimes, draw)])
            assert not problems
            assert sum(map(len, odata3.observations(address, description, plans, ask))) == expected
            assert len(replay.asked[-1]) < 6000
    assert "SoortMisdrijf eq '00007''é '" in replay.asked[-2]


def test_nothing_wanted_is_nothing_asked(ask: Asking) -> None:
    table = made_table()
    with replaying(table) as replay:
        description = odata3.describe(replay.api(table.id), ask)
        before = len(replay.asked)
        assert not list(odata3.observations(replay.api(table.id), description, [], ask))
        assert len(replay.asked) == before


def test_an_unknown_topic_is_refused(ask: Asking) -> None:
    table = made_table()
    with replaying(table) as replay:
        description = odata3.describe(replay.api(table.id), ask)
        plan = whole_plans(description)[0]
        wrong = Plan(None, plan.draw, {"value": "Aantal_9"}, {}, None, None, plan.choices, None)  # type: ignore[arg-type]
        with pytest.raises(Unreadable, match="no topic Aantal_9"):
            list(odata3.observations(replay.api(table.id), description, [wrong], ask))


# --- what can be wrong with an answer -------------------------------------------------------------


def test_next_pages_are_on_the_same_host(ask: Asking) -> None:
    table = made_table()
    with (
        replaying(table) as other,
        replaying(table, page_size=9, next_host=other.address) as replay,
        pytest.raises(Unreadable, match="sends us to another place"),
    ):
        everything(replay.api(table.id), ask)
    assert not other.asked


def test_a_next_page_may_be_written_with_another_scheme(ask: Asking) -> None:
    table = made_table()
    with replaying(table, page_size=9) as replay:
        replay.manners.next_host = replay.address.replace("http://", "https://").rpartition(":")[0]
        assert everything(replay.api(table.id), ask).equals(recorded(table, 9))


def test_pages_that_go_round_are_refused(ask: Asking) -> None:
    def round_again(body: bytes) -> bytes:
        return body.replace(b"$skiptoken=18", b"$skiptoken=9")

    table = made_table()
    with (
        replaying(table, page_size=9, changed=round_again) as replay,
        pytest.raises(Unreadable, match="was read already"),
    ):
        everything(replay.api(table.id), ask)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (lambda body: body[: len(body) // 2], "not whole, or not JSON"),
        (lambda body: body[:-1], "not whole, or not JSON"),
        (lambda body: b"", "is empty"),
        (lambda body: b"<!DOCTYPE html><html><body>Storing</body></html>", "a document type"),
        (lambda body: b"<html><body>Storing</body></html>", "no data but a document “html”"),
        (lambda body: b'{"odata.error":{"message":{"value":"Te druk"}}}', "is an error: Te druk"),
        (lambda body: b'{"value":7}', "no list of rows"),
        (lambda body: b"[" * 100_000, "not JSON"),
        (lambda body: body.replace(b'"Aantal_1"', b'"Aantal_2"'), "no column Aantal_1 in row 1"),
        (lambda body: body.replace(b'"Aantal_1"', b'"Aantal_2"', 1), "no column Aantal_1"),
        (lambda body: body.replace(b'"      10"', b'"     1,0"'), "holds “1,0” as a number"),
        (lambda body: body.replace(b'"      10"', b'"     NaN"'), "holds “NaN” as a number"),
        (lambda body: body.replace(b'"      10"', b'"     inf"'), "holds “inf” as a number"),
        (lambda body: body.replace(b'"      10"', b"[10]"), "in column Aantal_1, row 3"),
        (lambda body: body.replace(b'"NL01  "', b"null", 1), "1 rows without RegioS"),
    ],
)
def test_an_answer_that_is_not_right_is_refused(
    changed: Callable[[bytes], bytes], what: str, ask: Asking
) -> None:
    table = made_table()
    with replaying(table, changed=changed) as replay, pytest.raises(Unreadable) as refusal:
        everything(replay.api(table.id), ask)
    assert what in str(refusal.value)
    assert f"{table.id}/UntypedDataSet" in str(refusal.value)


def test_symbols_and_padded_numbers(ask: Asking) -> None:
    def with_symbols(body: bytes) -> bytes:
        for number, symbol in ((5, "x"), (10, "."), (15, "-"), (20, ""), (25, "-3.5"), (30, "+7")):
            body = body.replace(f'"{number:8}"'.encode(), f'"{symbol:>8}"'.encode())
        return body.replace(b'"      35"', b"null").replace(b'"      40"', b"57")

    table = made_table()
    with replaying(table, changed=with_symbols) as replay:
        found = everything(replay.api(table.id), ask).filter(pl.col("measure") == "Aantal_1")
    rows = found.sort("SoortMisdrijf").select("value", "missing").rows()
    assert sorted(rows[:9], key=str) == sorted(
        [
            (0.0, None),
            (None, "withheld"),
            (None, "not_delivered"),
            (0.0, None),
            (None, "impossible"),
            (-3.5, None),
            (7.0, None),
            (None, "not_delivered"),
            (57.0, None),
        ],
        key=str,
    )


def test_no_description_makes_it_fall_over() -> None:
    table = made_table()
    whole = {
        name: json.dumps({"value": table.endpoint(name)}).encode()
        for name in ("TableInfos", "DataProperties", *table.dimensions)
    }

    class Kept:
        """Answers from what it was given."""

        def __init__(self, bodies: dict[str, bytes]) -> None:
            self.bodies = bodies

        def get(self, address: str, accept: str = "application/json") -> Reply:
            name = address.split("?")[0].rpartition("/")[2]
            if name not in self.bodies:
                raise Unanswered(address, 404, "not there")
            return Reply(address, self.bodies[name])

        def download(self, address: str) -> Path:
            raise NotImplementedError

    choice = random.Random(6)
    accepted = refused = 0
    for _ in range(300):
        spoiled = choice.choice(list(whole))
        body = whole[spoiled]
        for _ in range(choice.randint(0, 3)):
            at = choice.randrange(len(body))
            scrap = choice.choice((b'"', b"{", b"]", b",", b"null", b"7", b"\xff", b""))
            body = body[:at] + scrap + body[at + choice.randint(0, 2) :]
        ask = Kept({**whole, spoiled: body})
        try:
            odata3.describe("http://h/ODataApi/odata/99999NED", ask)
            accepted += 1
        except Refused:
            refused += 1
    assert accepted > 30
    assert refused > 30
