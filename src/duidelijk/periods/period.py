"""Periods: the time a figure speaks of, with the arithmetic that comparisons need.

Codes are those of CBS (``2021MM03``, ``2021KW01``, ``2021HJ01``, ``2021JJ00``, ``2020SJ00``,
``2021W109``, ``2021X000``, ``20210311``); a survey wave or reference date is an ISO date
(``2021-04-20``) or two (``2021-04-14/2021-04-20``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class PeriodKind(StrEnum):
    """The sorts of period; only periods of one sort have a distance."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"
    WEEK = "week"
    PART_WEEK = "part_week"
    DAY = "day"
    WAVE = "wave"


class UnknownPeriod(ValueError):
    """A period code that cannot be read; the message says what would be right."""


PER_YEAR = {
    PeriodKind.YEAR: 1,
    PeriodKind.SCHOOL_YEAR: 1,
    PeriodKind.HALF_YEAR: 2,
    PeriodKind.QUARTER: 4,
    PeriodKind.MONTH: 12,
}
"""How many periods of this kind a year has; weeks, days and waves have no fixed number."""

_CBS = re.compile(r"([0-9]{4})(JJ|HJ|KW|MM|SJ|W1|X0)([0-9]{2})\Z")
_DAY = re.compile(r"[0-9]{8}\Z")
_WAVE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/([0-9]{4}-[0-9]{2}-[0-9]{2}))?\Z")
_COUNTED = {
    "HJ": PeriodKind.HALF_YEAR,
    "KW": PeriodKind.QUARTER,
    "MM": PeriodKind.MONTH,
}
_LETTERS = {kind: letters for letters, kind in _COUNTED.items()}
_FIRST_YEAR, _LAST_YEAR = 1000, 2999
NEAR_A_YEAR_AGO = 45
"""Days a wave may lie from the day a year earlier and still be its counterpart."""


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of time from ``start`` up to and including ``end``; ordered by these two."""

    start: dt.date
    end: dt.date
    kind: PeriodKind
    code: str

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period of a code. Raises ``UnknownPeriod``."""
        return _parse(code.strip())

    @classmethod
    def of(cls, kind: PeriodKind, year: int, number: int = 1) -> Period:
        """The *number*-th period (from 1) of a counted *kind* in *year*.

        >>> Period.of(PeriodKind.QUARTER, 2021, 2).code
        '2021KW02'
        """
        if kind is PeriodKind.YEAR:
            return _parse(f"{year:04}JJ00")
        if kind is PeriodKind.SCHOOL_YEAR:
            return _parse(f"{year:04}SJ00")
        if kind is PeriodKind.WEEK:
            return _parse(f"{year:04}W1{number:02}")
        if kind in _LETTERS:
            return _parse(f"{year:04}{_LETTERS[kind]}{number:02}")
        raise ValueError(f"a {kind} is not counted within a year")

    @property
    def year(self) -> int:
        """The year in its code: the ISO year of a week, the first year of a school year."""
        return int(self.code[:4])

    @property
    def number(self) -> int:
        """Its number within the year, from 1; 1 for kinds that are not counted."""
        return int(self.code[6:8]) if self.kind in (*_LETTERS, PeriodKind.WEEK) else 1

    def shifted(self, by: int) -> Period:
        """The period *by* steps later (negative: earlier) of the same kind.

        Raises ``ValueError`` for waves and part weeks: which comes next is up to the source.
        """
        if self.kind in PER_YEAR:
            each = PER_YEAR[self.kind]
            year, number = divmod(self.year * each + self.number - 1 + by, each)
            return Period.of(self.kind, year, number + 1)
        if self.kind is PeriodKind.WEEK:
            year, week, _ = (self.start + dt.timedelta(weeks=by)).isocalendar()
            return Period.of(PeriodKind.WEEK, year, week)
        if self.kind is PeriodKind.DAY:
            return _parse((self.start + dt.timedelta(days=by)).strftime("%Y%m%d"))
        raise ValueError(f"the {self.kind.replace('_', ' ')} {self.code} has no calendar neighbour")

    def previous(self) -> Period:
        """The period just before of the same kind; see ``shifted``."""
        return self.shifted(-1)

    def next(self) -> Period:
        """The period just after of the same kind; see ``shifted``."""
        return self.shifted(1)

    def distance(self, earlier: Period) -> int:
        """Steps from *earlier* to this one, of the same kind; for waves the days between starts.

        Raises ``ValueError`` for two kinds.
        """
        if self.kind is not earlier.kind:
            raise ValueError(f"{self.code} and {earlier.code} are not of one kind")
        if self.kind in PER_YEAR:
            each = PER_YEAR[self.kind]
            return (self.year - earlier.year) * each + self.number - earlier.number
        days = (self.start - earlier.start).days
        return days // 7 if self.kind is PeriodKind.WEEK else days

    def same_last_year(self, known: Iterable[Period] = ()) -> Period | None:
        """The same period a year earlier; for waves the nearest of *known*, within 45 days.

        ISO week 53 and 29 February have no counterpart in most years: then ``None``.
        """
        if self.kind not in (PeriodKind.WAVE, PeriodKind.PART_WEEK):
            try:
                return _parse(f"{self.year - 1:04}{self.code[4:]}")
            except UnknownPeriod:
                return None
        wanted = self.start - dt.timedelta(days=365)
        near = [
            each
            for each in known
            if each.kind is self.kind and abs((each.start - wanted).days) <= NEAR_A_YEAR_AGO
        ]
        return min(near, key=lambda each: abs((each.start - wanted).days), default=None)


@lru_cache(maxsize=65536)
def _parse(code: str) -> Period:
    try:
        year = int(code[:4]) if code[:4].isdecimal() else _FIRST_YEAR
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise UnknownPeriod(f"“{code}”: years run from {_FIRST_YEAR} to {_LAST_YEAR}")
        if match := _CBS.match(code):
            return _cbs(code, int(match[1]), match[2], int(match[3]))
        if match := _WAVE.match(code):
            start = dt.date.fromisoformat(match[1])
            end = dt.date.fromisoformat(match[2]) if match[2] else start
            if end < start:
                raise UnknownPeriod(f"“{code}” ends before it starts")
            return Period(start, end, PeriodKind.WAVE, code)
        if _DAY.match(code):
            day = dt.date(int(code[:4]), int(code[4:6]), int(code[6:]))
            return Period(day, day, PeriodKind.DAY, code)
    except UnknownPeriod:
        raise
    except (ValueError, OverflowError) as error:
        raise UnknownPeriod(f"“{code}” is not in the calendar ({error})") from None
    raise UnknownPeriod(
        f"“{code}” is not a period; write 2021MM03, 2021KW01, 2021HJ01, 2021JJ00, 2020SJ00, "
        "2021W109, 20210311 (a day) or 2021-03-11 (a wave)"
    )


def _cbs(code: str, year: int, letters: str, number: int) -> Period:
    if letters in _COUNTED:
        kind = _COUNTED[letters]
        each = PER_YEAR[kind]
        if not 1 <= number <= each:
            raise UnknownPeriod(f"“{code}”: {letters} runs from 01 to {each:02}")
        months = 12 // each
        start = dt.date(year, (number - 1) * months + 1, 1)
        return Period(start, _month_end(year, number * months), kind, code)
    if letters == "W1":
        start = dt.date.fromisocalendar(year, number, 1)
        return Period(start, start + dt.timedelta(days=6), PeriodKind.WEEK, code)
    if letters == "X0":
        return _part_week(code, year, number)
    if number:
        raise UnknownPeriod(f"“{code}”: {letters} is followed by 00")
    if letters == "SJ":  # a school year runs from 1 August to 31 July
        return Period(dt.date(year, 8, 1), dt.date(year + 1, 7, 31), PeriodKind.SCHOOL_YEAR, code)
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), PeriodKind.YEAR, code)


def _part_week(code: str, year: int, number: int) -> Period:
    """The days of a calendar year that lie outside its own ISO weeks (``X000``, ``X053``)."""
    first_week = dt.date.fromisocalendar(year, 1, 1)
    next_year = dt.date.fromisocalendar(year + 1, 1, 1)
    if number == 0 and first_week > dt.date(year, 1, 1):
        span = (dt.date(year, 1, 1), first_week - dt.timedelta(days=1))
    elif number == 53 and next_year <= dt.date(year, 12, 31):
        span = (next_year, dt.date(year, 12, 31))
    else:
        raise UnknownPeriod(f"“{code}”: {year} has no such part week")
    return Period(*span, PeriodKind.PART_WEEK, code)


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
