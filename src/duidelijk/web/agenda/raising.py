"""Raising a signal, wording it better, recognising it, and putting two together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from duidelijk.agenda.dossier import Origin, Urgency
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence
from duidelijk.duiding.scales import Confidence
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, changed, held, held_at
from duidelijk.web.agenda.evidence import kept_evidence
from duidelijk.web.agenda.models import Recognition, Signal, today
from duidelijk.web.agenda.parties import parties
from duidelijk.web.agenda.stepping import Told, enter, take

_CLOSED = frozenset({State.MERGED, State.WITHDRAWN, State.TURNED_DOWN})


@dataclass(frozen=True)
class Draft:
    """A signal as somebody words it."""

    title: Text
    text: Text
    origin: Origin
    urgency: Urgency
    themes: Sequence[str]
    groups: Sequence[str] = ()
    regions: Sequence[str] = ()
    since: dt.date | None = None
    confidence: Confidence | None = None
    evidence: Sequence[Evidence] = ()
    language: str = "nl"


@dataclass(frozen=True)
class Source:
    """Where a signal was taken from, when nobody typed it."""

    taken_from: str | None = None
    raised_as: str = ""
    organisation: Organisation | None = None
    on: dt.date | None = None
    example: bool = False
    own: bool = field(default=True)
    """Whether it is raised by the organisation of who enters it."""


def state_of(signal: Signal) -> State:
    """Where the signal itself stands."""
    last = signal.steps.filter(thing=Thing.SIGNAL).last()
    return State(last.after) if last else State.NONE


def sent_before(token: str, by: User) -> Signal | None:
    """The signal that was made when the same form was sent before."""
    return Signal.objects.filter(token=f"{by.pk}-{token}"[:60]).first()


@transaction.atomic
def raise_signal(draft: Draft, source: Source, token: str, by: User) -> Signal:
    """Keep a new signal; the one there is when the same form was sent before.

    Raises ``NotPossible`` when it was made of something that another signal was made of already.
    """
    known = sent_before(token, by)
    if known is not None:
        return known
    taken = source.taken_from
    if taken and (other := Signal.objects.filter(taken_from=taken).first()):
        raise NotPossible("taken_before", number=str(other.pk))
    own = by.organisation if source.own else source.organisation
    signal = Signal(
        taken_from=taken,
        raised_by=by,
        raised_as=source.raised_as or (own.name if own else ""),
        organisation=own,
        example=source.example,
        token=f"{by.pk}-{token}"[:60],
    )
    _lay_down(signal, draft)
    signal.save()
    told = Told(on=source.on, by=signal.raised_as)
    enter(signal, Thing.SIGNAL, None, "raise", told, by, [])
    return signal


@transaction.atomic
def reword(key: int, draft: Draft, revision: int, by: User) -> Signal:
    """Word a signal otherwise: who keeps the agenda, and who raised it while nobody took it up.

    Raises ``Overtaken`` when it was changed since *revision*, ``NotPossible`` for who may not.
    """
    signal = held_at(key, revision)
    if not may_reword(signal, by):
        raise NotPossible("yours")
    _lay_down(signal, draft)
    signal.save()
    changed(signal, by, "signal_worded")
    return signal


def may_reword(signal: Signal, by: User) -> bool:
    """Whether somebody may change the words of a signal now."""
    mine = parties(by, signal)
    state = state_of(signal)
    if state is State.MERGED:  # its words stand in another signal, where they were published
        return False
    return "keeper" in mine or ("raiser" in mine and state is State.RAISED)


def _lay_down(signal: Signal, draft: Draft) -> None:
    signal.title_nl, signal.title_en = draft.title.nl, draft.title.en
    signal.text_nl, signal.text_en = draft.text.nl, draft.text.en
    signal.origin, signal.urgency = draft.origin.value, draft.urgency.value
    signal.confidence = draft.confidence.value if draft.confidence else ""
    signal.since, signal.language = draft.since, draft.language
    signal.themes, signal.groups = list(draft.themes), list(draft.groups)
    signal.regions = list(draft.regions)
    signal.evidence = kept_evidence(draft.evidence)


@transaction.atomic
def recognise(key: int, by: User, on: dt.date | None = None) -> bool:
    """Keep that somebody's organisation sees the same; ``False`` when that was known.

    Raises ``NotPossible`` for the organisation that raised it, and once it is not open any more.
    """
    if not by.may(Right.RAISE_SIGNALS):
        raise NotPossible("yours")
    signal = held(key)
    if state_of(signal) in _CLOSED:
        raise NotPossible("in_order")
    if signal.organisation_id == by.organisation_id:
        raise NotPossible("own_signal")
    found, made = Recognition.objects.get_or_create(
        signal=signal, organisation=by.organisation, defaults={"by": by, "on": on or today()}
    )
    if made:
        changed(signal, by, "signal_recognised", organisation=found.organisation.name)
    return made


@transaction.atomic
def unrecognise(key: int, by: User) -> bool:
    """Keep that somebody's organisation does not see the same after all; ``False`` when it never
    said so. Raises ``NotPossible`` once the signal is not open any more.
    """
    if not by.may(Right.RAISE_SIGNALS):
        raise NotPossible("yours")
    signal = held(key)
    if state_of(signal) in _CLOSED:
        raise NotPossible("in_order")
    gone, _ = Recognition.objects.filter(signal=signal, organisation=by.organisation).delete()
    if gone:
        changed(signal, by, "signal_unrecognised", organisation=by.organisation.name)
    return bool(gone)


@transaction.atomic
def merge(key: int, into: int, told: Told, by: User) -> None:
    """Put a signal together with another that says the same: its credit and who recognised it go
    along, and so do signals that were merged into it before.

    Raises ``NotPossible`` when it is the same one, is merged itself, or was asked something of.
    """
    first, second = sorted((key, into))  # always in one order, so that no two wait for each other
    held(first)
    held(second)
    signal, other = held(key), held(into)
    if key == into or state_of(other) not in (State.RAISED, State.OPEN):
        raise NotPossible("into_that")
    if signal.asks.exists() or signal.actions.exists():
        raise NotPossible("asked_already")
    take(key, Thing.SIGNAL, 0, "merge", Told(told.on, told.reason, into=into, seen=told.seen), by)
    Signal.objects.filter(merged_into=signal).update(merged_into=other)
    Signal.objects.filter(pk=key).update(merged_into=other)
    changed(other, by, "signal_taken_in", number=key)


@transaction.atomic
def reopen(key: int, told: Told, by: User) -> None:
    """Take a signal up again; one that was merged stands by itself from now on."""
    into = Signal.objects.filter(pk=key).values_list("merged_into", flat=True).first()
    for each in sorted({key, into or key}):  # in the order in which merging holds them
        held(each)
    signal = held(key)
    other = signal.merged_into
    take(key, Thing.SIGNAL, 0, "reopen", told, by)
    if other is not None:
        Signal.objects.filter(pk=key).update(merged_into=None)
        changed(other, by, "signal_let_go", number=key)
