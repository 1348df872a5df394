"""Where a part stands beside the whole: a group beside everybody, a region beside the nation.

About the level of figures of one period, while ``beside_nation`` is about what they changed.
Arrays in, arrays out (float64, one element a figure); NaN where something is not known.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from duidelijk.change.expectation.forecast import NORMAL_95
from duidelijk.change.expectation.tails import p_value
from duidelijk.change.interval import CONFIDENCE, Floats, square_and_add
from duidelijk.change.striking.discoveries import LEVEL, adjusted_within


class Standing(StrEnum):
    """Where a part stands; ``UNKNOWN`` where a margin is not known."""

    HIGHER = "higher"
    LOWER = "lower"
    ALIKE = "alike"
    """Not to be told apart from the whole."""
    UNKNOWN = "unknown"


def standings(
    value: Floats,
    lower: Floats,
    upper: Floats,
    reference: Floats,
    reference_lower: Floats,
    reference_upper: Floats,
) -> list[Standing]:
    """Which parts demonstrably stand apart from the whole, false discoveries under control.

    All parts are one family (Benjamini and Hochberg 1995): of those told apart one in ten is
    expected to be chance at the most. The part is in the whole, so the two go together; taking
    them as independent makes the interval too wide rather than too narrow.
    """
    difference = value - reference
    low, high, _ = square_and_add(value, lower, upper, reference, reference_lower, reference_upper)
    half = np.where(difference > 0, difference - low, high - difference)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = NORMAL_95 * difference / half
    known = np.isfinite(difference) & (half > 0)
    found = np.zeros(len(value), bool)
    if known.any():
        p = p_value(score[known])
        found[known] = adjusted_within(p, np.zeros(len(p), np.int64)) <= LEVEL
    told = np.where(difference > 0, Standing.HIGHER, Standing.LOWER)
    apart = np.where(found, told, Standing.ALIKE)
    return [Standing(each) for each in np.where(known, apart, Standing.UNKNOWN)]


def rate_limits(count: Floats, population: Floats, rounding: float = 1.0) -> tuple[Floats, Floats]:
    """The 95 % limits of a rate, from the exact Poisson limits of the count.

    Quantiles of gamma laws of shape x below and x + 1 above (Garwood 1936, Biometrika 28, 437–442),
    widened by the uniform variance of *rounding* to multiples of so many things. They cover chance
    in counting alone. *count* and *population* in things; rates in things a head.
    """
    from scipy.special import gammaincinv

    tail = (1.0 - CONFIDENCE) / 2.0
    rounded = NORMAL_95 * rounding / np.sqrt(12.0) if rounding > 1.0 else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        some = np.maximum(count, 1.0)  # the law has no shape of nought
        low = np.where(count > 0, gammaincinv(some, tail), 0.0)
        high = gammaincinv(count + 1.0, 1.0 - tail)
        low = np.maximum(count - np.hypot(count - low, rounded), 0.0)
        high = count + np.hypot(high - count, rounded)
        return np.where(np.isnan(count), np.nan, low) / population, high / population
