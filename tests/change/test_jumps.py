"""The break check: a jump that stays is asked about, a stray figure and a season are not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest

from duidelijk.change.jumps import JUMPS, jumps
from duidelijk.periods import Period


def rows(values: np.ndarray, **other: Any) -> list[dict[str, Any]]:
    start = Period.parse("2014MM01")
    return [
        {"period": start.shifted(step).code, "value": float(value), **other}
        for step, value in enumerate(values)
    ]


@pytest.fixture
def found(indicator: Any, figures: Any) -> Any:
    def found(values: np.ndarray, crisis: dt.date | None = None, **declared: Any) -> pl.DataFrame:
        made = indicator(**{"kind": "count", "uncertainty": "count", "decimals": 0} | declared)
        return jumps(figures(*rows(values)), {"x": made}, crisis)

    return found


def level(seed: int, number: int, mean: float) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, number).astype(float)


def test_a_jump_that_stays_is_asked_about(found: Any) -> None:
    (row,) = found(np.r_[level(1, 50, 300), level(2, 30, 500)]).to_dicts()
    assert row["period"] == "2018MM03"
    assert row["before"] == pytest.approx(300, rel=0.1)
    assert row["after"] == pytest.approx(500, rel=0.1)
    assert row["crisis"] is False


def test_a_stray_figure_is_not(found: Any) -> None:
    values = level(3, 80, 300)
    values[50] = 600
    assert found(values).is_empty()


def test_a_season_is_not(found: Any) -> None:
    year = np.array([0, 0, 0, 0, 0, 300, 300, 300, 0, 0, 0, 0])
    assert found(level(4, 84, 300) + np.tile(year, 7)).is_empty()


def test_a_declared_break_is_not(found: Any) -> None:
    values = np.r_[level(5, 50, 300), level(6, 30, 500)]
    assert found(values, breaks=("2018MM03",)).is_empty()


def test_a_jump_when_the_crisis_began_says_so(found: Any) -> None:
    values = np.r_[level(7, 74, 300), level(8, 10, 500)]
    (row,) = found(values, dt.date(2020, 3, 1)).to_dicts()
    assert row["crisis"] is True


def test_quiet_series_are_hardly_ever_asked_about(indicator: Any, figures: Any) -> None:
    made = indicator(kind="count", uncertainty="count", decimals=0)
    every = [
        row for seed in range(300) for row in rows(level(seed, 72, 50.0), region=f"GM{seed + 1:04}")
    ]
    assert len(jumps(figures(*every), {"x": made}, None)) < 10


def test_nothing_gives_an_empty_table(indicator: Any, figures: Any) -> None:
    assert jumps(figures(), {"x": indicator()}, None).schema == JUMPS
