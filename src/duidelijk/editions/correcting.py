"""What a correction changed: figures by indicator and region, and declarations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference, differences

_COUNTED = {
    "indicator": pl.String(),
    "region": pl.String(),
    "kind": pl.String(),
    "count": pl.UInt32(),
}


@dataclass(frozen=True)
class Changed:
    """How an edition differs from the one it corrects."""

    figures: pl.DataFrame
    """How many figures differ: ``indicator``, ``region``, ``kind`` (``Difference``), ``count``."""
    declared: frozenset[str]
    """The indicators that are declared otherwise, whether or not their figures differ."""

    def counts(self, regions: Collection[str] = ()) -> dict[str, dict[str, int]]:
        """By indicator: how many figures, of *regions* or of all of them, by kind of difference."""
        wanted = pl.col("region").is_in(list(regions))
        own = self.figures.filter(wanted) if regions else self.figures
        summed = own.group_by("indicator", "kind").agg(pl.col("count").sum())
        found: dict[str, dict[str, int]] = {}
        for indicator, kind, count in summed.sort("indicator", "kind").iter_rows():
            found.setdefault(indicator, {})[kind] = count
        return found


@lru_cache(maxsize=32)
def changed(before: Edition, after: Edition) -> Changed:
    """How *after* differs from *before*, which it corrects; kept, since neither ever changes.

    One indicator at a time: an edition can hold a million figures.
    """
    keys = sorted({*before.counts, *after.counts})
    found = [_of_indicator(before, after, key) for key in keys]
    old, new = before.monitor.indicators, after.monitor.indicators
    return Changed(
        pl.concat([pl.DataFrame(schema=_COUNTED), *found]),
        frozenset(key for key in keys if key in old and key in new and old[key] != new[key]),
    )


def _of_indicator(before: Edition, after: Edition, key: str) -> pl.DataFrame:
    told = differences(before.figures_of(key), after.figures_of(key))
    other = told.filter(pl.col("kind") != Difference.SAME.value)
    counted = other.group_by("indicator", "region", "kind").len("count")
    return counted.sort("region", "kind").cast(_COUNTED)  # type: ignore[arg-type]
