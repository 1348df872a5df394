"""The list: what is asked, what stands on it, in which tier and which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import Materiality
from duidelijk.change.striking.listing import developments, with_list

Rows = Callable[..., pl.DataFrame]
MakeIndicator = Callable[..., Indicator]
DATE = dt.date(2021, 3, 1)


@pytest.fixture
def listed(indicator: MakeIndicator) -> Callable[..., pl.DataFrame]:
    """The rows with the list's columns; *declared* says more of the indicator."""

    def listed(table: pl.DataFrame, **declared: Any) -> pl.DataFrame:
        known = {each: indicator(each, **declared) for each in table["indicator"].unique()}
        return with_list(table, known, DATE)[0]

    return listed


def one(table: pl.DataFrame, **where: Any) -> dict[str, Any]:
    (row,) = table.filter(*[pl.col(name) == value for name, value in where.items()]).to_dicts()
    return row


@pytest.mark.parametrize(
    ("given", "tier"),
    [
        ({"score": 4.0, "lower": 2.5}, "striking"),
        ({"score": 4.0, "lower": 1.5}, "possible"),
        ({"score": 4.0, "lower": 2.5, "status": "provisional"}, "possible"),
        ({"score": -4.0, "difference": -3.0, "lower": -5, "upper": -2.1}, "striking"),
        ({"score": 1.0}, "no_demonstrable_change"),
        ({"score": None, "reason": "short_history"}, "not_testable"),
    ],
)
def test_a_tier(rows: Rows, listed: Any, given: dict[str, Any], tier: str) -> None:
    found = listed(rows(given), materiality=Materiality(points=2.0))
    assert one(found, comparison="expected")["tier"] == tier


def test_materiality_of_a_count_is_a_share_of_what_was_expected(rows: Rows, listed: Any) -> None:
    table = rows({"score": 5.0, "reference": 1000.0, "difference": 80.0, "lower": 60.0})
    found = listed(table, kind="count", materiality=Materiality(percent=5))
    assert one(found, comparison="expected")["strength"] == pytest.approx(1.2)


@pytest.mark.parametrize(
    "given",
    [
        {"fresh": False},
        {"period_end": dt.date(2020, 1, 31)},
    ],
)
def test_what_is_old_is_not_asked(rows: Rows, listed: Any, given: dict[str, Any]) -> None:
    found = listed(rows({"score": 9.0, **given}))
    assert not found["asked"].any() and found["tier"].is_null().all()


def test_a_series_that_ended_is_not_asked(rows: Rows, listed: Any) -> None:
    assert not listed(rows({"score": 9.0}), status="stopped")["asked"].any()


def test_of_two_sorts_of_period_only_the_one_that_speaks_is_asked(rows: Rows, listed: Any) -> None:
    table = rows(
        {"score": 5.0},
        {"score": None, "comparison": "previous", "main": True},
    )
    quarter = table.head(1).with_columns(pl.lit("2020KW04").alias("period"))
    found = listed(pl.concat([table, quarter]))
    assert one(found, period="2020KW04")["asked"] is False


def test_a_region_is_asked_only_what_it_does_otherwise_than_the_nation(
    rows: Rows, listed: Any
) -> None:
    region = {"region": "GM0363", "score": 6.0}
    found = listed(rows(region, {**region, "comparison": "nation", "score": 0.3}))
    assert one(found, comparison="expected")["asked"] is False
    assert one(found, comparison="nation")["tier"] == "no_demonstrable_change"


def test_a_region_that_cannot_be_set_against_the_nation_is_asked_for_itself(
    rows: Rows, listed: Any
) -> None:
    region = {"region": "GM0363", "score": 6.0}
    found = listed(rows(region, {**region, "comparison": "nation", "score": None}))
    assert one(found, comparison="expected")["asked"] is True


def test_a_bare_comparison_is_asked_where_nothing_was_expected(rows: Rows, listed: Any) -> None:
    bare = {"comparison": "previous", "main": True, "score": 4.0}
    both = listed(rows({"score": 0.1}, bare), uncertainty="history")
    assert one(both, comparison="previous")["asked"] is False
    alone = listed(rows({"score": None}, bare), uncertainty="history")
    assert one(alone, comparison="previous")["asked"] is True
    survey = listed(rows({"score": 0.1}, bare), uncertainty="published_limits")
    assert one(survey, comparison="previous")["asked"] is True


def test_the_more_is_asked_the_surer_one_must_be(rows: Rows, listed: Any) -> None:
    quiet = [{"region": f"GM{number:04}", "score": 0.2} for number in range(1, 200)]
    found = listed(rows({"region": "GM0999", "score": 2.4}, *quiet))
    assert one(found, region="GM0999", comparison="expected")["tier"] == "no_demonstrable_change"
    alone = listed(rows({"region": "GM0999", "score": 2.4}))
    assert one(alone, region="GM0999", comparison="expected")["tier"] in ("striking", "possible")


def test_developments_come_by_their_lower_bound_one_a_series(rows: Rows, listed: Any) -> None:
    table = rows(
        {"indicator": "a", "score": 9.0, "lower": 2.5},
        {"indicator": "b", "score": 4.0, "lower": 8.0},
        {"indicator": "b", "score": 4.0, "lower": 6.0, "comparison": "persistence"},
        {"indicator": "c", "score": 5.0, "lower": 1.0},
        {"indicator": "d", "score": 0.0, "lower": -1.0},
    )
    found = developments(listed(table))
    assert found["indicator"].to_list() == ["b", "a", "c", "d"]
    assert found["answers"].to_list() == [2, 1, 1, 0]
    assert found["comparison"].to_list()[0] == "expected"
