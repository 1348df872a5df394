"""Forecaster G: a regression on trend and season, after Farrington Flexible.

All series share one design, so a step of the fit is a matrix product over thousands of series.
Counts follow a quasi-Poisson law with a logarithmic link; other figures a normal law on their own
scale. Source: Noufaily et al. (2013), An improved algorithm for outbreak detection in multiple
surveillance systems, Statistics in Medicine 32, 1206–1222. Other than there: the course goes both
ways, and trend and season are held by a weak prior instead of being tested and dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duidelijk.change.expectation.arrays import Floats

ANSCOMBE_LIMIT = 2.58
"""A figure whose residual is beyond this weighs less in the second fit (Noufaily et al. 2013)."""
SEASON_SPREAD = 0.5
"""Prior standard deviation of a coefficient of the season: in logs for counts."""
TREND_SPREAD = 0.15
"""Prior standard deviation of what the trend does in a year, likewise."""
STEP_SPREAD = 1.0
"""Prior standard deviation of the step at a declared break or the start of a crisis, likewise."""
NORMAL_SCALE = 4.0
"""For other figures the same spreads count in this many robust standard deviations of a step."""
_FITS = (6, 3)
"""Steps of Fisher scoring in the first and in the reweighted fit."""
_MOST_LOG = 30.0
_LONGEST_STEP = 2.0
_HARMONICS = 2


@dataclass(frozen=True)
class Design:
    """The columns of a regression: for history and for the periods to be expected."""

    history: Floats
    """(periods, columns)"""
    ahead: Floats
    """(periods ahead, columns)"""
    precision: Floats
    """(columns): one over the prior variance of each coefficient."""


def design(
    periods: int,
    per_year: int,
    phase: int = 0,
    steps: tuple[int, ...] = (),
    ahead: int = 1,
    season: bool = True,
) -> Design:
    """Trend, up to two harmonics and steps for *periods* of history and *ahead* to come.

    *phase* is the place in the year of the first period. A step begins at a period of the history,
    counted from its first; without *season*, or under two years, there are no harmonics.
    """
    at = np.arange(periods + ahead)
    columns = [np.ones(len(at)), (at - (periods - 1) / 2.0) / per_year]
    spreads = [np.inf, TREND_SPREAD]
    if season and per_year > 1 and periods >= 2 * per_year:
        for harmonic in range(1, min(_HARMONICS, per_year // 2) + 1):
            angle = 2 * np.pi * harmonic * (at + phase) / per_year
            # of the shortest wave there is the sine is nought everywhere
            waves = (np.cos(angle), np.sin(angle))[: 1 if 2 * harmonic == per_year else 2]
            columns += waves
            spreads += [SEASON_SPREAD] * len(waves)
    for step in steps:
        if 0 < step < periods:
            columns.append((at >= step).astype(float))
            spreads.append(STEP_SPREAD)
    whole = np.column_stack(columns)
    return Design(whole[:periods], whole[periods:], np.array(spreads) ** -2.0)


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


def fit_counts(counts: Floats, columns: Design) -> Fitted:
    """Fit *counts* (series, periods; NaN for gaps) and expect the periods ahead."""
    observed = np.isfinite(counts)
    known = np.where(observed, counts, 0.0)
    weights = observed.astype(float)
    coefficients = np.zeros((len(counts), columns.history.shape[1]))
    coefficients[:, 0] = np.log((known.sum(axis=1) + 0.5) / np.maximum(weights.sum(axis=1), 1.0))
    coefficients, inverse = _scored(known, weights, columns, coefficients, _FITS[0])
    mean = _exponential(coefficients, columns.history)
    residual = 1.5 * (known ** (2 / 3) - mean ** (2 / 3)) / mean ** (1 / 6)
    dispersion, degrees = _dispersion((known - mean) ** 2 / mean, weights, columns)
    leverage = _quadratic(inverse, columns.history) * mean * weights
    weights = _reweighted(residual, weights, np.maximum(dispersion, 1.0), leverage)
    coefficients, inverse = _scored(known, weights, columns, coefficients, _FITS[1])
    mean = _exponential(coefficients, columns.history)
    dispersion, degrees = _dispersion((known - mean) ** 2 / mean, weights, columns)
    ahead = _exponential(coefficients, columns.ahead)
    slope = (ahead / ahead.sum(axis=1, keepdims=True)) @ columns.ahead
    return Fitted(
        mean=ahead,
        doubt=_quadratic(inverse, columns.ahead),
        total_doubt=np.einsum("si,sij,sj->s", slope, inverse, slope),
        dispersion=dispersion,
        degrees=degrees,
    )


def fit_normal(values: Floats, columns: Design) -> Fitted:
    """Fit *values* (series, periods; NaN for gaps) by least squares and expect what is ahead."""
    observed = np.isfinite(values)
    known = np.where(observed, values, 0.0)
    weights = observed.astype(float)
    spread = _step_spread(values)
    coefficients, inverse = _solved(known, weights, columns, spread)
    residual = known - coefficients @ columns.history.T
    dispersion, degrees = _dispersion(residual**2, weights, columns)
    leverage = _quadratic(inverse, columns.history) * weights
    weights = _reweighted(residual, weights, np.maximum(dispersion, 1e-300), leverage)
    coefficients, inverse = _solved(known, weights, columns, spread)
    residual = known - coefficients @ columns.history.T
    dispersion, degrees = _dispersion(residual**2, weights, columns)
    slope = np.broadcast_to(columns.ahead.mean(axis=0), coefficients.shape)
    return Fitted(
        mean=coefficients @ columns.ahead.T,
        doubt=_quadratic(inverse, columns.ahead),
        total_doubt=np.einsum("si,sij,sj->s", slope, inverse, slope),
        dispersion=dispersion,
        degrees=degrees,
    )


def _step_spread(values: Floats) -> Floats:
    """The usual size of each series' steps: the yardstick of the prior."""
    steps = np.abs(np.diff(values, axis=1))
    seen = np.isfinite(steps)
    squares = np.square(np.where(seen, steps, 0.0)).sum(axis=1)
    size = np.sqrt(squares / np.maximum(seen.sum(axis=1), 1))
    found: Floats = np.maximum(size, 1e-9)
    return found


def _solved(
    values: Floats, weights: Floats, columns: Design, spread: Floats
) -> tuple[Floats, Floats]:
    """Coefficients of a penalised weighted regression and the inverse of XᵀWX + prior."""
    rows, size = columns.history, columns.history.shape[1]
    # the prior speaks in the series' own steps, so it is the same for percent and for thousands
    prior = columns.precision / NORMAL_SCALE**2
    information = (weights @ _products(rows)).reshape(-1, size, size) + np.diag(prior)
    information[:, range(size), range(size)] += 1e-9
    inverse = _inverted(information)
    scaled = weights * values / spread[:, None]
    solved = np.einsum("sij,sj->si", inverse, scaled @ rows) * spread[:, None]
    return solved, inverse


def _exponential(coefficients: Floats, rows: Floats) -> Floats:
    mean: Floats = np.exp(np.clip(coefficients @ rows.T, -_MOST_LOG, _MOST_LOG))
    return mean


def _products(rows: Floats) -> Floats:
    return (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)


def _scored(
    counts: Floats, weights: Floats, columns: Design, coefficients: Floats, steps: int
) -> tuple[Floats, Floats]:
    """Fisher scoring; the coefficients and the inverse of the information, (series, p, p)."""
    rows, size = columns.history, columns.history.shape[1]
    products = _products(rows)
    for step in range(steps + 1):
        mean = _exponential(coefficients, rows)
        information = ((weights * mean) @ products).reshape(-1, size, size)
        information += np.diag(columns.precision)
        # a series of noughts has no information at all
        information[:, range(size), range(size)] += 1e-9
        inverse = _inverted(information)
        if step == steps:
            break
        score = (weights * (counts - mean)) @ rows - coefficients * columns.precision
        move = np.einsum("sij,sj->si", inverse, score)
        # the first steps of a Poisson fit overshoot where counts are small
        coefficients = coefficients + np.clip(move, -_LONGEST_STEP, _LONGEST_STEP)
    return coefficients, inverse


def _inverted(matrices: Floats) -> Floats:
    """Inverses of symmetric positive matrices (series, p, p), all series at once.

    Gauss–Jordan without pivoting, stable for such matrices; numpy's own takes one at a time.
    """
    size = matrices.shape[1]
    work = np.ascontiguousarray(matrices.transpose(1, 2, 0))
    for pivot in range(size):
        scale = 1.0 / work[pivot, pivot]
        work[pivot, pivot] = 1.0
        work[pivot] *= scale
        for row in range(size):
            if row != pivot:
                factor = work[row, pivot].copy()
                work[row, pivot] = 0.0
                work[row] -= factor * work[pivot]
    return np.ascontiguousarray(work.transpose(2, 0, 1))


def _quadratic(inverse: Floats, rows: Floats) -> Floats:
    """xᵀ·inverse·x of every series and row, (series, rows)."""
    size = rows.shape[1]
    result: Floats = inverse.reshape(-1, size * size) @ _products(rows).T
    return result


def _dispersion(squares: Floats, weights: Floats, columns: Design) -> tuple[Floats, Floats]:
    """Pearson's estimate from standardised squared residuals, and its degrees of freedom."""
    degrees = np.maximum(weights.sum(axis=1) - columns.history.shape[1], 1.0)
    return (weights * squares).sum(axis=1) / degrees, degrees


def _reweighted(residual: Floats, weights: Floats, dispersion: Floats, leverage: Floats) -> Floats:
    """Weights that keep past outliers from hiding new ones; their sum stays what it was."""
    spread = np.sqrt(dispersion[:, None] * (1.0 - np.clip(leverage, 0.0, 0.95)))
    beyond = np.maximum(np.abs(residual) / spread, ANSCOMBE_LIMIT)
    lowered = weights * (ANSCOMBE_LIMIT / beyond) ** 2
    total = np.maximum(lowered.sum(axis=1, keepdims=True), 1e-9)
    kept: Floats = lowered * weights.sum(axis=1, keepdims=True) / total
    return kept
