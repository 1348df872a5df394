"""What is different since the edition before; of a correction, what it makes otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference
from duidelijk.editions.texts import OPENING, theme_text
from duidelijk.publish.charts.small import mark
from duidelijk.publish.chosen import left_out
from duidelijk.publish.developments import Development, about, judgement, verdict_of
from duidelijk.publish.difference import (
    figure_difference,
    indicator_difference,
    list_difference,
    source_difference,
    text_difference,
    turned_verdicts,
)
from duidelijk.publish.numbers import number, shown_decimals
from duidelijk.publish.periods import period_words
from duidelijk.publish.sentences import capital
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.pages.folding import folded
from duidelijk.web.dashboard.pages.revised import revision_row, total_revised
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.pages.striking import figure_url
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_MOST_ROWS = 60
_LEAST_ROWS = 1
"""Figures shown of an indicator where many differ."""


def compared_with(edition: Edition, editions: Mapping[str, Edition]) -> Edition | None:
    """What an edition is told against: what it corrects, else the edition before it.

    ``None`` where that is not out.
    """
    described = edition.description
    return editions.get(described.get("corrects") or described["previous"] or "")


def difference_page(edition: Edition, before: Edition | None, place: Place) -> dict[str, Any]:
    """What the page shows; *before* as ``compared_with`` gives it."""
    if before is None:
        return {"before": None}
    language = place.language
    corrects = edition.corrects == before.id
    there = place.of(before.id)
    return {
        "before": {
            "id": before.id,
            "title": before.title.to(language),
            "url": there.front(),
            "corrects": corrects,
        },
        "figures": _figures(before, edition, place) if corrects else None,
        "texts": _texts(before, edition, place) if corrects else [],
        "list": _list(before, edition, place),
        "verdicts": folded(_verdicts(before, edition, place)),
        "revised": None if corrects else total_revised(edition, language),
        "indicators": _indicators(before, edition, place),
        "sources": _sources(before, edition),
    }


def _list(before: Edition, edition: Edition, place: Place) -> dict[str, Any]:
    found = list_difference(before, edition)
    there, language = place.of(before.id), place.language
    gone = [
        _development(before, each.development, there) | {"measured": each.measured}
        for each in found.gone
    ]
    return {
        "appeared": folded([_development(edition, each, place) for each in found.appeared]),
        "turned": folded([_development(edition, each, place) for each in found.turned]),
        "gone": folded(gone),
        "stayed": number(len(found.stayed), 0, language) if found.stayed else "",
        "stayed_one": len(found.stayed) == 1,
        "any": bool(found.appeared or found.gone or found.turned or found.stayed),
    }


def _development(edition: Edition, found: Development, place: Place) -> dict[str, Any]:
    language = place.language
    return {
        "title": edition.monitor.indicators[found["indicator"]].title.to(language),
        "about": capital(about(edition, found, language)),
        "sentence": found["sentences"][language],
        "url": figure_url(place, found),
        "mark": mark(verdict_of(found), found["favourable"]),
        "judgement": judgement(found, language),
        "tier": found["tier"],
        "left_out": found in left_out(edition),
    }


def _verdicts(before: Edition, edition: Edition, place: Place) -> list[dict[str, Any]]:
    """The indicators whose national verdict turned, the old verdict beside the new one."""
    return [
        {
            "title": edition.monitor.indicators[key].title.to(place.language),
            "url": place.indicator(key),
            "then": _verdict(before, key, then, place.language),
            "now": _verdict(edition, key, now, place.language),
        }
        for key, then, now in turned_verdicts(before, edition)
    ]


def _verdict(edition: Edition, key: str, row: Row, language: str) -> dict[str, Any]:
    indicator = edition.monitor.indicators[key]
    decimals = shown_decimals(indicator, row["decimals"])
    return {
        "verdict": verdict_shown(row, indicator, decimals, language),
        "period": period_words(row["period"], language),
    }


def _indicators(before: Edition, edition: Edition, place: Place) -> list[dict[str, Any]]:
    """Each sort of coming and going that there is any of, with its indicators."""
    found, there = indicator_difference(before, edition), place.of(before.id)
    sorts: tuple[tuple[str, Sequence[str], Edition, Place], ...] = (
        ("declared", found.declared, edition, place),
        ("filled", found.filled, edition, place),
        ("emptied", found.emptied, edition, place),
        ("dropped", found.dropped, before, there),
        ("redeclared", found.redeclared, edition, place),
    )
    phrases = words(place.language)
    return [
        {
            "title": phrases[f"differs_{name}"],
            "rows": folded(
                [
                    {
                        "title": of.monitor.indicators[key].title.to(place.language),
                        "url": at.indicator(key),
                    }
                    for key in keys
                ]
            ),
        }
        for name, keys, of, at in sorts
        if keys
    ]


def _sources(before: Edition, edition: Edition) -> dict[str, list[str]]:
    came, went = source_difference(before, edition)
    return {
        "came": [edition.monitor.sources[key].title for key in came],
        "went": [before.monitor.sources[key].title for key in went],
    }


def _texts(before: Edition, edition: Edition, place: Place) -> list[dict[str, str]]:
    """What the texts that say something else are about, and where each stands, then and now."""
    there, language = place.of(before.id), place.language
    titles = {OPENING: words(language)["text_opening"]}
    then, now = {OPENING: there.front()}, {OPENING: place.front()}
    for monitor, at, found in ((before.monitor, there, then), (edition.monitor, place, now)):
        for each in monitor.themes:
            titles[theme_text(each.id)] = each.title.to(language)
            found[theme_text(each.id)] = at.theme(each.id)
    return [
        {"title": titles.get(name, name), "then": then.get(name, ""), "now": now.get(name, "")}
        for name in text_difference(before, edition)
    ]


def _figures(before: Edition, edition: Edition, place: Place) -> dict[str, Any]:
    """Every sort of difference counted, by indicator, and what differs most."""
    found, language = figure_difference(before, edition), place.language
    phrases = words(language)
    each = max(_LEAST_ROWS, _MOST_ROWS // max(1, len(found.largest)))
    shown = []
    for key, counts in found.of_indicator.items():
        held = edition if key in edition.monitor.indicators else before
        indicator = held.monitor.indicators.get(key)
        rows = found.largest.get(key, ())[:each] if indicator else ()
        shown.append(
            {
                "id": key,
                "title": indicator.title.to(language) if indicator else key,
                "url": (place if held is edition else place.of(before.id)).indicator(key),
                "counts": _counts(counts, language),
                "rows": [revision_row(edition, indicator, row, place, before) for row in rows]
                if indicator
                else [],
            }
        )
    kinds = [kind.value for kind in Difference if found.counts.get(kind.value)]
    return {
        "kinds": [
            {
                "name": capital(phrases[f"differs_{kind}"]),
                "count": number(found.counts[kind], 0, language),
            }
            for kind in kinds
        ],
        "indicators": shown,
        "command": f"duidelijk compare {before.id} {edition.id} --all",
    }


def _counts(counts: Mapping[str, int], language: str) -> dict[str, str]:
    shortened = counts.get(Difference.ROUNDED, 0) + counts.get(Difference.TRUNCATED, 0)
    found = {
        "revised": counts.get(Difference.REVISED, 0),
        "rounded": shortened,
        "new": counts.get(Difference.NEW, 0),
        "withdrawn": counts.get(Difference.WITHDRAWN, 0),
    }
    return {name: number(count, 0, language) for name, count in found.items()}
