"""A signal with everything that followed, in words, for pages and documents alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from duidelijk.agenda.dossier import Action, Ask, Dossier, Milestone, Step
from duidelijk.agenda.standing import Stage, Standing, standing
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, FigureKey
from duidelijk.publish.agenda.naming import money_words, phrases
from duidelijk.publish.duiding.evidence import Shown, evidence_shown
from duidelijk.publish.duiding.naming import chance_words
from duidelijk.publish.duiding.plain import Link, Words, in_language
from duidelijk.publish.periods import date_words

LINE = (
    Stage.SEEN,
    Stage.ASKED,
    Stage.ANSWERED,
    Stage.PLANNED,
    Stage.ACTING,
    Stage.DONE,
)
"""The stages that a signal passes on its line in time."""
_BEFORE_PUT = frozenset({State.NONE, State.DRAFTED, State.AGREED})


class Names(Protocol):
    """What themes, groups and regions are called."""

    def of(self, facet: str, key: str) -> str:
        """The name of a ``theme``, ``group`` or ``region``; its key where nobody knows it."""


@dataclass(frozen=True)
class Day:
    """A day, for people and for machines."""

    words: str
    iso: str


@dataclass(frozen=True)
class Named:
    """Something with a key that has a page."""

    key: str
    name: str


@dataclass(frozen=True)
class StepShown:
    """Something that happened."""

    key: str
    """Of the ask, action or milestone; empty for the signal itself."""
    name: str
    """As in the table of steps: ``signal_raise``."""
    words: str
    day: Day
    by: str
    reason: Words
    until: Day | None
    table: Words
    evidence: tuple[Shown, ...]
    into: int
    about: Words
    """The words of what it happened to; empty for the signal itself."""


@dataclass(frozen=True)
class AskShown:
    """What was asked of whom, and what they said."""

    id: str
    kind: str
    text: Words
    addressee: Named
    state: State
    state_words: str
    put: Day | None
    answer_by: Day | None
    """While there is no answer."""
    late: bool
    answer: StepShown | None
    public: bool
    """Whether it was put to anybody: drafts are nobody's business yet."""


@dataclass(frozen=True)
class MilestoneShown:
    """What is to be there on a day."""

    id: str
    text: Words
    due: Day
    first: str
    """When it was due at first, where it was moved."""
    state: State
    state_words: str
    met: Day | None
    late: bool


@dataclass(frozen=True)
class ActionShown:
    """What somebody does."""

    id: str
    title: Words
    text: Words
    owner: Named
    ask: str
    region: str
    state: State
    state_words: str
    announced: Day | None
    begun: Day | None
    ended: Day | None
    money: tuple[tuple[str, Words], ...]
    milestones: tuple[MilestoneShown, ...]
    met: int
    aims: tuple[FigureKey, ...]
    evidence: tuple[Shown, ...]


@dataclass(frozen=True)
class SignalShown:
    """A signal as readers see it."""

    number: int
    title: Words
    text: Words
    stage: Stage
    stage_words: str
    stage_why: str
    origin: str
    urgency: str
    confidence: str
    chance: str
    since: Day | None
    raised: Day | None
    raised_by: str
    changed: Day | None
    seen_by: str
    recognised: tuple[tuple[str, Day], ...]
    credits: tuple[tuple[int, Words, str, Day], ...]
    """Number, title and raiser of signals that went into this one, and when they were raised."""
    themes: tuple[Named, ...]
    groups: tuple[Named, ...]
    regions: tuple[Named, ...]
    evidence: tuple[Shown, ...]
    asks: tuple[AskShown, ...]
    actions: tuple[ActionShown, ...]
    history: tuple[StepShown, ...]
    line: tuple[tuple[str, Day | None], ...]
    last: StepShown | None
    """The step by which it came to stand as it does, of a signal that is not open."""
    into: int
    """The number of the signal that it went into."""
    example: bool


def signal_shown(
    dossier: Dossier, names: Names, link: Link, language: str, today: dt.date
) -> SignalShown:
    """A signal with everything that followed, as it stands on the day *today*."""
    return _Showing(standing(dossier), names, link, language, today).signal()


def line_shown(
    reached: Mapping[Stage, dt.date], language: str
) -> tuple[tuple[str, Day | None], ...]:
    """The line in time as it went, since somebody may act before anybody asks; then what is still
    to come, with ``None`` for its day.
    """
    passed = sorted((each for each in LINE if each in reached), key=lambda each: reached[each])
    furthest = max((LINE.index(each) for each in passed), default=-1)
    ahead = [each for at, each in enumerate(LINE) if at > furthest and each not in reached]
    words = phrases(language)
    return tuple(
        (words[f"line_{each}"], day_of(reached.get(each), language)) for each in (*passed, *ahead)
    )


def day_of(day: dt.date | None, language: str) -> Day | None:
    """A day in words; ``None`` for none."""
    return Day(date_words(day, language), day.isoformat()) if day else None


class _Showing:
    def __init__(
        self, stands: Standing, names: Names, link: Link, language: str, today: dt.date
    ) -> None:
        self._stands, self._dossier = stands, stands.dossier
        self._names, self._link, self._language = names, link, language
        self._today, self._words = today, phrases(language)
        named = [each.addressee.name for each in self._dossier.asks]
        named += [each.owner.name for each in self._dossier.actions]
        self._organisations = {each.nl: self._text(each).text for each in named}

    def signal(self) -> SignalShown:
        told, known, stage = self._dossier, self._words, self._stands.stage
        own, sure = self._stands.steps_of(Thing.SIGNAL), told.confidence
        last = self._step(own[-1]) if own and self._stands.signal is not State.OPEN else None
        return SignalShown(
            number=told.number,
            title=self._text(told.title),
            text=self._text(told.text),
            stage=stage,
            stage_words=known[f"stage_{stage}"],
            stage_why=known[f"stage_{stage}_why"],
            origin=known[f"origin_{told.origin}"],
            urgency=known[f"urgency_{told.urgency}"],
            confidence=known[f"confidence_{sure}"] if sure else "",
            chance=chance_words(sure, self._language) if sure else "",
            since=self._day(told.since),
            raised=self._day(own[0].on if own else None),
            raised_by=told.raised_by,
            changed=self._day(self._stands.changed if told.steps else None),
            seen_by=self._seen_by(),
            recognised=tuple((each.organisation, self._date(each.on)) for each in told.recognised),
            credits=tuple(
                (each.number, self._text(each.title), each.raised_by, self._date(each.raised))
                for each in told.credits
            ),
            themes=self._named("theme", told.themes),
            groups=self._named("group", told.groups),
            regions=self._named("region", told.regions),
            evidence=self._evidence(told.evidence),
            asks=tuple(self._ask(each) for each in told.asks),
            actions=tuple(self._action(each) for each in told.actions),
            history=tuple(self._step(each) for each in self._in_time()),
            line=self._line(),
            last=last,
            into=own[-1].into if own and self._stands.signal is State.MERGED else 0,
            example=told.example,
        )

    def _ask(self, ask: Ask) -> AskShown:
        state = self._stands.of(Thing.ASK, ask.id)
        steps = self._stands.steps_of(Thing.ASK, ask.id)
        due, answer = self._stands.answer_due(ask), self._stands.answer(ask.id)
        return AskShown(
            id=ask.id,
            kind=self._words[f"ask_is_{ask.kind}"],
            text=self._text(ask.text),
            addressee=Named(ask.addressee.id, self._text(ask.addressee.name).text),
            state=state,
            state_words=self._words[f"state_ask_{state}"],
            put=self._day(next((each.on for each in steps if each.name == "put"), None)),
            answer_by=self._day(due or (ask.answer_by if state in _BEFORE_PUT else None)),
            late=bool(due and due < self._today),
            answer=self._step(answer) if answer else None,
            public=any(each.name == "put" for each in steps),
        )

    def _action(self, action: Action) -> ActionShown:
        state = self._stands.of(Thing.ACTION, action.id)
        steps = self._stands.steps_of(Thing.ACTION, action.id)
        ended = state in (State.DONE, State.STOPPED)
        milestones = tuple(self._milestone(each, ended) for each in action.milestones)
        return ActionShown(
            id=action.id,
            title=self._text(action.title),
            text=self._text(action.text),
            owner=Named(action.owner.id, self._text(action.owner.name).text),
            ask=action.ask,
            region=self._names.of("region", action.region) if action.region else "",
            state=state,
            state_words=self._words[f"state_action_{state}"],
            announced=self._first(steps, "plan"),
            begun=self._first(steps, "start"),
            ended=self._day(steps[-1].on) if ended else None,
            money=tuple(
                (money_words(each.euros, self._language), self._text(each.what))
                for each in action.money
            ),
            milestones=milestones,
            met=sum(each.state is State.MET for each in milestones),
            aims=action.aims,
            evidence=self._evidence(action.evidence),
        )

    def _milestone(self, milestone: Milestone, ended: bool) -> MilestoneShown:
        state, due = self._stands.of(Thing.MILESTONE, milestone.id), self._stands.due(milestone)
        steps = self._stands.steps_of(Thing.MILESTONE, milestone.id)
        moved = self._words["moved_from"].format(date=date_words(milestone.due, self._language))
        return MilestoneShown(
            id=milestone.id,
            text=self._text(milestone.text),
            due=self._date(due),
            first=moved if due != milestone.due else "",
            state=state,
            state_words=self._words[f"state_milestone_{state}"],
            met=self._day(steps[-1].on) if state is State.MET else None,
            late=state is State.PLANNED and not ended and due < self._today,
        )

    def _step(self, step: Step) -> StepShown:
        return StepShown(
            key=step.key,
            name=f"{step.thing}_{step.name}",
            words=self._words[f"step_{step.thing}_{step.name}"],
            day=self._date(step.on),
            by=self._organisations.get(step.by, step.by),
            reason=self._text(step.reason),
            until=self._day(step.until),
            table=self._text(step.table),
            evidence=self._evidence(step.evidence),
            into=step.into,
            about=self._about(step),
        )

    def _about(self, step: Step) -> Words:
        texts: dict[str, Text] = {each.id: each.text for each in self._dossier.asks}
        for each in self._dossier.actions:
            texts |= {each.id: each.title} | {one.id: one.text for one in each.milestones}
        return self._text(texts.get(step.key, Text("", "")))

    def _in_time(self) -> list[Step]:
        """What happened, in the order in which it did, without how questions were drafted."""
        told = [each for each in self._dossier.steps if (each.thing, each.name) not in _INSIDE]
        return sorted(told, key=lambda each: each.on)

    def _line(self) -> tuple[tuple[str, Day | None], ...]:
        return line_shown(self._stands.reached(), self._language)

    def _seen_by(self) -> str:
        count = self._dossier.municipalities
        other = sum(each.kind != "municipality" for each in self._dossier.recognised)
        key = ("none", "one", "many")[min(count, 2)]
        told = self._words[f"seen_by_{key}"].format(count=count)
        others = "seen_by_other_one" if other == 1 else "seen_by_other"
        more = self._words[others].format(count=other) if other else ""
        return f"{told} {more}".strip()

    def _named(self, facet: str, keys: Sequence[str]) -> tuple[Named, ...]:
        return tuple(Named(each, self._names.of(facet, each)) for each in keys)

    def _evidence(self, evidence: Sequence[Evidence]) -> tuple[Shown, ...]:
        return evidence_shown(evidence, self._link, self._language)

    def _first(self, steps: Sequence[Step], name: str) -> Day | None:
        return self._day(next((each.on for each in steps if each.name == name), None))

    def _text(self, text: Text) -> Words:
        return in_language(text, self._language)

    def _day(self, day: dt.date | None) -> Day | None:
        return day_of(day, self._language)

    def _date(self, day: dt.date) -> Day:
        return Day(date_words(day, self._language), day.isoformat())


_INSIDE = frozenset({(Thing.ASK, "draft"), (Thing.ASK, "agree"), (Thing.ASK, "redraft")})
"""Steps that are told at the desk alone: what was not put to anybody yet."""
