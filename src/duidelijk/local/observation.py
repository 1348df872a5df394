"""What a municipality or a GGD sees, as one observation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from duidelijk.change.verdict import Verdict


class Spread(StrEnum):
    """How widespread something is within the area of who reports it."""

    FEW = "few"
    """Single cases."""
    SOME = "some"
    """Some neighbourhoods, schools or organisations."""
    MOST = "most"
    """Most of them."""
    EVERYWHERE = "everywhere"
    UNKNOWN = "unknown"


class Trend(StrEnum):
    """Where it goes, in the words of verdicts; what somebody sees is no test."""

    RISEN = Verdict.RISEN.value
    FALLEN = Verdict.FALLEN.value
    NO_DEMONSTRABLE_CHANGE = Verdict.NO_DEMONSTRABLE_CHANGE.value
    NOT_TESTABLE = Verdict.NOT_TESTABLE.value
    """Whoever reports cannot tell."""


class Bearing(StrEnum):
    """What the trend means for the people it is about."""

    WORSE = "worse"
    BETTER = "better"
    NO_JUDGEMENT = "no_judgement"


class Direction(StrEnum):
    """What an observation, or a municipality as a whole, says of a theme or a group."""

    WORSE = "worse"
    BETTER = "better"
    MIXED = "mixed"
    """One thing for the better and another for the worse."""
    SAME = "same"
    UNJUDGED = "unjudged"
    """It changed, and whether that is good or bad was left open."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class LocalFigure:
    """A figure that goes with an observation: nothing without what it counts."""

    value: float
    unit: str
    definition: str
    period: str = ""
