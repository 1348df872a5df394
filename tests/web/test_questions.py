"""“Is this not right?” reaches the editors and gets an answer, without names."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.foundation.problems import Refused
from duidelijk.web.questions import views
from duidelijk.web.questions.answering import answer, listed, remove
from duidelijk.web.questions.limiting import Limit
from duidelijk.web.questions.models import Question
from read_page import get

pytestmark = pytest.mark.django_db
FORM = "/vraag/over/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus"


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_limit", Limit(most=100))


@pytest.fixture
def ask(site: Client) -> Callable[..., str]:
    """Sends a question and gives the address of its answer."""

    def ask(text: str = "Klopt 57,2 wel?", path: str = FORM) -> str:
        response = site.post(path, {"vraag": text})
        assert response.status_code == 302
        return str(response["Location"])

    return ask


def test_every_page_has_a_way_to_ask(site: Client) -> None:
    for path in ("/", "/edities/2021-3/groep/jongeren", "/en/regio/VR14", "/begrippen"):
        found = re.search(r'href="((?:/en)?/vraag/over[^"]*)"', get(site, path))
        assert found, path
        assert site.get(found[1]).status_code == 200


def test_a_question_gets_an_answer_where_the_asker_looks(
    site: Client, ask: Callable[..., str]
) -> None:
    address = ask()
    assert "nog niet geantwoord" in get(site, address)
    held = Question.objects.get()
    assert held.about == "/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus"
    assert held.edition == "2021-3"
    assert any("Klopt 57,2 wel?" in line for line in listed(False))
    said = answer(held.pk, "Ja: zie de publicatie van het RIVM.", public=False)
    assert address in said
    body = get(site, address)
    assert "Ja: zie de publicatie van het RIVM." in body
    assert listed(False) == [] and len(listed(True)) == 3
    assert "Klopt 57,2" not in get(site, "/vragen")


def test_only_public_answers_stand_on_the_page_for_everybody(
    site: Client, ask: Callable[..., str]
) -> None:
    ask("Waarom is dit lager?")
    answer(Question.objects.get().pk, "Door de steun.", public=True)
    body = get(site, "/vragen")
    assert "Waarom is dit lager?" in body and "Door de steun." in body


def test_pages_with_questions_are_never_kept(site: Client, ask: Callable[..., str]) -> None:
    address = ask()
    assert "no-store" in site.get(address)["Cache-Control"]
    assert site.get("/vragen")["Cache-Control"] == "no-store"
    assert site.get(FORM)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Er staat nog niets"), ("x" * 2001, "te lang"), ("  \n ", "Er staat nog")],
)
def test_what_cannot_be_taken_is_told_and_kept_in_the_form(
    site: Client, text: str, said: str
) -> None:
    response = site.post(FORM, {"vraag": text})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert Question.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail jan@voorbeeld.nl", "jan@voorbeeld.nl"),
        ("bel 06-12345678", "06-12345678"),
        ("bel 030 123 45 67", "030 123 45 67"),
        ("+31 6 1234 5678", "+31 6 1234 5678"),
        ("mijn bsn is 111222333", "111222333"),
        ("ik woon op 1234 AB 12", "1234 AB 12"),
    ],
)
def test_what_leads_to_a_person_is_not_taken(site: Client, text: str, found: str) -> None:
    response = site.post(FORM, {"vraag": text})
    assert response.status_code == 400
    assert f"{found}. Haal dat weg" in response.content.decode()
    assert Question.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["van 1.354.834 naar 2.000.000 in 2020-2021", "1354834 of 57,2 %?"]
)
def test_figures_are_no_telephone_numbers(ask: Callable[..., str], text: str) -> None:
    ask(text)


def test_a_form_from_elsewhere_is_refused(site: Client) -> None:
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        response = site.post(FORM, {"vraag": "hallo"}, headers=headers)
        assert response.status_code == 400
    assert Question.objects.count() == 0


def test_machines_that_fill_the_hidden_field_are_let_go(site: Client) -> None:
    assert site.post(FORM, {"vraag": "koop", "website": "x"}).status_code == 302
    assert Question.objects.count() == 0


def test_one_network_asks_at_most_so_often(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_limit", Limit(most=2))
    codes = [site.post(FORM, {"vraag": f"vraag {n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 400]
    assert Question.objects.count() == 2


def test_a_question_is_about_a_page_of_this_site_only(site: Client) -> None:
    hostile = ("/evil.example", "//evil.example", "onzin", "vraag/over/edities", "vraag/abc")
    for about in (*hostile, "thema/koop-nu", "static/x.css", "indicator/inwoners.csv", "%1b[31m"):
        assert site.get(f"/vraag/over/{about}").status_code in (301, 404), about


def test_hostile_words_stay_words(site: Client, ask: Callable[..., str]) -> None:
    address = ask('<script>alert(1)</script>\x00 & "quote"')
    raw = site.get(address).content.decode()
    assert "<script>alert" not in raw and "&lt;script&gt;" in raw


def test_a_token_cannot_be_guessed(site: Client, ask: Callable[..., str]) -> None:
    token = ask().rpartition("/")[2]
    assert len(token) == 16
    other = token[:-1] + ("x" if token[-1] != "x" else "y")
    assert site.get(f"/vraag/{other}").status_code == 404


def test_answers_to_nothing_or_with_nothing_are_refused(ask: Callable[..., str]) -> None:
    with pytest.raises(Refused, match="no such question"):
        answer(99, "ja", False)
    ask()
    number = Question.objects.get().pk
    for text in ("  ", "x" * 5000):
        with pytest.raises(Refused):
            answer(number, text, False)
    assert Question.objects.get().answered is None


def test_what_steers_a_terminal_is_left_out(site: Client, ask: Callable[..., str]) -> None:
    ask("a\x1b[31mb\u202ec\r\nd\te")
    assert Question.objects.get().text == "a[31mbc\nd\te"
    assert all(line.isprintable() or "\t" in line for line in listed(False))


def test_what_a_browser_lets_through_is_taken(site: Client) -> None:
    text = "\r\n".join(["x" * 99] * 20)  # 1,999 with plain line ends, as a browser counts
    assert site.post(FORM, {"vraag": text}).status_code == 302


def test_a_question_can_be_removed_for_good(site: Client, ask: Callable[..., str]) -> None:
    address = ask()
    number = Question.objects.get().pk
    assert "removed" in remove(number)
    assert site.get(address).status_code == 404
    with pytest.raises(Refused, match="no such question"):
        remove(number)


@pytest.mark.parametrize(
    ("https", "forwarded", "one_network"),
    [
        (True, ("10.0.0.1", "10.0.0.2"), False),
        (True, ("2001:db8::1", "2001:db8::2"), True),
        (True, ("spoofed, 10.0.0.1", "other, 10.0.0.1"), True),
        (False, ("10.0.0.1", "10.0.0.2"), True),
    ],
)
def test_networks_are_told_apart_behind_a_proxy_that_is_trusted(
    site: Client,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
    https: bool,
    forwarded: tuple[str, str],
    one_network: bool,
) -> None:
    monkeypatch.setattr(views, "_limit", Limit(most=1))
    settings.HTTPS = https  # type: ignore[attr-defined]
    codes = [
        site.post(FORM, {"vraag": "ja"}, headers={"x-forwarded-for": each}).status_code
        for each in forwarded
    ]
    assert codes == [302, 400 if one_network else 302]


def test_a_site_takes_no_more_than_people_ask(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_MOST_A_DAY", 1)
    assert site.post(FORM, {"vraag": "een"}).status_code == 302
    assert site.post(FORM, {"vraag": "twee"}).status_code == 400
