"""How far a group agrees with a conclusion, by perspective, in a picture and in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duidelijk.duiding.agreement import Count, whole
from duidelijk.duiding.scales import Stance
from duidelijk.publish.charts.small import agreement_bar
from duidelijk.publish.duiding.naming import by_words, phrases


@dataclass(frozen=True)
class Side:
    """How many of one perspective took which stance."""

    perspective: str
    name: str
    count: Count
    words: str
    """``4 eens, 1 twijfel``."""
    bar: str
    """The same as a picture."""


@dataclass(frozen=True)
class Agreement:
    """Of a whole group: in total, and never without its parts."""

    count: Count
    words: str
    """``14 van de 16 eens``."""
    sides: tuple[Side, ...]


def agreement(parts: Mapping[str, Count], language: str) -> Agreement | None:
    """How far a group agrees; ``None`` where nobody weighed it."""
    every = whole(parts)
    if not every.total:
        return None
    most = max(each.total for each in parts.values())
    sides = tuple(
        Side(
            key,
            perspective_words(key, language),
            count,
            _stances(count, language),
            agreement_bar((count.agree, count.unsure, count.disagree), most),
        )
        for key in in_order(parts, "perspective")
        if (count := parts[key]).total
    )
    told = phrases(language)["told_agree"]
    return Agreement(every, told.format(agree=every.agree, total=every.total), sides)


def in_order(keys: Iterable[str], kind: str) -> list[str]:
    """Perspectives or kinds of organisation in the one order in which they are always named: that
    of their words. Those without words come last.
    """
    known = [each.removeprefix(f"{kind}_") for each in phrases("nl") if each.startswith(f"{kind}_")]
    return sorted(keys, key=lambda each: known.index(each) if each in known else len(known))


def perspective_words(key: str, language: str) -> str:
    """The name of a perspective; of the empty key that of perspectives held by one person each."""
    return phrases(language)["perspective_"] if not key else by_words(key, language)


def _stances(count: Count, language: str) -> str:
    known = phrases(language)
    parts = [
        f"{number} {known[f'stance_{stance.value}']}"
        for stance, number in zip(Stance, (count.agree, count.unsure, count.disagree), strict=True)
        if number
    ]
    return ", ".join(parts)
