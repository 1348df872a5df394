"""A level that wanders and a yearly pattern, seen through noise: many series at every point of a
grid at once.

The level is followed from wave to wave by the Kalman filter; the yearly pattern lies on four waves
of known shape, so that it is put in after (Harvey 1989, ch. 3.4: regression effects by running
their columns through the same filter; de Jong 1991, Annals of Statistics 19, 1073–1083). The work
grows with the number of waves, where the covariances of all waves with each other would make it
grow with the third power. Only plain arithmetic on whole arrays is used, so that a machine's linear
algebra library makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duidelijk.change.expectation.arrays import Floats

VAGUE = 100.0
"""Prior variance of the level itself: as good as unknown."""
_CHUNK = 256
"""So many series at once: what is worked on stays near the processor."""


@dataclass(frozen=True)
class Grid:
    """The points at which everything is told: every step with every season, the steps outermost."""

    steps: tuple[float, ...]
    """Standard deviations of the level's step over a period."""
    seasons: tuple[float, ...]
    """Standard deviations of the yearly pattern; nought is none."""


@dataclass(frozen=True)
class Moments:
    """When the figures were, and those ahead: both in years, in the order of time."""

    when: Floats
    ahead: Floats
    period: float
    """The length in years of the period that ``Grid.steps`` speak of."""


def wandering(
    known: Floats, noise: Floats, moments: Moments, grid: Grid
) -> tuple[Floats, Floats, Floats]:
    """Log likelihood, up to a constant, of each series, and mean and variance of the mean ahead.

    *known* and the variances of their *noise* (series, waves). Each comes out as (grid, series).
    """
    chunks = range(0, max(len(known), 1), _CHUNK)
    parts = [
        _of_chunk(known[at : at + _CHUNK].T, noise[at : at + _CHUNK].T, moments, grid)
        for at in chunks
    ]
    likelihood, mean, variance = (np.concatenate(each, axis=1) for each in zip(*parts, strict=True))
    return likelihood, mean, variance


@dataclass
class _Filtered:
    """What a filter knows after the last wave; a column is the figures or a shape of the year."""

    level: Floats
    """(columns, steps, series): where each column would put the level."""
    doubt: Floats
    """(steps, series): the variance of the level."""
    products: Floats
    """(columns, columns, steps, series): of the columns, weighed by how sure each wave is."""
    log_size: Floats
    """(steps, series): the logarithm of the determinant."""


def _of_chunk(
    known: Floats, noise: Floats, moments: Moments, grid: Grid
) -> tuple[Floats, Floats, Floats]:
    strengths = [each for each in grid.seasons if each > 0]
    shapes = _shapes(moments.when) if strengths else np.zeros((0, len(known)))
    found = _filtered(known, noise, shapes, moments, grid)
    ahead = found.doubt + np.square(grid.steps)[:, None] * _beyond(moments)
    usual = (
        -0.5 * (found.products[0, 0] + found.log_size),
        found.level[0],
        ahead,
    )
    points = [usual] if len(strengths) < len(grid.seasons) else []
    target = _shapes(moments.ahead).mean(axis=1)
    points += [_with_year(found, usual, target, strength) for strength in strengths]
    likelihood, mean, variance = (
        np.stack(each, axis=1).reshape(-1, known.shape[1]) for each in zip(*points, strict=True)
    )
    return likelihood, mean, np.maximum(variance, 1e-9)


def _shapes(when: Floats) -> Floats:
    """The yearly pattern's shapes, (4, moments): once and twice a year."""
    angle = 2 * np.pi * when
    return np.array([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)]) / 2**0.5


def _filtered(
    known: Floats, noise: Floats, shapes: Floats, moments: Moments, grid: Grid
) -> _Filtered:
    """Run the figures (waves, series) and the *shapes* of the year through the level's filter."""
    columns, series, steps = 1 + len(shapes), known.shape[1], len(grid.steps)
    step = np.square(grid.steps)[:, None]
    apart = np.maximum(np.diff(moments.when, prepend=moments.when[:1]), 0.0) / moments.period
    level = np.zeros((columns, steps, series))
    doubt = np.full((steps, series), VAGUE)
    products = np.zeros((columns, columns, steps, series))
    log_size = np.zeros((steps, series))
    for wave, distance in enumerate(apart):
        doubt = doubt + step * distance
        whole = doubt + noise[wave]
        gain = doubt / whole
        surprise = -level
        surprise[0] += known[wave]
        surprise[1:] += shapes[:, wave, None, None]
        weighed = surprise / whole
        for column in range(columns):
            products[column, column:] += surprise[column] * weighed[column:]
        log_size += np.log(whole)
        level += gain * surprise
        doubt = gain * noise[wave]
    return _Filtered(level, doubt, products, log_size)


def _beyond(moments: Moments) -> float:
    """By how many periods' steps the mean level ahead is apart from the one at the last wave."""
    start = moments.when[-1] if len(moments.when) else moments.ahead[0]
    since = np.maximum(moments.ahead - start, 0.0) / moments.period
    return float(np.minimum(since[:, None], since[None, :]).mean())


def _with_year(
    found: _Filtered, usual: tuple[Floats, Floats, Floats], target: Floats, strength: float
) -> tuple[Floats, Floats, Floats]:
    """Likelihood, mean and variance with a yearly pattern of this *strength* put in.

    The pattern's four numbers are what is left to solve for: a symmetric system, taken apart
    number by number, for the figures and for the *target* (4), the pattern's share in what is
    ahead, together.
    """
    likelihood, mean, variance = usual
    size = len(target)
    system = np.empty((size, size + 2, *mean.shape))
    system[:, :size] = found.products[1:, 1:]
    system[:, size] = found.products[0, 1:]
    system[:, size + 1] = target[:, None, None] - found.level[1:]
    log_size = np.full(mean.shape, 2 * size * np.log(strength))
    explained, moved, doubt = (np.zeros(mean.shape) for _ in range(3))
    for at in range(size):
        pivot = system[at, at] + strength**-2
        share = system[at, size:] / pivot
        log_size += np.log(pivot)
        explained += share[0] * system[at, size]
        moved += share[0] * system[at, size + 1]
        doubt += share[1] * system[at, size + 1]
        for below in range(at + 1, size):
            ratio = system[at, below] / pivot
            system[below, below:] -= ratio * system[at, below:]
    return likelihood + 0.5 * (explained - log_size), mean + moved, variance + doubt
