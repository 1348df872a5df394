"""Everything that can happen to a signal and to what follows from it: one declared table.

A signal, a question put to somebody (an *ask*), an action and a milestone each stand in one state,
and only the steps below lead from one to another. Pages, rights and tests all read this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Thing(StrEnum):
    """What a step is taken with."""

    SIGNAL = "signal"
    ASK = "ask"
    ACTION = "action"
    MILESTONE = "milestone"


class State(StrEnum):
    """Where a thing stands; each kind of thing uses some of these."""

    NONE = "none"
    """Before its first step."""
    RAISED = "raised"
    OPEN = "open"
    TURNED_DOWN = "turned_down"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    DRAFTED = "drafted"
    AGREED = "agreed"
    PUT = "put"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"
    MET = "met"
    DROPPED = "dropped"


class Party(StrEnum):
    """Who may take a step."""

    RAISER = "raiser"
    """The organisation that raised the signal."""
    KEEPER = "keeper"
    """Who looks after the agenda; may also enter what others said elsewhere, with its source."""
    ADDRESSEE = "addressee"
    """Who was asked."""
    OWNER = "owner"
    """Who acts."""


@dataclass(frozen=True)
class Transition:
    """One step that may be taken."""

    thing: Thing
    name: str
    before: frozenset[State]
    after: State
    by: frozenset[Party]
    reason: bool = False
    """Whether it needs words that say why."""
    until: bool = False
    """Whether it needs a later date: deferred until, moved to, to be answered by."""
    other: bool = False
    """Whether somebody else has to take it than whoever wrote what it is taken with."""


class OutOfOrder(Exception):
    """A step that does not follow from where the thing stands."""

    def __init__(self, thing: Thing, state: State, name: str) -> None:
        self.thing, self.state, self.name = thing, state, name
        super().__init__(f"{thing} is {state}: {name} does not follow")


_S = State
_KEEPER = (Party.KEEPER,)
_RAISER = (Party.RAISER, Party.KEEPER)
_ADDRESSEE = (Party.ADDRESSEE, Party.KEEPER)
_OWNER = (Party.OWNER, Party.KEEPER)


def _may(
    thing: Thing,
    name: str,
    before: tuple[State, ...],
    after: State,
    by: tuple[Party, ...],
    *,
    reason: bool = False,
    until: bool = False,
    other: bool = False,
) -> Transition:
    return Transition(thing, name, frozenset(before), after, frozenset(by), reason, until, other)


TRANSITIONS: tuple[Transition, ...] = (
    # a signal: raised by anybody, taken up or turned down, in the end closed; it never vanishes
    _may(Thing.SIGNAL, "raise", (_S.NONE,), _S.RAISED, _RAISER),
    _may(Thing.SIGNAL, "take_up", (_S.RAISED,), _S.OPEN, _KEEPER),
    _may(Thing.SIGNAL, "turn_down", (_S.RAISED,), _S.TURNED_DOWN, _KEEPER, reason=True),
    _may(Thing.SIGNAL, "close", (_S.OPEN,), _S.CLOSED, _KEEPER, reason=True),
    _may(Thing.SIGNAL, "withdraw", (_S.RAISED, _S.OPEN), _S.WITHDRAWN, _RAISER, reason=True),
    _may(Thing.SIGNAL, "merge", (_S.RAISED, _S.OPEN), _S.MERGED, _KEEPER),
    _may(
        Thing.SIGNAL,
        "reopen",
        (_S.TURNED_DOWN, _S.CLOSED, _S.WITHDRAWN, _S.MERGED),
        _S.OPEN,
        _KEEPER,
        reason=True,
    ),
    # an ask: two people agree on its words before it is put to anybody; from then on they stand
    _may(Thing.ASK, "draft", (_S.NONE,), _S.DRAFTED, _KEEPER),
    _may(Thing.ASK, "agree", (_S.DRAFTED,), _S.AGREED, _KEEPER, other=True),
    _may(Thing.ASK, "redraft", (_S.AGREED,), _S.DRAFTED, _KEEPER, reason=True),
    _may(Thing.ASK, "hold_over", (_S.AGREED,), _S.AGREED, _KEEPER, reason=True),
    _may(Thing.ASK, "put", (_S.AGREED,), _S.PUT, _KEEPER),
    _may(
        Thing.ASK,
        "put_again",
        (_S.REFUSED, _S.DEFERRED),
        _S.PUT,
        _KEEPER,
        reason=True,
        until=True,
    ),
    _may(Thing.ASK, "accept", (_S.PUT, _S.DEFERRED, _S.REFUSED), _S.ACCEPTED, _ADDRESSEE),
    _may(
        Thing.ASK,
        "refuse",
        (_S.PUT, _S.DEFERRED, _S.ACCEPTED),
        _S.REFUSED,
        _ADDRESSEE,
        reason=True,
    ),
    _may(
        Thing.ASK,
        "defer",
        (_S.PUT, _S.DEFERRED),
        _S.DEFERRED,
        _ADDRESSEE,
        reason=True,
        until=True,
    ),
    _may(
        Thing.ASK,
        "withdraw",
        (_S.DRAFTED, _S.AGREED, _S.PUT, _S.DEFERRED),
        _S.WITHDRAWN,
        _KEEPER,
        reason=True,
    ),
    # an action: of whoever does it
    _may(Thing.ACTION, "plan", (_S.NONE,), _S.PLANNED, _OWNER),
    _may(Thing.ACTION, "start", (_S.PLANNED,), _S.UNDER_WAY, _OWNER),
    _may(Thing.ACTION, "finish", (_S.PLANNED, _S.UNDER_WAY), _S.DONE, _OWNER),
    _may(Thing.ACTION, "stop", (_S.PLANNED, _S.UNDER_WAY), _S.STOPPED, _OWNER, reason=True),
    _may(Thing.ACTION, "resume", (_S.DONE, _S.STOPPED), _S.UNDER_WAY, _OWNER, reason=True),
    # a milestone: a date that is met, moved or let go, always in sight of all
    _may(Thing.MILESTONE, "set", (_S.NONE,), _S.PLANNED, _OWNER),
    _may(Thing.MILESTONE, "meet", (_S.PLANNED,), _S.MET, _OWNER),
    _may(Thing.MILESTONE, "move", (_S.PLANNED,), _S.PLANNED, _OWNER, reason=True, until=True),
    _may(Thing.MILESTONE, "drop", (_S.PLANNED,), _S.DROPPED, _OWNER, reason=True),
    _may(Thing.MILESTONE, "unmeet", (_S.MET, _S.DROPPED), _S.PLANNED, _OWNER, reason=True),
)
"""Every step there is; what is not here cannot happen."""

FIRST: dict[Thing, str] = {
    each.thing: each.name for each in TRANSITIONS if State.NONE in each.before
}
"""The step by which each kind of thing comes to be."""


@cache
def _by_name() -> dict[tuple[Thing, str], Transition]:
    return {(each.thing, each.name): each for each in TRANSITIONS}


def transition(thing: Thing, state: State, name: str) -> Transition:
    """The step *name* of a *thing* that stands in *state*. Raises ``OutOfOrder``."""
    found = _by_name().get((thing, name))
    if found is None or state not in found.before:
        raise OutOfOrder(thing, state, name)
    return found


def possible(thing: Thing, state: State) -> list[Transition]:
    """The steps that may follow, in the order of the table."""
    return [each for each in TRANSITIONS if each.thing is thing and state in each.before]


def states_of(thing: Thing) -> frozenset[State]:
    """The states that a kind of thing can stand in, that before its first step included."""
    of_thing = [each for each in TRANSITIONS if each.thing is thing]
    reached = {each.after for each in of_thing}
    return frozenset(reached.union(*(each.before for each in of_thing)))
