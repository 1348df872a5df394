"""The boundaries an instance imported, kept in memory once read; see ``duidelijk geo import``."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from duidelijk.publish.charts.tiles import Outlines

_log = logging.getLogger(__name__)


def outlines(level: str, year: int) -> Outlines | None:
    """The boundaries of a level in the division of a year; ``None`` when none were imported."""
    path: Path = settings.HOME.boundaries / f"{level}-{year}.json"
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(path, changed)


@lru_cache(maxsize=32)
def _read(path: Path, changed: int) -> Outlines | None:
    """The boundaries in a file as it was at a moment; told and left out when it is broken."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        places = {code: (x, y, room) for code, (x, y, room) in found["places"].items()}
        return Outlines(found["width"], found["height"], found["paths"], places)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        _log.error("%s cannot be read: %s; import the boundaries again", path, error)
        return None
