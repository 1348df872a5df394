"""The columns of a regression that many series share, and the one that each may have of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole

SEASON_SPREAD = 0.5
"""Prior standard deviation of a coefficient of the season: in logs for counts."""
TREND_SPREAD = 0.15
"""Prior standard deviation of what the trend does in a year, likewise."""
STEP_SPREAD = 1.0
"""Prior standard deviation of a step, declared or found, likewise."""
_HARMONICS = 2


@dataclass(frozen=True)
class Design:
    """The shared columns: for history and for the periods to be expected."""

    history: Floats
    """(periods, columns)"""
    ahead: Floats
    """(periods ahead, columns)"""
    precision: Floats
    """(columns): one over the prior variance of each coefficient."""
    steps: tuple[int, ...] = ()
    """The periods at which its steps begin."""


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
    inside = tuple(step for step in steps if 0 < step < periods)
    for step in inside:
        columns.append((at >= step).astype(float))
        spreads.append(STEP_SPREAD)
    whole = np.column_stack(columns)
    return Design(whole[:periods], whole[periods:], np.array(spreads) ** -2.0, inside)


@dataclass(frozen=True)
class Rows:
    """The rows of a regression: one a period, shared but for a last column of each series' own."""

    shared: Floats
    """(periods, columns)"""
    precision: Floats
    """(columns, the own one too)"""
    own: Floats | None = None
    """(series, periods)"""

    @classmethod
    def of(cls, columns: Design, steps: Whole | None = None) -> Rows:
        """The history of *columns*, and for each series the period its own step begins."""
        if steps is None:
            return cls(columns.history, columns.precision)
        own = (np.arange(len(columns.history)) >= steps[:, None]).astype(float)
        return cls(columns.history, np.append(columns.precision, STEP_SPREAD**-2.0), own)

    def later(self, columns: Design) -> Rows:
        """The rows of the periods ahead: a step that was made stays."""
        if self.own is None:
            return Rows(columns.ahead, self.precision)
        own = np.repeat(self.own[:, -1:], len(columns.ahead), axis=1)
        return Rows(columns.ahead, self.precision, own)

    @property
    def size(self) -> int:
        """How many columns there are."""
        return len(self.precision)

    @cached_property
    def _products(self) -> Floats:
        """(periods, columns²): of each two shared columns."""
        return (self.shared[:, :, None] * self.shared[:, None, :]).reshape(len(self.shared), -1)

    def predictor(self, coefficients: Floats) -> Floats:
        """(series, periods) of (series, columns)."""
        shared = self.shared.shape[1]
        found: Floats = coefficients[:, :shared] @ self.shared.T
        if self.own is not None:
            found += coefficients[:, shared:] * self.own
        return found

    def summed(self, values: Floats) -> Floats:
        """The sum of *values* (series, periods) times each column, (series, columns)."""
        found: Floats = values @ self.shared
        if self.own is None:
            return found
        return np.column_stack([found, (values * self.own).sum(axis=1)])

    def information(self, weights: Floats) -> Floats:
        """XᵀWX of each series, for *weights* (series, periods): (series, columns, columns)."""
        size = self.shared.shape[1]
        shared: Floats = (weights @ self._products).reshape(-1, size, size)
        if self.own is None:
            return shared
        found = np.empty((len(weights), size + 1, size + 1))
        found[:, :size, :size] = shared
        weighted = weights * self.own
        found[:, size, :size] = found[:, :size, size] = weighted @ self.shared
        found[:, size, size] = (weighted * self.own).sum(axis=1)
        return found

    def quadratic(self, matrices: Floats) -> Floats:
        """xᵀ·matrix·x of every series and period, (series, periods)."""
        size = self.shared.shape[1]
        found: Floats = matrices[:, :size, :size].reshape(-1, size**2) @ self._products.T
        if self.own is not None:
            found += 2.0 * self.own * (matrices[:, size, :size] @ self.shared.T)
            found += np.square(self.own) * matrices[:, size, size:]
        return found
