"""Where a part stands beside the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from duidelijk.change.standing import Standing, rate_limits, standings

NAN = float("nan")


def told(value: float, lower: float, upper: float, of: tuple[float, float, float]) -> str:
    arrays = [np.array([each]) for each in (value, lower, upper, *of)]
    return str(standings(*arrays)[0])


@pytest.mark.parametrize(
    ("value", "lower", "upper", "standing"),
    [
        (60.0, 57.0, 63.0, Standing.HIGHER),
        (40.0, 37.0, 43.0, Standing.LOWER),
        (52.0, 47.0, 57.0, Standing.ALIKE),
        (60.0, NAN, NAN, Standing.UNKNOWN),
        (NAN, NAN, NAN, Standing.UNKNOWN),
    ],
)
def test_a_part_stands_apart_when_its_interval_leaves_the_whole(
    value: float, lower: float, upper: float, standing: Standing
) -> None:
    assert told(value, lower, upper, (50.0, 49.0, 51.0)) == standing


def test_without_a_margin_of_the_whole_nothing_is_told() -> None:
    assert told(60.0, 57.0, 63.0, (50.0, NAN, NAN)) == Standing.UNKNOWN


def test_many_parts_need_more_proof_than_one() -> None:
    """A difference that just shows by itself does not among twenty that show nothing."""
    just = np.array([53.2] + [50.0] * 19)
    same = np.ones(20)
    found = standings(just, just - 3.0, just + 3.0, 50.0 * same, 49.5 * same, 50.5 * same)
    assert set(found) == {Standing.ALIKE}
    alone = standings(*(np.array([each]) for each in (53.2, 50.2, 56.2, 50.0, 49.5, 50.5)))
    assert alone == [Standing.HIGHER]


def test_of_parts_that_do_not_differ_few_are_told_apart() -> None:
    random = np.random.default_rng(5)
    apart = runs = 0
    for _ in range(300):
        value = 50.0 + random.normal(0.0, 2.0, 25)
        same = np.ones(25)
        found = standings(value, value - 3.92, value + 3.92, 50.0 * same, 50.0 * same, 50.0 * same)
        apart += any(each in (Standing.HIGHER, Standing.LOWER) for each in found)
        runs += 1
    assert apart / runs <= 0.14  # a tenth, and what 300 runs may be off


@given(
    hnp.arrays(float, 12, elements=st.floats(0, 100)),
    hnp.arrays(float, 12, elements=st.floats(0.01, 20)),
)
def test_a_mirrored_world_tells_the_mirror(value: np.ndarray, half: np.ndarray) -> None:
    whole = np.full(12, 50.0)
    up = standings(value, value - half, value + half, whole, whole - 1, whole + 1)
    down = standings(-value, -value - half, -value + half, -whole, -whole - 1, -whole + 1)
    mirror = {Standing.HIGHER: Standing.LOWER, Standing.LOWER: Standing.HIGHER}
    assert [mirror.get(each, each) for each in up] == down


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390)]
)
def test_limits_of_a_rate_are_garwoods(count: int, low: float, high: float) -> None:
    """The exact Poisson limits as tables give them."""
    lower, upper = rate_limits(np.array([float(count)]), np.array([2.0]))
    assert lower[0] == pytest.approx(low / 2, abs=5e-4)
    assert upper[0] == pytest.approx(high / 2, abs=5e-4)


def test_an_unknown_count_has_no_limits() -> None:
    lower, upper = rate_limits(np.array([NAN]), np.array([2.0]))
    assert np.isnan(lower[0]) and np.isnan(upper[0])


def test_rounding_to_tens_widens_the_limits_of_small_counts() -> None:
    count, heads = np.array([10.0]), np.array([1.0])
    exact, rounded = rate_limits(count, heads), rate_limits(count, heads, 10.0)
    assert rounded[0][0] < exact[0][0] and rounded[1][0] > exact[1][0]
    assert rounded[0][0] >= 0.0
