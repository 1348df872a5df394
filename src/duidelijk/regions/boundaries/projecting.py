"""From longitude and latitude to the Dutch grid, in which the country looks as it should."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_X0, _Y0, _LAT0, _LON0 = 155000.0, 463000.0, 52.15517440, 5.38720621
"""Amersfoort, the origin of the grid, in both systems."""
_EAST = (
    (0, 1, 190094.945),
    (1, 1, -11832.228),
    (2, 1, -114.221),
    (0, 3, -32.391),
    (1, 0, -0.705),
    (3, 1, -2.340),
    (1, 3, -0.608),
    (0, 2, -0.008),
    (2, 3, 0.148),
)
_NORTH = (
    (1, 0, 309056.544),
    (0, 2, 3638.893),
    (2, 0, 73.077),
    (1, 2, -157.984),
    (3, 0, 59.788),
    (0, 1, 0.433),
    (2, 2, -6.439),
    (1, 1, -0.032),
    (0, 4, 0.092),
    (1, 4, -0.054),
)


def to_grid(points: Floats) -> Floats:
    """RD coordinates (metres) of longitudes and latitudes in WGS 84 (degrees); shape (n, 2).

    Within a metre in the Netherlands, far under what a map shows. Source: Schreutelkamp and Strang
    van Hees (2001), Benaderingsformules voor de transformatie tussen RD- en WGS84-coördinaten,
    NCG/Geodesia.
    """
    lat = 0.36 * (points[:, 1] - _LAT0)
    lon = 0.36 * (points[:, 0] - _LON0)
    east = _X0 + sum(k * lat**p * lon**q for p, q, k in _EAST)
    north = _Y0 + sum(k * lat**p * lon**q for p, q, k in _NORTH)
    return np.column_stack([east, north])


def in_degrees(bounds: tuple[float, float, float, float]) -> bool | None:
    """Whether a box is in WGS 84 (``True``), in RD (``False``), or nowhere in the country."""
    west, south, east, north = bounds
    if west > 2 and east < 8 and south > 50 and north < 54.5:
        return True
    if west > -10_000 and east < 300_000 and south > 290_000 and north < 640_000:
        return False
    return None
