"""Everybody on every address of a session with every method, and what leaks to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.web import duiding
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import RIGHTS, Right, Role
from duidelijk.web.duiding import concluding, discussing, personal, preparing
from duidelijk.web.duiding.models import Answer, Explanation, Item, Outcome, Session, Statement
from session_addresses import METHODS, addresses, everything
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db
Account = Callable[..., tuple[User, Client]]
Invited = Callable[..., Guest]
Go = Callable[..., None]


def _other_session(lead: User, question: str = "Een andere vraag") -> Session:
    starts = timezone.make_aware(dt.datetime(2021, 4, 29, 10, 0))
    told = {"question": question, "edition": "2021-2", "starts": starts}
    return preparing.open_session(told, lead)


def _member_by_account(session: Session, user: User, by: User) -> None:
    guest = preparing.Guest(user.name, user.organisation, "policy", user=user)
    preparing.invite(session.pk, guest, by)


@dataclass
class Full:
    """A session with something of everything in it."""

    item: Item
    statement: Statement
    explanation: Explanation
    outcome: Outcome

    @property
    def keys(self) -> dict[str, int]:
        names = ("item", "statement", "explanation", "outcome")
        return {name: getattr(self, name).pk for name in names}


def _filled(session: Session, guest: Guest, lead: User, go: Go) -> Full:
    item = session.items.first()
    assert item is not None
    sent = {"seen": "Minder stages", "serious": "serious", "based_on": "0", "done": "1"}
    go(Phase.ALONE)
    assert guest.client.post(guest.item(item), sent).status_code == 302
    go(Phase.TOGETHER)
    statement = Statement.objects.get(session=session)
    discussing.add_explanation(session.pk, item.pk, "Er is minder werk", [statement.pk])
    explanation = Explanation.objects.get(item=item)
    go(Phase.CONCLUDING)
    draft = concluding.Draft("conclusion", "Het is zo", item=item.pk, statements=[statement.pk])
    outcome = concluding.put(session.pk, draft, "een", lead)
    return Full(item, statement, explanation, outcome)


def test_every_page_that_looks_for_news_says_whose_it_is_and_can_tell() -> None:
    folder = Path(duiding.__file__).parent / "templates/duiding"
    found = [each for each in folder.glob("*.html") if "data-live" in each.read_text("utf-8")]
    assert len(found) >= 3
    for each in found:
        text = each.read_text("utf-8")
        assert all(part in text for part in ("data-own", "data-looks", "_now.html")), each.name


def test_everybody_on_every_address_with_every_method(
    account: Account, lead: tuple[User, Client], session: Session, guest: Invited, go: Go
) -> None:
    inside = guest("Anne")
    full = _filled(session, inside, lead[0], go)
    withdrawn, forgotten = guest("Bram"), guest("Cor")
    other = _other_session(account("Ander", "facilitator")[0])
    elsewhere = Client(HTTP_HOST="127.0.0.1")
    for name, morsel in inside.client.cookies.items():  # the same secret under another number
        elsewhere.cookies[name.replace(str(session.pk), str(other.pk))] = morsel.value
    staff_user, staff = account("Redacteur", "editor")
    plain_user, plain = account("Deelnemer", "participant")
    reader_user, reader = account("Lezer", "reader")
    blocked_user, blocked = account("Geblokkeerd", "participant")
    weak_user, _ = account("Zonder factor", "publisher")
    for user in (staff_user, plain_user, reader_user, blocked_user, weak_user):
        _member_by_account(session, user, lead[0])
    weak_user = get_user_model().objects.get(pk=weak_user.pk)
    weak_user.authenticator_set.all().delete()  # type: ignore[attr-defined]
    weak = Client(HTTP_HOST="127.0.0.1")
    weak.force_login(weak_user)
    User.objects.filter(pk=blocked_user.pk).update(is_active=False)
    preparing.withdraw(session.pk, withdrawn.member.pk, lead[0])
    personal.forget(forgotten.member)

    nobody = Client(HTTP_HOST="127.0.0.1")
    roles = {role: account(f"Alleen {role}", role)[1] for role in Role.values}
    by_key = {"member": inside.member.pk, **full.keys}
    before = everything()
    strangers = {
        "nobody": nobody,
        "withdrawn": withdrawn.client,
        "forgotten": forgotten.client,
        "elsewhere": elsewhere,
        "blocked": blocked,
    }
    for who, client in strangers.items():
        for address in addresses(session.pk, **by_key):
            for method in METHODS:
                answer = getattr(client, method)(address.path)
                where = who, address.path, method
                if answer.status_code == 405:
                    continue
                assert answer.status_code == (302 if address.led else 403), where
                if address.led:
                    assert answer["Location"].startswith("/account/login/?next=/werkplek"), where
                assert "no-store" in answer["Cache-Control"], where
                assert answer["X-Robots-Tag"] == "noindex", where
                assert session.question not in answer.content.decode(), where
    for role, client in roles.items():
        held = RIGHTS[Role(role)]
        for address in addresses(session.pk, **by_key):
            for method in METHODS:
                answer = getattr(client, method)(address.path)
                where = role, address.path, method
                if answer.status_code == 405:
                    continue
                if address.of_one and address.led and Right.FACILITATE in held:
                    taken = address.name == "take_over"
                    assert answer.status_code == (302 if taken else 404), where
                elif address.of_one:
                    assert answer.status_code == 403, where
                assert session.question not in answer.content.decode(), where
    for who, client in {"reader": reader, "weak": weak}.items():
        for address in addresses(session.pk, **by_key):
            for method in METHODS:
                answer = getattr(client, method)(address.path)
                where = who, address.path, method
                if answer.status_code == 405 or not address.of_one:
                    continue
                if answer.status_code == 302:
                    assert who == "weak", where
                    assert answer["Location"] == "/account/2fa/", where
                    assert method in ("get", "head") or address.led, where
                else:
                    assert answer.status_code == 403, where
    assert everything() == before
    insiders = {"link": inside.client, "staff": staff, "plain": plain}
    for who, client in insiders.items():
        for address in addresses(session.pk, "txt", **by_key):
            for method in METHODS:
                answer = getattr(client, method)(address.path)
                where = who, address.path, method
                if answer.status_code == 405 or not address.of_one:
                    continue
                if address.led:
                    assert answer.status_code == (302 if who == "link" else 403), where
                else:
                    assert answer.status_code not in (302, 401, 403) or method == "post", where
                    assert answer.status_code != 403, where
                    assert "no-store" in answer["Cache-Control"], where
    for address in addresses(session.pk, "txt", **by_key):
        for method in METHODS:
            if address.name in ("hand_over", "withdraw_guest", "invite_anew"):
                continue
            answer = getattr(lead[1], method)(address.path)
            where = address.path, method
            assert (answer.status_code == 403) is (not address.led and answer.status_code != 405)


def test_who_is_blocked_is_out_by_the_cookie_of_a_link_too(
    account: Account, lead: tuple[User, Client], session: Session
) -> None:
    from duidelijk.web.duiding import passing

    organisation = Organisation.objects.get(name="VNG")
    member = preparing.invite(session.pk, preparing.Guest("Nu", organisation, "policy"), lead[0])
    user, client = account("Nu", "participant")
    word = passing.make_link(member, lead[0])
    sent = {"name": "Nu", "perspective": "policy"}
    assert client.post(passing.link_path(member, word), sent).status_code == 302
    del client.cookies["session"]  # the account is signed out; the cookie of the link stays
    assert client.get(f"/sessie/{session.pk}").status_code == 200
    second = passing.make_link(member, None)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(f"/sessie/{session.pk}").status_code == 403
    assert client.get(passing.link_path(member, second)).status_code == 404


def _seen_by(client: Client, session: Session, **keys: int) -> str:
    """All that somebody can read of a session."""
    found = []
    for address in addresses(session.pk, "txt", **keys):
        for tail in ("", "?na=0", f"?na=0&punt={keys['item']}", "?mix=1"):
            if tail and not address.path.endswith("/stand"):
                continue
            answer = client.get(address.path + tail)
            if answer.status_code == 200:
                found.append(answer.content.decode())
    return "\n".join(found)


def test_nobody_reads_what_another_writes_alone_before_it_is_opened(
    lead: tuple[User, Client], session: Session, items: list[Item], guest: Invited, go: Go
) -> None:
    anne, bram = guest("Anne"), guest("Bram", "practice")
    item = items[0]
    keys = {"item": item.pk, "member": anne.member.pk}
    go(Phase.ALONE)
    sent = {"seen": "Mijn eerste woord", "serious": "serious", "based_on": "0"}
    anne.client.post(anne.item(item), {**sent, "done": "1"})
    anne.client.post(anne.item(items[1]), {**sent, "seen": "Mijn klad"})
    bram.client.post(bram.item(item), {**sent, "seen": "Van Bram", "done": "1"})
    for each in (bram.client, lead[1]):
        read = _seen_by(each, session, **keys)
        assert "Mijn eerste woord" not in read
        assert "Mijn klad" not in read
    assert "Mijn eerste woord" in _seen_by(anne.client, session, **keys)

    go(Phase.TOGETHER)
    for each in (bram.client, lead[1]):
        read = _seen_by(each, session, **keys)
        assert "Mijn eerste woord" in read
        assert "Mijn klad" not in read
        assert "Anne" not in read or each is lead[1]
    discussing.add_explanation(session.pk, item.pk, "Een lezing", [])

    go(Phase.AGAIN)
    shown = _seen_by(bram.client, session, **keys)
    again = {"seen": "Mijn tweede woord", "serious": "slight", "based_on": "0", "done": "1"}
    assert anne.client.post(anne.item(item), again).status_code == 302
    assert Answer.objects.get(member=anne.member, round=3).seriousness == "slight"
    for each in (bram.client, lead[1]):
        read = _seen_by(each, session, **keys)
        assert "Mijn tweede woord" not in read
        assert "Mijn klad" not in read
    judged = anne.client.get(anne.item(item)).context["talk"]
    assert judged in bram.client.get(bram.item(item)).content.decode()
    assert shown.count("<td>") == _seen_by(bram.client, session, **keys).count("<td>")

    go(Phase.CONCLUDING)
    for each in (bram.client, lead[1]):
        read = _seen_by(each, session, **keys)
        assert "Mijn tweede woord" in read
        assert "Mijn klad" not in read


def test_who_leads_cannot_come_in_as_who_wrote_already(
    lead: tuple[User, Client], session: Session, guest: Invited, settings: object, mailoutbox: list
) -> None:
    anne = guest("Anne")
    path = f"/werkplek/sessies/{session.pk}/mensen/{anne.member.pk}/link"
    answer = lead[1].post(path, follow=True)
    assert "/sessie/kom/" not in answer.content.decode()
    assert "Anne was al binnen" in answer.content.decode()
    assert not anne.member.passes.filter(used=None).exists()
    settings.MAIL = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    type(anne.member).objects.filter(pk=anne.member.pk).update(email="anne@example.nl")
    answer = lead[1].post(path, follow=True)
    assert "/sessie/kom/" not in answer.content.decode()
    assert [each.to for each in mailoutbox] == [["anne@example.nl"]]
    assert "/sessie/kom/" in mailoutbox[0].body
    user = User.objects.get(pk=lead[0].pk)
    type(anne.member).objects.filter(pk=anne.member.pk).update(user=user)
    assert lead[1].post(path).status_code == 404, "who has an account signs in"


def test_names_are_known_to_who_leads_alone(
    account: Account, lead: tuple[User, Client], session: Session, guest: Invited, go: Go
) -> None:
    anne = guest("Anne van Dam")
    bram = guest("Bram de Wit", "practice", "executing_body")
    full = _filled(session, anne, lead[0], go)
    preparing.seat(session.pk, 1, lead[0])
    keys = {"member": anne.member.pk, **full.keys}
    read = _seen_by(bram.client, session, **keys)
    assert "Anne van Dam" not in read
    assert "municipality X" not in read
    assert "Anne van Dam" in _seen_by(lead[1], session, **keys)
    # and not which words are whose, but by perspective
    order = text_of(lead[1].get(f"/werkplek/sessies/{session.pk}/ordenen/{full.item.pk}"))
    assert "Anne van Dam" not in order
    for path in ("zaal", "zaal/stand?na=0", "verslag", "uitkomst"):
        found = lead[1].get(f"/werkplek/sessies/{session.pk}/{path}").content.decode()
        assert "Anne van Dam" not in found, path


def test_nothing_of_another_session_can_be_named_in_a_form(
    lead: tuple[User, Client],
    account: Account,
    session: Session,
    guest: Invited,
    go: Go,
) -> None:
    """Every key in every form, of things of a session that somebody else leads."""
    anne = guest("Anne")
    own = _filled(session, anne, lead[0], go)
    other_lead, other_desk = account("Ander", "facilitator")
    other = _other_session(other_lead)
    second = preparing.propose(other.pk, preparing.Proposal("Punt", token="a"), None)
    guest_of_other = preparing.invite(
        other.pk, preparing.Guest("Vreemd", Organisation.objects.all()[0], "policy"), other_lead
    )
    theirs = {
        "item": own.item.pk,
        "statement": own.statement.pk,
        "explanation": own.explanation.pk,
        "outcome": own.outcome.pk,
        "member": anne.member.pk,
    }
    Session.objects.filter(pk=other.pk).update(phase=Phase.CONCLUDING)

    def of_first() -> str:
        rows = (Session, Item, Statement, Explanation, Outcome, Answer, type(anne.member))
        held = {each: each.objects.order_by("pk").values() for each in rows}
        return repr(
            {
                each.__name__: [
                    row
                    for row in held[each]
                    if row.get("session_id", session.pk) == session.pk
                    and row.get("item_id") != second.pk
                    and row["id"] != (other.pk if each is Session else second.pk)
                ]
                for each in rows
            }
        )

    before = of_first()
    sent = {
        "item": own.item.pk,
        "statement": [own.statement.pk],
        "reading": own.explanation.pk,
        "member": anne.member.pk,
        "asked_by": anne.member.pk,
        "tables": "0",
        "based_on": "1",
        "text_nl": "Van elders",
        f"title-{own.explanation.pk}": "Van elders",
        "off": "1",
        "seen": "concluding",
    }
    for act in ({}, {"rename": "1"}, {"drop": "1"}, {"conclude": "1"}, {"new": "1", "title": "Z"}):
        for address in addresses(other.pk, "txt", **theirs):
            if address.led and address.of_one:
                other_desk.post(address.path, {**sent, **act})
        path = f"/werkplek/sessies/{other.pk}/ordenen/{second.pk}"
        other_desk.post(path, {**sent, **act})
    made = other_desk.post(f"/werkplek/sessies/{other.pk}/uitkomst/nieuw/question", sent)
    assert made.status_code == 302
    asked = Outcome.objects.get(session=other, kind="question")
    assert (asked.item, asked.asked_by) == (None, None)
    assert not asked.statements.exists()
    assert of_first() == before

    from duidelijk.web.duiding import passing

    word = passing.make_link(guest_of_other, other_lead)
    client = Client(HTTP_HOST="127.0.0.1")
    who = {"name": "Vreemd", "perspective": "policy"}
    assert client.post(passing.link_path(guest_of_other, word), who).status_code == 302
    for phase in (Phase.ALONE, Phase.TOGETHER, Phase.AGAIN, Phase.CONCLUDING):
        Session.objects.filter(pk=other.pk).update(phase=phase)
        for address in addresses(other.pk, "txt", **theirs):
            if not address.led and address.name not in ("forget_me", "other_device"):
                told = {"seen": "x", "text": "x", "stance": "agree", "agrees": "yes"}
                told |= {f"stance-{own.explanation.pk}": "agree", "proposal_title": "x"}
                answer = client.post(address.path, told)
                assert "Minder stages" not in answer.content.decode(), address.path
        back = f"/sessie/{other.pk}/punt/{second.pk}"
        client.post(f"{back}/terug/{own.statement.pk}")
        client.post(f"{back}/lezing/{own.explanation.pk}", told)
    assert of_first() == before
    assert not own.explanation.weighings.exists()
    assert not own.outcome.weighings.exists()


def test_the_words_of_another_are_not_taken_back(
    session: Session, lead: tuple[User, Client], guest: Invited, go: Go
) -> None:
    anne, bram = guest("Anne"), guest("Bram")
    full = _filled(session, anne, lead[0], go)
    bram.client.post(f"{bram.item(full.item)}/terug/{full.statement.pk}")
    full.statement.refresh_from_db()
    assert full.statement.withdrawn is None


def test_nobody_blocks_what_another_is_about_to_say(
    session: Session, items: list[Item], guest: Invited, go: Go
) -> None:
    """By sending what an answer of another will be known by, before it is opened."""
    anne, bram = guest("Anne"), guest("Bram")
    go(Phase.ALONE)
    sent = {"seen": "Eerst", "based_on": "0", "done": "1"}
    anne.client.post(anne.item(items[0]), sent)
    go(Phase.TOGETHER)
    following = Answer.objects.order_by("-pk")[0].pk + 1
    for said in ("seen", "explained"):
        told = {"text": f"Gestolen {said}", "token": f"answer-{following}-{said}"}
        assert bram.client.post(f"{bram.item(items[0])}/zeggen", told).status_code == 302
    go(Phase.AGAIN)
    again = {"seen": "Later", "explained": "Hierom", "based_on": "0", "done": "1"}
    assert anne.client.post(anne.item(items[0]), again).status_code == 302
    assert Answer.objects.order_by("-pk")[0].pk == following
    go(Phase.CONCLUDING)
    own = Statement.objects.filter(member=anne.member, round=3)
    assert {each.text for each in own} == {"Later", "Hierom"}
