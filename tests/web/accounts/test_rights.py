"""Every role on every view with every method; what strangers, blocked people and staff may."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import RIGHTS, STAFF, Right, Role

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
_OPEN = {"invitation", "accounts_not_invited", "new_password"}
"""Behind the door, but for whoever holds the link or came from the identity provider."""
_GIVEN = {
    "int:key": "1",
    "int:row": "1",
    "str:name": "opening",
    "path:rest": "opvallend",
    "slug:language": "nl",
    "slug:edition": "2021-1",
}
_GIVEN |= {"slug:indicator": "benefits", "slug:entry": "2021-04-22-bcdf"}
_GIVEN |= {"slug:upload": "bcdfghjkmnpqrstv"}
_GIVEN |= {"slug:kind": "indicator", "path:file": "monitor.yaml"}
_GIVEN |= {"int:item": "1", "int:member": "1", "int:outcome": "1", "slug:ending": "pdf"}
_GIVEN |= {"int:statement": "1", "int:explanation": "1"}
_GIVEN |= {"int:of": "0", "slug:thing": "signal", "slug:name": "close", "int:point": "1"}
_BY_LINK = {"come_in"}
"""Of sessions: for whoever holds a link that was not used."""


def _views() -> Iterator[tuple[str, str, object]]:
    """Name, address and view of every page of ours behind the door."""

    def walk(patterns: list[object], before: str) -> Iterator[tuple[str, str, object]]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, before + str(each.pattern))
            elif isinstance(each, URLPattern):
                yield each.name or "", before + str(each.pattern), each.callback

    for name, route, view in walk(get_resolver().url_patterns, ""):
        if route.startswith(("werkplek", "account/", "sessie/")) and view.__module__.startswith(
            "duidelijk"
        ):
            for slot, value in _GIVEN.items():
                route = route.replace(f"<{slot}>", value)
            yield name, f"/{route}", view


_GUARDED = [(name, path, view) for name, path, view in _views() if hasattr(view, "right")]


def test_every_page_behind_the_door_is_guarded() -> None:
    unguarded = {
        name
        for name, path, view in _views()
        if not hasattr(view, "right") and not hasattr(view, "takes_part")
    }
    assert unguarded - {""} == _OPEN | _BY_LINK
    of_sessions = {path for _, path, view in _views() if hasattr(view, "takes_part")}
    assert of_sessions
    assert all(path.startswith("/sessie/") for path in of_sessions)
    assert len(_GUARDED) >= 10
    assert not [path for _, path, _ in _GUARDED if "<" in path]


@pytest.mark.parametrize("role", ["", *Role.values])
def test_who_lacks_the_right_is_refused_with_every_method(
    role: str, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(person(*([role] if role else [])))
    held = RIGHTS[Role(role)] if role else frozenset()
    for name, path, view in _GUARDED:
        for method in _METHODS:
            answer = getattr(client, method)(path)
            if view.right in held:  # type: ignore[attr-defined]
                assert answer.status_code not in (401, 403), (name, method)
            elif answer.status_code != 405:
                assert answer.status_code == 403, (name, method)
            assert "no-store" in answer.get("Cache-Control", "no-store"), (name, method)


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in(site: Client) -> None:
    for name, path, _view in _GUARDED:
        for method in _METHODS:
            answer = getattr(site, method)(path)
            if answer.status_code != 405:
                assert answer.status_code == 302, (name, method)
                assert answer["Location"].startswith("/account/login/?next="), (name, method)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_without_a_second_factor_get_no_further_than_setting_one_up(
    role: str, person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(person(role), second_factor=False)
    for name, path, view in _GUARDED:
        if view.right in RIGHTS[Role(role)]:  # type: ignore[attr-defined]
            answer = client.get(path)
            if answer.status_code != 405:
                assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/"), name


def test_others_need_no_second_factor(
    person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(person("participant"), second_factor=False)
    assert client.get("/werkplek").status_code == 200


def test_who_is_blocked_is_out_at_once(
    person: Callable[..., User], signed_in: Callable[..., Client]
) -> None:
    user = person("reader")
    client = signed_in(user, second_factor=False)
    assert client.get("/werkplek").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/werkplek").status_code == 302


def test_every_right_is_somebodys_and_every_role_comes_in() -> None:
    assert frozenset().union(*RIGHTS.values()) == set(Right)
    assert all(Right.WORKSPACE in rights for rights in RIGHTS.values())
    assert not any(Right.MANAGE_PEOPLE in RIGHTS[role] for role in set(Role) - {Role.ADMINISTRATOR})


def test_forms_without_proof_of_this_site_are_refused(
    person: Callable[..., User], corona_home: object, settings: object
) -> None:
    settings.HOME = Home(corona_home)  # type: ignore[attr-defined]
    client = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(person("reader"))
    answer = client.post("/account/logout/")
    assert answer.status_code == 403
    assert "formulier" in answer.content.decode()
