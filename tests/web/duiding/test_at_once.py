"""Many who write at the same moment, each on a connection of their own to a real database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import dj_database_url
import psycopg
import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import leading
from duidelijk.web.duiding.models import Answer, Item, Session, Statement
from duidelijk.web.operations.recording import prepare_database
from session_guest import Guest

_Go = Callable[..., None]
_Guests = Callable[..., Guest]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def db(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database of its own that threads share, as those of a server do: no transaction around."""
    name = f"at_once_{secrets.token_hex(6)}"
    address = f"sqlite:///{tmp_path / name}.sqlite3"
    admin = os.environ.get("DUIDELIJK_TEST_POSTGRESQL", "")
    if request.param == "postgresql":
        if not admin:
            pytest.skip("no PostgreSQL server (set DUIDELIJK_TEST_POSTGRESQL)")
        with psycopg.connect(admin, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        address = f"{admin.rpartition('/')[0]}/{name}"
    before = connections.settings["default"]
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    new = {**before, **dj_database_url.parse(address), "OPTIONS": {}}
    if request.param == "sqlite":
        new["OPTIONS"] = options
    with django_db_blocker.unblock():
        old = connections["default"]
        connections.settings["default"] = new
        del connections["default"]
        try:
            prepare_database()
            yield
        finally:
            connections.close_all()
            connections.settings["default"] = before
            connections["default"] = old
            if request.param == "postgresql":
                with psycopg.connect(admin, autocommit=True) as server:
                    server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _at_once(calls: Sequence[Callable[[], int]]) -> list[int]:
    """What each of *calls* answers, all begun at the same moment."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], int]) -> int:
        try:
            ready.wait(timeout=30)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _window(guest: Guest) -> Client:
    """Another window of the same browser."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies = guest.client.cookies.copy()
    return client


def _say(guest: Guest, item: Item, text: str, token: str) -> Callable[[], int]:
    sent = {"said": "added", "text": text, "token": token}
    client = _window(guest)
    return lambda: client.post(f"{guest.item(item)}/zeggen", sent).status_code


def test_the_same_words_sent_twenty_times_at_once_stand_there_once(
    guest: _Guests, go: _Go, items: list[Item]
) -> None:
    one = guest("Een")
    go(Phase.ALONE, Phase.TOGETHER)
    answers = _at_once([_say(one, items[0], "Eén keer gezegd", "zelfde") for _ in range(20)])
    assert answers == [302] * 20
    said = Statement.objects.get()
    assert said.text == "Eén keer gezegd" and said.cited.count() == 1


def test_who_hands_in_while_the_round_is_opened_is_in_it_or_hears_that_it_is_over(
    guest: _Guests, go: _Go, items: list[Item], session: Session, lead: tuple[User, Client]
) -> None:
    people = [guest(f"Mens {at}") for at in range(12)]
    go(Phase.ALONE)
    some = Event()

    def hand_in(at: int) -> int:
        if at >= 4:
            some.wait(timeout=30)
        typed = {"seen": f"Woorden van {at}", "based_on": "0", "done": "1"}
        answer = _window(people[at]).post(people[at].item(items[0]), typed)
        some.set()
        assert answer.status_code == 302 or f"Woorden van {at}" in answer.content.decode()
        return answer.status_code

    def open_it() -> int:
        some.wait(timeout=30)
        leading.go_to(session.pk, Phase.TOGETHER, Phase.ALONE.value, lead[0])
        return 0

    answers = _at_once([*((lambda at=at: hand_in(at)) for at in range(12)), open_it])[:12]
    assert set(answers) <= {302, 409} and 302 in answers
    accepted = {f"Woorden van {at}" for at, status in enumerate(answers) if status == 302}
    assert sorted(Statement.objects.values_list("text", flat=True)) == sorted(accepted)
    assert not Answer.objects.filter(opened=None).exists()
    assert hand_in(0) == 409


def test_what_is_said_while_the_discussion_ends_is_kept_or_refused_and_never_half(
    guest: _Guests, go: _Go, items: list[Item], session: Session, lead: tuple[User, Client]
) -> None:
    people = [guest(f"Mens {at}") for at in range(10)]
    go(Phase.ALONE, Phase.TOGETHER)
    posts = [_say(each, items[0], f"Zin {at}", f"t{at}") for at, each in enumerate(people)]
    some = Event()

    def first_then_more(at: int) -> int:
        if at >= 3:
            some.wait(timeout=30)
        status = posts[at]()
        some.set()
        return status

    def end_it() -> int:
        some.wait(timeout=30)
        leading.go_to(session.pk, Phase.CONCLUDING, Phase.TOGETHER.value, lead[0])
        return 0

    answers = _at_once([*((lambda at=at: first_then_more(at)) for at in range(10)), end_it])[:10]
    assert set(answers) <= {302, 409} and 302 in answers
    accepted = {f"Zin {at}" for at, status in enumerate(answers) if status == 302}
    assert sorted(Statement.objects.values_list("text", flat=True)) == sorted(accepted)
    assert _say(people[0], items[0], "Te laat", "laat")() == 409
    assert not Statement.objects.filter(text="Te laat").exists()


def test_of_two_windows_that_keep_at_once_one_hears_of_the_other(
    guest: _Guests, go: _Go, items: list[Item]
) -> None:
    one = guest("Een")
    go(Phase.ALONE)

    def keep(text: str) -> Callable[[], int]:
        client = _window(one)
        sent = {"seen": text, "based_on": "0"}
        return lambda: client.post(f"{one.item(items[0])}/klad", sent).status_code

    texts = ["Dit venster", "Dat venster"]
    answers = _at_once([keep(text) for text in texts])
    assert sorted(answers) == [200, 409]
    kept = Answer.objects.get()
    assert kept.texts["seen"] == texts[answers.index(200)] and kept.revision == 1
