"""Taking a step: in order, by who may, on a day that can be, with a reason where one is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.http import Http404

from duidelijk.agenda.dossier import Step as StepTold
from duidelijk.agenda.standing import Impossible, checked
from duidelijk.agenda.workflow import FIRST, OutOfOrder, State, Thing, Transition, transition
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.changing import NotPossible, Overtaken, changed, held, subject_of
from duidelijk.web.agenda.dossiers import key_of, steps_of
from duidelijk.web.agenda.evidence import kept_evidence
from duidelijk.web.agenda.models import Action, Ask, Milestone, Signal, Step, today
from duidelijk.web.agenda.parties import about, answers_for, parties
from duidelijk.web.audit.models import Event

LONGEST_REASON = 2000
EARLIEST = dt.date(2000, 1, 1)
LATEST = dt.date(2100, 1, 1)
ANSWERS = frozenset({"accept", "refuse", "defer"})
"""The steps by which somebody answers what they were asked."""
Row = Ask | Action | Milestone
_OPEN, _OPEN_OR_CLOSED = frozenset({State.OPEN}), frozenset({State.OPEN, State.CLOSED})
GOES_ON = {
    Thing.ASK: _OPEN,
    Thing.ACTION: _OPEN_OR_CLOSED,
    Thing.MILESTONE: _OPEN_OR_CLOSED,
}
"""Where a signal stands while something can happen to what follows from it: what is done goes on
after it was closed.
"""


@dataclass(frozen=True)
class Told:
    """What goes with a step."""

    on: dt.date | None = None
    """When it happened; today where nobody said."""
    reason: Text = field(default_factory=lambda: Text("", ""))
    until: dt.date | None = None
    by: str = ""
    """On whose behalf; one's own organisation where nobody said."""
    table: Text = field(default_factory=lambda: Text("", ""))
    evidence: Sequence[Evidence] = ()
    into: int = 0
    seen: int | None = None
    """The last step of the same thing that was seen; ``None`` where that does not matter."""


@transaction.atomic
def take(signal_key: int, thing: Thing, key: int, name: str, told: Told, by: User) -> Step:
    """Take a step with a signal (*key* 0), or with an ask, action or milestone of it.

    Raises ``Overtaken`` when somebody took a step with the same thing that was not seen,
    ``NotPossible`` with the key of what is wrong. 404 for a thing that is not there.
    """
    signal = held(signal_key)
    row = row_of(signal, thing, key)
    steps = list(signal.steps.all())
    own = [each for each in steps if (each.thing, each.key) == (thing, key)]
    if told.seen is not None and own and own[-1].pk != told.seen:
        raise Overtaken
    return enter(signal, thing, row, name, told, by, steps)


def enter(
    signal: Signal,
    thing: Thing,
    row: Row | None,
    name: str,
    told: Told,
    by: User,
    steps: Sequence[Step],
) -> Step:
    """Keep a step of a signal that is held, after the *steps* it has. Raises as ``take``."""
    key, on = row.pk if row else 0, told.on or today()
    own = [each for each in steps if (each.thing, each.key) == (thing, key)]
    before = State(own[-1].after) if own else State.NONE
    if thing is not Thing.SIGNAL and state_after(steps) not in GOES_ON[thing]:
        raise NotPossible("taken_up")
    try:
        taken = transition(thing, before, name)
    except OutOfOrder:
        raise NotPossible("in_order") from None
    _allowed(taken, signal, row, by)
    _worded(taken, told, row, by)
    step = StepTold(thing, key_of(thing, key), name, on, until=told.until)
    try:
        if not EARLIEST <= on <= LATEST or not (told.until or on) <= LATEST:
            raise Impossible("never")
        checked(steps_of(steps), step, today())
    except Impossible as wrong:
        raise NotPossible(f"day_{wrong}") from None
    kept = Step.objects.create(
        signal=signal,
        thing=thing.value,
        key=key,
        name=name,
        before=before.value,
        after=taken.after.value,
        on=on,
        by=(told.by or by.organisation.name)[:200],
        reason_nl=told.reason.nl,
        reason_en=told.reason.en,
        until=told.until,
        table_nl=told.table.nl,
        table_en=told.table.en,
        evidence=kept_evidence(told.evidence),
        into=told.into,
        actor=by.pk,
    )
    reason = told.reason.nl or told.reason.en
    changed(signal, by, "signal_step", step=f"{thing.value}_{name}", key=key or "", reason=reason)
    return kept


def state_after(steps: Sequence[Step]) -> State:
    """Where a signal itself stands after its steps."""
    own = [each for each in steps if each.thing == Thing.SIGNAL]
    return State(own[-1].after) if own else State.NONE


def row_of(signal: Signal, thing: Thing, key: int) -> Row | None:
    """The ask, action or milestone of a signal; ``None`` for the signal itself. 404 for none."""
    found: Row | None = None
    if thing is Thing.ASK:
        found = signal.asks.select_related("addressee").filter(pk=key).first()
    elif thing is Thing.ACTION:
        found = signal.actions.select_related("owner").filter(pk=key).first()
    elif thing is Thing.MILESTONE:
        own = Milestone.objects.filter(action__signal=signal, pk=key)
        found = own.select_related("action__owner").first()
    elif key == 0:
        return None
    if found is None:
        raise Http404("nothing of this signal")
    return found


def _allowed(taken: Transition, signal: Signal, row: Row | None, by: User) -> None:
    """Raises ``NotPossible`` for who may not take a step."""
    mine = parties(by, signal, about(row))
    if not mine & taken.by:
        raise NotPossible("yours")
    if taken.other and isinstance(row, Ask) and worded(row, by):
        raise NotPossible("own_words")


def worded(ask: Ask, by: User) -> bool:
    """Whether somebody wrote some of the words of an ask."""
    first = ask.signal.steps.filter(thing=Thing.ASK, key=ask.pk, name=FIRST[Thing.ASK])
    later = Event.objects.filter(subject=subject_of(ask.signal_id), action="ask_worded")
    return bool(
        ask.author_id == by.pk
        or first.filter(actor=by.pk).exists()
        or later.filter(actor_key=by.pk, detail__key=ask.pk).exists()
    )


def _worded(taken: Transition, told: Told, row: Row | None, by: User) -> None:
    """Raises ``NotPossible`` for what lacks."""
    if taken.reason and not (told.reason.nl or told.reason.en):
        raise NotPossible("without_reason")
    if max(len(told.reason.nl), len(told.reason.en)) > LONGEST_REASON:
        raise NotPossible("reason_long", most=str(LONGEST_REASON))
    if taken.until and told.until is None:
        raise NotPossible("without_until")
    # who keeps the agenda tells what others said: where can it be read?
    told_for_others = isinstance(row, Ask) and not answers_for(by, row.addressee)
    if told_for_others and taken.name in ANSWERS and not told.evidence:
        raise NotPossible("without_source")
