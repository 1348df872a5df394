"""The shipped monitor's draws, on recorded replies, give the very figures it ships.

Recordings are answered by the real connectors' questions; of a wide table of the older service the
rows that were recorded typed are sent as that service sends them.
"""

from __future__ import annotations

import gzip
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import polars as pl
import pytest

from duidelijk.catalogue import Draw, Indicator, Monitor, read_monitor
from duidelijk.cli.monitors import read_shipped, shipped_monitor
from duidelijk.figures.checking import check_figures
from duidelijk.figures.table import KEY
from duidelijk.sources.asking import Reply, Unanswered
from duidelijk.sources.drawing import drawn
from duidelijk.sources.planning import Plan, plan_draws
from duidelijk.sources.protocols import odata3, odata4
from duidelijk.sources.table import MEASURE, Description, Dimension, Kind, Measure

RIVM = "COVID-19_gedrag.csv"
RELEASES = {
    "80590ned": "cbs-80590ned-2026-07-16",
    "37789ksz": "cbs-37789ksz-2026-06-30",
    "82242NED": "cbs-82242NED-2026-06-12",
    "83693NED": "cbs-83693NED-2026-06-22",
    "84799NED": "cbs-84799NED-2021-03-26",
    RIVM: "rivm-gedrag-2021-05-04",
}
"""Tables of which the shipped figures and the recorded replies are of one and the same release."""

SEEN = {*RELEASES, "03759ned", "83262NED", "85615NED"}
"""Tables whose own description was seen; every draw from another is marked as unverified."""

NOT_DRAWN = {
    "jongeren_arbeidsmarkt": "86223NED counts; the share is one cell of a measure over another",
    "sociale_contacten": "85541NED, after 82249NED, has family and friends apart, not either",
}
"""Indicators that an interface could give, and that no draw can take from their table."""


class Recorded:
    """Answers what connectors ask from files; filters are left to the drawing, as they may be."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def get(self, address: str, accept: str = "application/json") -> Reply:
        parts = urlsplit(address)
        *_, table, name = unquote(parts.path).removesuffix("/$count").split("/")
        read = self._of_v4 if "/v1/" in parts.path else self._of_v3
        body = read(table, name, unquote(parts.query))
        if parts.path.endswith("$count"):
            body = str(len(json.loads(body)["value"])).encode()
        return Reply(address, body, accept)

    def download(self, address: str) -> Path:
        raise Unanswered(address, 404, "is not recorded")

    def _of_v4(self, table: str, name: str, query: str) -> bytes:
        names = {"Properties": "properties", "Dimensions": "dimensions"}
        names |= {"MeasureCodes": "measure-codes", "Observations": "observations-page-1"}
        stem = names.get(name) or f"codes-{name.removesuffix('Codes')}"
        path = self.data / "cbs-v4" / table / f"{stem}.json"
        if path.is_file():
            return path.read_bytes()
        zipped = path.with_name(f"{path.name}.gz")
        if zipped.is_file():
            return gzip.decompress(zipped.read_bytes())
        raise Unanswered(f"{table}/{name}", 404, "is not recorded")

    def _of_v3(self, table: str, name: str, query: str) -> bytes:
        folder = self.data / "cbs-v3" / table
        if name == "TableInfos" and table == "84799NED":
            infos = json.loads((folder / f"cbs.v3.{table}_Metadata.json").read_bytes())
            return json.dumps({"value": [infos]}).encode()
        if name == "UntypedDataSet":
            chosen = re.search(r"\$select=([^&]*)", query)
            assert chosen, "the connector names the columns it wants"
            return self._untyped(table, chosen[1].split(","), query)
        rows = self._frame(table, name).to_dicts()
        return json.dumps({"value": rows}).encode()

    def _untyped(self, table: str, columns: list[str], query: str) -> bytes:
        """Texts, with a point where no number was recorded; of regions only those asked for."""
        rows = self._frame(table, "TypedDataSet" if table == "84799NED" else "data")
        starts: dict[str, list[str]] = {}
        for name, start in re.findall(r"startswith\((\w+),'(\w+)'\)", query):
            starts.setdefault(name, []).append(start)
        for name, wanted in starts.items():
            rows = rows.filter(pl.col(name).str.slice(0, 2).is_in(wanted))
        texts = rows.select(columns).cast(pl.String).fill_null(".")
        return json.dumps({"value": texts.to_dicts()}).encode()

    def _frame(self, table: str, name: str) -> pl.DataFrame:
        folder = self.data / "cbs-v3" / table
        if (parquet := folder / f"cbs.v3.{table}_{name}.parquet").is_file():
            return pl.read_parquet(parquet)
        if (csv := folder / f"{name}.csv").is_file():
            return pl.read_csv(csv, infer_schema=False)
        raise Unanswered(f"{table}/{name}", 404, "is not recorded")


@pytest.fixture(scope="module")
def monitor() -> Monitor:
    return read_monitor(shipped_monitor("corona"))


@pytest.fixture(scope="module")
def shipped(monitor: Monitor) -> pl.DataFrame:
    _, figures, problems = read_shipped(shipped_monitor("corona"), monitor)
    assert problems == []
    return figures


@pytest.fixture(scope="module")
def ask(shared: Path) -> Recorded:
    return Recorded(shared / "data")


def _planned(monitor: Monitor, feed: str, ask: Recorded) -> tuple[Description, list[Plan]]:
    declared = monitor.feeds[feed]
    service = odata4 if declared.protocol == "odata4" else odata3
    description = service.describe(declared.address, ask)
    plans, problems = plan_draws(description, monitor.drawn_from(feed))
    assert problems == []
    return description, plans


def _drawn(monitor: Monitor, feed: str, ask: Recorded, release: str = "r") -> pl.DataFrame:
    description, plans = _planned(monitor, feed, ask)
    address = monitor.feeds[feed].address
    service = odata4 if monitor.feeds[feed].protocol == "odata4" else odata3
    chunks = service.observations(address, description, plans, ask)
    return pl.concat(drawn(chunks, plans, release))


def _behaviour(shared: Path) -> tuple[Description, pl.DataFrame]:
    """RIVM's behaviour file as a table: its dimensions, and one row an observation."""
    raw = gzip.decompress((shared / "data/rivm/COVID-19_gedrag_2021-05-04.csv.gz").read_bytes())
    rows = pl.read_csv(io.BytesIO(raw), separator=";", infer_schema_length=None).select(
        pl.concat_str("Indicator_category", "Indicator", separator="/").alias(MEASURE),
        "Region_code",
        pl.concat_str("Subgroup_category", "Subgroup", separator="/").alias("Subgroup"),
        "Date_of_measurement",
        pl.col("Value").cast(pl.Float64).alias("value"),
        pl.col("Lower_limit").cast(pl.Float64).alias("lower"),
        pl.col("Upper_limit").cast(pl.Float64).alias("upper"),
        pl.col("Sample_size").alias("n"),
        pl.lit("definitive").alias("status"),
    )
    kinds = {"Region_code": Kind.REGION, "Subgroup": Kind.OTHER, "Date_of_measurement": Kind.TIME}
    dimensions = tuple(
        Dimension(name, kind, codes={code: code for code in rows[name].unique().sort()})
        for name, kind in kinds.items()
    )
    measures = tuple(Measure(each, each, "%", 1) for each in rows[MEASURE].unique().sort())
    return Description(RIVM, "Gedrag", dimensions, measures), rows


def _drawn_behaviour(monitor: Monitor, shared: Path) -> pl.DataFrame:
    description, rows = _behaviour(shared)
    plans, problems = plan_draws(description, monitor.drawn_from(RIVM))
    assert problems == []
    return pl.concat(drawn([rows], plans, RELEASES[RIVM]))


@pytest.mark.parametrize("feed", RELEASES)
def test_every_shipped_figure_of_a_recorded_release_is_drawn_to_the_letter(
    feed: str, monitor: Monitor, shipped: pl.DataFrame, ask: Recorded, shared: Path
) -> None:
    release = RELEASES[feed]
    if feed == RIVM:
        ours = _drawn_behaviour(monitor, shared)
    else:
        ours = _drawn(monitor, feed, ask, release)
    theirs = shipped.filter(pl.col("release") == release)
    assert theirs.height > 0

    compared = ["value", "lower", "upper", "n", "status"]
    both = theirs.select(*KEY, *compared).join(
        ours.select(*KEY, *compared), on=list(KEY), how="left", suffix=" drawn", coalesce=False
    )
    absent = both.filter(pl.col("indicator drawn").is_null())
    assert absent.is_empty(), absent.select(KEY).head(10).rows()
    different = both.filter(
        pl.any_horizontal(pl.col(each).ne_missing(pl.col(f"{each} drawn")) for each in compared)
    )
    assert different.is_empty(), different.head(10).rows()
    drawn = {each.id for each, _ in monitor.drawn_from(feed)}
    assert set(theirs["indicator"]) == drawn & set(shipped["indicator"]), (
        "every indicator drawn from this table that is shipped has figures of it, and no other"
    )


def test_inhabitants_to_the_person_agree_with_the_rounded_ones(
    monitor: Monitor, shipped: pl.DataFrame, ask: Recorded
) -> None:
    """Two tables of one register: the key figures of 2020 are rounded to five."""
    exact = _drawn(monitor, "03759ned", ask)
    rounded = shipped.filter(pl.col("indicator") == "inwoners")
    both = exact.join(rounded, on=["indicator", "region", "period"], suffix=" rounded")
    assert len(both) == 356
    assert both.filter((pl.col("value") - pl.col("value rounded")).abs() > 5).is_empty()
    stored = exact.with_columns(file=pl.lit("f"), line=pl.int_range(pl.len()))
    told = [each for each in check_figures(stored, monitor, []) if "release" not in each.what]
    assert told == [], "no municipality in a year in which it did not exist"
    assert exact["period"].min() == "2019JJ00"


def test_clients_of_social_support_are_those_of_the_table(
    monitor: Monitor, ask: Recorded, shared: Path
) -> None:
    rows = pl.read_csv(shared / "data/cbs-v3/83262NED/data.csv", infer_schema=False)
    half_years = rows.filter(pl.col("Perioden").str.contains("2019HJ|2020HJ"))
    ours = _drawn(monitor, "83262NED", ask)
    codes = {"T009002": "total", "2012655": "herkomst:westers", "2012657": "herkomst:niet-westers"}
    for code, group in codes.items():
        theirs = half_years.filter(pl.col("KenmerkenVanPersonen").str.strip_chars() == code)
        wanted = {
            (region.strip(), period): float(value) if value else None
            for region, period, value in theirs.select(
                "RegioS", "Perioden", "WmoClienten_1"
            ).iter_rows()
        }
        found = ours.filter(pl.col("group") == group)
        values = {(row["region"], row["period"]): row["value"] for row in found.to_dicts()}
        assert values == wanted
        assert any(values.values())


@pytest.mark.parametrize(
    ("feed", "dimension", "titles"),
    [
        (
            "80590ned",
            "Leeftijd",
            {"leeftijd:15-24": "15 tot 25 jaar", "total": "15 tot 75 jaar"},
        ),
        (
            "80590ned",
            "Geslacht",
            {"geslacht:man": "Mannen", "geslacht:vrouw": "Vrouwen", "total": "Totaal"},
        ),
        (
            "83262NED",
            "KenmerkenVanPersonen",
            {
                "herkomst:westers": "Migratieachtergrond: westers",
                "herkomst:niet-westers": "Migratieachtergrond: niet-westers",
                "leeftijd:75+": "Leeftijd: 75 jaar of ouder",
                "total": "Totaal personen",
            },
        ),
        ("82242NED", "TypeGefailleerde", {"total": "Bedrijven en instellingen"}),
    ],
)
def test_the_groups_are_what_the_source_calls_by_these_codes(
    feed: str, dimension: str, titles: dict[str, str], monitor: Monitor, ask: Recorded
) -> None:
    """“15 tot 25” is up to and including 24; recorded observations often hold the total only."""
    description, plans = _planned(monitor, feed, ask)
    found = description.dimension(dimension)
    assert found is not None
    taken = [
        {group: found.codes[codes[dimension]] for codes, group in plan.choices} for plan in plans
    ]
    assert any(titles.items() <= each.items() for each in taken), taken


def test_every_feed_is_drawn_from_and_stands_among_the_tables_of_its_indicators(
    monitor: Monitor,
) -> None:
    draws = _draws(monitor)
    assert {draw.feed for _, draw in draws} == set(monitor.feeds)
    elsewhere = [(each.id, draw.feed) for each, draw in draws if draw.feed not in each.tables]
    assert elsewhere == []


def test_draws_are_unverified_unless_the_table_itself_was_seen(monitor: Monitor) -> None:
    draws = _draws(monitor)
    assert {draw.feed for _, draw in draws if not draw.unverified} == SEEN
    assert {draw.feed for _, draw in draws if draw.unverified}.isdisjoint(SEEN)


def test_every_indicator_with_an_interface_and_a_table_has_a_draw_or_a_reason(
    monitor: Monitor,
) -> None:
    without = {
        each.id
        for each in monitor.indicators.values()
        if each.access == "api" and each.tables and not each.draw
    }
    assert without == set(NOT_DRAWN)
    no_way_in = {each.id for each in monitor.indicators.values() if each.draw and not each.access}
    assert no_way_in == set()
    by_hand = {each.id for each, _ in _draws(monitor) if each.access == "manual"}
    assert by_hand == set()


def test_all_40_behaviour_indicators_come_with_groups_and_safety_regions(
    monitor: Monitor, shared: Path
) -> None:
    figures = _drawn_behaviour(monitor, shared)
    assert figures["indicator"].n_unique() == 40
    regions = figures.filter(pl.col("region").str.starts_with("VR"))
    assert set(regions["group"]) == {"total"}
    assert regions["region"].n_unique() == 25
    assert set(figures["group"]) == {
        "total",
        *(f"leeftijd:{each}" for each in ("16-24", "25-39", "40-54", "55-69", "70+")),
        *(f"geslacht:{each}" for each in ("man", "vrouw")),
        *(f"opleiding:{each}" for each in ("laag", "midden", "hoog")),
    }


def _draws(monitor: Monitor) -> list[tuple[Indicator, Draw]]:
    return [(each, draw) for each in monitor.indicators.values() for draw in each.draw]
