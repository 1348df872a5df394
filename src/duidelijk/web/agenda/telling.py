"""A signal in words with the names and links of this site."""

from __future__ import annotations

from duidelijk.agenda.dossier import Dossier
from duidelijk.publish.agenda.showing import SignalShown, signal_shown
from duidelijk.web.agenda.models import today
from duidelijk.web.agenda.naming import Names, NoNames
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library


def told_shown(dossier: Dossier, language: str, place: Place | None = None) -> SignalShown:
    """A signal with everything that followed, as it stands today."""
    newest = library().newest()
    names: Names | NoNames = Names(newest, language) if newest else NoNames()
    return signal_shown(dossier, names, leading(place or Place(language)), language, today())
