"""Forecaster G: beside another package's fit, and what it does at the edges."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from duidelijk.change.expectation import regression
from duidelijk.change.expectation.columns import Design, design
from duidelijk.change.expectation.regression import fit_counts, fit_normal


def flat(columns: Design) -> Design:
    """The same design with a prior that says nothing."""
    return Design(columns.history, columns.ahead, np.zeros(columns.history.shape[1]))


def monthly(random: np.random.Generator, series: int, periods: int) -> np.ndarray:
    at = np.arange(periods)
    mean = np.exp(3 + 0.005 * at + 0.3 * np.cos(2 * np.pi * at / 12))
    return random.poisson(mean, size=(series, periods)).astype(float)


def test_the_first_fit_is_that_of_statsmodels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regression, "ANSCOMBE_LIMIT", 1e9)  # no reweighting: a plain Poisson fit
    counts = monthly(np.random.default_rng(1), 20, 60)
    columns = flat(design(60, 12))
    fitted = fit_counts(counts, columns)
    for row, mean, dispersion in zip(counts, fitted.mean, fitted.dispersion, strict=True):
        other = sm.GLM(row, columns.history, family=sm.families.Poisson()).fit()
        assert mean == pytest.approx(other.predict(columns.ahead), rel=1e-6)
        assert dispersion == pytest.approx(other.pearson_chi2 / other.df_resid, rel=1e-6)


def test_the_doubt_of_a_prediction_is_that_of_statsmodels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regression, "ANSCOMBE_LIMIT", 1e9)
    counts = monthly(np.random.default_rng(2), 5, 60)
    columns = flat(design(60, 12))
    fitted = fit_counts(counts, columns)
    for row, doubt in zip(counts, fitted.doubt, strict=True):
        other = sm.GLM(row, columns.history, family=sm.families.Poisson()).fit()
        x = columns.ahead[0]
        assert doubt[0] == pytest.approx(x @ other.cov_params() @ x, rel=1e-5)


def test_the_normal_fit_is_least_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regression, "ANSCOMBE_LIMIT", 1e9)
    values = np.random.default_rng(3).normal(size=(10, 40)).cumsum(axis=1)
    columns = flat(design(40, 4))
    fitted = fit_normal(values, columns)
    for row, mean in zip(values, fitted.mean, strict=True):
        other = sm.OLS(row, columns.history).fit()
        assert mean == pytest.approx(other.predict(columns.ahead), rel=1e-6, abs=1e-6)


def test_an_outlier_in_the_past_hardly_moves_what_is_expected() -> None:
    counts = np.full((2, 48), 100.0) + np.random.default_rng(4).integers(-5, 6, (2, 48))
    counts[1, 20] = 500
    fitted = fit_counts(counts, design(48, 12))
    assert fitted.mean[1, 0] == pytest.approx(fitted.mean[0, 0], rel=0.05)


def test_gaps_are_no_noughts() -> None:
    counts = np.full((1, 40), 50.0)
    counts[0, 5:12] = np.nan
    assert fit_counts(counts, design(40, 4)).mean[0, 0] == pytest.approx(50.0, rel=1e-3)


@pytest.mark.parametrize("value", [0.0, 1.0, 1e9])
def test_equal_counts_expect_the_same_again(value: float) -> None:
    fitted = fit_counts(np.full((1, 36), value), design(36, 12, steps=(20,)))
    assert fitted.mean[0, 0] == pytest.approx(value, rel=0.02, abs=0.05)
    assert np.isfinite(fitted.doubt).all() and np.isfinite(fitted.dispersion).all()


def test_a_step_is_learned_where_it_is_declared() -> None:
    counts = np.concatenate([np.full(30, 100.0), np.full(10, 200.0)])[None]
    without = fit_counts(counts, design(40, 4)).mean[0, 0]
    declared = fit_counts(counts, design(40, 4, steps=(30,))).mean[0, 0]
    assert abs(declared - 200) < 5 < abs(without - 200)


@pytest.mark.parametrize(
    ("periods", "per_year", "season", "columns"),
    [(10, 1, True, 2), (48, 12, True, 6), (23, 12, True, 2), (48, 12, False, 2), (12, 4, True, 5)],
)
def test_the_season_has_columns_where_there_are_two_years(
    periods: int, per_year: int, season: bool, columns: int
) -> None:
    assert design(periods, per_year, season=season).history.shape[1] == columns


def test_half_years_have_one_column_for_the_season() -> None:
    assert design(12, 2).history.shape[1] == 3


def test_a_series_does_not_depend_on_its_neighbours() -> None:
    counts = monthly(np.random.default_rng(5), 50, 60)
    columns = design(60, 12)
    together, alone = fit_counts(counts, columns), fit_counts(counts[7:8], columns)
    assert together.mean[7] == pytest.approx(alone.mean[0], rel=1e-12)


def stepped(random: np.random.Generator, series: int, periods: int, at: int) -> np.ndarray:
    """Counts that double at a period, with a season."""
    where = np.arange(periods)
    mean = 50.0 * np.exp(0.3 * np.cos(2 * np.pi * where / 12)) * np.where(where >= at, 2.0, 1.0)
    return random.poisson(mean, size=(series, periods)).astype(float)


def test_a_step_that_nobody_declared_is_found_and_reckoned_with() -> None:
    counts = stepped(np.random.default_rng(6), 40, 72, 40)
    columns = design(72, 12)
    blind, seeing = fit_counts(counts, columns), fit_counts(counts, columns, side=6)
    declared = fit_counts(counts, design(72, 12, steps=(40,)))
    assert np.median(blind.dispersion) > 2.5
    assert np.median(seeing.dispersion) == pytest.approx(1.0, abs=0.25)
    assert seeing.mean == pytest.approx(declared.mean, rel=0.05)


def test_its_lift_brings_what_was_before_to_the_new_level() -> None:
    counts = stepped(np.random.default_rng(7), 40, 72, 40)
    lift = fit_counts(counts, design(72, 12), side=6).lift
    roots = np.sqrt(counts + 0.375) + lift
    assert (lift[:, 45:] == 0.0).all()
    assert roots[:, :36].mean() == pytest.approx(roots[:, 48:].mean(), rel=0.02)


def test_figures_that_are_no_counts_have_steps_too() -> None:
    random = np.random.default_rng(8)
    values = random.normal(0, 1, (40, 60)) + np.where(np.arange(60) >= 25, 5.0, 0.0)
    found = fit_normal(values, design(60, 12), side=6)
    assert (np.abs(found.lift[:, 0] - 5.0) < 1.5).mean() > 0.9
    assert np.median(found.mean[:, 0]) == pytest.approx(5.0, abs=0.4)


def test_a_step_that_is_declared_is_not_found_again() -> None:
    counts = stepped(np.random.default_rng(9), 40, 72, 40)
    assert not fit_counts(counts, design(72, 12, steps=(40,)), side=6).lift.any()


def test_nor_is_one_where_there_is_none_or_in_the_last_periods() -> None:
    random = np.random.default_rng(10)
    assert (fit_counts(monthly(random, 500, 72), design(72, 12), 6).lift != 0).any(
        axis=1
    ).sum() <= 2
    late = stepped(random, 40, 72, 69)
    assert not fit_counts(late, design(72, 12), side=6).lift.any()


def test_a_level_that_wanders_or_bends_has_no_steps() -> None:
    random = np.random.default_rng(12)
    wandering = random.poisson(np.exp(5 + random.normal(0, 0.05, (300, 72)).cumsum(axis=1)))
    found = fit_counts(wandering.astype(float), design(72, 12), side=6).lift
    assert (found != 0).any(axis=1).mean() < 0.15
    bend = np.sin(np.linspace(0, np.pi, 96))[None] * 100 + 300
    assert not fit_counts(bend, design(96, 12), side=6).lift.any()


def test_neither_gaps_nor_short_series_make_steps() -> None:
    counts = np.full((3, 40), 50.0)
    counts[1, 10:30] = np.nan
    counts[2] = np.nan
    assert not fit_counts(counts, design(40, 4), side=6).lift.any()
    assert not fit_counts(counts[:, :9], design(9, 4), side=6).lift.any()


def test_a_series_does_not_depend_on_its_neighbours_steps() -> None:
    random = np.random.default_rng(11)
    calm, columns = monthly(random, 5, 72), design(72, 12)
    both = np.concatenate([calm[:2], stepped(random, 3, 72, 30), calm[2:]])
    together, alone = fit_counts(both, columns, 6), fit_counts(calm, columns, 6)
    assert together.mean[[0, 1, 5, 6, 7]] == pytest.approx(alone.mean, rel=1e-12)


def test_a_large_step_that_is_declared_is_not_found_again_by_the_normal_law() -> None:
    random = np.random.default_rng(13)
    values = random.normal(0, 1, (40, 60)) + np.where(np.arange(60) >= 25, 40.0, 0.0)
    assert not fit_normal(values, design(60, 12, steps=(25,)), side=6).lift.any()


def test_a_rise_that_nobody_saw_come_is_no_step() -> None:
    random = np.random.default_rng(14)
    ramp = np.interp(np.arange(72), [0, 28, 43, 72], [50.0, 50.0, 150.0, 150.0])
    counts = random.poisson(ramp, (40, 72)).astype(float)
    counts[:, 28:43] = np.nan
    assert not fit_counts(counts, design(72, 12), side=6).lift.any()
