"""One municipality, one voice: what each reporter says of every theme, group and indicator."""

from __future__ import annotations

import polars as pl

from duidelijk.local.observation import Bearing, Direction, Trend

REPORTS: dict[str, pl.DataType] = {
    "reporter": pl.String(),
    "theme": pl.String(),
    "groups": pl.List(pl.String()),
    "indicator": pl.String(),
    "trend": pl.String(),
    "bearing": pl.String(),
}
"""One row for what a reporter sees or measures; ``reporter`` is a CBS code, ``groups`` are keys of
target groups, ``indicator`` is empty where it speaks of none."""
EVERYBODY = ""
"""The group under which every report of a theme counts."""

_CHANGED = pl.col("trend").is_in([Trend.RISEN.value, Trend.FALLEN.value])


def by_group(reports: pl.DataFrame) -> pl.DataFrame:
    """What each reporter says of every theme and group: ``theme``, ``group``, ``reporter``,
    ``direction``.

    Who sees several things in one cell has one voice: worse where anything got worse and nothing
    better, and mixed where both happened. What stayed the same, was not judged or cannot be told
    speaks only where nothing else does.
    """
    flags = reports.select(
        "reporter",
        "theme",
        pl.concat_list(pl.lit([EVERYBODY], pl.List(pl.String())), "groups").alias("group"),
        (_CHANGED & (pl.col("bearing") == Bearing.WORSE.value)).alias("worse"),
        (_CHANGED & (pl.col("bearing") == Bearing.BETTER.value)).alias("better"),
        (pl.col("trend") == Trend.NO_DEMONSTRABLE_CHANGE.value).alias("same"),
        (_CHANGED & (pl.col("bearing") == Bearing.NO_JUDGEMENT.value)).alias("unjudged"),
    ).explode("group")
    said = flags.group_by("theme", "group", "reporter").agg(
        pl.col("worse", "better", "same", "unjudged").any()
    )
    return said.select("theme", "group", "reporter", _first_of(_DIRECTIONS).alias("direction"))


def by_indicator(reports: pl.DataFrame) -> pl.DataFrame:
    """What each reporter says of an indicator: ``theme``, ``indicator``, ``reporter``, ``trend``.

    ``trend`` is a value of ``Trend``, or ``mixed`` where it rises in one thing and falls in
    another.
    """
    named = reports.filter(pl.col("indicator") != "")
    said = named.group_by("theme", "indicator", "reporter").agg(
        (pl.col("trend") == Trend.RISEN.value).any().alias("risen"),
        (pl.col("trend") == Trend.FALLEN.value).any().alias("fallen"),
        (pl.col("trend") == Trend.NO_DEMONSTRABLE_CHANGE.value).any().alias("same"),
    )
    return said.select("theme", "indicator", "reporter", _first_of(_TRENDS).alias("trend"))


_DIRECTIONS: list[tuple[pl.Expr, str]] = [
    (pl.col("worse") & pl.col("better"), Direction.MIXED.value),
    (pl.col("worse"), Direction.WORSE.value),
    (pl.col("better"), Direction.BETTER.value),
    (pl.col("unjudged"), Direction.UNJUDGED.value),
    (pl.col("same"), Direction.SAME.value),
    (pl.lit(True), Direction.UNKNOWN.value),
]
_TRENDS: list[tuple[pl.Expr, str]] = [
    (pl.col("risen") & pl.col("fallen"), Direction.MIXED.value),
    (pl.col("risen"), Trend.RISEN.value),
    (pl.col("fallen"), Trend.FALLEN.value),
    (pl.col("same"), Trend.NO_DEMONSTRABLE_CHANGE.value),
    (pl.lit(True), Trend.NOT_TESTABLE.value),
]


def _first_of(rules: list[tuple[pl.Expr, str]]) -> pl.Expr:
    """The value of the first rule that holds."""
    found: pl.Expr = pl.lit(None, pl.String())
    for holds, value in reversed(rules):
        found = pl.when(holds).then(pl.lit(value)).otherwise(found)
    return found
