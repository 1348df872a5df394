"""Names of indicators that contradict their description, or say too little to be compared by.

Rules for Dutch lists of indicators, made on the real list of 523 that waarstaatjegemeente.nl keeps
of the residents' survey (Burgerpeiling). They flag for a person to look at; they decide nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.local.monitor import LocalIndicator


class Flaw(StrEnum):
    """What is wrong between a name and its description."""

    OPPOSITE = "opposite"
    """The name speaks of something that the description says is absent."""
    POPULATION = "population"
    """The description is about other people than the rest of the list."""
    UNIT = "unit"
    """The unit is of another sort than what is described."""
    UNFINISHED = "unfinished"
    """The description breaks off."""
    SAME_DESCRIPTION = "same_description"
    """Another name has the very same description."""
    SAME_NAME = "same_name"
    """Another code has the very same name."""
    EMPTY_NAME = "empty_name"
    """The name says nothing by itself."""


CONTRADICTIONS = frozenset({Flaw.OPPOSITE, Flaw.POPULATION, Flaw.UNIT, Flaw.SAME_DESCRIPTION})
"""Flaws that keep an indicator from being the same as another until somebody settles them."""


@dataclass(frozen=True)
class Flagged:
    """One flaw of one indicator, with the words that show it."""

    flaw: Flaw
    shown: str
    """The words of the description, or the code of the other indicator."""


def flagged(indicators: Sequence[LocalIndicator]) -> dict[str, tuple[Flagged, ...]]:
    """The flaws of each indicator of one list, by code; those without any are left out."""
    whole = _Whole(indicators)
    found = {each.code: tuple(whole.flaws(each)) for each in indicators}
    return {code: flaws for code, flaws in found.items() if flaws}


_NEGATION = re.compile(
    r"\(?(?:nagenoeg|vrijwel)?\)?\s*vrij van|nauwelijks of geen|niet of nauwelijks|weinig of geen"
    r"|(?:nauwelijks|weinig) tot geen|\b(?:geen|nooit|zonder|nauwelijks|afwezig)\b",
    re.IGNORECASE,
)
_DENIED = 4
"""So many words after a negation are what it denies."""
_SHARED = 6
"""Letters that two words begin with, or that one holds of the other, to speak of one thing."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_UNFINISHED = re.compile(r"…{2,}|\.{4,}|\b(?:xxx+|tbd|nog in te vullen)\b", re.IGNORECASE)
_PEOPLE = (
    "inwoner",
    "ondernemer",
    "bedrijven",
    "jongere",
    "ouderen",
    "leerling",
    "huishouden",
    "cliënt",
    "mantelzorger",
)
_MOSTLY = 0.6
"""Share of the descriptions that must speak of the same people for another to stand out."""
_SAYS_NOTHING = frozenset(
    ["anders", "geen", "hoger", "lager", "meer", "minder", "onbepaald", "onbekend", "overig", "dan"]
)
_YES_OR_NO = re.compile(r"\(?\bja\b\)?.{0,12}\(?\bnee\b|\bnee\b.{0,12}\bja\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"\bpercentage\b|\baandeel\b", re.IGNORECASE)
_MEAN = re.compile(r"gemiddelde? (?:score|rapportcijfer|cijfer)|rapportcijfer", re.IGNORECASE)


class _Whole:
    """A list of indicators, with what must be known of all of them to judge one."""

    def __init__(self, indicators: Sequence[LocalIndicator]) -> None:
        self.names: Mapping[str, list[str]] = _by(indicators, lambda each: _plain(each.name))
        self.described = _by(indicators, lambda each: _plain(each.description))
        self.name_of = {each.code: _plain(each.name) for each in indicators}
        told = [_people(each.description) for each in indicators if each.description]
        spoken = Counter(each for people in told for each in people)
        most, count = spoken.most_common(1)[0] if spoken else ("", 0)
        self.people = most if told and count >= _MOSTLY * sum(map(bool, told)) else ""

    def flaws(self, one: LocalIndicator) -> Iterator[Flagged]:
        """Everything that is wrong with one indicator."""
        if denied := _denied(one):
            yield Flagged(Flaw.OPPOSITE, denied)
        other = _people(one.description)
        if self.people and other and self.people not in other and not other & _people(one.name):
            yield Flagged(Flaw.POPULATION, ", ".join(sorted(other)))
        if wrong := _unit(one):
            yield Flagged(Flaw.UNIT, wrong)
        if broken := _UNFINISHED.search(one.description):
            yield Flagged(Flaw.UNFINISHED, broken[0])
        yield from self._likenesses(one)
        if not says_something(one.name):
            yield Flagged(Flaw.EMPTY_NAME, one.name)

    def _likenesses(self, one: LocalIndicator) -> Iterator[Flagged]:
        others = self.names[_plain(one.name)]
        if len(others) > 1:
            yield Flagged(Flaw.SAME_NAME, _others(one, others))
        if one.description:
            same = self.described[_plain(one.description)]
            named = [each for each in same if self.name_of[each] != _plain(one.name)]
            if named:
                yield Flagged(Flaw.SAME_DESCRIPTION, _others(one, named))


def _by(
    indicators: Iterable[LocalIndicator], key: Callable[[LocalIndicator], str]
) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in indicators:
        found[key(each)].append(each.code)
    return found


def _plain(text: str) -> str:
    """A text by which two are the same: signs count, since (+) and (-) tell two apart."""
    return " ".join(text.casefold().split())


def _others(one: LocalIndicator, codes: Sequence[str]) -> str:
    """The codes of others, at most three."""
    others = [each for each in codes if each != one.code]
    return ", ".join(others[:3]) + (", …" if len(others) > 3 else "")


def _denied(one: LocalIndicator) -> str:
    """The words by which the description denies what the name speaks of; empty for none."""
    if _NEGATION.search(one.name) or _YES_OR_NO.search(one.description):
        return ""
    spoken = [each.casefold() for each in _WORD.findall(one.name) if len(each) >= _SHARED]
    for negation in _NEGATION.finditer(one.description):
        after = _WORD.findall(one.description[negation.end() :])[:_DENIED]
        for word in after:
            if any(_same_thing(word.casefold(), each) for each in spoken):
                return f"{negation[0].strip()} … {word}"
    return ""


def _same_thing(one: str, other: str) -> bool:
    """Whether two words share enough of their beginning, or one holds the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHARED:
        return False
    return short[:_SHARED] == long[:_SHARED] or short in long


def _people(text: str) -> set[str]:
    plain = text.casefold()
    return {each for each in _PEOPLE if each in plain}


def _unit(one: LocalIndicator) -> str:
    """What the description speaks of that its unit does not fit; empty when it does."""
    text = one.description
    if one.kind == "percent" and not _PERCENTAGE.search(text) and (found := _MEAN.search(text)):
        return f"{one.unit}: {found[0]}"
    if one.kind == "score" and not _MEAN.search(text) and (found := _PERCENTAGE.search(text)):
        return f"{one.unit}: {found[0]}"
    yes_or_no = re.search(
        r"ja|nee|bool", one.unit.casefold().replace("jaar", "").replace("jaren", "")
    )
    if not yes_or_no and one.kind is None and (found := _YES_OR_NO.search(text)):
        return f"{one.unit}: {found[0]}"
    return ""


def says_something(name: str) -> bool:
    """Whether a name holds a word that says something."""
    return any(each.casefold() not in _SAYS_NOTHING for each in _WORD.findall(name))
