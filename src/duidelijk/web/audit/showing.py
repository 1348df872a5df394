"""Events in words, for the pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from duidelijk.publish.periods import date_words
from duidelijk.web.audit.models import Event
from duidelijk.web.words import words


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
            "actor": each.actor,
            "action": phrases.get(f"did_{each.action}", each.action),
            "subject": each.subject,
            "detail": _told(each.detail),
        }
        for each in events
    ]


def _told(detail: dict[str, Any]) -> str:
    return "; ".join(
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in detail.items()
    )
