"""How far a figure lies in the tails of what is expected, as a normal score.

A score of −1.96 or 1.96 is a two-sided p of 5 %, whatever law it came from, so scores of several
forecasters can be added. Scores are taken by the logarithm of the tail: no figure is so far out
that its tail is nought.
"""

from __future__ import annotations

import numpy as np

from duidelijk.change.expectation.arrays import Floats

FARTHEST = 37.0
"""Scores are cut off here, where a normal tail is 10⁻²⁹⁹."""
_LEAST_MEAN = 1e-9
_NEARLY_POISSON = 1e-6
_ROUNDED = 1e-6
"""A count that came out of a multiplication may lie a hair under the whole number it is."""


def count_score(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """The score of *count* under a negative binomial law with this *mean* and *variance*.

    By the mid-p value: half of the probability of the count itself is taken on either side
    (Lancaster 1961, JASA 56, 223–234). A *variance* under the mean counts as Poisson.
    """
    from scipy.special import betainc

    mean = np.maximum(mean, _LEAST_MEAN)
    shape = mean**2 / np.maximum(variance - mean, _NEARLY_POISSON * mean)
    success = shape / (shape + mean)
    at = np.maximum(np.floor(count + _ROUNDED), 0.0)
    some = np.maximum(at, 1.0)  # the incomplete beta function has no first parameter of nought
    up_to = betainc(shape, at + 1.0, success)
    under = np.where(at > 0, betainc(shape, some, success), 0.0)
    beyond = betainc(at + 1.0, shape, 1.0 - success)
    from_here = np.where(at > 0, betainc(some, shape, 1.0 - success), 1.0)
    return _signed((up_to + under) / 2.0, (beyond + from_here) / 2.0)


def student_score(score: Floats, degrees: Floats) -> Floats:
    """The normal score of a Student's *score* with so many *degrees* of freedom."""
    from scipy.special import ndtri_exp, stdtr

    tail = stdtr(np.maximum(degrees, 1.0), -np.abs(score))
    with np.errstate(divide="ignore"):
        size = -ndtri_exp(np.log(np.maximum(tail, 1e-300)))
    found: Floats = np.clip(np.copysign(size, score), -FARTHEST, FARTHEST)
    return found


def p_value(score: Floats) -> Floats:
    """The two-sided p of a normal *score*; NaN stays NaN."""
    from scipy.special import ndtr

    p: Floats = 2.0 * ndtr(-np.abs(score))
    return p


def _signed(low: Floats, high: Floats) -> Floats:
    """The score from both tails, each exact where it is the smaller one."""
    from scipy.special import ndtri_exp

    with np.errstate(divide="ignore"):
        below = ndtri_exp(np.log(np.maximum(low, 1e-300)))
        above = -ndtri_exp(np.log(np.maximum(high, 1e-300)))
    found: Floats = np.clip(np.where(low < high, below, above), -FARTHEST, FARTHEST)
    return found
