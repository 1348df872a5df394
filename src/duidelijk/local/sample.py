"""How sure a share is that was counted among those who report, out of all there are."""

from __future__ import annotations

import math
from dataclasses import dataclass

FEWEST = 5
"""Fewer reporters than this are not added up: the sum would tell what one of them said."""
_NORMAL = 1.959963984540054
"""The 97.5th percentile of the standard normal."""


@dataclass(frozen=True)
class Share:
    """So many of those who report, with the 95 % interval for all there are."""

    count: int
    of: int
    lower: float
    upper: float

    @property
    def value(self) -> float:
        """The share among those who report, from 0 to 1."""
        return self.count / self.of


def share(count: int, reporters: int, population: int) -> Share:
    """The share *count* / *reporters* with its 95 % interval for all of a finite *population*.

    Wilson's interval, with the reporters counted as so many more as the sample takes of the
    population: m = n·(N − 1)/(N − n), and no uncertainty left when everybody reports. It tells
    what chance alone could do if those who report were drawn blindly, which they are not.

    Sources: Wilson (1927), Journal of the American Statistical Association 22, 209–212; the finite
    population correction of Cochran (1977), Sampling Techniques, § 2.6.

    Raises ``ValueError`` unless 0 ≤ count ≤ reporters ≤ population and somebody reports.
    """
    if not 0 <= count <= reporters <= population or reporters == 0:
        raise ValueError(f"{count} of {reporters} reporters of {population} is no share")
    p = count / reporters
    if reporters == population:
        return Share(count, reporters, p, p)
    m = reporters * (population - 1) / (population - reporters)
    square = _NORMAL**2
    half = _NORMAL * math.sqrt(p * (1 - p) / m + square / (4 * m * m))
    scale = 1 + square / m
    centre = p + square / (2 * m)
    lower, upper = (centre - half) / scale, (centre + half) / scale
    return Share(count, reporters, max(0.0, min(lower, p)), min(1.0, max(upper, p)))
