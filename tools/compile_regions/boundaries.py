"""Where municipalities lie and whom they touch, from generalised boundaries (topojson)."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass
class Shapes:
    """Where the municipalities of one date lie: centroids, areas, who touches whom."""

    centroid: dict[str, tuple[float, float]] = field(default_factory=dict)
    area: dict[str, float] = field(default_factory=dict)
    touching: set[tuple[str, str]] = field(default_factory=set)


def rings(geometry: Mapping[str, Any]) -> list[list[int]]:
    """The rings of a topojson geometry as lists of arc numbers, holes included."""
    arcs: Any = geometry["arcs"]
    return (
        [list(r) for r in arcs]
        if geometry["type"] == "Polygon"
        else [list(r) for polygon in arcs for r in polygon]
    )


def decode_arcs(topology: Mapping[str, Any]) -> list[Points]:
    """The arcs of a quantised topojson in longitude and latitude."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        np.cumsum(np.asarray(arc, dtype=float), axis=0) * scale + move for arc in topology["arcs"]
    ]


def ring_moments(points: Points) -> tuple[float, float, float]:
    """Signed area of a closed ring and its first moments (shoelace formula)."""
    (x0, y0), (x1, y1) = points[:-1].T, points[1:].T
    cross = x0 * y1 - x1 * y0
    return (
        float(cross.sum() / 2),
        float(((x0 + x1) * cross).sum() / 6),
        float(((y0 + y1) * cross).sum() / 6),
    )


def read_shapes(path: Path) -> Shapes:
    """Centroids (x to the east, y to the south, 1 = one degree of latitude) and neighbours."""
    topology = json.loads(gzip.decompress(path.read_bytes()))
    arcs = [arc * [np.cos(np.radians(52.2)), -1.0] for arc in decode_arcs(topology)]
    objects = topology["objects"]
    layer = objects["gm_features"] if "gm_features" in objects else objects["municipalities"]
    shapes, users = Shapes(), defaultdict(set)
    for geometry in layer["geometries"]:
        code = geometry["properties"].get("code") or geometry["properties"]["gemcode"]
        total = np.zeros(3)
        for ring in rings(geometry):
            line = np.concatenate([arcs[a] if a >= 0 else arcs[~a][::-1] for a in ring])
            total += ring_moments(line)
            for arc in ring:
                users[arc if arc >= 0 else ~arc].add(code)
        shapes.centroid[code] = (float(total[1] / total[0]), float(total[2] / total[0]))
        shapes.area[code] = abs(float(total[0]))
    for codes in users.values():
        shapes.touching |= {(a, b) for a in codes for b in codes if a < b}
    return shapes
