"""Whose word counts that somebody owns an e-mail address."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from duidelijk.web.accounts.adapters import _address


@pytest.mark.parametrize(
    ("claims", "vouches", "verified"),
    [
        ({"email_verified": True}, False, True),
        ({"email_verified": False}, True, False),
        ({}, False, False),  # a provider that others use too may let anybody claim an address
        ({}, True, True),
        ({"email_verified": "true"}, True, False),
    ],
)
def test_an_address_counts_when_the_provider_says_so(
    settings: Any, claims: dict[str, Any], vouches: bool, verified: bool
) -> None:
    settings.OIDC_VOUCHES = vouches
    told = {"userinfo": {"email": "Anna@Example.nl", **claims}}
    login = SimpleNamespace(
        account=SimpleNamespace(extra_data=told), user=SimpleNamespace(email="")
    )
    assert _address(login) == ("anna@example.nl", verified)
