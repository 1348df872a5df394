"""Forecaster E: exponential smoothing over a grid of parameters, averaged and never picked.

Where the regression assumes one course for the whole history, smoothing follows a level that
wanders. Sources: Hyndman, Koehler, Ord and Snyder (2008), Forecasting with Exponential Smoothing
(additive season, damped trend); that the grid is averaged by likelihood, instead of its best point
being chosen, is ours: a choice makes intervals too narrow (after Bates and Granger 1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from duidelijk.change.expectation.arrays import (
    Floats,
    Singles,
    Truths,
    row_quantiles,
    sorted_quantiles,
)

ALPHAS = (0.05, 0.1, 0.2, 0.35, 0.6, 0.95)
TRENDS = ((0.0, 0.0), (0.1, 0.9), (0.1, 1.0))
"""Gain of the trend as a share of that of the level, and how much of the trend goes on."""
GAMMAS = (0.0, 0.2)
"""Least gain of the season; the mean of the years seen so far while that is larger."""
NO_SEASON = -1.0
"""Stands among the gains for a series that has no season after all."""
WINSOR = 2.0
"""Errors beyond this many robust standard deviations count as that many."""
TAIL_QUANTILES = ((0.9, 1.644854), (0.95, 1.959964))
"""Of the size of an error or score, with what it is for a normal law; the worse of the two counts.
"""
LEAST_CALM = 12
"""So many errors from before a crisis tell what is usual; of fewer the later ones count too."""
_WINSORISED_SPREAD = 0.9596
"""What winsorising at two standard deviations leaves of that of a normal law."""
_NORMAL_MEDIAN = 0.6745
_FIRST_FIGURES = 3
"""Without a season the level begins as the mean of so many figures."""
_PARAMETERS_SHARE = 0.7
"""Of the errors so many count as degrees of freedom: they share their parameters, and are robust"""


@dataclass(frozen=True)
class Smoothed:
    """What smoothing expects of the periods ahead, on the scale of the values."""

    mean: Floats
    """(series, periods ahead)"""
    spread: Floats
    """(series, periods ahead): standard deviation of the prediction."""
    mean_spread: Floats
    """(series): standard deviation of the mean error over all periods ahead."""
    degrees: Floats
    """(series): degrees of freedom of the spread."""
    tail: Floats
    """(series): by how much the far tail of its errors is wider than that of a normal law."""
    number: Floats
    """(series): of how many errors."""


@dataclass
class _State:
    level: Floats
    """(grid, series)"""
    trend: Floats
    season: Floats
    """(places in the year, grid, series)"""


def smooth(
    values: Floats,
    per_year: int,
    ahead: int = 1,
    least: Floats | float = 0.0,
    restarts: tuple[int, ...] = (),
    season: bool = True,
    calm: int | None = None,
) -> Smoothed:
    """Smooth *values* (series, periods; NaN for gaps) and expect the periods *ahead*.

    *least* is the smallest standard deviation an error can have, by counting or rounding. At
    *restarts* the level is taken anew from the figure there. Without *season*, or with hardly two
    years, there is none. The far tail of the errors is learned from the first *calm* periods, where
    these are enough.
    """
    ran = _run(values, per_year, least, restarts, season)
    return _ahead(ran, values.shape[1], ahead, calm)


def standardised_errors(
    values: Floats, per_year: int, least: Floats | float = 0.0, season: bool = True
) -> Floats:
    """How far each value (series, periods) came from what was expected of it, in usual errors.

    NaN for gaps and for the first periods, of which nothing was expected.
    """
    ran = _run(values, per_year, least, (), season)
    found = ran.mixed / np.maximum(ran.spread, 1e-12)[:, None]
    return np.where(ran.counted, found, np.nan)


@dataclass(frozen=True)
class _Ran:
    """The filter after its run: where it stands, how it did, and what each parameter weighs."""

    state: _State
    grid: Floats
    weight: Floats
    """(grid, series)"""
    mixed: Floats
    """(series, periods): the errors of the average."""
    counted: Truths
    """(series, periods): which of these count."""
    spread: Floats
    """(series): of the errors."""
    settled: Floats
    """(series): how many figures came since the level was last taken anew; many without that."""


def _run(
    values: Floats,
    per_year: int,
    least: Floats | float,
    restarts: tuple[int, ...],
    season: bool,
) -> _Ran:
    periods = values.shape[1]
    length = per_year if season and per_year > 1 and periods >= 2 * per_year + 2 else 1
    gammas = (NO_SEASON, *GAMMAS) if length > 1 else (NO_SEASON,)
    grid = np.array(
        [(a, a * gain, kept, g) for a, (gain, kept), g in product(ALPHAS, TRENDS, gammas)]
    )
    first, level, pattern = _start(values, length)
    state = _State(
        np.repeat(level[None], len(grid), axis=0),
        np.zeros((len(grid), len(values))),
        pattern[:, None] * (grid[:, 3] > NO_SEASON)[:, None],
    )
    counted = np.isfinite(values)
    counted[:, :first] = False
    errors, anew = _filtered(values, state, grid, first, restarts)
    counted &= ~anew
    settled = np.full(len(values), float(periods))
    if anew.any():
        place = periods - 1 - np.argmax(anew[:, ::-1], axis=1)
        from_here = np.cumsum(counted[:, ::-1], axis=1)[:, ::-1]
        settled = np.where(anew.any(axis=1), from_here[np.arange(len(values)), place], settled)
    weight = _weights(errors, np.maximum(counted.sum(axis=1), 1).astype(float), least)
    mixed = np.einsum("tgs,gs->st", errors, weight.astype(np.float32)).astype(np.float64)
    spread = np.maximum(_winsorised(mixed[:, first:], counted[:, first:]), least)
    return _Ran(state, grid, weight, mixed, counted, spread, settled)


def _start(values: Floats, length: int) -> tuple[int, Floats, Floats]:
    """First period to be predicted, level, and season (places, series) of the first two years."""
    if length == 1:
        first = min(_FIRST_FIGURES, values.shape[1])
        return first, _mean(values[:, :first]), np.zeros((1, len(values)))
    years = values[:, : 2 * length].reshape(len(values), 2, length)
    means = _mean(years.reshape(-1, length)).reshape(len(values), 2)
    seen: Truths = np.any(np.isfinite(years), axis=2)
    both = np.all(seen, axis=1)
    growth = np.where(both, means[:, 1] - means[:, 0], 0.0)
    place = (np.arange(length) - (length - 1) / 2.0) / length
    flat = years - means[:, :, None] - growth[:, None, None] * place
    found = _mean(flat.transpose(0, 2, 1).reshape(-1, 2)).reshape(len(values), length)
    found -= found.mean(axis=1, keepdims=True)
    last = np.where(seen[:, 1], means[:, 1], means[:, 0])
    return 2 * length, last + growth / 2.0, found.T.copy()


def _filtered(
    values: Floats, state: _State, grid: Floats, first: int, restarts: tuple[int, ...]
) -> tuple[Singles, Truths]:
    """Run through the periods; the errors (periods, grid, series), and *state* at the end.

    Also which figures (series, periods) were taken for a new level: the first from each of
    *restarts* on.
    """
    alpha, beta, kept, gamma = (column[:, None] for column in grid.T)
    length = len(state.season)
    seen = np.isfinite(values)
    errors = np.zeros((values.shape[1], *state.level.shape), np.float32)
    anew = np.zeros_like(seen)
    waiting = np.zeros(len(values), bool)
    for at in range(first, values.shape[1]):
        place = at % length
        forecast = state.level + kept * state.trend
        error = np.where(seen[:, at], values[:, at] - forecast - state.season[place], 0.0)
        waiting |= at in restarts
        if waiting.any():
            anew[:, at] = waiting & seen[:, at]
            waiting &= ~seen[:, at]
            forecast = forecast + np.where(anew[:, at], error, 0.0)
            error = np.where(anew[:, at], 0.0, error)
        errors[at] = error
        state.trend = kept * state.trend + beta * error
        state.level = forecast + alpha * error
        if length > 1:
            gain = np.where(gamma > NO_SEASON, np.maximum(gamma, 1.0 / (at // length + 1.0)), 0.0)
            state.season[place] += gain * (1.0 - alpha) * error
    return errors, anew


def _weights(errors: Singles, number: Floats, least: Floats | float) -> Floats:
    """Weight of each point of the grid for each series, (grid, series), by likelihood."""
    squares = np.einsum("tgs,tgs->gs", errors, errors).astype(np.float64)
    floor = np.square(least) * number + 1e-12
    log_weight = -0.5 * number * np.log(np.maximum(squares, floor))
    log_weight -= log_weight.max(axis=0)
    weight: Floats = np.exp(log_weight)
    weight /= weight.sum(axis=0)
    return weight


def _ahead(ran: _Ran, periods: int, ahead: int, calm: int | None) -> Smoothed:
    state, grid, weight, one = ran.state, ran.grid, ran.weight, ran.spread
    number = np.maximum(ran.counted.sum(axis=1), 1)
    alpha, beta, kept, _ = (column[:, None] for column in grid.T)
    means, apart = [], []
    carried, drift = state.trend, np.zeros_like(state.trend)
    for step in range(ahead):
        carried = carried * kept
        drift = drift + carried
        each = state.level + drift + state.season[(periods + step) % len(state.season)]
        means.append((weight * each).sum(axis=0))
        apart.append(each - means[-1])
    single, total = _growth(alpha, beta, kept, ahead)
    # a level taken from one figure is as doubtful as that figure, and settles by the gain
    young = (weight * (1.0 - alpha) ** (2.0 * ran.settled)).sum(axis=0)
    variance = [
        ((weight * grown).sum(axis=0) + young) * one**2 + (weight * between**2).sum(axis=0)
        for grown, between in zip(single, apart, strict=True)
    ]
    between = np.mean(apart, axis=0)
    of_mean = ((weight * total).sum(axis=0) / ahead**2 + young) * one**2
    of_mean += (weight * between**2).sum(axis=0)
    return Smoothed(
        np.array(means).T,
        np.sqrt(np.array(variance)).T,
        np.sqrt(of_mean),
        np.maximum(number * _PARAMETERS_SHARE - 2.0, 1.0),
        _tail(ran, calm),
        ran.counted.sum(axis=1).astype(float),
    )


def _tail(ran: _Ran, calm: int | None) -> Floats:
    """The worse of two quantiles of the size of the errors, over what a normal law would have."""
    counted = ran.counted
    if calm is not None:
        enough = counted[:, :calm].sum(axis=1) >= LEAST_CALM
        later = np.arange(counted.shape[1]) >= calm
        counted = counted & ~(enough[:, None] & later)
    if not counted.shape[1]:
        return np.ones(len(counted))
    ordered = np.sort(np.where(counted, np.abs(ran.mixed), np.nan), axis=1)
    found = [sorted_quantiles(ordered, share) / normal for share, normal in TAIL_QUANTILES]
    tail: Floats = np.maximum.reduce(found) / np.maximum(ran.spread, 1e-12)
    return tail


def _growth(alpha: Floats, beta: Floats, kept: Floats, ahead: int) -> tuple[list[Floats], Floats]:
    """Variance of the error at each step ahead, and of their total, in one-step variances.

    The error h steps ahead is ε_h + Σ c_j ε_{h−j} with c_j = α + β(φ + … + φʲ) (Hyndman et al.
    2008, ch. 6).
    """
    weights = [np.ones_like(alpha)]
    for step in range(1, ahead):
        weights.append(alpha + beta * sum(kept**power for power in range(1, step + 1)))
    squares = np.cumsum(np.square(weights), axis=0)
    return list(squares), np.square(np.cumsum(weights, axis=0)).sum(axis=0)


def _mean(values: Floats) -> Floats:
    seen = np.isfinite(values)
    mean: Floats = np.where(seen, values, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return mean


def _winsorised(errors: Floats, counted: Truths) -> Floats:
    """Standard deviation about nought with errors far out drawn in; nought without any error."""
    size = np.where(counted, np.abs(errors), np.nan)
    robust = row_quantiles(size, 0.5) / _NORMAL_MEDIAN
    limit = WINSOR * np.where(robust > 0, robust, np.inf)[:, None]
    drawn = np.where(counted, np.minimum(size, limit), 0.0)
    mean_square = np.square(drawn).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    spread: Floats = np.sqrt(mean_square) / _WINSORISED_SPREAD
    return spread
