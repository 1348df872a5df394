"""Long lists on a page: the first of them at once, the rest behind a fold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

_SHOWN = 10
_TAIL = 3
"""So few more are not worth a fold."""

Item = TypeVar("Item")


class Folded(NamedTuple, Generic[Item]):
    """What of a list is shown at once, and what is folded away."""

    shown: Sequence[Item]
    more: Sequence[Item]


def folded(items: Sequence[Item]) -> Folded[Item]:
    """A list with what is too much of it at once apart."""
    at = _SHOWN if len(items) > _SHOWN + _TAIL else len(items)
    return Folded(items[:at], items[at:])
