"""Ticks at round numbers, and places on a chart."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.publish.charts.scale import Scale, date_ticks, round_ticks, tick_decimals
from duidelijk.publish.numbers import number

values = st.integers(-(10**6), 10**6).map(lambda each: each / 100)


def test_a_scale_runs_from_end_to_end() -> None:
    up = Scale(0, 100, 250, 50)
    assert (up(0), up(50), up(100)) == (250, 150, 50)
    assert Scale(5, 5, 0, 10)(5) == 0, "a domain of one value has a place"


@given(values, values)
def test_ticks_hold_the_values_at_even_distances(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    ticks = round_ticks(low, high)
    steps = [later - earlier for earlier, later in pairwise(ticks)]
    assert ticks[0] <= low + 1e-6 and ticks[-1] >= high - 1e-6
    assert 1 <= len(steps) <= 7
    assert max(steps) == pytest.approx(min(steps))


@given(values, values)
def test_no_two_ticks_read_the_same(one: float, other: float) -> None:
    ticks = round_ticks(min(one, other), max(one, other))
    labels = [number(tick, tick_decimals(ticks), "nl") for tick in ticks]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, [0, 25, 50, 75, 100]),
        (337, 426, [325, 350, 375, 400, 425, 450]),
        (3.1, 4.2, [3, 3.5, 4, 4.5]),
        (-3, 5, [-4, -2, 0, 2, 4, 6]),
    ],
)
def test_ticks_stand_at_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert round_ticks(low, high) == expected


@pytest.mark.parametrize("value", [0.0, 5.0, -5.0])
def test_a_flat_series_still_has_an_axis(value: float) -> None:
    ticks = round_ticks(value, value)
    assert ticks[0] < value < ticks[-1]


days = st.dates(dt.date(1990, 1, 1), dt.date(2029, 12, 31))


@given(days, days, st.integers(4, 12))
def test_date_ticks_are_firsts_of_a_month_within_the_chart(
    one: dt.date, other: dt.date, most: int
) -> None:
    first, last = min(one, other), max(one, other)
    ticks = date_ticks(first, last, most)
    assert len(ticks) <= most
    assert all(first <= tick.date <= last and tick.date.day == 1 for tick in ticks)
    months = [tick.date.year * 12 + tick.date.month for tick in ticks]
    assert {later - earlier for earlier, later in pairwise(months)} <= {
        t.step_months for t in ticks
    }
