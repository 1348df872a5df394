"""The aggregated local picture: who reports, what they say together, and beside the nation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from duidelijk.change.verdict import Verdict
from duidelijk.local.observation import Direction, Trend
from duidelijk.local.sample import FEWEST, Share, share
from duidelijk.local.voices import EVERYBODY, by_group, by_indicator

_MAJORITY = 0.5


@dataclass(frozen=True)
class Whereabouts:
    """Where a municipality lies and how large it is; empty where that is not known."""

    part: str = ""
    """Code of the part of the country (north, east, west, south)."""
    ggd: str = ""
    size: str = ""
    """Key of its size class."""


@dataclass(frozen=True)
class Covered:
    """How many of the municipalities of one sort report."""

    key: str
    reporters: int
    of: int


@dataclass(frozen=True)
class Coverage:
    """Who reports and who is silent."""

    reporters: int
    of: int
    """All municipalities there are."""
    by_part: tuple[Covered, ...]
    by_size: tuple[Covered, ...]
    through_ggd: int = 0
    """Municipalities that are silent themselves, while their GGD reports."""
    ggds: int = 0

    @property
    def silent(self) -> int:
        """Municipalities of which nothing is heard, not through their GGD either."""
        return self.of - self.reporters - self.through_ggd


class Lean(StrEnum):
    """Where most of those who report see it go."""

    WORSE = "worse"
    BETTER = "better"
    NO_MAJORITY = "no_majority"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Cell:
    """What is said of one theme and one group (empty: everybody, everything of the theme)."""

    theme: str
    group: str
    coverage: Coverage
    directions: Mapping[Direction, int] = field(default_factory=dict)
    """How many municipalities say what; empty where fewer than five report."""
    worse: Share | None = None
    """Of the municipalities that say where it goes, those that see it get worse."""
    better: Share | None = None
    lean: Lean = Lean.TOO_FEW


class Beside(StrEnum):
    """What is said locally beside the national figure."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    """Most see the opposite, or a change where the nation shows none."""
    DIVIDED = "divided"
    """No majority says one thing."""
    NATION_SILENT = "nation_silent"
    """The national figure tells no direction."""
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class OfIndicator:
    """What is said of one indicator, beside the nation."""

    theme: str
    indicator: str
    reporters: int
    nation: str
    """The verdict on the national figure; empty without one."""
    trends: Mapping[str, int] = field(default_factory=dict)
    """Empty where fewer than five report."""
    most: Share | None = None
    """Of the trend that is seen most, among those who tell one."""
    most_trend: str = ""
    beside: Beside = Beside.TOO_FEW


@dataclass(frozen=True)
class Picture:
    """Everything that is said locally, added up."""

    coverage: Coverage
    cells: tuple[Cell, ...]
    indicators: tuple[OfIndicator, ...]
    reporting: tuple[str, ...]
    """Codes of the municipalities that report, in order."""
    reporting_ggds: tuple[str, ...] = ()

    def cell(self, theme: str, group: str = EVERYBODY) -> Cell | None:
        """The cell of a theme and a group; ``None`` where nothing is reported."""
        found = (each for each in self.cells if (each.theme, each.group) == (theme, group))
        return next(found, None)

    def of_theme(self, theme: str) -> tuple[OfIndicator, ...]:
        """What is said of the indicators of a theme."""
        return tuple(each for each in self.indicators if each.theme == theme)


def picture(
    reports: pl.DataFrame, places: Mapping[str, Whereabouts], nation: Mapping[str, str]
) -> Picture:
    """Add up *reports* (``voices.REPORTS``) of the municipalities in *places* and of GGDs.

    *nation* holds the verdict on the national figure of each indicator. Only municipalities are
    counted, each once; a GGD speaks beside them. A report of a region that is neither counts
    nowhere. Cells are in order of theme and group.
    """
    counting = _Counting(places)
    said: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for theme, group, reporter, direction in by_group(reports).iter_rows():
        said[theme, group].append((reporter, direction))
    trends: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for theme, indicator, reporter, trend in by_indicator(reports).iter_rows():
        trends[theme, indicator].append((reporter, trend))
    every = reports["reporter"].unique().to_list()
    return Picture(
        coverage=counting.coverage(every),
        cells=tuple(counting.cell(*key, told) for key, told in sorted(said.items())),
        indicators=tuple(
            counting.of_indicator(*key, told, nation.get(key[1], ""))
            for key, told in sorted(trends.items())
        ),
        reporting=tuple(sorted(each for each in every if each in places)),
        reporting_ggds=tuple(sorted(each for each in every if each in counting.by_ggd)),
    )


class _Counting:
    """Counts reporters by where they lie; looks up once what every cell asks."""

    def __init__(self, places: Mapping[str, Whereabouts]) -> None:
        self.places = places
        self.parts = Counter(each.part for each in places.values() if each.part)
        self.sizes = Counter(each.size for each in places.values() if each.size)
        self.by_ggd: dict[str, list[str]] = defaultdict(list)
        for code, each in places.items():
            if each.ggd:
                self.by_ggd[each.ggd].append(code)

    def coverage(self, reporters: Iterable[str]) -> Coverage:
        """Who of all municipalities are among *reporters*."""
        every = set(reporters)
        own = [self.places[each] for each in every if each in self.places]
        ggds = [each for each in every if each in self.by_ggd]
        parts, sizes = Counter(each.part for each in own), Counter(each.size for each in own)
        through = {code for each in ggds for code in self.by_ggd[each]} - every
        return Coverage(
            reporters=len(own),
            of=len(self.places),
            by_part=tuple(Covered(key, parts[key], of) for key, of in sorted(self.parts.items())),
            by_size=tuple(Covered(key, sizes[key], of) for key, of in sorted(self.sizes.items())),
            through_ggd=len(through),
            ggds=len(ggds),
        )

    def cell(self, theme: str, group: str, said: Sequence[tuple[str, str]]) -> Cell:
        """What municipalities say of one theme and group."""
        coverage = self.coverage(reporter for reporter, _ in said)
        if coverage.reporters < FEWEST:
            return Cell(theme, group, coverage)
        told = Counter(direction for reporter, direction in said if reporter in self.places)
        directions = {each: told[each.value] for each in Direction if told[each.value]}
        judged = sum(told[each] for each in _JUDGED)
        if judged < FEWEST:
            return Cell(theme, group, coverage, directions)
        worse = share(told[Direction.WORSE], judged, coverage.of)
        better = share(told[Direction.BETTER], judged, coverage.of)
        lean = Lean.NO_MAJORITY
        if worse.lower > _MAJORITY:
            lean = Lean.WORSE
        elif better.lower > _MAJORITY:
            lean = Lean.BETTER
        return Cell(theme, group, coverage, directions, worse, better, lean)

    def of_indicator(
        self, theme: str, indicator: str, said: Sequence[tuple[str, str]], nation: str
    ) -> OfIndicator:
        """What municipalities say of one indicator."""
        told = Counter(trend for reporter, trend in said if reporter in self.places)
        reporters = sum(told.values())
        if reporters < FEWEST:
            return OfIndicator(theme, indicator, reporters, nation)
        found = dict(sorted(told.items()))
        sure = sum(count for trend, count in told.items() if trend != Trend.NOT_TESTABLE)
        if sure < FEWEST:
            return OfIndicator(theme, indicator, reporters, nation, found)
        trend = max(_TOLD, key=lambda each: told[each])
        most = share(told[trend], sure, len(self.places))
        beside = _beside(trend, most, nation)
        return OfIndicator(theme, indicator, reporters, nation, found, most, trend, beside)


_JUDGED = (Direction.WORSE, Direction.BETTER, Direction.MIXED, Direction.SAME)
_TOLD = (Trend.RISEN, Trend.FALLEN, Trend.NO_DEMONSTRABLE_CHANGE)


def _beside(trend: str, most: Share, nation: str) -> Beside:
    if nation not in (Verdict.RISEN, Verdict.FALLEN, Verdict.NO_DEMONSTRABLE_CHANGE):
        return Beside.NATION_SILENT
    if most.lower <= _MAJORITY:
        return Beside.DIVIDED
    return Beside.AGREES if trend == nation else Beside.DISAGREES
