"""The list of striking developments with its sentences, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import PAIRED, Comparison
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
    evidence = sorted(development["evidence"], key=lambda each: each["comparison"] in _OVER_THREE)
    one = evidence[0]
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
    for each in (each for each in evidence if each["tier"] in ("striking", "possible")):
        change = Change(each, decimals)
        if Comparison(each["comparison"]) in PAIRED:
            parts.append(change_sentence(indicator, change, language))
        else:
            parts.append(expectation_sentence(indicator, change, language, group))
    if development["provisional"]:
        parts.append("Voorlopig cijfer." if language == "nl" else "Provisional figure.")
    return " ".join(parts)


_OVER_THREE = (Comparison.PERSISTENCE.value, Comparison.NATION_PERSISTENCE.value)


def head_sentence(striking: Mapping[str, Any], language: str) -> str:
    """What the list says at its head: how much was judged, listed, and is expected to be false."""
    counts = {name: number(value, 0, language) for name, value in striking["counts"].items()}
    listed = striking["counts"]["listed"]
    if language == "nl":
        if not listed:
            return (
                f"Van {counts['series']} nieuwe cijfers konden we er {counts['judged']} toetsen. "
                "Er valt er geen op."
            )
        stand = "staat er 1" if listed == 1 else f"staan er {counts['listed']}"
        chance = (
            "Dat kan toeval zijn."
            if listed == 1
            else f"Daarvan zijn er naar verwachting hoogstens {counts['expected_false']} toeval."
        )
        return (
            f"Van {counts['series']} nieuwe cijfers konden we er {counts['judged']} toetsen. "
            f"Op deze lijst {stand}. {chance}"
        )
    if not listed:
        return (
            f"Of {counts['series']} new figures {counts['judged']} could be tested. "
            "None of them stands out."
        )
    stand = "1 is on this list" if listed == 1 else f"{counts['listed']} are on this list"
    chance = (
        "It may be chance."
        if listed == 1
        else f"Of these at most {counts['expected_false']} are expected to be chance."
    )
    return (
        f"Of {counts['series']} new figures {counts['judged']} could be tested; {stand}. {chance}"
    )


def plain_sentence(striking: Mapping[str, Any], language: str) -> str:
    """What a rule of thumb would have made of the same figures."""
    flagged = number(striking["plain"]["flagged"], 0, language)
    left_out = number(striking["plain"]["left_out"], 0, language)
    if language == "nl":
        return (
            f"Een vuistregel van ‘meer dan 5 % verschil met de vorige keer’ had {flagged} cijfers "
            f"aangewezen. Bij {left_out} daarvan is het verschil niet met genoeg zekerheid te "
            "onderscheiden van gewone schommeling."
        )
    return (
        f"A rule of thumb of ‘over 5% other than the last time’ would have pointed at {flagged} "
        f"figures. For {left_out} of them the difference cannot be told from ordinary fluctuation "
        "with enough certainty."
    )
