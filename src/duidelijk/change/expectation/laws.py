"""The two laws a regression can be fitted by: counts, and figures with a spread of their own.

Each knows its series, how to solve for their coefficients, and what is left over of them then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.columns import Rows
from duidelijk.change.expectation.scales import Scale, to_scale

NORMAL_SCALE = 4.0
"""For other figures than counts the prior's spreads count in this many standard deviations of what
the fit leaves over."""
_MOST_LOG = 30.0
_LONGEST_STEP = 2.0
_RIDGE = 1e-9
"""A series of noughts has no information at all."""


@dataclass(frozen=True)
class Solved:
    """Coefficients of every series."""

    coefficients: Floats
    """(series, columns)"""
    inverse: Floats
    """(series, columns, columns): of XᵀWX plus the prior."""
    mean: Floats
    """(series, periods)"""

    def some(self, series: Whole) -> Solved:
        """Of only these *series*."""
        return Solved(self.coefficients[series], self.inverse[series], self.mean[series])


class Law(Protocol):
    """What the regression asks of a law; *mean* is what a fit expects of each period."""

    @property
    def weights(self) -> Floats:
        """(series, periods): what each figure weighs, nought for a gap."""

    @property
    def least_dispersion(self) -> float:
        """The law itself has no less."""

    def some(self, series: Whole) -> Self:
        """Only these *series*."""

    def reweighted(self, weights: Floats) -> Self:
        """The same series with other *weights*."""

    def solved(self, rows: Rows, start: Floats | None = None) -> Solved:
        """The coefficients of *rows*, from *start* where it takes steps to find them."""

    def response(self, predictor: Floats) -> Floats:
        """Figures from sums of columns times coefficients."""

    def left(self, mean: Floats) -> Floats:
        """What the fit leaves over of each figure, weighted."""

    def information(self, mean: Floats) -> Floats:
        """What each figure tells of its sum of columns."""

    def squares(self, mean: Floats) -> Floats:
        """Squares of what is left over, in the law's own variances."""

    def symmetric(self, mean: Floats) -> Floats:
        """What is left over, as even as it can be made on either side."""

    def lift(self, mean: Floats, step: Floats) -> Floats:
        """What a *step* (series, 1) adds to each figure, on its scale: of roots for counts."""

    def shares(self, ahead: Floats) -> Floats:
        """Of each period *ahead* its part in their total, as the doubt of that counts it."""


@dataclass(frozen=True)
class Counts:
    """A quasi-Poisson law with a logarithmic link."""

    known: Floats
    """(series, periods): nought at gaps."""
    weights: Floats
    least_dispersion: float = 1.0

    @classmethod
    def of(cls, counts: Floats) -> Counts:
        """Of *counts* (series, periods; NaN for gaps)."""
        observed = np.isfinite(counts)
        return cls(np.where(observed, counts, 0.0), observed.astype(float))

    def some(self, series: Whole) -> Counts:
        """Only these *series*."""
        return Counts(self.known[series], self.weights[series])

    def reweighted(self, weights: Floats) -> Counts:
        """The same series with other *weights*."""
        return Counts(self.known, weights)

    def solved(self, rows: Rows, start: Floats | None = None, steps: int = 6) -> Solved:
        """By Fisher scoring, so many *steps*; half of them from a *start*."""
        if start is None:
            start = np.zeros((len(self.known), rows.size))
            number = np.maximum(self.weights.sum(axis=1), 1.0)
            start[:, 0] = np.log(((self.weights * self.known).sum(axis=1) + 0.5) / number)
        else:
            steps //= 2
        coefficients = start
        for step in range(steps + 1):
            mean = self.response(rows.predictor(coefficients))
            information = rows.information(self.weights * mean) + np.diag(rows.precision)
            information[:, range(rows.size), range(rows.size)] += _RIDGE
            inverse = inverted(information)
            if step == steps:
                break
            score = rows.summed(self.left(mean)) - coefficients * rows.precision
            move = np.einsum("sij,sj->si", inverse, score)
            # the first steps of a Poisson fit overshoot where counts are small
            coefficients = coefficients + np.clip(move, -_LONGEST_STEP, _LONGEST_STEP)
        return Solved(coefficients, inverse, mean)

    def response(self, predictor: Floats) -> Floats:
        """Figures from sums of columns times coefficients."""
        mean: Floats = np.exp(np.clip(predictor, -_MOST_LOG, _MOST_LOG))
        return mean

    def left(self, mean: Floats) -> Floats:
        """What the fit leaves over of each figure, weighted."""
        return self.weights * (self.known - mean)

    def information(self, mean: Floats) -> Floats:
        """What each figure tells of its sum of columns."""
        return self.weights * mean

    def squares(self, mean: Floats) -> Floats:
        """Pearson's."""
        found: Floats = np.square(self.known - mean) / mean
        return found

    def symmetric(self, mean: Floats) -> Floats:
        """Anscombe's residuals."""
        found: Floats = 1.5 * (self.known ** (2 / 3) - mean ** (2 / 3)) / mean ** (1 / 6)
        return found

    def lift(self, mean: Floats, step: Floats) -> Floats:
        """What a *step* (series, 1) adds to the root of each figure."""
        return to_scale(mean * np.exp(step), Scale.COUNT) - to_scale(mean, Scale.COUNT)

    def shares(self, ahead: Floats) -> Floats:
        """Of the logarithm of the total."""
        shares: Floats = ahead / ahead.sum(axis=1, keepdims=True)
        return shares


@dataclass(frozen=True)
class Measures:
    """A normal law with one spread a series."""

    known: Floats
    """(series, periods): nought at gaps."""
    weights: Floats
    least_dispersion: float = 1e-300

    @classmethod
    def of(cls, values: Floats) -> Measures:
        """Of *values* (series, periods; NaN for gaps)."""
        observed = np.isfinite(values)
        return cls(np.where(observed, values, 0.0), observed.astype(float))

    def some(self, series: Whole) -> Measures:
        """Only these *series*."""
        return Measures(self.known[series], self.weights[series])

    def reweighted(self, weights: Floats) -> Measures:
        """The same series with other *weights*."""
        return Measures(self.known, weights)

    def solved(self, rows: Rows, start: Floats | None = None) -> Solved:
        """By penalised least squares, at once."""
        del start
        # the prior speaks in residual spreads, so it is the same for percent and for thousands
        information = rows.information(self.weights) + np.diag(rows.precision / NORMAL_SCALE**2)
        information[:, range(rows.size), range(rows.size)] += _RIDGE
        inverse = inverted(information)
        sums = rows.summed(self.weights * self.known)
        coefficients = np.einsum("sij,sj->si", inverse, sums)
        return Solved(coefficients, inverse, rows.predictor(coefficients))

    def response(self, predictor: Floats) -> Floats:
        """Figures from sums of columns times coefficients: the same."""
        return predictor

    def left(self, mean: Floats) -> Floats:
        """What the fit leaves over of each figure, weighted."""
        return self.weights * (self.known - mean)

    def information(self, mean: Floats) -> Floats:
        """What each figure tells of its sum of columns: its weight."""
        del mean
        return self.weights

    def squares(self, mean: Floats) -> Floats:
        """Squares of what is left over."""
        found: Floats = np.square(self.known - mean)
        return found

    def symmetric(self, mean: Floats) -> Floats:
        """What is left over."""
        return self.known - mean

    def lift(self, mean: Floats, step: Floats) -> Floats:
        """What a *step* (series, 1) adds to each figure: itself."""
        return np.broadcast_to(step, mean.shape)

    def shares(self, ahead: Floats) -> Floats:
        """Of the mean."""
        return np.full_like(ahead, 1.0 / ahead.shape[1])


def inverted(matrices: Floats) -> Floats:
    """Inverses of symmetric positive *matrices* (series, p, p), all series at once.

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
