"""What files are to become, and how that differs from what they are."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """What one file is to become."""

    file: str
    before: bytes | None
    after: bytes | None
    """``None``: the file is to go."""

    @property
    def texts(self) -> tuple[str | None, str | None]:
        """What it holds before and after, as text."""
        return _text(self.before), _text(self.after)


def difference(change: Change) -> list[str]:
    """The lines that differ, with some around them; the first character says which."""
    before, after = change.texts
    return lines_between(before, after)


def lines_between(before: str | None, after: str | None) -> list[str]:
    """As ``difference``, of two texts."""
    one, two = (before or "").splitlines(), (after or "").splitlines()
    found = difflib.unified_diff(one, two, n=2, lineterm="")
    return list(found)[2:]


def digest(changes: Sequence[Change]) -> str:
    """A checksum of everything that changes would write."""
    made = hashlib.sha256()
    for each in changes:
        made.update(repr((each.file, each.before, each.after)).encode())
    return made.hexdigest()


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8", "replace")
