"""The figures that are on the table: of the session's edition, in review or out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from duidelijk.catalogue import Text
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import development_key
from duidelijk.publish.developments import about, is_nation, listed
from duidelijk.web.dashboard.pages.figure import figure_page, periods_of, shown_row
from duidelijk.web.dashboard.places import Place
from duidelijk.web.editorial.desk import edition_in_review, edition_under_embargo
from duidelijk.web.library import library

_one_at_a_time = threading.Lock()
"""Of sixty who ask for a figure at the same moment, one has it drawn."""


def edition_of(id_: str) -> Edition | None:
    """An edition that is out, in review or under embargo; ``None`` for another."""
    out = library().editions().get(id_)
    return out or edition_in_review(id_) or edition_under_embargo(id_)


def developments_of(edition: Edition) -> list[dict[str, Any]]:
    """The striking developments of an edition, in order."""
    return listed(edition)


def development_of(edition: Edition, key: str) -> dict[str, Any] | None:
    """A striking development by its key."""
    return next((each for each in listed(edition) if development_key(each) == key), None)


def development_title(edition: Edition, development: Mapping[str, Any], language: str) -> str:
    """What a striking development is called on an agenda."""
    title = edition.monitor.indicators[development["indicator"]].title.to(language)
    if is_nation(dict(development)):
        return title
    return f"{title}, {about(edition, dict(development), language)}"


@lru_cache(maxsize=1024)
def latest_period(edition: Edition, key: FigureKey) -> str:
    """The last period of a series in an edition; empty without such a series."""
    if key.region not in edition.regions:
        return ""
    found = edition.series_of(key.indicator, key.region, key.group)
    known = found.filter(found["value"].is_not_null()).sort("period_end")
    return str(known["period"][-1]) if len(known) else ""


@lru_cache(maxsize=1024)
def method_of(edition: Edition, key: FigureKey, period: str) -> str:
    """The method of the figure that is shown of a period; what follows is judged by the same."""
    shown = shown_row(edition, key.indicator, key.region, key.group, period)
    return str(shown["method"]) if shown else ""


def caption_of_figure(edition: Edition, key: FigureKey, period: str) -> Text | None:
    """What a figure says, in both languages; ``None`` when the edition does not hold it. Kept: an
    edition never changes, and every statement that stands on a figure asks for it.
    """
    with _one_at_a_time:
        return _caption(edition, key, period)


@lru_cache(maxsize=1024)
def _caption(edition: Edition, key: FigureKey, period: str) -> Text | None:
    if key.region not in edition.regions:
        return None
    if period not in periods_of(edition, key.indicator, key.region, key.group):
        return None
    told = []
    for language in ("nl", "en"):
        page = figure_page(
            edition, key.indicator, key.region, key.group, period, Place(language, edition.id)
        )
        if page is None:
            return None
        told.append(
            f"{page['indicator']['title']}, {page['region']}, {page['group'].lower()}, "
            f"{page['period']}: {page['value']}"
        )
    return Text(*told)


def shown_figure(
    edition: Edition, key: FigureKey, period: str, language: str
) -> dict[str, Any] | None:
    """The chart, table and sentences of a figure for in a session; kept, since everybody asks it
    at the same moment.
    """
    with _one_at_a_time:
        return _shown(edition, key, period, language)


@lru_cache(maxsize=256)
def _shown(edition: Edition, key: FigureKey, period: str, language: str) -> dict[str, Any] | None:
    place = Place(language, edition.id)
    page = figure_page(edition, key.indicator, key.region, key.group, period, place)
    if page is None:
        return None
    indicator = edition.monitor.indicators[key.indicator]
    return page | {
        "question": indicator.question.to(language),
        "definition": indicator.definition.to(language),
        "caution": indicator.caution.to(language) if indicator.caution else "",
        "limitations": indicator.limitations.to(language) if indicator.limitations else "",
    }
