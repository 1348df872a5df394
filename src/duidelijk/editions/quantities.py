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
from duidelijk.regions import level_of, partition_of_year

PER = 1000.0
"""Rates are shown per so many."""


@lru_cache(maxsize=64)
def quantities(edition: Edition, key: str) -> Mapping[str, float]:
    """The latest value of a context quantity for each region, in things.

    Of a quantity that adds up, regions that its source does not give are the sum of their
    municipalities, when every one of these has a figure.
    """
    indicator = edition.monitor.indicators.get(key)
    if indicator is None:
        return {}
    rows = (
        edition.figures_of(key)
        .filter((pl.col("group") == TOTAL) & pl.col("value").is_not_null())
        .sort("period_end", "region_year")
        .unique("region", keep="last", maintain_order=True)
    )
    found = {
        region: value * indicator.scale
        for region, value in rows.select("region", "value").iter_rows()
    }
    if indicator.adds_up:
        years = {
            year
            for region, year in rows.select("region", "region_year").iter_rows()
            if level_of(region) == "municipality"
        }
        for year in sorted(years):
            for region, value in _sums(found, year).items():
                found.setdefault(region, value)
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
    """The rate of each row (``region`` and ``value``); ``None`` where it cannot be told."""
    if indicator.per is None or indicator.kind != "count":
        return [None] * len(rows)
    held = quantities(edition, indicator.per)
    pairs = [(row["value"], held.get(row["region"])) for row in rows]
    known = [bool(value is not None and of) for value, of in pairs]
    counts = np.array([(v or 0.0) * indicator.scale for v, _ in pairs], float)
    heads = np.array([of or 1.0 for _, of in pairs], float)
    low, high = rate_limits(counts, heads)
    return [
        Rate(PER * count / of, PER * a, PER * b) if told else None
        for told, count, of, a, b in zip(known, counts, heads, low, high, strict=True)
    ]
