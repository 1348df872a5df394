"""The Atom feed of publications: every edition and every correction, with what it concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from duidelijk.editions.content import number_of
from duidelijk.editions.edition import Edition
from duidelijk.editions.standing import came_out
from duidelijk.publish.announcing import (
    Concerned,
    corrected_indicators,
    opening_words,
    reason_words,
    revised_indicators,
)
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import by_indicator
from duidelijk.publish.sentences import capital
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute, edition_of
from duidelijk.web.library import library
from duidelijk.web.words import words

_MOST_ENTRIES = 40
_MOST_NAMED = 60


class _Publications(Atom1Feed):
    """Atom whose entries name the indicators they concern, for programs as well."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for each in item["concerned"]:
            if each["url"]:
                address = {"rel": "related", "href": each["url"], "title": each["title"]}
                handler.addQuickElement("link", "", address)
            handler.addQuickElement("category", "", {"term": each["id"], "label": each["title"]})


@require_safe
def publications(request: HttpRequest, language: str) -> HttpResponse:
    """An entry for every edition that is out, the latest publication first."""
    newest, place = edition_of(language, None)
    name, phrases = newest.monitor.title.to(language), words(language)
    made = _Publications(
        title=f"{name}: {phrases['publications']}",
        link=absolute(request, place.archive()),
        description=capital(phrases["publications_lead"]),
        language=language,
        feed_url=absolute(request, request.path),
        feed_guid=absolute(request, request.path),
        author_name=name,
    )
    editions = library().editions()
    for edition in sorted(editions.values(), key=_last_told, reverse=True)[:_MOST_ENTRIES]:
        made.add_item(**_entry(request, edition, editions, place.of(edition.id)))
    response = HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


def _last_told(edition: Edition) -> tuple[dt.datetime, dt.date, int]:
    return came_out(edition), edition.date, number_of(edition.id)


def _entry(
    request: HttpRequest, edition: Edition, editions: Mapping[str, Edition], place: Place
) -> dict[str, Any]:
    """What the feed says of an edition; what differs from what it corrects when that is here."""
    language, phrases = place.language, words(place.language)
    wrong = editions.get(edition.corrects or "")
    better = next((each for each in editions.values() if each.corrects == edition.id), None)
    corrects = library().corrected(edition)
    found = (
        corrected_indicators(wrong, edition, language)
        if wrong
        else revised_indicators(edition, language)
        if not corrects
        else []
    )
    concerned = [_linked(request, each, place) for each in found]
    address = absolute(request, place.front())
    title = f"{phrases['edition']} {edition.title.to(language)}"
    context: dict[str, Any] = {
        "w": phrases,
        "opening": opening_words(edition, language),
        "wrong": _named(request, corrects, edition, editions, place) if corrects else None,
        "better": _named(request, better.id, better, editions, place) if better else None,
        "striking": [] if corrects else _striking(request, edition, place),
        "concerned": concerned[:_MOST_NAMED],
        "more": max(0, len(concerned) - _MOST_NAMED),
    }
    moment = came_out(edition)
    return {
        "title": f"{phrases['correction']}: {title} ({edition.id})" if corrects else title,
        "link": address,
        "unique_id": f"{address}#publicatie",
        "description": get_template("dashboard/publication.html").render(context).strip(),
        "pubdate": moment,
        "updateddate": max(moment, came_out(better)) if better else moment,
        "concerned": _each_once([*context["striking"], *context["concerned"]]),
    }


def _striking(request: HttpRequest, edition: Edition, place: Place) -> list[dict[str, str]]:
    """The indicators with something on the list, the most striking first."""
    found = []
    for own in by_indicator(shown(edition))[:_MOST_NAMED]:
        indicator = edition.monitor.indicators[own[0]["indicator"]]
        title = indicator.title.to(place.language)
        found.append(_linked(request, Concerned(indicator.id, title, ""), place))
    return found


def _each_once(concerned: list[dict[str, str]]) -> list[dict[str, str]]:
    return list({each["id"]: each for each in concerned}.values())


def _named(
    request: HttpRequest,
    other: str,
    correction: Edition,
    editions: Mapping[str, Edition],
    place: Place,
) -> dict[str, str]:
    """The other edition of a correction, and the reason as the correction published it."""
    return {
        "id": other,
        "url": absolute(request, place.of(other).front()) if other in editions else "",
        "reason": reason_words(correction, place.language),
    }


def _linked(request: HttpRequest, concerned: Concerned, place: Place) -> dict[str, str]:
    return {
        "id": concerned.id,
        "title": concerned.title,
        "told": concerned.told,
        "url": absolute(request, place.indicator(concerned.id)) if concerned.declared else "",
    }
