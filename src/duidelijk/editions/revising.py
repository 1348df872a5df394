"""Sorts what differs between two states of the same figures: revised, rounded, new, withdrawn."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from duidelijk.figures.table import KEY


class Difference(StrEnum):
    """How a figure in one state relates to the same figure in another."""

    SAME = "same"
    ROUNDED = "rounded"
    """Equal once the finer is rounded to the precision of the coarser."""
    TRUNCATED = "truncated"
    """Equal only when the finer is cut off at the precision of the coarser."""
    REVISED = "revised"
    NEW = "new"
    WITHDRAWN = "withdrawn"


def differences(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """One row a key of either table: the key, ``before`` and ``after`` (values) with the decimals
    and the release of each, and ``kind``.

    The tables hold one row a key, with ``value``, ``decimals`` (of publication) and ``release``. A
    figure without value counts as not there.
    """
    columns = [*KEY, "value", "decimals", "release"]
    held = pl.col("value").is_not_null()
    joined = (
        before.filter(held)
        .select(columns)
        .join(
            after.filter(held).select(columns),
            on=list(KEY),
            how="full",
            coalesce=True,
            suffix="_after",
        )
    )
    return joined.select(
        *KEY,
        pl.col("value").alias("before"),
        pl.col("value_after").alias("after"),
        pl.col("decimals").alias("decimals_before"),
        pl.col("decimals_after"),
        pl.col("release").alias("release_before"),
        pl.col("release_after"),
        kind_of_difference(
            pl.col("value"), pl.col("decimals"), pl.col("value_after"), pl.col("decimals_after")
        ).alias("kind"),
    ).sort(list(KEY))


def kind_of_difference(
    before: pl.Expr, decimals_before: pl.Expr, after: pl.Expr, decimals_after: pl.Expr
) -> pl.Expr:
    """The ``Difference`` of two values and the decimals each was published in."""
    factor = pl.lit(10.0).pow(pl.min_horizontal(decimals_before, decimals_after).cast(pl.Float64))

    def scaled(value: pl.Expr) -> pl.Expr:  # 0.285 × 100 is 28.499…96 in binary
        return (value * factor).round(6)

    def rounded(value: pl.Expr) -> pl.Expr:  # a tie goes to the even neighbour (IEEE 754)
        return scaled(value).round(0, mode="half_to_even")

    def half_up(value: pl.Expr) -> pl.Expr:  # or to the one further from nought
        return (scaled(value).abs() + 0.5).floor() * value.sign()

    def cut(value: pl.Expr) -> pl.Expr:
        return scaled(value).abs().floor() * value.sign()

    return (
        pl.when(before.is_null())
        .then(pl.lit(Difference.NEW.value))
        .when(after.is_null())
        .then(pl.lit(Difference.WITHDRAWN.value))
        .when(before == after)
        .then(pl.lit(Difference.SAME.value))
        .when(decimals_before == decimals_after)
        .then(pl.lit(Difference.REVISED.value))
        .when((rounded(before) == rounded(after)) | (half_up(before) == half_up(after)))
        .then(pl.lit(Difference.ROUNDED.value))
        .when(cut(before) == cut(after))
        .then(pl.lit(Difference.TRUNCATED.value))
        .otherwise(pl.lit(Difference.REVISED.value))
    )
