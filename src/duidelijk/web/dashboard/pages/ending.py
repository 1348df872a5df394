"""What readers are told of a monitor that stops, or has stopped."""

from __future__ import annotations

import datetime as dt

from duidelijk.catalogue import Ending
from duidelijk.publish.periods import date_words
from duidelijk.web.words import words


def ending_shown(ending: Ending | None, today: dt.date, language: str) -> dict[str, str] | None:
    """That it stops or has stopped (``head``), why (``note``), and until when it can be read."""
    if ending is None:
        return None
    phrases = words(language)
    head = "ending_was" if ending.over(today) else "ending_comes"
    keep = "ending_kept" if today <= ending.keep_until else "ending_not_kept"
    return {
        "head": phrases[head].format(date=date_words(ending.date, language)),
        "note": ending.note.to(language),
        "keep": phrases[keep].format(date=date_words(ending.keep_until, language)),
    }
