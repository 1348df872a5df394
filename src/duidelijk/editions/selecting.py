"""Chooses an edition's figures: the periods that were out on its date, in the right vintage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.figures.known import with_published
from duidelijk.figures.release import Release
from duidelijk.figures.store import published_table
from duidelijk.figures.table import KEY, period_table

BY_THEN = "by_then"
"""The figure stands in a release published on or before the edition's date."""
LATER = "later"
"""Its period was out by then, but only a later release of it is known: compiled afterwards."""


def select_figures(
    figures: pl.DataFrame,
    releases: Iterable[Release],
    indicators: Mapping[str, Indicator],
    date: dt.date,
) -> pl.DataFrame:
    """One vintage a key, with columns ``published`` and ``vintage`` (``by_then`` or ``later``).

    A period counts as out when a release of it was published by *date*, or when its end plus the
    indicator's reporting delay lies on or before *date*. The latest vintage published by then is
    preferred; where there is none, the earliest later one stands in for it. Figures by a method
    that the source did not use yet on *date*, and later ones for a division of the country that did
    not exist yet or for which the figure itself was known, are left out: a recalculation is not
    what was known.
    """
    candidates = _candidates(figures, releases, indicators, date)
    chosen = (
        candidates.sort("key", "distance", "rank", descending=[False, False, True])
        .unique("key", keep="first", maintain_order=True)
        .sort("key")
    )
    return figures[chosen["row"]].with_columns(chosen["published"], chosen["vintage"])


def other_vintages(
    selected: pl.DataFrame, figures: pl.DataFrame, releases: Iterable[Release]
) -> pl.DataFrame:
    """Every other vintage of the selected figures, earlier and later, by any method.

    Rows as *figures* with ``published``: what a reader needs to see what was known when.
    """
    places = ["indicator", "region", "region_year", "group", "period"]
    own = [*KEY, "release"]
    others = figures.join(selected.select(own), on=own, how="anti")
    same_place = others.join(selected.select(places), on=places, how="semi")
    return with_published(same_place, releases).sort([*own, "published"])


def _candidates(
    figures: pl.DataFrame,
    releases: Iterable[Release],
    indicators: Mapping[str, Indicator],
    date: dt.date,
) -> pl.DataFrame:
    delays = pl.DataFrame(
        [(each.id, each.reporting_delay) for each in indicators.values()],
        schema={"indicator": pl.String, "delay": pl.Int64},
        orient="row",
    )
    too_new = pl.DataFrame(
        [
            (each.id, method.id)
            for each in indicators.values()
            for method in each.methods
            if method.in_use_from and method.in_use_from > date
        ],
        schema={"indicator": pl.String, "method": pl.String},
        orient="row",
    )
    by_then = pl.col("published") <= date
    out = pl.col("period_end") + pl.duration(days=pl.col("delay")) <= date
    periods = period_table(figures["period"].unique()).select("period", "period_end")
    return (
        _keyed(figures)
        .join(delays, on="indicator", how="inner")
        .join(too_new, on=["indicator", "method"], how="anti")
        .join(periods, on="period", how="left")
        .join(published_table(releases), on="release", how="left")
        .filter(by_then | (out & (pl.col("region_year") <= date.year)))
        # recalculated later for another division: no news where the figure itself was known
        .filter(by_then | ~by_then.any().over("place"))
        .select("row", "rank", "key", "published")
        .with_columns(
            pl.when(by_then).then(pl.lit(BY_THEN)).otherwise(pl.lit(LATER)).alias("vintage"),
            # vintages by then come first, latest in front; later ones after, earliest in front
            pl.when(by_then)
            .then((pl.lit(date) - pl.col("published")).dt.total_days())
            .otherwise((pl.col("published") - pl.lit(date)).dt.total_days() + 10_000_000)
            .alias("distance"),
        )
    )


def _keyed(figures: pl.DataFrame) -> pl.DataFrame:
    """The keys of the figures, with ``row`` (where each stands in *figures*), ``key`` (a number,
    the same for all vintages) and ``place`` (the same for all divisions of the country too).
    """
    place = ["indicator", "region", "group", "period", "method"]
    return (
        figures.select(*KEY, "release")
        .with_row_index("row")
        .sort([*place, "region_year"])
        .with_columns(
            pl.struct(*place, "region_year").rle_id().alias("key"),
            pl.struct(place).rle_id().alias("place"),
        )
        .select("row", "key", "place", "region_year", "indicator", "method", "period", "release")
    )
