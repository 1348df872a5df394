"""The public pages of the local picture: counts, and words that somebody read first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.web.agenda.models import today
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.local.collecting import counting, picture_on
from duidelijk.web.local.models import Shown
from duidelijk.web.local.papers import own_document
from duidelijk.web.local.regional import own_page
from duidelijk.web.local.showing import observation_shown, picture_page, theme_shown

_HERE = {"here": "local"}
_MOST_READ = 100


@require_safe
def local(request: HttpRequest, language: str) -> HttpResponse:
    """What municipalities and GGDs see, of everything."""
    edition, place = edition_of(language, None)
    day = today()
    found = picture_on(edition, day)
    context = picture_page(edition, found, day, place) | _HERE
    return fresh(render(request, "local/picture.html", context, place, edition))


@require_safe
def theme_page(request: HttpRequest, language: str, theme: str) -> HttpResponse:
    """What they see of one theme, with everything that can be read of it."""
    edition, place = edition_of(language, None)
    themes = [each.id for each in edition.monitor.themes]
    if theme not in themes:
        raise Unknown(theme, themes)
    day = today()
    readable = counting(day).filter(theme=theme, shown__in=[Shown.SHOWN, Shown.QUOTED])
    readable = readable.select_related("organisation").order_by("-reported", "-pk")
    context: dict[str, Any] = theme_shown(edition, picture_on(edition, day), theme, readable, place)
    context |= _HERE | {
        "observations": [observation_shown(each, edition, place) for each in readable[:_MOST_READ]],
        "example": counting(day).filter(theme=theme, example=True).exists(),
    }
    return fresh(render(request, "local/theme.html", context, place, edition))


@require_safe
def region(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """What one municipality or GGD sees, beside the nation and its peers."""
    edition, place = edition_of(language, None)
    context = own_page(edition, key, today(), place)
    if context is None:
        raise Unknown(key, [])
    context["pdf_url"] = f"{place.local_region(key)}.pdf"
    return fresh(render(request, "local/region.html", context | _HERE, place, edition))


@require_safe
def region_document(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """The same as a PDF."""
    edition, place = edition_of(language, None)
    told = own_page(edition, key, today(), place)
    if told is None:
        raise Unknown(key, [])
    return own_document(edition, told, today(), language, private=False)


def fresh(response: HttpResponse) -> HttpResponse:
    """A page that changes with every report."""
    response["Cache-Control"] = "no-store"
    return response
