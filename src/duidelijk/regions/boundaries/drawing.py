"""From areas in the Dutch grid to SVG paths that share their borders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 640.0
_TOLERANCE = 0.9
_SMALLEST = 2.0
"""Islands of fewer square units than this are left out, unless they are all there is."""


def drawn(areas: Mapping[str, BaseGeometry]) -> dict[str, Any]:
    """``width``, ``height``, ``paths`` and ``places`` of *areas*, by code; see ``Outlines``."""
    import shapely
    from shapely.affinity import affine_transform

    codes = list(areas)
    whole = shapely.total_bounds(list(areas.values()))
    west, south, east, north = (float(each) for each in whole)
    scale = WIDTH / (east - west)
    # north is up in the grid and down in a picture
    matrix = [scale, 0.0, 0.0, -scale, -west * scale, north * scale]
    placed = [shapely.make_valid(affine_transform(areas[code], matrix)) for code in codes]
    simple = shapely.coverage_simplify(placed, _TOLERANCE)
    paths, places = {}, {}
    for code, shape in zip(codes, simple, strict=True):
        polygons = _large_enough(shape)
        if not polygons:
            continue
        paths[code] = "".join(_path(each) for each in polygons)
        largest = max(polygons, key=lambda each: each.area)
        circle = shapely.maximum_inscribed_circle(largest, tolerance=0.5)
        (x, y), _ = circle.coords
        places[code] = (round(x, 1), round(y, 1), round(circle.length, 1))
    return {
        "width": WIDTH,
        "height": round((north - south) * scale, 1),
        "paths": paths,
        "places": places,
    }


def _large_enough(shape: Any) -> list[Any]:
    """The polygons of an area, but for its very small islands."""
    parts = list(_polygons(shape))
    large = [each for each in parts if each.area >= _SMALLEST]
    return large or sorted(parts, key=lambda each: each.area)[-1:]


def _polygons(shape: Any) -> Iterator[Any]:
    """Every polygon in a geometry: mending one may leave lines and collections."""
    if shape.geom_type == "Polygon":
        yield shape
    for each in getattr(shape, "geoms", ()):
        yield from _polygons(each)


def _path(polygon: Any) -> str:
    """One closed subpath a ring, in tenths, each point from the one before."""
    return "".join(_ring(ring.coords) for ring in (polygon.exterior, *polygon.interiors))


def _ring(points: Any) -> str:
    tenths = [(round(x * 10), round(y * 10)) for x, y, *_ in points]
    x, y = tenths[0]
    parts = [f"M{x / 10:g} {y / 10:g}l"]
    steps = []
    for to_x, to_y in tenths[1:-1]:
        if (to_x, to_y) != (x, y):
            steps.append(f"{(to_x - x) / 10:g} {(to_y - y) / 10:g}")
            x, y = to_x, to_y
    return f"{parts[0]}{' '.join(steps)}z" if steps else ""
