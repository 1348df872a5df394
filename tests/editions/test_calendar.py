"""What is on the calendar, and what is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from duidelijk.catalogue import EditionPlan, Ending, Rhythm, Text
from duidelijk.editions.calendar import State, calendar, months_later

BOTH = Text("x", "x")
DAY = dt.date


def plan(id_: str, date: dt.date) -> EditionPlan:
    return EditionPlan(id_, date, BOTH)


@pytest.fixture
def monitor(monitor_of: Callable[..., Any]) -> Callable[..., Any]:
    editions = (plan("2021-1", DAY(2021, 3, 11)), plan("2021-2", DAY(2021, 5, 11)))

    def monitor(**other: Any) -> Any:
        return monitor_of(**({"editions": editions, "rhythm": Rhythm(2)} | other))

    return monitor


def test_after_the_planned_ones_come_those_of_the_rhythm(monitor: Any) -> None:
    found = calendar(monitor(), {"2021-1"}, {"2021-2"}, DAY(2021, 5, 1))
    assert [(each.id, each.state) for each in found[:2]] == [
        ("2021-1", State.PUBLISHED),
        ("2021-2", State.IN_REVIEW),
    ]
    ahead = [each.date for each in found[2:]]
    assert ahead == [DAY(2021, 7, 11), DAY(2021, 9, 11), DAY(2021, 11, 11)]
    assert all(each.state is State.FORESEEN and each.id is None for each in found[2:])


def test_without_a_rhythm_nothing_is_foreseen(monitor: Any) -> None:
    assert len(calendar(monitor(rhythm=None), (), (), DAY(2021, 5, 1))) == 2


@pytest.mark.parametrize(
    ("state", "today", "late"),
    [
        ("planned", DAY(2021, 4, 27), 0),
        ("planned", DAY(2021, 4, 28), 1),
        ("in_review", DAY(2021, 4, 28), 0),
        ("in_review", DAY(2021, 5, 11), 0),
        ("in_review", DAY(2021, 5, 13), 2),
        ("published", DAY(2022, 5, 13), 0),
    ],
)
def test_late_is_past_the_day_that_matters(
    monitor: Any, state: str, today: dt.date, late: int
) -> None:
    published = {"2021-1"} | ({"2021-2"} if state == "published" else set())
    in_review = {"2021-2"} if state == "in_review" else set()
    assert calendar(monitor(), published, in_review, today)[1].late == late


def test_the_days_of_review_can_be_set(monitor: Any) -> None:
    found = calendar(monitor(rhythm=Rhythm(3, 30)), (), (), DAY(2021, 1, 1))
    assert found[0].review == DAY(2021, 2, 9)
    assert found[2].date == DAY(2021, 8, 11)


def test_nothing_is_foreseen_after_the_end(monitor: Any) -> None:
    ends = Ending(DAY(2021, 9, 30), DAY(2022, 9, 30), BOTH)
    assert [each.date for each in calendar(monitor(ends=ends), (), (), DAY(2021, 5, 1))][2:] == [
        DAY(2021, 7, 11),
        DAY(2021, 9, 11),
    ]


def test_months_end_where_they_end() -> None:
    assert months_later(DAY(2020, 12, 31), 2) == DAY(2021, 2, 28)
    assert months_later(DAY(2021, 1, 31), 24) == DAY(2023, 1, 31)


def test_what_speaks_of_a_day_before_the_work_began_is_not_late(monitor: Any) -> None:
    found = calendar(monitor(rhythm=None), (), {"2021-1"}, DAY(2026, 1, 3), DAY(2026, 1, 1))
    assert [(each.late, each.afterwards) for each in found] == [(0, True), (0, True)]


def test_what_is_really_late_is_told_from_the_day_the_work_began(monitor: Any) -> None:
    found = calendar(monitor(), {"2021-1"}, (), DAY(2021, 5, 13), DAY(2021, 5, 1))
    assert (found[1].late, found[1].afterwards) == (12, False), "its review was due on 27 April"
    assert calendar(monitor(), {"2021-1"}, (), DAY(2021, 5, 13))[1].late == 16
