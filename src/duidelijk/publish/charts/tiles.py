"""The tile map: one equal square a region, so that a small region weighs as much as a large one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duidelijk.publish.charts.markup import element, picture, text

_SIDE = 44


@dataclass(frozen=True)
class Tile:
    """What one region shows on the map."""

    code: str
    name: str
    short: str
    """Two to four letters for on the tile."""
    reading: str
    """What a pointer resting on it reads."""
    verdict: str
    favourable: bool | None = None


def tile_map(
    tiles: Sequence[Tile],
    places: Mapping[str, tuple[int, int]],
    *,
    id_: str,
    title: str,
    description: str,
) -> str:
    """SVG of the regions in *tiles* at their *places* (column, row); those without are left out."""
    placed = [tile for tile in tiles if tile.code in places]
    if not placed:
        return ""
    columns = max(column for column, _ in places.values()) + 1
    rows = max(row for _, row in places.values()) + 1
    content = "".join(_tile(tile, *places[tile.code]) for tile in placed)
    return picture(
        columns * _SIDE,
        rows * _SIDE,
        content,
        id_=id_,
        title=title,
        description=description,
        class_="tiles",
    )


def _tile(tile: Tile, column: int, row: int) -> str:
    x, y = column * _SIDE, row * _SIDE
    tone = {True: " good", False: " bad", None: ""}[tile.favourable]
    parts = [
        element("title", text(f"{tile.name}: {tile.reading}")),
        element("rect", x=x + 1, y=y + 1, width=_SIDE - 2, height=_SIDE - 2, rx=3),
        element("text", text(tile.short), x=x + _SIDE / 2, y=y + 16),
        element(
            "use", href=f"#mark-{tile.verdict}", x=x + _SIDE / 2 - 7, y=y + 22, width=14, height=14
        ),
    ]
    return element("g", "".join(parts), class_=f"tile {tile.verdict}{tone}")
