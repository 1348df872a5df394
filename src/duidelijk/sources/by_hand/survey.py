"""The limits of a survey's figure, from its estimate, its respondents and its design effect.

For surveys that report no interval of their own. A design effect is how many times larger the
variance is than that of a simple random sample of the same size, so n / deff respondents of a
simple random sample would have told as much (Kish 1965, Survey Sampling, § 8.2).
"""

from __future__ import annotations

import math

CONFIDENCE = 0.95
_NORMAL = 1.959963984540054
"""The 97.5th percentile of the standard normal."""


def limits(estimate_percent: float, n: float, design_effect: float = 1.0) -> tuple[float, float]:
    """The 95 % Wilson interval of a share, in percent, both ends within 0 and 100.

    With p = estimate / 100, m = n / deff and z = 1.96::

        (p + z²/2m ± z·√(p(1 − p)/m + z²/4m²)) / (1 + z²/m)

    Wilson (1927), Journal of the American Statistical Association 22, 209–212; the effective
    number of respondents in place of n as in Kish (1965). Raises ``ValueError`` when the estimate
    is no percentage, or when n or the design effect is not above 0.
    """
    if not 0.0 <= estimate_percent <= 100.0:
        raise ValueError(f"{estimate_percent} is not a percentage from 0 to 100")
    share, effective = estimate_percent / 100.0, effective_number(n, design_effect)
    square = _NORMAL**2
    centre = share + square / (2.0 * effective)
    half = _NORMAL * math.sqrt(
        share * (1.0 - share) / effective + square / (4.0 * effective * effective)
    )
    scale = 100.0 / (1.0 + square / effective)
    lower, upper = (centre - half) * scale, (centre + half) * scale
    # the interval holds the estimate; at 0 and 100 only but for the last bit of a float
    return max(0.0, min(lower, estimate_percent)), min(100.0, max(upper, estimate_percent))


def mean_limits(
    mean: float,
    standard_deviation: float,
    n: float,
    design_effect: float = 1.0,
    minimum: float | None = None,
    maximum: float | None = None,
) -> tuple[float, float]:
    """The 95 % interval of a mean, in its own unit: mean ± t·s / √m, with m = n / deff.

    t is Student's, with m − 1 degrees of freedom (Student 1908, Biometrika 6, 1–25). *minimum* and
    *maximum* are the ends of the scale, which an answer cannot pass. Raises ``ValueError`` when
    the standard deviation is below 0, or when fewer than two effective respondents are left.
    """
    if not (standard_deviation >= 0.0 and math.isfinite(standard_deviation)):
        raise ValueError(f"a standard deviation is not below 0, as {standard_deviation} is")
    effective = effective_number(n, design_effect)
    if effective < 2.0:
        raise ValueError(f"{effective:.3g} effective respondents tell nothing of a mean")
    from scipy.special import stdtrit  # takes long to import

    half = float(stdtrit(effective - 1.0, 0.5 + CONFIDENCE / 2.0))
    half *= standard_deviation / math.sqrt(effective)
    lower, upper = mean - half, mean + half
    if minimum is not None:
        lower = min(max(lower, minimum), mean)
    if maximum is not None:
        upper = max(min(upper, maximum), mean)
    return lower, upper


def effective_number(n: float, design_effect: float = 1.0) -> float:
    """n / deff: the respondents of a simple random sample that would tell as much.

    Raises ``ValueError`` when either is not above 0.
    """
    if not (n > 0.0 and math.isfinite(n)):
        raise ValueError(f"n is {n}; it counts respondents")
    if not (design_effect > 0.0 and math.isfinite(design_effect)):
        raise ValueError(f"a design effect is above 0, and mostly from 1 to 3, not {design_effect}")
    return n / design_effect
