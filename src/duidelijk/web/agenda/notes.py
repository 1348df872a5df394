"""Signal notes and the papers of a meeting, with the names and links of this site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpResponse

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.workflow import Thing
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.note import Note, note_of
from duidelijk.publish.documents.meeting_papers import Papers, meeting_papers_pdf
from duidelijk.publish.documents.signal_note import signal_note_pdf
from duidelijk.publish.documents.telling import whole_link
from duidelijk.publish.duiding.plain import Link, in_language
from duidelijk.web.agenda.dossiers import dossier_of, key_of
from duidelijk.web.agenda.models import Meeting, today
from duidelijk.web.agenda.naming import Names
from duidelijk.web.agenda.words_of import both
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place
from duidelijk.web.documents import Busy, made_document
from duidelijk.web.library import library
from duidelijk.web.words import words

_COME_BACK = 10
"""Seconds after which to ask again."""


def note_shown(
    dossier: Dossier, ask: str, language: str, place: Place | None = None
) -> Note | None:
    """The note of an ask for a page; ``None`` when the signal has no such ask."""
    return _note(dossier, ask, language, leading(place or Place(language)), _newest())


def note_document(dossier: Dossier, ask: str, language: str) -> HttpResponse:
    """The note of an ask as a PDF. 404 when the signal has no such ask."""
    newest = _newest()
    note = _note(dossier, ask, language, whole_link(settings.ADDRESS, language), newest)
    if note is None:
        raise Http404("no such note")
    return _sent(
        lambda: signal_note_pdf(note, newest.monitor, language, settings.ADDRESS),
        f"signaalnota-{note.number}",
        language,
    )


def papers_document(meeting: Meeting, language: str) -> HttpResponse:
    """All notes on the agenda of a meeting as one PDF. 404 without any."""
    newest, link = _newest(), whole_link(settings.ADDRESS, language)
    points = meeting.points.select_related("ask__signal").order_by("order", "pk")
    notes = [
        _note(dossier_of(each.ask.signal), key_of(Thing.ASK, each.ask_id), language, link, newest)
        for each in points
    ]
    found = tuple(each for each in notes if each is not None)
    if not found:
        raise Http404("nothing on its agenda")
    table = in_language(both(meeting.table, "name"), language)
    papers = Papers(table, meeting.on, meeting.place, found)
    return _sent(
        lambda: meeting_papers_pdf(papers, newest.monitor, language, settings.ADDRESS),
        f"stukken-{meeting.table.slug}-{meeting.on.isoformat()}",
        language,
    )


def _note(dossier: Dossier, ask: str, language: str, link: Link, newest: Edition) -> Note | None:
    sender, names = newest.monitor.publisher_name(language), Names(newest, language)
    return note_of(dossier, ask, sender, names, link, language, today())


def _newest() -> Edition:
    """The edition that names things. 404 before there is one."""
    newest = library().newest()
    if newest is None:
        raise Http404("no edition")
    return newest


def _sent(make: Callable[[], bytes], name: str, language: str) -> HttpResponse:
    """A document that is made now, or that whoever asked should come back."""
    try:
        response = HttpResponse(made_document(make), content_type="application/pdf")
    except Busy:
        response = HttpResponse(
            words(language)["document_busy"], status=503, content_type="text/plain; charset=utf-8"
        )
        response["Retry-After"] = str(_COME_BACK)
    else:
        response["Content-Disposition"] = f'inline; filename="{name}-{language}.pdf"'
        response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return response
