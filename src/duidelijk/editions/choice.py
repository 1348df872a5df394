"""What editors can decide about a striking development; apart, as the database's tables name it."""

from __future__ import annotations

from enum import StrEnum


class Choice(StrEnum):
    """What editors do with a striking development."""

    IN = "in"
    OUT = "out"
    NEEDS_DUIDING = "needs_duiding"
    """It is shown, with the remark that people have yet to say what it means."""
