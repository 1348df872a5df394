"""What waits for an organisation: what it was asked, what it does, what it may recognise."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from duidelijk.agenda.standing import standing
from duidelijk.agenda.workflow import State, Thing
from duidelijk.publish.periods import date_words
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Kind, Right
from duidelijk.web.agenda.dossiers import dossier_of, key_of
from duidelijk.web.agenda.models import Facet, PublicSignal, Recognition, Signal, today
from duidelijk.web.agenda.parties import acted_by, asked_of
from duidelijk.web.agenda.showing import anchor, row_words
from duidelijk.web.words import words

_RECOGNISABLE = 25
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
    for signal in Signal.objects.filter(pk__in=asked_of(user)):
        stands = standing(dossier_of(signal))
        own = signal.asks.filter(addressee__organisation=user.organisation_id)
        for ask in own.select_related("addressee"):
            state = stands.of(Thing.ASK, key_of(Thing.ASK, ask.pk))
            if state in (State.NONE, State.DRAFTED, State.AGREED, State.WITHDRAWN):
                continue
            told = stands.dossier.ask(key_of(Thing.ASK, ask.pk))
            due = stands.answer_due(told)
            row = {
                "url": f"{reverse('signal_desk', args=[signal.pk])}{anchor(Thing.ASK, ask.pk)}",
                "signal": signal.title_in(language),
                "text": row_words(ask, language),
                "state": words(language)[f"state_ask_{state.value}"],
                "due": date_words(due, language) if due else "",
                "late": bool(due and due < today()),
                "sort": due.isoformat() if due else "9999",
                "example": signal.example,
            }
            (waiting if state is State.PUT or row["late"] else answered).append(row)
    return sorted(waiting, key=lambda each: str(each["sort"])), answered


def _milestones(user: User, language: str) -> list[dict[str, Any]]:
    """What the organisation is to have ready, soonest first."""
    found = []
    for signal in Signal.objects.filter(pk__in=acted_by(user)):
        stands = standing(dossier_of(signal))
        if stands.signal is not State.OPEN:
            continue
        own = signal.actions.filter(owner__organisation=user.organisation_id)
        keys = {key_of(Thing.ACTION, each.pk): each for each in own}
        for action in (each for each in stands.dossier.actions if each.id in keys):
            if stands.of(Thing.ACTION, action.id) in (State.DONE, State.STOPPED):
                continue
            for each in action.milestones:
                if stands.of(Thing.MILESTONE, each.id) is State.PLANNED:
                    due = stands.due(each)
                    key = keys[action.id].pk
                    found.append(
                        {
                            "url": f"{reverse('signal_desk', args=[signal.pk])}"
                            f"{anchor(Thing.ACTION, key)}",
                            "action": row_words(keys[action.id], language),
                            "text": each.text.to(language) or each.text.nl,
                            "due": date_words(due, language),
                            "late": due < today(),
                            "sort": due.isoformat(),
                            "example": signal.example,
                        }
                    )
    return sorted(found, key=lambda each: str(each["sort"]))


def _own(user: User, language: str) -> list[dict[str, Any]]:
    """The signals that the organisation raised, or sees too, with how far each has come."""
    seen = Recognition.objects.filter(organisation=user.organisation_id).values("signal")
    raised = Signal.objects.filter(organisation=user.organisation_id)
    both = raised | Signal.objects.filter(pk__in=seen)
    found: QuerySet[Signal] = both.distinct().select_related("public")
    return [
        {
            "url": reverse("signal_desk", args=[each.pk]),
            "title": each.title_in(language),
            "stage": words(language)[f"stage_{standing(dossier_of(each)).stage.value}"],
            "example": each.example,
        }
        for each in found
    ]


def _recognisable(user: User, language: str) -> list[dict[str, Any]]:
    """Published signals that the organisation has not said anything of; those of its own region
    first. Only for organisations that see what happens in a place.
    """
    if user.organisation.kind not in (Kind.MUNICIPALITY, Kind.GGD):
        return []
    seen = Recognition.objects.filter(organisation=user.organisation_id).values("signal")
    found = PublicSignal.objects.filter(stage__in=_OPEN_STAGES).exclude(signal__in=seen)
    found = found.exclude(signal__organisation=user.organisation_id).select_related("signal")
    near = set(
        Facet.objects.filter(of="region", key=user.organisation.region).values_list(
            "public", flat=True
        )
    )
    ordered = sorted(found[:200], key=lambda each: (each.pk not in near, -each.pk))
    return [
        {
            "key": each.pk,
            "url": reverse("signal_desk", args=[each.pk]),
            "title": each.signal.title_in(language),
            "near": each.pk in near,
            "example": each.signal.example,
        }
        for each in ordered[:_RECOGNISABLE]
    ]
