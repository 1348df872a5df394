"""Whether what an edition expected came true, as the next edition knows it."""

from __future__ import annotations

import polars as pl

from duidelijk.change.expecting import COMING
from duidelijk.figures.table import SERIES

FORETOLD: dict[str, pl.DataType] = {
    **{name: pl.String() for name in SERIES},
    "region_year": pl.Int16(),
    "period": pl.String(),
    "based_on": pl.String(),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "came": pl.Float64(),
    "decimals": pl.Int8(),
    "inside": pl.Boolean(),
}
"""What the edition before expected of a figure that came since, and whether it lies within."""


def foretold(coming: pl.DataFrame | None, figures: pl.DataFrame) -> pl.DataFrame:
    """The figures that came of those that *coming* expected, in order of key.

    *coming* is that of the edition before as it was sealed, ``None`` when it was not; *figures*
    hold ``period_start``. Of a survey the first wave after the one the expectation rested on.
    """
    if coming is None or coming.is_empty():
        return pl.DataFrame(schema=FORETOLD)
    given = figures.filter(pl.col("value").is_not_null())
    starts = given.select("period", "period_start").unique("period")
    waiting = coming.select(*SERIES, *_OWN, pl.col("period").alias("based_on")).join(
        starts.rename({"period": "based_on", "period_start": "since"}), on="based_on", how="left"
    )
    came = given.select(
        *SERIES, "region_year", "period", "period_start", pl.col("value").alias("came"), "decimals"
    )
    after = (pl.col("period_start") > pl.col("since")) & (
        pl.col("coming_period").is_null() | (pl.col("coming_period") == pl.col("period"))
    )
    return (
        waiting.join(came, on=SERIES)
        .filter(after)
        .sort(*SERIES, "period_start", "region_year")
        .unique((*SERIES, "based_on"), keep="first", maintain_order=True)
        .with_columns(pl.col("came").is_between("low", "high").alias("inside"))
        .select([pl.col(name).cast(kind) for name, kind in FORETOLD.items()])
    )


_OWN = [name for name in COMING if name != "series"]
