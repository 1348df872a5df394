"""What was done with all signals together: counts, never shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.standing import Standing, standing
from duidelijk.agenda.workflow import State, Thing

_NOT_ASKED = frozenset({State.NONE, State.DRAFTED, State.AGREED})


@dataclass(frozen=True)
class Counts:
    """How many of each there are."""

    signals: int = 0
    asked: int = 0
    """Questions and proposals that were put to somebody."""
    accepted: int = 0
    refused: int = 0
    deferred: int = 0
    waiting: int = 0
    acting: int = 0
    """Actions that are planned or under way."""
    done: int = 0
    late: int = 0
    """Signals with something that should have been there by now."""
    due: int = 0
    """Milestones that were to be there by now, or already are."""
    met: int = 0


def counted(dossiers: Iterable[Dossier], today: dt.date) -> Counts:
    """How many signals there are, what was asked, answered and done, as it stands on a day."""
    signals = late = 0
    asks: list[State] = []
    actions: list[State] = []
    milestones: list[State] = []
    for dossier in dossiers:
        stands = standing(dossier)
        signals += 1
        due = stands.next_due()
        late += bool(due and due < today)
        asks += [stands.of(Thing.ASK, each.id) for each in dossier.asks]
        actions += [stands.of(Thing.ACTION, each.id) for each in dossier.actions]
        milestones += _milestones(stands, today)
    return Counts(
        signals=signals,
        asked=sum(each not in _NOT_ASKED for each in asks),
        accepted=asks.count(State.ACCEPTED),
        refused=asks.count(State.REFUSED),
        deferred=asks.count(State.DEFERRED),
        waiting=asks.count(State.PUT),
        acting=actions.count(State.PLANNED) + actions.count(State.UNDER_WAY),
        done=actions.count(State.DONE),
        late=late,
        due=len(milestones),
        met=milestones.count(State.MET),
    )


def _milestones(stands: Standing, today: dt.date) -> list[State]:
    """Those that are met, and those that were to be there by now of actions that go on."""
    found: list[State] = []
    for action in stands.dossier.actions:
        over = stands.of(Thing.ACTION, action.id) in (State.DONE, State.STOPPED)
        for each in action.milestones:
            state = stands.of(Thing.MILESTONE, each.id)
            waiting = state is State.PLANNED and not over and stands.due(each) < today
            found += [state] if state is State.MET or waiting else []
    return found
