"""Which signals go into an edition: those that everybody can read, as they stood on a day."""

from __future__ import annotations

import datetime as dt

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.standing import as_of
from duidelijk.web.agenda.models import PublicSignal
from duidelijk.web.agenda.publishing import published_dossier


def signals_as_of(day: dt.date) -> tuple[Dossier, ...]:
    """The published signals at the end of a *day*, by number: without what happened after it."""
    found = PublicSignal.objects.select_related("publication").order_by("pk")
    stood = (as_of(published_dossier(each.publication), day) for each in found)
    return tuple(each for each in stood if each is not None)
