"""What waits for an organisation: what it was asked, what it does, what it may recognise."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.periods import date_words
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Kind, Right
from duidelijk.web.agenda.models import (
    Action,
    Ask,
    Facet,
    Milestone,
    PublicSignal,
    Recognition,
    Signal,
    Step,
    today,
)
from duidelijk.web.agenda.showing import anchor, in_state, row_words, rows, with_last_step
from duidelijk.web.words import words

_RECOGNISABLE = 25
_RECENT = 100
"""So many of the signals that an organisation raised or recognised are listed."""
_PUT = (State.PUT, State.ACCEPTED, State.REFUSED, State.DEFERRED)
_GOES_ON = (State.PLANNED, State.UNDER_WAY)
_OPEN_STAGES = ("seen", "asked", "answered", "planned", "acting")


def inbox_of(user: User, language: str) -> dict[str, Any]:
    """Everything that waits for the organisation of *user*, what is late first."""
    asks, done = _asked(user, language)
    return {
        "asked": asks,
        "answered": done,
        "milestones": _milestones(user, language),
        "own": _own(user, language),
        "recognise": _recognisable(user, language),
        "answers": user.may(Right.ANSWER_FOR),
    }


def waiting(user: User) -> int:
    """How much waits for the organisation of *user*: for the front of the workspace."""
    if not user.may(Right.ANSWER_FOR):
        return 0
    asks, _ = _asked(user, "nl")
    return len(asks) + sum(bool(each["late"]) for each in _milestones(user, "nl"))


def _asked(user: User, language: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What was put to the organisation: without an answer, and with one."""
    waiting: list[dict[str, Any]] = []
    answered: list[dict[str, Any]] = []
    if not user.may(Right.ANSWER_FOR):
        return waiting, answered
    asks = with_last_step(Ask.objects.all(), Thing.ASK, "signal")
    own = asks.filter(addressee__organisation=user.organisation_id, now__in=_PUT)
    signals = in_state(Signal.objects.all(), State.OPEN)
    going = set(signals.filter(asks__in=own).values_list("pk", flat=True))
    for ask in own.select_related("signal"):
        state = State(ask.now)
        until = ask.until if state is State.DEFERRED else ask.until or ask.answer_by
        due = until if state in (State.PUT, State.DEFERRED) else None
        row = {
            "url": f"{reverse('signal_desk', args=[ask.signal_id])}{anchor(Thing.ASK, ask.pk)}",
            "signal": ask.signal.title_in(language),
            "text": row_words(ask, language),
            "state": words(language)[f"state_ask_{state.value}"],
            "due": date_words(due, language) if due else "",
            "late": bool(due and due < today()),
            "sort": due.isoformat() if due else "9999",
            "example": ask.signal.example,
        }
        waits = ask.signal_id in going and (state is State.PUT or row["late"])
        (waiting if waits else answered).append(row)
    return sorted(waiting, key=lambda each: str(each["sort"])), answered


def _milestones(user: User, language: str) -> list[dict[str, Any]]:
    """What the organisation is to have ready, soonest first."""
    if not user.may(Right.ANSWER_FOR):
        return []
    actions = with_last_step(Action.objects.all(), Thing.ACTION, "signal")
    own = actions.filter(owner__organisation=user.organisation_id, now__in=_GOES_ON)
    signals = in_state(Signal.objects.all(), State.OPEN, State.CLOSED)
    going = own.filter(signal__in=signals.values("pk")).select_related("signal")
    by_key = {each.pk: each for each in going}
    moved = Step.objects.filter(thing=Thing.MILESTONE, key=OuterRef("pk"), name="move")
    stones = with_last_step(Milestone.objects.all(), Thing.MILESTONE, "action__signal")
    planned = stones.filter(action__in=by_key, now=State.PLANNED).annotate(
        moved_to=Subquery(moved.order_by("-pk").values("until")[:1])
    )
    found = []
    for each in planned:
        action, due = by_key[each.action_id], each.moved_to or each.due
        where = reverse("signal_desk", args=[action.signal_id])
        found.append(
            {
                "url": f"{where}{anchor(Thing.ACTION, action.pk)}",
                "action": row_words(action, language),
                "text": row_words(each, language),
                "due": date_words(due, language),
                "late": due < today(),
                "sort": due.isoformat(),
                "example": action.signal.example,
            }
        )
    return sorted(found, key=lambda each: str(each["sort"]))


def _own(user: User, language: str) -> list[dict[str, Any]]:
    """The signals that the organisation raised, or sees too, with how far each has come."""
    seen = Recognition.objects.filter(organisation=user.organisation_id).values("signal")
    raised = Signal.objects.filter(organisation=user.organisation_id)
    both = raised | Signal.objects.filter(pk__in=seen)
    return rows(both.distinct().select_related("public")[:_RECENT], user, language)


def _recognisable(user: User, language: str) -> list[dict[str, Any]]:
    """Published signals that the organisation has not said anything of; those of its own region
    first. Only for organisations that see what happens in a place.
    """
    if user.organisation.kind not in (Kind.MUNICIPALITY, Kind.GGD):
        return []
    seen = Recognition.objects.filter(organisation=user.organisation_id).values("signal")
    found = PublicSignal.objects.filter(stage__in=_OPEN_STAGES).exclude(signal__in=seen)
    found = found.exclude(signal__organisation=user.organisation_id).select_related("signal")
    here = Facet.objects.filter(of="region", key=user.organisation.region)
    near = set(here.values_list("public", flat=True))
    first = list(found.filter(pk__in=near).order_by("-pk")[:_RECOGNISABLE])
    ordered = [*first, *found.exclude(pk__in=near).order_by("-pk")[:_RECOGNISABLE]]
    return [
        {
            "key": each.pk,
            "url": reverse("signal_desk", args=[each.pk]),
            "title": in_language(Text(**each.row["title"]), language).text,
            "near": each.pk in near,
            "example": each.signal.example,
        }
        for each in ordered[:_RECOGNISABLE]
    ]
