"""Pooling: how far series lean on their family, and when they do not."""

from __future__ import annotations

import numpy as np
import pytest

from duidelijk.change.expectation.pooling import LEAST_MEMBERS, pooled


def test_series_that_are_alike_lean_on_each_other_wholly() -> None:
    random = np.random.default_rng(1)
    variance = 3.0 * random.chisquare(10, 5000) / 10
    found, degrees = pooled(variance, np.full(5000, 10.0), np.zeros(5000, np.int64))
    assert found == pytest.approx(np.full(5000, 3.0), rel=0.1)
    assert (degrees > 200).all()


def test_series_that_differ_much_stand_nearly_alone() -> None:
    random = np.random.default_rng(2)
    own = np.exp(random.normal(0, 2, 3000))
    variance = own * random.chisquare(40, 3000) / 40
    found, degrees = pooled(variance, np.full(3000, 40.0), np.zeros(3000, np.int64))
    assert (np.abs(found / variance - 1) < 0.15).mean() > 0.9
    assert (degrees < 50).all()


def test_the_degrees_of_the_prior_are_found_again() -> None:
    random = np.random.default_rng(3)
    own = 2.0 * 8 / random.chisquare(8, 20_000)  # a scaled inverse chi-square with 8 degrees
    variance = own * random.chisquare(12, 20_000) / 12
    _, degrees = pooled(variance, np.full(20_000, 12.0), np.zeros(20_000, np.int64))
    assert degrees[0] == pytest.approx(20.0, rel=0.1)


def test_a_small_family_is_left_alone() -> None:
    variance = np.arange(1.0, LEAST_MEMBERS)
    found, degrees = pooled(variance, np.full(len(variance), 5.0), np.zeros(len(variance), int))
    assert found == pytest.approx(variance) and degrees == pytest.approx(np.full(len(variance), 5))


def test_families_stand_apart() -> None:
    random = np.random.default_rng(4)
    small, large = random.chisquare(6, 500) / 6, 100 * random.chisquare(6, 500) / 6
    family = np.repeat([0, 1], 500)
    found, _ = pooled(np.concatenate([small, large]), np.full(1000, 6.0), family)
    assert np.median(found[:500]) == pytest.approx(1.0, rel=0.1)
    assert np.median(found[500:]) == pytest.approx(100.0, rel=0.1)


def test_what_is_no_variance_stays_as_it_is() -> None:
    variance = np.array([0.0, np.nan, *np.linspace(1, 2, 20)])
    found, _ = pooled(variance, np.full(22, 5.0), np.zeros(22, np.int64))
    assert np.isfinite(found[2:]).all() and found[2:].min() > 0.9
