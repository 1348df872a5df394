"""What one municipality or GGD sees and measures, beside its peers and the nation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class OwnTheme:
    """Where a theme goes: here, at those alike, and in the whole country."""

    theme: str
    own: str
    groups: tuple[tuple[str, str], ...]
    """Of each group what it is called and where it goes here."""
    peers: tuple[str, ...]
    """Sentences."""
    whole: tuple[str, ...]


@dataclass(frozen=True)
class OwnFigure:
    """What a local monitor measured here."""

    indicator: str
    group: str
    value: str
    period: str
    trend: str
    told: str
    """Against what, or why nothing can be told."""
    nation: str
    """The national indicator with what can be compared of it; empty for none."""


@dataclass(frozen=True)
class OwnWords:
    """One report in its own words."""

    theme: str
    what: str
    facts: str


@dataclass(frozen=True)
class OwnPicture:
    """Everything that is told back to who reported, in one language."""

    name: str
    day: dt.date
    private: bool
    """Whether it holds what is for the programme alone."""
    example: bool
    themes: tuple[OwnTheme, ...]
    figures: tuple[OwnFigure, ...]
    words: tuple[OwnWords, ...]
    peers: tuple[str, ...]
    """The names of those alike."""
