"""A table as its source publishes it: what it is, and its observations in the source's codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from duidelijk.figures.release import Precision


class Kind(StrEnum):
    """What a dimension divides by."""

    TIME = "time"
    REGION = "region"
    OTHER = "other"


@dataclass(frozen=True)
class Dimension:
    """One way a table is divided: its id, and the title of each of its codes (trimmed)."""

    id: str
    kind: Kind = Kind.OTHER
    title: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    """Of periods: the status of figures, in our words, by code."""


@dataclass(frozen=True)
class Measure:
    """One thing a table tells, called topic by some sources."""

    id: str
    title: str
    """With the titles of the groups above it, as “Werkloosheid › Seizoengecorrigeerd”: bare titles
    repeat within a table."""
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True)
class Description:
    """What a table is, when it was published and under which licence."""

    id: str
    title: str
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    published: dt.date | None = None
    """When it was published; unknown for most files."""
    precision: Precision = Precision.DAY
    basis: str = ""
    """What the date of publication rests on."""
    version: str = ""
    """What changes when the source changes the table: a time of modification, an ETag."""
    publisher: str = ""
    licence: str = ""
    address: str = ""
    """Where people see it, when the source says so."""

    def dimension(self, id_: str) -> Dimension | None:
        """The dimension with this id."""
        return next((each for each in self.dimensions if each.id == id_), None)

    def of_kind(self, kind: Kind) -> Dimension | None:
        """The first dimension of a kind."""
        return next((each for each in self.dimensions if each.kind is kind), None)


MEASURE = "measure"
OBSERVATION: dict[str, pl.DataType] = {
    MEASURE: pl.String(),
    "value": pl.Float64(),
    "missing": pl.String(),
    "status": pl.String(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "n": pl.Int64(),
    "decimals": pl.Int8(),
    "note": pl.String(),
}
"""Columns of observations beside one text column a dimension (code, trimmed). Only ``measure`` and
``value`` are always there. ``missing`` and ``status`` are in our words (``figures.table``);
``status`` overrides that of the period."""


@dataclass(frozen=True)
class SourceTable:
    """A table's description with its observations, in chunks that are read once."""

    description: Description
    chunks: Iterator[pl.DataFrame]
    """Frames with ``measure``, one column a dimension, ``value`` and what else there is of
    ``OBSERVATION``."""


CBS_SYMBOLS: dict[str, str] = {
    ".": "not_delivered",
    "x": "withheld",
    "": "impossible",
}
"""What CBS writes where there is no number, in our words. The point stands for unknown, too
unreliable or secret, without saying which; ``-`` is nought; a blank cannot occur."""

CBS_REASONS: dict[str, str | None] = {
    "None": None,
    "Impossible": "impossible",
    "Confidential": "withheld",
    "NotAvailable": "not_delivered",
}
"""``ValueAttribute`` of CBS in our words; “None” means that nothing is the matter."""

CBS_STATUSES: dict[str, str] = {
    "Definitief": "definitive",
    "Voorlopig": "provisional",
    "NaderVoorlopig": "revised_provisional",
}
"""The statuses of CBS in our words."""
