"""Whether a region's code stood for the same territory in two divisions of the country."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from functools import cache

import polars as pl

from duidelijk.regions import became, partition_of_year


@cache
def redrawn(code: str, then: int, now: int) -> bool:
    """Whether a region got or lost ground between the divisions of two years, *then* the earlier.

    Also when nobody knows. Raises ``UnknownRegion`` when there was no such region *then*.
    """
    if partition_of_year(then).valid_from == partition_of_year(now).valid_from:
        return False
    return bool(became(code, dt.date(then, 1, 1), dt.date(now, 1, 1)).reason != "unchanged")


def years_redrawn(code: str, years: Iterable[int]) -> list[int]:
    """Those *years* in whose division a region had another territory than in the one before."""
    pairs = itertools.pairwise(sorted(set(years)))
    return [now for then, now in pairs if redrawn(code, then, now)]


def territory(figures: pl.DataFrame) -> pl.Expr:
    """A small number for each row of *figures*: of one region equal ones are the same territory.

    An expression and no join: of a million figures few are of a region that was redrawn.
    """
    number = pl.lit(0, pl.Int16)
    if figures["region_year"].n_unique() < 2:
        return number
    starts: dict[int, list[str]] = {}
    places = figures.select("region", "region_year").unique().sort("region", "region_year")
    for code, years in (
        places.group_by("region", maintain_order=True).agg("region_year").iter_rows()
    ):
        for year in years_redrawn(code, years) if len(years) > 1 else ():
            starts.setdefault(year, []).append(code)
    for year, codes in sorted(starts.items()):
        redrawn_by = (pl.col("region_year") >= year) & pl.col("region").is_in(codes)
        number = number + redrawn_by.cast(pl.Int16)
    return number
