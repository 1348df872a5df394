"""Limits from an estimate, n and the design effect, against cases worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.sources.by_hand.survey import effective_number, limits, mean_limits


@pytest.mark.parametrize(
    ("estimate", "n", "design_effect", "lower", "upper"),
    [
        # p = 0.5, m = 100: (0.5 + 3.8415/200 ± 1.96·√(0.0025 + 3.8415/40000)) / 1.038415
        (50.0, 100, 1.0, 40.383, 59.617),
        # Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3: 81 of 263
        (100 * 81 / 263, 263, 1.0, 25.53, 36.62),
        # the same table: 15 of 148, 0 of 20 and 1 of 29
        (100 * 15 / 148, 148, 1.0, 6.24, 16.05),
        (0.0, 20, 1.0, 0.0, 16.11),
        (100 * 1 / 29, 29, 1.0, 0.61, 17.18),
        # all of 20 mirrors none of 20
        (100.0, 20, 1.0, 83.89, 100.0),
        # a design effect of 2 leaves 100 of 200 respondents
        (50.0, 200, 2.0, 40.383, 59.617),
    ],
)
def test_the_limits_of_a_share_are_those_of_wilson(
    estimate: float, n: int, design_effect: float, lower: float, upper: float
) -> None:
    assert limits(estimate, n, design_effect) == pytest.approx((lower, upper), abs=0.006)


@given(
    st.floats(0, 100),
    st.integers(1, 10**7),
    st.floats(0.2, 20),
)
def test_the_limits_hold_the_estimate_and_stay_percentages(
    estimate: float, n: int, design_effect: float
) -> None:
    lower, upper = limits(estimate, n, design_effect)
    assert 0.0 <= lower <= estimate <= upper <= 100.0
    wider = limits(estimate, n, design_effect * 1.5)
    assert wider[0] <= lower + 1e-9 and upper - 1e-9 <= wider[1]


def test_the_limits_of_a_mean_are_those_of_student() -> None:
    # t with 9 degrees of freedom is 2.262157: 7.0 ± 2.262157 · 1.5 / √10
    assert mean_limits(7.0, 1.5, 10) == pytest.approx((5.92695, 8.07305), abs=1e-4)
    # a design effect of 2 leaves 50 of 100 respondents; t with 49 is 2.009575
    assert mean_limits(7.0, 1.5, 100, 2.0) == pytest.approx((6.57370, 7.42630), abs=1e-4)
    assert mean_limits(7.0, 0.0, 10) == (7.0, 7.0)


def test_a_limit_does_not_pass_the_end_of_the_scale() -> None:
    lower, upper = mean_limits(9.8, 3.0, 20, minimum=1.0, maximum=10.0)
    assert upper == 10.0 and 8.0 < lower < 9.0


def test_a_design_effect_divides_the_respondents() -> None:
    assert effective_number(1000, 1.6) == 625.0


@pytest.mark.parametrize(
    "arguments",
    [(101.0, 10), (-1.0, 10), (float("nan"), 10), (50.0, 0), (50.0, 10, 0.0), (50.0, 10, -1.0)],
)
def test_what_is_no_survey_has_no_limits(arguments: tuple[float, ...]) -> None:
    with pytest.raises(ValueError):
        limits(*arguments)


def test_a_mean_of_one_respondent_has_no_limits() -> None:
    with pytest.raises(ValueError, match="effective respondents"):
        mean_limits(7.0, 1.0, 2, 1.5)
    with pytest.raises(ValueError, match="standard deviation"):
        mean_limits(7.0, -1.0, 20)
