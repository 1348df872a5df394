"""How a local indicator stands to a national one: the same, comparable in direction, or another.

The machine suggests and objects; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.agenda.duplicates import Candidate, alike, prints
from duidelijk.catalogue import Indicator
from duidelijk.local.contradictions import CONTRADICTIONS, Flagged, says_something
from duidelijk.local.monitor import LocalIndicator


class Match(StrEnum):
    """What a local indicator is beside a national one."""

    UNDECIDED = "undecided"
    SAME = "same"
    """Levels can stand side by side."""
    DIRECTION = "direction"
    """Whether it rises or falls can be compared; its level cannot."""
    OTHER = "other"
    """Nothing of it can be compared."""


class Objection(StrEnum):
    """Why a local indicator cannot be the same as a national one."""

    NO_DEFINITION = "no_definition"
    NO_POPULATION = "no_population"
    UNIT = "unit"
    AGES = "ages"
    """They are about other ages."""
    WINDOW = "window"
    """They ask about another stretch of time."""
    CONTRADICTION = "contradiction"
    """Its name contradicts its description."""
    TURNED = "turned"
    """One counts the opposite of the other."""


@dataclass(frozen=True)
class Objected:
    """One objection with the words of both sides that show it."""

    objection: Objection
    local: str = ""
    national: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A national indicator that may be meant, and how much their words are alike, from 0 to 1."""

    indicator: str
    score: float


def suggested(local: LocalIndicator, indicators: Mapping[str, Indicator]) -> list[Suggestion]:
    """National indicators that resemble a local one in words, the likest first; at most five.

    First those whose declaration names its code as where local figures are seen. For the words the
    method of ``agenda.duplicates``: pieces of words, weighed by how rare they are.
    """
    return Suggesting(indicators).of(local)


class Suggesting:
    """Suggests for many local indicators against the same national ones."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self.keys = [key for key, each in indicators.items() if not each.context]
        self.declared = {
            code: key
            for key in self.keys
            for told in indicators[key].local
            for code in _CODE.findall(told.title.nl)
        }
        self.candidates = [
            Candidate(at, prints(*_words(indicators[key])), frozenset())
            for at, key in enumerate(self.keys)
        ]

    def of(self, local: LocalIndicator) -> list[Suggestion]:
        """As ``suggested``."""
        declared = self.declared.get(local.code.casefold())
        first = [Suggestion(declared, 1.0)] if declared else []
        if not says_something(local.name):
            return first
        found = alike(local.name, local.description, frozenset(), self.candidates)
        more = [Suggestion(self.keys[each.key], each.score) for each in found]
        return [*first, *(each for each in more if each.indicator != declared)]


_CODE = re.compile(r"\(([a-z]+\d*_?\w*)\)")
"""A code in brackets at the end of the title of a place where local figures are seen."""


def _words(indicator: Indicator) -> tuple[str, str]:
    title = " ".join([indicator.title.nl, *indicator.also])
    return title, f"{indicator.question.nl} {indicator.definition.nl}"


def objections(
    local: LocalIndicator,
    national: Indicator,
    flaws: Sequence[Flagged] = (),
    turned: bool = False,
) -> tuple[Objected, ...]:
    """Everything that keeps *local* from being the same as *national*.

    Ages, stretches of time and units are read from what both say of themselves. What neither says
    cannot object; a definition and a population are asked of the local one in any case.
    """
    found = []
    if not local.description:
        found.append(Objected(Objection.NO_DEFINITION))
    if not local.population:
        found.append(Objected(Objection.NO_POPULATION, national=national.population.nl))
    if local.kind is not None and local.kind != national.kind:
        found.append(Objected(Objection.UNIT, local.unit, national.unit.nl))
    own = f"{local.population} {local.description} {local.name}"
    theirs = f"{national.population.nl} {national.definition.nl} {national.title.nl}"
    for objection, read in ((Objection.AGES, _ages), (Objection.WINDOW, _window)):
        ours, others = read(own), read(theirs)
        if ours and others and not ours & others:
            told = ", ".join(sorted(ours)), ", ".join(sorted(others))
            found.append(Objected(objection, *told))
    contradicting = next((each for each in flaws if each.flaw in CONTRADICTIONS), None)
    if contradicting:
        found.append(Objected(Objection.CONTRADICTION, contradicting.shown))
    if turned:
        found.append(Objected(Objection.TURNED))
    return tuple(found)


_FROM_TO = re.compile(r"(\d{1,2})\s*(t/m|tot en met|–|-|tot|up to)\s*(\d{2,3})(?!\d)")
_SCALES = ((0, 10), (1, 10), (0, 100), (1, 100))
"""Of answers, not of ages."""
_AND_OLDER = re.compile(r"(\d{1,2})\s*(?:jaar\s*)?(?:\+|en ouder|of ouder|and over)|(\d{1,2})-plus")
_WINDOW = re.compile(
    r"(?:(?:laatste|afgelopen|vorige|past)\s+)(\d+|twaalf|vier|twee|drie|zes)?\s*"
    r"(dag|week|weken|mnd|maand|maanden|jaar)",
    re.IGNORECASE,
)
_NUMBERS = {"twaalf": 12, "vier": 4, "twee": 2, "drie": 3, "zes": 6}
_UNITS = {"week": "week", "weken": "week", "mnd": "month", "maand": "month", "maanden": "month"}


def _ages(text: str) -> set[str]:
    """The ages that a text speaks of, as ``19-64`` or ``65+``."""
    plain = text.casefold()
    found = set()
    for low, to, high in _FROM_TO.findall(plain):
        first, last = int(low), int(high)
        if (first, last) not in _SCALES and first < last:
            found.add(f"{first}-{last - 1 if to in ('tot', 'up to') else last}")
    return found | {f"{a or b}+" for a, b in _AND_OLDER.findall(plain)}


def _window(text: str) -> set[str]:
    """The stretch of time before the question that a text asks about, as ``12 month``."""
    found = set()
    for number, unit in _WINDOW.findall(text.casefold()):
        count = _NUMBERS.get(number, int(number) if number.isdecimal() else 1)
        if unit == "jaar":
            count, unit = 12 * count, "maanden"
        found.add(f"{count} {_UNITS.get(unit, 'day')}")
    return found
