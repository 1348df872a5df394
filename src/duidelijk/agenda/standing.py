"""How a signal stands on a day: worked out from its steps."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.agenda.dossier import Ask, Dossier, Milestone, Step
from duidelijk.agenda.workflow import State, Thing, transition

Key = tuple[Thing, str]
"""A thing within a dossier; the signal itself has an empty key."""
SIGNAL: Key = (Thing.SIGNAL, "")
_ANSWERS = frozenset({State.ACCEPTED, State.REFUSED, State.DEFERRED})
_ENDED = frozenset({State.DONE, State.STOPPED})


class Stage(StrEnum):
    """How far a signal has come, for who reads along."""

    RAISED = "raised"
    SEEN = "seen"
    """Taken up; nobody was asked yet."""
    ASKED = "asked"
    """Somebody was asked and has not answered."""
    ANSWERED = "answered"
    """Everybody who was asked has answered; nothing is done yet."""
    PLANNED = "planned"
    """Somebody said that they will do something; nothing has begun."""
    ACTING = "acting"
    DONE = "done"
    """What was to be done is done; what the figures do is followed."""
    CLOSED = "closed"
    TURNED_DOWN = "turned_down"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


TAKEN_BACK = frozenset({Stage.TURNED_DOWN, Stage.MERGED, Stage.WITHDRAWN})
"""What is told of such a signal is told with that, or not at all."""
_NOT_OPEN = {
    State.NONE: Stage.RAISED,
    State.RAISED: Stage.RAISED,
    State.CLOSED: Stage.CLOSED,
    State.TURNED_DOWN: Stage.TURNED_DOWN,
    State.MERGED: Stage.MERGED,
    State.WITHDRAWN: Stage.WITHDRAWN,
}


class Impossible(Exception):
    """A step with a date that cannot be: ``future``, ``before`` the step it follows, or ``past``
    for the day until which something is put off.
    """


def checked(before: Iterable[Step], step: Step, today: dt.date) -> State:
    """The state after a *step*, given all steps *before* it.

    Raises ``OutOfOrder`` when it does not follow, ``Impossible`` for a date that cannot be.
    """
    own = [each for each in before if (each.thing, each.key) == (step.thing, step.key)]
    taken = transition(step.thing, states(own).get((step.thing, step.key), State.NONE), step.name)
    if step.on > today:
        raise Impossible("future")
    if own and step.on < own[-1].on:
        raise Impossible("before")
    if step.until is not None and step.until <= step.on:
        raise Impossible("past")
    return taken.after


def states(steps: Iterable[Step]) -> dict[Key, State]:
    """Where every thing stands after these steps. Raises ``OutOfOrder``."""
    found: dict[Key, State] = {}
    for each in steps:
        key = (each.thing, each.key)
        found[key] = transition(each.thing, found.get(key, State.NONE), each.name).after
    return found


def as_of(dossier: Dossier, day: dt.date) -> Dossier | None:
    """What was there at the end of a *day*; ``None`` when the signal was not.

    What had not happened yet is left out: steps, who recognised it later, what was put to somebody
    later.
    """
    steps = tuple(each for each in dossier.steps if each.on <= day)
    known = states(steps)
    if SIGNAL not in known:
        return None
    stood = dataclasses.replace(
        dossier,
        steps=steps,
        recognised=tuple(each for each in dossier.recognised if each.on <= day),
        credits=tuple(each for each in dossier.credits if each.merged <= day),
        asks=tuple(each for each in dossier.asks if (Thing.ASK, each.id) in known),
        actions=tuple(
            dataclasses.replace(
                each,
                milestones=tuple(
                    one for one in each.milestones if (Thing.MILESTONE, one.id) in known
                ),
            )
            for each in dossier.actions
            if (Thing.ACTION, each.id) in known
        ),
    )
    return outside(stood)


def outside(dossier: Dossier) -> Dossier:
    """A dossier without what was drafted and not put to anybody: that is nobody's business yet."""
    put = {each.key for each in dossier.steps if (each.thing, each.name) == (Thing.ASK, "put")}
    return dataclasses.replace(
        dossier,
        asks=tuple(each for each in dossier.asks if each.id in put),
        actions=tuple(
            dataclasses.replace(each, ask=each.ask if each.ask in put else "")
            for each in dossier.actions
        ),
        steps=tuple(
            each for each in dossier.steps if each.thing is not Thing.ASK or each.key in put
        ),
    )


@dataclass(frozen=True)
class Standing:
    """A dossier with where each thing in it stands."""

    dossier: Dossier
    states: Mapping[Key, State]

    @property
    def signal(self) -> State:
        """Where the signal itself stands."""
        return self.states.get(SIGNAL, State.NONE)

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.signal is not State.OPEN:
            return _NOT_OPEN[self.signal]
        actions = [self.of(Thing.ACTION, each.id) for each in self.dossier.actions]
        asks = [self.of(Thing.ASK, each.id) for each in self.dossier.asks]
        if State.UNDER_WAY in actions:
            return Stage.ACTING
        if State.PLANNED in actions:
            return Stage.PLANNED
        if State.PUT in asks:
            return Stage.ASKED
        if State.DONE in actions:
            return Stage.DONE
        return Stage.ANSWERED if any(each in _ANSWERS for each in asks) else Stage.SEEN

    def of(self, thing: Thing, key: str) -> State:
        """Where one thing stands."""
        return self.states.get((thing, key), State.NONE)

    def steps_of(self, thing: Thing, key: str = "") -> list[Step]:
        """What happened to one thing, in order."""
        return [each for each in self.dossier.steps if (each.thing, each.key) == (thing, key)]

    def answer(self, ask: str) -> Step | None:
        """The last answer to an ask that still stands."""
        if self.of(Thing.ASK, ask) not in _ANSWERS:
            return None
        return self.steps_of(Thing.ASK, ask)[-1]

    def due(self, milestone: Milestone) -> dt.date:
        """The day a milestone is due, by the last time it was moved."""
        moved = [
            each.until
            for each in self.steps_of(Thing.MILESTONE, milestone.id)
            if each.name == "move" and each.until
        ]
        return moved[-1] if moved else milestone.due

    def answer_due(self, ask: Ask) -> dt.date | None:
        """The day by which an answer is to be there; ``None`` when there is one, or no such day."""
        state = self.of(Thing.ASK, ask.id)
        if state not in (State.PUT, State.DEFERRED):
            return None
        until = self.steps_of(Thing.ASK, ask.id)[-1].until
        return until if state is State.DEFERRED else until or ask.answer_by

    def next_due(self) -> dt.date | None:
        """The first day on which something is to be there that is not; also one that is past."""
        if self.signal not in (State.OPEN, State.CLOSED):
            return None
        asks = self.dossier.asks if self.signal is State.OPEN else ()
        answers = [self.answer_due(each) for each in asks]
        milestones = [
            self.due(one)
            for each in self.dossier.actions
            if self.of(Thing.ACTION, each.id) not in _ENDED
            for one in each.milestones
            if self.of(Thing.MILESTONE, one.id) is State.PLANNED
        ]
        return min([*filter(None, answers), *milestones], default=None)

    def reached(self) -> dict[Stage, dt.date]:
        """The line in time: on what day each stage was first reached."""
        found: dict[Stage, dt.date] = {}
        for each in self.dossier.steps:
            stage = _REACHES.get((each.thing, each.name))
            if stage is not None:
                found[stage] = min(found.get(stage, each.on), each.on)
        if self.stage not in (Stage.DONE, Stage.CLOSED):
            found.pop(Stage.DONE, None)
        return found

    @property
    def changed(self) -> dt.date:
        """The day of the last step."""
        return max(each.on for each in self.dossier.steps)


_REACHES = {
    (Thing.SIGNAL, "raise"): Stage.SEEN,
    (Thing.ASK, "put"): Stage.ASKED,
    (Thing.ASK, "accept"): Stage.ANSWERED,
    (Thing.ASK, "refuse"): Stage.ANSWERED,
    (Thing.ASK, "defer"): Stage.ANSWERED,
    (Thing.ACTION, "plan"): Stage.PLANNED,
    (Thing.ACTION, "start"): Stage.ACTING,
    (Thing.ACTION, "finish"): Stage.DONE,
}


def standing(dossier: Dossier) -> Standing:
    """How a dossier stands after its last step. Raises ``OutOfOrder``."""
    return Standing(dossier, states(dossier.steps))
