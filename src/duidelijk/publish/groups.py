"""Sentences about a group of people across the themes, from counts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duidelijk.publish.numbers import number


@dataclass(frozen=True)
class Counts:
    """How many new national series speak of a group, and what they did."""

    judged: int
    tested: int
    worse: int
    better: int
    """Those that changed without being good or bad are in neither."""


def changes_sentences(name: str, counts: Counts, language: str) -> str:
    """What changed for a group, over all themes: two or three sentences."""
    shown = {key: number(value, 0, language) for key, value in vars(counts).items()}
    dutch = language == "nl"
    if not counts.judged:
        if dutch:
            return f"Over {_inside(name)} kwam in deze editie geen enkel nieuw cijfer."
        return f"This edition has no new figure about {_inside(name)}."
    if dutch:
        came = "kwam 1 nieuw cijfer" if counts.judged == 1 else f"kwamen {shown['judged']} nieuwe"
        first = f"Over {_inside(name)} {came}{'' if counts.judged == 1 else ' cijfers'}."
    else:
        many = "1 new figure" if counts.judged == 1 else f"{shown['judged']} new figures"
        first = f"There {'is' if counts.judged == 1 else 'are'} {many} about {_inside(name)}."
    return f"{first} {_outcome(counts, shown, dutch)}"


def _outcome(counts: Counts, shown: Mapping[str, str], dutch: bool) -> str:
    if not counts.tested:
        if dutch:
            return (
                "Geen daarvan is te toetsen, vooral doordat de reeksen te kort zijn of geen marge "
                "hebben. Of er iets veranderd is, kunnen we dus niet zeggen."
            )
        return (
            "None of them can be tested, mostly because the series are too short or have no "
            "margin. So we cannot say whether anything changed."
        )
    moved = counts.worse + counts.better
    if dutch:
        tested = f"{shown['tested']} daarvan {'was' if counts.tested == 1 else 'waren'} te toetsen"
        if not moved:
            return (
                f"{tested}; over alle toetsen samen is geen verandering ten goede of ten kwade "
                "aangetoond."
            )
        return f"{tested}: {shown['worse']} aantoonbaar ongunstiger, {shown['better']} gunstiger."
    tested = f"{shown['tested']} of them could be tested"
    if not moved:
        return f"{tested}; over all tests together no change for better or worse is shown."
    worse, better = shown["worse"], shown["better"]
    return f"{tested}: {worse} demonstrably less favourable, {better} more favourable."


def apart_sentence(name: str, higher: int, lower: int, tested: int, language: str) -> str:
    """How often the level of a group differs from that of everybody; empty without tests."""
    if not tested:
        return ""
    apart = number(higher + lower, 0, language)
    of = number(tested, 0, language)
    if language == "nl":
        if not higher + lower:
            return f"Geen van de {of} cijfers wijkt aantoonbaar af van dat van iedereen samen."
        return (
            f"Bij {apart} van de {of} cijfers wijken {_inside(name)} aantoonbaar af van iedereen "
            "samen."
        )
    if not higher + lower:
        return f"None of the {of} figures differs demonstrably from that of the whole population."
    return (
        f"For {apart} of the {of} figures, {_inside(name)} differ demonstrably from the population "
        "as a whole."
    )


def _inside(name: str) -> str:
    """A name of people inside a sentence: no capital but that of a proper name."""
    return name[:1].lower() + name[1:]
