"""The rules people use now, each on a whole set of series: which last periods would they flag?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


def naive(values: Floats) -> Truths:
    """Over five percent more or less than the period before."""
    before, now = values[:, -2], values[:, -1]
    return np.abs(now - before) > 0.05 * before


def z_test(values: Floats) -> Truths:
    """Two Poisson counts that differ at 5 %."""
    before, now = values[:, -2], values[:, -1]
    return np.abs(now - before) > 1.96 * np.sqrt(np.maximum(before + now, 1e-9))


def z_test_of_margins(values: Floats, spread: Floats) -> Truths:
    """Two estimates that differ at 5 % by their standard errors."""
    change = values[:, -1] - values[:, -2]
    return np.abs(change) > 1.96 * np.hypot(spread[:, -1], spread[:, -2])


def xmr(values: Floats, rules: bool = True) -> Truths:
    """An XmR chart with the four rules of the NHS ("Making data count"): beyond the limits, seven
    on one side, six steps one way, two of three in the outer third; or only the limits.
    """
    before = values[:, :-1]
    mean = before.mean(axis=1)
    sigma = np.abs(np.diff(before, axis=1)).mean(axis=1) / 1.128
    now = values[:, -1]
    found = np.abs(now - mean) > 3.0 * sigma
    if not rules:
        return found
    apart = values[:, -7:] - mean[:, None]
    found |= (apart > 0).all(axis=1) | (apart < 0).all(axis=1)
    steps = np.diff(values[:, -7:], axis=1)
    found |= (steps > 0).all(axis=1) | (steps < 0).all(axis=1)
    outer = (values[:, -3:] - mean[:, None]) / np.maximum(sigma, 1e-9)[:, None]
    found |= ((outer > 2).sum(axis=1) >= 2) & (outer[:, -1] > 2)
    found |= ((outer < -2).sum(axis=1) >= 2) & (outer[:, -1] < -2)
    return found


def auto_ets(values: Floats, per_year: int) -> Truths:
    """Outside the 95 % interval of an automatic exponential smoothing model (statsforecast)."""
    import pandas
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    number, periods = values.shape
    history = pandas.DataFrame(
        {
            "unique_id": np.repeat(np.arange(number), periods - 1),
            "ds": np.tile(np.arange(1, periods), number),
            "y": values[:, :-1].ravel(),
        }
    )
    made = StatsForecast(models=[AutoETS(season_length=per_year)], freq=1, n_jobs=2)
    found = made.forecast(df=history, h=1, level=[95]).sort_values("unique_id")
    now = values[:, -1]
    low, high = found["AutoETS-lo-95"].to_numpy(), found["AutoETS-hi-95"].to_numpy()
    return np.asarray((now < low) | (now > high))
