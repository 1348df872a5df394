"""A forgotten password and a lost second factor: an administrator helps, and it is seen."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.core import mail
from django.test import Client
from django.utils import timezone

from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts.inviting import Guest, invitation_path, invite
from duidelijk.web.accounts.models import PasswordLink, User
from duidelijk.web.accounts.recovering import make_password_link, password_link_of, set_password
from duidelijk.web.audit.models import Event

_NEW = "vier heel andere woorden"
People = Callable[..., User]
SignedIn = Callable[..., Client]


def _made(client: Client, user: User) -> str:
    """The link that an administrator sees once."""
    page = client.post(f"/werkplek/mensen/{user.pk}/wachtwoord").content.decode()
    found = re.search(r"http://127\.0\.0\.1((?:/en)?/account/nieuw-wachtwoord/[^\"]+)", page)
    assert found, page
    return found[1]


def test_a_link_sets_a_password_once_and_ends_every_session(
    person: People, signed_in: SignedIn, site: Client
) -> None:
    editor = person("editor")
    elsewhere = signed_in(editor)
    assert elsewhere.get("/werkplek").status_code == 200
    link = _made(signed_in(person("administrator")), editor)
    answer = site.post(link, {"password": _NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/")
    editor.refresh_from_db()
    assert editor.check_password(_NEW)
    assert elsewhere.get("/werkplek").status_code == 302, "who was signed in is out"
    assert site.get("/werkplek").status_code == 302, "the link itself signs nobody in"
    assert site.get(link).status_code == site.post(link, {"password": "x"}).status_code == 404
    assert is_mfa_enabled(editor), "the second factor is still asked for"
    site.post("/account/login/", {"login": editor.email, "password": _NEW})
    assert site.get("/werkplek").status_code == 302, "a password alone is not enough"


def test_what_an_administrator_did_is_seen_and_logged(
    person: People, signed_in: SignedIn, settings: object
) -> None:
    settings.MAIL = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    reader, admin = person("reader"), person("administrator")
    link = _made(signed_in(admin), reader)
    made = Event.objects.get(action="password_link_made")
    assert (made.actor_key, made.subject) == (admin.pk, reader.email)
    letter = mail.outbox[0]
    assert letter.to == [reader.email]
    assert admin.name in letter.body
    assert link.rpartition("/")[2] not in letter.body, "mail only tells; it opens nothing"
    own = Client(HTTP_HOST="127.0.0.1")
    own.post(link, {"password": _NEW})
    assert Event.objects.get(action="password_set_by_link").actor_key == reader.pk
    assert "wachtwoord" in mail.outbox[1].subject
    own.post("/account/login/", {"login": reader.email, "password": _NEW})
    page = own.get("/werkplek").content.decode()
    assert "Iemand anders veranderde uw toegang" in page
    assert admin.email in page
    assert "Iemand anders" not in signed_in(admin, False).get("/werkplek").content.decode()


def test_a_link_lasts_four_hours_and_a_new_one_replaces_it(person: People, site: Client) -> None:
    reader = person("reader")
    _, first = make_password_link(reader, None)
    link, second = make_password_link(reader, None)
    assert password_link_of(first) is None
    assert site.get(f"/account/nieuw-wachtwoord/{second}").status_code == 200
    assert second not in str(vars(link))
    PasswordLink.objects.update(created=timezone.now() - dt.timedelta(hours=4, seconds=1))
    assert site.get(f"/account/nieuw-wachtwoord/{second}").status_code == 404
    link.refresh_from_db()
    assert set_password(link, _NEW) is False


def test_a_blocked_account_gets_no_link_and_its_links_stop(
    person: People, signed_in: SignedIn, site: Client
) -> None:
    reader, client = person("reader"), signed_in(person("administrator"))
    link = _made(client, reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert site.get(link).status_code == 404
    assert client.post(f"/werkplek/mensen/{reader.pk}/wachtwoord").status_code == 302
    assert PasswordLink.objects.count() == 1


def test_nobody_makes_a_link_for_oneself(person: People, signed_in: SignedIn) -> None:
    admin = person("administrator")
    client = signed_in(admin)
    assert client.post(f"/werkplek/mensen/{admin.pk}/wachtwoord").status_code == 302
    assert not PasswordLink.objects.exists()
    assert f"/werkplek/mensen/{admin.pk}/wachtwoord" not in (
        client.get(f"/werkplek/mensen/{admin.pk}").content.decode()
    )


@pytest.mark.parametrize("password", ["kort", "123456789012345", "reader@example.nl"])
def test_an_easy_password_is_refused(password: str, person: People, site: Client) -> None:
    _, word = make_password_link(person("reader"), None)
    answer = site.post(f"/account/nieuw-wachtwoord/{word}", {"password": password})
    assert answer.status_code == 400
    assert password_link_of(word) is not None, "the link still works"


def test_a_lost_factor_is_taken_away_in_sight(
    person: People, signed_in: SignedIn, settings: object
) -> None:
    settings.MAIL = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    editor, client = person("editor"), signed_in(person("administrator"))
    own = signed_in(editor)
    client.post(f"/werkplek/mensen/{editor.pk}/factor")
    assert not is_mfa_enabled(editor)
    assert mail.outbox[0].to == [editor.email]
    assert own.get("/werkplek")["Location"].startswith("/account/login/"), "a lost phone too"
    editor.refresh_from_db()
    own.force_login(editor)
    assert own.get("/werkplek")["Location"] == "/account/2fa/", "staff set up a new one first"
    client.post(f"/werkplek/mensen/{editor.pk}/factor")
    assert Event.objects.filter(action="second_factor_taken_away").count() == 1


def test_the_command_line_helps_the_only_administrator(
    person: People, signed_in: SignedIn, site: Client
) -> None:
    from duidelijk.web.accounts.commands import forget_factor, password_link

    admin = person("administrator", email="ann@vng.nl")
    signed_in(admin)
    link = password_link("ANN@vng.nl")
    assert site.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert forget_factor("ann@vng.nl") is True
    assert forget_factor("ann@vng.nl") is False
    with pytest.raises(Refused, match=r"did you mean ann@vng\.nl"):
        password_link("anne@vng.nl")
    User.objects.update(is_active=False)
    with pytest.raises(Refused, match="blocked"):
        password_link("ann@vng.nl")


def test_the_same_hands_do_not_both_make_a_link_and_take_the_factor_away(
    person: People, signed_in: SignedIn
) -> None:
    publisher, editor, admin = person("publisher"), person("editor"), person("administrator")
    one, other = signed_in(admin), signed_in(person("administrator", email="b@example.nl"))
    signed_in(publisher)
    signed_in(editor)
    _made(one, publisher)
    answer = one.post(f"/werkplek/mensen/{publisher.pk}/factor", follow=True)
    assert is_mfa_enabled(publisher), "else one administrator signs in as anybody"
    assert "Vraag een andere beheerder" in answer.content.decode()
    other.post(f"/werkplek/mensen/{publisher.pk}/factor")
    assert not is_mfa_enabled(publisher)
    one.post(f"/werkplek/mensen/{editor.pk}/factor")
    assert not is_mfa_enabled(editor)
    answer = one.post(f"/werkplek/mensen/{editor.pk}/wachtwoord", follow=True)
    assert "Vraag een andere beheerder" in answer.content.decode()
    assert not PasswordLink.objects.filter(user=editor).exists()
    _made(other, editor)


def test_nobody_takes_away_the_own_factor_without_the_password(
    person: People, signed_in: SignedIn
) -> None:
    admin = person("administrator")
    client = signed_in(admin)
    page = client.get(f"/werkplek/mensen/{admin.pk}").content.decode()
    assert f"/werkplek/mensen/{admin.pk}/factor" not in page
    client.post(f"/werkplek/mensen/{admin.pk}/factor")
    assert is_mfa_enabled(admin)


def test_another_password_stops_a_link_that_was_made(
    person: People, signed_in: SignedIn, site: Client
) -> None:
    reader = person("reader")
    link = _made(signed_in(person("administrator")), reader)
    own = signed_in(reader, False)
    own.post("/account/login/", {"login": reader.email, "password": "paard batterij nietje"})
    own = Client(HTTP_HOST="127.0.0.1")
    own.post("/account/login/", {"login": reader.email, "password": "paard batterij nietje"})
    given = {"oldpassword": "paard batterij nietje", "password1": _NEW, "password2": _NEW}
    assert own.post("/account/password/change/", given).status_code == 302
    reader.refresh_from_db()
    assert reader.check_password(_NEW)
    assert site.get(link).status_code == 404


def test_what_was_open_before_a_block_does_not_come_back(
    person: People, signed_in: SignedIn, site: Client
) -> None:
    reader, admin = person("reader"), signed_in(person("administrator"))
    own, link = signed_in(reader, False), _made(admin, reader)
    page = f"/werkplek/mensen/{reader.pk}"
    assert 'name="block"' in admin.get(page).content.decode()
    admin.post(f"{page}/blokkeren", {"block": ""})
    admin.post(f"{page}/blokkeren", {"block": ""})
    reader.refresh_from_db()
    assert not reader.is_active, "two who block at once do not let in"
    assert 'name="open"' in admin.get(page).content.decode()
    admin.post(f"{page}/blokkeren", {"open": ""})
    reader.refresh_from_db()
    assert reader.is_active
    assert own.get("/werkplek").status_code == 302
    assert site.get(link).status_code == 404
    own.force_login(reader)
    assert own.get("/werkplek").status_code == 200


def test_what_a_blocked_administrator_opened_for_others_closes(
    person: People, signed_in: SignedIn, site: Client
) -> None:
    reader, leaving = person("reader"), person("administrator")
    staying = person("administrator", email="blijft@example.nl")
    link = _made(signed_in(leaving), reader)
    guest = Guest("gast@example.nl", "Gast", reader.organisation, "policy", ["reader"])
    invitation, word = invite(guest, leaving)
    door = invitation_path(invitation, word)
    assert site.get(link).status_code == site.get(door).status_code == 200
    signed_in(staying).post(f"/werkplek/mensen/{leaving.pk}/blokkeren", {"block": ""})
    assert site.get(link).status_code == 404
    assert site.get(door).status_code == 404
    withdrawn = Event.objects.get(action="invitation_withdrawn")
    assert (withdrawn.subject, withdrawn.actor_key) == ("gast@example.nl", staying.pk)


def test_a_session_of_before_the_factor_does_not_profit_from_it(
    person: People, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    editor = person("editor")
    stranger, own = signed_in(editor, False), Client(HTTP_HOST="127.0.0.1")
    own.post("/account/login/", {"login": editor.email, "password": "paard batterij nietje"})
    own.post("/account/reauthenticate/", {"password": "paard batterij nietje"})
    assert own.get("/account/2fa/totp/activate/").status_code == 200
    secret = own.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    # a test is one transaction; outside it every request commits before it is answered
    monkeypatch.setattr("django.db.transaction.on_commit", lambda done: done())
    assert own.post("/account/2fa/totp/activate/", {"code": code}).status_code == 302
    assert is_mfa_enabled(editor)
    assert own.get("/werkplek").status_code == 200, "this session goes on"
    assert stranger.get("/werkplek")["Location"].startswith("/account/login/")
