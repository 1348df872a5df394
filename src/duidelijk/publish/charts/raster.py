"""From SVG to PNG, with a font that comes along: a server has none of its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _fonts() -> list[str]:
    folder = files("font_source_sans_pro") / "files"
    return [str(folder / f"SourceSansPro-{each}.ttf") for each in ("Regular", "Semibold")]


def png(svg: str, width: int) -> bytes:
    """The picture *width* pixels wide."""
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=_fonts(),
        font_family="Source Sans Pro",
        sans_serif_family="Source Sans Pro",
    )
    return bytes(drawn)
