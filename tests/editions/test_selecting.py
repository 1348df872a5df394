"""An edition holds what was out on its date, in the vintage of that date where one is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator
from duidelijk.editions.selecting import other_vintages, select_figures
from duidelijk.figures.release import Release

MakeFigures = Callable[..., pl.DataFrame]
MakeReleases = Callable[..., list[Release]]
MakeIndicator = Callable[..., Indicator]
Select = Callable[..., list[tuple[str, str]]]

DATE = dt.date(2021, 3, 11)


@pytest.fixture
def select(figures: MakeFigures, releases: MakeReleases, indicator: MakeIndicator) -> Select:
    """Release and vintage of what is selected on 11 March 2021."""

    def select(
        *rows: dict[str, Any], declared: dict[str, Any] | None = None, **published: str
    ) -> list[tuple[str, str]]:
        found = select_figures(
            figures(*rows), releases(**published), {"x": indicator(**declared or {})}, DATE
        )
        return found.select("release", "vintage").rows()

    return select


def test_the_latest_vintage_by_then_is_preferred(select: Select) -> None:
    rows = [{"release": each} for each in ("first", "second", "later")]
    published = {"first": "2021-02-20", "second": "2021-03-11", "later": "2021-03-12"}
    assert select(*rows, **published) == [("second", "by_then")]


def test_any_vintage_by_then_is_preferred_over_a_nearer_one_later(select: Select) -> None:
    rows = [{"release": each} for each in ("old", "later")]
    assert select(*rows, old="1950-01-01", later="2021-03-12") == [("old", "by_then")]


def test_the_earliest_later_vintage_stands_in_for_one_that_is_not_known(select: Select) -> None:
    rows = [{"release": each} for each in ("last", "early")]
    assert select(*rows, last="2022-01-01", early="2021-06-01") == [("early", "later")]


@pytest.mark.parametrize(
    ("period", "delay", "selected"),
    [
        ("2021MM02", 11, True),
        ("2021MM02", 12, False),
        ("2021MM03", 0, False),
        ("2020JJ00", 70, True),
        ("2021-03-11", 0, True),
        ("2021-03-12", 0, False),
    ],
)
def test_a_period_is_out_when_its_end_and_the_usual_delay_have_passed(
    select: Select, period: str, delay: int, selected: bool
) -> None:
    found = select({"period": period}, declared={"reporting_delay": delay}, r1="2021-06-01")
    assert found == ([("r1", "later")] if selected else [])


def test_an_early_release_proves_that_a_period_was_out(select: Select) -> None:
    rows = [{"period": "2021MM02", "release": each} for each in ("early", "later")]
    found = select(*rows, declared={"reporting_delay": 400}, early="2021-03-01", later="2021-04-01")
    assert found == [("early", "by_then")]


@pytest.mark.parametrize(("since", "selected"), [("2021-03-11", True), ("2021-03-12", False)])
def test_a_method_that_was_not_in_use_yet_is_left_out(
    select: Select, since: str, selected: bool
) -> None:
    rows = [{"method": "old"}, {"method": "new", "release": "r2"}]
    declared = {"methods": {"old": "", "new": since}}
    found = select(*rows, declared=declared, r1="2021-03-01", r2="2022-01-01")
    assert (("r2", "later") in found) == selected
    assert ("r1", "by_then") in found


def test_figures_of_an_indicator_that_is_not_declared_are_left_out(select: Select) -> None:
    assert select({"indicator": "unknown"}, r1="2021-03-01") == []


def test_each_key_has_its_own_vintage(select: Select) -> None:
    rows = [{"period": "2020MM12", "release": "a"}, {"period": "2021MM01", "release": "b"}]
    found = select(*rows, a="2021-01-20", b="2021-06-01")
    assert found == [("a", "by_then"), ("b", "later")]


def test_the_other_vintages_are_all_that_were_not_selected(
    figures: MakeFigures, releases: MakeReleases, indicator: MakeIndicator
) -> None:
    rows = figures(
        {"release": "a"},
        {"release": "b"},
        {"release": "c", "method": "new"},
        {"release": "c", "period": "2021MM08"},
    )
    known = releases(a="2021-02-20", b="2021-03-10", c="2022-01-01")
    declared = {"x": indicator(methods={"": "", "new": "2021-12-01"})}
    selected = select_figures(rows, known, declared, DATE)
    found = other_vintages(selected, rows, known)
    assert found.select("release", "method").rows() == [("a", ""), ("c", "new")]
    assert "published" in found.columns


days = st.dates(dt.date(2021, 1, 1), dt.date(2021, 6, 1))


@settings(max_examples=50)
@given(st.lists(days, min_size=1, max_size=5), days, st.integers(0, 90))
def test_a_selection_has_one_vintage_and_never_one_from_the_future_while_there_is_a_past(
    figures: MakeFigures,
    releases: MakeReleases,
    indicator: MakeIndicator,
    published: list[dt.date],
    date: dt.date,
    delay: int,
) -> None:
    known = releases(**{f"r{number}": str(day) for number, day in enumerate(published)})
    rows = figures(*({"release": each.id} for each in known))
    found = select_figures(rows, known, {"x": indicator(reporting_delay=delay)}, date)
    past = [day for day in published if day <= date]
    out = dt.date(2021, 1, 31) + dt.timedelta(days=delay) <= date
    expected = [(max(past), "by_then")] if past else [(min(published), "later")] if out else []
    assert found.select("published", "vintage").rows() == expected


def test_a_later_recalculation_for_another_division_is_not_what_was_known(
    figures: MakeFigures, releases: MakeReleases, indicator: MakeIndicator
) -> None:
    """A figure of 2021 published again in 2023 for the municipalities of that year."""
    then = {"region": "GM0439", "release": "then", "value": 202.0}
    again = {"region_year": 2023, "release": "again", "value": 342.0}
    rows = figures(then, {**then, **again}, {**again, "region": "GM1982"})  # formed in 2022
    made = releases(then="2021-03-01", again="2023-05-01")
    known = select_figures(rows, made, {"x": indicator()}, DATE)
    assert known.select("region", "region_year", "value").rows() == [("GM0439", 2021, 202.0)]


def test_of_two_releases_of_one_day_the_one_added_later_counts(
    figures: MakeFigures, releases: MakeReleases, indicator: MakeIndicator
) -> None:
    both = releases(wrong="2021-03-01", correction="2021-03-01")
    rows = figures({"release": "wrong", "value": 9999.0}, {"release": "correction"})
    known = select_figures(rows, both, {"x": indicator()}, DATE)
    assert known["value"].to_list() == [4.0]
