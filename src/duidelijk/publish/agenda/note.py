"""The signal note: a letter that says what is seen, since when, how sure, and what is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duidelijk.agenda.dossier import Dossier
from duidelijk.publish.agenda.naming import phrases
from duidelijk.publish.agenda.showing import AskShown, Day, Names, SignalShown, signal_shown
from duidelijk.publish.duiding.plain import Link


@dataclass(frozen=True)
class Note:
    """A letter about one ask of a signal."""

    told: SignalShown
    ask: AskShown
    sender: str
    """The programme."""
    day: Day | None
    """When it was put; none while it is a draft."""
    number: str
    """By which it can be named: ``12-v3``."""
    waits: str
    """How long it can wait, in a sentence."""


def note_of(
    dossier: Dossier,
    ask: str,
    sender: str,
    names: Names,
    link: Link,
    language: str,
    today: dt.date,
) -> Note | None:
    """The note of an ask; ``None`` when the signal has no such ask."""
    told = signal_shown(dossier, names, link, language, today)
    found = next((each for each in told.asks if each.id == ask), None)
    if found is None:
        return None
    waits = phrases(language)[f"note_waits_{dossier.urgency}"]
    return Note(told, found, sender, found.put, f"{told.number}-{found.id}", waits)
