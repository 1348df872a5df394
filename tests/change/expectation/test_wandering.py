"""The filter beside the covariances of all waves with each other, worked out in full."""

from __future__ import annotations

import numpy as np
import pytest

from duidelijk.change.expectation.wandering import VAGUE, Grid, Moments, wandering

GRID = Grid((0.0, 0.02, 0.4), (0.0, 0.05, 0.2))


def in_full(
    known: np.ndarray, noise: np.ndarray, moments: Moments, step: float, season: float
) -> tuple[float, float, float]:
    """Of one series the log density of its figures, and mean and variance of the mean ahead."""
    every = np.concatenate([moments.when, moments.ahead])
    since = (every - every[0]) / moments.period
    angle = 2 * np.pi * (every[:, None] - every[None, :])
    kernel = VAGUE + step**2 * np.minimum(since[:, None], since[None, :])
    kernel += season**2 * (np.cos(angle) + np.cos(2 * angle)) / 2
    waves = len(known)
    covariance = kernel[:waves, :waves] + np.diag(noise)
    across = kernel[:waves, waves:].mean(axis=1)
    weights = np.linalg.solve(covariance, across)
    density = -0.5 * known @ np.linalg.solve(covariance, known)
    density -= 0.5 * np.linalg.slogdet(covariance)[1]
    return density, weights @ known, kernel[waves:, waves:].mean() - weights @ across


@pytest.mark.parametrize("number", [1, 2, 5, 30])
@pytest.mark.parametrize("ahead", [1, 3])
@pytest.mark.parametrize("even", [True, False])
def test_each_point_of_the_grid_is_what_the_covariances_say(
    number: int, ahead: int, even: bool
) -> None:
    random = np.random.default_rng(number)
    apart = np.full(number + ahead, 0.25) if even else random.uniform(0.0, 0.5, number + ahead)
    every = 2020 + apart.cumsum()
    moments = Moments(every[:number], every[number:], 0.25)
    known = random.normal(size=(300, number)) * 0.2  # more than one chunk
    noise = random.uniform(1e-4, 0.05, size=known.shape)
    noise[:, 0] = 1e6  # a gap
    found = wandering(known, noise, moments, GRID)
    points = [(step, season) for step in GRID.steps for season in GRID.seasons]
    assert found[0].shape == (len(points), 300)
    for series in (0, 255, 256, 299):
        full = [in_full(known[series], noise[series], moments, *point) for point in points]
        for mine, theirs in zip(found, np.array(full).T, strict=True):
            assert mine[:, series] == pytest.approx(theirs, rel=1e-6, abs=1e-8)


def test_without_a_pattern_of_the_year_only_the_steps_are_told() -> None:
    random = np.random.default_rng(1)
    moments = Moments(np.arange(4) / 12, np.array([4 / 12]), 1 / 12)
    known, noise = random.normal(size=(3, 4)), np.full((3, 4), 0.1)
    plain = wandering(known, noise, moments, Grid(GRID.steps, (0.0,)))
    for mine, theirs in zip(plain, wandering(known, noise, moments, GRID), strict=True):
        assert np.array_equal(mine, theirs[:: len(GRID.seasons)])
    only = wandering(known, noise, moments, Grid(GRID.steps, GRID.seasons[1:]))
    assert only[0].shape == (len(GRID.steps) * 2, 3)


def test_without_figures_hardly_anything_is_known() -> None:
    nothing = np.zeros((2, 0))
    moments = Moments(np.zeros(0), np.array([2020.5]), 1.0)
    _, mean, variance = wandering(nothing, nothing, moments, Grid((0.1,), (0.0,)))
    assert np.array_equal(mean, np.zeros((1, 2)))
    assert np.array_equal(variance, np.full((1, 2), VAGUE))
