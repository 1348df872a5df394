"""Plays the session of ``young_people.yaml``: every step the one that real people take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.scales import Said
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import answering, concluding, discussing, leading, personal, preparing
from duidelijk.web.duiding.answering import Typed
from duidelijk.web.duiding.citing import Basis
from duidelijk.web.duiding.models import Explanation, Item, Member, Outcome, Session
from duidelijk.web.duiding.reporting import report_of
from duidelijk.web.words import words

EDITION = "2021-2"
HELD = dt.datetime(2021, 4, 28, 10, 0)
_FILE = Path(__file__).with_name("young_people.yaml")
_ORDER = (Phase.ALONE, Phase.TOGETHER, Phase.AGAIN, Phase.CONCLUDING, Phase.CLOSED)


@cache
def script() -> dict[str, Any]:
    """What is asked, said and concluded."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def play(facilitator: User, until: Phase = Phase.CLOSED) -> Session:
    """Make the session, and play it until it stands in the phase *until*."""
    session = _prepared(facilitator)
    people = [_person(session, at, each, facilitator) for at, each in enumerate(script()["people"])]
    steps = {
        Phase.ALONE: lambda: _write(session, people),
        Phase.TOGETHER: lambda: _discuss(session, people),
        Phase.AGAIN: lambda: _again(session, people),
        Phase.CONCLUDING: lambda: _conclude(session, people, facilitator),
    }
    for phase in _ORDER:
        if session.stage is until:
            break
        session = leading.go_to(session.pk, phase, session.phase, facilitator)
        if phase in steps:
            steps[phase]()
        session.refresh_from_db()
    return session


def _prepared(facilitator: User) -> Session:
    told = script()
    particulars = {
        "question": told["question"]["nl"],
        "question_en": told["question"]["en"],
        "edition": EDITION,
        "starts": timezone.make_aware(HELD),
        "note": told["note"],
        "wanted": told["wanted"],
        "example": True,
        "introduction_nl": told["introduction"]["nl"],
        "introduction_en": told["introduction"]["en"],
    }
    session = preparing.open_session(particulars, facilitator)
    for each in told["items"]:
        proposal = preparing.Proposal(
            each["title"]["nl"],
            each.get("why", ""),
            each.get("theme", ""),
            _address(each),
            each["key"],
            each["title"]["en"],
        )
        preparing.propose(session.pk, proposal, None)
    return session


def _address(item: Mapping[str, Any]) -> str:
    """The page of the figure an item is about: the last one of its series."""
    if "indicator" not in item:
        return ""
    address = f"/edities/{EDITION}/indicator/{item['indicator']}"
    return f"{address}/cijfer/NL01/{item['group']}" if "group" in item else address


def _person(session: Session, at: int, told: Mapping[str, str], by: User) -> Member:
    """Somebody who takes part; they have no name but a number."""
    kind = words("nl")[f"organisation_{told['kind']}"]
    name = f"Voorbeeld: {kind}"
    organisation, _ = Organisation.objects.get_or_create(name=name, kind=told["kind"])
    guest = preparing.Guest(f"Deelnemer {at + 1}", organisation, told["perspective"])
    member = preparing.invite(session.pk, guest, by)
    personal.introduce(member, guest.name, guest.perspective, None)
    return member


def _items(session: Session) -> list[tuple[dict[str, Any], Item]]:
    by_token = {each.token: each for each in session.items.all()}
    return [(each, by_token[each["key"]]) for each in script()["items"]]


def _write(session: Session, people: Sequence[Member]) -> None:
    for told, item in _items(session):
        for member, answer in zip(people, told["answers"], strict=True):
            answering.keep(member, item, _typed(answer, item), 0, hand_in=True)


def _typed(answer: Mapping[str, str], item: Item) -> Typed:
    kind = answer.get("basis", "figure" if item.address else "practice")
    texts = {said.value: answer.get(said.value, "") for said in Said}
    return Typed(
        texts=texts,
        bases={said: Basis(kind) for said, text in texts.items() if text},
        seriousness=answer.get("serious", ""),
        confidence=answer.get("confidence", ""),
        expected=answer.get("expected", ""),
    )


def _discuss(session: Session, people: Sequence[Member]) -> None:
    for told, item in _items(session):
        for reading in told["readings"]:
            own = item.statements.filter(text__startswith=reading["from"])
            keys = list(own.values_list("pk", flat=True))
            discussing.add_explanation(session.pk, item.pk, reading["title"], keys)
            made = Explanation.objects.get(item=item, title=reading["title"])
            reasons = told["reasons"].get(reading["key"], {})
            for at, stance in enumerate(told["stances"][reading["key"]]):
                discussing.weigh_explanation(people[at], made.pk, stance, reasons.get(at, ""))


def _again(session: Session, people: Sequence[Member]) -> None:
    for told, item in _items(session):
        for at, changed in told["again"].items():
            answer = {**told["answers"][at], **changed}
            answering.keep(people[at], item, _typed(answer, item), 0, hand_in=True)


def _conclude(session: Session, people: Sequence[Member], by: User) -> None:
    items = {told["key"]: (told, item) for told, item in _items(session)}
    for at, told in enumerate(script()["outcomes"]):
        about, item = items[told["item"]]
        draft = concluding.Draft(
            kind=told["kind"],
            text_nl=told["text"]["nl"],
            text_en=told["text"]["en"],
            item=item.pk,
            themes=told["themes"],
            groups=told.get("groups", []),
            confidence=told.get("confidence", ""),
            expected=told.get("expected", ""),
            asked_of=told.get("asked_of", ""),
            asked_by=people[told["asked_by"]].pk if "asked_by" in told else None,
            statements=_under(about, item, told.get("reading")),
        )
        outcome = concluding.put(session.pk, draft, f"example-{at}", by)
        _weigh(outcome, told, people)
    seen = concluding.checksum(report_of(Session.objects.get(pk=session.pk)))
    for at, agrees in enumerate(script()["approvals"]):
        concluding.approve(people[at], agrees, script()["remarks"].get(at, ""), seen)


def _under(told: Mapping[str, Any], item: Item, reading: str | None) -> list[int]:
    """The statements under a reading; of a question, those that say what is missing."""
    if reading is None:
        own = item.statements.filter(said=Said.MISSING.value)
    else:
        title = next(each["title"] for each in told["readings"] if each["key"] == reading)
        own = item.statements.filter(explanation__title=title)
    return list(own.values_list("pk", flat=True))


def _weigh(outcome: Outcome, told: Mapping[str, Any], people: Sequence[Member]) -> None:
    for at, stance in enumerate(told.get("stances", [])):
        reason = told.get("reasons", {}).get(at, "")
        discussing.weigh_outcome(people[at], outcome.pk, stance, reason)
