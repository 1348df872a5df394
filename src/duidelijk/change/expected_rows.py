"""The answers of history as rows of an edition's changes, with a verdict or the reason why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.batching import CALENDAR
from duidelijk.change.expectation.forecast import NORMAL_95
from duidelijk.change.expecting import COMING, expectations
from duidelijk.change.judging import SMALL
from duidelijk.change.materiality import material
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.figures.table import SERIES

WIDEST = 5.0
"""A course without the crisis is told where it is known to within so many smallest differences."""
COMING_OF_SERIES: dict[str, pl.DataType] = {
    **{name: pl.String() for name in SERIES},
    "region_year": pl.Int16(),
    "period": pl.String(),
    "value": pl.Float64(),
    "decimals": pl.Int8(),
    **{name: kind for name, kind in COMING.items() if name != "series"},
}
"""Of each series its latest figure, and what is expected of the next; see ``expecting.COMING``."""
_INCOMPARABLE = (Reason.BREAK.value, Reason.BOUNDARY.value)


def expected_rows(
    rows: pl.DataFrame, indicators: Mapping[str, Indicator], crisis_start: dt.date | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row a question about the latest figure of each series, and what is expected of the next.

    *rows* are those of ``pairing.series_in_time``. Columns as ``judging.judged`` gives them, with
    ``comparison``; every series has a row ``expected``. The second table has the columns of
    ``COMING_OF_SERIES``.
    """
    latest = rows.group_by("series", maintain_order=True).last()
    answers, coming = expectations(rows, indicators, crisis_start)
    judged = _judged(rows, latest, answers, indicators)
    of_series = latest.join(coming, on="series", maintain_order="left")
    return judged, of_series.select(
        [pl.col(name).cast(kind) for name, kind in COMING_OF_SERIES.items()]
    ).sort(SERIES)


def _judged(
    rows: pl.DataFrame,
    latest: pl.DataFrame,
    answers: pl.DataFrame,
    indicators: Mapping[str, Indicator],
) -> pl.DataFrame:
    """The answers with their verdicts, and those that have none with the reason."""
    lengths = rows.group_by("series").len("length")
    unanswered = _unanswered(latest, answers)
    own = latest.drop("value").join(lengths, on="series", maintain_order="left")
    answered = answers.join(own, on="series", how="inner", maintain_order="left")
    silent = unanswered.join(own, on="series", how="inner", maintain_order="left")
    found = pl.concat([answered, silent], how="diagonal_relaxed")
    found = _narrow_enough(_large_enough(found), indicators)
    difference = pl.col("value") - pl.col("reference")
    tested = pl.col("reason").is_null()
    return found.with_columns(
        difference.alias("difference"),
        (pl.col("value") - pl.col("high")).alias("lower"),
        (pl.col("value") - pl.col("low")).alias("upper"),
        pl.max_horizontal(
            pl.col("high") - pl.col("reference"), pl.col("reference") - pl.col("low")
        ).alias("minimum_detectable"),
        pl.when(pl.col("reason").is_in(_INCOMPARABLE))
        .then(pl.lit(Verdict.NOT_COMPARABLE.value))
        .when(~tested)
        .then(pl.lit(Verdict.NOT_TESTABLE.value))
        .when(pl.col("score") > NORMAL_95)
        .then(pl.lit(Verdict.RISEN.value))
        .when(pl.col("score") < -NORMAL_95)
        .then(pl.lit(Verdict.FALLEN.value))
        .otherwise(pl.lit(Verdict.NO_DEMONSTRABLE_CHANGE.value))
        .alias("verdict"),
        pl.lit(None, pl.String).alias("reference_release"),
        pl.lit(False).alias("carried"),
        pl.lit(None, pl.String).alias("carried_from"),
    )


def _large_enough(found: pl.DataFrame) -> pl.DataFrame:
    """Without a verdict where there were so few that any figure might have come; as in
    ``judging``."""
    mean = pl.mean_horizontal("value", "reference") * pl.col("scale")
    small = (pl.col("uncertainty") == "count") & (mean < SMALL) & pl.col("reason").is_null()
    return _silenced(found, small.fill_null(False), Reason.SMALL_COUNT)


def _silenced(found: pl.DataFrame, which: pl.Expr, reason: Reason) -> pl.DataFrame:
    """Without what was expected, for a *reason*."""
    emptied = [
        pl.when(~which).then(pl.col(name)).alias(name)
        for name in ("reference", "low", "high", "score")
    ]
    told = pl.when(which).then(pl.lit(reason.value)).otherwise(pl.col("reason"))
    return found.with_columns(*emptied, told.alias("reason"))


def _narrow_enough(found: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Without a verdict where so little is known of a course without the crisis that none helps."""
    half = (pl.col("high") - pl.col("low")) / 2.0
    vague = (pl.col("comparison") == Comparison.WITHOUT_CRISIS.value) & (
        half > WIDEST * material(indicators, pl.col("reference"))
    )
    return _silenced(found, vague, Reason.TOO_NOISY)


def _unanswered(latest: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Of the series nothing could be expected of, the latest value and the reason."""
    left = latest.join(answers.select("series").unique(), on="series", how="anti")
    own = pl.col("uncertainty").is_in(["count", "history"])
    calendar = pl.col("period_kind").is_in([kind.value for kind in CALENDAR])
    reason = (
        pl.when(~pl.col("value").is_finite().fill_null(False))
        .then(pl.lit(Reason.MISSING.value))
        .when((pl.col("uncertainty") == "published_limits") & pl.col("lower").is_null())
        .then(pl.lit(Reason.NO_MARGINS.value))
        .when(pl.col("uncertainty") == "unknown")
        .then(pl.lit(Reason.NO_MARGINS.value))
        .when(own & ~calendar)
        .then(pl.lit(Reason.IRREGULAR.value))
        .otherwise(pl.lit(Reason.SHORT_HISTORY.value))
    )
    return left.select(
        "series",
        pl.lit(Comparison.EXPECTED.value).alias("comparison"),
        pl.col("value").cast(pl.Float64),
        reason.alias("reason"),
    )
