"""A theme: what changed in it, then all its indicators, then what is missing."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import theme_text
from duidelijk.publish.national import national, strongest
from duidelijk.web.dashboard.pages.duiding import theme_in_brief
from duidelijk.web.dashboard.pages.folding import folded
from duidelijk.web.dashboard.pages.prose import editors_text
from duidelijk.web.dashboard.pages.rows import indicator_row
from duidelijk.web.dashboard.pages.signals import in_brief
from duidelijk.web.dashboard.pages.striking import of_theme
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library
from duidelijk.web.words import words


def theme_page(edition: Edition, key: str, place: Place) -> dict[str, Any] | None:
    """What the page of a theme shows; ``None`` when the edition has no such theme."""
    theme = next((each for each in edition.monitor.themes if each.id == key), None)
    if theme is None:
        return None
    language = place.language
    declared = edition.monitor.of_theme(key)
    picture = national(edition)
    changed = [
        row["indicator"]
        for row in strongest(
            picture.latest[each.id] for each in declared if each.id in picture.latest
        )
    ]
    rows = {
        each.id: indicator_row(edition, each, place.indicator(each.id), language)
        for each in declared
        if each.id in edition.counts
    }
    others = [row for id_, row in rows.items() if id_ not in changed]
    return {
        "theme": {
            "id": theme.id,
            "title": theme.title.to(language),
            "question": theme.question.to(language),
        },
        "duiding": theme_in_brief(edition, key, place),
        "signals": in_brief(edition, place, theme=key),
        "plain_url": place.plain(key),
        "doing_url": place.doing(key) if _known_today(key) else "",
        "seen_url": place.local(key) if _known_today(key) else "",
        "text": editors_text(edition, theme_text(key), place),
        "striking": of_theme(edition, key, place),
        "changed": folded([rows[each] for each in changed]),
        "fresh": folded([row for row in others if not row["stale"]]),
        "stale": folded([row for row in others if row["stale"] and not row["stopped"]]),
        "stopped": folded([row for row in others if row["stale"] and row["stopped"]]),
        "gaps": [
            gap_row(edition, each.id, place) for each in declared if each.id not in edition.counts
        ],
    }


def _known_today(theme: str) -> bool:
    """Whether the newest edition still has a theme: what can be done is told of those alone."""
    newest = library().newest()
    return newest is not None and any(each.id == theme for each in newest.monitor.themes)


def gap_row(edition: Edition, key: str, place: Place) -> dict[str, Any]:
    """An indicator without figures: what it would answer, and who could give them."""
    indicator = edition.monitor.indicators[key]
    language = place.language
    return {
        "title": indicator.title.to(language),
        "question": indicator.question.to(language),
        "url": place.indicator(key),
        "source": edition.monitor.sources[indicator.source].title,
        "tables": ", ".join(indicator.tables),
        "why": _why(indicator, language),
    }


def _why(indicator: Indicator, language: str) -> str:
    """Why there is no figure, as far as the declaration tells."""
    phrases = words(language)
    if indicator.status == "stopped":
        return phrases["why_stopped"]
    if indicator.status == "planned":
        return phrases["why_planned"]
    return phrases[f"why_{indicator.access or 'unknown'}"]


def gaps_page(edition: Edition, place: Place) -> dict[str, Any]:
    """What the page of gaps shows: per theme the indicators without figures."""
    themes = []
    for theme in edition.monitor.themes:
        missing = [
            gap_row(edition, each.id, place)
            for each in edition.monitor.of_theme(theme.id)
            if each.id not in edition.counts
        ]
        if missing:
            themes.append({"title": theme.title.to(place.language), "gaps": missing})
    return {"themes": themes, "count": sum(len(each["gaps"]) for each in themes)}
