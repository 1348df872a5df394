"""What somebody does: the action, its milestones, the money, and what it should move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, FigureKey
from duidelijk.foundation.documents import as_plain
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.changing import NotPossible, changed, held, held_at
from duidelijk.web.agenda.evidence import kept_evidence
from duidelijk.web.agenda.models import Action, Addressee, Milestone, Money, Signal
from duidelijk.web.agenda.parties import parties
from duidelijk.web.agenda.seeing import may_see
from duidelijk.web.agenda.stepping import EARLIEST, LATEST, Told, enter

MOST_AIMS = 6
"""So many series are enough to follow one action by."""


@dataclass(frozen=True)
class Amount:
    """Public money that goes with an action, in whole euros."""

    euros: int
    what: Text


@dataclass(frozen=True)
class ActionDraft:
    """An action as somebody words it."""

    title: Text
    text: Text
    owner: int
    ask: int | None = None
    region: str = ""
    aims: Sequence[FigureKey] = ()
    evidence: Sequence[Evidence] = ()
    money: Sequence[Amount] = ()


@transaction.atomic
def plan(key: int, draft: ActionDraft, token: str, by: User, on: dt.date | None = None) -> Action:
    """Keep that somebody is going to do something. Raises ``NotPossible``."""
    signal = held(key)
    token = f"{by.pk}-{token}"[:60]
    known = Action.objects.filter(token=token).first()
    if known is not None:
        return known
    action = Action(signal=signal, token=token)
    _lay_down(action, draft, by)
    action.save()
    _keep_money(action, draft.money)
    enter(signal, Thing.ACTION, action, "plan", Told(on=on), by, list(signal.steps.all()))
    return action


@transaction.atomic
def reword_action(key: int, action_key: int, draft: ActionDraft, revision: int, by: User) -> Action:
    """Word an action otherwise. Raises ``Overtaken``, ``NotPossible``."""
    signal = held_at(key, revision)
    action = signal.actions.select_related("owner").get(pk=action_key)
    if not may_keep(signal, action, by):
        raise NotPossible("yours")
    _lay_down(action, draft, by)
    action.save()
    _keep_money(action, draft.money)
    changed(signal, by, "action_worded", key=action.pk)
    return action


def may_keep(signal: Signal, action: Action, by: User) -> bool:
    """Whether somebody may word an action and set its milestones."""
    return bool(parties(by, signal, action.owner) & {"keeper", "owner"})


@transaction.atomic
def set_milestone(
    key: int, action_key: int, text: Text, due: dt.date, by: User, on: dt.date | None = None
) -> Milestone:
    """Lay down what is to be there on a day. Raises ``NotPossible``."""
    signal = held(key)
    action = signal.actions.select_related("owner").get(pk=action_key)
    if not may_keep(signal, action, by):
        raise NotPossible("yours")
    if not EARLIEST <= due <= LATEST:
        raise NotPossible("day_never")
    if due < signal.steps.filter(thing=Thing.ACTION, key=action.pk).earliest("pk").on:
        raise NotPossible("due_before")
    milestone = Milestone.objects.create(action=action, text_nl=text.nl, text_en=text.en, due=due)
    enter(signal, Thing.MILESTONE, milestone, "set", Told(on=on), by, list(signal.steps.all()))
    return milestone


def _lay_down(action: Action, draft: ActionDraft, by: User) -> None:
    owner = Addressee.objects.filter(pk=draft.owner).first()
    if owner is None or (owner.retired is not None and owner.pk != action.owner_id):
        raise NotPossible("addressee")
    action.owner = owner
    if not parties(by, action.signal, owner) & {"keeper", "owner"}:
        raise NotPossible("yours")
    action.title_nl, action.title_en = draft.title.nl, draft.title.en
    action.text_nl, action.text_en = draft.text.nl, draft.text.en
    action.ask = action.signal.asks.filter(pk=draft.ask).first() if draft.ask else None
    seen = action.ask is None or may_see(by, action.signal, Thing.ASK, action.ask.pk)
    if not seen:
        raise NotPossible("yours")
    action.region = draft.region
    action.aims = [as_plain(each) for each in draft.aims[:MOST_AIMS]]
    action.evidence = kept_evidence(draft.evidence)


def _keep_money(action: Action, money: Sequence[Amount]) -> None:
    """The amounts as they were typed last; earlier ones stand in earlier publications."""
    action.money.all().delete()
    for each in money:
        Money.objects.create(
            action=action,
            euros=each.euros,
            what_nl=each.what.nl,
            what_en=each.what.en,
        )
