"""What ends with a new way into an account: other sessions, and links for the password."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.recovering import withdraw_links


def connect() -> None:
    """Act on what happens to the ways into an account; called once."""
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="sessions-factor")
    for signal in (account.password_changed, account.password_reset):
        signal.connect(_password_changed, dispatch_uid="sessions-links")


def _factor_added(sender: Any, request: HttpRequest, user: User, **told: Any) -> None:
    """Sessions of before may be of somebody who only knows the password; this one goes on."""
    user.end_sessions()
    update_session_auth_hash(request, user)


def _password_changed(sender: Any, user: User, **told: Any) -> None:
    """Whoever saw that a link was made, and chose another password, is safe from that link."""
    withdraw_links(user)
