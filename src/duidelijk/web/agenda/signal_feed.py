"""The feed of signals: an entry each, changed when its last step was published."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.catalogue import Text
from duidelijk.publish.duiding.plain import in_language
from duidelijk.web.agenda.models import today
from duidelijk.web.agenda.naming import Names
from duidelijk.web.agenda.tracking import Wanted, tracked
from duidelijk.web.dashboard.feeds import Feed
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.rendering import absolute, edition_of
from duidelijk.web.words import words

_MOST = 50


@require_safe
def feed(request: HttpRequest, language: str, facet: str = "", key: str = "") -> HttpResponse:
    """The signals that changed last, all of them or of one facet."""
    newest, place = edition_of(language, None)
    names, phrases = Names(newest, language), words(language)
    if facet and not names.known(facet, key):
        raise Unknown(key, [])
    title = phrases["signals_title"] + (f" {names.of(facet, key)}" if facet else "")
    wanted = tracked(Wanted({facet: key} if facet else {}), today())
    found = list(wanted.select_related("publication")[:_MOST])
    made = Feed(
        updated=dt.datetime.combine(newest.date, dt.time(), dt.UTC),
        title=title,
        link=absolute(request, place.signals(facet, key)),
        description=phrases["signals_lead"],
        language=language,
        feed_url=absolute(request, request.path),
        feed_guid=absolute(request, request.path),
        author_name=newest.monitor.title.to(language),
    )
    for each in found:
        address = absolute(request, place.signal(each.pk))
        asked = [
            f"{phrases['signal_asked_of']} {in_language(Text(**one['name']), language).text}: "
            f"{phrases['state_ask_' + one['state']]}"
            for one in each.row["asked"]
        ]
        example = [phrases["example"]] if each.row["example"] else []
        stage = phrases[f"stage_{each.stage}"]
        made.add_item(
            title=in_language(Text(**each.row["title"]), language).text,
            link=address,
            unique_id=address,
            description="; ".join([stage, *asked, *example]),
            pubdate=each.publication.moment,
            updateddate=each.publication.moment,
        )
    response = HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"
    return response
