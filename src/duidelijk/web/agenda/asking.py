"""What is asked of whom: its words, the meeting it is on, and what is decided there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from duidelijk.agenda.dossier import AskKind
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, changed, held, held_at
from duidelijk.web.agenda.models import Addressee, Ask, Meeting, Point, Step, today
from duidelijk.web.agenda.stepping import EARLIEST, LATEST, Told, enter, take

_WORDED = frozenset({State.DRAFTED})
_SCHEDULED = frozenset({State.DRAFTED, State.AGREED, State.PUT, State.DEFERRED, State.REFUSED})
DECISIONS = ("put", "hold_over", "accept", "refuse", "defer", "withdraw", "put_again")
"""What a table can decide on an ask; which of these now is in the table of steps."""


@dataclass(frozen=True)
class AskDraft:
    """A question or a proposal as somebody words it."""

    kind: AskKind
    text: Text
    addressee: int
    answer_by: dt.date | None = None


def state_of_ask(ask: Ask) -> State:
    """Where an ask stands."""
    last = ask.signal.steps.filter(thing=Thing.ASK, key=ask.pk).last()
    return State(last.after) if last else State.NONE


@transaction.atomic
def draft_ask(key: int, draft: AskDraft, token: str, by: User, on: dt.date | None = None) -> Ask:
    """Write what is asked of somebody. Raises ``NotPossible``."""
    signal = held(key)
    token = f"{by.pk}-{token}"[:60]
    known = Ask.objects.filter(token=token).first()
    if known is not None:
        return known
    ask = Ask(signal=signal, token=token)
    _lay_down(ask, draft, by)
    ask.save()
    enter(signal, Thing.ASK, ask, "draft", Told(on=on), by, list(signal.steps.all()))
    return ask


@transaction.atomic
def reword_ask(key: int, ask_key: int, draft: AskDraft, revision: int, by: User) -> Ask:
    """Word an ask otherwise, as long as nobody agreed to it.

    Raises ``Overtaken`` when the signal was changed since *revision*, ``NotPossible``.
    """
    signal = held_at(key, revision)
    ask = signal.asks.get(pk=ask_key)
    if not by.may(Right.KEEP_AGENDA):
        raise NotPossible("yours")
    if state_of_ask(ask) not in _WORDED:
        raise NotPossible("agreed_words")
    before = _words_of(ask)
    _lay_down(ask, draft, by)
    if _words_of(ask) != before:
        ask.save()
        changed(signal, by, "ask_worded", key=ask.pk)
    return ask


def _words_of(ask: Ask) -> tuple[object, ...]:
    return (ask.kind, ask.addressee_id, ask.text_nl, ask.text_en, ask.answer_by)


def _lay_down(ask: Ask, draft: AskDraft, by: User) -> None:
    addressee = Addressee.objects.filter(pk=draft.addressee).first()
    if addressee is None:
        raise NotPossible("addressee")
    if addressee.retired is not None and addressee.pk != ask.addressee_id:
        raise NotPossible("addressee")
    if draft.answer_by is not None and not EARLIEST <= draft.answer_by <= LATEST:
        raise NotPossible("day_never")
    ask.kind, ask.addressee, ask.author = draft.kind.value, addressee, by
    ask.text_nl, ask.text_en = draft.text.nl, draft.text.en
    ask.answer_by = draft.answer_by


@transaction.atomic
def schedule(ask_key: int, meeting_key: int, by: User) -> Point:
    """Put an ask on the agenda of a meeting; the point there is when it is on it already.

    Raises ``NotPossible`` for a meeting that was cancelled, or an ask that is settled.
    """
    ask = Ask.objects.select_related("signal").get(pk=ask_key)
    signal = held(ask.signal_id)
    meeting = Meeting.objects.select_for_update().get(pk=meeting_key)
    if meeting.cancelled is not None:
        raise NotPossible("cancelled")
    if state_of_ask(ask) not in _SCHEDULED:
        raise NotPossible("in_order")
    if meeting.on < signal.steps.filter(thing=Thing.ASK, key=ask.pk).latest("pk").on:
        raise NotPossible("meeting_before")
    last = meeting.points.aggregate(last=Max("order"))["last"] or 0
    try:
        with transaction.atomic():
            point = Point.objects.create(meeting=meeting, ask=ask, order=last + 1)
    except IntegrityError:
        return meeting.points.get(ask=ask)
    changed(signal, by, "ask_scheduled", key=ask.pk, meeting=str(meeting))
    return point


@transaction.atomic
def unschedule(point_key: int, by: User) -> None:
    """Take an ask off the agenda of a meeting where nothing was decided on it."""
    point = Point.objects.select_related("ask", "meeting__table").get(pk=point_key)
    signal = held(point.ask.signal_id)
    point = Point.objects.select_for_update().select_related("meeting__table").get(pk=point_key)
    if point.decided:
        raise NotPossible("decided")
    meeting = str(point.meeting)
    point.delete()
    changed(signal, by, "ask_unscheduled", key=point.ask_id, meeting=meeting)


@transaction.atomic
def decide(point_key: int, name: str, told: Told, by: User) -> Step:
    """Keep what a table decided on an ask: the step it means, with the table it was taken at.

    Raises ``NotPossible`` when the meeting is still to come, or something was decided already.
    """
    point = Point.objects.select_related("ask", "meeting__table").get(pk=point_key)
    held(point.ask.signal_id)
    Meeting.objects.select_for_update().get(pk=point.meeting_id)
    point = (
        Point.objects.select_for_update().select_related("meeting__table", "ask").get(pk=point_key)
    )
    meeting = point.meeting
    if point.decided:
        raise NotPossible("decided")
    if meeting.cancelled is not None or meeting.on > today():
        raise NotPossible("not_met")
    if name not in DECISIONS:
        raise NotPossible("in_order")
    table = Text(meeting.table.name_nl, meeting.table.name_en)
    whole = Told(meeting.on, told.reason, told.until, told.by, table, told.evidence, seen=told.seen)
    step = take(point.ask.signal_id, Thing.ASK, point.ask_id, name, whole, by)
    point.decided = name
    point.decision_nl, point.decision_en = told.reason.nl, told.reason.en
    point.save()
    return step
