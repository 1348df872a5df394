"""Forecaster E: what it follows, what it does not, and the growth of its doubt."""

from __future__ import annotations

import numpy as np
import pytest

from duidelijk.change.expectation.smoothing import smooth, standardised_errors


def test_equal_values_expect_the_same_again() -> None:
    found = smooth(np.full((1, 30), 7.0), 1, ahead=3)
    assert found.mean[0] == pytest.approx([7.0] * 3)
    assert found.spread[0] == pytest.approx([0.0] * 3, abs=1e-5)


def test_a_spread_is_never_under_the_least() -> None:
    found = smooth(np.full((1, 30), 7.0), 1, least=0.5)
    assert found.spread[0, 0] >= 0.5


def test_a_straight_line_goes_on() -> None:
    found = smooth(np.arange(60.0)[None], 1, ahead=2)
    assert found.mean[0] == pytest.approx([60.0, 61.0], abs=1.5)


def test_a_season_comes_back() -> None:
    year = np.array([0, 1, 4, 9, 4, 1, 0, -3, -8, -3, 0, 1.0])
    found = smooth(np.tile(year, 5)[None], 12, ahead=12)
    assert found.mean[0] == pytest.approx(year, abs=0.3)


def test_a_season_is_not_looked_for_where_it_was_taken_out() -> None:
    year = np.array([0, 1, 4, 9, 4, 1, 0, -3, -8, -3, 0, 1.0])
    without = smooth(np.tile(year, 5)[None], 12, season=False)
    assert without.spread[0, 0] > 1.0


def test_the_doubt_of_a_random_walk_grows_with_the_root_of_time() -> None:
    walks = np.random.default_rng(1).normal(size=(400, 120)).cumsum(axis=1)
    found = smooth(walks, 1, ahead=4)
    growth = np.median(found.spread[:, 3] / found.spread[:, 0])
    assert growth == pytest.approx(2.0, rel=0.15)


def test_a_random_walk_is_within_its_range_nineteen_times_of_twenty() -> None:
    walks = np.random.default_rng(2).normal(size=(4000, 61)).cumsum(axis=1)
    found = smooth(walks[:, :-1], 1)
    apart = np.abs(walks[:, -1] - found.mean[:, 0]) / found.spread[:, 0]
    assert 0.04 < (apart > 1.96).mean() < 0.075


def test_the_mean_of_three_has_the_spread_it_says() -> None:
    walks = np.random.default_rng(3).normal(size=(4000, 63)).cumsum(axis=1)
    found = smooth(walks[:, :-3], 1, ahead=3)
    apart = (walks[:, -3:] - found.mean).mean(axis=1) / found.mean_spread
    assert apart.std() == pytest.approx(1.0, abs=0.08)


def test_gaps_are_skipped() -> None:
    values = np.full((1, 40), 5.0)
    values[0, 10:14] = np.nan
    assert smooth(values, 1).mean[0, 0] == pytest.approx(5.0)


def test_a_restart_takes_the_new_level_at_once() -> None:
    values = np.concatenate([np.full(30, 0.0), np.full(3, 10.0)])[None]
    values = values + np.random.default_rng(4).normal(size=values.shape) * 0.1
    found = smooth(values, 1, restarts=(30,))
    assert found.mean[0, 0] == pytest.approx(10.0, abs=0.5)
    assert found.spread[0, 0] < 0.5


def test_a_series_does_not_depend_on_its_neighbours() -> None:
    values = np.random.default_rng(5).normal(size=(30, 60)).cumsum(axis=1)
    together, alone = smooth(values, 12), smooth(values[3:4], 12)
    assert together.mean[3] == pytest.approx(alone.mean[0], rel=1e-9)


def test_errors_are_told_in_usual_errors() -> None:
    values = np.random.default_rng(6).normal(size=(200, 60))
    values[:, 50] += 8.0
    errors = standardised_errors(values, 1)
    assert np.isnan(errors[:, :3]).all()
    assert np.nanstd(errors[:, 10:50]) == pytest.approx(1.0, abs=0.15)
    assert np.median(errors[:, 50]) > 5
