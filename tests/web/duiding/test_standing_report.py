"""What participants agreed to stands: what changes it asks them anew, and nothing else does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import concluding, discussing, preparing
from duidelijk.web.duiding.concluding import Draft, Hindrance, hindrances
from duidelijk.web.duiding.models import EstablishedReport, Item, Outcome, Session, Statement
from duidelijk.web.duiding.reporting import established_report, last_report, report_of
from duidelijk.web.duiding.sealed import duiding_of
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db
Invited = Callable[..., Guest]
Go = Callable[..., None]
Lead = tuple[User, Client]


@pytest.fixture
def people(guest: Invited) -> list[Guest]:
    """Three who took part."""
    return [guest("Anne"), guest("Bram"), guest("Cor", "science")]


@pytest.fixture
def outcome(
    session: Session, items: list[Item], people: list[Guest], lead: Lead, go: Go
) -> Outcome:
    """A draft conclusion that rests on what was said."""
    go(Phase.ALONE)
    sent = {"seen": "Minder werk", "serious": "serious", "based_on": "0", "done": "1"}
    for each in people:
        assert each.client.post(each.item(items[0]), sent).status_code == 302
    go(Phase.TOGETHER, Phase.CONCLUDING)
    return concluding.put(session.pk, _draft(items[0]), "c", lead[0])


def _draft(item: Item, nl: str = "Het werd minder.", en: str = "", status: str = "") -> Draft:
    keys = list(Statement.objects.values_list("pk", flat=True))
    return Draft("conclusion", nl, en, item=item.pk, statements=keys, status=status)


def _change(outcome: Outcome, draft: Draft, by: User) -> None:
    outcome.refresh_from_db()
    concluding.change(outcome.session_id, outcome.pk, draft, outcome.revision, by)


def _approve(who: Guest, agrees: bool = True, language: str = "") -> None:
    page = who.client.get(f"{language}{who.home}/verslag")
    sent = {"agrees": "yes" if agrees else "no", "seen": page.context["seen"]}
    answer = who.client.post(f"{language}{who.home}/verslag/akkoord", sent)
    assert answer.status_code == 302


def test_a_week_of_silence_counts_from_the_last_change(
    session: Session, items: list[Item], outcome: Outcome, people: list[Guest], lead: Lead
) -> None:
    for each in people:
        _approve(each, agrees=False)
    Session.objects.update(draft_since=timezone.now() - dt.timedelta(days=8))
    session.refresh_from_db()
    assert hindrances(session, report_of(session)) == [Hindrance.REJECTED]
    _change(outcome, _draft(items[0], "Het werd minder!"), lead[0])
    session.refresh_from_db()
    assert hindrances(session, report_of(session)) == [Hindrance.UNHEARD]
    Session.objects.update(draft_since=timezone.now() - dt.timedelta(days=8))
    session.refresh_from_db()
    assert hindrances(session, report_of(session)) == []
    preparing.move(session.pk, items[1].pk, up=True)
    session.refresh_from_db()
    assert hindrances(session, report_of(session)) == [Hindrance.UNHEARD], "the agenda is in it"


def test_a_status_that_was_put_by_hand_is_not_undone_by_one_who_weighs(
    session: Session, items: list[Item], outcome: Outcome, people: list[Guest], lead: Lead
) -> None:
    _change(outcome, _draft(items[0], status="supported"), lead[0])
    for each in people:
        discussing.weigh_outcome(each.member, outcome.pk, "agree", "")
        _approve(each)
    assert established_report(session).established.agree == 3
    discussing.weigh_outcome(people[0].member, outcome.pk, "disagree", "Toch niet")
    report = established_report(session)
    assert report.established.agree == 3
    assert str(report.conclusions[0].status) == "supported"
    _change(outcome, _draft(items[0], status="contested"), lead[0])
    assert established_report(session).established.agree == 0, "another status is another report"


def test_other_words_in_one_language_leave_who_read_the_other(
    session: Session, items: list[Item], outcome: Outcome, people: list[Guest], lead: Lead
) -> None:
    dutch, english, _ = people
    _change(outcome, _draft(items[0], en="It fell."), lead[0])
    for who, root in ((dutch, ""), (english, "/en")):
        page = who.client.get(f"{root}{who.home}/verslag").content.decode()
        found = re.search(r'name="worded-\d+" value="([^"]+)"', page)
        assert found is not None
        sent = {f"stance-{outcome.pk}": "agree", f"worded-{outcome.pk}": found[1]}
        path = f"{root}{who.home}/verslag/{outcome.pk}"
        assert who.client.post(path, sent).status_code == 302
        _approve(who, language=root)

    def counted() -> tuple[int, int]:
        report = established_report(session)
        weighed = sum(each.total for each in report.conclusions[0].agreement.values())
        return weighed, report.established.agree

    assert counted() == (2, 2)
    _change(outcome, _draft(items[0], en="It fell a lot."), lead[0])
    assert counted() == (1, 1), "who read the Dutch words still agrees with those"
    told = text_of(english.client.get(f"/en{english.home}/verslag"))
    assert "It fell a lot." in told
    _change(outcome, _draft(items[0], "Het werd veel minder.", "It fell a lot."), lead[0])
    assert counted() == (0, 0)


def test_what_was_established_is_what_is_published(
    session: Session, outcome: Outcome, people: list[Guest], go: Go
) -> None:
    for each in people:
        _approve(each)
    go(Phase.CLOSED)
    kept = last_report(session)
    assert kept == established_report(session)
    Outcome.objects.update(text_nl="Langs een achterdeur")
    session.members.update(perspective="governing")
    assert established_report(session) != kept
    assert last_report(session) == kept
    assert kept in duiding_of(session.edition)
    page = people[0].client.get(f"{people[0].home}/verslag").content.decode()
    assert "Het werd minder." in page and "achterdeur" not in page
    go(Phase.CONCLUDING)
    assert not EstablishedReport.objects.exists(), "taken up again it is a draft"


def test_what_was_brought_in_late_is_no_first_estimate(
    session: Session, items: list[Item], people: list[Guest], go: Go
) -> None:
    anne, bram, _ = people
    go(Phase.ALONE)
    first = {"seen": "Op tijd", "serious": "slight", "based_on": "0", "done": "1"}
    assert anne.client.post(anne.item(items[0]), first).status_code == 302
    late = {"seen": "Te laat", "serious": "very_serious", "based_on": "0", "keep": "1"}
    assert bram.client.post(bram.item(items[0]), late).status_code == 302
    go(Phase.TOGETHER)
    assert "niet ingeleverd" in text_of(bram.client.get(bram.home))
    assert bram.client.post(f"{bram.item(items[0])}/alsnog").status_code == 302
    assert "niet ingeleverd" not in text_of(bram.client.get(bram.home))
    page = text_of(anne.client.get(anne.item(items[0])))
    assert "Te laat" in page and "1 deelnemer schatte het eerst alleen in" in page
    go(Phase.AGAIN)
    form = bram.client.get(bram.item(items[0])).content.decode()
    assert "Te laat</textarea>" in form, "the third round begins as they left it"
    again = {"seen": "Te laat", "serious": "serious", "based_on": "0", "done": "1"}
    assert bram.client.post(bram.item(items[0]), again).status_code == 302
    go(Phase.CONCLUDING)
    item = report_of(session).items[0]
    assert sum(item.first.seriousness.values()) == 1
    assert sum(item.revised.seriousness.values()) == 2
    assert item.changed == 0


def test_kinds_of_organisation_that_show_who_it_is_are_told_together(
    session: Session, guest: Invited, lead: Lead, go: Go
) -> None:
    for name, kind in (("A", "ggd"), ("B", "police"), ("C", "municipality"), ("D", "municipality")):
        guest(name, kind=kind)
    assert report_of(session).organisations == {"municipality": 2, "": 2}
    Session.objects.update(attribution="organisation")
    session.refresh_from_db()
    assert report_of(session).organisations == {"ggd": 1, "police": 1, "municipality": 2}


def test_what_was_taken_back_does_not_come_back_by_estimating_again(
    session: Session, items: list[Item], people: list[Guest], go: Go
) -> None:
    anne, bram, _ = people
    go(Phase.ALONE)
    first = {"seen": "Spijt", "explained": "Dit blijft", "based_on": "0", "done": "1"}
    assert anne.client.post(anne.item(items[0]), first).status_code == 302
    go(Phase.TOGETHER)
    said = Statement.objects.get(text="Spijt")
    discussing.take_back(anne.member, said.pk)
    go(Phase.AGAIN)
    page = anne.client.get(anne.item(items[0])).content.decode()
    assert "Dit blijft</textarea>" in page and "Spijt</textarea>" not in page
    sent = {**first, "serious": "serious"}  # from a window that still had the words
    assert anne.client.post(anne.item(items[0]), sent).status_code == 302
    go(Phase.CONCLUDING)
    assert Statement.objects.filter(text="Spijt").get().withdrawn
    assert "Spijt" not in bram.client.get(bram.item(items[0])).content.decode()
