"""A home with the starting monitor and its figures, and people who sit at the data desk."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from duidelijk.catalogue import read_monitor
from duidelijk.cli.monitors import import_shipped
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts.models import Organisation, User

STARTER = Path(__file__).resolve().parents[3] / "src/duidelijk/monitors/starter"
Somebody = Callable[..., tuple[User, Client]]


@pytest.fixture(scope="session")
def desk_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("desk") / "home")
    shutil.copytree(STARTER, home.monitor)
    import_shipped(home, home.monitor, read_monitor(home.monitor))
    return home.folder


@pytest.fixture
def home(desk_made_once: Path, tmp_path: Path, settings: object) -> Home:
    """A home of one's own, with figures."""
    home = Home(Path(shutil.copytree(desk_made_once, tmp_path / "home")))
    settings.HOME = home  # type: ignore[attr-defined]
    return home


@pytest.fixture
def somebody(home: Home, db: None) -> Somebody:
    """Makes an account with these roles (an editor's), signed in with a second factor."""

    def somebody(email: str, *roles: str, name: str = "") -> tuple[User, Client]:
        vng, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
        user = User(email=f"{email}@example.nl", name=name or email, organisation=vng)
        user.roles, user.perspective = list(roles or ("editor",)), "data"
        user.save()
        TOTP.activate(user, generate_totp_secret())
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        return user, client

    return somebody


@pytest.fixture(autouse=True)
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that pages started, each run to its end in place of beside the tests."""
    from django.conf import settings
    from typer.main import get_command

    from duidelijk.cli.app import app

    found: list[tuple[str, ...]] = []
    command = get_command(app)

    def start(*given: str) -> None:
        found.append(given)
        monkeypatch.setenv("DUIDELIJK_HOME", str(settings.HOME.folder))
        with contextlib.suppress(Refused):
            command.main(args=list(given), standalone_mode=False)

    for module in ("upload_views", "trying_views"):
        monkeypatch.setattr(f"duidelijk.web.data_desk.{module}.start", start)
    return found


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits seconds in a test."""
    for module in ("desk", "uploads"):
        monkeypatch.setattr(f"duidelijk.web.data_desk.{module}.WAIT_SECONDS", 0.05)
