"""JSON in which no name comes twice: of two values under one name, which one is meant?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def read_json(body: bytes, constant: Callable[[str], Any] | None = None) -> Any:
    """What a reply holds; *constant* makes something of ``NaN`` and ``Infinity``.

    Raises ``ValueError``, also for a name that comes twice in an object, and ``RecursionError``.
    """
    return json.loads(body, object_pairs_hook=_object, parse_constant=constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name “{twice}” comes twice in one object")
    return found
