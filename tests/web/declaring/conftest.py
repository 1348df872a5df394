"""Instances whose monitor may be changed, and somebody to change it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from duidelijk.catalogue.shipped import shipped_monitor
from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import Organisation, User


@pytest.fixture
def home(starter_home: Path, tmp_path: Path, settings: object) -> Home:
    """A home of one's own with the made-up monitor and its editions."""
    home = Home(Path(shutil.copytree(starter_home, tmp_path / "home")))
    shutil.copytree(shipped_monitor("starter"), home.monitor)
    settings.HOME = home  # type: ignore[attr-defined]
    return home


@pytest.fixture
def corona(tmp_path: Path, settings: object) -> Home:
    """A home with the large monitor, without editions."""
    home = Home(tmp_path / "corona")
    shutil.copytree(shipped_monitor("corona"), home.monitor)
    settings.HOME = home  # type: ignore[attr-defined]
    return home


@pytest.fixture
def somebody(db: None) -> Callable[..., Client]:
    """A client of somebody with these roles, signed in with a second factor."""

    def somebody(name: str, *roles: str) -> Client:
        vng, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
        user = User(email=f"{name}@example.nl", name=name, organisation=vng, roles=list(roles))
        user.perspective = "policy"
        user.save()
        TOTP.activate(user, generate_totp_secret())
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        return client

    return somebody


@pytest.fixture
def ann(somebody: Callable[..., Client]) -> Client:
    """An editor."""
    return somebody("ann", "editor")
