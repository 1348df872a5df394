"""Holding a session while something of it is written, so that nothing slips in between."""

from __future__ import annotations

from django.db.models import F
from django.http import Http404

from duidelijk.duiding.phases import Phase
from duidelijk.web.duiding.models import Session


class NotNow(Exception):
    """The session is in another phase by now; what was typed is not kept by this."""


class Overtaken(Exception):
    """Somebody else, or the same person in another window, saved in the meantime."""


def held(key: int, *phases: Phase) -> Session:
    """The row of a session, held until the transaction ends.

    Raises ``NotNow`` when it is in none of *phases* (in any, when none is named).
    """
    session = Session.objects.select_for_update().filter(pk=key).first()
    if session is None:
        raise Http404("no such session")
    if phases and session.stage not in phases:
        raise NotNow(session.phase)
    return session


def told(session: Session) -> None:
    """Let everybody's page know that there is something new; the session must be held."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)
