"""Quantiles of rows with gaps: those of numpy, all rows at once."""

from __future__ import annotations

import numpy as np
import pytest

from duidelijk.change.expectation.arrays import row_quantiles


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 0.95, 1.0])
def test_they_are_those_of_numpy(share: float) -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=(200, 37))
    values[random.random(values.shape) < 0.4] = np.nan
    assert row_quantiles(values, share) == pytest.approx(np.nanquantile(values, share, axis=1))


def test_rows_of_gaps_and_rows_without_length_are_nought() -> None:
    assert row_quantiles(np.full((2, 5), np.nan), 0.5).tolist() == [0.0, 0.0]
    assert row_quantiles(np.empty((2, 0)), 0.5).tolist() == [0.0, 0.0]
    assert row_quantiles(np.array([[np.nan, 3.0]]), 0.9).tolist() == [3.0]
