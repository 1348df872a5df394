"""Sets every figure of a series beside the one it is compared with, all series at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.figures.table import SERIES, with_periods
from duidelijk.figures.territory import territory
from duidelijk.periods import NEAR_A_YEAR_AGO, PER_YEAR, Period, PeriodKind, UnknownPeriod

_NEEDED = [
    *(*SERIES, "region_year", "period", "value", "lower", "upper", "n", "decimals", "release"),
    "rank",
]
_NO_CALENDAR = {PeriodKind.WAVE, PeriodKind.PART_WEEK}
_REFERENCE = ("at", "period", "value", "segment", "territory")


class Comparison(StrEnum):
    """What a figure is compared with."""

    PREVIOUS = "previous"
    """With the period before."""
    YEAR = "year"
    """With the same period a year earlier."""
    EXPECTED = "expected"
    """With what its own history led one to expect."""
    NATION = "nation"
    """With that, if it had gone as the nation went: as its peers, or of a group as everybody."""
    PERSISTENCE = "persistence"
    """The last three periods together with what was expected before them."""
    NATION_PERSISTENCE = "nation_persistence"
    """Likewise, if they had gone as the nation went."""
    WITHOUT_CRISIS = "without_crisis"
    """With where the years before the crisis were heading."""


OVER_THREE = (Comparison.PERSISTENCE, Comparison.NATION_PERSISTENCE)
"""The comparisons of the mean of three periods; the others are of one figure."""
PAIRED = (Comparison.PREVIOUS, Comparison.YEAR)
"""The comparisons of two figures; the others are with something expected."""


def series_in_time(
    figures: pl.DataFrame,
    indicators: Mapping[str, Indicator],
    carried: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Figures in time order with ``series`` (an integer), ``segment`` (breaks passed),
    ``territory`` (of one series equal numbers are the same ground) and rules.

    *carried* figures stand among them, see ``figures.carrying``.
    """
    tables = [_ranked(figures, 0)]
    if carried is not None and not carried.is_empty():
        tables.append(_ranked(carried, 1))
    rows = with_periods(pl.concat(tables))
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
        .with_columns(territory(rows).alias("territory"))
        # a figure recalculated for another division of the country counts once: what was known by
        # then first, then a sum for the present territory, and then the newest division
        .sort([*SERIES, "period_kind", "period_start", "period", "rank", "region_year"])
        .unique([*SERIES, "period"], keep="last", maintain_order=True)
        .with_columns(pl.struct([*SERIES, "period_kind"]).rle_id().alias("series"))
        .with_row_index("at")
    )


def _ranked(figures: pl.DataFrame, carried: int) -> pl.DataFrame:
    """The columns that are needed, with ``rank``: what was known by then above what was not, and
    of each a carried figure above one of an older division, or of years without such a region.
    """
    known = pl.lit(True)
    if "vintage" in figures.columns:
        known = pl.col("vintage") == "by_then"
    return figures.with_columns((known.cast(pl.Int8) * 2 + carried).alias("rank")).select(_NEEDED)


def _segment(indicator: Indicator, period: Period) -> int:
    """Periods are comparable within one segment; one that a break runs through is its own."""
    starts = [Period.parse(each.period).start for each in indicator.breaks]
    return sum(start <= period.start for start in starts) + sum(
        start <= period.end for start in starts
    )


def paired_with(rows: pl.DataFrame, comparison: Comparison) -> pl.DataFrame:
    """Each row with the figure it is compared with: ``reference_at`` (its row), and its period,
    value, segment and territory; null if there is none.

    ``neighbour`` tells whether nothing lies in between: a gap makes the usual change unknown.
    Only what the history of a series needs is carried for every row; ``latest_of_each`` looks up
    the rest.
    """
    slim = rows.select(
        *("series", "at", "indicator", "period", "period_kind", "period_start", "frequency"),
        *("uncertainty", "scale", "value", "segment", "territory", "period_end"),
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


def latest_of_each(rows: pl.DataFrame, paired: pl.DataFrame) -> pl.DataFrame:
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
