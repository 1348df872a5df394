"""Holding a session while something of it is written, so that nothing slips in between."""

from __future__ import annotations

import secrets

from django.db.models import F
from django.http import Http404
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.web.duiding.models import Member, Session
from duidelijk.web.typed_text import one_line

_LONGEST_TOKEN = 40


class NotNow(Exception):
    """The session is in another phase by now; what was typed is not kept by this."""


class ShutOut(Exception):
    """Who sends this does not take part any more."""


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


def held_by(member: Member, *phases: Phase) -> Session:
    """The row of the session of somebody who takes part, held until the transaction ends.

    Raises ``ShutOut`` when they were let out or forgotten while what they sent was under way, so
    that nothing of theirs is kept after that; ``NotNow`` as ``held`` does.
    """
    session = held(member.session_id)
    if not Member.objects.filter(pk=member.pk, withdrawn=None, erased=None).exists():
        raise ShutOut
    if phases and session.stage not in phases:
        raise NotNow(session.phase)
    return session


def told(session: Session) -> None:
    """Let everybody's page know that there is something new; the session must be held."""
    Session.objects.filter(pk=session.pk).update(version=F("version") + 1)


def redrafted(session: Session) -> None:
    """Keep that participants read another draft report from now on; the session must be held."""
    if session.stage is Phase.CONCLUDING:
        session.draft_since = timezone.now()
        session.save(update_fields=["draft_since"])


def own_token(by: Member | None, token: str) -> str:
    """What a thing that was sent with a form is known by, so that it is kept once.

    Everybody's are apart: who knows or guesses the token of another keeps nothing of theirs from
    being put forward. ``None`` is the facilitator, whose stays as it is.
    """
    given = one_line(token, _LONGEST_TOKEN) or secrets.token_urlsafe(16)
    return f"{by.pk}-{given}"[:_LONGEST_TOKEN] if by else given
