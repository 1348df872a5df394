"""The level model of surveys: what it knows by the margins, and what it learns from the family."""

from __future__ import annotations

import numpy as np
import pytest

from duidelijk.change.expectation.level import predict
from duidelijk.change.expectation.scales import Scale

NO_SHIFT = 0.0


def waves(
    random: np.random.Generator, series: int, number: int, step: float, margin: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, their variances, and the level below them."""
    level = random.normal(size=(series, number)).cumsum(axis=1) * step
    values = level + random.normal(size=level.shape) * margin
    return values, np.full_like(values, margin**2), level


def expected(values: np.ndarray, variances: np.ndarray, family: np.ndarray | None = None):  # type: ignore[no-untyped-def]
    when = np.arange(values.shape[1]) / 12.0
    one = np.zeros(len(values), np.int64) if family is None else family
    return predict(values[:, :-1], variances[:, :-1], when[:-1], when[-1:], one, 1 / 12, Scale.LOG)


def scored(values: np.ndarray, variances: np.ndarray) -> np.ndarray:
    now = np.exp(values[:, -1:])  # the scale takes the logarithm again
    return np.asarray(expected(values, variances).score(now, variances[:, -1]))


@pytest.mark.parametrize(("step", "margin"), [(0.0, 0.1), (0.05, 0.1), (0.3, 0.1), (0.1, 0.02)])
def test_false_alarms_are_about_one_in_twenty(step: float, margin: float) -> None:
    values, variances, _ = waves(np.random.default_rng(1), 3000, 14, step, margin)
    assert 0.03 < (np.abs(scored(values, variances)) > 1.96).mean() < 0.07


def test_a_still_level_is_known_better_with_every_wave() -> None:
    values, variances, _ = waves(np.random.default_rng(2), 500, 20, 0.0, 0.1)
    short, long = expected(values[:, -5:], variances[:, -5:]), expected(values, variances)
    now = np.ones((500, 1))
    none = np.zeros(500)
    _, low, high = short.interval(now, none, variances[:, -1])
    _, lower, higher = long.interval(now, none, variances[:, -1])
    assert np.median(np.log(higher) - np.log(lower)) < np.median(np.log(high) - np.log(low))


def test_a_short_series_leans_on_its_family() -> None:
    random = np.random.default_rng(3)
    restless, variances, _ = waves(random, 200, 5, 0.2, 0.05)
    still, _, _ = waves(random, 200, 5, 0.0, 0.05)
    still_variances = np.full_like(still, 0.05**2)
    one = np.array([[0.0, 0.08, -0.02, 0.09, 0.0]])  # it may be either
    apart = []
    for family, spread in ((restless, variances), (still, still_variances)):
        values = np.vstack([one, family])
        known = np.vstack([variances[:1], spread])
        found = expected(values, known)
        _, low, high = found.interval(np.ones((201, 1)), np.zeros(201), known[:, -1])
        apart.append(np.log(high[0]) - np.log(low[0]))
    assert apart[0] > 1.2 * apart[1]


def test_families_do_not_lean_on_each_other() -> None:
    values, variances, _ = waves(np.random.default_rng(4), 40, 8, 0.1, 0.05)
    others, more, _ = waves(np.random.default_rng(5), 40, 8, 0.5, 0.3)
    alone = expected(values, variances)
    family = np.repeat([0, 1], 40)
    both = expected(np.vstack([values, others]), np.vstack([variances, more]), family)
    assert both.parts[:, :40] == pytest.approx(alone.parts)
    assert both.weights[:, :40] == pytest.approx(alone.weights)


def test_a_wave_without_margins_counts_for_nothing() -> None:
    values, variances, _ = waves(np.random.default_rng(6), 5, 10, 0.05, 0.1)
    known = expected(values, variances)
    spoiled, unknown = values.copy(), variances.copy()
    spoiled[:, 4], unknown[:, 4] = 50.0, np.nan
    without = expected(spoiled, unknown)
    assert (without.weights * without.parts).sum(axis=0) == pytest.approx(
        (known.weights * known.parts).sum(axis=0), abs=0.3
    )


def test_what_the_nation_did_is_taken_off() -> None:
    values, variances, _ = waves(np.random.default_rng(7), 300, 12, 0.02, 0.05)
    values[:, -1] += 0.5
    found = expected(values, variances)
    now = np.exp(values[:, -1:])
    own = found.score(now, variances[:, -1])
    relative = found.shifted(np.full(300, 0.5)).score(now, variances[:, -1])
    assert (np.abs(own) > 1.96).mean() > 0.95
    assert (np.abs(relative) > 1.96).mean() < 0.08
