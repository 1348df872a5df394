"""The public pages of signals: read from what was published, and from nothing else."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.agenda.dossier import Dossier
from duidelijk.web.agenda import notes
from duidelijk.web.agenda.deciding import decisions_page
from duidelijk.web.agenda.models import today
from duidelijk.web.agenda.naming import Names
from duidelijk.web.agenda.publishing import published_dossier
from duidelijk.web.agenda.telling import told_shown, with_effects
from duidelijk.web.agenda.tracker import tracker_page
from duidelijk.web.agenda.tracking import LONGEST, Wanted, published_version
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.places import FACET_WORDS
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.typed_text import one_line, whole_number

_HERE = {"here": "signals"}


@require_safe
def tracker(
    request: HttpRequest, language: str, facet: str = "", key: str = "", page: int = 1
) -> HttpResponse:
    """What was done with the signals: all of them, of one facet, or what a reader asked for."""
    found, place = edition_of(language, None)
    names = Names(found, language)
    if facet and not names.known(facet, key):
        raise Unknown(key, [])
    wanted = Wanted({facet: key}) if facet else _asked(request, names)
    page = whole_number(request.GET.get("pagina", "")) or page
    context = tracker_page(found, wanted, page, place, today())
    if context is None:
        raise Http404("no such page")
    context |= _HERE | {"facet": facet, "feed_url": place.signals_feed(facet, key)}
    response = render(
        request, "agenda/tracker.html", context, place, found, feed=place.signals_feed(facet, key)
    )
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def signal(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One signal with everything that followed."""
    found, place = edition_of(language, None)
    dossier = _dossier(number)
    told, themes = told_shown(dossier, language, place), {each.id for each in found.monitor.themes}
    context: dict[str, Any] = {
        "told": told,
        "actions": with_effects(dossier, told, found, place),
        "themes": [
            {"name": each.name, "url": place.theme(each.key) if each.key in themes else ""}
            for each in told.themes
        ],
        "notes": f"{place.signal(number)}/nota",
        "into_url": place.signal(told.into),
    } | _HERE
    response = render(request, "agenda/public_signal.html", context, place, found)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def note(request: HttpRequest, language: str, number: int, ask: str) -> HttpResponse:
    """The letter in which something was asked."""
    found, place = edition_of(language, None)
    shown = notes.note_shown(_dossier(number), ask, language, place)
    if shown is None:
        raise Http404("no such note")
    context: dict[str, Any] = {
        "note": shown,
        "number": number,
        "signal_url": place.signal(number),
        "document": place.note_document(number, ask),
    } | _HERE
    response = render(request, "agenda/public_note.html", context, place, found)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def note_document(request: HttpRequest, language: str, number: int, ask: str) -> HttpResponse:
    """The same as a PDF."""
    return notes.note_document(_dossier(number), ask, language)


@require_safe
def decisions(request: HttpRequest, language: str, table: str = "", page: int = 1) -> HttpResponse:
    """What was decided on signals, at every table or at one."""
    found, place = edition_of(language, None)
    context = decisions_page(table, page, place)
    if context is None:
        raise Http404("no such page")
    response = render(request, "agenda/decisions.html", context | _HERE, place, found)
    response["Cache-Control"] = "no-store"
    return response


def _dossier(number: int) -> Dossier:
    version = published_version(number)
    if version is None:
        raise Http404("no such signal")
    return published_dossier(version)


def _asked(request: HttpRequest, names: Names) -> Wanted:
    """What a reader chose in the form; what is not there is left out."""
    given = {facet: request.GET.get(word, "") for facet, word in FACET_WORDS.items()}
    return Wanted(
        {facet: key for facet, key in given.items() if key and names.known(facet, key)},
        request.GET.get("stand", ""),
        one_line(request.GET.get("q", ""), LONGEST),
        bool(request.GET.get("te-laat")),
    )
