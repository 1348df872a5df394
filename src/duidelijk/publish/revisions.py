"""The size of a revision in words: another value of the same period, so never "risen"."""

from __future__ import annotations

from duidelijk.catalogue import Indicator
from duidelijk.editions.revising import Difference
from duidelijk.publish.numbers import SPACE, difference_unit, shown_decimals, signed, with_sign
from duidelijk.publish.sentences import relative_change


def compared_decimals(kind: str, before: int | None, after: int | None) -> int:
    """The decimals of a difference: the fewest of both, or what was cut off would not be seen."""
    either = (before or 0, after or 0)
    return max(either) if kind == Difference.TRUNCATED else min(either)


def revision_words(
    indicator: Indicator, before: float, after: float, decimals: int | None, language: str
) -> str:
    """The difference in the unit, and for a count relative: ``+9 duizend personen (+2,5 %)``.

    *decimals* are those of ``compared_decimals``.
    """
    places = shown_decimals(indicator, decimals)
    difference = round(after - before, places)
    unit = difference_unit(indicator, language, plural=abs(difference) != 1)
    words = f"{signed(difference, places, language)}{SPACE}{unit}"
    relative = relative_change(indicator, after, before)
    if relative is None:
        return words
    percent = signed(relative, 1 if abs(relative) < 10 else 0, language)
    return f"{words} ({with_sign(percent, language)})"
