"""The closed set of verdicts, and what follows from one for good or bad."""

from __future__ import annotations

from enum import StrEnum

from duidelijk.catalogue.model import Polarity


class Verdict(StrEnum):
    """What a comparison tells; "no flag" is never "no change"."""

    RISEN = "risen"
    FALLEN = "fallen"
    NO_DEMONSTRABLE_CHANGE = "no_demonstrable_change"
    NOT_TESTABLE = "not_testable"
    NOT_COMPARABLE = "not_comparable"


class Reason(StrEnum):
    """Why a comparison is not testable or not comparable."""

    NO_REFERENCE = "no_reference"
    """There is no earlier figure."""
    MISSING = "missing"
    """One of the two figures is missing or withheld."""
    NO_MARGINS = "no_margins"
    """The source gives no margins, and the figure is no count with a history."""
    SHORT_HISTORY = "short_history"
    """Too few earlier changes to know what is usual."""
    SMALL_COUNT = "small_count"
    """Fewer than five expected."""
    GAP = "gap"
    """The period just before is not known, so the usual change over this distance is not either."""
    TOO_NOISY = "too_noisy"
    """The series fluctuates so much that only a fall by half or more would show."""
    BOUNDARY = "boundary"
    """The region got or lost ground between the two: another region under the same code."""
    IRREGULAR = "irregular"
    """The figures follow no calendar, so that no next one can be expected."""
    BREAK = "break"
    """A declared break lies between the two."""


def favourable(verdict: str | None, polarity: Polarity) -> bool | None:
    """Whether a change is favourable; ``None`` without a change or without a judgement."""
    if polarity == "no_judgement" or verdict not in (Verdict.RISEN, Verdict.FALLEN):
        return None
    return (verdict == Verdict.RISEN) == (polarity == "higher_is_favourable")
