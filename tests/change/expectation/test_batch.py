"""Both forecasters together: false alarms, ranges that say what scores say, and calibration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duidelijk.change.expectation import batch as module
from duidelijk.change.expectation.batch import Batch, calibrated, forecast
from duidelijk.change.expectation.scales import Scale


def family(number: int) -> np.ndarray:
    return np.zeros(number, np.int64)


def counts(seed: int, series: int, periods: int, mean: float, dispersion: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    size = mean / (dispersion - 1.0)
    return random.negative_binomial(size, 1.0 / dispersion, (series, periods)).astype(float)


@pytest.mark.parametrize("mean", [2.0, 20.0, 500.0])
@pytest.mark.parametrize(("periods", "per_year"), [(61, 12), (21, 4), (25, 1)])
def test_false_alarms_of_counts_are_about_one_in_twenty(
    mean: float, periods: int, per_year: int
) -> None:
    values = counts(1, 2000, periods, mean, 1.8)
    given = Batch(values[:, :-1], family(2000), Scale.COUNT, per_year)
    score = calibrated(given, forecast(given)).score(values[:, -1:])
    assert 0.025 < (np.abs(score) > 1.96).mean() < 0.08


@pytest.mark.parametrize("scale", [Scale.IDENTITY, Scale.LOG, Scale.LOGIT])
def test_false_alarms_of_other_figures_are_about_one_in_twenty(scale: Scale) -> None:
    random = np.random.default_rng(2)
    walk = random.normal(size=(2000, 49)).cumsum(axis=1) * 0.02
    values = {
        Scale.IDENTITY: walk * 100,
        Scale.LOG: np.exp(walk) * 80,
        Scale.LOGIT: 100 / (1 + np.exp(-walk)),
    }[scale]
    given = Batch(values[:, :-1], family(2000), scale, 12)
    score = calibrated(given, forecast(given)).score(values[:, -1:])
    assert 0.03 < (np.abs(score) > 1.96).mean() < 0.08


def test_a_figure_is_outside_its_range_exactly_when_its_score_says_so() -> None:
    values = counts(3, 1500, 40, 9.0, 2.5)
    values[::3, -1] += 15
    given = Batch(values[:, :-1], family(1500), Scale.COUNT, 4)
    found = forecast(given)
    score = found.score(values[:, -1:])
    _, low, high = found.interval(values[:, -1:], score)
    outside = (values[:, -1] < low) | (values[:, -1] > high)
    assert (outside == (np.abs(score) > 1.959964)).mean() > 0.999


def test_three_periods_together_show_what_one_does_not() -> None:
    values = counts(4, 1000, 63, 50.0, 1.5)
    values[:, -3:] += 14
    one = Batch(values[:, :-1], family(1000), Scale.COUNT, 12)
    three = Batch(values[:, :-3], family(1000), Scale.COUNT, 12)
    single = forecast(one).score(values[:, -1:])
    together = forecast(three, 3, mean=True).score(values[:, -3:])
    assert (together > 1.96).mean() > (single > 1.96).mean() + 0.2


def test_calibration_widens_what_was_too_sure_and_never_narrows() -> None:
    random = np.random.default_rng(5)
    wild = np.exp(random.standard_t(2, size=(500, 61)) * 0.4 + 4)
    calm = np.exp(np.full((500, 61), 4.0))
    for values, least in ((wild, 1.0), (calm, 1.0)):
        given = Batch(values[:, :-1], family(500), Scale.LOG, 12)
        widening = np.asarray(calibrated(given, forecast(given)).widening)
        assert (widening >= least).all()
    tame = Batch(counts(6, 500, 60, 30.0, 1.2), family(500), Scale.COUNT, 12)
    assert np.asarray(calibrated(tame, forecast(tame)).widening).max() < 1.15


def test_what_a_crisis_did_does_not_count_as_usual() -> None:
    values = counts(7, 300, 60, 100.0, 1.5)
    values[:, 45:] *= np.random.default_rng(7).choice([0.3, 3.0], (300, 15))
    given = Batch(values[:, :-1], family(300), Scale.COUNT, 12)
    calm = replace(given, calm=45)
    aware, unaware = calibrated(calm, forecast(calm)), calibrated(given, forecast(given))
    assert np.asarray(aware.widening).max() < np.asarray(unaware.widening).max()


def test_slices_of_the_series_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    values = counts(8, 300, 50, 12.0, 1.6)
    given = Batch(values[:, :-1], family(300), Scale.COUNT, 12)
    whole = forecast(given).score(values[:, -1:])
    monkeypatch.setattr(module, "_CHUNK", 77)
    assert forecast(given).score(values[:, -1:]) == pytest.approx(whole, rel=1e-9)


def test_the_same_input_gives_the_same_bytes() -> None:
    values = counts(9, 5000, 40, 12.0, 1.6)
    given = Batch(values[:, :-1], family(5000), Scale.COUNT, 4)
    first, second = forecast(given), forecast(given)
    assert first.centre.tobytes() == second.centre.tobytes()
    assert first.score(values[:, -1:]).tobytes() == second.score(values[:, -1:]).tobytes()


@pytest.mark.parametrize("scale", list(Scale))
def test_any_history_gives_numbers_or_nothing(scale: Scale) -> None:
    nothing = np.full(30, np.nan)
    rows = np.array(
        [
            np.zeros(30),
            np.full(30, 5.0),
            np.r_[np.full(15, np.nan), np.arange(15.0)],
            np.r_[np.arange(10.0), np.full(10, np.nan), np.arange(10.0)],
            nothing,
            np.full(30, 99.999),
            np.r_[np.zeros(29), 1e12],
        ]
    )
    given = Batch(rows, family(len(rows)), scale, 4)
    found = calibrated(given, forecast(given))
    score = found.score(np.full((len(rows), 1), 3.0))
    centre, low, high = found.interval(np.full((len(rows), 1), 3.0), score)
    known = np.isfinite(score)
    assert known[:4].all()
    assert (low[known] <= high[known]).all() and not np.isinf(centre[known]).any()
    unknown = found.score(np.full((len(rows), 1), np.nan))
    assert np.isnan(unknown).all()


@pytest.mark.parametrize("since", [1, 3, 6])
def test_a_declared_break_does_not_count_as_a_miss_of_the_past(since: int) -> None:
    values = counts(21, 300, 61, 100.0, 1.2)
    values[:, 60 - since :] = counts(22, 300, since + 1, 180.0, 1.2)
    given = Batch(values[:, :60], family(300), Scale.COUNT, 12, steps=(60 - since,))
    plain = forecast(given)
    found = calibrated(given, plain)
    assert np.max(found.widening) < 1.2
    assert 0.02 < (np.abs(found.score(values[:, 60:])) > 1.96).mean() < 0.09


def test_series_of_noughts_do_not_make_the_others_surer() -> None:
    random = np.random.default_rng(23)
    heavy = np.round(np.exp(4 + 0.15 * random.standard_t(2.5, (90, 60))))
    noughts = np.zeros((10, 60))
    alone = forecast(Batch(heavy, family(90), Scale.COUNT, 12)).widening
    together = forecast(
        Batch(np.concatenate([heavy, noughts]), family(100), Scale.COUNT, 12)
    ).widening
    assert np.max(alone) > 1.15
    assert np.max(together) == pytest.approx(np.max(alone), rel=0.02)


@pytest.mark.parametrize("scale", [Scale.COUNT, Scale.LOG])
def test_a_mean_of_three_is_outside_its_range_when_its_score_says_so(scale: Scale) -> None:
    random = np.random.default_rng(24)
    season = np.exp(0.8 * np.cos(2 * np.pi * np.arange(63) / 12))
    mean = 2000.0 * season
    if scale is Scale.COUNT:
        values = random.poisson(mean, (600, 63)).astype(float)
    else:
        values = mean * np.exp(random.normal(0, 0.02, (600, 63)))
    given = Batch(values[:, :-3], family(600), scale, 12)
    found = forecast(given, 3, mean=True)
    score = found.score(values[:, -3:])
    _, low, high = found.interval(values[:, -3:], score)
    now = values[:, -3:].mean(axis=1)
    outside = (now < low) | (now > high)
    assert (outside == (np.abs(score) > 1.959964)).mean() > 0.98
    assert (np.abs(score) > 1.96).mean() < 0.1


@pytest.mark.parametrize("periods", [8, 12, 20])
def test_a_range_from_few_figures_is_as_wide_as_it_must_be(periods: int) -> None:
    values = np.random.default_rng(25).normal(100, 5, (3000, periods + 1))
    alone = np.arange(3000)  # each its own family: nothing to lean on
    found = forecast(Batch(values[:, :-1], alone, Scale.IDENTITY, 1))
    _, low, high = found.expected(np.zeros(3000))
    inside = (values[:, -1] >= low) & (values[:, -1] <= high)
    assert inside.mean() > 0.92


def test_figures_that_never_moved_are_as_sure_as_they_were_rounded() -> None:
    flat = np.full((1, 60), 5.0)
    given = Batch(flat, family(1), Scale.IDENTITY, 12, rounding=0.1 / np.sqrt(12))
    score = forecast(given).score(np.array([[5.1]]))
    assert 1.0 < score[0] < 6.0
    assert forecast(given).score(np.array([[5.0]]))[0] == pytest.approx(0.0, abs=0.01)


def test_a_level_that_was_just_taken_anew_is_doubted() -> None:
    values = counts(26, 2000, 62, 100.0, 1.2)
    values[:, 60:] = counts(27, 2000, 2, 180.0, 1.2)
    given = Batch(values[:, :61], family(2000), Scale.COUNT, 12, steps=(60,), calm=60)
    score = calibrated(given, forecast(given)).score(values[:, 61:])
    assert (np.abs(score) > 1.96).mean() < 0.08
