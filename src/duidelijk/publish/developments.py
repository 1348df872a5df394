"""The entries of an edition's list: by indicator, by region, and what each says in few words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from duidelijk.catalogue import Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import PAIRED, Comparison
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.sentences import FAVOURABLE_WORDS, Change, short_change
from duidelijk.publish.striking import told_in_order

Development = dict[str, Any]

PAIRED_NAMES = frozenset(each.value for each in PAIRED)
_THAN = {
    Comparison.EXPECTED.value: Text("verwacht", "expected"),
    Comparison.PERSISTENCE.value: Text(
        "verwacht, gemiddeld over drie perioden", "expected, averaged over three periods"
    ),
    Comparison.NATION.value: Text("past bij het landelijke beeld", "fits the national picture"),
    Comparison.NATION_PERSISTENCE.value: Text(
        "past bij het landelijke beeld, gemiddeld over drie perioden",
        "fits the national picture, averaged over three periods",
    ),
    Comparison.WITHOUT_CRISIS.value: Text(
        "verwacht zonder de crisis", "expected without the crisis"
    ),
}


def listed(edition: Edition) -> list[Development]:
    """What is on the list of an edition, in order; empty in editions from before there was one."""
    found: list[Development] = (edition.striking or {"developments": []})["developments"]
    return found


def by_indicator(developments: Sequence[Development]) -> list[list[Development]]:
    """The developments of one indicator together, in the order of its first."""
    found: dict[str, list[Development]] = {}
    for each in developments:
        found.setdefault(each["indicator"], []).append(each)
    return list(found.values())


@lru_cache(maxsize=64)
def by_region(edition: Edition) -> dict[str, list[Development]]:
    """The developments of each region, the most striking first."""
    found: dict[str, list[Development]] = {}
    for each in listed(edition):
        found.setdefault(each["region"], []).append(each)
    return found


def first_of_each(
    developments: Sequence[Development], most: int, per_theme: int
) -> list[list[Development]]:
    """The first indicators on a list to open with, so many of each theme at the most."""
    taken: dict[str, int] = {}
    chosen = []
    for own in by_indicator(developments):
        theme = own[0]["theme"]
        taken[theme] = taken.get(theme, 0) + 1
        if taken[theme] <= per_theme:
            chosen.append(own)
    return chosen[:most]


def is_nation(development: Development) -> bool:
    """Whether it is about everybody in the whole nation."""
    return bool(development["region"] == NATION and development["group"] == TOTAL)


def judgement(development: Development, language: str) -> str:
    """Favourable or not in words, for who does not see colours; empty where nobody says."""
    good = development["favourable"]
    return "" if good is None else FAVOURABLE_WORDS[good].to(language)


def about(edition: Edition, development: Development, language: str) -> str:
    """The region and group a development is about, in words."""
    parts = []
    if development["region"] != NATION:
        parts.append(edition.regions[development["region"]].name.to(language))
    if development["group"] != TOTAL:
        title = edition.monitor.group_codes[development["group"]].title.to(language)
        parts.append(title if not parts else title.lower())
    return ", ".join(parts) or edition.regions[NATION].name.to(language)


def than(development: Development, language: str) -> str:
    """What a difference is a difference from, in a word or two."""
    first = told_in_order(development)[0]
    if first["comparison"] in PAIRED_NAMES:
        return period_label(first["reference_period"], language)
    return _THAN[first["comparison"]].to(language)


def verdict_of(development: Development) -> str:
    """Which way a development goes, as a verdict for its mark."""
    return (Verdict.RISEN if development["direction"] == "up" else Verdict.FALLEN).value


def size(
    edition: Edition,
    development: Development,
    language: str,
    evidence: dict[str, Any] | None = None,
) -> str:
    """The size of a difference with its sign: of *evidence*, or of what is told first."""
    indicator = edition.monitor.indicators[development["indicator"]]
    decimals = shown_decimals(indicator, development["decimals"])
    told = evidence or told_in_order(development)[0]
    return short_change(indicator, Change(told, decimals), language)


def size_in_words(edition: Edition, development: Development, language: str) -> str:
    """``8,3 punten lager``: the size without a sign, since the word says which way."""
    shown = size(edition, development, language).lstrip("+−-")
    higher, lower = ("hoger", "lager") if language == "nl" else ("higher", "lower")
    return f"{shown} {higher if development['direction'] == 'up' else lower}"
