"""How large regions are: their context quantities, and counts divided by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import rate_limits
from duidelijk.editions.edition import Edition
from duidelijk.regions import partition_of_year

PER = 1000.0
"""Rates are shown per so many."""


def quantities(edition: Edition, key: str) -> Mapping[str, float]:
    """The latest value of a context quantity for each region, in things.

    Of a quantity that adds up, regions that its source does not give are the sum of their
    municipalities, when every one of these has a figure.
    """
    found: dict[str, float] = {}
    for _, held in sorted(_by_division(edition, key).items()):
        found |= held
    return found


def quantity_of(edition: Edition, key: str, region: str, year: int) -> float | None:
    """The value of a context quantity for a *region* as it was in the division of a *year*.

    Of the nearest year in which it had the same territory; ``None`` where there is none.
    """
    redrawn = edition.regions[region].redrawn if region in edition.regions else ()

    def ground(of: int) -> int:
        return sum(each <= of for each in redrawn)

    held = {
        each: values[region]
        for each, values in _by_division(edition, key).items()
        if region in values and ground(each) == ground(year)
    }
    nearest = min(held, key=lambda each: (abs(each - year), each), default=None)
    return None if nearest is None else held[nearest]


@lru_cache(maxsize=512)
def _by_division(edition: Edition, key: str) -> dict[int, dict[str, float]]:
    """By the division of a year, the latest value of each region; kept: editions never change."""
    indicator = edition.monitor.indicators.get(key)
    if indicator is None:
        return {}
    rows = (
        edition.figures_of(key)
        .filter((pl.col("group") == TOTAL) & pl.col("value").is_not_null())
        .sort("period_end")
        .unique(["region", "region_year"], keep="last", maintain_order=True)
    )
    found: dict[int, dict[str, float]] = {}
    for region, year, value in rows.select("region", "region_year", "value").iter_rows():
        found.setdefault(year, {})[region] = value * indicator.scale
    if indicator.adds_up:
        for year, held in found.items():
            for region, value in _sums(held, year).items():
                held.setdefault(region, value)
    return found


def _sums(of_municipalities: Mapping[str, float], year: int) -> dict[str, float]:
    """The regions all of whose municipalities have a value, with the sum of these."""
    partition = partition_of_year(year)
    sums = {}
    for level in ("part", "province", "safety_region", "ggd", "labour_region"):
        if partition.unassigned(level):
            continue
        for region in partition.regions(level):
            members = partition.members(region.code)
            if members and all(each in of_municipalities for each in members):
                sums[region.code] = sum(of_municipalities[each] for each in members)
    return sums


@dataclass(frozen=True)
class Rate:
    """A count per ``PER`` of the quantity it is divided by, with its 95 % limits."""

    value: float
    lower: float
    upper: float


def rates(
    edition: Edition, indicator: Indicator, rows: Sequence[Mapping[str, Any]]
) -> list[Rate | None]:
    """The rate of each row (``region``, ``region_year`` and ``value``); ``None`` where it cannot be
    told: without a denominator of the same territory.
    """
    if indicator.per is None or indicator.kind != "count":
        return [None] * len(rows)
    per = indicator.per
    pairs = [
        (row["value"], quantity_of(edition, per, row["region"], row["region_year"])) for row in rows
    ]
    known = [bool(value is not None and of) for value, of in pairs]
    counts = np.array([(v or 0.0) * indicator.scale for v, _ in pairs], float)
    heads = np.array([of or 1.0 for _, of in pairs], float)
    low, high = rate_limits(counts, heads, float(indicator.rounding or 1))
    return [
        Rate(PER * count / of, PER * a, PER * b) if told else None
        for told, count, of, a, b in zip(known, counts, heads, low, high, strict=True)
    ]
