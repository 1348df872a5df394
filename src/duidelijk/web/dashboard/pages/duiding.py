"""What people made of the figures: of a theme, of a session, of a whole edition, and in brief."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import Resolver404, resolve

from duidelijk.duiding.report import SessionReport
from duidelijk.duiding.scales import Status
from duidelijk.editions.edition import Edition
from duidelijk.publish.duiding.conclusions import (
    ConclusionShown,
    of_group,
    of_session,
    of_theme,
)
from duidelijk.publish.duiding.plain import Link, in_language
from duidelijk.publish.duiding.sessions import (
    OpenShown,
    question_shown,
    session_shown,
    sessions_of,
    signal_shown,
    told_by,
)
from duidelijk.web.dashboard.pages.figure import periods_of
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library

_IN_BRIEF = 2
"""So many conclusions of each status stand on the page of a theme itself."""
_OF_EDITION = re.compile(r"/edities/([^/]+)(?:/(.*))?")
_FIGURE = re.compile(r"indicator/([^/]+)/cijfer/([^/]+)/([^/]+)/(.+)")
_INDICATOR = re.compile(r"indicator/([^/]+)")


def leading(place: Place) -> Link:
    """Turns addresses of evidence into those for this reader: in their language, in the preview of
    an edition that is not out; empty for what is not there.
    """

    def link(address: str) -> str:
        if not address.startswith("/"):
            return address
        found = _OF_EDITION.fullmatch(address)
        if found is None:
            return f"{place.root}{address}" if _answered(address) else ""
        edition = library().editions().get(found[1])
        return _within(edition, found[2] or "", place.of(found[1])) if edition else ""

    return link


def _within(edition: Edition, rest: str, place: Place) -> str:
    """A page of an edition that is there; of a figure only where the edition holds it."""
    if figure := _FIGURE.fullmatch(rest):
        key, region, group, period = figure.groups()
        known = key in edition.monitor.indicators
        there = known and period in periods_of(edition, key, region, group)
        return place.figure(key, region, group, period) if there else ""
    if indicator := _INDICATOR.fullmatch(rest):
        known = indicator[1] in edition.monitor.indicators
        return place.indicator(indicator[1]) if known else ""
    return f"{place.base}/{rest}".rstrip("/") if _answered(f"/edities/{edition.id}/{rest}") else ""


def _answered(path: str) -> bool:
    try:
        resolve(path.partition("?")[0].partition("#")[0].rstrip("/") or "/")
    except Resolver404:
        return False
    return True


def theme_in_brief(edition: Edition, theme: str, place: Place) -> dict[str, Any]:
    """What stands first on the page of a theme: who said what, how sure, what is contested."""
    every = of_theme(edition, theme, leading(place), place.language)
    told = [
        each
        for status in Status
        for each in [one for one in every if one.status is status][:_IN_BRIEF]
    ]
    reports = sessions_of(edition, theme)
    return {
        "last": None if reports else last_spoken_of(edition, place, theme),
        "any": bool(edition.texts.duiding),
        "sessions": [_session_row(each, place) for each in reports],
        "conclusions": [_with_session(each, place) for each in told],
        "more": len(every) - len(told),
        "example": any(each.example for each in reports),
        "url": place.theme_duiding(theme),
    }


def last_spoken_of(edition: Edition, place: Place, theme: str = "") -> dict[str, Any] | None:
    """The last edition before this one of which people said something, or something of a *theme*;
    ``None`` where there is none. One that was corrected is passed over for its correction.
    """
    editions = library().editions().values()
    corrected = {each.corrects for each in editions}
    for earlier in reversed(list(editions)):
        if earlier.date > edition.date or earlier.id in {edition.id, *corrected}:
            continue
        reports = sessions_of(earlier, theme)
        if not reports:
            continue
        there = place.of(earlier.id)
        return {
            "title": earlier.title.to(place.language),
            "url": there.theme_duiding(theme) if theme else there.duiding(),
            "question": in_language(reports[-1].question, place.language),
            "conclusions": [
                _with_session(each, there)
                for report in reports
                for each in of_session(earlier, report, leading(there), place.language, theme)
            ],
            "example": any(each.example for each in reports),
        }
    return None


def theme_line(edition: Edition, theme: str, place: Place) -> dict[str, Any] | None:
    """One line of a theme on the front page: its first conclusion; ``None`` without one."""
    found = of_theme(edition, theme, leading(place), place.language)
    if not found:
        return None
    return {"told": found[0], "more": len(found) - 1, "url": place.theme_duiding(theme)}


def group_duiding(edition: Edition, group: str, place: Place) -> dict[str, Any]:
    """What was concluded on a target group."""
    found = of_group(edition, group, leading(place), place.language)
    return {
        "any": bool(edition.texts.duiding),
        "conclusions": [_with_session(each, place) for each in found],
        "example": any(each.example for each in found),
    }


def theme_duiding_page(edition: Edition, key: str, place: Place) -> dict[str, Any] | None:
    """Everything that was said of a theme; ``None`` when the edition has no such theme."""
    theme = next((each for each in edition.monitor.themes if each.id == key), None)
    if theme is None:
        return None
    reports = sessions_of(edition, key)
    return {
        "last": None if reports else last_spoken_of(edition, place, key),
        "theme": {
            "id": key,
            "title": theme.title.to(place.language),
            "url": place.theme(key),
        },
        "sessions": [_session(edition, each, place, key) for each in reports],
        "example": any(each.example for each in reports),
    }


def session_page(edition: Edition, key: str, place: Place) -> dict[str, Any] | None:
    """A session with everything that came out of it; ``None`` when the edition has no such one."""
    report = next((each for each in edition.texts.duiding if each.id == key), None)
    if report is None:
        return None
    return {"session": _session(edition, report, place, ""), "example": report.example}


def duiding_page(edition: Edition, place: Place) -> dict[str, Any]:
    """All sessions on an edition, what they asked, and the themes they spoke of."""
    link, language, reports = leading(place), place.language, edition.texts.duiding
    signals = [signal_shown(each, one, link, language) for each in reports for one in each.signals]
    questions = [
        question_shown(each, one, link, language) for each in reports for one in each.questions
    ]
    spoken = {theme for each in reports for theme in each.themes}
    return {
        "last": None if reports else last_spoken_of(edition, place),
        "sessions": [
            _session_row(each, place)
            | {
                "conclusions": [
                    _with_session(one, place) for one in of_session(edition, each, link, language)
                ]
            }
            for each in reports
        ],
        "themes": [
            {
                "title": each.title.to(language),
                "url": place.theme_duiding(each.id),
                "spoken": each.id in spoken,
            }
            for each in edition.monitor.themes
        ],
        "signals": [_open(edition, each, place) for each in signals],
        "questions": [_open(edition, each, place) for each in questions],
        "example": any(each.example for each in reports),
    }


def _session_row(report: SessionReport, place: Place) -> dict[str, Any]:
    return {
        "question": in_language(report.question, place.language),
        "told": told_by(report, place.language),
        "url": place.session(report.id),
        "example": report.example,
    }


def _with_session(conclusion: ConclusionShown, place: Place) -> dict[str, Any]:
    return {
        "told": conclusion,
        "url": f"{place.session(conclusion.session)}#{conclusion.anchor}",
    }


def _session(edition: Edition, report: SessionReport, place: Place, theme: str) -> dict[str, Any]:
    """A session, or what it said of a *theme*, with the titles of what it touches."""
    shown = session_shown(edition, report, leading(place), place.language, theme)
    return {
        "told": shown,
        "url": place.session(report.id),
        "conclusions": [
            {
                "told": each,
                "themes": _themes(edition, each.themes, place),
                "groups": _groups(edition, each.groups, place),
            }
            for each in shown.conclusions
        ],
        "signals": [_open(edition, each, place) for each in shown.signals],
        "questions": [_open(edition, each, place) for each in shown.questions],
    }


def _open(edition: Edition, each: OpenShown, place: Place) -> dict[str, Any]:
    return {
        "told": each,
        "themes": _themes(edition, each.themes, place),
        "url": place.session(each.session),
    }


def _themes(edition: Edition, keys: Sequence[str], place: Place) -> list[dict[str, str]]:
    return _titled(
        ((each.id, each.title.to(place.language)) for each in edition.monitor.themes),
        {each: place.theme_duiding(each) for each in keys},
    )


def _groups(edition: Edition, keys: Sequence[str], place: Place) -> list[dict[str, str]]:
    return _titled(
        ((each.id, each.title.to(place.language)) for each in edition.monitor.target_groups),
        {each: place.group(each) for each in keys},
    )


def _titled(known: Iterable[tuple[str, str]], urls: dict[str, str]) -> list[dict[str, str]]:
    return [{"title": title, "url": urls[key]} for key, title in known if key in urls]
