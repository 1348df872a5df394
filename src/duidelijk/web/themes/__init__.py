"""House styles: two that come along as examples, or a stylesheet of one's own."""

from __future__ import annotations

from pathlib import Path

_SHIPPED = Path(__file__).parent


def shipped_themes() -> list[str]:
    """The names of the house styles that come along."""
    return sorted(path.stem for path in _SHIPPED.glob("*.css"))


def theme_path(wanted: str) -> Path:
    """The stylesheet of a house style that comes along, else the path that was given."""
    return _SHIPPED / f"{wanted}.css" if wanted in shipped_themes() else Path(wanted)
