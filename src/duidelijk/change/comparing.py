"""Compares the latest figure of every series with the one before and with a year earlier.

All series at once, in Polars and numpy: no series is looked at by itself. ``pairing`` sets the
figures side by side, ``history`` tells what is usual, ``judging`` gives the verdicts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.beside_nation import beside_nation
from duidelijk.change.expected_rows import expected_rows
from duidelijk.change.history import (
    MEDIAN_EFFICIENCY,
    MOST_CHANGES,
    YEARS_OF_CHANGES,
    usual_before,
)
from duidelijk.change.judging import judged, with_favourable
from duidelijk.change.pairing import (
    PAIRED,
    Comparison,
    latest_of_each,
    paired_with,
    series_in_time,
)
from duidelijk.figures.carrying import CARRIED
from duidelijk.figures.table import KEY, SERIES
from duidelijk.periods import PER_YEAR, PeriodKind

COLUMNS: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "region": pl.String(),
    "region_year": pl.Int16(),
    "group": pl.String(),
    "method": pl.String(),
    "period": pl.String(),
    "comparison": pl.String(),
    "reference_period": pl.String(),
    "value": pl.Float64(),
    "reference": pl.Float64(),
    "difference": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "minimum_detectable": pl.Float64(),
    "score": pl.Float64(),
    "verdict": pl.String(),
    "reason": pl.String(),
    "favourable": pl.Boolean(),
    "release": pl.String(),
    "reference_release": pl.String(),
    "carried": pl.Boolean(),
    "carried_from": pl.String(),
    "main": pl.Boolean(),
}
"""Of a comparison; what they mean stands in the reference of an edition's folder."""
_A_YEAR = {**PER_YEAR, PeriodKind.WEEK: 52, PeriodKind.DAY: 365}


@dataclass(frozen=True)
class Compared:
    """What comparing finds."""

    changes: pl.DataFrame
    """One row a comparison of the latest figure of every judged series; see ``COLUMNS``."""
    coming: pl.DataFrame
    """What is expected of each series' next figure; see ``expected_rows``."""


def compare(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    crisis_start: dt.date | None = None,
    carried: pl.DataFrame | None = None,
) -> Compared:
    """Compare every judged series' latest figure with earlier ones and with what was expected.

    Earlier figures of a region that took in others may be *carried* (``figures.carrying``): then
    they are what it is compared with, which ``carried`` and ``carried_from`` tell.

    Series that are judged by their own history learn what is usual from before *crisis_start*.
    ``main`` marks the comparison that speaks for the series: the one its indicator declares, or
    with the period before when there is nothing a year earlier.
    *figures* holds one vintage a key. A series holds one kind of period; a source that gives both
    months and quarters gives two series. Context quantities are left out: they are never judged.
    """
    shown = [each.id for each in indicators.values() if not each.context]
    if carried is not None:
        carried = carried.filter(pl.col("indicator").is_in(shown))
    rows = series_in_time(figures.filter(pl.col("indicator").is_in(shown)), indicators, carried)
    paired = paired_changes(rows, indicators, crisis_start, carried)
    expected, coming = expected_rows(rows, indicators, crisis_start)
    expected = expected.with_columns(pl.lit(False).alias("main")).select(paired.columns)
    surveys = [each.id for each in indicators.values() if each.uncertainty == "published_limits"]
    told = expected.filter(pl.col("comparison") == Comparison.NATION.value)
    beside = beside_nation(paired, surveys).join(told, on=[*SERIES, "period"], how="anti")
    every = pl.concat([paired, expected, beside], how="vertical_relaxed")
    changes = (
        with_favourable(every, indicators)
        .select([pl.col(name).cast(kind) for name, kind in COLUMNS.items()])
        .sort([*SERIES, "period", "comparison"])
    )
    return Compared(changes, coming)


def paired_changes(
    rows: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    crisis_start: dt.date | None,
    carried: pl.DataFrame | None,
) -> pl.DataFrame:
    """The latest figures beside the one before and that of a year earlier, judged.

    *rows* as ``series_in_time`` gives them. Columns as ``COLUMNS``, but ``favourable``.
    """
    tables = []
    for comparison in PAIRED:
        paired = paired_with(rows, comparison)
        latest = latest_of_each(rows, paired)
        if comparison is Comparison.YEAR:  # nothing a year ago is nothing to report
            latest = latest.filter(pl.col("reference_period").is_not_null())
        known = _usual(paired, latest, comparison, crisis_start)
        known_of_it = latest.join(known, on="series", how="left", maintain_order="left")
        tables.append(
            judged(_with_carried(known_of_it, carried)).with_columns(
                pl.lit(comparison.value).alias("comparison")
            )
        )
    return _with_main(pl.concat(tables), indicators)


def _with_carried(latest: pl.DataFrame, carried: pl.DataFrame | None) -> pl.DataFrame:
    """Add what a reference was added up from (``carried_from``), and of how many ``parts``."""
    if carried is None:
        carried = pl.DataFrame(schema=CARRIED)
    reference = {"period": "reference_period", "region_year": "reference_region_year"}
    sums = carried.select(*KEY, "carried_from").rename(reference)
    keys = [reference.get(name, name) for name in KEY]
    return latest.join(sums, on=keys, how="left", maintain_order="left").with_columns(
        (pl.col("carried_from").str.count_matches(" ") + 1).fill_null(1).alias("parts")
    )


def _with_main(changes: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Mark the one comparison that speaks for an indicator, region and group.

    Of several kinds of period that with the latest figure, of two that end together the longer
    series; of that the comparison its indicator declares, where it is there.
    """
    by_year = [each.id for each in indicators.values() if each.compare_with == "year"]
    this_year = pl.col("comparison") == Comparison.YEAR.value
    ranked = changes.with_columns(
        pl.struct("period_end", "length", "period_kind").rank("dense").alias("rank")
    )
    speaks = (
        pl.when(pl.col("indicator").is_in(by_year) & this_year.any().over("series"))
        .then(this_year)
        .otherwise(~this_year)
    )
    latest = pl.col("rank") == pl.col("rank").max().over(SERIES)
    return ranked.with_columns((speaks & latest).alias("main")).drop(
        "series", "length", "period_kind", "period_end", "rank"
    )


def _usual(
    paired: pl.DataFrame,
    latest: pl.DataFrame,
    comparison: Comparison,
    crisis_start: dt.date | None,
) -> pl.DataFrame:
    """What is usual for each series that is judged by its own history, the latest change aside."""
    things, reference = (
        pl.col("value") * pl.col("scale"),
        pl.col("reference_value") * pl.col("scale"),
    )
    changes = (
        paired.filter(pl.col("uncertainty").is_in(["count", "history"]))
        .join(latest.select("series", "period"), on=["series", "period"], how="anti")
        .filter(
            pl.col("value").is_not_null()
            & pl.col("reference_value").is_not_null()
            & (pl.col("segment") == pl.col("reference_segment"))
            & (pl.col("territory") == pl.col("reference_territory"))
            & pl.col("neighbour")
        )
        .with_columns(
            (pl.col("value") - pl.col("reference_value")).alias("change"),
            pl.when((things > 0) & (reference > 0))
            .then((things / reference).log())
            .alias("log_change"),
            pl.when((things > 0) & (reference > 0))
            .then(1 / things + 1 / reference)
            .alias("poisson"),
        )
        .sort("series", "period_start")
    )
    # changes over a year overlap: twelve of them in a monthly series are about one independent one
    per_year = pl.col("period_kind").replace_strict(
        {kind.value: each for kind, each in _A_YEAR.items()}, default=12, return_dtype=pl.Float64
    )
    most = pl.lit(MOST_CHANGES, pl.Float64)
    if comparison is Comparison.YEAR:
        most = per_year * YEARS_OF_CHANGES
    usual = usual_before(changes.with_columns(most.alias("most")), crisis_start)
    if comparison is Comparison.PREVIOUS:
        worth = (pl.col("changes") - 1) * MEDIAN_EFFICIENCY
        return usual.with_columns(worth.clip(lower_bound=1.0).alias("degrees"))
    return (
        usual.join(latest.select("series", "period_kind"), on="series", how="left")
        .with_columns((pl.col("changes") / per_year).clip(lower_bound=1.0).alias("degrees"))
        .drop("period_kind")
    )
