"""Intervals of a difference, from published limits or from a series' own history.

Arrays in, arrays out (float64, one element a comparison); NaN where something is not known.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CONFIDENCE = 0.95
_ITERATIONS = 60


def square_and_add(
    value: Floats,
    lower: Floats,
    upper: Floats,
    reference: Floats,
    reference_lower: Floats,
    reference_upper: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Interval of ``value - reference`` from the limits published with each, and what it can show.

    L = d − √((p₂−l₂)² + (u₁−p₁)²) and U = d + √((u₂−p₂)² + (p₁−l₁)²), at the confidence of the
    limits. Sources: Newcombe (1998), Statistics in Medicine 17, 873–890; Zou and Donner (2008),
    Statistics in Medicine 27, 1693–1702 (MOVER).

    Returns the lower end, the upper end, and the smallest difference that would have shown
    whichever way it went, in the unit of the values.
    """
    difference = value - reference
    down = np.hypot(value - lower, reference_upper - reference)
    up = np.hypot(upper - value, reference - reference_lower)
    return difference - down, difference + up, np.maximum(down, up)


def log_ratio(
    value: Floats,
    reference: Floats,
    dispersion: Floats,
    degrees: Floats,
    scale: Floats,
    rounding: Floats,
    parts: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Interval of ``value - reference`` for counts, from the log of their ratio.

    var(ln(x₂/x₁)) = φ·(1/x₂ + 1/x₁) + rounding, a Poisson rate ratio with over-dispersion φ
    (McCullagh and Nelder 1989, § 6.2). Rounding to multiples of *rounding* things adds its
    uniform variance, and to the reference that of each of the *parts* it is the sum of. *scale* is
    how many things one unit of the values is; *degrees* are those of φ, for Student's t.

    Returns as ``square_and_add``, in the unit of the values; of the smallest difference that
    would have shown the one in the direction of the change, since ratios are not symmetric.
    """
    # a count of nought has no logarithm: half a thing stands in (Haldane 1956; Anscombe 1956)
    now = np.where(value == 0, 0.5, value * scale)
    then = np.where(reference == 0, 0.5, reference * scale)
    student = _student(degrees)

    def half(count: Floats) -> Floats:
        poisson = 1.0 / count + 1.0 / then
        rounded = rounding**2 / 12.0 * (1.0 / count**2 + parts / then**2)
        width: Floats = student * np.sqrt(dispersion * poisson + rounded)
        return width

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.log(now / then)
        low = then * np.expm1(ratio - half(now)) / scale
        high = then * np.expm1(ratio + half(now)) / scale
        sign = np.where(value < reference, -1.0, 1.0)
        # the count at which the interval would just touch nought: its own width depends on it
        threshold = then
        for _ in range(_ITERATIONS):
            threshold = then * np.exp(sign * np.minimum(half(np.maximum(threshold, 1e-9)), 50.0))
        least = np.where(np.isnan(now), np.nan, np.abs(threshold - then) / scale)
        return low, high, least


def own_history(
    value: Floats,
    reference: Floats,
    spread: Floats,
    degrees: Floats,
    rounding: Floats,
    parts: Floats,
) -> tuple[Floats, Floats, Floats]:
    """Interval of ``value - reference`` from the *spread* (a robust standard deviation) of the
    series' earlier changes over the same distance; never narrower than its rounding allows, with
    a reference that is the sum of so many rounded *parts*.

    Returns as ``square_and_add``.
    """
    floor = rounding * np.sqrt((1.0 + parts) / 12.0)
    half = _student(degrees) * np.maximum(spread, floor)
    difference = value - reference
    return difference - half, difference + half, half


def _student(degrees: Floats) -> Floats:
    from scipy.special import stdtrit

    with np.errstate(invalid="ignore"):
        found: Floats = stdtrit(np.maximum(degrees, 1.0), 0.5 + CONFIDENCE / 2.0)
        return found
