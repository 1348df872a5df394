"""A session from agenda to established report, through the pages, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.scales import Status
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding.models import Explanation, Item, Outcome, Session, Statement
from duidelijk.web.duiding.reporting import established_report
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db


def _write(guest: Guest, item: Item, text: str, serious: str, **more: str) -> None:
    sent = {"seen": text, "serious": serious, "based_on": "0", "done": "1", **more}
    answer = guest.client.post(guest.item(item), sent)
    assert answer.status_code == 302, text_of(answer)[:400]


def test_from_agenda_to_report(
    lead: tuple[User, Client],
    session: Session,
    items: list[Item],
    guest: Callable[..., Guest],
) -> None:
    _, desk = lead
    base = f"/werkplek/sessies/{session.pk}"
    people = [
        guest("Anne", "policy"),
        guest("Bram", "policy", "ministry"),
        guest("Cor", "practice", "executing_body"),
        guest("Dina", "practice"),
        guest("Els", "science", "knowledge_institute"),
    ]
    for path in ("", "/gegevens", "/agenda", "/mensen", "/zaal", "/uitkomst", "/verslag"):
        assert desk.get(base + path).status_code == 200, path
    go = {"to": "alone", "seen": "preparing"}
    assert desk.post(f"{base}/verder", go).status_code == 302
    first = items[0]
    for at, each in enumerate(people):
        _write(each, first, f"Wat {at} ziet", "serious", expected="falls", explained=f"Want {at}")
    waiting = text_of(people[0].client.get(people[0].item(first)))
    assert "Wat 0 ziet" in waiting
    assert "Wat 1 ziet" not in waiting

    desk.post(f"{base}/verder", {"to": "together", "seen": "alone"})
    open_now = text_of(people[0].client.get(people[0].item(first)))
    assert all(f"Wat {at} ziet" in open_now for at in range(5))
    assert "Anne" not in open_now.replace("als Anne", "")
    own = list(Statement.objects.filter(item=first, said="explained").order_by("id"))
    chosen = {
        "title": "Bijbanen vielen weg",
        "new": "1",
        "statement": [each.pk for each in own[:3]],
    }
    assert desk.post(f"{base}/ordenen/{first.pk}", chosen).status_code == 302
    other = {"title": "Jongeren studeren door", "new": "1", "statement": [own[3].pk]}
    desk.post(f"{base}/ordenen/{first.pk}", other)
    readings = list(Explanation.objects.filter(item=first))
    for at, each in enumerate(people):
        stance = "disagree" if at == 4 else "agree"
        told = {f"stance-{readings[0].pk}": stance, f"reason-{readings[0].pk}": f"reden {at}"}
        answer = each.client.post(f"{each.item(first)}/lezing/{readings[0].pk}", told)
        assert answer.status_code == 302
    said = {"text": "Ook de horeca", "said": "added", "token": "t1", "basis": "practice"}
    assert people[2].client.post(f"{people[2].item(first)}/zeggen", said).status_code == 302
    assert "Ook de horeca" in text_of(desk.get(f"{base}/ordenen/{first.pk}"))
    desk.post(f"{base}/zaal/tonen", {"item": first.pk})
    assert "Ook de horeca" in text_of(desk.get(f"{base}/zaal"))

    desk.post(f"{base}/verder", {"to": "again", "seen": "together"})
    _write(people[1], first, "Wat 1 ziet", "noticeable", explained="Nu anders", expected="stays")
    before = text_of(people[0].client.get(people[0].item(first)))
    assert "Nu anders" not in before
    desk.post(f"{base}/verder", {"to": "concluding", "seen": "again"})
    desk.post(f"{base}/ordenen/{first.pk}", {"reading": readings[0].pk, "conclude": "1"})
    outcome = Outcome.objects.get(session=session)
    form = desk.get(f"{base}/uitkomst/{outcome.pk}")
    assert "Bijbanen vielen weg" in form.content.decode()
    changed = {
        "text_nl": "Bijbanen in de horeca vielen weg.",
        "text_en": "Side jobs in hospitality fell away.",
        "item": first.pk,
        "theme": ["werk_inkomen"],
        "group": ["jongeren"],
        "confidence": "likely",
        "expected": "falls",
        "statement": [each.pk for each in own[:3]],
        "based_on": outcome.revision,
    }
    assert desk.post(f"{base}/uitkomst/{outcome.pk}", changed).status_code == 302
    for kind, words in (("signal", "Maak stages mogelijk."), ("question", "Wie stopt met leren?")):
        sent = {"text_nl": words, "token": kind, "asked_of": "OCW", "theme": ["onderwijs"]}
        assert desk.post(f"{base}/uitkomst/nieuw/{kind}", sent).status_code == 302
    for at, each in enumerate(people):
        page = each.client.get(f"{each.home}/verslag")
        assert page.status_code == 200
        told = {
            f"stance-{outcome.pk}": "disagree" if at == 4 else "agree",
            f"reason-{outcome.pk}": "Te stellig" if at == 4 else "",
        }
        assert each.client.post(f"{each.home}/verslag/{outcome.pk}", told).status_code == 302
        seen = page.context["seen"]
        agrees = {"agrees": "yes", "seen": seen, "remark": "Goed zo" if at == 0 else ""}
        assert each.client.post(f"{each.home}/verslag/akkoord", agrees).status_code == 302
    english = text_of(people[0].client.get(f"/en{people[0].home}/verslag"))
    assert "Side jobs in hospitality fell away." in english
    assert "likely" in english
    desk.post(f"{base}/verder", {"to": "closed", "seen": "concluding"})
    session.refresh_from_db()
    assert session.stage is Phase.CLOSED

    report = established_report(session)
    (conclusion,) = report.conclusions
    assert conclusion.status is Status.CONTESTED  # one whole perspective is against
    assert conclusion.agreement["practice"].agree == 2
    assert (conclusion.agreement[""].agree, conclusion.agreement[""].disagree) == (2, 1)
    assert [each.reason for each in conclusion.dissent] == ["Te stellig"]
    assert (
        conclusion.dissent[0].by == ""
    )  # who is the only one of a perspective is not named, nor alone
    assert [report.statement(each).text for each in conclusion.statements] == [
        "Want 0",
        "Want 1",
        "Want 2",
    ]
    assert conclusion.expectation is not None
    assert conclusion.expectation.figure.indicator == "werkloosheidspercentage"
    assert conclusion.evidence[0].edition == "2021-2"
    assert report.items[0].changed == 1
    assert report.established.agree == 5
    assert report.questions[0].text.nl == "Wie stopt met leren?"
    assert report.missing == ()
    kept = str(report)
    assert not any(name in kept for name in ("Anne", "Bram", "Cor", "Dina", "Els"))
