"""Events in words, for the pages."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from duidelijk.publish.periods import date_words
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.recording import COMMAND_LINE, PARTICIPANT
from duidelijk.web.words import words

_OF_CHECKSUM = 12
_UNNAMED = {COMMAND_LINE: "logged_command_line", PARTICIPANT: "logged_participant"}
_NAMED = {
    "roles": "role_",
    "before": "role_",
    "after": "role_",
    "choice": "choice_",
    "kind": "organisation_",
    "phase": "phase_",
    "perspective": "perspective_",
    "what": "outcome_is_",
    "state": "item_",
    "step": "step_",
}
"""Keys whose values have words of their own, by how those begin."""


def moment_words(moment: dt.datetime) -> str:
    """A day and time of day in words, in the time of the Netherlands."""
    local = timezone.localtime(moment)
    return f"{date_words(local.date(), get_language() or 'nl')} {local:%H:%M}"


def shown_events(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the pages show them."""
    phrases = words(get_language())
    return [
        {
            "moment": moment_words(each.moment),
            "iso": each.moment.isoformat(timespec="seconds"),
            "actor": phrases[_UNNAMED[each.actor]] if each.actor in _UNNAMED else each.actor,
            "action": phrases.get(f"did_{each.action}", each.action),
            "subject": each.subject,
            "detail": _told(each.detail, phrases),
        }
        for each in events
    ]


def _told(detail: Mapping[str, Any], phrases: Mapping[str, str]) -> str:
    """What was kept of an event, as ``reden: te vroeg``; an unknown key stands as it is."""
    return "; ".join(
        f"{phrases.get(f'logged_{key}', key.replace('_', ' '))}: {_value(key, value, phrases)}"
        for key, value in detail.items()
        if value not in ("", None, [])
    )


def _value(key: str, value: Any, phrases: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return phrases["logged_yes" if value else "logged_no"]
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(name, held, phrases)}" for name, held in value.items())
    if isinstance(value, list):
        return ", ".join(_value(key, each, phrases) for each in value)
    text = "–" if value is None else str(value)
    if key == "sha256":
        return f"{text[:_OF_CHECKSUM]}…"
    if key == "development":
        return " · ".join(part for part in text.split("|") if part)
    if key == "moment":
        with contextlib.suppress(ValueError):
            return moment_words(dt.datetime.fromisoformat(text).astimezone())
    return phrases.get(f"{_NAMED.get(key, 'logged_is_')}{text}", text)
