"""What was signalled, asked, answered and done."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from duidelijk.agenda.dossier import AskKind, Origin, Urgency
from duidelijk.agenda.practice import Audience
from duidelijk.agenda.standing import Stage
from duidelijk.agenda.workflow import State, Thing
from duidelijk.change.verdict import Verdict
from duidelijk.duiding.scales import Confidence
from duidelijk.publish.agenda.effect import Seen
from duidelijk.web.api.schemas.common import Answer, BothLanguages, EditionNamed, Page, Shape
from duidelijk.web.api.schemas.duiding import SeriesNamed, SessionEvidence

_TEXT = "Plain text. Where one language is empty, only the other was written."
_EXAMPLE = "True when it was put together to show how it goes: nobody here raised or decided it."
_EDITION = "The edition it was sealed into; left out for what stands today."
_AS_OF = "The day on which it stood so."


class Reached(Shape):
    stage: Stage
    on: dt.date


class AskedInShort(Shape):
    addressee: str
    name: BothLanguages
    state: State


class SignalListed(Shape):
    """Something that asks for action, in short."""

    number: int = Field(description="Its name, for good.")
    title: BothLanguages = Field(description=_TEXT)
    stage: Stage = Field(description="How far it has come.")
    origin: Origin = Field(description="Where it comes from.")
    urgency: Urgency
    raised_by: str = Field(description="An organisation.")
    themes: list[str]
    target_groups: list[str]
    regions: list[str] = Field(description="Codes; empty for the whole country.")
    municipalities: int = Field(description="How many see the same; each counts once.")
    changed: dt.date = Field(description="Day of the last step.")
    due: dt.date | None = Field(description="First day on which something is to be there.")
    late: bool = Field(description="Whether that day is past.")
    asked_of: list[str] = Field(description="Keys of who was asked something.")
    action_count: int = Field(description="How much is being done.")
    example: bool = Field(description=_EXAMPLE)
    address: str = Field(description="Permanent address of its page, as it stands today.")
    reached: list[Reached] = Field(description="On what day each stage was first reached.")
    asked: list[AskedInShort]


class Signals(Answer):
    edition: EditionNamed | None = Field(default=None, description=_EDITION)
    as_of: dt.date = Field(description=_AS_OF)
    page: Page
    signals: list[SignalListed]


class Organisation(Shape):
    id: str
    name: BothLanguages
    kind: str = Field(description="As `ministry`, `municipality` or `association`.")


class Recognition(Shape):
    """An organisation that sees the same."""

    organisation: str
    kind: str
    region: str | None = Field(description="The region it speaks for.")
    on: dt.date


class Credit(Shape):
    """A signal that was merged into this one."""

    number: int
    title: BothLanguages
    raised_by: str
    raised: dt.date
    merged: dt.date


class Step(Shape):
    """Something that happened. Steps are only ever added."""

    thing: Thing
    key: str | None = Field(description="Of the ask, action or milestone; null for the signal.")
    name: str = Field(description="As `put`, `accept`, `refuse`, `defer`, `start` or `meet`.")
    on: dt.date
    by: str = Field(description="The organisation.")
    reason: BothLanguages = Field(description=_TEXT)
    until: dt.date | None = Field(description="Deferred until, moved to.")
    table: BothLanguages | None = Field(description="Where it was decided.")
    into: int | None = Field(description="Of a merge: the number it went into.")
    evidence: list[SessionEvidence]


class Ask(Shape):
    """What was asked of whom."""

    id: str
    kind: AskKind
    text: BothLanguages = Field(description=_TEXT)
    addressee: Organisation
    state: State
    put: dt.date | None = Field(description="When it was put to them.")
    answer_by: dt.date | None = Field(description="While there is no answer.")
    late: bool
    note: str = Field(description="Address of the letter in which it was asked; a PDF has `.pdf`.")


class Money(Shape):
    euros: int
    what: BothLanguages


class Milestone(Shape):
    """What is to be there on a day."""

    id: str
    text: BothLanguages = Field(description=_TEXT)
    set_for: dt.date = Field(description="As it was set at first.")
    due: dt.date = Field(description="As it is now, when it was moved.")
    state: State
    met: dt.date | None
    late: bool


class Action(Shape):
    """What somebody does."""

    id: str
    title: BothLanguages = Field(description=_TEXT)
    text: BothLanguages = Field(description=_TEXT)
    owner: Organisation
    ask: str | None = Field(description="The ask it answers.")
    region: str | None
    state: State
    money: list[Money]
    milestones: list[Milestone]
    aims: list[SeriesNamed] = Field(description="The series it should move.")
    evidence: list[SessionEvidence]


class SignalWhole(SignalListed):
    """Something that asks for action, with everything that followed."""

    text: BothLanguages = Field(description=_TEXT)
    since: dt.date | None = Field(description="Since when it is seen.")
    confidence: Confidence | None
    chance_from: int | None = Field(description="What that word means, in percent: from.")
    chance_to: int | None = Field(description="And up to.")
    evidence: list[SessionEvidence]
    recognised: list[Recognition]
    credits: list[Credit]
    asks: list[Ask]
    actions: list[Action]
    steps: list[Step] = Field(description="Everything that happened, in order.")


class OneSignal(Answer):
    edition: EditionNamed | None = Field(default=None, description=_EDITION)
    as_of: dt.date = Field(description=_AS_OF)
    signal: SignalWhole


class MomentOfAction(Shape):
    date: dt.date
    words: str


class SameTimeMeasure(Shape):
    """A measure that was in force in the same time."""

    title: str
    from_: dt.date = Field(alias="from")
    until: dt.date | None
    source: str | None


class Judged(Shape):
    """One comparison of one figure."""

    period: str
    comparison: str
    reference_period: str
    value: float | None
    reference: float | None
    difference: float | None
    verdict: Verdict
    reason: str
    favourable: bool | None
    main: bool = Field(description="Whether it speaks for the figure.")
    sentence: str
    address: str


class Aim(Shape):
    """What one series did around the day the action began."""

    figure: SeriesNamed
    title: str
    seen: Seen = Field(description="What the edition can say of the series.")
    sentence: str
    figures_since: int = Field(description="So many figures speak of the time since.")
    newest_figure: str | None = Field(description="Address of its page.")
    since: list[Judged] = Field(description="Comparisons of the figures since, newest first.")
    before: list[Judged] = Field(description="Those of the last figure from before.")
    events: list[str] = Field(description="What is known to have happened to the series itself.")


class Effect(Shape):
    """What the figures did that an action was to move."""

    action: str = Field(description="Its id, among `actions` of the signal.")
    began: dt.date | None
    warning: str = Field(description="That this shows what came first, not what caused what.")
    days: list[MomentOfAction]
    measures: list[SameTimeMeasure]
    aims: list[Aim]


class Effects(Answer):
    edition: EditionNamed = Field(description="The edition whose figures these are.")
    effect: list[Effect]


class Decision(Shape):
    """What was decided on a signal at a table."""

    on: dt.date
    table: str = Field(description="Its key.")
    table_name: BothLanguages
    signal: int = Field(description="Number of the signal.")
    title: BothLanguages = Field(description="Of the signal.")
    stage: Stage = Field(description="How far the signal has come.")
    ask: str = Field(description="Id of what is asked, among `asks` of the signal.")
    text: BothLanguages = Field(description="What is asked.")
    addressee: str
    addressee_name: BothLanguages
    step: str = Field(description="What was decided, as `put`, `hold_over` or `refuse`.")
    state: State = Field(description="How what is asked stands now.")
    reason: BothLanguages = Field(description=_TEXT)
    until: dt.date | None
    example: bool = Field(description=_EXAMPLE)
    address: str = Field(description="Permanent address of the signal's page.")


class Decisions(Answer):
    edition: EditionNamed | None = Field(default=None, description=_EDITION)
    as_of: dt.date = Field(description=_AS_OF)
    page: Page
    decisions: list[Decision]


class Withdrawal(Shape):
    on: dt.date
    reason: BothLanguages


class Practice(Shape):
    """What somebody does that others can copy, or what could be done."""

    number: int
    audience: Audience = Field(description="Who can do it.")
    theme: str
    title: BothLanguages = Field(description=_TEXT)
    text: BothLanguages = Field(description=_TEXT)
    target_groups: list[str]
    organisation: str | None = Field(description="Who does it; null for what nobody tried.")
    region: str | None
    since: dt.date | None
    contact: str | None = Field(description="Where the organisation can be reached.")
    example: bool = Field(description=_EXAMPLE)
    address: str = Field(description="Permanent address of the page of its theme.")
    evidence: list[SessionEvidence]
    withdrawn: Withdrawal | None


class Practices(Answer):
    as_of: dt.date = Field(description=_AS_OF)
    practices: list[Practice]
