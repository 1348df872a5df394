"""What was known on a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.figures.known import known_on, with_published
from duidelijk.figures.release import Release

MakeFigures = Callable[..., pl.DataFrame]
MakeRelease = Callable[..., Release]


@pytest.mark.parametrize(
    ("date", "known"),
    [
        ("2021-02-10", []),
        ("2021-02-11", [4.0]),
        ("2021-03-10", [4.0]),
        ("2021-03-11", [4.1]),
        ("2030-01-01", [4.2]),
    ],
)
def test_the_latest_vintage_published_by_a_date_is_what_was_known(
    figures: MakeFigures, release: MakeRelease, date: str, known: list[float]
) -> None:
    releases = [release("b", "2021-02-11"), release("a", "2021-03-11"), release("c", "2021-05-01")]
    rows = figures(
        {"release": "a", "value": 4.1},
        {"release": "b", "value": 4.0},
        {"release": "c", "value": 4.2},
    )
    found = known_on(rows, releases, dt.date.fromisoformat(date))
    assert found["value"].to_list() == known
    assert found.columns == rows.columns


def test_each_key_has_its_own_latest_vintage(figures: MakeFigures, release: MakeRelease) -> None:
    releases = [release("a", "2021-02-11"), release("b", "2021-03-11")]
    rows = figures(
        {"period": "2021MM01", "release": "a", "value": 1},
        {"period": "2021MM01", "release": "b", "value": 2},
        {"period": "2020MM12", "release": "a", "value": 3},
    )
    found = known_on(rows, releases, dt.date(2021, 12, 31)).select("period", "value").rows()
    assert found == [("2020MM12", 3), ("2021MM01", 2)]


days = st.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))


@given(st.lists(days, min_size=1, max_size=6), days)
def test_nothing_known_was_published_later_and_nothing_later_was_missed(
    figures: MakeFigures, release: MakeRelease, published: list[dt.date], date: dt.date
) -> None:
    releases = [release(f"r{number}", str(day)) for number, day in enumerate(published)]
    rows = figures(*({"release": each.id} for each in releases))
    found = with_published(known_on(rows, releases, date), releases)["published"].to_list()
    assert (
        found == [max(day for day in published if day <= date)] if found else min(published) > date
    )
