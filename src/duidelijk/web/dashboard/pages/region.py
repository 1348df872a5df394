"""A region: what stands out there, its figures beside the nation and its peers, and its gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from duidelijk.catalogue.model import RegionClass
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.peers import Company, nearest, of_class
from duidelijk.publish.about_region import dissolved, facts, filled, local_links
from duidelijk.publish.developments import by_region
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.maps import region_apart
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import date_words, period_label
from duidelijk.publish.region_figures import nothing_new, region_figures
from duidelijk.regions import (
    LEVELS,
    Succession,
    UnknownRegion,
    became,
    level_of,
    partition_on,
    partitions,
    predecessors,
)
from duidelijk.regions import region as region_of
from duidelijk.web.dashboard.pages.beside import by_theme, region_rows
from duidelijk.web.dashboard.pages.signals import in_brief
from duidelijk.web.dashboard.pages.striking import shown_verdict
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

NEAREST = "gelijkend"
"""The choice of peers that stands first: those most alike."""
_PEERS_NAMED = 30


def region_page(edition: Edition, code: str, place: Place, company: str) -> dict[str, Any] | None:
    """What the page of a region shows; ``None`` when the edition has no figure of it.

    *company* is the choice of peers: ``NEAREST`` or the id of a declared class.
    """
    if code not in edition.regions or code == NATION:
        return None
    language, named = place.language, edition.regions[code]
    peers = _company(edition, code, company)
    figures = region_figures(edition, code)
    rows = region_rows(edition, figures, peers.codes if peers else (), place)
    latest = nothing_new(figures)
    tested = sum(
        row["verdict"]["verdict"] not in (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE)
        for row in rows
    )
    standing = [each.standing for each in figures if each.standing]
    return {
        "region": {
            "code": code,
            "name": named.name.to(language),
            "level": named.level,
            "document": place.region_document(code),
        },
        "apart": region_apart(
            sum(each == Standing.HIGHER for each in standing),
            sum(each == Standing.LOWER for each in standing),
            sum(each != Standing.UNKNOWN for each in standing),
            language,
        ),
        "signals": in_brief(edition, place, region=code),
        "tested": tested > 0,
        "nothing_new": period_label(latest, language) if latest else "",
        "developments": _developments(edition, code, place),
        "around": _around(edition, code, place),
        "facts": facts(edition, code, language),
        "members": _members(edition, code, place),
        "became": _became(edition, code, place),
        "peers": _shown_company(edition, code, peers, company, place),
        "themes": by_theme(edition, rows, bool(peers and peers.codes), language),
        "gaps": _gaps(edition, {row["id"] for row in rows}, code, place),
        "local": local_links(edition, code, language),
        "seen_url": place.local_region(code)
        if edition.regions[code].level in ("municipality", "ggd")
        else "",
    }


def _developments(edition: Edition, code: str, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "sentence": each["sentences"][place.language],
            "url": place.indicator(each["indicator"]),
            "tier": each["tier"],
            "verdict": shown_verdict(edition, each, place.language),
        }
        for each in by_region(edition).get(code, [])
    ]


def _company(edition: Edition, code: str, company: str) -> Company | None:
    if company == NEAREST:
        return nearest(edition, code)
    return of_class(edition, code, class_of(edition, company))


def companies(edition: Edition) -> list[str]:
    """The choices of peers there are in an edition's monitor."""
    peers = edition.monitor.peers
    return [NEAREST, *(each.id for each in peers.classes)] if peers else [NEAREST]


def class_of(edition: Edition, key: str) -> RegionClass:
    """The declared class with this id; ``KeyError`` when there is none."""
    peers = edition.monitor.peers
    found = {each.id: each for each in peers.classes} if peers else {}
    return found[key]


def _shown_company(
    edition: Edition, code: str, peers: Company | None, company: str, place: Place
) -> dict[str, Any] | None:
    """Who the peers are and why, and the other choices."""
    declared = edition.monitor.peers
    if declared is None:
        return None
    language, phrases = place.language, words(place.language)
    choices = [{"id": NEAREST, "title": phrases["peers_nearest"], "url": place.region(code)}]
    for each in declared.classes:
        if each.id == company or of_class(edition, code, each):
            url = place.region(code, each.id)
            choices.append({"id": each.id, "title": each.title.to(language), "url": url})
    if peers is None and company == NEAREST and len(choices) == 1:
        return None
    indicators = edition.monitor.indicators
    named = peers.codes[:_PEERS_NAMED] if peers else ()
    return {
        "choices": [each | {"current": each["id"] == company} for each in choices],
        "regions": [
            {"name": edition.regions[each].name.to(language), "url": place.region(each)}
            for each in named
        ],
        "more": len(peers.codes) - len(named) if peers else 0,
        "features": [
            indicators[each.indicator].title.to(language).lower() for each in peers.features
        ]
        if peers
        else [],
        "bounds": _bounds(edition, peers, company, language) if company != NEAREST else "",
    }


def _bounds(edition: Edition, peers: Company | None, company: str, language: str) -> str:
    if peers is None:
        return ""
    wanted = class_of(edition, company)
    unit = edition.monitor.indicators[wanted.indicator].unit.to(language)
    drawn_by = f" ({wanted.source})" if wanted.source else ""
    low = number(peers.low, 0, language) if peers.low is not None else ""
    high = number(peers.high, 0, language) if peers.high is not None else ""
    phrases = words(language)
    if low and high:
        return f"{low} {phrases['up_to']} {high} {unit}{drawn_by}"
    end = f"{phrases['at_least']} {low}" if low else f"{phrases['under']} {high}"
    return f"{end} {unit}{drawn_by}"


def _around(edition: Edition, code: str, place: Place) -> list[dict[str, Any]]:
    """The regions a municipality lies in, with how many figures the edition has of each."""
    if edition.regions[code].level != "municipality":
        return []
    # of one that was dissolved: the areas it lay in at the last
    known = [each for each in partitions() if code in each and each.valid_from <= edition.date]
    if not known:
        return []
    partition = known[-1]
    found = []
    for level in ("safety_region", "ggd", "labour_region", "province", "part"):
        area = partition.membership(code, level).code
        if area is None:
            continue
        held = area in edition.regions
        found.append(
            {
                "level": level,
                "name": region_of(area).name(place.language),
                "url": place.region(area) if held else "",
                "striking": len(by_region(edition).get(area, [])),
            }
        )
    return found


def _members(edition: Edition, code: str, place: Place) -> list[dict[str, str]]:
    """The municipalities in a larger region."""
    if edition.regions[code].level == "municipality":
        return []
    found = [
        {
            "name": region_of(each).name(place.language),
            "url": place.region(each) if each in edition.regions else "",
        }
        for each in partition_on(edition.date).members(code)
    ]
    return sorted(found, key=lambda each: each["name"].casefold())


def _became(edition: Edition, code: str, place: Place) -> dict[str, Any] | None:
    """What a municipality that was dissolved by the date of the edition has become."""
    succession = _succession(code, edition.date)
    if succession is None:
        return None
    return {
        "since": date_words(succession.steps[-1].date, place.language),
        "explained": succession.explain(place.language),
        "regions": [
            {
                "name": region_of(each).name(place.language),
                "url": place.region(each) if each in edition.regions else "",
            }
            for each in succession.successors
        ],
    }


def _succession(code: str, by: dt.date) -> Succession | None:
    """What a municipality became by a date on which it did not exist any more."""
    held = [each for each in partitions() if code in each and each.valid_from <= by]
    if not held or held[-1].valid_from == partition_on(by).valid_from:
        return None
    found = became(code, held[-1].valid_from, by)
    return found if found.steps else None


def _gaps(edition: Edition, held: set[str], code: str, place: Place) -> list[dict[str, Any]]:
    """Per theme what is not known of this region: its indicators, and where to look instead."""
    language, name = place.language, edition.regions[code].name.to(place.language)
    found = []
    for theme in edition.monitor.themes:
        missing = [
            {
                "title": each.title.to(language),
                "url": place.indicator(each.id),
                "local": [
                    {
                        "title": local.title.to(language),
                        "address": filled(local.address, code, name),
                    }
                    for local in each.local
                ],
            }
            for each in edition.monitor.of_theme(theme.id)
            if each.id not in held
        ]
        if missing:
            found.append({"title": theme.title.to(language), "missing": missing})
    return found


def regions_page(edition: Edition, place: Place) -> dict[str, Any]:
    """Every region an edition has figures of, by level, from large to small."""
    levels: dict[str, list[dict[str, Any]]] = {}
    listed = by_region(edition)
    for code, each in edition.regions.items():
        if code != NATION:
            shown = {
                "name": each.name.to(place.language),
                "url": place.region(code),
                "striking": len(listed.get(code, [])),
                "dissolved": dissolved(edition, code),
                "also": ", ".join(region_of(code).also),
            }
            levels.setdefault(each.level, []).append(shown)
    return {
        "levels": [
            {"level": level, "regions": sorted(levels[level], key=_by_name)}
            for level in LEVELS
            if level in levels
        ]
    }


def _by_name(shown: dict[str, Any]) -> str:
    """Dutch names are sorted without the article: 's-Gravenhage under the g."""
    name = str(shown["name"]).casefold()
    return name.removeprefix("'s-").removeprefix("’s-").removeprefix("'t ")


def successors(code: str) -> Sequence[str]:
    """What a municipality that no longer exists has become by the newest division known."""
    found = _succession(code, partitions()[-1].valid_from)
    return found.successors if found else ()


def related(edition: Edition, code: str) -> Sequence[str]:
    """The regions of the edition that a code it does not know has become, or came from.

    Empty for what is no code of a region.
    """
    try:
        known = region_of(code.upper()).code
    except (UnknownRegion, ValueError):
        return ()
    if level_of(known) != "municipality":
        return ()
    held = [each for each in partitions() if known in each]
    later = became(known, held[-1].valid_from, max(edition.date, held[-1].valid_from))
    earlier = predecessors(known, held[0].valid_from, partitions()[0].valid_from)
    found = [*later.successors, *earlier.predecessors]
    return [each for each in dict.fromkeys(found) if each in edition.regions]


def region_list(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """The regions of an edition with something on the list, most of it first."""
    found = [
        {
            "name": edition.regions[code].name.to(place.language),
            "url": place.region(code),
            "count": len(own),
        }
        for code, own in by_region(edition).items()
        if code != NATION
    ]
    return sorted(found, key=lambda each: (-int(each["count"]), each["name"]))
