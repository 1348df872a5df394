"""Intervals of a difference, against cases worked out by hand and against what they promise."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duidelijk.change.interval import log_ratio, own_history, square_and_add

Floats = npt.NDArray[np.float64]


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def added(*values: float) -> tuple[float, float, float]:
    low, high, least = square_and_add(*(floats(each) for each in values))
    return float(low[0]), float(high[0]), float(least[0])


def ratio(*values: float, parts: float = 1) -> tuple[float, float, float]:
    low, high, least = log_ratio(*(floats(each) for each in (*values, parts)))
    return float(low[0]), float(high[0]), float(least[0])


def history(*values: float, parts: float = 1) -> tuple[float, float, float]:
    low, high, least = own_history(*(floats(each) for each in (*values, parts)))
    return float(low[0]), float(high[0]), float(least[0])


def shows(interval: tuple[float, float, float]) -> bool:
    return not interval[0] <= 0 <= interval[1]


def wilson(hits: int, asked: int) -> tuple[float, float, float]:
    """A share with Wilson's 95 % limits."""
    z, share = 1.959964, hits / asked
    middle, half = (
        share + z**2 / (2 * asked),
        z * math.sqrt(share * (1 - share) / asked + (z / asked) ** 2 / 4),
    )
    return share, (middle - half) / (1 + z**2 / asked), (middle + half) / (1 + z**2 / asked)


def test_square_and_add_as_worked_out_by_newcombe() -> None:
    """Statistics in Medicine 17 (1998), 873–890, table II, case (a), method 10: 56/70 and 48/80."""
    low, high, _ = added(*wilson(56, 70), *wilson(48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_legs_of_three_and_four_make_a_margin_of_five() -> None:
    assert added(10, 7, 13, 9, 5, 13) == (-4, 6, 5)


value = st.floats(-1e3, 1e3)
margin = st.floats(0, 100)


@given(value, margin, value, margin)
def test_symmetric_margins_add_as_squares(p2: float, h2: float, p1: float, h1: float) -> None:
    low, high, least = added(p2, p2 - h2, p2 + h2, p1, p1 - h1, p1 + h1)
    half = math.sqrt(h1**2 + h2**2)
    assert low == pytest.approx(p2 - p1 - half, abs=1e-9)
    assert high == pytest.approx(p2 - p1 + half, abs=1e-9)
    assert least == pytest.approx(half, abs=1e-9)


@given(value, margin, margin, value, margin, margin)
def test_swapping_the_two_periods_mirrors_the_interval(
    p2: float, down2: float, up2: float, p1: float, down1: float, up1: float
) -> None:
    now, then = (p2, p2 - down2, p2 + up2), (p1, p1 - down1, p1 + up1)
    low, high, least = added(*now, *then)
    assert added(*then, *now) == pytest.approx((-high, -low, least))


@given(value, margin, margin, value, margin, margin)
def test_the_promised_difference_is_the_smallest_that_shows_either_way(
    p2: float, down2: float, up2: float, p1: float, down1: float, up1: float
) -> None:
    _, _, least = added(p2, p2 - down2, p2 + up2, p1, p1 - down1, p1 + up1)

    def moved_by(difference: float) -> tuple[float, float, float]:
        new = p1 + difference
        return added(new, new - down2, new + up2, p1, p1 - down1, p1 + up1)

    assert shows(moved_by(least + 1e-6)) and shows(moved_by(-least - 1e-6))
    assume(least > 1e-5)
    assert not (shows(moved_by(least - 1e-6)) and shows(moved_by(-least + 1e-6)))


@given(value, margin, value, margin, st.floats(0, 50))
def test_wider_limits_never_show_more(
    p2: float, h2: float, p1: float, h1: float, more: float
) -> None:
    narrow = added(p2, p2 - h2, p2 + h2, p1, p1 - h1, p1 + h1)
    wide = added(p2, p2 - h2 - more, p2 + h2 + more, p1, p1 - h1, p1 + h1)
    assert shows(narrow) or not shows(wide)


MANY = 1e9
"""Degrees at which Student's t is the normal."""


def test_a_log_ratio_as_worked_out_by_hand() -> None:
    """100 → 150: ln 1.5 = 0.4055, s = √(1/100 + 1/150) = 0.1291, so ±1.96 s = ±0.2530.

    Just showing is 129.8: ln 1.298 = 0.2608 = 1.96 · √(1/100 + 1/129.8).
    """
    low, high, least = ratio(150, 100, 1, MANY, 1, 0)
    assert low == pytest.approx(100 * (math.exp(0.4055 - 0.2530) - 1), abs=0.05)
    assert high == pytest.approx(100 * (math.exp(0.4055 + 0.2530) - 1), abs=0.05)
    assert least == pytest.approx(29.8, abs=0.05)


def test_the_unit_of_counting_does_not_change_what_shows() -> None:
    things = ratio(15_000, 10_000, 3, 20, 1, 100)
    thousands = ratio(15, 10, 3, 20, 1000, 100)
    assert things == pytest.approx(tuple(each * 1000 for each in thousands))


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        ((120, 100, 4, 20, 1, 0), (120, 100, 1, 20, 1, 0)),
        ((120, 100, 1, 3, 1, 0), (120, 100, 1, 20, 1, 0)),
        ((120, 100, 1, 20, 1, 10), (120, 100, 1, 20, 1, 0)),
        ((12, 10, 1, 20, 1, 0), (12, 10, 1, 20, 10, 0)),
    ],
    ids=["dispersion", "few degrees", "rounding", "small counts"],
)
def test_what_makes_counts_less_sure(wider: tuple[float, ...], narrower: tuple[float, ...]) -> None:
    (low, high, least), (inner_low, inner_high, inner_least) = ratio(*wider), ratio(*narrower)
    assert low < inner_low < inner_high < high
    assert least > inner_least


count = st.floats(5, 1e6)


near = st.floats(0.6, 1.6)


@given(count, near, st.floats(1, 50), st.floats(3, 40))
def test_swapping_two_counts_gives_the_same_answer(
    then: float, growth: float, dispersion: float, degrees: float
) -> None:
    now = then * growth
    forward = ratio(now, then, dispersion, degrees, 1, 0)
    back = ratio(then, now, dispersion, degrees, 1, 0)
    assert 1 + forward[0] / then == pytest.approx(1 / (1 + back[1] / now))
    assert 1 + forward[1] / then == pytest.approx(1 / (1 + back[0] / now))


@given(count, near, st.floats(1, 50), st.floats(3, 40))
def test_a_count_that_differs_by_more_than_the_promise_shows(
    then: float, growth: float, dispersion: float, degrees: float
) -> None:
    interval = ratio(then * growth, then, dispersion, degrees, 1, 0)
    assert shows(interval) or abs(growth - 1) * then <= interval[2] * 1.0001


@given(count, near, st.floats(1, 5), st.floats(8, 40))
def test_what_was_promised_of_a_count_without_change_is_kept(
    then: float, growth: float, dispersion: float, degrees: float
) -> None:
    interval = ratio(then * growth, then, dispersion, degrees, 1, 0)
    if shows(interval):
        return
    promised = interval[2] * 1.0001
    if growth >= 1:
        assert shows(ratio(then + promised, then, dispersion, degrees, 1, 0))
    elif then - promised >= 5:  # fewer than five are never tested
        assert shows(ratio(then - promised, then, dispersion, degrees, 1, 0))


@given(count, count, st.floats(1, 1e4), st.floats(1, 40))
def test_a_count_never_falls_below_nought(
    now: float, then: float, dispersion: float, degrees: float
) -> None:
    low, high, _ = ratio(now, then, dispersion, degrees, 1, 0)
    assert -then <= low <= now - then <= high


def test_own_history_is_student_times_the_spread() -> None:
    low, high, least = history(12, 10, 1.5, 10, 0.1)
    assert least == pytest.approx(2.2281 * 1.5, abs=1e-3)  # t for 95 % and 10 degrees
    assert (low, high) == pytest.approx((2 - least, 2 + least))


def test_a_series_that_never_moved_is_still_rounded() -> None:
    """Two figures rounded to tenths differ by chance with s = 0.1/√6 = 0.0408."""
    _, _, least = history(5.1, 5.0, 0.0, MANY, 0.1)
    assert least == pytest.approx(1.96 * 0.0408, abs=1e-3)


def test_what_is_not_known_stays_unknown() -> None:
    nan = math.nan
    assert all(math.isnan(each) for each in added(1, nan, nan, 2, 1, 3))
    assert all(math.isnan(each) for each in ratio(nan, 2, 1, 5, 1, 0))
    assert all(math.isnan(each) for each in ratio(2, 2, nan, 5, 1, 0))
    assert math.isnan(history(1, nan, 1, 5, 0)[0])


def test_each_comparison_stands_alone() -> None:
    low, high, _ = square_and_add(
        *(floats(a, b) for a, b in zip((10, 7, 13, 9, 5, 13), [math.nan] * 6, strict=True))
    )
    assert (low[0], high[0]) == (-4, 6) and math.isnan(low[1])


def test_a_reference_that_is_a_sum_of_rounded_parts_is_rounded_as_often() -> None:
    """Of three figures rounded to 10 the sum has a standard error of 10·√(3/12)."""
    _, _, alone = history(5000, 5000, 0.0, MANY, 10)
    _, _, three = history(5000, 5000, 0.0, MANY, 10, parts=3)
    assert alone == pytest.approx(1.959964 * 10 * math.sqrt(2 / 12), rel=1e-4)
    assert three == pytest.approx(1.959964 * 10 * math.sqrt(4 / 12), rel=1e-4)
    exact = ratio(1e12, 1e12, 1, MANY, 1, 0, parts=3)
    assert exact == ratio(1e12, 1e12, 1, MANY, 1, 0)
    low, high, _ = ratio(1e12, 1e12, 1, MANY, 1, 1e8, parts=3)
    half = 1.959964 * math.sqrt(2 / 1e12 + (1e-4**2 / 12) * (1 + 3))
    assert (low, high) == pytest.approx((1e12 * math.expm1(-half), 1e12 * math.expm1(half)))
