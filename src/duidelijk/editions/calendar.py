"""When editions are to come, and which are late."""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.catalogue import EditionPlan, Monitor
from duidelijk.editions.content import number_of

_REVIEW_DAYS = 14
_AHEAD = 3
"""So many editions by the rhythm are shown after those that are planned."""


class State(StrEnum):
    """How far an edition is."""

    FORESEEN = "foreseen"
    """By the rhythm alone: nobody planned it yet."""
    PLANNED = "planned"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Due:
    """An edition on the calendar."""

    id: str | None
    """``None`` while it is only foreseen."""
    date: dt.date
    review: dt.date
    """When its figures are to be sealed."""
    state: State
    late: int
    """So many days after the day something should have been done; 0 when all is in time."""
    afterwards: bool = False
    """Whether it speaks of a day before anybody could work on it, and so cannot be late."""


def calendar(
    monitor: Monitor,
    published: Collection[str],
    in_review: Collection[str],
    today: dt.date,
    began: dt.date = dt.date.min,
) -> list[Due]:
    """Every edition of *monitor*, oldest first, then those its rhythm foresees.

    Something is late when its date passed and it is not published, or when its day of review
    passed and its figures are not sealed. Once the monitor has stopped nothing is late any more.
    Work *began* on some day: an edition of a day before that is made afterwards and not late, and
    no day before it counts.
    """
    rhythm = monitor.rhythm
    before = dt.timedelta(days=rhythm.review_days if rhythm else _REVIEW_DAYS)
    stopped = monitor.ends is not None and monitor.ends.over(today)
    found = []
    for plan in sorted(monitor.editions, key=_moment):
        state = State.PLANNED
        if plan.id in published:
            state = State.PUBLISHED
        elif plan.id in in_review:
            state = State.IN_REVIEW
        review = plan.date - before
        afterwards = plan.date < began and state is not State.PUBLISHED
        late = 0 if stopped or afterwards else _late(state, max(review, began), plan.date, today)
        found.append(Due(plan.id, plan.date, review, state, late, afterwards))
    return found + _foreseen(monitor, before, today, began if not stopped else dt.date.max)


def _moment(plan: EditionPlan) -> tuple[dt.date, int]:
    return plan.date, number_of(plan.id)


def _late(state: State, review: dt.date, date: dt.date, today: dt.date) -> int:
    if state is State.PUBLISHED:
        return 0
    due = review if state in (State.PLANNED, State.FORESEEN) else date
    return max(0, (today - due).days)


def _foreseen(monitor: Monitor, before: dt.timedelta, today: dt.date, began: dt.date) -> list[Due]:
    if monitor.rhythm is None or not monitor.editions:
        return []
    last = max(each.date for each in monitor.editions)
    found = []
    for count in range(1, _AHEAD + 1):
        date = months_later(last, monitor.rhythm.months * count)
        if monitor.ends and date > monitor.ends.date:
            break
        review = date - before
        late = _late(State.FORESEEN, max(review, began), date, today) if date >= began else 0
        found.append(Due(None, date, review, State.FORESEEN, late))
    return found


def months_later(date: dt.date, count: int) -> dt.date:
    """The same day *count* months later; the last of that month when it has no such day."""
    year, month = divmod(date.year * 12 + date.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(date.day, last))
