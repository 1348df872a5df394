"""How much a series usually changes from one period to the next, from its own past."""

from __future__ import annotations

import datetime as dt

import polars as pl

LEAST_CHANGES = 8
"""Fewer earlier changes than this, and a series cannot tell what is usual."""
MOST_CHANGES = 60
"""Only this many of the latest earlier changes count, so that a distant past weighs nothing."""
YEARS_OF_CHANGES = 5
"""Of changes over a year those of this many years count, whatever the length of a period."""
MEDIAN_EFFICIENCY = 0.4
"""Degrees of freedom a median absolute deviation is worth, for each that a variance would have.

Its asymptotic efficiency is 0.37 for normal changes (Rousseeuw and Croux 1993); with 0.4 the share
of false alarms at a nominal 5 % is about 5 % for 8 up to 36 changes.
"""

_NORMAL_MAD = 0.6745
"""The median absolute deviation of a standard normal."""


def usual_before(changes: pl.DataFrame, crisis_start: dt.date | None) -> pl.DataFrame:
    """As ``usual_change``, learned from before the crisis wherever that was long enough.

    What a crisis does must not count as ordinary, or nothing it does would ever stand out; and so
    the same series is held to the same measure in every edition. *changes* also holds
    ``period_end``, of the later of the two periods.
    """
    usual = usual_change(changes)
    if crisis_start is None:
        return usual
    calm = usual_change(changes.filter(pl.col("period_end") < crisis_start))
    enough = calm.filter(pl.col("changes") >= LEAST_CHANGES)
    return pl.concat([enough, usual.join(enough, on="series", how="anti")]).sort("series")


def usual_change(changes: pl.DataFrame) -> pl.DataFrame:
    """Robust spread of each series' earlier changes, as they were, and as log ratios.

    *changes*: one row a change between neighbouring periods, in time order within ``series``;
    columns ``series``, ``change`` (difference), ``log_change`` and ``poisson`` (1/x₂ + 1/x₁ in
    things; null where a count is zero), and ``most``, how many of the latest count.

    Returns one row a series: ``changes`` (how many), ``spread`` (1.4826 × the median absolute
    deviation from the median change) and ``dispersion`` φ (the same of log changes over their
    Poisson standard deviation, squared, and at least 1). The median keeps one shock, such as
    March 2020, from widening what counts as usual.
    """
    recent = changes.filter(pl.int_range(pl.len()).reverse().over("series") < pl.col("most"))
    centred = recent.with_columns(
        (pl.col("change") - pl.col("change").median().over("series")).abs().alias("deviation"),
        (
            (pl.col("log_change") - pl.col("log_change").median().over("series")).abs()
            / pl.col("poisson").sqrt()
        ).alias("scaled"),
    )
    return centred.group_by("series", maintain_order=True).agg(
        pl.col("change").count().cast(pl.Int64).alias("changes"),
        (pl.col("deviation").median() / _NORMAL_MAD).alias("spread"),
        (pl.col("scaled").median() / _NORMAL_MAD).pow(2).clip(lower_bound=1.0).alias("dispersion"),
    )
