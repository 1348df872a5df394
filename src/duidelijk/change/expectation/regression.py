"""Forecaster G: a regression on trend and season, after Farrington Flexible.

All series share one design, so a step of the fit is a matrix product over thousands of series.
Counts follow a quasi-Poisson law with a logarithmic link; other figures a normal law on their own
scale. Source: Noufaily et al. (2013), An improved algorithm for outbreak detection in multiple
surveillance systems, Statistics in Medicine 32, 1206–1222. Other than there: the course goes both
ways, trend and season are held by a weak prior instead of being tested and dropped, and one clear
step in the level that nobody declared is found and reckoned with.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.columns import Design, Rows
from duidelijk.change.expectation.found_steps import found_steps
from duidelijk.change.expectation.laws import Counts, Law, Measures, Solved

ANSCOMBE_LIMIT = 2.58
"""A figure whose residual is beyond this weighs less in the second fit (Noufaily et al. 2013)."""
_STEP_DEGREES = 2.0
"""A step that was found costs degrees of freedom: its size, and its place."""


@dataclass(frozen=True)
class Fitted:
    """What the regression expects of the periods ahead."""

    mean: Floats
    """(series, periods ahead), on the scale of the figures."""
    doubt: Floats
    """(series, periods ahead): variance of the linear predictor, for a dispersion of one."""
    total_doubt: Floats
    """(series): for counts of the logarithm of their total over the periods ahead; for other
    figures of their mean."""
    dispersion: Floats
    """(series): over-dispersion of counts, residual variance of other figures."""
    degrees: Floats
    """(series): degrees of freedom of the dispersion."""
    lift: Floats
    """(series, periods of history): what brings a figure from before a step that was found to the
    level after it, on its scale (of roots for counts); nought elsewhere."""


def fit_counts(counts: Floats, columns: Design, side: int | None = None) -> Fitted:
    """Fit *counts* (series, periods; NaN for gaps) and expect the periods ahead.

    One step in the level is looked for with at least *side* periods before and after it; without
    *side* none is.
    """
    return _fit(Counts.of(counts), columns, side)


def fit_normal(values: Floats, columns: Design, side: int | None = None) -> Fitted:
    """Likewise for *values* (series, periods; NaN for gaps), by least squares."""
    return _fit(Measures.of(values), columns, side)


def _fit(law: Law, columns: Design, side: int | None) -> Fitted:
    first = law.solved(Rows.of(columns))
    if side is None:
        return _finished(law, columns, first)
    steps = found_steps(
        law.left(first.mean), law.information(first.mean), first.inverse, columns, side
    )
    plain, stepped = np.flatnonzero(steps == 0), np.flatnonzero(steps)
    if not len(stepped):
        return _finished(law, columns, first)
    # apart, so that a series comes out the same whatever its neighbours do
    parts = (
        _finished(law.some(plain), columns, first.some(plain)),
        _finished(law.some(stepped), columns, None, steps[stepped]),
    )
    back = np.argsort(np.concatenate([plain, stepped]))
    joined = {
        each.name: np.concatenate([getattr(part, each.name) for part in parts])[back]
        for each in fields(Fitted)
    }
    return Fitted(**joined)


def _finished(
    law: Law, columns: Design, first: Solved | None, steps: Whole | None = None
) -> Fitted:
    """Fit again with outliers weighed down, and look ahead."""
    rows = Rows.of(columns, steps)
    first = law.solved(rows) if first is None else first
    found = 0.0 if steps is None else _STEP_DEGREES
    used = columns.history.shape[1] + found
    dispersion, _ = _dispersion(law, first.mean, used)
    leverage = rows.quadratic(first.inverse) * law.information(first.mean)
    weighed = _reweighted(law, first.mean, np.maximum(dispersion, law.least_dispersion), leverage)
    second = weighed.solved(rows, first.coefficients)
    dispersion, degrees = _dispersion(weighed, second.mean, used)
    later = rows.later(columns)
    ahead = law.response(later.predictor(second.coefficients))
    slope = later.summed(law.shares(ahead))
    lift = np.zeros_like(second.mean)
    if rows.own is not None:
        lift = (1.0 - rows.own) * law.lift(second.mean, second.coefficients[:, -1:])
    return Fitted(
        mean=ahead,
        doubt=later.quadratic(second.inverse),
        total_doubt=np.einsum("si,sij,sj->s", slope, second.inverse, slope),
        dispersion=dispersion,
        degrees=degrees,
        lift=lift,
    )


def _dispersion(law: Law, mean: Floats, used: float) -> tuple[Floats, Floats]:
    """Pearson's estimate from standardised squared residuals, and its degrees of freedom."""
    degrees = np.maximum(law.weights.sum(axis=1) - used, 1.0)
    return (law.weights * law.squares(mean)).sum(axis=1) / degrees, degrees


def _reweighted(law: Law, mean: Floats, dispersion: Floats, leverage: Floats) -> Law:
    """Weights that keep past outliers from hiding new ones; their sum stays what it was."""
    spread = np.sqrt(dispersion[:, None] * (1.0 - np.clip(leverage, 0.0, 0.95)))
    beyond = np.maximum(np.abs(law.symmetric(mean)) / spread, ANSCOMBE_LIMIT)
    lowered = law.weights * (ANSCOMBE_LIMIT / beyond) ** 2
    total = np.maximum(lowered.sum(axis=1, keepdims=True), 1e-9)
    return law.reweighted(lowered * law.weights.sum(axis=1, keepdims=True) / total)
