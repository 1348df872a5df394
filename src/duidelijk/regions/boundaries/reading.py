"""Files with shapes: GeoJSON, TopoJSON (both also gzipped) and GeoPackage."""

from __future__ import annotations

import gzip
import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duidelijk.foundation.problems import Problem, Refused

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_SQLITE = b"SQLite format 3\x00"
_GZIP = b"\x1f\x8b"
_LARGEST = 500 * 2**20
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""By the indicator in a GeoPackage header (OGC 12-128r19, § 2.1.3)."""


@dataclass(frozen=True)
class Shape:
    """One area in the coordinates of its file, with what the file says of it."""

    properties: Mapping[str, Any]
    geometry: BaseGeometry


def read_layers(path: Path) -> dict[str, list[Shape]]:
    """The areas in a file by layer, in file order; points and lines are left out.

    Raises ``Refused`` for what cannot be read.
    """
    from shapely.errors import ShapelyError

    try:
        with path.open("rb") as file:
            head = file.read(16)
        layers = _geopackage(path) if head == _SQLITE else _from_json(path, _content(path, head))
    except FileNotFoundError:
        raise _refused(path, "is not there", "name a file") from None
    except (OSError, EOFError, zlib.error, sqlite3.Error, UnicodeDecodeError) as error:
        raise _refused(
            path, f"cannot be read: {error}", "bring GeoJSON, TopoJSON or a GeoPackage"
        ) from error
    except (
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
        struct.error,
        ShapelyError,
    ) as error:
        raise _refused(path, f"is not sound: {error!r}", "export the boundaries again") from error
    return {name: [each for each in shapes if _is_area(each)] for name, shapes in layers.items()}


def _is_area(shape: Shape) -> bool:
    kinds = ("Polygon", "MultiPolygon")
    return shape.geometry.geom_type in kinds and not shape.geometry.is_empty


def _content(path: Path, head: bytes) -> bytes:
    """The text of a file, unpacked where it is packed, of no more than it can be."""
    with path.open("rb") as packed:
        file = gzip.GzipFile(fileobj=packed) if head[:2] == _GZIP else packed
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise _refused(path, "is larger than 500 MB", "simplify the boundaries first")
    return bytes(content)


def _from_json(path: Path, content: bytes) -> dict[str, list[Shape]]:
    try:
        document = json.loads(content)
    except ValueError as error:
        raise _refused(
            path, f"cannot be read: {error}", "bring GeoJSON, TopoJSON or a GeoPackage"
        ) from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        arcs = _arcs(document)
        return {
            name: [_of_topology(each, arcs) for each in layer["geometries"]]
            for name, layer in document["objects"].items()
        }
    if kind == "FeatureCollection":
        return {path.name.partition(".")[0]: list(_features(document["features"]))}
    raise _refused(
        path, "holds neither a FeatureCollection nor a Topology", "bring GeoJSON or TopoJSON"
    )


def _features(features: Any) -> Iterator[Shape]:
    from shapely.geometry import shape

    for each in features:
        if each.get("geometry"):
            yield Shape(dict(each.get("properties") or {}), shape(each["geometry"]))


def _arcs(topology: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs in coordinates: quantised ones are differences from point to point."""
    transform = topology.get("transform")
    if transform is None:
        return [[(x, y) for x, y, *_ in arc] for arc in topology["arcs"]]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def _of_topology(geometry: Mapping[str, Any], arcs: list[list[tuple[float, float]]]) -> Shape:
    from shapely.geometry import MultiPolygon, Polygon

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            # a negative number is an arc walked backwards
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    def polygon(rings: list[list[int]]) -> Polygon:
        return Polygon(ring(rings[0]), [ring(each) for each in rings[1:]])

    kind, each = geometry["type"], geometry.get("arcs", [])
    made: BaseGeometry = Polygon()
    if kind == "MultiPolygon":
        made = MultiPolygon([polygon(one) for one in each])
    elif kind == "Polygon":
        made = polygon(each)
    said = dict(geometry.get("properties") or {})
    if "id" in geometry:
        said.setdefault("id", geometry["id"])
    return Shape(said, made)


def _geopackage(path: Path) -> dict[str, list[Shape]]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        tables = database.execute(
            "SELECT table_name, column_name FROM gpkg_geometry_columns"
        ).fetchall()
        return {
            table: [
                Shape({key: row[key] for key in row.keys() if key != column}, shape)  # noqa: SIM118
                for row in database.execute(f'SELECT * FROM "{_quoted(table)}"')  # noqa: S608
                if (shape := _well_known(row[column])) is not None
            ]
            for table, column in tables
        }


def _quoted(table: str) -> str:
    return table.replace('"', '""')


def _well_known(blob: bytes | None) -> BaseGeometry | None:
    """The geometry in a GeoPackage's binary: a header, then well-known binary."""
    from shapely import from_wkb

    if blob is None:
        return None
    magic, _, flags = struct.unpack_from("2sBB", blob)
    if magic != b"GP":
        raise ValueError("a geometry has no GeoPackage header")
    start = 8 + _ENVELOPE_BYTES[(flags >> 1) & 0b111]
    return from_wkb(blob[start:])


def _refused(path: Path, what: str, remedy: str) -> Refused:
    return Refused("These boundaries cannot be imported:", [Problem(str(path), 0, what, remedy)])
