"""A signal with everything that followed from it: values, without personal data.

What is said of it stands in its parts; what happened to it stands in its steps, which are only ever
added. How it stands on a day is worked out from those (``standing``), never kept beside them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, FigureKey
from duidelijk.duiding.scales import Confidence

_NO_TEXT = Text("", "")


class Origin(StrEnum):
    """Where a signal comes from."""

    STRIKING = "striking"
    """A striking development of an edition."""
    SESSION = "session"
    """A session in which people interpreted the figures."""
    LOCAL = "local"
    """What a municipality or a regional service sees."""
    STUDY = "study"
    PRACTICE = "practice"
    """What people see in their work or life; without any figure."""


class Urgency(StrEnum):
    """How long it can wait."""

    NOW = "now"
    """Weeks: each week does harm that cannot be undone."""
    SOON = "soon"
    """Until the next edition."""
    LATER = "later"
    """Longer, if it is kept in view."""


class AskKind(StrEnum):
    """What is asked."""

    QUESTION = "question"
    """To be answered."""
    PROPOSAL = "proposal"
    """To be done."""


@dataclass(frozen=True)
class Addressee:
    """Who can be asked something, or can do something: an organisation, never a person."""

    id: str
    name: Text
    kind: str
    """Of organisation: ``ministry``, ``municipality``, ``association``, ``executing_body`` …"""


@dataclass(frozen=True)
class Recognition:
    """An organisation that sees the same."""

    organisation: str
    kind: str
    on: dt.date
    region: str = ""
    """The region it speaks for: of one municipality several organisations count once."""


@dataclass(frozen=True)
class Credit:
    """A signal that was merged into this one: who had raised it, and when."""

    number: int
    title: Text
    raised_by: str
    raised: dt.date
    merged: dt.date


@dataclass(frozen=True)
class Ask:
    """A question or a proposal, put to somebody."""

    id: str
    kind: AskKind
    text: Text
    addressee: Addressee
    answer_by: dt.date | None = None


@dataclass(frozen=True)
class Milestone:
    """Something that is to be there on a day."""

    id: str
    text: Text
    due: dt.date
    """As it was set at first; where it was moved to stands in the steps."""


@dataclass(frozen=True)
class Money:
    """Public money that goes with an action, in whole euros."""

    euros: int
    what: Text


@dataclass(frozen=True)
class Action:
    """What somebody does."""

    id: str
    title: Text
    text: Text
    owner: Addressee
    ask: str = ""
    """The id of the ask it answers; empty for what was begun without being asked."""
    region: str = ""
    money: tuple[Money, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    aims: tuple[FigureKey, ...] = ()
    """The series it should move; whether for the better is a matter of their polarity."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Step:
    """Something that happened, on a day."""

    thing: Thing
    key: str
    """The id of what it happened to; empty for the signal itself."""
    name: str
    """As in the table of ``workflow``."""
    on: dt.date
    by: str = ""
    """The organisation that took it, or on whose behalf it is told here."""
    reason: Text = _NO_TEXT
    until: dt.date | None = None
    table: Text = _NO_TEXT
    """Where it was decided, when that was at a table."""
    evidence: tuple[Evidence, ...] = ()
    """Where it can be read: a letter, minutes."""
    into: int = 0
    """Of a merge: the number of the signal that it went into."""


@dataclass(frozen=True)
class Dossier:
    """A signal, what it rests on, what was asked and done, and every step."""

    number: int
    """Its name for good: stands in its address."""
    title: Text
    text: Text
    """What we see, in plain words."""
    origin: Origin
    urgency: Urgency
    raised_by: str
    """An organisation, or as who somebody is named outside a session."""
    themes: tuple[str, ...]
    groups: tuple[str, ...] = ()
    """Keys of target groups."""
    regions: tuple[str, ...] = ()
    """Codes; none for the whole country."""
    since: dt.date | None = None
    """Since when it is seen."""
    confidence: Confidence | None = None
    evidence: tuple[Evidence, ...] = ()
    recognised: tuple[Recognition, ...] = ()
    credits: tuple[Credit, ...] = ()
    asks: tuple[Ask, ...] = ()
    actions: tuple[Action, ...] = ()
    steps: tuple[Step, ...] = ()
    language: str = "nl"
    """In which it was written at first."""
    example: bool = field(default=False)
    """Whether it was put together to show how it goes."""

    def ask(self, id_: str) -> Ask:
        """An ask by its id. Raises ``KeyError``."""
        return {each.id: each for each in self.asks}[id_]

    def action(self, id_: str) -> Action:
        """An action by its id. Raises ``KeyError``."""
        return {each.id: each for each in self.actions}[id_]

    @property
    def municipalities(self) -> int:
        """How many municipalities recognise it; of one municipality all together count once."""
        own = (each for each in self.recognised if each.kind == "municipality")
        return len({each.region or each.organisation for each in own})
