"""An instance with an edition in review, and somebody of every role it takes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import Organisation, User

STARTER = Path(__file__).resolve().parents[3] / "src/duidelijk/monitors/starter"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from duidelijk.cli.freezing import freeze_editions

    home = Home(tmp_path_factory.mktemp("editorial") / "home")
    shutil.copytree(STARTER, home.monitor)
    declared = home.monitor / "monitor.yaml"
    declared.write_text(f"four_eyes: true\n{declared.read_text()}")
    freeze_editions(home, None, ["2030-1"], for_review=True)
    return home.folder


@pytest.fixture
def home(made_once: Path, tmp_path: Path, settings: object) -> Home:
    """A home of one's own with edition 2030-1 in review."""
    home = Home(Path(shutil.copytree(made_once, tmp_path / "home")))
    settings.HOME = home  # type: ignore[attr-defined]
    return home


@pytest.fixture
def somebody(home: Home, db: None) -> Callable[..., tuple[User, Client]]:
    """Makes an account with these roles, signed in with a second factor."""

    def somebody(name: str, *roles: str) -> tuple[User, Client]:
        vng, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
        user = User(email=f"{name}@example.nl", name=name, organisation=vng, roles=list(roles))
        user.perspective = "policy"
        user.save()
        TOTP.activate(user, generate_totp_secret())
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        return user, client

    return somebody
