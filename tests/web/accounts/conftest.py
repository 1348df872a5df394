"""People with every role, signed in as staff must be."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import Organisation, User


@cache
def _hashed(password: str) -> str:
    """As any password is kept; slow by design, so done once for all who share it."""
    return make_password(password)


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes an account with these roles."""
    from allauth.account.models import EmailAddress

    def person(*roles: str, email: str = "", password: str = "paard batterij nietje") -> User:
        home, _ = Organisation.objects.get_or_create(name="VNG", kind="association")
        email = email or f"{'-'.join(roles) or 'nobody'}@example.nl"
        user = User(email=email, name=email.partition("@")[0], organisation=home)
        user.roles, user.perspective = list(roles), "policy"
        user.password = _hashed(password)
        user.save()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    return person


@pytest.fixture
def signed_in(corona_home: object, settings: object) -> Callable[..., Client]:
    """A client of somebody who signed in, with or without a second factor."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    settings.HOME = Home(corona_home)  # type: ignore[attr-defined]

    def signed_in(user: User, second_factor: bool = True) -> Client:
        client = Client(HTTP_HOST="127.0.0.1")
        if second_factor:
            TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
        return client

    return signed_in
