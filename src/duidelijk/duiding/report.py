"""What a session came to, as it is sealed into an edition: values, without personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from duidelijk.catalogue import Text
from duidelijk.duiding.agreement import Count
from duidelijk.duiding.scales import (
    Attribution,
    Confidence,
    Expected,
    Said,
    Seriousness,
    Status,
)


class EvidenceKind(StrEnum):
    """What a statement stands on; rooms that come to hold evidence add theirs."""

    FIGURE = "figure"
    """A figure of an edition; its address is that of the page of the figure."""
    SOURCE = "source"
    """A study, monitor or report elsewhere, by its title and, where known, its address."""
    PRACTICE = "practice"
    """What somebody sees in their work or life; without an address."""


@dataclass(frozen=True)
class FigureKey:
    """Which series of an edition, and by which method."""

    indicator: str
    region: str
    group: str
    method: str = ""


@dataclass(frozen=True)
class Evidence:
    """A reference to what something stands on; nothing else is cited anywhere."""

    kind: EvidenceKind
    caption: Text
    """What it says or is, in words: the sentence of a figure, the title of a study."""
    address: str = ""
    """Where it stands for good: a path within the site without its language, or ``https://…``."""
    edition: str = ""
    figure: FigureKey | None = None
    period: str = ""


@dataclass(frozen=True)
class Statement:
    """What one participant put forward."""

    id: str
    said: Said
    text: str
    by: str
    """The key of a perspective, the name of an organisation, or empty for "a participant"."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Dissent:
    """Why somebody does not go along with a conclusion."""

    by: str
    reason: str


@dataclass(frozen=True)
class Expectation:
    """What the group expects of the next figures of a series."""

    figure: FigureKey
    expected: Expected
    since: str = ""
    """The last period that was known then."""


@dataclass(frozen=True)
class Conclusion:
    """A reading the group came to, or could not agree on."""

    id: str
    text: Text
    status: Status
    confidence: Confidence | None
    themes: tuple[str, ...]
    groups: tuple[str, ...] = ()
    """Keys of the target groups it is about."""
    suggested: Status | None = None
    """How it stood by the counts alone, where the facilitator put another status."""
    agreement: Mapping[str, Count] = field(default_factory=dict)
    """By perspective; one that only one person held is under the empty key."""
    dissent: tuple[Dissent, ...] = ()
    statements: tuple[str, ...] = ()
    """Ids of the statements it rests on."""
    evidence: tuple[Evidence, ...] = ()
    expectation: Expectation | None = None


@dataclass(frozen=True)
class Signal:
    """Something that asks for action, to be put on somebody's agenda."""

    id: str
    text: Text
    themes: tuple[str, ...]
    asked_of: str = ""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What the group could not answer, for a study, a stacking table or a model to answer."""

    id: str
    text: Text
    themes: tuple[str, ...]
    asked_by: str = ""
    """As who somebody is named outside the session."""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimates:
    """How a group judged one thing in a round: how many chose each step."""

    seriousness: Mapping[Seriousness, int] = field(default_factory=dict)
    confidence: Mapping[Confidence, int] = field(default_factory=dict)
    expected: Mapping[Expected, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One thing on the agenda, with what the group thought of it before and after talking."""

    id: str
    title: Text
    theme: str
    evidence: tuple[Evidence, ...] = ()
    first: Estimates = field(default_factory=Estimates)
    revised: Estimates = field(default_factory=Estimates)
    """After the discussion; empty when nobody estimated again."""
    changed: int = 0
    """How many estimated otherwise the second time."""
    development: str = ""
    """The key of the striking development, where it is one."""


@dataclass(frozen=True)
class Established:
    """What the participants said of the report as a whole."""

    agree: int = 0
    disagree: int = 0
    remarks: tuple[Dissent, ...] = ()


@dataclass(frozen=True)
class SessionReport:
    """What a session came to, with everything it rests on."""

    id: str
    question: Text
    edition: str
    """The edition whose figures were on the table."""
    held: dt.date
    attribution: Attribution
    perspectives: Mapping[str, int]
    """How many took part, by perspective; those that only one person held under the empty key."""
    organisations: Mapping[str, int]
    """How many took part, by kind of organisation."""
    missing: tuple[str, ...] = ()
    """Perspectives that were wanted and were not in the room."""
    introduction: Text = field(default_factory=lambda: Text("", ""))
    language: str = "nl"
    """In which what participants wrote stands."""
    items: tuple[Item, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    signals: tuple[Signal, ...] = ()
    questions: tuple[Question, ...] = ()
    statements: tuple[Statement, ...] = ()
    """Those that something above rests on."""
    established: Established = field(default_factory=Established)
    example: bool = False
    """Whether it was played to show how it goes: nobody said any of this."""

    @property
    def participants(self) -> int:
        """How many took part."""
        return sum(self.perspectives.values())

    @property
    def themes(self) -> list[str]:
        """The themes it says something of, in the order in which it does."""
        told = (self.conclusions, self.signals, self.questions)
        found = [theme for part in told for each in part for theme in each.themes]
        return list(dict.fromkeys(found))

    def statement(self, id_: str) -> Statement:
        """A statement by its id. Raises ``KeyError``."""
        for each in self.statements:
            if each.id == id_:
                return each
        raise KeyError(id_)
