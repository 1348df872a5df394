"""The tidy figure: one row a figure, one shape for every source.

Columns: indicator · region · region_year (of the partition) · group (``dimension:code`` or
``total``) · period (a code of ``period``) · method (empty when there is one) · value · lower, upper
(95 %) · n (respondents or cases) · decimals (the precision it was published in) · status · missing
(the reason when value is empty) · release · note.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from duidelijk.periods import Period

STATUSES = ("definitive", "provisional", "revised_provisional")
MISSING = ("not_measured", "withheld", "unreliable", "impossible", "not_delivered")

SCHEMA: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "region": pl.String(),
    "region_year": pl.Int16(),
    "group": pl.String(),
    "period": pl.String(),
    "method": pl.String(),
    "value": pl.Float64(),
    "lower": pl.Float64(),
    "upper": pl.Float64(),
    "n": pl.Int64(),
    "decimals": pl.Int8(),
    "status": pl.String(),
    "missing": pl.String(),
    "release": pl.String(),
    "note": pl.String(),
}

KEY = ("indicator", "region", "region_year", "group", "period", "method")
"""What identifies a figure; with the release it identifies one vintage of it."""

SERIES = ("indicator", "region", "group", "method")
"""What identifies a series: figures that follow each other in time (of one kind of period)."""


def empty_table() -> pl.DataFrame:
    """A table of figures without rows."""
    return pl.DataFrame(schema=SCHEMA)


def in_order(figures: pl.DataFrame) -> pl.DataFrame:
    """The columns of the schema, the rows sorted by key and release: equal data, equal bytes."""
    return figures.select(list(SCHEMA)).sort([*KEY, "release"], nulls_last=False)


def period_table(codes: Iterable[str]) -> pl.DataFrame:
    """One row a period code: period, period_kind, period_start, period_end.

    Raises ``UnknownPeriod`` for a code that cannot be read.
    """
    periods = [Period.parse(code) for code in sorted(set(codes))]
    return pl.DataFrame(
        {
            "period": [period.code for period in periods],
            "period_kind": [period.kind.value for period in periods],
            "period_start": [period.start for period in periods],
            "period_end": [period.end for period in periods],
        },
        schema={
            "period": pl.String,
            "period_kind": pl.String,
            "period_start": pl.Date,
            "period_end": pl.Date,
        },
    )


def with_periods(figures: pl.DataFrame) -> pl.DataFrame:
    """Add period_kind, period_start and period_end to a table of figures."""
    return figures.join(period_table(figures["period"].unique().to_list()), on="period", how="left")
