"""What an edition expected, judged by the next one."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.change.expected_rows import COMING_OF_SERIES
from duidelijk.editions.foretold import FORETOLD, foretold
from duidelijk.figures.table import SCHEMA, with_periods

COMING: dict[str, Any] = {
    "indicator": "x",
    "region": "NL01",
    "group": "total",
    "method": "",
    "region_year": 2021,
    "period": "2021MM01",
    "value": 10.0,
    "decimals": 0,
    "coming_period": "2021MM02",
    "expected": 10.0,
    "low": 8.0,
    "high": 12.0,
}


def coming(**other: Any) -> pl.DataFrame:
    return pl.DataFrame([{**COMING, **other}], schema=COMING_OF_SERIES)


def figures(*pairs: tuple[str, float | None]) -> pl.DataFrame:
    own = {name: COMING[name] for name in ("indicator", "region", "group", "method", "region_year")}
    rows = [{**own, "period": period, "value": value, "decimals": 0} for period, value in pairs]
    return with_periods(pl.DataFrame(rows, schema=SCHEMA))


def test_a_figure_within_the_range_came_true_and_one_outside_did_not() -> None:
    for value, inside in ((12.0, True), (8.0, True), (12.5, False), (7.0, False)):
        (row,) = foretold(coming(), figures(("2021MM01", 10.0), ("2021MM02", value))).to_dicts()
        assert (row["came"], row["inside"]) == (value, inside)
        assert (row["based_on"], row["period"]) == ("2021MM01", "2021MM02")


def test_only_the_period_that_was_foretold_counts() -> None:
    assert foretold(coming(), figures(("2021MM01", 10.0), ("2021MM03", 11.0))).is_empty()


def test_of_a_survey_the_next_wave_counts_whenever_it_came() -> None:
    wave = coming(period="2021-01-05", coming_period=None)
    came = figures(("2021-01-05", 10.0), ("2021-03-01", 11.0), ("2021-02-01", 9.0))
    (row,) = foretold(wave, came).to_dicts()
    assert (row["period"], row["came"]) == ("2021-02-01", 9.0)


def test_what_did_not_come_or_is_withheld_is_not_judged() -> None:
    assert foretold(coming(), figures(("2021MM01", 10.0))).is_empty()
    assert foretold(coming(), figures(("2021MM01", 10.0), ("2021MM02", None))).is_empty()


def test_without_an_edition_before_nothing_was_foretold() -> None:
    assert foretold(None, figures(("2021MM01", 10.0))).schema == FORETOLD
