"""Judges each pair of figures: its interval, its verdict, and why there is none."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.expectation.forecast import NORMAL_95
from duidelijk.change.expectation.tails import FARTHEST
from duidelijk.change.history import LEAST_CHANGES
from duidelijk.change.interval import Floats, log_ratio, own_history, square_and_add
from duidelijk.change.verdict import Reason, Verdict, favourable

_INCOMPARABLE = [Reason.BREAK.value, Reason.BOUNDARY.value]
SMALL = 5.0
_CERTAIN = 1e6
_TOO_WIDE = 4.0
"""An interval from half to twice the ratio: only a fall by half or a doubling would show."""
_TOLERANCE = 1e-9
"""Limits published in tenths leave ends of 1e-15 where arithmetic on paper leaves 0."""


def judged(latest: pl.DataFrame) -> pl.DataFrame:
    """The verdict on each row of ``pairing.latest_of_each``, joined with what is usual for it and
    with what its reference was added up from (``carried_from``, ``parts``).

    Adds reference, difference, lower, upper, minimum_detectable, score, verdict and reason.
    """
    low, high, detectable = _intervals(latest)
    tested = pl.col("reason").is_null()
    found = (
        latest.with_columns(
            pl.Series("low", low).fill_nan(None),
            pl.Series("high", high).fill_nan(None),
            pl.Series("detectable", detectable).fill_nan(None),
        )
        .with_columns(_reason().alias("reason"))
        .with_columns(
            pl.when(pl.col("reason").is_in(_INCOMPARABLE))
            .then(pl.lit(Verdict.NOT_COMPARABLE.value))
            .when(~tested)
            .then(pl.lit(Verdict.NOT_TESTABLE.value))
            .when(pl.col("low") > _TOLERANCE)
            .then(pl.lit(Verdict.RISEN.value))
            .when(pl.col("high") < -_TOLERANCE)
            .then(pl.lit(Verdict.FALLEN.value))
            .otherwise(pl.lit(Verdict.NO_DEMONSTRABLE_CHANGE.value))
            .alias("verdict"),
        )
    )
    comparable = pl.col("reason").is_null() | ~pl.col("reason").is_in(_INCOMPARABLE)
    return found.select(
        *("indicator", "region", "region_year", "group", "method", "period"),
        "reference_period",
        "value",
        pl.col("reference_value").alias("reference"),
        pl.when(comparable).then(pl.col("value") - pl.col("reference_value")).alias("difference"),
        pl.when(tested).then(pl.col("low")).alias("lower"),
        pl.when(tested).then(pl.col("high")).alias("upper"),
        pl.when(tested).then(pl.col("detectable")).alias("minimum_detectable"),
        pl.when(tested).then(_score()).alias("score"),
        "verdict",
        "reason",
        "release",
        "reference_release",
        pl.col("carried_from").is_not_null().alias("carried"),
        "carried_from",
        *("series", "length", "period_kind", "period_end"),
    )


def _reason() -> pl.Expr:
    """Why a comparison cannot be tested or made; null when it can. The first that holds is told."""
    unit = pl.col("value") * pl.col("scale"), pl.col("reference_value") * pl.col("scale")
    counts = pl.col("uncertainty") == "count"
    own = counts | (pl.col("uncertainty") == "history")
    return (
        pl.when(pl.col("reference_period").is_null())
        .then(pl.lit(Reason.NO_REFERENCE.value))
        .when(pl.col("segment") != pl.col("reference_segment"))
        .then(pl.lit(Reason.BREAK.value))
        .when(pl.col("territory") != pl.col("reference_territory"))
        .then(pl.lit(Reason.BOUNDARY.value))
        .when(pl.col("value").is_null() | pl.col("reference_value").is_null())
        .then(pl.lit(Reason.MISSING.value))
        .when(counts & (pl.mean_horizontal(*unit) < SMALL))
        .then(pl.lit(Reason.SMALL_COUNT.value))
        .when(own & ~pl.col("neighbour"))
        .then(pl.lit(Reason.GAP.value))
        .when(own & (pl.col("changes").fill_null(0) < LEAST_CHANGES))
        .then(pl.lit(Reason.SHORT_HISTORY.value))
        .when(counts & (_widest_ratio() >= _TOO_WIDE) & (pl.col("low") * pl.col("high") <= 0))
        .then(pl.lit(Reason.TOO_NOISY.value))
        .when(pl.col("low").is_null() | _seemingly_sure())
        .then(pl.lit(Reason.NO_MARGINS.value))
        .otherwise(pl.lit(None, pl.String))
    )


def _seemingly_sure() -> pl.Expr:
    """Whether limits meet at 0 or 100 %, as if asking a few people made that certain."""
    limits = pl.col("uncertainty") == "published_limits"
    return limits & pl.any_horizontal(
        pl.col(value).is_in([0.0, 100.0]) & (pl.col(low) == pl.col(high))
        for value, low, high in (
            ("value", "lower", "upper"),
            ("reference_value", "reference_lower", "reference_upper"),
        )
    ).fill_null(False)


def _widest_ratio() -> pl.Expr:
    """How many times the upper end of a ratio's interval is its lower end."""
    reference = pl.col("reference_value")
    return (pl.col("high") + reference) / (pl.col("low") + reference)


def _intervals(latest: pl.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Lower end, upper end and smallest detectable difference, by each row's own rule."""

    def column(name: str) -> Floats:
        return latest[name].cast(pl.Float64).fill_null(np.nan).to_numpy()

    value, reference = column("value"), column("reference_value")
    step = 10.0 ** -column("decimals")
    parts = np.where(np.isnan(column("parts")), 1.0, column("parts"))
    results = {
        "published_limits": square_and_add(
            value,
            column("lower"),
            column("upper"),
            reference,
            column("reference_lower"),
            column("reference_upper"),
        ),
        "count": log_ratio(
            value,
            reference,
            column("dispersion"),
            # chance alone (φ = 1) is known, not estimated: then the normal distribution holds
            np.where(column("dispersion") == 1.0, _CERTAIN, column("degrees")),
            column("scale"),
            np.fmax(step * column("scale"), column("rounding")),
            parts,
        ),
        "history": own_history(
            value,
            reference,
            column("spread"),
            column("degrees"),
            np.fmax(step, column("rounding") / column("scale")),
            parts,
        ),
    }
    rule = latest["uncertainty"].to_numpy()
    ends = []
    for number in range(3):
        chosen = np.full(len(latest), np.nan)
        for name, result in results.items():
            chosen = np.where(rule == name, result[number], chosen)
        ends.append(np.where(np.isfinite(chosen), chosen, np.nan))
    return ends[0], ends[1], ends[2]


def _score() -> pl.Expr:
    """The normal score of a difference: 1.96 when the interval just touches nought."""
    difference = pl.col("value") - pl.col("reference_value")
    half = (
        pl.when(difference > 0)
        .then(difference - pl.col("low"))
        .otherwise(pl.col("high") - difference)
    )
    found = NORMAL_95 * difference / half
    return pl.when(found.is_finite()).then(found.clip(-FARTHEST, FARTHEST))


def with_favourable(judged: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Add ``favourable``: whether the change that a verdict tells is good news; null without."""
    pairs = [
        (each.id, verdict.value, favourable(verdict, each.polarity))
        for each in indicators.values()
        for verdict in (Verdict.RISEN, Verdict.FALLEN)
    ]
    table = pl.DataFrame(
        pairs,
        schema={"indicator": pl.String, "verdict": pl.String, "favourable": pl.Boolean},
        orient="row",
    )
    return judged.join(table, on=["indicator", "verdict"], how="left", maintain_order="left")
