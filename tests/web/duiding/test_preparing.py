"""Before a session: agenda, guests, mix and tables, handing over and taking over."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.duiding.phases import Phase
from duidelijk.editions.texts import development_key
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import leading, preparing
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.evidence import developments_of, edition_of
from duidelijk.web.duiding.models import Item, Member, Session
from duidelijk.web.duiding.reporting import report_of
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db

Account = Callable[..., tuple[User, Client]]
Lead = tuple[User, Client]
Go = Callable[..., None]


def base(session: Session) -> str:
    return f"/werkplek/sessies/{session.pk}"


def test_a_session_is_opened_by_its_form_and_told_what_is_wrong(
    lead: tuple[User, Client],
) -> None:
    _, desk = lead
    told = {
        "session_question": "Wat zien wij?",
        "session_question_en": "What do we see?",
        "session_edition": "2021-3",
        "session_starts": "2021-05-20T10:00",
        "session_attribution": "organisation",
        "session_language": "nl",
        "wanted_science": "3",
        "kinds_police": "1",
    }
    wrong = desk.post("/werkplek/sessies/nieuw", told | {"session_starts": "31 februari"})
    assert wrong.status_code == 400
    assert "Wat zien wij?" in wrong.content.decode()
    answer = desk.post("/werkplek/sessies/nieuw", told)
    made = Session.objects.get()
    assert answer["Location"] == f"/werkplek/sessies/{made.pk}/agenda"
    assert (made.wanted, made.wanted_kinds) == ({"science": 3}, {"police": 1})
    assert "nog 3" in text_of(desk.get(base(made)))
    assert "What do we see?" in text_of(desk.get(f"/en{base(made)}"))
    assert report_of(made).question == Text("Wat zien wij?", "What do we see?")


def test_two_windows_do_not_overwrite_each_other(
    lead: tuple[User, Client], session: Session
) -> None:
    user, desk = lead
    page = desk.get(f"{base(session)}/gegevens")
    assert f'name="based_on" value="{session.revision}"' in page.content.decode()
    fields = {"attribution": "perspective", "question": "Anders"}
    preparing.change_session(session.pk, fields, session.revision, user)
    with pytest.raises(Overtaken):
        preparing.change_session(session.pk, fields, session.revision, user)
    form = {
        "session_question": "Wat ik typte",
        "session_edition": "2021-2",
        "session_starts": "2021-04-28T10:00",
        "session_attribution": "perspective",
        "session_language": "nl",
        "based_on": str(session.revision),
    }
    answer = desk.post(f"{base(session)}/gegevens", form)
    assert answer.status_code == 409
    assert "Wat ik typte" in answer.content.decode()
    session.refresh_from_db()
    assert session.question == "Anders"


def test_a_promise_of_namelessness_is_not_loosened(
    lead: tuple[User, Client], session: Session, guest: Callable[..., Guest]
) -> None:
    guest("Anne")
    with pytest.raises(preparing.Loosened):
        fields = {"attribution": "organisation"}
        preparing.change_session(session.pk, fields, session.revision, lead[0])


def test_the_agenda_is_composed_from_what_stands_out(
    lead: tuple[User, Client], session: Session
) -> None:
    user, desk = lead
    edition = edition_of(session.edition)
    assert edition is not None
    keys = [development_key(each) for each in developments_of(edition)[:3]]
    assert desk.post(f"{base(session)}/agenda", {"compose": "1", "development": keys}).status_code
    on = session.items.filter(state=Item.State.ON).exclude(development="")
    assert list(on.values_list("development", flat=True)) == keys
    assert all(each.theme for each in on)
    leading.show(session.pk, on[0].pk)
    preparing.compose(session.pk, keys[1:], edition, user)
    assert list(on.values_list("development", flat=True)) == keys[1:]
    session.refresh_from_db()
    assert session.showing is None, "the room does not look at what is off the agenda"
    preparing.compose(session.pk, [*keys, "no|such|key|"], edition, user)
    assert on.count() == 3
    titles = [report.title for report in report_of(session).items if report.development]
    assert [each.nl for each in titles] == list(on.values_list("title", flat=True))
    assert all(each.en and each.en != each.nl for each in titles)
    page = text_of(desk.get(f"{base(session)}/agenda?thema=onderwijs"))
    assert edition.monitor.indicators[keys[0].split("|")[0]].title.nl in page


def test_what_was_handed_in_on_something_taken_off_is_opened_when_it_comes_back(
    session: Session, items: list[Item], guest: Callable[..., Guest], lead: Lead, go: Go
) -> None:
    anne, bram = guest("Anne"), guest("Bram")
    go(Phase.ALONE)
    sent = {"seen": "Toch ingeleverd", "serious": "slight", "based_on": "0", "done": "1"}
    assert anne.client.post(anne.item(items[1]), sent).status_code == 302
    preparing.settle(session.pk, items[1].pk, Item.State.DROPPED, lead[0])
    go(Phase.TOGETHER)
    preparing.settle(session.pk, items[1].pk, Item.State.ON, lead[0])
    page = bram.client.get(bram.item(items[1])).content.decode()
    assert "Toch ingeleverd" in page and "1 deelnemer schatte het eerst alleen in" in page
    assert "Breng" not in text_of(anne.client.get(anne.item(items[1]))).split("Wat u zei")[0]


def test_a_figure_by_its_address_has_the_method_it_is_shown_by(
    session: Session, items: list[Item]
) -> None:
    """So that what is expected of it can be held against what follows."""
    evidence = item_evidence(session, items[0])
    edition = edition_of(session.edition)
    assert evidence is not None and evidence.figure is not None and edition is not None
    assert evidence.figure.method == "ebb-oud"
    rows = edition.series_of("werkloosheidspercentage", "NL01", "total")
    assert evidence.period in set(rows.filter(method="ebb-oud")["period"])


def test_an_address_of_no_figure_is_told_and_what_was_typed_stays(
    lead: tuple[User, Client], session: Session
) -> None:
    _, desk = lead
    for address in ("/edities/2021-2/thema/onderwijs", "/indicator/nee", "https://[", "x" * 600):
        form = {"add": "1", "proposal_title": "Mijn punt", "proposal_address": address}
        answer = desk.post(f"{base(session)}/agenda", form)
        assert answer.status_code == 400, address
        assert "Mijn punt" in answer.content.decode()
    assert session.items.count() == 2


def test_a_figure_that_is_not_out_is_taken_from_the_agenda_alone(
    session: Session, guest: Callable[..., Guest]
) -> None:
    from duidelijk.web.duiding.citing import Basis, cite

    item = session.items.exclude(address="").get()
    own = cite(Basis("figure"), session, item).evidence
    assert own.figure is not None and own.edition == "2021-2"
    elsewhere = cite(Basis("source", "Monitor X, https://example.nl/m."), session, item).evidence
    assert (elsewhere.kind, elsewhere.address) == ("source", "https://example.nl/m.")
    assert elsewhere.caption.nl == "Monitor X"
    pasted = cite(Basis("source", f"https://x.nl/en{own.address}"), session, item).evidence
    assert pasted.figure is not None and pasted.figure.indicator == own.figure.indicator
    assert cite(Basis("practice", "x"), session, item).evidence.address == ""


def test_an_invitation_that_is_loaded_anew_invites_nobody_twice(
    lead: Lead, session: Session
) -> None:
    page = lead[1].get(f"{base(session)}/mensen")
    found = re.search(r'name="token" value="([^"]+)"', page.content.decode())
    assert found is not None
    sent = {"name": "Dirk", "guest_organisation": "Ergens", "guest_kind": "municipality"}
    sent |= {"perspective": "policy", "language": "nl", "token": found[1]}
    assert "Link voor Dirk" in text_of(lead[1].post(f"{base(session)}/mensen", sent))
    again = lead[1].post(f"{base(session)}/mensen", sent, follow=True)
    assert "niemand dubbel uitgenodigd" in text_of(again)
    assert session.members.count() == 1


def test_who_still_writes_is_told_before_all_is_opened(
    session: Session, items: list[Item], guest: Callable[..., Guest], lead: Lead, go: Go
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE)
    typed = {"seen": "Nog niet klaar", "based_on": "0", "keep": "1"}
    assert anne.client.post(anne.item(items[0]), typed).status_code == 302
    sent = {"to": "together", "seen": "alone"}
    page = text_of(lead[1].post(f"{base(session)}/verder", sent, follow=True))
    assert "Er schrijven nog mensen." in page and "0 van de 1" in page
    session.refresh_from_db()
    assert session.stage is Phase.ALONE
    lead[1].post(f"{base(session)}/verder", {**sent, "sure": "1"})
    session.refresh_from_db()
    assert session.stage is Phase.TOGETHER


def test_tables_get_a_mix_and_one_can_be_put_elsewhere(
    lead: tuple[User, Client], session: Session, guest: Callable[..., Guest]
) -> None:
    _, desk = lead
    people = [guest(f"G{at}", ("policy", "practice")[at % 2]) for at in range(4)]
    desk.post(f"{base(session)}/mensen/tafels", {"tables": "2"})
    tables = {each.pk: each for each in Member.objects.filter(session=session)}
    mixes = {(each.table, each.perspective) for each in tables.values()}
    assert len(mixes) == 4
    desk.post(f"{base(session)}/mensen/tafels", {"tables": "2", "member": people[0].member.pk})
    assert Member.objects.get(pk=people[0].member.pk).table == 2
    assert "aan tafel 2" in text_of(people[0].client.get(people[0].home))


def test_an_agenda_and_its_invitations_close_with_the_session(
    lead: tuple[User, Client], session: Session, go: Callable[..., None]
) -> None:
    _, desk = lead
    go(Phase.ALONE, Phase.TOGETHER, Phase.CONCLUDING)
    with pytest.raises(NotNow):
        preparing.propose(session.pk, preparing.Proposal("Te laat", token="x"), None)
    page = desk.post(f"{base(session)}/agenda", {"add": "1", "proposal_title": "x"}, follow=True)
    assert "ligt nu vast" in text_of(page)


def test_a_session_is_handed_over_and_taken_over_only_when_left(
    lead: tuple[User, Client], session: Session, account: Account
) -> None:
    user, desk = lead
    other, others_desk = account("Ander", "facilitator")
    assert "Overnemen" not in text_of(others_desk.get("/werkplek/sessies"))
    others_desk.post(f"{base(session)}/overnemen")
    session.refresh_from_db()
    assert session.facilitator == user
    desk.post(f"{base(session)}/overdragen", {"to": other.pk})
    assert desk.get(base(session)).status_code == 404
    assert others_desk.get(base(session)).status_code == 200
    other.is_active = False
    other.save()
    assert "Overnemen" in text_of(desk.get("/werkplek/sessies"))
    assert desk.post(f"{base(session)}/overnemen").status_code == 302
    assert desk.get(base(session)).status_code == 200


def test_names_are_forgotten_once_a_session_is_closed(
    lead: tuple[User, Client], session: Session, guest: Callable[..., Guest]
) -> None:
    _, desk = lead
    anne = guest("Anne")
    desk.post(f"{base(session)}/mensen/vergeet", {"sure": "1"})
    assert Member.objects.get(pk=anne.member.pk).name == "Anne"
    Session.objects.filter(pk=session.pk).update(phase=Phase.CLOSED.value)
    desk.post(f"{base(session)}/mensen/vergeet", {"sure": "1"})
    held = Member.objects.get(pk=anne.member.pk)
    assert (held.name, held.organisation, held.perspective) == ("", None, "policy")
    assert anne.client.get(anne.home).status_code == 403


def test_a_whole_list_is_invited_or_nobody(lead: tuple[User, Client], session: Session) -> None:
    _, desk = lead
    path = f"{base(session)}/mensen/lijst"
    good = "Anne; anne@example.nl; Gemeente A; gemeente; beleid\nBram\t\tVNG\t\tscience\n"
    wrong = desk.post(path, {"list": f"{good}Cor;nee;Nieuw;;iets\n;;;;;;"})
    assert wrong.status_code == 400
    told = text_of(wrong)
    assert "Regel 3: “nee” is geen e-mailadres." in told
    assert "“iets” is geen perspectief" in told
    assert "Regel 4" in told and "Bram" in told
    assert session.members.count() == 0
    unknown = desk.post(path, {"list": f"{good}Cor; ; Nieuw; ; beleid"})
    assert "wat voor organisatie" in text_of(unknown)
    assert session.members.count() == 0
    answer = desk.post(path, {"list": good})
    assert answer.status_code == 200
    assert answer.content.decode().count("/sessie/kom/") == 2
    assert [each.perspective for each in session.members.all()] == ["policy", "science"]
    assert "al uitgenodigd" in text_of(desk.post(path, {"list": good}))
    assert session.members.count() == 2
    assert "leeg" in text_of(desk.post(path, {"list": " "}))
    assert "te veel" in text_of(desk.post(path, {"list": "x\n" * 301}))
