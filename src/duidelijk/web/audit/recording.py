"""Keeps an event; always in the same transaction as what it tells of."""

from __future__ import annotations

from typing import Any

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event

COMMAND_LINE = "command line"
"""The actor of what an administrator did on the server itself."""


def record(actor: User | None, action: str, subject: str = "", **detail: Any) -> Event:
    """Keep that *actor* (``None``: somebody on the server's command line) did *action*."""
    name = COMMAND_LINE if actor is None else f"{actor.name} <{actor.email}>"
    key = None if actor is None else actor.pk
    return Event.objects.create(
        actor=name[:400], actor_key=key, action=action, subject=subject[:400], detail=detail
    )
