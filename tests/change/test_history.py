"""What is usual for a series, from its own past."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.change.history import MOST_CHANGES, usual_change


def usual(changes: list[float], **other: list[float]) -> dict[str, float]:
    return table({1: changes}, **other).row(0, named=True)


def table(series: dict[int, list[float]], **other: list[float]) -> pl.DataFrame:
    rows = [(key, float(each)) for key, changes in series.items() for each in changes]
    frame = pl.DataFrame(rows, schema={"series": pl.Int64, "change": pl.Float64}, orient="row")
    logs = pl.Series("log_change", other.get("log_change", [0.0] * len(rows)), dtype=pl.Float64)
    poisson = pl.Series("poisson", other.get("poisson", [1.0] * len(rows)), dtype=pl.Float64)
    return usual_change(frame.with_columns(logs, poisson, most=pl.lit(MOST_CHANGES)))


def test_the_spread_is_the_median_deviation_as_a_standard_deviation() -> None:
    """Deviations from the median 0 are 1, 1, 1, 1, 2, 2, 3, 3: their median is 1.5."""
    found = usual([-1, 1, -1, 1, -2, 2, -3, 3])
    assert found["changes"] == 8
    assert found["spread"] == pytest.approx(1.5 * 1.4826, rel=1e-3)


@pytest.mark.parametrize("shock", [50, -1e6])
def test_one_shock_does_not_widen_what_is_usual(shock: float) -> None:
    calm = [-1, 1, -2, 2, -1, 1, -2, 2, 1]
    assert usual([*calm[:4], shock, *calm[5:]])["spread"] <= usual(calm)["spread"] * 1.5


def test_a_steady_rise_is_no_fluctuation() -> None:
    assert usual([3.0] * 10)["spread"] == 0


def test_only_the_latest_changes_count() -> None:
    old = [100.0, -100.0] * 40
    new = [1.0, -1.0] * (MOST_CHANGES // 2)
    assert usual([*old, *new]) == usual(new)


def test_counts_that_move_as_chance_does_are_not_overdispersed() -> None:
    assert usual([0.0] * 8, log_change=[0.1, -0.1] * 4, poisson=[0.01] * 8)["dispersion"] == (
        pytest.approx((1 / 0.6745) ** 2)
    )
    assert usual([0.0] * 8, log_change=[0.01, -0.01] * 4, poisson=[0.01] * 8)["dispersion"] == 1


def test_counts_that_move_more_are_overdispersed_by_the_square() -> None:
    found = usual([0.0] * 8, log_change=[0.4, -0.4] * 4, poisson=[0.01] * 8)
    assert found["dispersion"] == pytest.approx((4 / 0.6745) ** 2)


def test_each_series_has_its_own_history() -> None:
    found = table({1: [1, -1] * 4, 2: [10, -10] * 4})
    assert found["spread"].to_list() == pytest.approx([1.4826, 14.826], rel=1e-3)


def test_no_changes_are_no_history() -> None:
    assert table({}).is_empty()


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30), st.integers(1, 100))
def test_the_spread_grows_with_the_unit(changes: list[int], factor: int) -> None:
    once, more = usual(list(changes)), usual([each * factor for each in changes])
    assert more["spread"] == pytest.approx(once["spread"] * factor)
    assert math.isfinite(once["spread"]) and once["dispersion"] >= 1
