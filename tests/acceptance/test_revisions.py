"""Figures as an earlier dashboard showed them, against what their source published later."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from duidelijk.editions.revising import differences
from duidelijk.figures.table import KEY

_THEIRS = {"same": "same", "rounded": "same", "withdrawn": "gone"}


def _state(pairs: pl.DataFrame, column: str, decimals: int) -> pl.DataFrame:
    key = pl.concat_str("category", pl.lit("_"), "indicator")
    values = {
        "indicator": key,
        "region": pl.col("region_code"),
        "region_year": pl.lit(2020),
        "group": pl.lit("total"),
        "period": pl.col("measurement"),
        "method": pl.lit(""),
        "value": pl.col(column).cast(pl.Float64),
        "decimals": pl.lit(decimals),
        "release": pl.lit(column),
    }
    return pairs.select(**values)


def test_898_revision_pairs_are_sorted_as_published(shared: Path) -> None:
    path = shared / "cases/change/revision_pairs_2020-11_vs_2021-05.csv"
    pairs = pl.read_csv(path, infer_schema=False)
    found = differences(
        _state(pairs, "dashboard_2020_11", decimals=0), _state(pairs, "rivm_2021_05", decimals=1)
    )
    expected = pairs.select(
        pl.concat_str("category", pl.lit("_"), "indicator").alias("indicator"),
        pl.col("region_code").alias("region"),
        pl.col("measurement").alias("period"),
        pl.col("kind").alias("theirs"),
    )
    both = found.join(expected, on=["indicator", "region", "period"])
    ours = [_THEIRS.get(kind, kind) for kind in both["kind"]]
    assert Counter(ours) == {"same": 301, "truncated": 316, "revised": 252, "gone": 28, "new": 1}
    assert ours == both["theirs"].to_list()
    assert set(KEY) <= set(found.columns)
