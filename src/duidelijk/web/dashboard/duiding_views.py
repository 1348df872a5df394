"""The pages of duiding: of a whole edition, a theme, a session, and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.pages.duiding import (
    duiding_page,
    session_page,
    theme_duiding_page,
)
from duidelijk.web.dashboard.pages.duiding_record import duiding_record_page
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.library import library

_HERE = {"here": "duiding"}


@require_safe
def duiding(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """All sessions on an edition."""
    found, place = edition_of(language, edition)
    context = duiding_page(found, place) | _HERE
    return render(request, "dashboard/duiding.html", context, place, found, Place.duiding)


@require_safe
def theme_duiding(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """Everything that was said of a theme."""
    found, place = edition_of(language, edition)
    context = theme_duiding_page(found, key, place)
    if context is None:
        raise Unknown(key, [each.id for each in found.monitor.themes])
    return render(
        request,
        "dashboard/duiding_theme.html",
        context,
        place,
        found,
        lambda other: other.theme_duiding(key),
    )


@require_safe
def session(
    request: HttpRequest, language: str, session: str, edition: str | None = None
) -> HttpResponse:
    """A session with everything that came out of it."""
    found, place = edition_of(language, edition)
    context = session_page(found, session, place)
    if context is None and edition is None:
        for id_, each in reversed(library().editions().items()):
            if session in {report.id for report in each.texts.duiding}:
                return HttpResponseRedirect(place.of(id_).session(session))
    if context is None:
        raise Unknown(session, [each.id for each in found.texts.duiding])

    def same(other: Place) -> str:
        """The same session where the other edition holds it, as a correction does."""
        held = library().editions()[other.edition] if other.edition else library().newest()
        there = held is not None and session in {each.id for each in held.texts.duiding}
        return other.session(session) if there else other.duiding()

    return render(request, "dashboard/duiding_session.html", context | _HERE, place, found, same)


@require_safe
def record(request: HttpRequest, language: str) -> HttpResponse:
    """What became of what groups expected of the figures."""
    found, place = edition_of(language, None)
    context = duiding_record_page(library().editions(), place)
    return render(request, "dashboard/duiding_record.html", context, place, found)
