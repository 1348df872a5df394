"""Whether pages are being made for a copy that a web server gives without a program behind it.

Such a copy cannot search, compare what a reader chooses, take questions or answer programs; its
pages leave out what would lead there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class StaticCopy:
    """What a copy holds beside the pages themselves."""

    figures: bool = False
    """A page for every figure that a page leads to; else only for those that stand out."""
    region_documents: bool = False
    """The two pages on each region as a PDF."""


_made: ContextVar[StaticCopy | None] = ContextVar("static_copy", default=None)


def static_copy() -> StaticCopy | None:
    """The copy that pages are made for at this moment; ``None`` when readers ask for them."""
    return _made.get()


@contextlib.contextmanager
def making(copy: StaticCopy) -> Iterator[None]:
    """Within the block pages are made for *copy*."""
    token = _made.set(copy)
    try:
        yield
    finally:
        _made.reset(token)
