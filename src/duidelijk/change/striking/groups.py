"""Group by group, across the themes: for whom did most get worse, and is that more than chance?

This is how the position of young people was found: not one figure, but work, study and mood all
moving the wrong way for the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from duidelijk.catalogue import Indicator, TargetGroup
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.expectation.tails import p_value
from duidelijk.change.pairing import Comparison
from duidelijk.change.striking.discoveries import discoveries

STACKED = {
    "target_group": pl.String(),
    "theme": pl.String(),
    "judged": pl.UInt32(),
    "tested": pl.UInt32(),
    "worse": pl.UInt32(),
    "better": pl.UInt32(),
}
"""Of each target group and theme: how many new national series there are, how many could be
tested, and how many got demonstrably worse and better, false discoveries under control."""


def stacked(
    changes: pl.DataFrame,
    target_groups: Sequence[TargetGroup],
    indicators: Mapping[str, Indicator],
    nation: str,
) -> pl.DataFrame:
    """How many series got worse or better for each target group, a row a group and theme.

    One test a series: its main comparison, and where that cannot be tested what was expected. The
    families are the target groups (``discoveries``), so that a group with many figures is not
    ahead of one with few.
    """
    themes = {each.id: each.theme for each in indicators.values()}
    return (
        found_for_groups(changes, target_groups, nation)
        .with_columns(
            pl.col("indicator").replace_strict(themes, return_dtype=pl.String).alias("theme")
        )
        .group_by("target_group", "theme", maintain_order=True)
        .agg(
            pl.len().alias("judged"),
            pl.col("score").count().alias("tested"),
            (pl.col("on") & ~pl.col("favourable").fill_null(True)).sum().alias("worse"),
            (pl.col("on") & pl.col("favourable").fill_null(False)).sum().alias("better"),
        )
        .select([pl.col(name).cast(kind) for name, kind in STACKED.items()])
    )


def found_for_groups(
    changes: pl.DataFrame, target_groups: Sequence[TargetGroup], nation: str
) -> pl.DataFrame:
    """One row a new national series of each target group, with the columns of *changes*,
    ``target_group`` and ``on``: whether it demonstrably changed, false discoveries under control.
    """
    own = _one_test(changes.filter((pl.col("region") == nation) & pl.col("fresh")))
    parts = [
        own.filter(
            pl.col("group").is_in(each.groups)
            | (pl.col("indicator").is_in(each.indicators) & (pl.col("group") == TOTAL))
        ).with_columns(pl.lit(each.id).alias("target_group"))
        for each in target_groups
    ]
    if not parts:
        return own.clear().with_columns(pl.lit("").alias("target_group"), pl.lit(False).alias("on"))
    rows = pl.concat(parts).with_row_index("row")
    put = rows.filter(pl.col("score").is_not_null())
    family = put.select(pl.col("target_group").rank("dense").cast(pl.Int64)).to_series()
    found = discoveries(p_value(put["score"].to_numpy()), family.to_numpy())
    on = put.select("row", pl.Series("on", found.found, dtype=pl.Boolean))
    return rows.join(on, on="row", how="left", maintain_order="left").with_columns(
        pl.col("on").fill_null(False)
    )


def _one_test(changes: pl.DataFrame) -> pl.DataFrame:
    """One row a series: its main comparison if it was tested, else what was expected."""
    tested = pl.col("score").is_not_null()
    expected = pl.col("comparison") == Comparison.EXPECTED.value
    one = ["indicator", "region", "group", "method", "period"]
    speaks = pl.col("main").any().over(one)
    return (
        changes.filter(speaks & (pl.col("main") | expected))
        .sort([*one, tested, "main"])
        .unique(one, keep="last", maintain_order=True)
    )
