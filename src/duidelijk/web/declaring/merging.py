"""When somebody else changed the same thing: both changes together, and where they cross."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from duidelijk.foundation.declarations import KeyPath
from duidelijk.foundation.editing import same
from duidelijk.web.declaring.shapes import MISSING


@dataclass
class Merged:
    """What two people made of the same thing."""

    value: Any
    theirs: list[tuple[KeyPath, Any]] = field(default_factory=list)
    """What they changed and I did not: taken over."""
    crossed: list[tuple[KeyPath, Any]] = field(default_factory=list)
    """What both changed, with theirs: mine stays in the form."""


def merged(base: Any, mine: Any, theirs: Any) -> Merged:
    """My changes since *base* put on what is there now."""
    result = Merged(None)
    result.value = _merge(base, mine, theirs, (), result)
    return result


def _merge(base: Any, mine: Any, theirs: Any, path: KeyPath, result: Merged) -> Any:
    if alike(theirs, base) or alike(mine, theirs):
        return mine
    if alike(mine, base):
        result.theirs.append((path, theirs))
        return theirs
    if all(isinstance(each, dict) for each in (base, mine, theirs)):
        keys = [*theirs, *(key for key in mine if key not in theirs)]
        found = {}
        for key in keys:
            one, two, three = (each.get(key, MISSING) for each in (base, mine, theirs))
            found[key] = _merge(one, two, three, (*path, key), result)
        return {key: each for key, each in found.items() if each is not MISSING}
    result.crossed.append((path, theirs))
    return mine


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, or are both not there."""
    if one is MISSING or other is MISSING:
        return one is other
    return same(one, other)
