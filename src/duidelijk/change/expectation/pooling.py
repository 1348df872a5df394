"""Lets the spread of one series lean on that of its family, as far as the family is alike.

Source: Smyth (2004), Linear models and empirical Bayes methods for assessing differential
expression, Statistical Applications in Genetics and Molecular Biology 3, article 3, § 6.2. How far
series lean on each other is estimated: where they differ much, not at all.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_MEMBERS = 8
"""A family of fewer series cannot tell how alike they are: each stands alone."""
_MOST_DEGREES = 1000.0


def pooled(
    variance: Floats, degrees: Floats, family: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Variances drawn to their family's, and the degrees of freedom they are then worth.

    *variance* and *degrees* (of freedom, scaled chi-square) of each series; *family* numbers from
    nought. A series without a finite, positive variance is left as it is.
    """
    from scipy.special import digamma, polygamma

    usable = np.isfinite(variance) & (variance > 0) & (degrees > 0)
    log = np.log(np.where(usable, variance, 1.0))
    half = np.where(usable, degrees, 1.0) / 2.0
    excess = log - digamma(half) + np.log(half)
    families = int(family.max(initial=-1)) + 1

    def over(what: Floats) -> Floats:
        found: Floats = np.bincount(family, np.where(usable, what, 0.0), minlength=families).astype(
            np.float64
        )
        return found

    members = over(np.ones_like(variance))
    count = np.maximum(members, 1.0)
    centre = over(excess) / count
    spread = over((excess - centre[family]) ** 2) / np.maximum(members - 1.0, 1.0)
    own = over(polygamma(1, half)) / count
    prior_half = _trigamma_inverse(np.maximum(spread - own, 1e-6))
    prior_degrees = np.where(
        members >= LEAST_MEMBERS, np.minimum(2.0 * prior_half, _MOST_DEGREES), 0.0
    )
    safe = np.maximum(prior_half, 1e-3)
    prior = np.exp(centre + digamma(safe) - np.log(safe))
    given, worth = prior_degrees[family], np.where(usable, degrees, 0.0)
    drawn = (given * prior[family] + worth * np.where(usable, variance, 0.0)) / np.maximum(
        given + worth, 1e-9
    )
    return (
        np.where(given + worth > 0, drawn, variance),
        np.minimum(given + worth, _MOST_DEGREES),
    )


def _trigamma_inverse(value: Floats) -> Floats:
    """The x with trigamma(x) = value, by Newton's method (Smyth 2004, appendix)."""
    from scipy.special import polygamma

    found = 0.5 + 1.0 / value
    for _ in range(30):
        now = polygamma(1, found)
        found = found + now * (1.0 - now / value) / polygamma(2, found)
    return np.where(value < 1e-6, 1.0 / value, found)
