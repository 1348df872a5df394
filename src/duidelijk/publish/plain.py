"""A theme in a few short sentences, to be read out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.change.verdict import Verdict
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import period_words
from duidelijk.publish.sentences import direction_word, preposition


def theme_summary(
    theme: str, edition: str, fresh: Sequence[Mapping[str, Any]], gaps: int, language: str
) -> list[str]:
    """How many figures of a theme are new, what they did, and what is not known.

    *fresh* are the comparisons of the new national figures, *gaps* the indicators without any.
    """
    changed = sum(row["verdict"] in (Verdict.RISEN, Verdict.FALLEN) for row in fresh)
    same = sum(row["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE for row in fresh)
    unknown = len(fresh) - changed - same
    if language == "nl":
        return _dutch(theme, edition, len(fresh), changed, same, unknown, gaps)
    return _english(theme, edition, len(fresh), changed, same, unknown, gaps)


def plain_change(indicator: Indicator, change: Mapping[str, Any], language: str) -> str:
    """What a figure did, in one short sentence without numbers. *change* is a row of changes."""
    dutch = language == "nl"
    verdict, reference = change["verdict"], change["reference_period"]
    since = period_words(reference, language) if reference else ""
    if verdict in (Verdict.RISEN, Verdict.FALLEN):
        direction = direction_word(indicator, change["difference"], language)
        at = preposition(reference, language)
        if dutch:
            return f"Dat is {direction} dan {at} {since}."
        return f"That is {direction} than {at} {since}."
    if verdict == Verdict.NO_DEMONSTRABLE_CHANGE:
        if dutch:
            return f"Sinds {since} is geen verandering aangetoond."
        return f"No change has been shown since {since}."
    if verdict == Verdict.NOT_COMPARABLE:
        if dutch:
            return f"Met {since} is dit niet te vergelijken."
        return f"This cannot be compared with {since}."
    if dutch:
        return "Of dit is veranderd, kunnen we niet zeggen."
    return "We cannot say whether this has changed."


def plain_development(value: str, direction: str, basis: str, language: str) -> str:
    """What stands out, in two short sentences: the figure, and what it is higher or lower than.

    *basis* says what it was set beside, as ``we hadden verwacht``.
    """
    words = {"nl": ("hoger", "lager"), "en": ("higher", "lower")}[language]
    word = words[0] if direction == "up" else words[1]
    if language == "nl":
        return f"{value} Dat is {word} dan {basis}."
    return f"{value} That is {word} than {basis}."


def _dutch(
    theme: str, edition: str, fresh: int, changed: int, same: int, unknown: int, gaps: int
) -> list[str]:
    shown = [number(each, 0, "nl") for each in (fresh, changed, same, unknown, gaps)]
    told = [f"Dit is het thema {theme}, in de editie van {edition}."]
    if not fresh:
        told.append("Er kwamen geen nieuwe landelijke cijfers bij.")
    else:
        new = "Er is 1 nieuw cijfer" if fresh == 1 else f"Er zijn {shown[0]} nieuwe cijfers"
        told.append(f"{new} over heel Nederland.")
        if changed:
            told.append(f"Bij {shown[1]} daarvan weten we dat er iets veranderde.")
        if same:
            told.append(f"Bij {shown[2]} is geen verandering aangetoond.")
        if unknown:
            told.append(f"Bij {shown[3]} kunnen we het niet zeggen.")
    if gaps:
        word = "onderwerp" if gaps == 1 else "onderwerpen"
        told.append(f"Over {shown[4]} {word} van dit thema hebben we nog geen cijfer.")
    return told


def _english(
    theme: str, edition: str, fresh: int, changed: int, same: int, unknown: int, gaps: int
) -> list[str]:
    shown = [number(each, 0, "en") for each in (fresh, changed, same, unknown, gaps)]
    told = [f"This is the theme {theme}, in the edition of {edition}."]
    if not fresh:
        told.append("No new national figures came in.")
    else:
        new = "There is 1 new figure" if fresh == 1 else f"There are {shown[0]} new figures"
        told.append(f"{new} about the Netherlands as a whole.")
        if changed:
            told.append(f"For {shown[1]} of them we know that something changed.")
        if same:
            told.append(f"For {shown[2]} no change has been shown.")
        if unknown:
            told.append(f"For {shown[3]} we cannot say.")
    if gaps:
        word = "subject" if gaps == 1 else "subjects"
        told.append(f"On {shown[4]} {word} of this theme we have no figure yet.")
    return told
