"""Compares the latest figure of every series with the one before and with a year earlier.

All series at once, in Polars and numpy: no series is looked at by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import numpy as np
import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.history import (
    LEAST_CHANGES,
    MEDIAN_EFFICIENCY,
    MOST_CHANGES,
    YEARS_OF_CHANGES,
    usual_before,
)
from duidelijk.change.interval import Floats, log_ratio, own_history, square_and_add
from duidelijk.change.verdict import Reason, Verdict, favourable
from duidelijk.figures.table import SERIES, with_periods
from duidelijk.periods import NEAR_A_YEAR_AGO, PER_YEAR, Period, PeriodKind, UnknownPeriod
from duidelijk.regions import became


class Comparison(StrEnum):
    """What a figure is compared with."""

    PREVIOUS = "previous"
    YEAR = "year"


COLUMNS = (
    "indicator",
    "region",
    "region_year",
    "group",
    "method",
    "period",
    "comparison",
    "reference_period",
    "value",
    "reference",
    "difference",
    "lower",
    "upper",
    "minimum_detectable",
    "verdict",
    "reason",
    "favourable",
    "release",
    "reference_release",
    "main",
)
_NEEDED = [
    *(*SERIES, "region_year", "period", "value", "lower", "upper", "decimals", "release"),
    "vintage",
]
_INCOMPARABLE = [Reason.BREAK.value, Reason.BOUNDARY.value]
_SMALL = 5.0
_CERTAIN = 1e6
_TOO_WIDE = 4.0
"""An interval from half to twice the ratio: only a fall by half or a doubling would show."""
_NO_CALENDAR = {PeriodKind.WAVE, PeriodKind.PART_WEEK}
_A_YEAR = {**PER_YEAR, PeriodKind.WEEK: 52, PeriodKind.DAY: 365}
_TOLERANCE = 1e-9
"""Limits published in tenths leave ends of 1e-15 where arithmetic on paper leaves 0."""


def compare(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    crisis_start: dt.date | None = None,
) -> pl.DataFrame:
    """One row a comparison of every judged series' latest figure; see ``COLUMNS``.

    Series that are judged by their own history learn what is usual from before *crisis_start*.
    ``main`` marks the comparison that speaks for the series: the one its indicator declares, or
    with the period before when there is nothing a year earlier.
    *figures* holds one vintage a key. A series holds one kind of period; a source that gives both
    months and quarters gives two series. Context quantities are left out: they are never judged.
    """
    judged = [each.id for each in indicators.values() if not each.context]
    rows = _series(figures.filter(pl.col("indicator").is_in(judged)), indicators)
    if rows.is_empty():
        return _empty()
    tables = []
    for comparison in Comparison:
        paired = _paired(rows, comparison)
        latest = _latest(rows, paired)
        if comparison is Comparison.YEAR:  # nothing a year ago is nothing to report
            latest = latest.filter(pl.col("reference_period").is_not_null())
        known = _usual(paired, latest, comparison, crisis_start)
        known_of_it = latest.join(known, on="series", how="left", maintain_order="left")
        tables.append(_judge(known_of_it, indicators, comparison))
    return _with_main(pl.concat(tables), indicators).sort([*SERIES, "period", "comparison"])


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


def _series(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Figures in time order with ``series`` (an integer), ``segment`` (breaks passed) and rules."""
    if "vintage" not in figures.columns:
        figures = figures.with_columns(pl.lit("by_then").alias("vintage"))
    rows = with_periods(figures.select(_NEEDED))
    keys = rows.select("indicator", "period").unique()
    segments = [
        (indicator, period, _segment(indicators[indicator], Period.parse(period)))
        for indicator, period in keys.iter_rows()
    ]
    rules = [
        (each.id, each.uncertainty, each.scale, float(each.rounding or 0), each.frequency)
        for each in indicators.values()
    ]
    return (
        rows.join(
            pl.DataFrame(
                segments,
                schema={"indicator": pl.String, "period": pl.String, "segment": pl.Int32},
                orient="row",
            ),
            on=["indicator", "period"],
            how="left",
        )
        .join(
            pl.DataFrame(
                rules,
                schema={
                    "indicator": pl.String,
                    "uncertainty": pl.String,
                    "scale": pl.Float64,
                    "rounding": pl.Float64,
                    "frequency": pl.String,
                },
                orient="row",
            ),
            on="indicator",
            how="left",
        )
        # a figure recalculated for another division of the country counts once: what was known by
        # then first, and then the newest division
        .with_columns((pl.col("vintage") == "by_then").alias("by_then"))
        .sort([*SERIES, "period_kind", "period_start", "period", "by_then", "region_year"])
        .unique([*SERIES, "period"], keep="last", maintain_order=True)
        .with_columns(pl.struct([*SERIES, "period_kind"]).rle_id().alias("series"))
        .with_row_index("at")
    )


def _segment(indicator: Indicator, period: Period) -> int:
    """Periods are comparable within one segment; one that a break runs through is its own."""
    starts = [Period.parse(each.period).start for each in indicator.breaks]
    return sum(start <= period.start for start in starts) + sum(
        start <= period.end for start in starts
    )


_REFERENCE = ("at", "period", "value", "segment")


def _paired(rows: pl.DataFrame, comparison: Comparison) -> pl.DataFrame:
    """Each row with the figure it is compared with: ``reference_at`` (its row), and its period,
    value and segment; null if there is none.

    ``neighbour`` tells whether nothing lies in between: a gap makes the usual change unknown.
    Only what the history of a series needs is carried for every row; ``_latest`` looks up the rest.
    """
    slim = rows.select(
        *("series", "at", "indicator", "period", "period_kind", "period_start", "frequency"),
        *("uncertainty", "scale", "value", "segment", "period_end"),
    )
    if comparison is Comparison.PREVIOUS:
        before = [
            (code, earlier.code)
            for code, kind in slim.select("period", "period_kind").unique().iter_rows()
            if kind not in _NO_CALENDAR and (earlier := _before(Period.parse(code)))
        ]
        calendar = pl.DataFrame(
            before, schema={"period": pl.String, "calendar_previous": pl.String}, orient="row"
        )
        shifted = [
            pl.col(name).shift(1).over("series").alias(f"reference_{name}") for name in _REFERENCE
        ]
        neighbour = (
            pl.col("calendar_previous").is_null()
            | (pl.col("frequency") == "irregular")
            | (pl.col("calendar_previous") == pl.col("reference_period"))
        )
        return (
            slim.with_columns(shifted)
            .join(calendar, on="period", how="left", maintain_order="left")
            .with_columns(neighbour.alias("neighbour"))
            .drop("calendar_previous")
        )
    reference = slim.select(
        "series",
        *[pl.col(name).alias(f"reference_{name}") for name in _REFERENCE],
        pl.col("period").alias("year_earlier"),
    )
    return (
        slim.join(_year_earlier(slim), on="at", how="left")
        .join(reference, on=["series", "year_earlier"], how="left")
        .sort("at")
        .with_columns(pl.lit(True).alias("neighbour"))
        .drop("year_earlier")
    )


def _before(period: Period) -> Period | None:
    """The period before; ``None`` at the beginning of time as we know it."""
    try:
        return period.previous()
    except UnknownPeriod:
        return None


def _latest(rows: pl.DataFrame, paired: pl.DataFrame) -> pl.DataFrame:
    """The last row of each series with all its columns, and those of its reference."""
    last = paired.group_by("series", maintain_order=True).last()
    own = rows.drop((set(rows.columns) & set(paired.columns)) - {"at"})
    last = last.join(paired.group_by("series").len("length"), on="series", how="left")
    reference = rows.select(
        pl.col("at").alias("reference_at"),
        *[
            pl.col(name).alias(f"reference_{name}")
            for name in ("lower", "upper", "release", "region_year")
        ],
    )
    return last.join(own, on="at", how="left", maintain_order="left").join(
        reference, on="reference_at", how="left", maintain_order="left"
    )


def _year_earlier(slim: pl.DataFrame) -> pl.DataFrame:
    """``at`` and ``year_earlier``: the code of the same period a year before, by the calendar, and
    for waves the nearest of the same series. Years are left out: that is the period before.
    """
    pairs = []
    for code, kind in slim.select("period", "period_kind").unique().iter_rows():
        if kind not in _NO_CALENDAR and PER_YEAR.get(PeriodKind(kind)) != 1:
            earlier = Period.parse(code).same_last_year()
            if earlier:
                pairs.append((code, earlier.code))
    calendar = pl.DataFrame(
        pairs, schema={"period": pl.String, "year_earlier": pl.String}, orient="row"
    )
    waves = slim.filter(pl.col("period_kind") == PeriodKind.WAVE.value)
    wanted = waves.select("at", "series", (pl.col("period_start") - dt.timedelta(365)).alias("day"))
    nearest = wanted.sort("day").join_asof(
        waves.select(
            "series", pl.col("period_start").alias("day"), pl.col("period").alias("year_earlier")
        ).sort("day"),
        on="day",
        by="series",
        strategy="nearest",
        tolerance=dt.timedelta(days=NEAR_A_YEAR_AGO),
        check_sortedness=False,
    )
    return pl.concat(
        [
            slim.select("at", "period").join(calendar, on="period").select("at", "year_earlier"),
            nearest.select("at", "year_earlier").drop_nulls(),
        ]
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


def _judge(
    latest: pl.DataFrame, indicators: Mapping[str, Indicator], comparison: Comparison
) -> pl.DataFrame:
    low, high, detectable = _intervals(latest)
    unit = pl.col("value") * pl.col("scale"), pl.col("reference_value") * pl.col("scale")
    counts = pl.col("uncertainty") == "count"
    own = counts | (pl.col("uncertainty") == "history")
    reason = (
        pl.when(pl.col("reference_period").is_null())
        .then(pl.lit(Reason.NO_REFERENCE.value))
        .when(pl.col("segment") != pl.col("reference_segment"))
        .then(pl.lit(Reason.BREAK.value))
        .when("redrawn")
        .then(pl.lit(Reason.BOUNDARY.value))
        .when(pl.col("value").is_null() | pl.col("reference_value").is_null())
        .then(pl.lit(Reason.MISSING.value))
        .when(counts & (pl.mean_horizontal(*unit) < _SMALL))
        .then(pl.lit(Reason.SMALL_COUNT.value))
        .when(own & ~pl.col("neighbour"))
        .then(pl.lit(Reason.GAP.value))
        .when(own & (pl.col("changes").fill_null(0) < LEAST_CHANGES))
        .then(pl.lit(Reason.SHORT_HISTORY.value))
        .when(counts & (_widest_ratio() >= _TOO_WIDE) & (pl.col("low") * pl.col("high") <= 0))
        .then(pl.lit(Reason.TOO_NOISY.value))
        .when(pl.col("low").is_null())
        .then(pl.lit(Reason.NO_MARGINS.value))
        .otherwise(pl.lit(None, pl.String))
    )
    tested = pl.col("reason").is_null()
    judged = (
        _with_redrawn(latest)
        .with_columns(
            pl.Series("low", low).fill_nan(None),
            pl.Series("high", high).fill_nan(None),
            pl.Series("detectable", detectable).fill_nan(None),
        )
        .with_columns(reason.alias("reason"))
        .with_columns(
            pl.when(pl.col("reason").is_in(_INCOMPARABLE))
            .then(pl.lit(Verdict.NOT_COMPARABLE.value))
            .when(~tested)
            .then(pl.lit(Verdict.NOT_TESTABLE.value))
            .when(pl.col("low") > _TOLERANCE)
            .then(pl.lit(Verdict.RISEN.value))
            .when(pl.col("high") < -_TOLERANCE)
            .then(pl.lit(Verdict.FALLEN.value))
            .otherwise(pl.lit(Verdict.NO_DEMONSTRABLE_CHANGE.value))
            .alias("verdict"),
        )
    )
    comparable = pl.col("reason").is_null() | ~pl.col("reason").is_in(_INCOMPARABLE)
    return _with_favourable(judged, indicators).select(
        *COLUMNS[:6],
        pl.lit(comparison.value).alias("comparison"),
        "reference_period",
        "value",
        pl.col("reference_value").alias("reference"),
        pl.when(comparable).then(pl.col("value") - pl.col("reference_value")).alias("difference"),
        pl.when(tested).then(pl.col("low")).alias("lower"),
        pl.when(tested).then(pl.col("high")).alias("upper"),
        pl.when(tested).then(pl.col("detectable")).alias("minimum_detectable"),
        "verdict",
        "reason",
        "favourable",
        "release",
        "reference_release",
        *("series", "length", "period_kind", "period_end"),
    )


def _with_redrawn(latest: pl.DataFrame) -> pl.DataFrame:
    """Add ``redrawn``: the region got or lost ground between the two divisions of the country."""
    pairs = latest.select("region", "region_year", "reference_region_year").unique()
    moved = [
        (code, now, then, True)
        for code, now, then in pairs.drop_nulls().iter_rows()
        if now != then and _redrawn(code, min(now, then), max(now, then))
    ]
    table = pl.DataFrame(
        moved,
        schema={
            "region": pl.String,
            "region_year": pl.Int16,
            "reference_region_year": pl.Int16,
            "redrawn": pl.Boolean,
        },
        orient="row",
    )
    places = ["region", "region_year", "reference_region_year"]
    return latest.join(table, on=places, how="left", maintain_order="left").with_columns(
        pl.col("redrawn").fill_null(False)
    )


@cache
def _redrawn(code: str, then: int, now: int) -> bool:
    found = became(code, dt.date(then, 1, 1), dt.date(now, 1, 1))
    return bool(found.reason != "unchanged")


def _widest_ratio() -> pl.Expr:
    """How many times the upper end of a ratio's interval is its lower end."""
    reference = pl.col("reference_value")
    return (pl.col("high") + reference) / (pl.col("low") + reference)


def _intervals(latest: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Lower end, upper end and smallest detectable difference, by each row's own rule."""

    def column(name: str) -> Floats:
        return latest[name].cast(pl.Float64).fill_null(np.nan).to_numpy()

    value, reference = column("value"), column("reference_value")
    step = 10.0 ** -column("decimals")
    results = {
        "published_limits": square_and_add(
            value,
            column("lower"),
            column("upper"),
            reference,
            column("reference_lower"),
            column("reference_upper"),
        ),
        "count": log_ratio(
            value,
            reference,
            column("dispersion"),
            # chance alone (φ = 1) is known, not estimated: then the normal distribution holds
            np.where(column("dispersion") == 1.0, _CERTAIN, column("degrees")),
            column("scale"),
            np.fmax(step * column("scale"), column("rounding")),
        ),
        "history": own_history(
            value,
            reference,
            column("spread"),
            column("degrees"),
            np.fmax(step, column("rounding") / column("scale")),
        ),
    }
    rule = latest["uncertainty"].to_numpy()
    ends = []
    for number in range(3):
        chosen = np.full(len(latest), np.nan)
        for name, result in results.items():
            chosen = np.where(rule == name, result[number], chosen)
        ends.append(np.where(np.isfinite(chosen), chosen, np.nan))
    return ends[0], ends[1], ends[2]


def _with_favourable(judged: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    pairs = [
        (each.id, verdict.value, favourable(verdict, each.polarity))
        for each in indicators.values()
        for verdict in (Verdict.RISEN, Verdict.FALLEN)
    ]
    table = pl.DataFrame(
        pairs,
        schema={"indicator": pl.String, "verdict": pl.String, "favourable": pl.Boolean},
        orient="row",
    )
    return judged.join(table, on=["indicator", "verdict"], how="left", maintain_order="left")


def _empty() -> pl.DataFrame:
    text, number = pl.String(), pl.Float64()
    kinds: dict[str, pl.DataType] = dict.fromkeys(COLUMNS, text)
    numbers = ("value", "reference", "difference", "lower", "upper", "minimum_detectable")
    kinds |= dict.fromkeys(numbers, number)
    kinds |= {"region_year": pl.Int16(), "favourable": pl.Boolean(), "main": pl.Boolean()}
    return pl.DataFrame(schema=kinds)
