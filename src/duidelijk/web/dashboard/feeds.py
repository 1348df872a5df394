"""Atom feeds: what stands out, edition by edition, of everything or of one subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.developments import Development
from duidelijk.publish.group_figures import developments_of
from duidelijk.publish.striking import head_sentence
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.pages.ending import ending_shown
from duidelijk.web.dashboard.pages.striking import figure_url
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute, edition_of
from duidelijk.web.library import library
from duidelijk.web.words import words

_MOST_EDITIONS = 12
Chosen = Callable[[Edition], list[Development]]


class Feed(Atom1Feed):
    """A feed without entries was changed when the newest edition came, not just now."""

    def latest_post_date(self) -> dt.datetime:
        """The latest change of an entry; of the whole where there is none."""
        moments: list[dt.datetime] = [each["updateddate"] for each in self.items]
        return max(moments, default=self.feed["updated"])


@require_safe
def feed(request: HttpRequest, language: str, subject: str, key: str = "") -> HttpResponse:
    """What stands out, in one entry an edition and one a development."""
    newest, place = edition_of(language, None)
    title, page, chosen = _subject(newest, subject, key, place)
    made = Feed(
        updated=_moment(newest),
        title=title,
        link=absolute(request, page),
        description=newest.monitor.lead.to(language),
        language=language,
        feed_url=absolute(request, request.path),
        feed_guid=absolute(request, request.path),
        author_name=newest.monitor.title.to(language),
    )
    for entry in _ended(request, place):
        made.add_item(**entry)
    for edition in reversed(list(library().editions().values())[-_MOST_EDITIONS:]):
        for entry in _entries(request, edition, place.of(edition.id), chosen(edition), not key):
            made.add_item(**entry)
    response = HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


def _ended(request: HttpRequest, place: Place) -> Iterator[dict[str, Any]]:
    """The last entry of all: that the monitor has stopped, for who follows it by a feed alone."""
    ending, today = library().ending(), timezone.localdate()
    told = ending_shown(ending, today, place.language)
    if ending is None or told is None or not ending.over(today):
        return
    address = absolute(request, place.archive())
    day = dt.datetime.combine(ending.date, dt.time(), dt.UTC)
    yield {
        "title": told["head"],
        "link": address,
        "unique_id": f"{address}#einde",
        "description": f"{told['note']} {told['keep']}",
        "updateddate": day,
        "pubdate": day,
    }


def _subject(edition: Edition, subject: str, key: str, place: Place) -> tuple[str, str, Chosen]:
    """The title of a feed, the page it goes with, and its developments in any edition."""
    language, monitor = place.language, edition.monitor
    name = monitor.title.to(language)
    if subject == "theme":
        themes = {each.id: each.title.to(language) for each in monitor.themes}
        if key not in themes:
            raise Unknown(key, themes)
        return f"{name}: {themes[key]}", place.theme(key), _where("theme", key)
    if subject == "indicator":
        if key not in monitor.indicators:
            raise Unknown(key, monitor.indicators)
        title = monitor.indicators[key].title.to(language)
        return f"{name}: {title}", place.indicator(key), _where("indicator", key)
    if subject == "region":
        if key not in edition.regions:
            raise Unknown(key, edition.regions)
        title = edition.regions[key].name.to(language)
        return f"{name}: {title}", place.region(key), _where("region", key)
    if subject == "group":
        target = monitor.target_group(key)
        if target is None:
            raise Unknown(key, [each.id for each in monitor.target_groups])
        title = target.title.to(language)
        return f"{name}: {title}", place.group(key), lambda each: developments_of(each, target)
    return name, place.front(), _where("", "")


def _where(field: str, key: str) -> Chosen:
    def chosen(edition: Edition) -> list[Development]:
        listed: list[Development] = (edition.striking or {"developments": []})["developments"]
        return [each for each in listed if not field or each[field] == key]

    return chosen


def _moment(edition: Edition) -> dt.datetime:
    """An edition has a date and no hour."""
    return dt.datetime.combine(edition.date, dt.time(), dt.UTC)


def _entries(
    request: HttpRequest,
    edition: Edition,
    place: Place,
    developments: list[Development],
    with_edition: bool,
) -> Iterator[dict[str, Any]]:
    language = place.language
    day = _moment(edition)
    if with_edition and edition.striking:
        address = absolute(request, place.front())
        yield {
            "title": f"{words(language)['edition']} {edition.title.to(language)}",
            "link": address,
            "unique_id": address,
            "description": head_sentence(edition.striking, language),
            "updateddate": day,
            "pubdate": day,
        }
    for each in developments:
        address = absolute(request, figure_url(place, each))
        indicator = edition.monitor.indicators[each["indicator"]]
        yield {
            "title": f"{indicator.title.to(language)} ({edition.title.to(language)})",
            "link": address,
            "unique_id": address,
            "description": each["sentences"][language],
            "updateddate": day,
            "pubdate": day,
        }
