"""A facilitator with a session on a sealed edition, and people who come in by their links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import leading, live, passing, preparing
from duidelijk.web.duiding.models import Item, Session
from session_guest import Guest

EDITION = "2021-2"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What was said in the session of another test, which had the same keys, is not shown."""
    live._made.clear()


@pytest.fixture
def home(corona_home: Path, settings: object) -> Home:
    """The home with the real editions."""
    found = Home(corona_home)
    settings.HOME = found  # type: ignore[attr-defined]
    return found


@pytest.fixture
def account(home: Home, db: None) -> Callable[..., tuple[User, Client]]:
    """Makes an account with these roles, signed in with a second factor."""

    def account(name: str, *roles: str) -> tuple[User, Client]:
        vng, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
        user = User(email=f"{name}@example.nl", name=name, organisation=vng, roles=list(roles))
        user.perspective = "policy"
        user.save()
        TOTP.activate(user, generate_totp_secret())
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        return user, client

    return account


@pytest.fixture
def lead(account: Callable[..., tuple[User, Client]]) -> tuple[User, Client]:
    """Who leads the session."""
    return account("Leider", "facilitator")


@pytest.fixture
def session(lead: tuple[User, Client]) -> Session:
    """A session with two things on its agenda, one of them a figure."""
    made = preparing.open_session(
        {
            "question": "Wat betekent dit voor jongeren?",
            "edition": EDITION,
            "theme": "werk_inkomen",
            "starts": timezone.make_aware(dt.datetime(2021, 4, 28, 10, 0)),
            "wanted": {"policy": 2, "practice": 1, "science": 1},
        },
        lead[0],
    )
    figure = preparing.Proposal(
        "Werkloze jongeren",
        address=f"/edities/{EDITION}/indicator/werkloosheidspercentage",
        token="a",
    )
    preparing.propose(made.pk, figure, None)
    preparing.propose(made.pk, preparing.Proposal("Stages", "Er zijn er minder.", token="b"), None)
    made.refresh_from_db()
    return made


@pytest.fixture
def guest(session: Session, lead: tuple[User, Client]) -> Callable[..., Guest]:
    """Makes somebody who came in by their link."""

    def guest(name: str, perspective: str = "policy", kind: str = "municipality") -> Guest:
        organisation, _ = Organisation.objects.get_or_create(name=f"{kind} X", kind=kind)
        invited = preparing.Guest(name, organisation, perspective)
        member = preparing.invite(session.pk, invited, lead[0])
        client = Client(HTTP_HOST="127.0.0.1")
        word = passing.make_link(member, lead[0])
        told = {"name": name, "perspective": perspective}
        answer = client.post(passing.link_path(member, word), told)
        assert answer.status_code == 302
        member.refresh_from_db()
        return Guest(member, client)

    return guest


@pytest.fixture
def items(session: Session) -> list[Item]:
    """What is on the agenda."""
    return list(session.items.filter(state=Item.State.ON))


@pytest.fixture
def go(session: Session, lead: tuple[User, Client]) -> Callable[..., None]:
    """Brings the session on, phase by phase."""

    def go(*phases: Phase) -> None:
        for each in phases:
            session.refresh_from_db()
            leading.go_to(session.pk, each, session.phase, lead[0])
        session.refresh_from_db()

    return go
