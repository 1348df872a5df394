"""What the nation did, as its regions show it: the common part of how they left their own courses.

With a national shock nearly every region leaves its course. Then that is one piece of news, and
the regions that did something else are the other.
"""

from __future__ import annotations

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole

LEAST_PEERS = 8
"""Fewer regions than this cannot tell what is common to them."""
LEAST_FOR_SPREAD = 20
_NORMAL_MAD = 0.6745


def shift_of_peers(deviation: Floats, weight: Floats, peers: Whole) -> Floats:
    """Of each series the weighted median of the *deviation* of its *peers*.

    The median, so that a tenth of the regions going their own way does not move it; weighted by
    *weight*, so that it is the nation's people who count. NaN with under ``LEAST_PEERS``.
    """
    found = np.full(len(deviation), np.nan)
    usable = np.isfinite(deviation) & np.isfinite(weight) & (weight > 0)
    for each in np.unique(peers):
        members = np.flatnonzero((peers == each) & usable)
        if len(members) < LEAST_PEERS:
            continue
        order = members[np.argsort(deviation[members], kind="stable")]
        summed = np.cumsum(weight[order])
        middle = int(np.searchsorted(summed, summed[-1] / 2.0))
        found[peers == each] = deviation[order[middle]]
    return found


def spread_of_peers(score: Floats, peers: Whole) -> Floats:
    """By how much the scores of the *peers* spread more than chance: 1 or more.

    The empirical null (Efron 2004, Large-scale simultaneous hypothesis testing, JASA 99, 96–104):
    where a shock strikes every region a little differently, only what differs from these ordinary
    differences is striking. From the median absolute deviation, which a few strays do not move.
    """
    found = np.ones(len(score))
    for each in np.unique(peers):
        members = score[(peers == each) & np.isfinite(score)]
        if len(members) >= LEAST_FOR_SPREAD:
            spread = np.median(np.abs(members - np.median(members))) / _NORMAL_MAD
            found[peers == each] = max(float(spread), 1.0)
    return found
