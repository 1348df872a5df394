"""Finds the rows of a source's table that become figures: of which plan, group, period and region.

Codes are looked up, not texts: what a code means is made out once for each different one, and rows
follow by their numbers. That is several times as fast as joining tables of texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.regions import Level, UnknownRegion, level_of, normalise, partition_of_year
from duidelijk.sources.coding import Coded, Numbers, coded, taken
from duidelijk.sources.planning import Plan, kinds_of
from duidelijk.sources.table import MEASURE, OBSERVATION

COUNTRY = "NL01"

PLAN, PART = "the plan", "the part"
"""Columns of our own: the place of the plan, and the part of a figure that a row is."""

_LARGEST_TABLE = 2**22
"""Ways to go on for which each is written down; of more, only those that lead somewhere."""
_NO_YEAR = -1


@dataclass
class Skipped:
    """Rows that are no figure of ours, by why; told, not stored."""

    counts: dict[str, int] = field(default_factory=dict)
    out_of_time: bool = False
    """Whether a region holds a number for a year in which it did not exist: not left out, since
    something is wrong then; the check of figures tells what."""

    def add(self, why: str, rows: int) -> None:
        """Count *rows* more for *why*."""
        if rows:
            self.counts[why] = self.counts.get(why, 0) + rows


def alike(plans: Iterable[Plan]) -> list[list[Plan]]:
    """Plans by the dimensions they choose from: these can be placed in one pass."""
    found: dict[tuple[object, ...], list[Plan]] = {}
    for plan in plans:
        key = (plan.region, plan.period, *sorted(plan.choices[0][0]))
        found.setdefault(key, []).append(plan)
    return list(found.values())


class Placing:
    """Places rows for plans over the same dimensions."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self._dimensions = sorted(plans[0].choices[0][0])
        whole = (MEASURE, *self._dimensions, plans[0].period, plans[0].region)
        self._fields = [name for name in whole if name is not None]
        recipes = [
            ((measure, *(codes[each] for each in self._dimensions)), at, part, group)
            for at, plan in enumerate(plans)
            for measure, codes, part, group in plan.recipes()
        ]
        self._finder = _Finder([key for key, *_ in recipes])
        self._plans = np.array([at for _, at, _, _ in recipes], dtype=np.uint32)
        self._parts = pl.Series(PART, [part for *_, part, _ in recipes])
        self._groups = pl.Series("group", [group for *_, group in recipes])
        self._calendars, self._calendar_of = _numbered(_calendar(each) for each in plans)
        levels = (each.indicator.region_levels for each in plans)
        self._levels, self._levels_of = _numbered(levels)
        self._statuses = {
            period: status for plan in plans for period, status in plan.statuses.items()
        }

    def placed(self, chunk: pl.DataFrame, skipped: Skipped) -> pl.DataFrame:
        """The rows any plan takes, with plan, part, group, period, region and region_year; their
        status is that of the row, else that of the period.
        """
        codes = coded(chunk, self._fields)
        by = [codes[name] for name in (MEASURE, *self._dimensions)]
        rows, recipes = self._finder.find(by, len(chunk))
        plans = self._plans[recipes]

        periods = self._periods(codes, rows, plans)
        years = self._years(periods, plans)
        kept = years != _NO_YEAR
        skipped.add("other periods", len(kept) - int(kept.sum()))

        regions = self._regions(codes, rows)
        inside = self._inside(regions, plans)
        skipped.add("other regions", int((kept & ~inside).sum()))
        kept &= inside

        absent = kept & _absent(regions, years, kept)
        if absent.any():
            empty = absent & chunk["value"].is_null().to_numpy()[rows]
            skipped.out_of_time |= bool((absent & ~empty).any())
            skipped.add("regions that did not exist then", int(empty.sum()))
            kept &= ~empty

        if not kept.all():
            at = np.flatnonzero(kept)
            rows, recipes, plans, years = rows[at], recipes[at], plans[at], years[at]
            periods, regions = periods.at(at), regions.at(at)
        status = Coded(periods.numbers, [self._statuses.get(each or "") for each in periods.texts])
        return self._columns(chunk, rows, recipes, status.as_texts("status")).with_columns(
            pl.Series(PLAN, plans),
            taken(self._groups, recipes),
            periods.as_texts("period"),
            regions.as_texts("region"),
            pl.Series("region_year", years.astype(np.int16)),
        )

    def _columns(
        self, chunk: pl.DataFrame, rows: Numbers, recipes: Numbers, status: pl.Series
    ) -> pl.DataFrame:
        """What the table itself says of the rows, and the part where plans have several."""
        told = chunk.select(
            [name for name in OBSERVATION if name != MEASURE and name in chunk.columns]
        )
        if len(rows) != len(chunk) or (rows[1:] == rows[:-1]).any():
            told = told[pl.Series(rows.astype(np.uint32))]
        if any(plan.in_parts for plan in self.plans):
            told = told.with_columns(taken(self._parts, recipes))
        if "status" in told.columns:
            return told.with_columns(pl.coalesce("status", status))
        return told.with_columns(status)

    def _periods(
        self, codes: Mapping[str, Coded], rows: Numbers, plans: npt.NDArray[np.uint32]
    ) -> Coded:
        """The period of each row, as the table gives it or the plan."""
        name = self.plans[0].period
        if name is None:
            return Coded(plans.astype(np.intp), [str(each.draw.period) for each in self.plans])
        return codes[name].at(rows)

    def _years(self, periods: Coded, plans: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
        """The year of the division of the country by row; none where a plan takes no such period.

        A period that a plan gives itself is of any sort.
        """
        any_sort = self.plans[0].period is None
        years = np.full((len(self._calendars), len(periods.texts)), _NO_YEAR, dtype=np.int32)
        for at, text in enumerate(periods.texts):
            try:
                period = Period.parse(text or "")
            except UnknownPeriod:
                continue
            for number, (kinds, since, year) in enumerate(self._calendars):
                if (any_sort or period.kind in kinds) and (since is None or period.start >= since):
                    years[number, at] = year or period.end.year
        found: npt.NDArray[np.int32] = years[self._calendar_of[plans], periods.numbers]
        return found

    def _regions(self, codes: Mapping[str, Coded], rows: Numbers) -> Coded:
        """The region of each row in our codes; ``None`` where it is no region we know."""
        name = self.plans[0].region
        if name is None:
            return Coded(np.zeros(len(rows), dtype=np.intp), [COUNTRY])
        found = codes[name]
        return Coded(found.numbers[rows], [_known(each) for each in found.texts])

    def _inside(self, regions: Coded, plans: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """Whether a row's plan takes regions of that level."""
        if self.plans[0].region is None:
            return np.ones(len(plans), dtype=np.bool_)
        levels = [_level(each) for each in regions.texts]
        wanted = [[level in taken_ for level in levels] for taken_ in self._levels]
        table = np.array(wanted, dtype=np.bool_)
        found: npt.NDArray[np.bool_] = table[self._levels_of[plans], regions.numbers]
        return found


def _absent(
    regions: Coded, years: npt.NDArray[np.int32], kept: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Whether a region did not exist in that year; of rows that are *kept*."""
    if not kept.any():
        return kept
    first = int(years[kept].min())
    width = int(years[kept].max()) - first + 1
    pairs = np.where(kept, regions.numbers * width + (years - first), 0)
    occur = np.zeros(len(regions.texts) * width, dtype=np.bool_)
    occur[pairs[kept]] = True
    absent = np.zeros(len(occur), dtype=np.bool_)
    for pair in np.flatnonzero(occur):
        region, year = divmod(int(pair), width)
        absent[pair] = not _existed(regions.texts[region], first + year)
    found: npt.NDArray[np.bool_] = absent[pairs]
    return found


@cache
def _existed(region: str | None, year: int) -> bool:
    return region == COUNTRY or region in partition_of_year(year)


Calendar = tuple[tuple[PeriodKind, ...], dt.date | None, int | None]
"""Sorts of period, the first day, and the year of the division of the country."""


def _calendar(plan: Plan) -> Calendar:
    since = Period.parse(plan.draw.since).start if plan.draw.since else None
    return kinds_of(plan), since, plan.draw.region_year


@cache
def _known(code: str | None) -> str | None:
    """A region's code as we write it; ``None`` when it is none."""
    try:
        return normalise(code) if code and level_of(code) else None
    except UnknownRegion:
        return None


@cache
def _level(region: str | None) -> Level | None:
    return level_of(region) if region else None


T = TypeVar("T")


def _numbered(values: Iterable[T]) -> tuple[list[T], Numbers]:
    """The different *values*, and the place of each among them."""
    places: dict[T, int] = {}
    numbers = [places.setdefault(each, len(places)) for each in values]
    return list(places), np.array(numbers, dtype=np.intp)


class _Finder:
    """Finds the recipes that take a row, one column of codes after the other.

    A tree written out as tables: where one is, and the next code, give where one comes; 0 is
    nowhere, where one stays.
    """

    def __init__(self, keys: Sequence[tuple[str, ...]]) -> None:
        at = np.ones(len(keys), dtype=np.intp)
        self._steps: list[_Step] = []
        places = 2
        for texts in zip(*keys, strict=True):
            step = _Step(places, sorted(set(texts)))
            reached, inverse = np.unique(step.ways(at, list(texts)), return_inverse=True)
            step.lead_to(reached)
            self._steps.append(step)
            at, places = inverse.astype(np.intp) + 1, len(reached) + 1
        self._recipes = np.argsort(at, kind="stable")
        self._times = np.bincount(at, minlength=places)
        self._first = np.cumsum(self._times) - self._times

    def find(self, columns: Sequence[Coded], height: int) -> tuple[Numbers, Numbers]:
        """The rows that are taken, in their order, and by which recipe; by each that takes it."""
        at = np.ones(height, dtype=np.intp)
        for step, column in zip(self._steps, columns, strict=True):
            at = step.taken(at, column)
        times = self._times[at]
        if times.max(initial=0) <= 1:
            rows = np.flatnonzero(times)
            return rows, self._recipes[self._first[at[rows]]]
        rows = np.repeat(np.arange(height), times)
        nth = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        return rows, self._recipes[self._first[at[rows]] + nth]


class _Step:
    """Where one comes with the next code."""

    def __init__(self, places: int, texts: Sequence[str]) -> None:
        self._number = {text: number for number, text in enumerate(texts, 1)}
        self._width = len(texts) + 1
        self._size = places * self._width

    def ways(
        self, at: Numbers, texts: Sequence[str | None], rows: Numbers | None = None
    ) -> Numbers:
        """A number for each pair of where one is and the code of the row."""
        numbers = np.array([self._number.get(each or "", 0) for each in texts], dtype=np.intp)
        return at * self._width + (numbers if rows is None else numbers[rows])

    def lead_to(self, reached: Numbers) -> None:
        """Number the places that *reached* lead to, from 1."""
        self._reached = reached
        self._table: npt.NDArray[np.int32] | None = None
        if self._size <= _LARGEST_TABLE:
            self._table = np.zeros(self._size, dtype=np.int32)
            self._table[reached] = np.arange(1, len(reached) + 1)

    def taken(self, at: Numbers, column: Coded) -> Numbers:
        """Where rows come."""
        ways = self.ways(at, column.texts, column.numbers)
        if self._table is not None:
            return self._table[ways].astype(np.intp)
        near = np.minimum(np.searchsorted(self._reached, ways), len(self._reached) - 1)
        return np.where(self._reached[near] == ways, near + 1, 0)
