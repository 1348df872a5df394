"""An account that goes for good, with everything of the person but what the log holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import serializers
from django.test import Client

from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts import commands
from duidelijk.web.accounts.inviting import Guest, accept, invite
from duidelijk.web.accounts.models import Invitation, Organisation, PasswordLink, User
from duidelijk.web.accounts.recovering import make_password_link
from duidelijk.web.accounts.removing import NotRemoved, is_removed, remove_account
from duidelijk.web.audit.models import Event

People = Callable[..., User]
SignedIn = Callable[..., Client]
_EMAIL = "xanthippe@example.nl"


def _everything_but_the_log() -> str:
    rows = [
        each.objects.all()  # type: ignore[attr-defined]
        for each in apps.get_models()
        if each is not Event
    ]
    return "\n".join(serializers.serialize("json", each) for each in rows)


@pytest.fixture
def xanthippe(person: People) -> User:
    """Somebody with every way in that there is."""
    inviter = person("administrator", email="eerste@example.nl")
    home = Organisation.objects.all()[0]
    told = Guest(_EMAIL, "Xanthippe", home, "science", ["editor", "participant"])
    invitation, _ = invite(told, inviter)
    user = accept(invitation, "Xanthippe", "vier heel andere woorden")
    assert user is not None
    SocialAccount.objects.create(user=user, provider="organisatie", uid=_EMAIL)
    make_password_link(user, inviter)
    return user


def test_nothing_of_who_is_removed_stays_but_in_the_log(
    xanthippe: User, person: People, signed_in: SignedIn, site: Client
) -> None:
    theirs, admin = signed_in(xanthippe), signed_in(person("administrator"))
    assert theirs.get("/werkplek").status_code == 200
    open_one, _ = invite(
        Guest("nog@example.nl", "N", xanthippe.organisation, "data", []), xanthippe
    )
    path = f"/werkplek/mensen/{xanthippe.pk}/verwijderen"
    assert admin.post(path).status_code == 302
    xanthippe.refresh_from_db()
    assert xanthippe.name == "Xanthippe", "not without being sure"
    assert admin.post(path, {"sure": "1"}).status_code == 302
    xanthippe.refresh_from_db()
    assert xanthippe.name == f"#{xanthippe.pk}"
    assert xanthippe.email == f"{xanthippe.pk}@removed.invalid"
    assert (xanthippe.is_active, xanthippe.roles) == (False, [])
    assert not xanthippe.has_usable_password()
    for each in (EmailAddress, Authenticator, SocialAccount, PasswordLink):
        assert not each.objects.filter(user=xanthippe).exists(), each
    assert not Invitation.objects.filter(email=_EMAIL).exists()
    open_one.refresh_from_db()
    assert not open_one.open
    assert "anthippe" not in _everything_but_the_log()
    assert theirs.get("/werkplek").status_code == 302
    sent = {"login": _EMAIL, "password": "vier heel andere woorden"}
    site.post("/account/login/", sent)
    assert site.get("/werkplek").status_code == 302
    event = Event.objects.get(action="account_removed")
    assert event.subject == f"#{xanthippe.pk}"
    assert Event.objects.filter(actor_key=xanthippe.pk, actor__contains="Xanthippe").exists()
    listed = admin.get("/werkplek/mensen").content.decode()
    assert "removed.invalid" not in listed


def test_who_is_removed_does_not_come_back_and_may_be_invited_again(
    xanthippe: User, person: People, signed_in: SignedIn
) -> None:
    admin = person("administrator")
    client = signed_in(admin)
    remove_account(xanthippe, admin)
    assert remove_account(xanthippe, admin) == 0, "a second time changes nothing"
    assert Event.objects.filter(action="account_removed").count() == 1
    page = client.get(f"/werkplek/mensen/{xanthippe.pk}")
    assert page.status_code == 200
    assert "Dit account is verwijderd." in page.content.decode()
    client.post(f"/werkplek/mensen/{xanthippe.pk}/blokkeren", {"open": "1"})
    roles = {"roles": ["administrator"], "perspective": "policy"}
    client.post(f"/werkplek/mensen/{xanthippe.pk}", roles)
    client.post(f"/werkplek/mensen/{xanthippe.pk}/wachtwoord")
    xanthippe.refresh_from_db()
    assert (xanthippe.is_active, xanthippe.roles) == (False, [])
    assert not PasswordLink.objects.filter(user=xanthippe).exists()
    again, _ = invite(Guest(_EMAIL, "X", xanthippe.organisation, "data", ["reader"]), admin)
    assert accept(again, "X", "weer vier andere woorden") is not None


def test_not_oneself_and_not_the_last_administrator(person: People, signed_in: SignedIn) -> None:
    admin = person("administrator")
    path = f"/werkplek/mensen/{admin.pk}"
    client = signed_in(admin)
    assert "verwijderen" not in client.get(path).content.decode()
    client.post(f"{path}/verwijderen", {"sure": "1"})
    with pytest.raises(NotRemoved, match="remove_own"):
        remove_account(admin, admin)
    with pytest.raises(NotRemoved, match="last_administrator"):
        remove_account(admin, None)
    second = person("administrator", email="tweede@example.nl")
    remove_account(admin, second)
    admin.refresh_from_db()
    assert is_removed(admin)
    assert not is_removed(second)


def test_on_the_server_itself(xanthippe: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "prepare_database", lambda: None)
    with pytest.raises(Refused, match="has no account"):
        commands.remove_account("niemand@example.nl")
    with pytest.raises(Refused, match="last administrator"):
        commands.remove_account("eerste@example.nl")
    assert commands.remove_account(_EMAIL.upper()) == 0
    xanthippe.refresh_from_db()
    assert is_removed(xanthippe)
    assert Event.objects.get(action="account_removed").actor == "command line"
