"""Every address of a session, filled in with the keys of what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core import serializers

from duidelijk.web.duiding import models
from duidelijk.web.duiding.addresses import SESSIONS

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
_TABLES = (
    models.Session,
    models.Member,
    models.Pass,
    models.Item,
    models.Answer,
    models.Statement,
    models.Explanation,
    models.Cited,
    models.Outcome,
    models.Weighing,
    models.Approval,
    models.EstablishedReport,
)


@dataclass(frozen=True)
class Address:
    """One address of a session."""

    name: str
    path: str
    led: bool
    """Of who leads; the others are of who takes part."""
    of_one: bool
    """Of one session, not of all."""


def addresses(session: int, ending: str = "pdf", **keys: int | str) -> Iterator[Address]:
    """Every address of a session but the links to come in; what is not given is 1."""
    given: dict[str, int | str] = {"key": session, "kind": "conclusion", "ending": ending, **keys}
    for each in SESSIONS:
        route = str(each.pattern)
        if "<str:word>" in route:
            continue
        path = re.sub(r"<\w+:(\w+)>", lambda slot: str(given.get(slot[1], 1)), route)
        led = route.startswith("werkplek/")
        yield Address(str(each.name), f"/{path}", led, "<int:key>" in route)  # type: ignore[union-attr]


def everything() -> str:
    """All that is kept of sessions, to see whether anything changed."""
    return "\n".join(serializers.serialize("json", each.objects.order_by("pk")) for each in _TABLES)
