"""What was revised since the edition before: other values of the same periods, not changes."""

from __future__ import annotations

import polars as pl

from duidelijk.editions.revising import Difference, differences
from duidelijk.figures.table import KEY

REVISIONS: dict[str, pl.DataType] = {
    **{name: pl.String() for name in KEY},
    "region_year": pl.Int16(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "decimals_before": pl.Int8(),
    "decimals_after": pl.Int8(),
    "release_before": pl.String(),
    "release_after": pl.String(),
    "kind": pl.String(),
}
"""Columns of revisions; ``kind`` is one of ``KINDS``."""

KINDS = (Difference.REVISED, Difference.ROUNDED, Difference.TRUNCATED, Difference.WITHDRAWN)

_NEEDED = [*KEY, "value", "decimals", "release"]
_PLACE = [name for name in KEY if name != "region_year"]


def revised_since(before: pl.LazyFrame, after: pl.LazyFrame) -> pl.DataFrame:
    """Every figure of *before* that *after* gives otherwise, in order of key; see ``REVISIONS``.

    Both are the figures of an edition, in order of indicator. A figure that *after* holds for
    another division of the country only is not withdrawn. One indicator at a time: of a million
    figures few are held twice.
    """
    then, now = _places(before), _places(after)
    found = [
        _of_indicator(
            before.slice(*place).select(_NEEDED).collect(),
            after.slice(*now.get(key, (0, 0))).select(_NEEDED).collect(),
        ).select(list(REVISIONS))
        for key, place in sorted(then.items())
    ]
    return pl.concat([pl.DataFrame(schema=REVISIONS), *found])


def _places(figures: pl.LazyFrame) -> dict[str, tuple[int, int]]:
    """Offset and length of each indicator's rows."""
    rows = figures.select("indicator").with_row_index("at")
    counted = rows.group_by("indicator").agg(pl.col("at").min(), pl.len()).collect()
    return {indicator: (at, length) for indicator, at, length in counted.iter_rows()}


def _of_indicator(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    found = differences(before, after).filter(pl.col("kind").is_in([*KINDS]))
    gone = pl.col("kind") == Difference.WITHDRAWN.value
    elsewhere = after.filter(pl.col("value").is_not_null()).select(_PLACE).unique()
    withdrawn = found.filter(gone).join(elsewhere, on=_PLACE, how="anti")
    # what was withdrawn has no value any more, but its row may tell by which release
    emptied = after.select(*KEY, "release")
    told = withdrawn.join(emptied, on=list(KEY), how="left").with_columns(
        pl.col("release").alias("release_after")
    )
    return pl.concat([found.filter(~gone), told.drop("release")]).sort(list(KEY))


def counted(revisions: pl.DataFrame) -> dict[str, int]:
    """How many figures there are of each of ``KINDS``."""
    found = dict(revisions.group_by("kind").len().iter_rows())
    return {kind.value: found.get(kind.value, 0) for kind in KINDS}
