"""One signal with everything that followed, and what the figures did after."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest

from duidelijk.agenda.dossier import Action, Addressee, Ask, Milestone, Step
from duidelijk.agenda.standing import Standing, standing
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.publish.agenda.effect import effect_of
from duidelijk.publish.agenda.effect_plain import effect_plain
from duidelijk.web.agenda.models import today
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import Told, both, edition_asked, named
from duidelijk.web.api.parameters import OfEffect, OfOne
from duidelijk.web.api.resources.evidence import evidence_told, series_told
from duidelijk.web.api.resources.signals import dossier_asked, in_short
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute


def signal(request: HttpRequest, number: int, asked: OfOne) -> Told:
    """What the answer about one signal holds. Raises ``Problem``."""
    dossier, edition = dossier_asked(number, asked.edition)
    day = edition.date if edition else today()
    head: Told = {"edition": named(request, edition)} if edition else {}
    told = _Telling(request, standing(dossier), day).signal()
    return head | {"asOf": day.isoformat(), "signal": told}


def effect(request: HttpRequest, number: int, asked: OfEffect) -> Told:
    """What the answer about the figures holds that a signal's actions were to move."""
    dossier, _ = dossier_asked(number, asked.edition)
    edition = edition_asked(asked.edition)
    found = []
    for each in dossier.actions:
        plain = effect_plain(effect_of(edition, dossier, each, asked.lang))
        shaped = schemas.Effect.model_validate({"action": each.id} | plain)
        told = shaped.model_dump(mode="json", by_alias=True)
        for aim in told["aims"]:
            aim["newestFigure"] = _whole(request, aim["newestFigure"])
            for judged in (*aim["since"], *aim["before"]):
                judged["address"] = _whole(request, judged["address"]) or ""
        found.append(told)
    return {"edition": named(request, edition), "effect": found}


def _whole(request: HttpRequest, path: str | None) -> str | None:
    return absolute(request, path) if path else None


class _Telling:
    """Tells one signal in values."""

    def __init__(self, request: HttpRequest, stands: Standing, day: dt.date) -> None:
        self._request, self._stands, self._day = request, stands, day

    def signal(self) -> Told:
        told = self._stands.dossier
        sure = told.confidence
        return in_short(self._request, self._stands, self._day) | {
            "text": both(told.text),
            "since": _iso(told.since),
            "confidence": sure.value if sure else None,
            "chanceFrom": sure.bounds[0] if sure else None,
            "chanceTo": sure.bounds[1] if sure else None,
            "evidence": evidence_told(self._request, told.evidence),
            "recognised": [
                {
                    "organisation": each.organisation,
                    "kind": each.kind,
                    "region": each.region or None,
                    "on": each.on.isoformat(),
                }
                for each in told.recognised
            ],
            "credits": [
                {
                    "number": each.number,
                    "title": both(each.title),
                    "raisedBy": each.raised_by,
                    "raised": each.raised.isoformat(),
                    "merged": each.merged.isoformat(),
                }
                for each in told.credits
            ],
            "asks": [self._ask(each) for each in told.asks],
            "actions": [self._action(each) for each in told.actions],
            "steps": [self._step(each) for each in told.steps],
        }

    def _ask(self, ask: Ask) -> Told:
        steps = self._stands.steps_of(Thing.ASK, ask.id)
        due = self._stands.answer_due(ask)
        note = Place("nl").note(self._stands.dossier.number, ask.id)
        return {
            "id": ask.id,
            "kind": ask.kind.value,
            "text": both(ask.text),
            "addressee": _organisation(ask.addressee),
            "state": self._stands.of(Thing.ASK, ask.id).value,
            "put": next((each.on.isoformat() for each in steps if each.name == "put"), None),
            "answerBy": _iso(due),
            "late": due is not None and due < self._day,
            "note": absolute(self._request, note),
        }

    def _action(self, action: Action) -> Told:
        state = self._stands.of(Thing.ACTION, action.id)
        ended = state in (State.DONE, State.STOPPED)
        return {
            "id": action.id,
            "title": both(action.title),
            "text": both(action.text),
            "owner": _organisation(action.owner),
            "ask": action.ask or None,
            "region": action.region or None,
            "state": state.value,
            "money": [{"euros": each.euros, "what": both(each.what)} for each in action.money],
            "milestones": [self._milestone(each, ended) for each in action.milestones],
            "aims": [series_told(each) for each in action.aims],
            "evidence": evidence_told(self._request, action.evidence),
        }

    def _milestone(self, milestone: Milestone, ended: bool) -> Told:
        state, due = self._stands.of(Thing.MILESTONE, milestone.id), self._stands.due(milestone)
        steps = self._stands.steps_of(Thing.MILESTONE, milestone.id)
        return {
            "id": milestone.id,
            "text": both(milestone.text),
            "setFor": milestone.due.isoformat(),
            "due": due.isoformat(),
            "state": state.value,
            "met": steps[-1].on.isoformat() if state is State.MET else None,
            "late": state is State.PLANNED and not ended and due < self._day,
        }

    def _step(self, step: Step) -> Told:
        return {
            "thing": step.thing.value,
            "key": step.key or None,
            "name": step.name,
            "on": step.on.isoformat(),
            "by": step.by,
            "reason": both(step.reason),
            "until": _iso(step.until),
            "table": _some(step.table),
            "into": step.into or None,
            "evidence": evidence_told(self._request, step.evidence),
        }


def _organisation(each: Addressee) -> Told:
    return {"id": each.id, "name": both(each.name), "kind": each.kind}


def _some(text: Text) -> dict[str, Any] | None:
    return both(text) if text.nl or text.en else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
