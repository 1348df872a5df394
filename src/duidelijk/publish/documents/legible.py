"""What people type, as far as paper and files can hold it: no character makes a document fail."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

STYLES = ("Regular", "It", "Semibold", "SemiboldIt")
"""Those the templates use."""
_UPRIGHT = ("Regular", "Semibold")
"""What the others lack of these is taken from them."""
_UNKNOWN = "[?]"
"""What stands for signs that the font has no picture of; PDF/UA forbids to print an empty box."""
_NOT_DRAWN = {"link", "alt"}
_INVISIBLE = {"Cf", "Zs", "Zl", "Zp"}
_NOTHING = {"Cc", "Cn"}
_UNSEEN = _INVISIBLE | _NOTHING | {"Mn", "Mc", "Me"}
NOTHING = "–"
"""What stands where something must, and nobody wrote anything."""
_KEPT = "\n\t"
_TURNING = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of words, also of those that follow: who said something could be made to
read as another. Hebrew and Arabic run as they should without it."""
_FORBIDDEN = re.compile(f"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[{_TURNING}]")


def without_forbidden(text: str) -> str:
    """Without the characters that XML cannot hold at all, and without those that turn words."""
    return _FORBIDDEN.sub("", text)


def drawable(value: Any) -> Any:
    """*value* with every word in it such that the font can print it; whatever else stays."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _unseen().sub(_shown, value)
    if isinstance(value, dict):
        made = {key: _within(key, each) for key, each in value.items()}
        if made.get("kind") == "heading" and not any(map(_seen, made["runs"])):
            made["runs"] = [NOTHING]  # PDF/UA allows no heading without words
        return made
    if isinstance(value, list | tuple):
        return [drawable(each) for each in value]
    return value


def visible(text: str) -> bool:
    """Whether there is anything to see in it."""
    return any(unicodedata.category(sign) not in _UNSEEN for sign in without_forbidden(text))


def _seen(run: Any) -> bool:
    return visible(run if isinstance(run, str) else run.get("text", ""))


def _within(key: str, value: Any) -> Any:
    if key in _NOT_DRAWN and isinstance(value, str):
        return without_forbidden(value)
    return drawable(value)


def _shown(found: re.Match[str]) -> str:
    kept: list[str] = []
    for sign in _FORBIDDEN.sub("", found[0]):
        kind = unicodedata.category(sign)
        if sign in _KEPT or kind in _INVISIBLE:
            kept.append(sign)
        elif kind not in _NOTHING and (not kept or kept[-1] != _UNKNOWN):
            kept.append(_UNKNOWN)
    return "".join(kept)


@cache
def _unseen() -> re.Pattern[str]:
    """Stretches of what the font has no picture of."""
    folder = files("font_source_sans_pro") / "files"
    drawn = [_characters((folder / f"SourceSansPro-{each}.ttf").read_bytes()) for each in _UPRIGHT]
    inside = "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}"
        for first, last in _ranges(set.intersection(*drawn))
    )
    return re.compile(f"[^{inside}]+")


def _ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def _characters(font: bytes) -> set[int]:
    """The characters a TrueType font has a picture of, from its table ``cmap`` (of format 4)."""
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for each in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * each + 4)[0]
        if struct.unpack_from(">H", font, at)[0] == 4:
            found |= _segments(font, at)
    return found


def _segments(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * count
    found: set[int] = set()
    for n in range(count):
        last = struct.unpack_from(">H", font, ends + 2 * n)[0]
        first = struct.unpack_from(">H", font, starts + 2 * n)[0]
        delta = struct.unpack_from(">H", font, starts + 2 * (count + n))[0]
        place = starts + 2 * (2 * count + n)
        offset = struct.unpack_from(">H", font, place)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", font, place + offset + 2 * (code - first))[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
