"""What the room where signals are worked on keeps."""

from __future__ import annotations

from duidelijk.web.agenda.models.fields import ASKED, TEXT, TITLE, today
from duidelijk.web.agenda.models.practices import Practice
from duidelijk.web.agenda.models.published import Decision, Facet, Publication, PublicSignal
from duidelijk.web.agenda.models.reminders import Reminder
from duidelijk.web.agenda.models.signals import (
    Action,
    Addressee,
    Ask,
    Milestone,
    Money,
    Recognition,
    Signal,
    Step,
)
from duidelijk.web.agenda.models.tables import Meeting, Point, Table

__all__ = [
    "ASKED",
    "TEXT",
    "TITLE",
    "Action",
    "Addressee",
    "Ask",
    "Decision",
    "Facet",
    "Meeting",
    "Milestone",
    "Money",
    "Point",
    "Practice",
    "PublicSignal",
    "Publication",
    "Recognition",
    "Reminder",
    "Signal",
    "Step",
    "Table",
    "today",
]
