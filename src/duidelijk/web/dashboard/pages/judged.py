"""What is said of one figure: its verdict, what was expected, and whether it is on the list."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.publish.expectation_sentences import expectation_sentence
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.sentences import Change, carried_sentence, change_sentence
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.pages.series import part_names
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def judged(
    edition: Edition, indicator: Indicator, region: str, group: str, period: str, place: Place
) -> dict[str, Any]:
    """What an edition says of the figure of *period*; of the newest of a series only, since that
    is what it tests. Of an older one: where the newest stands.
    """
    language = place.language
    rows = edition.change_of(indicator.id, region, group)
    own = [row for row in rows if row["period"] == period]
    if not own:
        newest = max((row["period"] for row in rows), default="")
        return {"newest": place.figure(indicator.id, region, group, newest) if newest else ""}
    row = own[-1]
    decimals = shown_decimals(indicator, row["decimals"])
    return {
        "verdict": verdict_shown(row, indicator, decimals, language),
        "tier": _tier(edition, indicator.id, region, group, language),
        "sentences": [*_changes(edition, indicator, own, language)],
        "expected": [
            expectation_sentence(indicator, Change(each, decimals), language, group)
            for each in edition.against_expectation_of(indicator.id, region, group)
            if each["period"] == period
        ],
    }


def _changes(
    edition: Edition, indicator: Indicator, rows: list[dict[str, Any]], language: str
) -> list[str]:
    found = []
    for row in rows:
        decimals = shown_decimals(indicator, row["decimals"])
        found.append(change_sentence(indicator, Change(row, decimals), language))
        if carried_from := row.get("carried_from"):
            names = part_names(edition, carried_from, language)
            found.append(carried_sentence(row["reference_period"], names, language))
    return found


def _tier(edition: Edition, key: str, region: str, group: str, language: str) -> str:
    """How striking the list calls this series, in words; empty when it is not on the list."""
    developments = (edition.striking or {"developments": []})["developments"]
    for each in developments:
        if (each["indicator"], each["region"], each["group"]) == (key, region, group):
            return words(language)[f"tier_{each['tier']}"]
    return ""
