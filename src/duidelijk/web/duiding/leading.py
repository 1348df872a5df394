"""While a session goes: from phase to phase, what the room looks at, and the clock."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from duidelijk.duiding.phases import Phase, may_follow
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.answering import open_round
from duidelijk.web.duiding.changing import NotNow, held, told
from duidelijk.web.duiding.concluding import hindrances
from duidelijk.web.duiding.models import EstablishedReport, Item, Session
from duidelijk.web.duiding.reporting import keep_established, report_of
from duidelijk.web.duiding.sealed import sealed_in

LONGEST_TIMER = 240
"""Minutes."""


class NoAgenda(Exception):
    """There is nothing to write about yet."""


class Hindered(Exception):
    """Something keeps the report from being established."""


class Sealed(Exception):
    """An edition that is published holds the report: it stays as it is."""


@transaction.atomic
def go_to(key: int, phase: Phase, seen: str, by: User) -> Session:
    """Bring a session to *phase*; *seen* is the one that whoever asks for it looked at.

    Raises ``NotNow`` when it stands elsewhere by now or may not go there, ``NoAgenda``,
    ``Hindered`` and ``Sealed``.
    """
    session = held(key)
    if session.phase != seen or not may_follow(session.stage, phase):
        raise NotNow(session.phase)
    on = session.items.filter(state=Item.State.ON)
    if phase is Phase.ALONE and not on.exists():
        raise NoAgenda
    if session.stage is Phase.CLOSED and sealed_in(session):
        raise Sealed
    if phase is Phase.CLOSED and hindrances(session, report_of(session)):
        raise Hindered
    opened = 0
    if session.stage is Phase.ALONE:
        opened = open_round(session, 1)
    elif session.stage is Phase.AGAIN:
        opened = open_round(session, 3)
    session.phase = phase.value
    session.timer_until = None
    if phase is Phase.CLOSED:
        session.established = timezone.now()
        # nobody is written to any more
        session.members.filter(user=None).update(email="")
    elif phase is Phase.CONCLUDING:
        session.established, session.draft_since = None, timezone.now()
        EstablishedReport.objects.filter(session=session).delete()
    session.save()
    if phase is Phase.CLOSED:
        keep_established(session)
    told(session)
    record(
        by, "session_phase", f"{session.pk} {session.question}", phase=phase.value, opened=opened
    )
    return session


@transaction.atomic
def show(key: int, item_key: int | None) -> None:
    """Let the room, and every phone that follows it, look at an item."""
    session = held(key)
    item = session.items.filter(pk=item_key, state=Item.State.ON).first() if item_key else None
    Session.objects.filter(pk=session.pk).update(showing=item)
    told(session)


@transaction.atomic
def set_timer(key: int, minutes: int) -> None:
    """Start the clock for so many minutes; 0 stops it."""
    session = held(key)
    until = None
    if 0 < minutes <= LONGEST_TIMER:
        until = timezone.now() + dt.timedelta(minutes=minutes)
    Session.objects.filter(pk=session.pk).update(timer_until=until)
    told(session)
