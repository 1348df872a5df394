"""The tile map: one equal square a region, so that a small region weighs as much as a large one.

Or, where an instance imported boundaries, the regions as they lie. Each region is a link with its
reading as name: by pointer, keyboard and screen reader alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duidelijk.publish.charts.markup import element, text

_SIDE = 44
_SMALL_SIDE = 20
_NAMED_UP_TO = 60
"""More regions than this, and there is no room for names on tiles."""


@dataclass(frozen=True)
class Tile:
    """What one region shows on the map."""

    code: str
    name: str
    short: str
    """Two to five letters for on the tile."""
    reading: str
    """What it says, without its name: what a pointer or a screen reader tells."""
    mark: str
    """The symbol on it; see ``small.mark_sprite``."""
    favourable: bool | None = None
    url: str = ""
    here: bool = False
    """Whether it is the region a page is about."""


@dataclass(frozen=True)
class Outlines:
    """Boundaries to draw instead of tiles: SVG paths by region code, in a box of this size."""

    width: float
    height: float
    paths: Mapping[str, str]
    places: Mapping[str, tuple[float, float, float]]
    """By code a point inside it to put its mark on, and the room there is."""


def tile_map(
    tiles: Sequence[Tile], places: Mapping[str, tuple[int, int]], *, id_: str, title: str
) -> str:
    """SVG of the regions in *tiles* at their *places* (column, row); those without are left out."""
    placed = [tile for tile in tiles if tile.code in places]
    if not placed:
        return ""
    many = len(placed) > _NAMED_UP_TO
    side = _SMALL_SIDE if many else _SIDE
    columns = max(column for column, _ in places.values()) + 1
    rows = max(row for _, row in places.values()) + 1
    content = "".join(_tile(tile, *places[tile.code], side, many) for tile in placed)
    return _map(columns * side, rows * side, content, id_, title, "tiles many" if many else "tiles")


def outline_map(tiles: Sequence[Tile], outlines: Outlines, *, id_: str, title: str) -> str:
    """SVG of the regions in *tiles* within their boundaries; those without are left out."""
    drawn = [tile for tile in tiles if tile.code in outlines.paths]
    if not drawn:
        return ""
    content = "".join(_outline(tile, outlines) for tile in drawn)
    return _map(outlines.width, outlines.height, content, id_, title, "tiles outlines")


def _map(width: float, height: float, content: str, id_: str, title: str, class_: str) -> str:
    """A group of links: an image would hide them from a screen reader."""
    named = element("title", text(title), id=f"{id_}-t")
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="group" class="{class_}" '
        f'aria-labelledby="{id_}-t">{named}{content}</svg>'
    )


def _tile(tile: Tile, column: int, row: int, side: int, many: bool) -> str:
    x, y = column * side, row * side
    gap = 1 if many else 2
    parts = [
        element(
            "rect", x=x + gap / 2, y=y + gap / 2, width=side - gap, height=side - gap, rx=side // 12
        )
    ]
    if many:
        parts.append(_symbol(tile.mark, x + 5, y + 5, 10))
    else:
        parts.append(element("text", text(tile.short), x=x + side / 2, y=y + 16))
        parts.append(_symbol(tile.mark, x + side / 2 - 7, y + 22, 14))
    return _link(tile, "".join(parts))


def _outline(tile: Tile, outlines: Outlines) -> str:
    parts = [element("path", d=outlines.paths[tile.code])]
    if tile.code in outlines.places:
        x, y, room = outlines.places[tile.code]
        size = min(14.0, round(room * 1.4, 1))
        if size >= 5:
            parts.append(_symbol(tile.mark, round(x - size / 2, 1), round(y - size / 2, 1), size))
    return _link(tile, "".join(parts))


def _symbol(mark: str, x: float, y: float, size: float) -> str:
    return element("use", href=f"#mark-{mark}", x=x, y=y, width=size, height=size)


def _link(tile: Tile, content: str) -> str:
    tone = {True: " good", False: " bad", None: ""}[tile.favourable]
    here = " here" if tile.here else ""
    reading = f"{tile.name}: {tile.reading}" if tile.reading else tile.name
    return element(
        "a" if tile.url else "g",
        element("title", text(reading)) + content,
        href=tile.url or None,
        aria_label=reading if tile.url else None,
        class_=f"tile {tile.mark}{tone}{here}",
    )
