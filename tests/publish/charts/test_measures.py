"""Measures in force: what is darker is stricter, whatever overlaps."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from duidelijk.publish.charts.measures import Span, strongest

START = dt.date(2020, 3, 1)


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def made(first: int, length: int, lane: int = 0, weight: int = 1) -> Span:
    return Span(day(first), day(first + length), "x", lane, weight)


def test_overlapping_measures_do_not_add_up() -> None:
    found = strongest([made(0, 10), made(2, 2, weight=3), made(3, 20), made(5, 1, lane=1)])
    assert [(each.first, each.last, each.lane, each.weight) for each in found] == [
        (day(0), day(1), 0, 1),
        (day(2), day(4), 0, 3),
        (day(5), day(23), 0, 1),
        (day(5), day(6), 1, 1),
    ]


def test_a_gap_stays_a_gap() -> None:
    found = strongest([made(0, 3), made(10, 3)])
    assert [(each.first, each.last) for each in found] == [(day(0), day(3)), (day(10), day(13))]


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(0, 2), st.integers(1, 3)),
        max_size=12,
    )
)
def test_every_day_has_the_heaviest_weight_once(given_: list[tuple[int, int, int, int]]) -> None:
    spans = [made(*each) for each in given_]
    found = strongest(spans)
    for lane in range(3):
        for number in range(105):
            there = [e for e in found if e.lane == lane and e.first <= day(number) <= e.last]
            own = [e.weight for e in spans if e.lane == lane and e.first <= day(number) <= e.last]
            assert [each.weight for each in there] == ([max(own)] if own else [])
