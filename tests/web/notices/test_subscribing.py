"""Following by mail: asking, confirming with a button, stopping at once, and nothing else kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from duidelijk.web.notices import subscribing, views
from duidelijk.web.notices.addresses import Unusable, masked, usable
from duidelijk.web.notices.models import UNCONFIRMED_LASTS, Letter, Subscription
from duidelijk.web.notices.sending import Tally, send, tasks
from duidelijk.web.questions.limiting import Limit
from mail_server import Post

pytestmark = pytest.mark.django_db
ANN = "ann@example.nl"


@pytest.fixture(autouse=True)
def one_edition(come_out: Callable[..., Any]) -> None:
    come_out("2030-1")


def ask(reader: Client, address: str = ANN, **given: Any) -> Any:
    return reader.post("/volgen", {"adres": address, **given})


def test_an_address_follows_only_after_the_button_behind_the_link(
    reader: Client, post: Post, link: Callable[..., str]
) -> None:
    answer = ask(reader, thema=["wonen"])
    assert answer.status_code == 302 and answer["Location"] == "/volgen/gevraagd"
    assert "Kijk in uw mail" in reader.get("/volgen/gevraagd").content.decode()
    (letter,) = post.to(ANN)
    assert letter["From"] == "Duidelijk <monitor@example.nl>"
    assert letter["Auto-Submitted"] == "auto-generated"
    address = link(letter, "bevestigen")
    for _ in range(2):  # programs that look at mail open its links
        seen = reader.get(address)
        assert seen.status_code == 200 and "Wonen" in seen.content.decode()
        assert Subscription.objects.get().confirmed is None
    assert tasks() == []
    for _ in range(2):  # pressed twice
        assert "U volgt ons" in reader.post(address).content.decode()
    held = Subscription.objects.get()
    assert held.confirmed and held.themes == ["wonen"] and held.skipped == ["2030-1"]
    assert "U volgt ons" in reader.get(address).content.decode()
    assert "gone" not in reader.get(f"/en{address}").content.decode()


def test_the_word_of_a_link_is_kept_nowhere(
    reader: Client, post: Post, link: Callable[..., str], come_out: Callable[..., Any]
) -> None:
    ask(reader)
    confirming = link(post.to(ANN)[0], "bevestigen")
    reader.post(confirming)
    come_out("2030-2")
    send(tasks(), lambda _: None, Tally())
    stopping = link(post.to(ANN)[1], "afmelden")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_subscription")
        kept = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM notices_letter")
        kept += repr(cursor.fetchall())
    for path in (confirming, stopping):
        assert path.rpartition("/")[2] not in kept


@pytest.mark.parametrize("by", ["program", "button"])
def test_a_click_deletes_everything_at_once(
    reader: Client,
    post: Post,
    follows: Callable[..., None],
    come_out: Callable[..., Any],
    link: Callable[..., str],
    by: str,
) -> None:
    follows(ANN)
    come_out("2030-2")
    send(tasks(), lambda _: None, Tally())
    (letter,) = post.to(ANN)
    address = link(letter, "afmelden")
    assert letter["List-Unsubscribe"] == f"<https://monitor.example.nl{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = post.raw[0][1].decode()
    assert f"\r\nList-Unsubscribe: <https://monitor.example.nl{address}>\r\n" in raw
    assert "Druk op de knop" in reader.get(address).content.decode()
    assert Subscription.objects.count() == 1, "opening a link changes nothing"
    elsewhere = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    if by == "program":  # RFC 8058: no cookie, no referrer, no redirect
        done = elsewhere.post(
            address,
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
            headers={"sec-fetch-site": "cross-site"},
        )
    else:
        done = elsewhere.post(address, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200 and not done.cookies
    assert "U krijgt geen mail meer" in done.content.decode()
    assert not Subscription.objects.exists() and not Letter.objects.exists()
    assert reader.post(address).status_code == 200, "once more does no harm"
    assert "U krijgt geen mail meer" in reader.get(address).content.decode()


def test_nobody_learns_whether_an_address_follows(
    reader: Client, post: Post, follows: Callable[..., None]
) -> None:
    follows(ANN)
    known, unknown = ask(reader), ask(reader, "bob@example.nl")
    assert (known.status_code, known["Location"], known.content) == (
        unknown.status_code,
        unknown["Location"],
        unknown.content,
    )
    one, other = post.to(ANN)[0], post.to("bob@example.nl")[0]
    assert one["Subject"] == other["Subject"]


def test_a_new_choice_counts_once_it_is_confirmed(
    reader: Client,
    post: Post,
    follows: Callable[..., None],
    link: Callable[..., str],
    come_out: Callable[..., Any],
) -> None:
    follows(ANN, thema=["wonen"])
    come_out("2030-2")
    send(tasks(), lambda _: None, Tally())
    stopping = link(post.to(ANN)[0], "afmelden")
    ask(reader, ANN.upper().replace("EXAMPLE.NL", "example.nl"), thema=["welzijn"], taal="en")
    assert [each.themes for each in Subscription.objects.filter(confirmed__isnull=False)] == [
        ["wonen"]
    ]
    reader.post(link(post.to("ANN@example.nl")[0], "bevestigen"))
    held = Subscription.objects.get()
    assert (held.themes, held.language) == (["welzijn"], "en")
    assert tasks() == [], "it was told of that edition already"
    reader.post(stopping)
    assert not Subscription.objects.exists(), "the link in an earlier letter still works"


def test_an_address_gets_few_letters_a_day_whoever_asks(reader: Client, post: Post) -> None:
    answers = {ask(reader).status_code for _ in range(6)}
    assert answers == {302}, "and nobody is told that it was asked before"
    assert len(post.to(ANN)) == subscribing.MOST_AN_ADDRESS
    assert ask(reader, "bob@example.nl").status_code == 302
    assert len(post.to("bob@example.nl")) == 1


def test_what_is_not_confirmed_in_time_is_deleted(
    reader: Client, post: Post, link: Callable[..., str]
) -> None:
    ask(reader)
    address = link(post.to(ANN)[0], "bevestigen")
    Subscription.objects.update(asked=dt.datetime.now(dt.UTC) - UNCONFIRMED_LASTS)
    assert reader.post(address).status_code == 404
    assert "werkt niet meer" in reader.get(address, follow=True).content.decode()
    ask(reader, "bob@example.nl")
    assert [each.email for each in Subscription.objects.all()] == ["bob@example.nl"]


def test_a_word_that_nobody_was_sent_does_nothing(reader: Client, post: Post) -> None:
    ask(reader)
    assert reader.post("/volgen/bevestigen/onzin").status_code == 404
    assert reader.post("/volgen/afmelden/onzin").status_code == 200
    assert Subscription.objects.get().confirmed is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "nog geen e-mailadres"),
        ("ann @example.nl", "een spatie"),
        ("ann@example.nl, bob@example.nl", "meer adressen"),
        ("ann", "een naam, een @ en een domein"),
        ("@example.nl", "een naam, een @ en een domein"),
        ("ann@example", "geen e-mailadres"),
        ("ann@@example.nl", "geen e-mailadres"),
        ("josé@example.nl", "letters die wij nog niet kunnen mailen"),
        ("a" * 300 + "@example.nl", "te lang"),
        ("a" * 100_000, "te lang"),
        ("ann@example.nl\r\nBcc: bob@example.nl", "geen e-mailadres"),
        ("ann@example.nl\nBcc:bob@example.nl", "geen e-mailadres"),
        ("ann\x00@example.nl", "geen e-mailadres"),
        ("ann@" + "x" * 80 + ".nl", "geen e-mailadres"),
    ],
)
def test_what_is_no_address_is_told_and_nothing_is_kept_or_sent(
    reader: Client, post: Post, typed: str, said: str
) -> None:
    answer = ask(reader, typed, thema=["wonen"], taal="en")
    body = answer.content.decode()
    assert answer.status_code == 400 and said in body
    assert 'id="thema-wonen" name="thema" value="wonen" checked' in body, "the form is still filled"
    assert 'value="en" lang="en" selected' in body
    assert not Subscription.objects.exists() and not post.raw


def test_addresses_are_made_one_shape() -> None:
    assert usable("  Ann@EXAMPLE.nl ") == "Ann@example.nl"
    assert usable("ann@exämple.nl") == usable("ann@xn--exmple-cua.nl") == "ann@xn--exmple-cua.nl"
    assert masked("ann@example.nl") == "a…@example.nl"
    with pytest.raises(Unusable, match="space"):
        usable("ann bakker@example.nl")


def test_a_domain_in_other_letters_is_mailed(reader: Client, post: Post) -> None:
    ask(reader, "ann@exämple.nl")
    assert len(post.to("ann@xn--exmple-cua.nl")) == 1


@pytest.mark.parametrize(
    "given", [{"thema": ["gedrog"]}, {"regio": "GM0000"}, {"regio": "NL01"}, {"taal": "fr"}]
)
def test_a_choice_that_is_not_there_is_refused(
    reader: Client, post: Post, given: dict[str, Any]
) -> None:
    answer = ask(reader, **given)
    assert answer.status_code == 400 and "Kies opnieuw" in answer.content.decode()
    assert not post.raw


def test_what_comes_from_elsewhere_or_from_machines_is_not_taken(
    reader: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = reader.post("/volgen", {"adres": ANN}, headers=headers)
        assert answer.status_code == 400 and "niet van deze site" in answer.content.decode()
    assert ask(reader, website="x").status_code == 302
    monkeypatch.setattr(views, "_limit", Limit(most=1))
    assert [ask(reader, f"{each}@example.nl").status_code for each in "ab"] == [302, 400]
    monkeypatch.setattr(views, "_limit", Limit(most=10))
    monkeypatch.setattr(subscribing, "MOST_A_DAY", 1)
    answer = ask(reader, "c@example.nl")
    assert answer.status_code == 400 and "heel veel aanmeldingen" in answer.content.decode()
    assert len(post.raw) == 1


def test_a_mail_server_that_does_not_take_it_is_told_and_nothing_is_kept(
    reader: Client, post: Post, settings: Any
) -> None:
    post.refusals[ANN] = "550 5.1.1 no such mailbox"
    answer = ask(reader)
    assert answer.status_code == 400 and "kon nu niet verstuurd" in answer.content.decode()
    settings.EMAIL_PORT = 1
    assert ask(reader, "bob@example.nl").status_code == 400
    assert not Subscription.objects.exists()


def test_without_a_mail_server_the_page_says_so_and_offers_the_feeds(
    reader: Client, settings: Any
) -> None:
    settings.MAIL, settings.ADDRESS = False, "https://monitor.example.nl"
    body = reader.get("/volgen").content.decode()
    assert "Deze site verstuurt geen mail" in body and 'name="adres"' not in body
    assert 'href="/edities/feed.atom"' in body and 'href="/thema/wonen/feed.atom"' in body
    answer = ask(reader)
    assert answer.status_code == 400 and not Subscription.objects.exists()


def test_no_page_of_following_sets_a_cookie_or_tells_a_link_on(
    reader: Client, post: Post, link: Callable[..., str]
) -> None:
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    assert not strict.get("/volgen").cookies and not ask(strict).cookies
    address = link(post.to(ANN)[0], "bevestigen")
    seen = strict.get(address)
    assert not seen.cookies and "no-store" in seen["Cache-Control"]
    assert seen["X-Robots-Tag"] == "noindex" and seen["Referrer-Policy"] == "no-referrer"
    assert f"/vraag/over{address}" not in seen.content.decode()
    assert strict.post(address).status_code == 200


def test_words_of_letters_are_not_in_the_log() -> None:
    from duidelijk.web.operations.logs import without_secrets

    for path in ("/volgen/afmelden/abc", "/en/volgen/bevestigen/abc"):
        assert "abc" not in without_secrets(path)
    assert without_secrets("/volgen") == "/volgen"
