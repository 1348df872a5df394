"""What was known on a date: of every figure the latest vintage published by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from duidelijk.figures.release import Release
from duidelijk.figures.store import published_table
from duidelijk.figures.table import KEY


def with_published(figures: pl.DataFrame, releases: Iterable[Release]) -> pl.DataFrame:
    """Add ``published``, the date of each figure's release."""
    table = published_table(releases).drop("rank")
    return figures.join(table, on="release", how="left")


def known_on(figures: pl.DataFrame, releases: Iterable[Release], date: dt.date) -> pl.DataFrame:
    """One row a key: the latest vintage whose release was published on or before *date*.

    Of two of one day the one that stands later in *releases*; see ``FigureStore.releases``.
    """
    return (
        figures.join(published_table(releases), on="release", how="left")
        .filter(pl.col("published") <= date)
        .sort([*KEY, "published", "rank"])
        .unique(subset=list(KEY), keep="last", maintain_order=True)
        .drop("published", "rank")
    )
