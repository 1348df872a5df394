"""Scores: exact where scipy's distributions can say so, and finite everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from duidelijk.change.expectation.tails import FARTHEST, count_score, p_value, student_score


@given(
    st.integers(0, 3000),
    st.floats(0.01, 2000),
    st.floats(1.001, 20),
)
def test_the_score_is_the_mid_p_of_scipys_negative_binomial(
    count: int, mean: float, dispersion: float
) -> None:
    size = mean / (dispersion - 1.0)
    law = stats.nbinom(size, 1.0 / dispersion)
    half = law.pmf(count) / 2.0
    low, high = law.cdf(count) - half, law.sf(count) + half
    score = count_score(np.array([count]), np.array([mean]), np.array([mean * dispersion]))[0]
    if min(low, high) > 1e-12:
        expected = stats.norm.ppf(low) if low < high else -stats.norm.ppf(high)
        assert score == pytest.approx(expected, abs=1e-5)
    assert abs(score) <= FARTHEST


def test_a_variance_under_the_mean_is_poisson() -> None:
    score = count_score(np.array([12.0]), np.array([5.0]), np.array([1.0]))[0]
    law = stats.poisson(5.0)
    assert score == pytest.approx(-stats.norm.ppf(law.sf(12) + law.pmf(12) / 2), abs=1e-3)


def test_a_count_of_nought_where_many_were_expected_is_far_below() -> None:
    assert count_score(np.array([0.0]), np.array([400.0]), np.array([400.0]))[0] < -15


@given(st.floats(-60, 60), st.floats(1, 1e6))
def test_students_score_has_students_tail(score: float, degrees: float) -> None:
    found = student_score(np.array([score]), np.array([degrees]))[0]
    tail = stats.t.sf(abs(score), degrees)
    if tail > 1e-200:
        assert stats.norm.sf(abs(found)) == pytest.approx(tail, rel=1e-6)
    assert np.sign(found) in (np.sign(score), 0)


def test_p_values_are_two_sided() -> None:
    assert p_value(np.array([1.959964, -1.959964, 0.0])) == pytest.approx([0.05, 0.05, 1.0])
