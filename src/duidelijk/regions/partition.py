"""The country as it was divided during one stretch of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType

from duidelijk.regions.levels import COUNTRY, Level, UnknownRegion, checked, normalise
from duidelijk.regions.region import Region, every_region, region
from duidelijk.regions.tables import (
    MEMBERSHIPS,
    MunicipalityRow,
    PartitionRow,
    municipality_rows,
    partition_rows,
    tile_rows,
)


@dataclass(frozen=True, slots=True)
class Membership:
    """The area a municipality belongs to: None when unknown or divided over several.

    `derived`: not read from a source of that date but carried over from another date.
    """

    code: str | None
    derived: bool


@dataclass(frozen=True)
class Partition:
    """The regions from `valid_from` up to, not including, `valid_until`.

    `exact` is False when the date asked for lies outside what is known, and this is only the
    nearest partition. `derived_levels` are the levels whose facts are carried over from another
    date; with "municipality" among them the list of municipalities itself is (`derived`).
    """

    valid_from: date
    valid_until: date
    derived_levels: frozenset[Level]
    exact: bool = True
    _rows: Mapping[str, MunicipalityRow] = field(default_factory=dict, repr=False, compare=False)

    @property
    def derived(self) -> bool:
        """Whether the list of municipalities itself is carried over from another date."""
        return "municipality" in self.derived_levels

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str):
            return False
        bare = normalise(code)
        known = every_region().get(bare)
        return known is not None and (known.level != "municipality" or bare in self._rows)

    def region(self, code: str) -> Region:
        """The region with this code; raises UnknownRegion when it did not exist then."""
        found = region(code)
        if found.code not in self:
            raise UnknownRegion(
                f"{found.code} ({found.title('en')}) did not exist between {self.valid_from} and "
                f"{self.valid_until}; it existed {_lifetime(found.code)}."
            )
        return found

    def regions(self, level: str) -> tuple[Region, ...]:
        """The regions of a level in order of code."""
        wanted = checked(level)
        return tuple(
            found
            for code, found in sorted(every_region().items())
            if found.level == wanted and code in self
        )

    def municipalities(self) -> tuple[str, ...]:
        """The codes of the municipalities, in order."""
        return tuple(self._rows)

    def membership(self, municipality: str, level: str) -> Membership:
        """The area of a level a municipality belongs to.

        Raises UnknownRegion when there was no such municipality.
        """
        code, wanted = self.region(municipality).code, checked(level)
        if code not in self._rows:
            raise UnknownRegion(
                f"{code} ({region(code).title('en')}) is not a municipality; "
                "only municipalities have memberships."
            )
        if wanted == "country":
            return Membership(COUNTRY, False)
        area = code if wanted == "municipality" else self._rows[code].memberships[wanted]
        return Membership(area, area is not None and wanted in self.derived_levels)

    def members(self, code: str) -> tuple[str, ...]:
        """The municipalities known to lie in a region (a municipality: itself), in order.

        See `unassigned`: where a membership is unknown this list may lack one.
        """
        return self._members.get(self.region(code).code, ())

    def unassigned(self, level: str) -> tuple[str, ...]:
        """The municipalities whose area of this level is unknown or not one."""
        return tuple(code for code in self._rows if self.membership(code, level).code is None)

    def tiles(self, level: str) -> Mapping[str, tuple[int, int]]:
        """Region → (column, row) on the tile map: columns run east, rows south, both from 0."""
        return self._tiles[checked(level)]

    @cached_property
    def _members(self) -> Mapping[str, tuple[str, ...]]:
        lists: dict[str, list[str]] = {COUNTRY: list(self._rows)}
        for code, row in self._rows.items():
            lists[code] = [code]
            for level in MEMBERSHIPS:
                area = row.memberships[level]
                if area is not None:
                    lists.setdefault(area, []).append(code)
        return {area: tuple(codes) for area, codes in lists.items()}

    @cached_property
    def _tiles(self) -> Mapping[Level, Mapping[str, tuple[int, int]]]:
        maps: dict[Level, dict[str, tuple[int, int]]] = {}
        for row in tile_rows():
            if row.span.covers(self.valid_from):
                maps.setdefault(row.level, {})[row.code] = (row.column, row.row)
        return {level: MappingProxyType(cells) for level, cells in maps.items()}


@cache
def partitions() -> tuple[Partition, ...]:
    """All known partitions in order of time."""
    return tuple(_partition(row) for row in partition_rows())


def partition_on(day: date) -> Partition:
    """The partition on a date; outside what is known the nearest one, with `exact` False."""
    known = partitions()
    for partition in known:
        if partition.valid_from <= day < partition.valid_until:
            return partition
    return _nearest(day < known[0].valid_from)


def partition_of_year(year: int) -> Partition:
    """The partition on 1 January of a year, by which regional figures of that year are made."""
    return partition_on(date(year, 1, 1))


@cache
def _nearest(before: bool) -> Partition:
    return _partition(partition_rows()[0 if before else -1], exact=False)


def _partition(row: PartitionRow, exact: bool = True) -> Partition:
    rows = {m.code: m for m in municipality_rows() if m.span.covers(row.span.start)}
    return Partition(row.span.start, row.span.end, row.derived, exact, MappingProxyType(rows))


def _lifetime(code: str) -> str:
    """When a municipality existed, as far as known, for messages."""
    spans = [row.span for row in municipality_rows() if row.code == code]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    known = partitions()
    since = "" if first == known[0].valid_from else f"from {first} "
    until = "" if last == known[-1].valid_until else f"until {last}"
    return (since + until).strip()
