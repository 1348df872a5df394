"""The public pages of what can be done: read from what was published, and from nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.web.agenda import doing
from duidelijk.web.agenda.models import today
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.rendering import edition_of, render


@require_safe
def themes(request: HttpRequest, language: str) -> HttpResponse:
    """Every theme, with how much is seen, asked, done and to be copied."""
    found, place = edition_of(language, None)
    context = doing.doing_page(found, place) | {"here": "doing"}
    response = render(request, "agenda/doing.html", context, place, found)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def theme(request: HttpRequest, language: str, key: str) -> HttpResponse:
    """What municipalities and the state can do about a theme."""
    found, place = edition_of(language, None)
    context = doing.theme_page(found, key, place, today())
    if context is None:
        raise Unknown(key, [each.id for each in found.monitor.themes])
    response = render(request, "agenda/doing_theme.html", context | {"here": "doing"}, place, found)
    response["Cache-Control"] = "no-store"
    return response
