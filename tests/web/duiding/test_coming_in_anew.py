"""Somebody who lost the way in begins anew: nobody reads their drafts, and they count once."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import concluding, personal, preparing
from duidelijk.web.duiding.models import Item, Member, Session
from duidelijk.web.duiding.reporting import established_report
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db
Invited = Callable[..., Guest]
Go = Callable[..., None]


def _anew(who: Guest, desk: Client) -> Guest:
    """Lets somebody in anew, as whoever leads does, and takes up the link in a new browser."""
    here = f"/werkplek/sessies/{who.member.session_id}/mensen/{who.member.pk}/opnieuw"
    answer = desk.post(here)
    assert answer.status_code == 200
    assert "begint diegene met een lege pagina" in text_of(answer)
    found = re.search(r'value="http://127.0.0.1(/sessie/kom/[^"]+)"', answer.content.decode())
    assert found is not None
    client = Client(HTTP_HOST="127.0.0.1")
    told = {"name": who.member.name, "perspective": who.member.perspective}
    assert client.post(found[1], told).status_code == 302
    return Guest(Member.objects.filter(first=who.member.person).latest("pk"), client)


def test_what_was_written_alone_stays_shut_and_the_old_way_in_is_closed(
    guest: Invited, lead: tuple[User, Client], items: list[Item], go: Go
) -> None:
    anne = guest("Anne", "science")
    go(Phase.ALONE)
    page = text_of(lead[1].get(f"/werkplek/sessies/{anne.member.session_id}/mensen"))
    assert "Opnieuw laten binnenkomen" in page
    typed = {"seen": "Alleen voor mij", "based_on": "0", "keep": "1"}
    assert anne.client.post(anne.item(items[0]), typed).status_code == 302
    again = _anew(anne, lead[1])
    assert anne.client.get(anne.home).status_code == 403
    for path in (again.item(items[0]), f"{again.home}/mijn", f"{again.home}/mijn.json"):
        answer = again.client.get(path)
        assert answer.status_code == 200
        assert "Alleen voor mij" not in answer.content.decode()
    shut = lead[1].post(f"/werkplek/sessies/{anne.member.session_id}/mensen/{anne.member.pk}/link")
    assert shut.status_code == 404, "the old invitation lets nobody in any more"


def test_who_came_in_anew_counts_once_and_is_not_named_for_it(
    session: Session, guest: Invited, lead: tuple[User, Client], items: list[Item], go: Go
) -> None:
    anne = guest("Anne", "science")
    others = [guest("Bram"), guest("Cor"), guest("Dee", "data"), guest("Eli", "data")]
    go(Phase.ALONE)
    for each in (anne, *others):
        sent = {"seen": f"Van {each.member.pk}", "serious": "slight", "based_on": "0", "done": "1"}
        assert each.client.post(each.item(items[0]), sent).status_code == 302
    again = _anew(anne, lead[1])
    sent = {"seen": "Nog eens", "serious": "serious", "based_on": "0", "done": "1"}
    assert again.client.post(again.item(items[0]), sent).status_code == 302
    go(Phase.TOGETHER, Phase.CONCLUDING)
    keys = list(session.statements.values_list("pk", flat=True))
    draft = concluding.Draft("conclusion", "Een conclusie", item=items[0].pk, statements=keys)
    outcome = concluding.put(session.pk, draft, "c", lead[0])
    _weigh(again, outcome.pk, "agree")
    seen = concluding.checksum(established_report(session))
    concluding.approve(again.member, False, "", seen)
    once_more = _anew(again, lead[1])
    _weigh(once_more, outcome.pk, "disagree")
    _weigh(others[0], outcome.pk, "agree")
    report = established_report(session)
    assert report.participants == 5
    assert dict(report.perspectives) == {"policy": 2, "": 3}, "two are not alone, one is"
    assert {each.by for each in report.statements} == {"policy", ""}, "who is alone is not named"
    (conclusion,) = report.conclusions
    counts = {key: (each.agree, each.disagree) for key, each in conclusion.agreement.items()}
    assert counts == {"policy": (1, 0), "": (0, 1)}
    (first, *_) = report.items
    serious = {str(key): count for key, count in first.first.seriousness.items() if count}
    assert serious == {"slight": 4, "serious": 1}
    concluding.approve(once_more.member, True, "", seen)
    told = established_report(session).established
    assert (told.agree, told.disagree) == (1, 0)


def test_who_is_forgotten_is_forgotten_as_who_they_were_before_too(
    session: Session, guest: Invited, lead: tuple[User, Client], go: Go
) -> None:
    anne = guest("Anne", "science")
    go(Phase.ALONE)
    again = _anew(anne, lead[1])
    assert again.client.post(f"{again.home}/mijn/vergeet", {"sure": "1"}).status_code == 200
    assert list(session.members.values_list("name", "organisation")) == [("", None)] * 2


def test_the_same_address_invited_anew_is_the_same_person(
    session: Session, lead: tuple[User, Client]
) -> None:
    told = preparing.Guest("Anne", Organisation.objects.all()[0], "policy", "anne@example.nl")
    never_came = preparing.invite(session.pk, told, lead[0])
    preparing.withdraw(session.pk, never_came.pk, lead[0])
    first = preparing.invite(session.pk, told, lead[0])
    assert first.person == first.pk, "who never came in may have been somebody else"
    personal.introduce(first, "Anne", "policy", None)
    preparing.withdraw(session.pk, first.pk, lead[0])
    told = dataclasses.replace(told, perspective="science")
    second = preparing.invite(session.pk, told, lead[0])
    preparing.withdraw(session.pk, second.pk, lead[0])
    third = preparing.invite(session.pk, told, lead[0])
    assert third.person == first.pk
    assert third.perspective == "policy", "what they said was said from there"


def test_who_comes_in_anew_or_by_another_device_looks_from_where_they_did(
    guest: Invited, lead: tuple[User, Client], go: Go
) -> None:
    anne = guest("Anne", "science")
    go(Phase.ALONE)
    here = f"/werkplek/sessies/{anne.member.session_id}/mensen/{anne.member.pk}/opnieuw"
    for by, path in ((anne.client, f"{anne.home}/mijn/toestel"), (lead[1], here)):
        page = by.post(path).content.decode()
        found = re.search(r'value="http://127.0.0.1(/sessie/kom/[^"]+)"', page)
        assert found is not None
        client = Client(HTTP_HOST="127.0.0.1")
        form = client.get(found[1]).content.decode()
        assert 'name="perspective"' not in form
        assert "U deed al mee vanuit het perspectief wetenschap" in text_of(client.get(found[1]))
        assert client.post(found[1], {"name": "Anne", "perspective": "policy"}).status_code == 302
    assert set(Member.objects.values_list("perspective", flat=True)) == {"science"}


def test_their_file_says_that_there_is_more_and_not_what(
    guest: Invited, lead: tuple[User, Client], items: list[Item], go: Go
) -> None:
    anne = guest("Anne", "science")
    go(Phase.ALONE)
    sent = {"seen": "Onder mijn eerste naam", "based_on": "0", "done": "1"}
    anne.client.post(anne.item(items[0]), sent)
    again = _anew(anne, lead[1])
    go(Phase.TOGETHER)
    told = again.client.get(f"{again.home}/mijn.json").json()
    (before,) = told["came_in_before"]
    assert (before["answers"], before["statements"]) == (1, 1)
    assert "Onder mijn eerste naam" not in str(told), "whoever leads could use the new link"


def _weigh(who: Guest, outcome: int, stance: str) -> None:
    sent = {f"stance-{outcome}": stance, f"reason-{outcome}": "Hierom"}
    assert who.client.post(f"{who.home}/verslag/{outcome}", sent).status_code == 302
