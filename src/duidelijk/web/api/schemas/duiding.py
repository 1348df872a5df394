"""What people made of the figures of an edition."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from duidelijk.duiding.report import EvidenceKind
from duidelijk.duiding.scales import (
    Attribution,
    Confidence,
    Expected,
    Said,
    Seriousness,
    Status,
)
from duidelijk.web.api.schemas.common import BothLanguages, OfEdition, Shape

_TEXT = "Plain text. Where one language is empty, only the other was written."
_EXAMPLE = "True when the session was played to show how it goes: nobody said any of this."


class SeriesNamed(Shape):
    """Which series of the edition."""

    indicator: str
    region: str
    group: str
    method: str


class SessionEvidence(Shape):
    """What something stands on."""

    kind: EvidenceKind
    caption: BothLanguages = Field(description=_TEXT)
    address: str = Field(description="Page of the figure, or where a source is; empty without.")
    edition: str = Field(description="Of a figure.")
    figure: SeriesNamed | None
    period: str = Field(description="Of a figure.")


class Dissent(Shape):
    """Why somebody does not go along."""

    by: str | None = Field(description="Perspective or organisation; null for a participant.")
    reason: str


class Agreeing(Shape):
    """How many of one perspective took which stance."""

    perspective: str = Field(description="`other`: perspectives that one person each held.")
    agree: int
    unsure: int
    disagree: int


class Expectation(Shape):
    """What the group expects of the next figure of a series."""

    figure: SeriesNamed
    expected: Expected
    since: str = Field(description="The last period that was known then.")


class Conclusion(Shape):
    """A reading that a group came to, or could not agree on."""

    session: str = Field(description="Its session, among `sessions`.")
    id: str = Field(description="Its key within the session.")
    text: BothLanguages = Field(description=_TEXT)
    status: Status
    suggested: Status | None = Field(
        description="The status by the counts alone, where the facilitator put another."
    )
    confidence: Confidence | None
    chance_from: int | None = Field(description="What that word means, in percent: from.")
    chance_to: int | None = Field(description="And up to.")
    agree: int
    unsure: int
    disagree: int
    themes: list[str]
    target_groups: list[str]
    example: bool = Field(description=_EXAMPLE)
    address: str = Field(description="Permanent address of its page.")
    agreement: list[Agreeing] = Field(description="By perspective.")
    dissent: list[Dissent]
    statements: list[str] = Field(description="Keys of the statements it rests on.")
    evidence: list[SessionEvidence]
    expectation: Expectation | None


class Asked(Shape):
    """A signal or an open question."""

    id: str
    text: BothLanguages = Field(description=_TEXT)
    themes: list[str]
    who: str = Field(description="Of whom a signal is asked, or by whom a question is; or empty.")
    statements: list[str]


class Statement(Shape):
    """What one participant put forward."""

    id: str
    said: Said = Field(description="What it is about.")
    text: str = Field(description="Plain text in the language of the session.")
    by: str | None = Field(description="Perspective or organisation; null for a participant.")
    evidence: list[SessionEvidence]


class Estimates(Shape):
    """How many chose each step of a scale; empty when nobody estimated."""

    seriousness: dict[Seriousness, int]
    confidence: dict[Confidence, int]
    expected: dict[Expected, int]


class Item(Shape):
    """One thing on the agenda."""

    id: str
    title: BothLanguages = Field(description=_TEXT)
    theme: str
    first: Estimates = Field(description="Before talking.")
    revised: Estimates = Field(description="After talking.")
    changed: int = Field(description="How many estimated otherwise the second time.")
    evidence: list[SessionEvidence]


class TookPart(Shape):
    key: str = Field(description="`other`: perspectives that one person each held.")
    participants: int


class Established(Shape):
    """What participants said of the report."""

    agree: int
    disagree: int
    remarks: list[Dissent]


class Session(Shape):
    """A session of people who interpreted the figures together."""

    id: str
    question: BothLanguages = Field(description=_TEXT)
    edition: str = Field(description="The edition whose figures were on the table.")
    held: dt.date
    example: bool = Field(description=_EXAMPLE)
    address: str = Field(description="Permanent address of its page.")
    attribution: Attribution = Field(description="As who somebody is named.")
    language: str = Field(description="In which what participants wrote stands.")
    participants: int
    perspectives: list[TookPart]
    organisations: list[TookPart]
    missing: list[str] = Field(description="Perspectives that were wanted and not there.")
    introduction: BothLanguages = Field(description=_TEXT)
    items: list[Item]
    signals: list[Asked]
    questions: list[Asked]
    statements: list[Statement]
    established: Established


class Duiding(OfEdition):
    sessions: list[Session]
    duiding: list[Conclusion]
