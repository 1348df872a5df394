"""Enters the register of ``young_people.yaml``: every step the one that real people take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from duidelijk.agenda.dossier import AskKind, Origin, Urgency
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind, FigureKey
from duidelijk.duiding.scales import Confidence
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.acting import ActionDraft, Amount, plan, set_milestone
from duidelijk.web.agenda.asking import AskDraft, decide, draft_ask, schedule
from duidelijk.web.agenda.example.practices import enter_practices
from duidelijk.web.agenda.likeness import keep_prints
from duidelijk.web.agenda.models import Action, Addressee, Ask, Signal, Table
from duidelijk.web.agenda.publishing import public_dossier, publish, seal_of
from duidelijk.web.agenda.raising import Draft, Source, raise_signal
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.agenda.tables import add_addressee, add_meeting, add_table
from duidelijk.web.duiding.citing import figure_of

_FILE = Path(__file__).with_name("young_people.yaml")
_PEOPLE = {"first": ["editor"], "second": ["editor"], "publisher": ["publisher"]}


@cache
def script() -> dict[str, Any]:
    """What was seen, asked, answered and done, with the sources."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def play(edition: str) -> None:
    """Enter the register and publish it, with the figures of an *edition*; once."""
    if Signal.objects.filter(token__endswith=f"-example-{script()['signals'][0]['key']}").exists():
        return
    people = {name: _somebody(name, roles) for name, roles in _PEOPLE.items()}
    addressees = {
        key: _addressee(told, people["first"]) for key, told in script()["addressees"].items()
    }
    with transaction.atomic():
        for told in script()["signals"]:
            _Entering(told, people, addressees, edition).enter()
        enter_practices(script()["sources"], people["first"], people["publisher"])
        for each in people.values():  # nobody can sign in as these
            each.is_active = False
            each.save(update_fields=["is_active"])


class _Entering:
    """Enters one signal with everything that followed."""

    def __init__(
        self,
        told: Mapping[str, Any],
        people: Mapping[str, User],
        addressees: Mapping[str, Addressee],
        edition: str,
    ) -> None:
        self._told, self._people, self._addressees = told, people, addressees
        self._edition = edition
        self._asks: dict[str, int] = {}
        self._signal = self._raised()

    def enter(self) -> None:
        key, told = self._signal.pk, self._told
        self._take(Thing.SIGNAL, 0, "take_up", {"day": told["raised"]}, "")
        for ask in told["asks"]:
            self._ask(ask)
        for action in told["actions"]:
            self._action(action)
        signal = Signal.objects.get(pk=key)
        keep_prints(signal)
        publish(key, seal_of(public_dossier(signal)), self._people["publisher"])

    def _raised(self) -> Signal:
        told = self._told
        draft = Draft(
            title=_text(told["title"]),
            text=_text(told["text"]),
            origin=Origin(told["origin"]),
            urgency=Urgency(told["urgency"]),
            themes=told["themes"],
            groups=told["groups"],
            confidence=Confidence(told["confidence"]),
            evidence=_evidence(told["evidence"], self._edition),
        )
        source = Source(raised_as=told["raised_by"], on=told["raised"], example=True, own=False)
        return raise_signal(draft, source, f"example-{told['key']}", self._people["first"])

    def _ask(self, told: Mapping[str, Any]) -> None:
        key, put = self._signal.pk, told["put"]
        addressee = self._addressees[told["to"]]
        kind, until = AskKind(told["kind"]), told.get("answer_by")
        draft = AskDraft(kind, _text(told["text"]), addressee.pk, until)
        ask = draft_ask(key, draft, f"example-{told['key']}", self._people["first"], put)
        self._asks[told["key"]] = ask.pk
        self._take(Thing.ASK, ask.pk, "agree", {"day": put}, "", "second")
        if "at" in told:
            self._at_table(ask, told)
        else:
            self._take(Thing.ASK, ask.pk, "put", {"day": put}, self._told["raised_by"])
        answer = told["answer"]
        self._take(Thing.ASK, ask.pk, answer["step"], answer, addressee.name_nl)

    def _at_table(self, ask: Ask, told: Mapping[str, Any]) -> None:
        """Put it on the agenda of a meeting, and decide there to put it to who is asked."""
        first, named = self._people["first"], _text(script()["tables"][told["at"]])
        table = Table.objects.filter(name_nl=named.nl).first()
        table = table or add_table(named, Text("", ""), first, example=True)
        meeting = table.meetings.filter(on=told["put"]).first()
        meeting = meeting or add_meeting(table, told["put"], "", first)
        point, given = schedule(ask.pk, meeting.pk, first), told["put_with"]
        evidence = _evidence(given["evidence"])
        by = self._told["raised_by"]
        decide(
            point.pk, "put", Told(reason=_text(given["reason"]), by=by, evidence=evidence), first
        )

    def _action(self, told: Mapping[str, Any]) -> None:
        owner = self._addressees[told["owner"]]
        draft = ActionDraft(
            title=_text(told["title"]),
            text=_text(told["text"]),
            owner=owner.pk,
            ask=self._asks[told["ask"]],
            aims=[_aim(each) for each in told["aims"]],
            evidence=_evidence(told["evidence"]),
            money=[Amount(each["euros"], _text(each["what"])) for each in told.get("money", [])],
        )
        token = f"example-{told['key']}"
        action = plan(self._signal.pk, draft, token, self._people["first"], told["plan"])
        for step in told["steps"]:
            self._take(Thing.ACTION, action.pk, step["step"], step, owner.name_nl)
        for milestone in told["milestones"]:
            self._milestone(action, milestone, owner)

    def _milestone(self, action: Action, told: Mapping[str, Any], owner: Addressee) -> None:
        first, text = self._people["first"], _text(told["text"])
        made = set_milestone(self._signal.pk, action.pk, text, told["due"], first, told["set"])
        if "move" in told:
            self._take(Thing.MILESTONE, made.pk, "move", told["move"], owner.name_nl)
        self._take(Thing.MILESTONE, made.pk, "meet", told["met"], owner.name_nl)

    def _take(
        self,
        thing: Thing,
        key: int,
        name: str,
        told: Mapping[str, Any],
        by: str,
        who: str = "first",
    ) -> None:
        on: dt.date = told["day"]
        reason = _text(told["reason"]) if "reason" in told else Text("", "")
        evidence = _evidence(told.get("evidence", []))
        whole = Told(on, reason, told.get("until"), by=by, evidence=evidence)
        take(self._signal.pk, thing, key, name, whole, self._people[who])


def _text(told: Mapping[str, str]) -> Text:
    return Text(told["nl"], told["en"])


def _evidence(named: Sequence[str], edition: str = "") -> list[Evidence]:
    """The sources by their names, and figures by their series in an *edition*."""
    found = []
    for each in named:
        if each.startswith("figure:"):
            indicator, _, rest = each.removeprefix("figure:").partition("/")
            address = f"/edities/{edition}/indicator/{indicator}/cijfer/{rest}"
            figure = figure_of(address, edition)
            found += [figure] if figure else []
            continue
        source = script()["sources"][each]
        caption = Text(source["title"], source["en"])
        found.append(Evidence(EvidenceKind.SOURCE, caption, source["url"]))
    return found


def _aim(told: str) -> FigureKey:
    indicator, region, group = told.split("/")
    return FigureKey(indicator, region, group)


def _addressee(told: Mapping[str, str], by: User) -> Addressee:
    known = Addressee.objects.filter(name_nl=told["nl"]).first()
    return known or add_addressee(Text(told["nl"], told["en"]), Kind(told["kind"]), None, by)


def _somebody(name: str, roles: list[str]) -> User:
    """Who enters the example; they have no password, so nobody can sign in as them."""
    organisation, _ = Organisation.objects.get_or_create(
        name="Demonstratie", defaults={"kind": "other_organisation"}
    )
    given = {
        "name": f"Voorbeeld ({name})",
        "organisation": organisation,
        "perspective": "policy",
        "roles": roles,
    }
    found, _ = User.objects.get_or_create(email=f"signalen-{name}@example.org", defaults=given)
    if not found.is_active:
        found.is_active = True
        found.save(update_fields=["is_active"])
    return found
