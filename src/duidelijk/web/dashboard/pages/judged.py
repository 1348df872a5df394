"""What is said of one figure: its verdict, what was expected, and whether it is on the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.change.striking.listing import ON_LIST
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.expectation_sentences import expectation_sentence
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.one_series import part_names
from duidelijk.publish.sentences import Change, carried_sentence, change_sentence
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.pages.striking import shown_verdict
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
        if not rows:
            return {"newest": ""}
        newest = max(rows, key=lambda row: row["period_end"])["period"]
        return {"newest": place.figure(indicator.id, region, group, newest)}
    row = own[-1]
    others = [
        each
        for each in edition.other_change_of(indicator.id, region, group)
        if each["period"] == period and each["reference_period"] is not None
    ]
    decimals = shown_decimals(indicator, row["decimals"])
    return {
        "verdict": verdict_shown(row, indicator, decimals, language),
        "tier": tier_words(edition, (indicator.id, region, group), language),
        "sentences": _changes(edition, indicator, [*own, *others], language),
        "expected": [
            expectation_sentence(indicator, Change(each, decimals), language, group)
            for each in edition.against_expectation_of(indicator.id, region, group)
            if each["period"] == period
        ],
    }


def expectations(
    edition: Edition, row: Mapping[str, Any], sentences: Mapping[str, str], place: Place
) -> dict[str, Any] | None:
    """What was expected of a national figure, the main thing first and what else was asked apart;
    ``None`` where nothing could be told. *row* is the comparison that speaks for its change.
    """
    if "expected" not in sentences:
        return None
    w = words(place.language)
    against = {
        each["comparison"]: each
        for each in edition.against_expectation_of(row["indicator"], row["region"], row["group"])
        if (each["period"], each["method"]) == (row["period"], row["method"])
    }
    first = [_with_listing(sentences["expected"], against.get("expected"), w)]
    more: list[str] = []
    if "persistence" in sentences:
        lasting = against.get("persistence")
        told = _with_listing(sentences["persistence"], lasting, w)
        (first if _listed(lasting) else more).append(told)
    more += [sentences[name] for name in ("without_crisis", "foretold") if name in sentences]
    return {
        "why": _why(row, against.get("expected"), w),
        "first": first,
        "coming": sentences.get("coming", ""),
        "more": more,
    }


def _listed(row: Mapping[str, Any] | None) -> bool:
    return row is not None and row.get("tier") in ON_LIST


def _with_listing(sentence: str, row: Mapping[str, Any] | None, w: Mapping[str, str]) -> str:
    """A sentence that something fell outside its range says so when the list leaves it out."""
    if row is None or row["verdict"] not in (Verdict.RISEN, Verdict.FALLEN) or _listed(row):
        return sentence
    if row.get("asked"):
        return f"{sentence} {w['outside_not_listed']}"
    return sentence if row["fresh"] else f"{sentence} {w['outside_not_new']}"


def _why(row: Mapping[str, Any], expected: Mapping[str, Any] | None, w: Mapping[str, str]) -> str:
    """Why two answers on one page do not contradict each other; empty when they are alike."""
    if expected is None or expected["verdict"] != Verdict.NO_DEMONSTRABLE_CHANGE:
        return ""
    if row["verdict"] in (Verdict.RISEN, Verdict.FALLEN):
        return w["changed_yet_expected"]
    return w["untested_yet_expected"] if row["verdict"] == Verdict.NOT_TESTABLE else ""


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


def tier_words(edition: Edition, series: tuple[str, str, str], language: str) -> str:
    """Whether an indicator, region and group is on the list, and by what: the verdict beside it may
    be of another comparison. Empty when it is not on the list.
    """
    for each in (edition.striking or {"developments": []})["developments"]:
        if (each["indicator"], each["region"], each["group"]) == series:
            w, told = words(language), shown_verdict(edition, each, language)
            tier = w[f"tier_{each['tier']}"]
            return f"{tier}: {told['word']} {w['than']} {told['since']}"
    return ""
