"""What somebody does about something that is seen, for others to copy: values, about no person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence


class Audience(StrEnum):
    """Who can do it."""

    MUNICIPALITIES = "municipalities"
    STATE = "state"


@dataclass(frozen=True)
class Withdrawal:
    """That it was taken back, and why: it stays to be seen as that."""

    on: dt.date
    reason: Text


@dataclass(frozen=True)
class Practice:
    """What somebody does that others can copy, or what could be done."""

    number: int
    audience: Audience
    theme: str
    title: Text
    text: Text
    groups: tuple[str, ...] = ()
    organisation: str = ""
    """Who does it; empty for a thought that nobody has tried."""
    region: str = ""
    since: dt.date | None = None
    contact: str = ""
    """Where the organisation can be reached: a page, never a person."""
    evidence: tuple[Evidence, ...] = ()
    example: bool = False
    """Put together to show how it goes."""
    withdrawn: Withdrawal | None = None
