"""Readers' questions are answered in the workspace: seen before it is kept, kept in the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.audit.models import Event
from duidelijk.web.questions.models import Question
from read_page import get

pytestmark = pytest.mark.django_db
ABOUT = "/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus"


@pytest.fixture
def asked() -> Question:
    return Question.objects.create(
        about=ABOUT, edition="2021-3", language="nl", text="Klopt <b>57,2</b> wel?"
    )


@pytest.fixture
def desk(site: Client) -> Callable[..., Client]:
    """Somebody with a role, signed in with a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    def desk(role: str = "editor", name: str = "Eva") -> Client:
        vng, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
        user = User(email=f"{name}@example.nl", name=name, organisation=vng, roles=[role])
        user.perspective = "policy"
        user.save()
        TOTP.activate(user, generate_totp_secret())
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        return client

    return desk


def test_a_question_is_read_previewed_answered_and_shown(
    desk: Callable[..., Client], site: Client, asked: Question
) -> None:
    client = desk()
    assert "vraag van een lezer wacht" in get(client, "/werkplek")
    listed = client.get("/werkplek/vragen").content.decode()
    assert "&lt;b&gt;57,2" in listed and f"/werkplek/vragen/{asked.pk}" in listed
    page = f"/werkplek/vragen/{asked.pk}"
    assert f'href="{ABOUT}"' in client.get(page).content.decode()
    form = {"answer": "Ja, **dat** klopt.", "based_on": "", "public": "on"}
    seen = client.post(page, form | {"look": "1"}).content.decode()
    assert "Ja, <strong>dat</strong> klopt." in seen
    asked.refresh_from_db()
    assert asked.answered is None, "a preview keeps nothing"
    assert client.post(page, form | {"save": "1"}).status_code == 302
    kept = get(site, f"/vraag/{asked.token}")
    assert "hier komt het antwoord" not in kept, "it is there"
    assert f">http://127.0.0.1/vraag/{asked.token}</a>" in kept, "whole, to keep"
    for path in (f"/vraag/{asked.token}", "/vragen"):
        assert "<strong>dat</strong>" in site.get(path).content.decode()
    done = Event.objects.get(action="question_answered")
    assert (done.actor, done.detail) == ("Eva <Eva@example.nl>", {"public": True})
    assert "wacht op antwoord" not in get(client, "/werkplek")


def test_what_was_public_is_hidden_again(
    desk: Callable[..., Client], site: Client, asked: Question
) -> None:
    client, page = desk("publisher"), f"/werkplek/vragen/{asked.pk}"
    client.post(page, {"answer": "Ja.", "based_on": "", "public": "on"})
    client.post(page, {"answer": "Ja.", "based_on": "Ja."})
    assert "57,2" not in get(site, "/vragen")
    assert "Ja." in get(site, f"/vraag/{asked.token}")
    assert Event.objects.filter(action="question_answered").count() == 2


@pytest.mark.parametrize(("text", "said"), [(" \n", "nog geen antwoord"), ("x" * 4001, "4.000")])
def test_what_cannot_be_kept_stays_in_the_form(
    text: str, said: str, desk: Callable[..., Client], asked: Question
) -> None:
    answer = desk().post(f"/werkplek/vragen/{asked.pk}", {"answer": text, "based_on": ""})
    assert answer.status_code == 400
    body = answer.content.decode()
    assert said in body and text.strip() in body
    asked.refresh_from_db()
    assert asked.answered is None


def test_of_two_at_once_neither_loses_a_word(desk: Callable[..., Client], asked: Question) -> None:
    one, two, page = desk(name="een"), desk(name="twee"), f"/werkplek/vragen/{asked.pk}"
    assert one.post(page, {"answer": "Eerst.", "based_on": ""}).status_code == 302
    late = two.post(page, {"answer": "Later.", "based_on": ""})
    assert late.status_code == 409
    body = late.content.decode()
    assert "Eerst." in body and "Later." in body
    asked.refresh_from_db()
    assert asked.answer == "Eerst."
    assert two.post(page, {"answer": "Later.", "based_on": "Eerst."}).status_code == 302


def test_a_question_is_removed_for_good(
    desk: Callable[..., Client], site: Client, asked: Question
) -> None:
    client = desk()
    assert client.post(f"/werkplek/vragen/{asked.pk}/weghalen").status_code == 302
    assert site.get(f"/vraag/{asked.token}").status_code == 404
    assert client.post(f"/werkplek/vragen/{asked.pk}/weghalen").status_code == 404
    assert client.post(f"/werkplek/vragen/{asked.pk}", {"answer": "x"}).status_code == 404
    gone = Event.objects.get(action="question_removed")
    assert "57,2" not in f"{gone.subject}{gone.detail}", "what it said is gone too"


def test_an_answer_is_never_markup_of_its_own(
    desk: Callable[..., Client], site: Client, asked: Question
) -> None:
    told = "<script>alert(1)</script>\x00 [hier](javascript:alert(1))"
    desk().post(f"/werkplek/vragen/{asked.pk}", {"answer": told, "based_on": ""})
    body = site.get(f"/vraag/{asked.token}").content.decode()
    assert "<script>alert" not in body and 'href="javascript' not in body
    assert "\x00" not in Question.objects.get().answer


def test_a_question_about_a_page_that_is_no_more_can_be_answered(
    desk: Callable[..., Client], asked: Question
) -> None:
    Question.objects.update(about="/oud/adres")
    assert "/oud/adres" in get(desk(), f"/werkplek/vragen/{asked.pk}")
