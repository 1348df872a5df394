"""Control of false discoveries over many families of tests at once.

A family is the series of one indicator and one level that were asked the same question. First the
families are tested, each by the p-value of Simes; then, within those selected, the series, at a
level lowered by the share of families selected. So the average share of false discoveries over the
selected families stays under the level, and also that of families. Sources: Simes (1986),
Biometrika 73, 751–754; Benjamini and Hochberg (1995), JRSS B 57, 289–300; Benjamini and Bogomolov
(2014), JRSS B 76, 297–318.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Truths, Whole

LEVEL = 0.10
"""The share of false discoveries that is accepted."""
_STOREY = 1000.0
"""Higher than the logarithm of any p-value is low."""


@dataclass(frozen=True)
class Discoveries:
    """What was found among a number of p-values."""

    adjusted: Floats
    """The level at which each would just be found; found when at most ``LEVEL``."""
    found: Truths
    families: int
    selected: int
    """How many families hold a discovery."""


def discoveries(p: Floats, family: Whole, level: float = LEVEL) -> Discoveries:
    """The discoveries among *p*-values, each of a *family* numbered from nought."""
    if not len(p):
        return Discoveries(np.zeros(0), np.zeros(0, bool), 0, 0)
    numbers, family = np.unique(family, return_inverse=True)
    within = adjusted_within(p, family)
    simes = np.full(len(numbers), np.inf)
    # Simes' p is the smallest adjusted p of its family (Benjamini and Hochberg 1995)
    np.minimum.at(simes, family, within)
    of_family = adjusted_within(simes, np.zeros(len(simes), np.int64))
    # a p-value of just the level is found, whatever its last binary digit
    just = level * (1.0 + 1e-9)
    selected = int((of_family <= just).sum())
    share = max(selected, 1) / len(numbers)
    adjusted = np.minimum(np.maximum(of_family[family], within / share), 1.0)
    found = (of_family[family] <= just) & (within <= just * share)
    return Discoveries(adjusted, found, len(numbers), len(np.unique(family[found])))


def adjusted_within(p: Floats, family: Whole) -> Floats:
    """Each p-value adjusted for the number of its *family* (Benjamini and Hochberg 1995)."""
    order = np.lexsort((p, family))
    ordered, mine = p[order], family[order]
    members = np.bincount(mine)[mine]
    first = np.searchsorted(mine, mine)
    rank = np.arange(len(p)) - first + 1
    raised = np.log(np.maximum(np.minimum(ordered * members / rank, 1.0), 1e-300))
    # the smallest from here to the end of the family: backwards, each family on its own storey
    storey = _STOREY * mine
    lowest = np.exp(np.minimum.accumulate((raised + storey)[::-1])[::-1] - storey)
    result = np.empty(len(p))
    result[order] = lowest
    return result
