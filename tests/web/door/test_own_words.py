"""Every page, message, refusal and letter of signing in is in our own words, or closed."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib import resources

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from duidelijk.foundation.home import Home
from duidelijk.web.accounts.adapters import AccountAdapter
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.door.addresses import DOOR
from duidelijk.web.words import words

_PASSWORD = "paard batterij nietje"
_ROOTS = {"nl": "", "en": "/en"}
_NOT_OURS = {
    "nl": (
        r"\b(je|jij|jou|jouw|jezelf)\b",
        r"\b(Please|Your|password|Sign|Enter|Change|Remove|security|recovery|authenticator"
        r"|Activate|Code:|Two-Factor|Account is|JavaScript\.)\b",
    ),
    "en": (r"\b(een|het|uw|wachtwoord|inloggen|voor|niet|met|sleutel|uitloggen)\b",),
}
"""What would tell of another language or of allauth's own words."""
_CLOSED = {
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "login/code/confirm/",
    "3rdparty/",
    "3rdparty/signup/",
    "3rdparty/login/cancelled/",
    "3rdparty/login/error/",
    "social/login/cancelled/",
    "social/login/error/",
    "social/signup/",
    "social/connections/",
    "oidc/organisatie/login/",
    "oidc/organisatie/login/callback/",
}
"""Not used here, or not without an identity provider."""


def _encoded(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def _key() -> dict[str, object]:
    """What is kept of a security key: a public key as a browser hands it over."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(bytes(16), b"key", public)
    seen = AuthenticatorData.create(sha256(b"127.0.0.1").digest(), 0x41, 1, held)
    client = {"type": "webauthn.create", "challenge": "", "origin": "http://127.0.0.1"}
    response = {
        "clientDataJSON": _encoded(json.dumps(client).encode()),
        "attestationObject": _encoded(bytes(AttestationObject.create("none", seen, {}))),
    }
    credential = {
        "id": _encoded(b"key"),
        "rawId": _encoded(b"key"),
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": False}},
    }
    return {"name": "USB", "credential": credential}


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        whole = before + str(each.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, whole)
        else:
            yield whole


def _filled(route: str, key: int) -> str:
    route = route.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "abc-def")
    route = route.replace("(?P<key>[-:\\w]+)", "abc").replace(
        "(?P<provider_id>[^/]+)", "organisatie"
    )
    route = re.sub(r"\^", "", route)
    return (
        route.replace("<int:pk>", str(key))
        .replace("<str:key>", "abc")
        .replace("<str:provider_id>", "organisatie")
    )


@pytest.fixture
def user(db: None) -> User:
    home, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
    user = User(email="noor@example.nl", name="Noor", organisation=home, roles=["editor"])
    user.perspective, user.password = "policy", make_password(_PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def inside(site: Client, user: User, corona_home: object, settings: object) -> Client:
    """Somebody with an app, a key and recovery codes, who just gave the password."""
    settings.HOME = Home(corona_home)  # type: ignore[attr-defined]
    cache.clear()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=_key())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    client.post("/account/reauthenticate/", {"password": _PASSWORD})
    client.get("/werkplek")
    return client


def _text(page: str) -> str:
    """What people read of a page, with labels; not the link to the other language, nor codes."""
    page = re.sub(r"<(script|style|svg|code)\b.*?</\1>", " ", page, flags=re.S)
    page = re.sub(r'<a class="language".*?</a>', " ", page, flags=re.S)
    said = " ".join(re.findall(r'(?:placeholder|alt|aria-label|title)="([^"]*)"', page))
    page = re.sub(r"<(title|a class=\"brand\").*?</(title|a)>", " ", page, flags=re.S)
    return re.sub(r"<[^>]+>", " ", page) + " " + said


def _own(page: str, language: str, where: str) -> None:
    for each in _NOT_OURS[language]:
        found = re.search(each, _text(page), re.I if language == "nl" and "je" in each else 0)
        assert found is None, (where, found, _text(page)[max(0, found.start() - 60) :][:160])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_in_our_own_words_or_closed(
    inside: Client, user: User, site: Client, language: str
) -> None:
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    routes = {_filled(each, key) for each in _routes(DOOR)}
    assert {"login/", "2fa/totp/activate/", f"2fa/webauthn/keys/{key}/edit/"} <= routes
    closed, shown = set(), set()
    for route in [*sorted(routes - {"logout/"}), "logout/"]:
        for client in (inside, site):
            answer = client.get(f"{_ROOTS[language]}/account/{route}")
            if answer.status_code == 404:
                closed.add(route)
            elif answer.status_code == 200 and "html" in answer["Content-Type"]:
                page = answer.content.decode()
                shown.add(route)
                assert f'<html lang="{language}">' in page and '<main id="inhoud"' in page, route
                _own(page, language, route)
    assert closed == _CLOSED & routes
    assert len(shown) >= 18, shown
    assert "2fa/totp/activate/" not in shown, "the app is on; it is tried apart"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_goes_wrong_is_told_in_our_own_words(
    user: User, site: Client, inside: Client, language: str
) -> None:
    root = _ROOTS[language] + "/account"
    wrong: list[tuple[Client, str, dict[str, str]]] = [
        (site, "login/", {"login": user.email, "password": "fout"}),
        (site, "login/", {}),
        (inside, "reauthenticate/", {"password": "fout"}),
        (inside, "2fa/reauthenticate/", {"code": "fout"}),
        (inside, "password/change/", {"oldpassword": "x", "password1": "a", "password2": "b"}),
        (
            inside,
            "password/change/",
            {"oldpassword": _PASSWORD, "password1": "wolk fiets citroen", "password2": "anders"},
        ),
        (inside, "2fa/webauthn/add/", {"name": "", "credential": "onzin"}),
    ]
    for client, route, told in wrong:
        answer = client.post(f"{root}/{route}", told)
        page = answer.content.decode()
        assert answer.status_code == 200 and "wrong" in page, route
        _own(page, language, route)
    strange = inside.post(
        f"{root}/2fa/webauthn/reauthenticate/",
        {"credential": '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}'},
        follow=True,
    )
    assert words(language)["refuse_incorrect_code"] in strange.content.decode()
    page = inside.post(f"{root}/{wrong[5][1]}", wrong[5][2]).content.decode()
    assert words(language)["refuse_passwords_differ"] in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_app_is_set_up_and_turned_off_in_our_own_words(
    user: User, inside: Client, language: str
) -> None:
    root = _ROOTS[language] + "/account/2fa"
    done = inside.post(f"{root}/totp/deactivate/", follow=True).content.decode()
    assert words(language)["said_totp_deactivated"] in done
    form = inside.get(f"{root}/totp/activate/").content.decode()
    assert words(language)["door_code_first"] in form
    wrong = inside.post(f"{root}/totp/activate/", {"code": "000000"}).content.decode()
    assert words(language)["refuse_incorrect_code"] in wrong
    made = inside.post(f"{root}/recovery-codes/generate/", follow=True).content.decode()
    assert words(language)["door_codes_keep"] in made
    for each in (done, form, wrong, made):
        _own(each, language, root)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_code_after_the_password_is_asked_in_our_own_words(
    user: User, inside: Client, site: Client, language: str
) -> None:
    root = _ROOTS[language] + "/account"
    asked = site.post(
        f"{root}/login/", {"login": user.email, "password": _PASSWORD}, follow=True
    ).content.decode()
    assert words(language)["door_code_which"] in asked
    refused = site.post(f"{root}/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert words(language)["refuse_incorrect_code"] in refused
    for each in (asked, refused):
        _own(each, language, "2fa/authenticate/")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_mail_server_no_mail_is_promised(
    inside: Client, site: Client, language: str
) -> None:
    root = _ROOTS[language] + "/account"
    for route in ("password/reset/", "password/reset/done/"):
        page = site.get(f"{root}/{route}").content.decode()
        assert words(language)["door_no_mail"] in page and "<form method" not in page
    assert site.post(f"{root}/password/reset/", {"email": "noor@example.nl"}).status_code == 405
    for route in ("login/", "reauthenticate/", "password/change/", "2fa/reauthenticate/"):
        for client in (inside, site):
            page = client.get(f"{root}/{route}").content.decode()
            assert "password/reset" not in page, route
    assert (
        words(language)["forgot_no_mail"] in inside.get(f"{root}/reauthenticate/").content.decode()
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_with_a_mail_server_the_link_comes_and_works(
    user: User, site: Client, settings: object, language: str
) -> None:
    settings.MAIL = True  # type: ignore[attr-defined]
    cache.clear()
    root, phrases = _ROOTS[language] + "/account", words(language)
    user.language = language
    user.save()
    assert phrases["door_reset_how"] in site.get(f"{root}/password/reset/").content.decode()
    sent = site.post(f"{root}/password/reset/", {"email": user.email}, follow=True)
    assert phrases["door_reset_sent_why"] in sent.content.decode()
    (letter,) = mail.outbox
    assert letter.subject == phrases["letter_password_reset_key_subject"]
    assert letter.to == [user.email] and "Noor" in letter.body
    _own(str(letter.body).replace("password/reset", ""), language, "letter")
    link = re.search(r"http://127\.0\.0\.1(/\S+)", str(letter.body))
    assert link is not None
    form = site.get(link[1], follow=True)
    assert phrases["field_password2"] in form.content.decode()
    _own(form.content.decode(), language, "from key")
    new = "wolk fiets citroen"
    done = site.post(
        form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True
    ).content.decode()
    assert phrases["password_set"] in done
    _own(done, language, "done")
    user.refresh_from_db()
    assert user.check_password(new)
    changed = mail.outbox[-1]
    assert changed.subject == phrases["letter_password_reset_subject"]
    assert phrases["letter_not_you"] in changed.body
    _own(str(changed.body), language, "letter")


def test_every_letter_and_message_of_what_is_used_has_its_words() -> None:
    unused = {"account_already_exists", "login_code", "password_reset_code", "unverified"}
    unused |= {"cannot_delete_primary_email", "phone_verified", "unverified_primary_email"}
    unused |= {"login_code_sent", "phone_verification_sent", "primary_email_set"}
    known = words("nl")
    for room in ("account", "mfa", "socialaccount"):
        for kind, begin, end in (
            ("messages", "said_", ".txt"),
            ("email", "letter_", "_message.txt"),
        ):
            for each in (resources.files("allauth") / "templates" / room / kind).iterdir():
                name = each.name.removesuffix(end)
                if each.name.endswith(end) and not each.name.startswith(("base_", "email_")):
                    assert f"{begin}{name}" in known or name in unused, each.name


def test_every_refusal_is_told_in_both_languages() -> None:
    from django.utils.translation import override

    for language in ("nl", "en"):
        with override(language):
            told = AccountAdapter.error_messages
            assert told["incorrect_code"] == words(language)["refuse_incorrect_code"]
            assert told["something new"] == words(language)["refuse_otherwise"]


def test_too_many_tries_get_a_page_of_ours(site: Client, user: User, settings: object) -> None:
    settings.MAIL = True  # type: ignore[attr-defined]
    cache.clear()
    answers = [site.post("/account/password/reset/", {"email": user.email}) for _ in range(7)]
    cache.clear()
    assert answers[-1].status_code == 429
    assert words("nl")["refuse_rate_limited"] in answers[-1].content.decode()
    _own(answers[-1].content.decode(), "nl", "429")


@pytest.mark.parametrize("root", _ROOTS.values())
def test_the_address_above_them_leads_to_the_workspace(root: str, site: Client) -> None:
    answer = site.get(f"{root}/account/")
    assert (answer.status_code, answer["Location"]) == (302, f"{root}/werkplek")
