"""From observations to figures by what is declared: codes, groups, regions, periods, formulas."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import Draw, Indicator
from duidelijk.figures.table import SCHEMA
from duidelijk.sources.drawing import draw_figures, drawn
from duidelijk.sources.placing import Skipped
from duidelijk.sources.planning import plan_draws, wanted_codes, wanted_measures
from duidelijk.sources.table import Description, Dimension, Kind, Measure

Make = Callable[..., Indicator]

SEX = Dimension(
    "Geslacht", Kind.OTHER, "Geslacht", {"T": "Totaal", "3000": "Mannen", "4000": "Vrouwen"}
)
REGIONS = Dimension("RegioS", Kind.REGION, "Regio's", {})
PERIODS = Dimension(
    "Perioden",
    Kind.TIME,
    "Perioden",
    {"2020JJ00": "2020"},
    {"2020JJ00": "provisional", "2019JJ00": "definitive"},
)
TABLE = Description(
    "1NED",
    "Cliënten",
    (SEX, REGIONS, PERIODS),
    (
        Measure("M1", "Cliënten › Totaal", "aantal", 0),
        Measure("M2", "Cliënten › Nieuw", "aantal", 0),
        Measure("M3", "Inwoners", "x 1000", 1),
        Measure("M4", "Uitstroom › Totaal", "aantal", 0),
    ),
    dt.date(2021, 3, 1),
)
EVERYBODY = {"Geslacht": "T"}


def observations(*rows: tuple[str, str, str, str, float | None, str | None]) -> pl.DataFrame:
    columns = ["measure", "Geslacht", "RegioS", "Perioden", "value", "missing"]
    schema = {**dict.fromkeys(columns, pl.String()), "value": pl.Float64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def plan(indicator: Indicator, **draw: Any) -> Any:
    plans, problems = plan_draws(TABLE, [(indicator, Draw(feed="1NED", **draw))])
    assert not problems, problems
    return plans[0]


def problems(indicator: Indicator, **draw: Any) -> list[str]:
    return [str(each) for each in plan_draws(TABLE, [(indicator, Draw(feed="1NED", **draw))])[1]]


@pytest.fixture
def clients(indicator: Make) -> Indicator:
    return indicator(
        "clients", frequency="year", kind="count", region_levels=("country", "municipality")
    )


def test_a_figure_is_drawn_with_its_place_status_and_decimals(clients: Indicator) -> None:
    found = draw_figures(
        observations(
            ("M1", "T", "NL00", "2020JJ00", 12.0, None),
            ("M1", "T", "GM0363", "2019JJ00", None, "withheld"),
        ),
        plan(clients, measure="M1", where=EVERYBODY),
        "r1",
    )
    assert found.columns == list(SCHEMA)
    assert found.schema == pl.Schema(SCHEMA)
    columns = ["region", "region_year", "group", "period", "value", "decimals", "status", "missing"]
    assert found.select(columns).rows() == [
        ("NL01", 2020, "total", "2020JJ00", 12.0, 0, "provisional", None),
        ("GM0363", 2019, "total", "2019JJ00", None, 0, "definitive", "withheld"),
    ]


def test_other_regions_and_periods_are_left_out_and_counted(clients: Indicator) -> None:
    skipped = Skipped()
    found = draw_figures(
        observations(
            ("M1", "T", "NL01", "2020JJ00", 1.0, None),
            ("M1", "T", "PV20", "2020JJ00", 1.0, None),
            ("M1", "T", "BU03630000", "2020JJ00", 1.0, None),
            ("M1", "T", "NL01", "2020KW01", 1.0, None),
            ("M1", "T", "NL01", "soon", 1.0, None),
            ("M1", "T", "GM1979", "2019JJ00", None, "impossible"),
            ("M2", "T", "NL01", "2020JJ00", 1.0, None),
        ),
        plan(clients, measure="M1", where=EVERYBODY),
        "r1",
        skipped=skipped,
    )
    assert len(found) == 1
    assert skipped.counts == {
        "other periods": 2,
        "other regions": 2,
        "regions that did not exist then": 1,
    }


def test_groups_are_drawn_beside_the_total(clients: Indicator) -> None:
    of = dataclasses.replace(clients, groups=("geslacht",))
    draw = {"Geslacht": {"3000": "geslacht:man", "4000": "geslacht:vrouw"}}
    found = draw_figures(
        observations(
            ("M1", "T", "NL01", "2020JJ00", 3.0, None),
            ("M1", "3000", "NL01", "2020JJ00", 1.0, None),
            ("M1", "4000", "NL01", "2020JJ00", 2.0, None),
            ("M1", "9999", "NL01", "2020JJ00", 9.0, None),
        ),
        plan(of, measure="M1", where=EVERYBODY, groups=draw),
        "r1",
    )
    assert dict(found.select("group", "value").rows()) == {
        "total": 3.0,
        "geslacht:man": 1.0,
        "geslacht:vrouw": 2.0,
    }


def test_codes_may_be_given_by_title(clients: Indicator) -> None:
    of = dataclasses.replace(clients, groups=("geslacht",))
    made = plan(
        of,
        measure="cliënten › totaal",
        where={"Geslacht": "totaal"},
        groups={"Geslacht": {"Mannen": "geslacht:man"}},
    )
    assert made.measures == {"value": "M1"}
    assert [codes["Geslacht"] for codes, _ in made.choices] == ["T", "3000"]
    assert wanted_codes([made]) == {"Geslacht": ["3000", "T"]}
    assert wanted_measures([made]) == ["M1"]


def test_another_unit_is_reckoned_and_rounded_as_published(clients: Indicator) -> None:
    found = draw_figures(
        observations(("M3", "T", "NL01", "2020JJ00", 17.3, None)),
        plan(clients, measure="M3", where=EVERYBODY, times=1000),
        "r1",
    )
    assert found["value"].to_list() == [17300.0]
    tenth = draw_figures(
        observations(("M3", "T", "NL01", "2020JJ00", 0.1, None)),
        plan(clients, measure="M3", where=EVERYBODY, times=3),
        "r1",
    )
    assert tenth["value"].to_list() == [0.3]


def test_a_rate_is_reckoned_over_chunks(clients: Indicator) -> None:
    made = plan(
        clients,
        measures={"new": "M2", "people": "M3"},
        formula="100 * new / (people * 1000)",
        where=EVERYBODY,
    )
    chunks = [
        observations(
            ("M2", "T", "NL01", "2020JJ00", 34.0, None),
            ("M2", "T", "GM0363", "2020JJ00", 5.0, None),
            ("M2", "T", "GM0014", "2020JJ00", 5.0, None),
        ),
        observations(
            ("M3", "T", "NL01", "2020JJ00", 17.0, None),
            ("M3", "T", "GM0363", "2020JJ00", None, "withheld"),
            ("M3", "T", "GM0014", "2020JJ00", 0.0, None),
        ),
    ]
    found = pl.concat(drawn(chunks, [made], "r1"))
    assert dict(found.select("region", "value").rows()) == {
        "NL01": 0.2,
        "GM0363": None,
        "GM0014": None,
    }
    assert dict(found.select("region", "missing").rows()) == {
        "NL01": None,
        "GM0363": "withheld",
        "GM0014": "not_delivered",
    }


def test_a_rate_may_divide_by_another_indicator(clients: Indicator, figures: Any) -> None:
    made = plan(
        clients,
        measures={"clients": "M1", "people": "indicator:inwoners"},
        formula="1000 * clients / people",
        where=EVERYBODY,
    )
    held = figures(
        {"indicator": "inwoners", "period": "2019JJ00", "value": 1.0},
        {"indicator": "inwoners", "period": "2020JJ00", "value": 17_000.0},
    )
    rows = observations(("M1", "T", "NL01", "2020JJ00", 34.0, None))
    found = draw_figures(rows, made, "r1", {"inwoners": held})
    assert found["value"].to_list() == [2.0]


def test_limits_stand_in_rows_of_their_own(clients: Indicator) -> None:
    margins = Dimension("Marges", Kind.OTHER, "Marges", {"MW": "Waarde", "MO": "O", "MB": "B"})
    table = dataclasses.replace(TABLE, dimensions=(SEX, margins, REGIONS, PERIODS))
    draw = Draw(
        feed="1NED",
        measure="M1",
        where={"Geslacht": "T", "Marges": "Waarde"},
        limits={"dimension": "Marges", "lower": "MO", "upper": "MB"},
    )
    plans, found = plan_draws(table, [(clients, draw)])
    assert not found
    assert wanted_codes(plans)["Marges"] == ["MB", "MO", "MW"]
    rows = observations(
        ("M1", "T", "NL01", "2020JJ00", 5.0, None),
        ("M1", "T", "NL01", "2019JJ00", 4.0, None),
    ).with_columns(Marges=pl.lit("MW"))
    limits = observations(
        ("M1", "T", "NL01", "2020JJ00", 4.5, None), ("M1", "T", "NL01", "2019JJ00", 3.5, None)
    ).with_columns(Marges=pl.lit("MO"))
    upper = observations(("M1", "T", "NL01", "2020JJ00", 5.5, None)).with_columns(
        Marges=pl.lit("MB")
    )
    tables = list(drawn([rows, limits, upper], plans, "r1"))
    whole = pl.concat(tables).sort("period")
    assert whole.select("value", "lower", "upper").rows() == [(4.0, None, None), (5.0, 4.5, 5.5)]


def test_a_table_without_regions_or_periods_is_of_the_country_then(indicator: Make) -> None:
    table = dataclasses.replace(TABLE, dimensions=(SEX,))
    draw = Draw(feed="1NED", measure="M1", where=EVERYBODY, period="2020JJ00", region_year=2022)
    plans, found = plan_draws(table, [(indicator(frequency="month"), draw)])
    assert not found
    rows = pl.DataFrame({"measure": ["M1"], "Geslacht": ["T"], "value": [4.0]})
    figure = draw_figures(rows, plans[0], "r1")
    assert figure.select("region", "region_year", "period").row(0) == ("NL01", 2022, "2020JJ00")


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        ({"measure": "M9", "where": EVERYBODY}, "has no measure “M9”"),
        ({"measure": "Totaal", "where": EVERYBODY}, "is the title of 2 measures"),
        ({"measure": "M1"}, 'add where: {Geslacht: "T"}'),
        ({"measure": "M1", "where": {"Geslacht": "TT"}}, "Geslacht has no code “TT”"),
        ({"measure": "M1", "where": {"Sexe": "T", **EVERYBODY}}, "has no dimension “Sexe”"),
        (
            {"measure": "M1", "where": EVERYBODY, "region_field": "Regio"},
            "has no dimension “Regio”",
        ),
        (
            {"measure": "M1", "where": EVERYBODY, "groups": {"Geslacht": {"5": "geslacht:man"}}},
            "Geslacht has no code “5”",
        ),
    ],
)
def test_what_a_table_lacks_is_told(clients: Indicator, draw: dict[str, Any], told: str) -> None:
    assert told in "\n".join(problems(clients, **draw))


def test_many_plans_take_one_pass_and_get_the_same_as_one_by_one(indicator: Make) -> None:
    ofs = [
        indicator("a", frequency="year", region_levels=("country",)),
        indicator("b", frequency="irregular", region_levels=("country", "municipality")),
        indicator("c", frequency="quarter", region_levels=("municipality",)),
    ]
    draws = [
        Draw(feed="1NED", measure="M1", where=EVERYBODY),
        Draw(feed="1NED", measure="M1", where=EVERYBODY, since="2020JJ00"),
        Draw(feed="1NED", measure="M2", where={"Geslacht": "3000"}, times=10),
    ]
    rows = observations(
        *[
            (measure, sex, region, period, float(at), None)
            for at, (measure, sex, region, period) in enumerate(
                (m, s, r, p)
                for m in ("M1", "M2")
                for s in ("T", "3000")
                for r in ("NL01", "GM0363")
                for p in ("2019JJ00", "2020JJ00", "2020KW02")
            )
        ]
    )
    plans, found = plan_draws(TABLE, list(zip(ofs, draws, strict=True)))
    assert not found
    together = pl.concat(drawn([rows], plans, "r1")).sort("indicator", "region", "period")
    apart = pl.concat([draw_figures(rows, each, "r1") for each in plans])
    assert together.equals(apart.sort("indicator", "region", "period"))
    assert together["indicator"].value_counts().sort("indicator")["count"].to_list() == [2, 4, 1]
