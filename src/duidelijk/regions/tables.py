"""The compiled facts, read once: partitions, municipalities, areas, successions and tiles."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from duidelijk.regions.levels import Level, checked

_FOLDER: Final = Path(__file__).parent / "data"

# Rows are named tuples, which are made faster than dataclasses when the room is imported.

# The levels a municipality belongs to, as columns of municipalities.csv.
MEMBERSHIPS: Final[tuple[Level, ...]] = (
    "part",
    "province",
    "safety_region",
    "ggd",
    "labour_region",
)


class Span(NamedTuple):
    """Valid from the first day up to, not including, the last."""

    start: date
    end: date

    def covers(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.start <= day < self.end


class PartitionRow(NamedTuple):
    """A stretch of time in which no municipality changed, and what of it is carried over."""

    span: Span
    derived: frozenset[Level]


class MunicipalityRow(NamedTuple):
    """A municipality for as long as its name and memberships stay the same."""

    span: Span
    code: str
    name: str
    name_en: str
    also: tuple[str, ...]
    memberships: dict[Level, str | None]


class AreaRow(NamedTuple):
    """A region above the municipalities; the same in every partition."""

    level: Level
    code: str
    name: str
    short_name: str
    name_en: str
    also: tuple[str, ...]


class SuccessionRow(NamedTuple):
    """On this date a municipality went over, whole or in part, into another."""

    date: date
    source: str
    target: str
    whole: bool


class TileRow(NamedTuple):
    """The cell of a region on the tile map of its level."""

    level: Level
    span: Span
    code: str
    column: int
    row: int


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _span(row: dict[str, str]) -> Span:
    return Span(date.fromisoformat(row["valid_from"]), date.fromisoformat(row["valid_until"]))


def _also(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row["also"].split("|")) if row["also"] else ()


@cache
def partition_rows() -> tuple[PartitionRow, ...]:
    """The partitions in order of time."""
    return tuple(
        PartitionRow(_span(row), frozenset(checked(level) for level in row["derived"].split()))
        for row in _rows("partitions")
    )


@cache
def municipality_rows() -> tuple[MunicipalityRow, ...]:
    """The municipalities in order of code, then time."""
    return tuple(
        MunicipalityRow(
            _span(row),
            row["code"],
            row["name"],
            row["name_en"] or row["name"],
            _also(row),
            {level: row[level] or None for level in MEMBERSHIPS},
        )
        for row in _rows("municipalities")
    )


@cache
def area_rows() -> tuple[AreaRow, ...]:
    """The regions above the municipalities, level by level."""
    return tuple(
        AreaRow(
            checked(row["level"]),
            row["code"],
            row["name"],
            row["short_name"],
            row["name_en"] or row["name"],
            _also(row),
        )
        for row in _rows("areas")
    )


@cache
def succession_rows() -> tuple[SuccessionRow, ...]:
    """What went over into what, in order of time."""
    return tuple(
        SuccessionRow(
            date.fromisoformat(row["date"]), row["from"], row["to"], row["share"] == "whole"
        )
        for row in _rows("successions")
    )


@cache
def tile_rows() -> tuple[TileRow, ...]:
    """The cells of the tile maps."""
    return tuple(
        TileRow(checked(row["level"]), _span(row), row["code"], int(row["column"]), int(row["row"]))
        for row in _rows("tiles")
    )
