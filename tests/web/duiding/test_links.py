"""The way in without an account: a link that works once, and the cookie it becomes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import concluding, leading, passing, preparing
from duidelijk.web.duiding.models import LINK_LASTS, Member, Pass, Session

pytestmark = pytest.mark.django_db
_ANNE = {"name": "Anne", "perspective": "policy"}


@pytest.fixture
def anne(session: Session, lead: tuple[User, Client]) -> Member:
    """Somebody who is invited, and did not come in yet."""
    organisation = Organisation.objects.all()[0]
    told = preparing.Guest("Anne", organisation, "policy", "anne@example.nl")
    return preparing.invite(session.pk, told, lead[0])


def _client() -> Client:
    return Client(HTTP_HOST="127.0.0.1")


def _link(member: Member) -> str:
    return passing.link_path(member, passing.make_link(member, None))


def test_a_link_works_once_and_looking_does_not_use_it_up(anne: Member) -> None:
    link, first, second = _link(anne), _client(), _client()
    for _ in range(2):
        assert first.get(link).status_code == first.head(link).status_code == 200
    for method in ("put", "patch", "delete", "options"):
        assert getattr(first, method)(link).status_code == 405
    assert first.post(link, {"name": "", "perspective": "x"}).status_code == 400
    assert not first.cookies.get(f"deelname-{anne.session_id}")
    answer = first.post(link, {**_ANNE, "next": "https://elders.example/"})
    assert (answer.status_code, answer["Location"]) == (302, f"/sessie/{anne.session_id}")
    assert first.get(answer["Location"]).status_code == 200
    assert second.get(link).status_code == second.post(link, _ANNE).status_code == 404
    assert second.get(f"/sessie/{anne.session_id}").status_code == 403
    assert first.get(f"/sessie/{anne.session_id}").status_code == 200, "who was first stays in"


def test_who_is_in_and_opens_their_used_link_goes_to_the_session(anne: Member) -> None:
    path = passing.link_path(anne, passing.make_link(anne, None))
    own, stranger = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    told = {"name": "Anne", "perspective": "policy"}
    assert own.post(path, told).status_code == 302
    back = own.get(path)
    assert (back.status_code, back["Location"]) == (302, f"/sessie/{anne.session_id}")
    assert stranger.get(path).status_code == 404


def test_of_two_at_once_one_comes_in(anne: Member) -> None:
    held = passing.pass_of(_link(anne).rpartition("/")[2])
    assert held is not None
    assert passing.take_up(held) is not None
    assert passing.take_up(held) is None


def test_a_newer_link_an_end_and_time_stop_a_link(
    anne: Member, session: Session, lead: tuple[User, Client]
) -> None:
    old, new = _link(anne), _link(anne)
    assert _client().post(old, _ANNE).status_code == 404
    Pass.objects.filter(used=None, ended=None).update(
        made=timezone.now() - LINK_LASTS - dt.timedelta(seconds=1)
    )
    assert _client().post(new, _ANNE).status_code == 404
    last = _link(anne)
    preparing.withdraw(session.pk, anne.pk, lead[0])
    assert _client().get(last).status_code == _client().post(last, _ANNE).status_code == 404
    assert _client().get("/sessie/kom/x").status_code == 404
    assert _client().get("/sessie/kom/%00").status_code == 404
    assert _client().get(f"/sessie/kom/{'x' * 5000}").status_code == 404


def test_the_link_of_a_closed_session_lets_in_to_read_alone(
    anne: Member, session: Session, lead: tuple[User, Client], go: Callable[..., None]
) -> None:
    link, client = _link(anne), _client()
    go(Phase.ALONE, Phase.TOGETHER, Phase.CONCLUDING)
    with pytest.raises(leading.Hindered):  # nothing came out of it
        go(Phase.CLOSED)
    concluding.put(session.pk, concluding.Draft("signal", "Een signaal."), "t", lead[0])
    go(Phase.CLOSED)
    assert client.post(link, _ANNE).status_code == 302
    assert client.get(f"/sessie/{session.pk}/verslag").status_code == 200
    item = session.items.all()[0]
    path = f"/sessie/{session.pk}/punt/{item.pk}"
    assert client.post(path, {"seen": "Te laat", "based_on": "0"}).status_code == 409
    assert client.post(f"{path}/zeggen", {"text": "Te laat"}).status_code == 409
    agrees = {"agrees": "yes", "seen": "x", "remark": "Te laat"}
    answer = client.post(f"/sessie/{session.pk}/verslag/akkoord", agrees)
    assert (answer.status_code, "Te laat" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_for_this_site_and_not_for_scripts(
    https: bool, anne: Member, settings: object
) -> None:
    settings.HTTPS = https  # type: ignore[attr-defined]
    client = _client()
    client.post(_link(anne), _ANNE)
    name = f"{'__Host-' if https else ''}deelname-{anne.session_id}"
    cookie = client.cookies[name]
    assert cookie["httponly"]
    assert bool(cookie["secure"]) is https
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")
    assert Pass.objects.exclude(cookie=None).get().cookie != cookie.value, "only a digest is kept"
    assert not Pass.objects.filter(link__in=[cookie.value]).exists()
    client.post(f"/sessie/{anne.session_id}/mijn/vergeet", {"sure": "1"})
    assert client.cookies[name].value == ""


def test_a_cookie_is_of_one_session_and_cannot_be_made_up(
    anne: Member, session: Session, lead: tuple[User, Client]
) -> None:
    client = _client()
    link = _link(anne)
    for value in ("", "x", "%00", anne.passes.get().link):
        client.cookies[f"deelname-{session.pk}"] = value
        assert client.get(f"/sessie/{session.pk}").status_code == 403
    client.post(link, _ANNE)
    kept = anne.passes.get()
    client.cookies[f"deelname-{session.pk}"] = kept.cookie or ""
    assert client.get(f"/sessie/{session.pk}").status_code == 403, "what is kept opens nothing"


@pytest.mark.parametrize("root", ["", "/en"])
def test_pages_of_sessions_are_kept_and_found_by_nobody(
    root: str, anne: Member, session: Session, lead: tuple[User, Client]
) -> None:
    link, client = _link(anne), _client()
    come = root + link
    answers = [client.get(come), client.get(f"{root}/sessie/kom/niet")]
    answer = client.post(come, _ANNE)
    assert answer["Location"] == f"{root}/sessie/{session.pk}"
    home = answer["Location"]
    answers += [answer, client.post(f"{home}/mijn/toestel"), client.get(f"{home}/mijn.json")]
    for path in ("", "/stand?na=0", "/mijn", "/inbrengen", "/verslag", "/weg"):
        answers.append(client.get(home + path))
    desk = f"{root}/werkplek/sessies"
    for path in ("", "/nieuw", f"/{session.pk}", f"/{session.pk}/zaal/stand", "/999"):
        answers.append(lead[1].get(desk + path))
    for each in answers:
        path = each.request["PATH_INFO"]
        assert "no-store" in each["Cache-Control"], path
        assert "private" in each["Cache-Control"], path
        assert each["X-Robots-Tag"] == "noindex", path
        assert each["Referrer-Policy"] == "same-origin", path
        assert "'unsafe" not in each["Content-Security-Policy"], path
        language = "en" if root else "nl"
        if each.status_code == 200 and "html" in each["Content-Type"]:
            assert f'<html lang="{language}"' in each.content.decode(), path


def test_another_device_comes_in_and_the_first_stays(anne: Member) -> None:
    first, second = _client(), _client()
    first.post(_link(anne), _ANNE)
    home = f"/sessie/{anne.session_id}"
    page = first.post(f"{home}/mijn/toestel").content.decode()
    found = re.search(r"http://127\.0\.0\.1(/sessie/kom/[\w-]+)", page)
    assert found, page
    assert second.post(found[1], _ANNE).status_code == 302
    assert first.get(home).status_code == second.get(home).status_code == 200
    assert second.get(found[1])["Location"] == home, "who is in goes there"
    assert _client().get(found[1]).status_code == 404


@pytest.mark.parametrize("to", ["https://elders.example/", "//elders.example", "/account/logout/"])
def test_nothing_sends_on_to_elsewhere(
    to: str, anne: Member, session: Session, lead: tuple[User, Client]
) -> None:
    sent = {"back": to, "next": to, "to": "alone", "seen": "preparing"}
    answer = lead[1].post(f"/werkplek/sessies/{session.pk}/verder?next={to}", sent)
    assert answer["Location"] == f"/werkplek/sessies/{session.pk}"
    answer = _client().post(f"{_link(anne)}?next={to}", _ANNE | sent)
    assert answer["Location"] == f"/sessie/{session.pk}"


def test_who_comes_in_while_the_invitation_is_withdrawn_stays_out(
    anne: Member, session: Session, lead: tuple[User, Client]
) -> None:
    held = passing.pass_of(_link(anne).rpartition("/")[2])
    assert held is not None
    preparing.withdraw(session.pk, anne.pk, lead[0])
    assert passing.take_up(held) is None
