"""Draws the regions of a level: by imported boundaries where there are, else as tiles."""

from __future__ import annotations

from collections.abc import Sequence

from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.tiles import Tile, outline_map, tile_map
from duidelijk.web.boundaries import outlines


def drawn_map(
    edition: Edition, level: str, year: int, tiles: Sequence[Tile], *, id_: str, title: str
) -> str:
    """The map of *tiles* in the division of a *year*; empty when no place of any is known."""
    if lines := outlines(level, year):
        return outline_map(tiles, lines, id_=id_, title=title)
    return tile_map(tiles, edition.tiles(level, year), id_=id_, title=title)
