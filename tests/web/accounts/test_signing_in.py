"""Signing in with a password and a second factor; what strangers can find out."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.cache import cache
from django.test import Client

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event

_PASSWORD = "paard batterij nietje"


def test_a_password_alone_is_not_enough_once_there_is_a_second_factor(
    person: Callable[..., User], site: Client
) -> None:
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    user, secret = person("editor"), generate_totp_secret()
    TOTP.activate(user, secret)
    answer = site.post("/account/login/", {"login": user.email, "password": _PASSWORD})
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert site.get("/werkplek").status_code == 302
    assert site.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert site.get("/werkplek").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = site.post("/account/2fa/authenticate/", {"code": code})
    assert answer["Location"] == "/werkplek"
    assert site.get("/werkplek").status_code == 200


def test_a_stranger_cannot_tell_who_has_an_account(
    person: Callable[..., User], site: Client
) -> None:
    user = person("reader")
    cache.clear()

    def told(email: str) -> str:
        answer = site.post("/account/login/", {"login": email, "password": "fout"})
        page = answer.content.decode().replace(email, "")
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)

    assert told(user.email) == told("niemand@example.nl")
    assert [each.subject for each in Event.objects.filter(action="sign_in_failed")] == [user.email]


def test_guessing_is_stopped(person: Callable[..., User], site: Client) -> None:
    user = person("reader")
    cache.clear()
    for _ in range(12):
        site.post("/account/login/", {"login": user.email, "password": "fout"})
    site.post("/account/login/", {"login": user.email, "password": _PASSWORD})
    assert site.get("/werkplek").status_code == 302
    cache.clear()


def test_pages_for_signing_in_are_in_both_languages_and_whole(site: Client, db: None) -> None:
    for path, language, word in (
        ("/account/login/", "nl", "Inloggen"),
        ("/en/account/login/", "en", "Sign in"),
    ):
        answer = site.get(path)
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page
        assert '<main id="inhoud"' in page
        assert word in page
        assert "no-store" in answer["Cache-Control"]
        assert "/password/reset/" not in page, "no mail is sent here"


def test_scripts_of_pages_for_signing_in_are_there(site: Client, db: None) -> None:
    page = site.get("/account/login/").content.decode()
    scripts = re.findall(r'<script src="([^"]+)"', page)
    assert len(scripts) == 3
    for each in scripts:
        assert site.get(each)["Content-Type"].startswith("text/javascript")


def test_a_public_page_sets_no_cookie_and_is_the_same_for_who_signed_in(
    person: Callable[..., User], signed_in: Callable[..., Client], site: Client
) -> None:
    stranger = site.get("/thema/gedrag")
    known = signed_in(person("reader"), second_factor=False).get("/thema/gedrag")
    assert not stranger.cookies
    assert stranger.content == known.content
    assert "Cookie" not in stranger.get("Vary", "")


def test_pages_of_who_signed_in_are_never_kept_for_another(
    person: Callable[..., User], signed_in: Callable[..., Client], site: Client
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = person("editor")
    client = signed_in(user)
    code = RecoveryCodes.activate(user).generate_codes()[0]
    client.post("/account/reauthenticate/", {"password": _PASSWORD})
    pages = ["/account/2fa/", "/account/2fa/recovery-codes/", "/account/3rdparty/", "/werkplek"]
    pages += ["/account/2fa/totp/deactivate/", "/account/password/change/", "/account/login/"]
    shown = [client.get(page) for page in [*pages, *(f"/en{page}" for page in pages)]]
    assert code in "".join(each.content.decode() for each in shown)
    for page, answer in zip([*pages, *(f"/en{page}" for page in pages)], shown, strict=True):
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"], page
        strange = site.get(page)
        assert user.name not in strange.content.decode(), page
        assert code not in strange.content.decode(), page


def test_an_answer_that_depends_on_a_cookie_is_not_kept() -> None:
    from django.http import HttpResponse

    from duidelijk.web.caching import _keepable

    assert _keepable(HttpResponse("x"))
    assert not _keepable(HttpResponse("x", headers={"Vary": "Accept, Cookie"}))
