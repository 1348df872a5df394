"""Holding a signal while something of it is written, so that nothing slips in between."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import Http404

from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.models import Signal
from duidelijk.web.audit.recording import record


class NotPossible(Exception):
    """What was asked cannot be done: its key tells why (``agenda_not_KEY`` in the words)."""

    def __init__(self, key: str, **told: str) -> None:
        self.key, self.told = key, told
        super().__init__(key)


class Overtaken(Exception):
    """Somebody else changed the same in the meantime; what was typed is not kept by this."""


def held(key: int) -> Signal:
    """The row of a signal, held until the transaction ends. 404 for none."""
    signal = Signal.objects.select_for_update().filter(pk=key).first()
    if signal is None:
        raise Http404("no such signal")
    return signal


def held_at(key: int, revision: int) -> Signal:
    """The same, as it was at a *revision*. Raises ``Overtaken`` when it was changed since."""
    signal = held(key)
    if signal.revision != revision:
        raise Overtaken
    return signal


def subject_of(key: int) -> str:
    """By what the log finds everything about a signal."""
    return f"signal {key}"


def changed(signal: Signal, by: User, action: str, **detail: Any) -> None:
    """Keep that *by* changed something of a signal that is held: in the log, and as a revision.

    Every change goes through here: who made one since the last publication may not publish it.
    """
    Signal.objects.filter(pk=signal.pk).update(revision=F("revision") + 1)
    signal.refresh_from_db(fields=["revision"])
    record(by, action, subject_of(signal.pk), title=signal.title_nl, **detail)
