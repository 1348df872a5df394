"""Signal notes with the names and links of this site."""

from __future__ import annotations

from duidelijk.agenda.dossier import Dossier
from duidelijk.publish.agenda.note import Note, note_of
from duidelijk.web.agenda.models import today
from duidelijk.web.agenda.naming import Names, NoNames
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library


def note_shown(
    dossier: Dossier, ask: str, language: str, place: Place | None = None
) -> Note | None:
    """The note of an ask; ``None`` when the signal has no such ask."""
    newest = library().newest()
    names: Names | NoNames = Names(newest, language) if newest else NoNames()
    sender = newest.monitor.publisher.to(language) if newest else ""
    link = leading(place or Place(language))
    return note_of(dossier, ask, sender, names, link, language, today())
