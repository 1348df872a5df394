"""Which format an answer gets: by ``f`` in the address, else by what the reader accepts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.http import HttpRequest

from duidelijk.web.api.problems import Problem

JSON, CSV = "application/json", "text/csv"
_TYPES = {"json": JSON, "csv": CSV}
"""What can be asked for by ``Accept``; JSON-stat is JSON too, so only ``f`` tells it apart."""
_LONGEST = 500


def chosen_format(request: HttpRequest, asked: str | None, offered: Sequence[str]) -> str:
    """The format of an answer, one of *offered*. Raises ``Problem`` when none will do."""
    if asked is not None:
        return asked
    found = accepted(request.META.get("HTTP_ACCEPT", ""), tuple(offered))
    if found is None:
        there = " and ".join(_TYPES[each] for each in offered if each in _TYPES)
        raise Problem(406, f"What you accept is not offered here; there is {there}")
    return found


@lru_cache(maxsize=256)
def accepted(accept: str, offered: tuple[str, ...]) -> str | None:
    """The format of *offered* that an ``Accept`` header likes most; ``None`` when it likes none.

    Of those liked equally the one offered first. See RFC 9110, 12.5.1.
    """
    if not accept.strip():
        return offered[0]
    ranges = _ranges(accept[:_LONGEST])
    best, liked = None, 0.0
    for each in offered:
        if each in _TYPES and (quality := _quality(_TYPES[each], ranges)) > liked:
            best, liked = each, quality
    return best


def _ranges(accept: str) -> dict[str, float]:
    """The media ranges of a header with their quality; parameters other than ``q`` are dropped."""
    found = {}
    for part in accept.split(","):
        kind, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = 1.0
        for each in parameters:
            if each.startswith("q="):
                try:
                    quality = min(1.0, max(0.0, float(each[2:])))
                except ValueError:
                    quality = 0.0
        found[kind] = quality
    return found


def _quality(kind: str, ranges: dict[str, float]) -> float:
    """The quality of the most specific range that a media type falls in; 0 when in none."""
    for each in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if each in ranges:
            return ranges[each]
    return 0.0
