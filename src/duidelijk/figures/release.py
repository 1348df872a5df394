"""A release: one publication by a source, on a date; what makes a vintage a vintage."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Precision(StrEnum):
    """How well the date of a publication is known."""

    DAY = "day"
    MONTH = "month"
    """Only the month is known; the date is its last day, so that nothing seems known too early."""
    ESTIMATED = "estimated"
    """Reckoned, for instance from the end of the period and the usual delay."""


@dataclass(frozen=True)
class Release:
    """Where a figure was published, by whom, when, under which licence."""

    id: str
    source: str
    publisher: str
    title: str
    address: str
    licence: str
    published: dt.date
    precision: Precision = Precision.DAY
    basis: str = ""
    """What the date rests on."""
    retrieved: dt.date | None = None
    sha256: str = ""
    """Of the raw reply, or of the list of replies, where they were kept."""
    feed: str = ""
    """The feed it was collected from."""

    def as_json(self) -> dict[str, Any]:
        """Its fields with dates as text; empty ones left out."""
        fields = asdict(self)
        for key in ("published", "retrieved"):
            fields[key] = fields[key].isoformat() if fields[key] else ""
        return {key: value for key, value in fields.items() if value != ""}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Release:
        """The release that ``as_json`` wrote."""
        fields = dict(value)
        for key in ("published", "retrieved"):
            if key in fields:
                fields[key] = dt.date.fromisoformat(fields[key])
        fields["precision"] = Precision(fields["precision"])
        return cls(**fields)
