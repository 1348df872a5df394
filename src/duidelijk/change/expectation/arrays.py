"""The array types of the kernels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Truths = npt.NDArray[np.bool_]
