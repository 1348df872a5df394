"""The list of striking developments with its sentences, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import OVER_THREE, PAIRED, Comparison
from duidelijk.change.striking.listing import ON_LIST
from duidelijk.publish.expectation_sentences import expectation_sentence, series_sentence
from duidelijk.publish.numbers import number, shown_decimals
from duidelijk.publish.sentences import Change, change_sentence, value_sentence
from duidelijk.regions import COUNTRY

RegionName = Callable[[str, str], str]
"""The name of a region code in a language."""


def with_sentences(
    striking: Mapping[str, Any], monitor: Monitor, names: RegionName, languages: tuple[str, ...]
) -> dict[str, Any]:
    """The list with ``sentences`` for each development: language → one text."""
    return {
        **striking,
        "developments": [
            {
                **each,
                "sentences": {
                    language: development_sentence(monitor, each, names, language)
                    for language in languages
                },
            }
            for each in striking["developments"]
        ],
    }


def development_sentence(
    monitor: Monitor, development: Mapping[str, Any], names: RegionName, language: str
) -> str:
    """What the figure is, how it stands to what was expected, and what to beware of."""
    indicator = monitor.indicators[development["indicator"]]
    decimals = shown_decimals(indicator, development["decimals"])
    region, group = development["region"], development["group"]
    evidence = told_in_order(development)
    # what was asked of three periods holds their mean, which is no figure
    one = next((each for each in evidence if each["comparison"] not in OVER_THREE), evidence[0])
    about = [names(region, language)] if region != COUNTRY else []
    if group != TOTAL:
        about.append(monitor.group_codes[group].title.to(language).lower())
    if about:
        value = series_sentence(
            indicator, one["period"], one["value"], decimals, ", ".join(about), language
        )
    else:
        value = value_sentence(indicator, one["period"], one["value"], decimals, language)
    parts = [value]
    for each in (each for each in evidence if each["tier"] in ON_LIST):
        change = Change(each, decimals)
        if Comparison(each["comparison"]) in PAIRED:
            parts.append(change_sentence(indicator, change, language))
        else:
            parts.append(expectation_sentence(indicator, change, language, group))
    if development["provisional"]:
        parts.append("Voorlopig cijfer." if language == "nl" else "Provisional figure.")
    return " ".join(parts)


def told_in_order(development: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The evidence in the order it is told: on the list first, one period before three."""
    evidence: list[dict[str, Any]] = development["evidence"]
    return sorted(
        evidence,
        key=lambda each: (each["tier"] not in ON_LIST, each["comparison"] in OVER_THREE),
    )


def head_sentence(striking: Mapping[str, Any], language: str) -> str:
    """What the list says at its head: how much was judged, listed, and is expected to be false."""
    counts = {name: number(value, 0, language) for name, value in striking["counts"].items()}
    listed = striking["counts"]["listed"]
    if language == "nl":
        judged = f"Van {counts['series']} nieuwe cijfers konden we er {counts['judged']} toetsen. "
        if not listed:
            return judged + "Daarvan valt er geen op."
        stand = "staat er 1" if listed == 1 else f"staan er {counts['listed']}"
        return (
            f"{judged}Op de lijst van wat opvalt {stand}. Onze werkwijze laat daar gemiddeld "
            "hoogstens één op de tien door toeval op."
        )
    judged = f"Of {counts['series']} new figures, {counts['judged']} could be tested"
    if not listed:
        return f"{judged}. None of them stands out."
    stand = "1 is" if listed == 1 else f"{counts['listed']} are"
    return (
        f"{judged}; {stand} on the list of what stands out. Our method lets at most one in ten "
        "onto it by chance, on average."
    )


def _counted_on_list(listed: int, language: str) -> str:
    """How many are on the list, with the verb: ``staan er 3``, and never a nought."""
    shown = number(listed, 0, language)
    if language == "nl":
        return (
            "staat er geen" if not listed else f"{'staat' if listed == 1 else 'staan'} er {shown}"
        )
    return "none is" if not listed else f"{shown} {'is' if listed == 1 else 'are'}"


def plain_sentence(striking: Mapping[str, Any], language: str) -> str:
    """What a rule of thumb would have made of the same figures."""
    plain = {
        name: number(striking["plain"].get(name, 0), 0, language)
        for name in ("flagged", "left_out")
    }
    on_list = _counted_on_list(striking["plain"].get("listed", 0), language)
    if language == "nl":
        return (
            f"Een vuistregel van ‘meer dan 5 % verschil met de vorige keer’ had "
            f"{plain['flagged']} cijfers aangewezen. Daarvan {on_list} op de "
            f"lijst; bij {plain['left_out']} kan het verschil ook gewone "
            "schommeling zijn; de rest is niet te toetsen."
        )
    return (
        f"A rule of thumb of ‘more than 5% different from last time’ would have flagged "
        f"{plain['flagged']} figures. Of these, {on_list} on the list; for "
        f"{plain['left_out']} the difference could also be ordinary fluctuation; "
        "the rest cannot be tested."
    )
