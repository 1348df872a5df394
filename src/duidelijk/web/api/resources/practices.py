"""Examples of what can be done, as everybody may read them today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duidelijk.agenda.practice import Practice
from duidelijk.web.agenda.doing import published_practices
from duidelijk.web.agenda.models import today
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    both,
    dated_answer,
    edition_asked,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfPractices
from duidelijk.web.api.resources.evidence import evidence_told
from duidelijk.web.api.resources.filtering import check
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute


def practices(request: HttpRequest, asked: OfPractices) -> HttpResponse:
    """The examples, in the order in which they were proposed."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    monitor = edition_asked(None).monitor
    check("theme", asked.theme, [each.id for each in monitor.themes])
    check("group", asked.target_group, [each.id for each in monitor.target_groups])
    rows = [_row(request, each) for each in published_practices() if _is_wanted(each, asked)]
    listing = Listing(request, "practices", asked, rows, shape=schemas.Practice)
    return dated_answer(listing, chosen, today())


def _is_wanted(each: Practice, asked: OfPractices) -> bool:
    return (
        (not asked.theme or each.theme in asked.theme)
        and (not asked.target_group or not set(asked.target_group).isdisjoint(each.groups))
        and (not asked.audience or each.audience in asked.audience)
    )


def _row(request: HttpRequest, each: Practice) -> Told:
    back = each.withdrawn
    return {
        "number": each.number,
        "audience": each.audience.value,
        "theme": each.theme,
        "title": both(each.title),
        "text": both(each.text),
        "targetGroups": list(each.groups),
        "organisation": each.organisation or None,
        "region": each.region or None,
        "since": each.since.isoformat() if each.since else None,
        "contact": each.contact or None,
        "example": each.example,
        "address": absolute(request, Place("nl").doing(each.theme)),
        "evidence": evidence_told(request, each.evidence),
        "withdrawn": {"on": back.on.isoformat(), "reason": both(back.reason)} if back else None,
    }
