"""False discoveries: beside another package, and what is promised of families."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from duidelijk.change.expectation.tails import p_value
from duidelijk.change.striking.discoveries import LEVEL, adjusted_within, discoveries

P = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(P, st.integers(1, 5))
def test_p_values_are_adjusted_as_statsmodels_does_within_each_family(
    values: list[float], families: int
) -> None:
    p, family = np.array(values), np.arange(len(values)) % families
    found = adjusted_within(p, family)
    for each in range(min(families, len(values))):
        mine = family == each
        other = multipletests(p[mine], method="fdr_bh")[1]
        assert found[mine] == pytest.approx(other, rel=1e-9, abs=1e-12)


@given(P)
def test_one_family_is_plain_benjamini_hochberg(values: list[float]) -> None:
    p = np.array(values)
    found = discoveries(p, np.zeros(len(p), np.int64))
    assert (found.found == multipletests(p, LEVEL, method="fdr_bh")[0]).all()


@given(P, st.integers(1, 6))
def test_found_is_what_is_adjusted_to_at_most_the_level(values: list[float], families: int) -> None:
    p = np.array(values)
    found = discoveries(p, np.arange(len(p)) % families)
    assert (found.found == (found.adjusted <= LEVEL * (1 + 1e-9))).all()
    assert found.selected <= found.families


def test_very_small_p_values_keep_their_order() -> None:
    p = np.array([1e-250, 1e-100, 1e-20, 0.5])
    adjusted = adjusted_within(p, np.zeros(4, np.int64))
    assert (np.diff(adjusted) > 0).all()


def test_nothing_is_found_among_nothing() -> None:
    found = discoveries(np.zeros(0), np.zeros(0, np.int64))
    assert (found.families, found.selected, len(found.found)) == (0, 0, 0)


def test_the_share_of_false_discoveries_stays_under_the_level() -> None:
    """Promised is the average over the families that hold a discovery; all together is near it."""
    random = np.random.default_rng(1)
    family = np.repeat(np.arange(20), 50)
    by_family, together, power = [], [], []
    for _ in range(200):
        real = random.random(1000) < 0.1
        score = random.normal(size=1000) + np.where(real, 3.5, 0.0)
        found = discoveries(p_value(score), family).found
        false = np.bincount(family[found & ~real], minlength=20)
        every = np.bincount(family[found], minlength=20)
        by_family.append((false[every > 0] / every[every > 0]).mean())
        together.append(false.sum() / every.sum())
        power.append((found & real).sum() / real.sum())
    assert np.mean(by_family) < LEVEL
    assert np.mean(together) < 0.13
    assert np.mean(power) > 0.6


def test_noise_alone_is_hardly_ever_a_discovery() -> None:
    random = np.random.default_rng(2)
    runs = [
        discoveries(random.random(500), np.repeat(np.arange(25), 20)).found.any()
        for _ in range(400)
    ]
    assert np.mean(runs) < 0.15
