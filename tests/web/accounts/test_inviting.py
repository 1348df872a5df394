"""Invitations: the only way in, once, for two weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts.inviting import Guest, accept, invitation_of, invite
from duidelijk.web.accounts.models import Invitation, Organisation, User
from duidelijk.web.audit.models import Event

_FORM = {"name": "Bea", "password": "drie woorden achter elkaar"}


@pytest.fixture
def guest(db: None) -> Guest:
    home = Organisation.objects.create(name="Helmond", kind="municipality", region="GM0794")
    return Guest("Bea@Helmond.nl", "Bea", home, "practice", ["participant"])


def test_an_invitation_becomes_an_account_that_is_signed_in(guest: Guest, site: Client) -> None:
    _, word = invite(guest, None)
    assert "Helmond" in site.get(f"/account/uitnodiging/{word}").content.decode()
    answer = site.post(f"/account/uitnodiging/{word}", _FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/werkplek")
    user = User.objects.get(email="bea@helmond.nl")
    assert user.roles == ["participant"]
    assert user.check_password(_FORM["password"])
    assert "Dag, Bea" in site.get("/werkplek").content.decode()
    assert [each.action for each in Event.objects.all()][:2] == ["signed_in", "joined"]


def test_a_link_works_once_and_a_wrong_one_never(guest: Guest, site: Client) -> None:
    invitation, word = invite(guest, None)
    assert site.get("/account/uitnodiging/iets-anders").status_code == 404
    assert accept(invitation, "Bea", "x") is not None
    assert accept(invitation, "Bea", "x") is None
    assert site.post(f"/account/uitnodiging/{word}", _FORM).status_code == 404


def test_a_link_lasts_two_weeks(guest: Guest, site: Client) -> None:
    invitation, word = invite(guest, None)
    Invitation.objects.update(created=timezone.now() - dt.timedelta(days=15))
    assert site.get(f"/account/uitnodiging/{word}").status_code == 404
    invitation.refresh_from_db()
    assert accept(invitation, "Bea", "x") is None


def test_a_second_invitation_replaces_the_first(guest: Guest) -> None:
    _, first = invite(guest, None)
    _, second = invite(guest, None)
    assert invitation_of(first) is None
    assert invitation_of(second) is not None


def test_the_word_of_a_link_is_not_kept(guest: Guest) -> None:
    invitation, word = invite(guest, None)
    assert word not in str(vars(invitation))
    assert word not in str(list(Event.objects.values_list("detail", "subject")))


@pytest.mark.parametrize("password", ["kort", "123456789012345", "bea@helmond.nl"])
def test_an_easy_password_is_refused_in_the_readers_language(
    password: str, guest: Guest, site: Client
) -> None:
    _, word = invite(guest, None)
    answer = site.post(f"/account/uitnodiging/{word}", _FORM | {"password": password})
    assert answer.status_code == 400
    assert "achtwoord" in answer.content.decode().partition('role="alert"')[2][:120]
    assert not User.objects.exists()


def test_nobody_signs_up_alone(site: Client, db: None) -> None:
    form = {"email": "x@y.nl", "password1": "drie woorden achter elkaar"}
    assert site.get("/account/signup/").status_code == 404
    assert site.post("/account/signup/", form).status_code == 404
    assert not User.objects.exists()


def test_an_administrator_invites_and_sees_the_link_once(
    person: Callable[..., User], signed_in: Callable[..., Client], guest: Guest
) -> None:
    client = signed_in(person("administrator"))
    form = {"name": "Cas", "email": "cas@example.nl", "organisation": guest.organisation.pk}
    form |= {"perspective": "data", "roles": ["editor", "publisher"], "language": "en"}
    page = client.post("/werkplek/mensen/uitnodigen", form).content.decode()
    assert "http://127.0.0.1/en/account/uitnodiging/" in page
    assert Invitation.objects.get(email="cas@example.nl").roles == ["editor", "publisher"]
    assert "/account/uitnodiging/" not in client.get("/werkplek/mensen").content.decode()
    wrong = client.post("/werkplek/mensen/uitnodigen", form | {"roles": ["koning"]})
    assert wrong.status_code == 400


def test_the_command_line_tells_everything_that_is_wrong(db: None) -> None:
    from duidelijk.web.accounts.commands import invitation_link

    given = {"email": "geen adres", "name": "A", "organisation": "VNG", "kind": "vng"}
    with pytest.raises(Refused) as refused:
        invitation_link(**given, perspective="x", roles=["editr"], language="de")
    told = str(refused.value)
    assert all(each in told for each in ("geen adres", "vng", "editr", "did you mean editor", "de"))
    assert not Organisation.objects.exists()


def test_the_command_line_invites(db: None) -> None:
    from duidelijk.web.accounts.commands import account_lines, invitation_link

    link = invitation_link(
        email="a@b.nl",
        name="A",
        organisation="VNG",
        kind="association",
        perspective="policy",
        roles=["administrator"],
        language="nl",
    )
    invitation = invitation_of(link.rpartition("/")[2])
    assert invitation is not None
    accept(invitation, "A", "x")
    assert account_lines() == ["a@b.nl  A, VNG: administrator"]


def test_the_last_administrator_stays(
    person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    only = person("administrator")
    client = signed_in(only)
    form = {"perspective": "policy", "roles": ["reader"]}
    assert client.post(f"/werkplek/mensen/{only.pk}", form).status_code == 400
    client.post(f"/werkplek/mensen/{only.pk}/blokkeren")
    only.refresh_from_db()
    assert (only.roles, only.is_active) == (["administrator"], True)
    person("administrator", email="other@example.nl")
    assert client.post(f"/werkplek/mensen/{only.pk}", form).status_code == 302
    only.refresh_from_db()
    assert only.roles == ["reader"]
    assert Event.objects.filter(action="roles_changed", subject=only.email).exists()


def test_a_lost_factor_is_taken_away(
    person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    from allauth.mfa.utils import is_mfa_enabled

    editor = person("editor")
    signed_in(editor)
    assert is_mfa_enabled(editor)
    client = signed_in(person("administrator"))
    client.post(f"/werkplek/mensen/{editor.pk}/factor")
    assert not is_mfa_enabled(editor)
    assert Event.objects.filter(action="second_factor_taken_away").count() == 1
