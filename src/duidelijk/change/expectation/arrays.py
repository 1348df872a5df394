"""The array types of the kernels, and quantiles of rows with gaps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Truths = npt.NDArray[np.bool_]


def row_quantiles(values: Floats, share: float) -> Floats:
    """The *share* quantile of each row, gaps (NaN) left out; nought for a row of gaps only.

    As numpy's ``nanquantile``, which takes one row at a time.
    """
    if not values.shape[1]:
        return np.zeros(len(values))
    return sorted_quantiles(np.sort(values, axis=1), share)


def sorted_quantiles(ordered: Floats, share: float) -> Floats:
    """As ``row_quantiles``, of rows in ascending order with their gaps at the end."""
    known = np.isfinite(ordered).sum(axis=1)
    place = share * np.maximum(known - 1, 0)
    under = place.astype(np.int64)
    over = np.minimum(under + 1, np.maximum(known - 1, 0))
    row = np.arange(len(ordered))
    low, high = ordered[row, under], ordered[row, over]
    return np.where(known > 0, low + (high - low) * (place - under), 0.0)
