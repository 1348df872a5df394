"""What is kept of a participant: all of it told, and forgotten when they ask for it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.test import Client

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.scales import Attribution
from duidelijk.duiding.sealing import as_document
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind, Perspective
from duidelijk.web.audit.models import Event
from duidelijk.web.duiding import concluding, discussing, leading, passing, personal, preparing
from duidelijk.web.duiding import models as kept
from duidelijk.web.duiding.answering import Typed
from duidelijk.web.duiding.answering import keep as write
from duidelijk.web.duiding.changing import ShutOut
from duidelijk.web.duiding.citing import Basis
from duidelijk.web.duiding.models import Answer, Item, Member, Session, Statement
from duidelijk.web.duiding.reporting import established_report, last_report
from session_addresses import everything
from session_guest import Guest

pytestmark = pytest.mark.django_db
Invited = Callable[..., Guest]
Go = Callable[..., None]

_DERIVED = {
    "Member": {
        *("id", "session", "user", "organisation", "kind", "withdrawn", "erased", "language"),
    },
    "Pass": {"id", "member", "link", "cookie"},
    "Item": {"id", "session", "order", "state", "token", "proposed_by", "development"},
    "Answer": {"id", "item", "member", "revision", "opened"},
    "Statement": {
        *("id", "session", "item", "member", "replaces", "explanation", "token"),
    },
    "Cited": {"id", "statement", "caption_en", "figure"},
    "Weighing": {"id", "member", "explanation", "outcome", "language"},
    "Approval": {"id", "session", "member", "of"},
    "Outcome": {"id", "session", "asked_by"},
}
"""Told by another name, in words, or of how things are kept rather than of the person."""


def _leaves(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        return [value]
    return [leaf for each in value.values() for leaf in _leaves(each) if leaf not in (None, "")]


def test_everything_that_is_kept_of_a_person_is_in_their_file(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    anne = guest("Anne", "science", "knowledge_institute")
    Member.objects.filter(pk=anne.member.pk).update(email="anne@example.nl", table=3)
    proposed = {"proposal_title": "Mijn voorstel", "proposal_why": "Daarom", "token": "p"}
    anne.client.post(f"{anne.home}/inbrengen", proposed)
    go(Phase.ALONE)
    sent = {"seen": "Gezien door Anne", "basis-seen": "source", "detail-seen": "Een studie"}
    sent |= {"serious": "serious", "confidence": "likely", "expected": "falls"}
    anne.client.post(anne.item(items[0]), {**sent, "based_on": "0", "done": "1"})
    anne.client.post(anne.item(items[1]), {"seen": "Nog in klad", "based_on": "0"})
    go(Phase.TOGETHER)
    statement = Statement.objects.get(member=anne.member)
    discussing.add_explanation(session.pk, items[0].pk, "Een lezing", [statement.pk])
    reading = statement.item.explanations.get()
    discussing.weigh_explanation(anne.member, reading.pk, "unsure", "Omdat ik twijfel")
    go(Phase.CONCLUDING)
    draft = concluding.Draft("question", "Vraag van Anne", asked_by=anne.member.pk)
    concluding.put(session.pk, draft, "q", lead[0])
    concluding.approve(anne.member, False, "Er ontbreekt iets", "x")

    answer = anne.client.get(f"{anne.home}/mijn.json")
    told = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    text = answer.content.decode()
    owned: list[tuple[str, Any]] = [
        ("Member", Member.objects.filter(pk=anne.member.pk)),
        ("Pass", anne.member.passes.all()),
        ("Item", Item.objects.filter(proposed_by=anne.member)),
        ("Answer", Answer.objects.filter(member=anne.member)),
        ("Statement", Statement.objects.filter(member=anne.member)),
        ("Cited", kept.Cited.objects.filter(statement__member=anne.member)),
        ("Weighing", kept.Weighing.objects.filter(member=anne.member)),
        ("Approval", kept.Approval.objects.filter(member=anne.member)),
    ]
    for name, rows in owned:
        assert rows.exists(), name
        for row in json.loads(serializers.serialize("json", rows)):
            for field, value in row["fields"].items():
                if field in _DERIVED[name] or value in (None, "", {}, []):
                    continue
                for part in _leaves(value):
                    plain = json.dumps(part, ensure_ascii=False).strip('"')
                    shown = plain[:10] if plain[4:5] == "-" and plain[10:11] == "T" else plain
                    assert shown in text, (name, field, part)
    assert told["organisation"] == "knowledge_institute X"
    assert told["questions_asked"] == ["Vraag van Anne"]
    with_member = {
        each.related_model.__name__
        for each in Member._meta.related_objects
        if each.related_model is not None
    }
    assert with_member <= set(_DERIVED), "another table holds something of participants"


def test_who_is_forgotten_is_nowhere_any_more(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    anne = guest("Anne Xanthippe", "science", "knowledge_institute")
    guest("Bram")
    Member.objects.filter(pk=anne.member.pk).update(email="anne@xanthippe.example")
    go(Phase.ALONE)
    sent = {"seen": "Blijft staan", "explained": "Neem ik terug", "based_on": "0", "done": "1"}
    anne.client.post(anne.item(items[0]), sent)
    anne.client.post(anne.item(items[1]), {"seen": "Las niemand", "based_on": "0"})
    go(Phase.TOGETHER)
    back = Statement.objects.get(text="Neem ik terug")
    anne.client.post(f"{anne.item(items[0])}/terug/{back.pk}")
    assert anne.client.post(f"{anne.home}/mijn/vergeet").status_code == 302
    assert anne.client.get(anne.home).status_code == 200, "not without being sure"
    assert anne.client.post(f"{anne.home}/mijn/vergeet", {"sure": "1"}).status_code == 200
    assert anne.client.get(anne.home).status_code == 403
    left = everything()
    for gone in ("Xanthippe", "xanthippe", "Las niemand", "Neem ik terug"):
        assert gone not in left, gone
    member = Member.objects.get(pk=anne.member.pk)
    assert (member.organisation, member.user, member.passes.count()) == (None, None, 0)
    assert (member.perspective, member.kind) == ("science", "knowledge_institute")
    assert Statement.objects.get(text="Blijft staan").member == member
    events = serializers.serialize("json", Event.objects.all())
    assert "Xanthippe" not in events
    assert "xanthippe" not in events
    page = lead[1].get(f"/werkplek/sessies/{session.pk}/mensen").content.decode()
    assert "Xanthippe" not in page
    assert "iemand" in page


def test_the_log_never_names_who_comes_by_a_link(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    anne = guest("Anne Xanthippe")
    go(Phase.ALONE)
    anne.client.post(anne.item(items[0]), {"seen": "Ik", "based_on": "0", "done": "1"})
    go(Phase.TOGETHER, Phase.CONCLUDING)
    lead[1].post(f"/werkplek/sessies/{session.pk}/mensen/{anne.member.pk}/weg")
    personal.forget(Member.objects.get(pk=anne.member.pk))
    for each in Event.objects.all():
        assert "Xanthippe" not in f"{each.actor} {each.subject} {each.detail}", each
    assert Event.objects.filter(action="participant_forgotten", actor="participant").exists()


def test_nothing_is_kept_of_who_was_forgotten_while_they_wrote(
    session: Session, items: list[Item], guest: Invited, lead: tuple[User, Client], go: Go
) -> None:
    """What was sent is kept after the session is held: by then they may be somebody no more."""
    anne = guest("Anne")
    go(Phase.ALONE)
    under_way = Member.objects.select_related("session").get(pk=anne.member.pk)
    personal.forget(Member.objects.get(pk=anne.member.pk))
    late = Typed({"seen": "Te laat"}, {}, "serious", "likely", "falls")
    proposal = preparing.Proposal("Te laat", token="l")
    with pytest.raises(ShutOut):
        write(under_way, items[0], late, 0, hand_in=True)
    with pytest.raises(ShutOut):
        preparing.propose(session.pk, proposal, under_way)
    with pytest.raises(ShutOut):
        personal.introduce(under_way, "Anne", "policy", None)
    go(Phase.TOGETHER)
    with pytest.raises(ShutOut):
        discussing.contribute(under_way, items[0], "seen", "Te laat", Basis(), "t")
    discussing.add_explanation(session.pk, items[0].pk, "Een lezing", [])
    reading = kept.Explanation.objects.get()
    with pytest.raises(ShutOut):
        discussing.weigh_explanation(under_way, reading.pk, "agree", "Te laat")
    go(Phase.CONCLUDING)
    with pytest.raises(ShutOut):
        concluding.approve(under_way, True, "Te laat", "x")
    assert "Te laat" not in everything()


def test_an_account_is_forgotten_in_every_session(
    session: Session, lead: tuple[User, Client], account: Callable[..., tuple[User, Client]]
) -> None:
    user, client = account("Els", "participant")
    told = preparing.Guest(user.name, user.organisation, "policy", user.email, user=user)
    preparing.invite(session.pk, told, lead[0])
    assert client.get(f"/sessie/{session.pk}").status_code == 200
    assert personal.forget_account(user) == 1
    assert client.get(f"/sessie/{session.pk}").status_code == 403
    assert "Els" not in everything()
    assert personal.forget_account(user) == 0


@pytest.mark.parametrize("seed", range(8))
def test_a_report_names_nobody(
    seed: int, session: Session, items: list[Item], lead: tuple[User, Client], go: Go
) -> None:
    """Any session: outside it nobody has a name, an address, or, where that was promised, an
    organisation; nor a perspective that only they look from.
    """
    chance = random.Random(seed)
    attribution = chance.choice(list(Attribution))
    Session.objects.filter(pk=session.pk).update(attribution=attribution)
    people = []
    for at in range(chance.randint(1, 9)):
        name = f"Orgaan-{seed}-{at}"
        organisation = Organisation.objects.create(name=name, kind=chance.choice(Kind.values))
        perspective = chance.choice(Perspective.values)
        told = preparing.Guest(f"Naam-{at}", organisation, perspective, f"adres-{at}@example.nl")
        member = preparing.invite(session.pk, told, lead[0])
        if chance.random() < 0.85:
            held = passing.pass_of(passing.make_link(member, None))
            assert held is not None
            passing.take_up(held)
            personal.introduce(member, told.name, perspective, None)
        people.append(Member.objects.get(pk=member.pk))
    inside = [each for each in people if each.joined]
    leading.go_to(session.pk, Phase.ALONE, "preparing", lead[0])
    for each in inside:
        basis = {"seen": Basis(chance.choice(["practice", "source"]), "Een studie")}
        typed = Typed({"seen": f"Gezien {each.pk}"}, basis, "serious", "likely", "falls")
        write(each, items[0], typed, 0, hand_in=True)
    go(Phase.TOGETHER, Phase.CONCLUDING)
    statements = [each.pk for each in Statement.objects.all()]
    for at, kind in enumerate(("conclusion", "signal", "question")):
        asked = chance.choice(inside).pk if inside else None
        draft = concluding.Draft(
            kind, f"Tekst {at}", item=items[0].pk, statements=statements, asked_by=asked
        )
        outcome = concluding.put(session.pk, draft, str(at), lead[0])
        if kind == "conclusion":
            for each in inside:
                stance = chance.choice(["agree", "unsure", "disagree"])
                discussing.weigh_outcome(each, outcome.pk, stance, f"reden {each.pk}")
    session.refresh_from_db()
    seen = concluding.checksum(established_report(session))
    for each in inside:
        concluding.approve(each, True, f"opmerking {each.pk}", seen)
    for each in chance.sample(inside, len(inside) // 3):
        personal.forget(each)
    report = established_report(session)
    sealed = json.dumps(as_document([report]), ensure_ascii=False)
    assert "Naam-" not in sealed
    assert "adres-" not in sealed
    assert "@" not in sealed
    assert lead[0].name not in sealed
    if attribution is Attribution.PERSPECTIVE:
        assert "Orgaan-" not in sealed
    erased = Member.objects.exclude(erased=None).select_related("organisation")
    assert all(each.organisation is None for each in erased)
    held = [each.perspective for each in inside]
    alone = {each for each in held if held.count(each) == 1}
    named = {each.by for each in report.statements}
    named |= {each.asked_by for each in report.questions}
    for conclusion in report.conclusions:
        named |= {each.by for each in conclusion.dissent} | set(conclusion.agreement)
    named |= {each.by for each in report.established.remarks} | set(report.perspectives)
    assert not named & alone
    if attribution is Attribution.PERSPECTIVE:
        assert named <= set(held) | {""}
    assert sum(report.perspectives.values()) == len(inside)


def test_an_established_report_stays_whoever_comes_or_is_forgotten(
    session: Session, items: list[Item], guest: Invited, lead: tuple[User, Client], go: Go
) -> None:
    Session.objects.filter(pk=session.pk).update(attribution=Attribution.ORGANISATION)
    session.refresh_from_db()
    people = [guest("Anne", "science"), guest("Bram", "data"), guest("Cor", "data")]
    go(Phase.ALONE)
    for each in people:
        sent = {"seen": f"Van {each.member.pk}", "based_on": "0", "done": "1"}
        each.client.post(each.item(items[0]), sent)
    go(Phase.TOGETHER, Phase.CONCLUDING)
    keys = [each.pk for each in Statement.objects.all()]
    asked = people[0].member.pk
    draft = concluding.Draft("question", "Een vraag", statements=keys, asked_by=asked)
    concluding.put(session.pk, draft, "q", lead[0])
    for each in people[:2]:
        page = each.client.get(f"{each.home}/verslag")
        sent = {"agrees": "yes", "seen": page.context["seen"], "remark": "Goed"}
        assert each.client.post(f"{each.home}/verslag/akkoord", sent).status_code == 302
    guest("Te laat", "science")
    assert established_report(session).established.agree == 2, "who comes in late undoes nothing"
    go(Phase.CLOSED)
    before = established_report(session)
    assert before.participants == 4
    guest_after = Organisation.objects.all()[0]
    Session.objects.filter(pk=session.pk).update(phase=Phase.CONCLUDING)
    told = preparing.Guest("Lezer", guest_after, "governing")
    member = preparing.invite(session.pk, told, lead[0])
    Session.objects.filter(pk=session.pk).update(phase=Phase.CLOSED)
    held = passing.pass_of(passing.make_link(member, None))
    assert held is not None
    passing.take_up(held)
    session.refresh_from_db()
    assert last_report(session) == before, "who reads it afterwards is not in it"
    path = f"/werkplek/sessies/{session.pk}/mensen/vergeet"
    assert lead[1].post(path, {"sure": "1"}).status_code == 302
    after = last_report(Session.objects.get(pk=session.pk))
    assert (after.established.agree, after.established.disagree) == (2, 0)
    assert "municipality X" not in str(after)
    assert Event.objects.filter(action="participant_forgotten", actor__contains="Leider").exists()
