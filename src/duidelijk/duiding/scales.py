"""The closed scales on which people judge; every word on them is defined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from duidelijk.change.verdict import Verdict


class Confidence(StrEnum):
    """How sure somebody is of a reading, as a chance that it is right.

    The five parts leave no chance out. The bounds are those of the likelihood scale that the IPCC
    lays down for its authors (Mastrandrea et al., 2010), without its parts that overlap.
    """

    POSSIBLE = "possible"
    EVEN = "even"
    LIKELY = "likely"
    VERY_LIKELY = "very_likely"
    VIRTUALLY_CERTAIN = "virtually_certain"

    @property
    def bounds(self) -> tuple[int, int]:
        """The chance in percent: from, and up to."""
        return _BOUNDS[self]


_BOUNDS = {
    Confidence.POSSIBLE: (0, 33),
    Confidence.EVEN: (33, 66),
    Confidence.LIKELY: (66, 90),
    Confidence.VERY_LIKELY: (90, 99),
    Confidence.VIRTUALLY_CERTAIN: (99, 100),
}


class Seriousness(StrEnum):
    """How much a development matters to the people it is about."""

    NOT = "not"
    SLIGHT = "slight"
    NOTICEABLE = "noticeable"
    SERIOUS = "serious"
    VERY_SERIOUS = "very_serious"


class Expected(StrEnum):
    """What somebody expects of the next figure."""

    RISES = "rises"
    FALLS = "falls"
    STAYS = "stays"
    UNKNOWN = "unknown"

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that would bear this out; ``None`` for who does not know."""
        return _VERDICTS.get(self)


_VERDICTS = {
    Expected.RISES: Verdict.RISEN,
    Expected.FALLS: Verdict.FALLEN,
    Expected.STAYS: Verdict.NO_DEMONSTRABLE_CHANGE,
}


class Stance(StrEnum):
    """What somebody thinks of a reading that another put forward."""

    AGREE = "agree"
    UNSURE = "unsure"
    DISAGREE = "disagree"


class Status(StrEnum):
    """How a conclusion stands in the group."""

    SUPPORTED = "supported"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


class Said(StrEnum):
    """What a statement is about; the four questions of a round, and what is said in between."""

    SEEN = "seen"
    EXPLAINED = "explained"
    HIT = "hit"
    MISSING = "missing"
    ADDED = "added"


class Attribution(StrEnum):
    """As who somebody is named outside the session."""

    PERSPECTIVE = "perspective"
    """The rule of Chatham House: what was said may be told, not who said it."""
    ORGANISATION = "organisation"


Step = TypeVar("Step", bound=StrEnum)


def middle(judged: Sequence[Step]) -> Step | None:
    """The median of judgements on one scale, of two in the middle the lower; ``None`` of none.

    On an ordered scale a mean would say that the steps are equally far apart.
    """
    if not judged:
        return None
    steps = list(type(judged[0]))
    return sorted(judged, key=steps.index)[(len(judged) - 1) // 2]


def most_of(judged: Sequence[Step]) -> Step | None:
    """What most chose, for choices without an order; ``None`` when two are equal, or of none."""
    counted = Counter(judged).most_common(2)
    if len(counted) == 2 and counted[0][1] == counted[1][1]:
        return None
    return counted[0][0] if counted else None


def spread(judged: Sequence[Step]) -> dict[Step, int]:
    """How many chose each step of a scale, in the order of the scale; empty of none."""
    if not judged:
        return {}
    return {step: sum(each == step for each in judged) for step in type(judged[0])}
