"""What a region or group did otherwise than the nation, where only two figures can be compared.

Of surveys that have hardly begun, or begun anew, nothing can be expected; but their margins tell
how sure a change is, and so whether a region's change is another than that of its peers.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.change.expectation.forecast import NORMAL_95
from duidelijk.change.expectation.peers import shift_of_peers, spread_of_peers
from duidelijk.change.expectation.tails import FARTHEST
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Verdict
from duidelijk.regions import COUNTRY, level_of

_TOGETHER = ("indicator", "method", "group", "level", "comparison", "period", "reference_period")
_OF_TOTAL = ("indicator", "method", "comparison", "period", "reference_period")


def beside_nation(paired: pl.DataFrame, surveys: list[str]) -> pl.DataFrame:
    """The main comparisons of *surveys*, with what the nation changed taken off.

    *paired* as ``judging.judged`` gives it, with ``main``. Regions are set against the weighted
    median of their peers, groups against everybody. Rows as *paired*, ``comparison`` ``nation``.
    """
    levels = {code: level_of(code) for code in paired["region"].unique()}
    rows = paired.filter(
        pl.col("main") & pl.col("indicator").is_in(surveys) & pl.col("score").is_not_null()
    ).with_columns(
        pl.col("region").replace_strict(levels, return_dtype=pl.String).alias("level"),
        (pl.col("region") == COUNTRY).alias("national"),
    )
    found = pl.concat([_regions(rows.filter(~pl.col("national"))), _groups(rows)])
    moved = pl.col("difference")
    half = pl.when(moved > 0).then(moved - pl.col("lower")).otherwise(pl.col("upper") - moved)
    score = (NORMAL_95 * moved / half).clip(-FARTHEST, FARTHEST)
    return (
        found.with_columns(score.alias("score"))
        .select(
            pl.when(pl.col("score") > NORMAL_95)
            .then(pl.lit(Verdict.RISEN.value))
            .when(pl.col("score") < -NORMAL_95)
            .then(pl.lit(Verdict.FALLEN.value))
            .otherwise(pl.lit(Verdict.NO_DEMONSTRABLE_CHANGE.value))
            .alias("verdict"),
            pl.lit(Comparison.NATION.value).alias("comparison"),
            pl.lit(False).alias("main"),
            pl.max_horizontal(moved - pl.col("lower"), pl.col("upper") - moved).alias(
                "minimum_detectable"
            ),
            pl.exclude("verdict", "comparison", "main", "minimum_detectable"),
        )
        .select(paired.columns)
    )


def _regions(rows: pl.DataFrame) -> pl.DataFrame:
    """Regions with the common change of their peers taken off, and widened by how these differ."""
    if rows.is_empty():
        return rows
    peers = rows.select(pl.struct(_TOGETHER).rank("dense") - 1).to_series().to_numpy()
    width = (rows["upper"] - rows["lower"]).to_numpy()
    change = rows["difference"].to_numpy()
    shift = shift_of_peers(change, 1.0 / np.square(width), peers)
    spread = spread_of_peers((change - shift) / width * 2.0 * NORMAL_95, peers)
    moved = rows["difference"] - pl.Series(shift)
    return rows.with_columns(
        (pl.col("reference") + pl.Series(shift)).alias("reference"),
        moved.alias("difference"),
        (moved - (pl.col("difference") - pl.col("lower")) * pl.Series(spread)).alias("lower"),
        (moved + (pl.col("upper") - pl.col("difference")) * pl.Series(spread)).alias("upper"),
    ).filter(pl.col("difference").is_finite())


def _groups(rows: pl.DataFrame) -> pl.DataFrame:
    """Groups of the nation with the change of everybody taken off (square-and-add)."""
    national = rows.filter("national")
    everybody = national.filter(pl.col("group") == TOTAL).select(
        *_OF_TOTAL,
        pl.col("difference").alias("all"),
        (pl.col("difference") - pl.col("lower")).alias("all_down"),
        (pl.col("upper") - pl.col("difference")).alias("all_up"),
    )
    moved = pl.col("difference") - pl.col("all")
    down, up = pl.col("difference") - pl.col("lower"), pl.col("upper") - pl.col("difference")
    return (
        national.filter(pl.col("group") != TOTAL)
        .join(everybody, on=_OF_TOTAL)
        .with_columns(
            (pl.col("reference") + pl.col("all")).alias("reference"),
            moved.alias("difference"),
            (moved - (down**2 + pl.col("all_up") ** 2).sqrt()).alias("lower"),
            (moved + (up**2 + pl.col("all_down") ** 2).sqrt()).alias("upper"),
        )
        .drop("all", "all_down", "all_up")
    )
