"""From what people write to a region: exact names, and the nearest ones for error messages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from duidelijk.regions.levels import LEVELS, PREFIXES, Level, checked, level_name, normalise
from duidelijk.regions.region import Region, every_region

_BRACKETS: Final = re.compile(r"^(?P<name>.*\S)\s*\((?P<inside>[^()]*)\)$")
_CODE: Final = re.compile(r"^\s*([A-Za-z]{2})?\s*([0-9]{1,5})\s*$")


def find(name: str, level: str | None = None, on: date | None = None) -> tuple[Region, ...]:
    """All regions with this name, of all dates or of one, larger levels first.

    Case, accents and punctuation do not matter; nor does what stands between brackets to tell
    namesakes apart, when it is not written: "Bergen" gives both. A level between brackets, as CBS
    writes it ("Groningen (PV)", "'s-Gravenhage (gemeente)"), picks that level.
    """
    from duidelijk.regions.partition import partition_on  # not needed to suggest

    wanted = None if level is None else checked(level)
    found = _named().get(simplified(name), ())
    if not found and (brackets := _BRACKETS.match(name.strip())):
        inside = _level_inside(brackets["inside"])
        found = tuple(
            one
            for one in _named().get(simplified(brackets["name"]), ())
            if inside is not None and one.level == inside
        )
    within = None if on is None else partition_on(on)
    return tuple(
        one
        for one in found
        if (wanted is None or one.level == wanted) and (within is None or one.code in within)
    )


def suggest(text: str, limit: int = 3) -> tuple[Region, ...]:
    """At most `limit` regions that a mistyped code or name may have meant, the likeliest first.

    Former municipalities are among them.
    """
    regions = every_region()
    if exact := regions.get(normalise(text).upper()):
        return (exact,)[:limit]
    if code := _CODE.match(text):
        return _near_codes(code[1], code[2])[:limit]
    return (find(text) or _near_names(text))[:limit]


def simplified(name: str) -> str:
    """A name without case, accents and punctuation: how names are compared."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in parts if letter.isalnum())


@cache
def _named() -> Mapping[str, tuple[Region, ...]]:
    """Simplified name → regions, under each of their names, with and without brackets."""
    found: dict[str, dict[str, Region]] = {}
    for one in every_region().values():
        for name in (one.name_nl, one.name_en, *one.also):
            brackets = _BRACKETS.match(name)
            for variant in (name, brackets["name"]) if brackets else (name,):
                found.setdefault(simplified(variant), {})[one.code] = one
    return {name: tuple(regions.values()) for name, regions in found.items()}


def _level_inside(text: str) -> Level | None:
    """The level a word between brackets stands for: a CBS prefix or a name of a level."""
    plain = simplified(text)
    for prefix, level in PREFIXES.items():
        if plain == prefix.lower():
            return level
    for level in LEVELS:
        if plain in (simplified(level_name(level, "nl")), simplified(level_name(level, "en"))):
            return level
    return None


_OTHER_DIVISIONS = {"CR", "BU", "WK", "AR", "RP", "ES", "PD", "BR", "JZ", "KG", "ZK"}
"""First letters of codes of CBS for divisions that are none of ours: no slips of the pen."""


def _near_codes(prefix: str | None, digits: str) -> tuple[Region, ...]:
    """Regions whose code has these digits, padded or not; else codes that look alike."""
    from difflib import get_close_matches  # only for messages

    regions = every_region()
    same = [
        one
        for code, one in regions.items()
        if (prefix is None or code[:2] == prefix.upper()) and int(code[2:]) == int(digits)
    ]
    if same:
        return tuple(sorted(same, key=lambda one: one.level != "municipality"))
    written = f"{(prefix or 'GM').upper()}{digits}"
    if written[:2] in _OTHER_DIVISIONS:
        return ()
    alike = [code for code in regions if code[:2] == written[:2]] or list(regions)
    return tuple(regions[code] for code in get_close_matches(written, alike, 9, 0.75))


def _near_names(text: str) -> tuple[Region, ...]:
    """Regions whose name looks like this, or begins with it."""
    from difflib import SequenceMatcher  # only for messages

    plain = simplified(text)
    if len(plain) < 2:
        return ()
    matcher = SequenceMatcher(b=plain, autojunk=False)
    scores: list[tuple[float, str]] = []
    for name in _named():
        matcher.set_seq1(name)
        begins = len(plain) > 3 and name.startswith(plain)
        if begins or (matcher.real_quick_ratio() > 0.7 and matcher.quick_ratio() > 0.7):
            scores.append((-max(matcher.ratio(), 0.8 if begins else 0.0), name))
    near = [name for score, name in sorted(scores) if score <= -0.7]
    return tuple(dict.fromkeys(one for name in near for one in _named()[name]))
