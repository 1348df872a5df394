"""Keeps an event; always in the same transaction as what it tells of."""

from __future__ import annotations

from typing import Any

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event

COMMAND_LINE = "command line"
"""The actor of what an administrator did on the server itself."""
PARTICIPANT = "participant"
"""The actor of what somebody without an account did, who is not named in the log."""


def record(actor: User | str | None, action: str, subject: str = "", **detail: Any) -> Event:
    """Keep that *actor* did *action*: an account, ``PARTICIPANT``, or ``None`` for somebody on the
    server's command line.
    """
    if isinstance(actor, str) or actor is None:
        name, key = actor or COMMAND_LINE, None
    else:
        name, key = f"{actor.name} <{actor.email}>", actor.pk
    return Event.objects.create(
        actor=name[:400], actor_key=key, action=action, subject=subject[:400], detail=detail
    )
