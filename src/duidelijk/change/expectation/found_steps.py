"""Finds the one step in the level of a series that nobody declared, where there clearly is one.

A regression that does not know of a step takes it for noise, and then nothing stands out any more.
The score test of a step is made at every period, and the largest is taken (Andrews 1993, Tests for
parameter instability and structural change with unknown change point, Econometrica 61, 821–856). A
level that wanders looks like steps too, so two things more are asked. Where one error is much like
the next, they tell less: the test is divided by (1 + ρ)/(1 − ρ), for errors with a correlation of ρ
from one to the next. And a step comes at once: most of it shows between the few periods on either
side.
"""

from __future__ import annotations

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.columns import Design

CLEAR_STEP = 25.0
"""A step is taken for one from this F on, that is at five standard errors."""
AT_ONCE = 0.8
"""So much of it shows at least between the ``NEAR`` periods before and after."""
NEAR = 4
_MOST_ALIKE = 0.95


def found_steps(
    left: Floats, information: Floats, inverse: Floats, columns: Design, side: int
) -> Whole:
    """For each series the period its step begins, or nought where there is none.

    *left* (series, periods) is what the fit without a step leaves over, weighted; *information*
    what each period tells in the fit, *inverse* that of XᵀWX plus the prior. At least *side*
    periods lie on either side of a step.
    """
    series, periods = left.shape
    if periods < 2 * side + columns.history.shape[1]:
        return np.zeros(series, np.int64)
    at, size, gain = _largest(left, information, inverse, columns)
    left = left - information * _course(at, size, information, inverse, columns)
    root = np.sqrt(np.maximum(information, 1e-300))
    errors = np.where(information > 0, left / root, 0.0)
    squares = np.square(errors).sum(axis=1)
    degrees = np.maximum((information > 0).sum(axis=1) - columns.history.shape[1] - 1.0, 1.0)
    strength = gain * degrees / np.maximum(squares, 1e-6 * gain + 1e-300)
    alike = (errors[:, 1:] * errors[:, :-1]).sum(axis=1) / np.maximum(squares, 1e-300)
    alike = np.clip(alike, 0.0, _MOST_ALIKE)
    clear = strength * (1.0 - alike) / (1.0 + alike) >= CLEAR_STEP
    at_once = 1.0 + _near(at, left, information) / size >= AT_ONCE
    # a step nearer to an end is an outlier, or news: it must not be taken for one further in
    inside = (at >= side) & (at <= periods - side)
    for declared in columns.steps:
        inside &= np.abs(at - declared) >= side
    return np.where(inside & clear & at_once, at, 0)


def _largest(
    left: Floats, information: Floats, inverse: Floats, columns: Design
) -> tuple[Whole, Floats, Floats]:
    """Of each series the period of the step that explains most, its size, and how much it does."""
    series, periods = left.shape
    from_here = np.cumsum(left[:, ::-1], axis=1)[:, ::-1]
    weight = np.cumsum(information[:, ::-1], axis=1)[:, ::-1]
    explained = np.empty_like(weight)
    crossed = np.zeros((series, columns.history.shape[1]))
    for at in range(periods - 1, -1, -1):
        crossed += information[:, at, None] * columns.history[at]
        explained[:, at] = np.einsum("si,sij,sj->s", crossed, inverse, crossed)
    variance = np.maximum(weight - explained, 1e-9)
    gained = np.square(from_here) / variance
    # the first period is in the level itself
    best = np.argmax(gained[:, 1:], axis=1) + 1
    each = np.arange(series)
    size = from_here[each, best] / variance[each, best]
    return best, np.where(size == 0.0, 1e-300, size), gained[each, best]


def _course(
    steps: Whole, size: Floats, information: Floats, inverse: Floats, columns: Design
) -> Floats:
    """What *steps* of that *size* add to the fit, (series, periods): the other columns give way."""
    own = (np.arange(information.shape[1]) >= steps[:, None]).astype(float)
    shared = np.einsum("sij,sj->si", inverse, (information * own) @ columns.history)
    found: Floats = size[:, None] * (own - shared @ columns.history.T)
    return found


def _near(steps: Whole, left: Floats, information: Floats) -> Floats:
    """How far the mean of the periods just from *steps* on is over that of those just before.

    NaN where figures are missing there: nobody can see whether the level jumped or went by bits.
    """
    row = np.arange(len(left))[:, None]
    means = []
    for first in (0, -NEAR):
        at = np.clip(steps[:, None] + first + np.arange(NEAR), 0, left.shape[1] - 1)
        weight = information[row, at]
        known = (weight > 0).sum(axis=1) > NEAR // 2
        mean = left[row, at].sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-300)
        means.append(np.where(known, mean, np.nan))
    found: Floats = means[0] - means[1]
    return found
