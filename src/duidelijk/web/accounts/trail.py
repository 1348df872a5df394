"""Signing in, failing to, and changing how one signs in leave a trail in the log."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record

_BY_USER = {
    "signed_in": auth.user_logged_in,
    "signed_out": auth.user_logged_out,
    "password_changed": account.password_changed,
    "password_reset": account.password_reset,
    "second_factor_added": mfa.authenticator_added,
    "second_factor_removed": mfa.authenticator_removed,
    "recovery_codes_made": mfa.authenticator_reset,
}
_receivers: list[Any] = []
"""Signals hold their receivers weakly."""


def connect() -> None:
    """Keep an event of each of these; called once, when the applications are ready."""
    for action, signal in _BY_USER.items():
        _receivers.append(_keeping(action))
        signal.connect(_receivers[-1], dispatch_uid=f"trail-{action}")
    auth.user_login_failed.connect(_failed, dispatch_uid="trail-failed")


def _keeping(action: str) -> Any:
    def keep(sender: Any, user: User | None = None, **told: Any) -> None:
        if user is None:
            return
        authenticator = told.get("authenticator")
        detail = {"type": authenticator.type} if authenticator is not None else {}
        record(user, action, user.email, **detail)

    return keep


def _failed(sender: Any, credentials: dict[str, Any], **told: Any) -> None:
    """Only of addresses that have an account: what strangers type is not kept."""
    email = credentials.get("email") or credentials.get("username") or ""
    user = User.objects.filter(email__iexact=str(email)[:254]).first()
    if user is not None:
        record(None, "sign_in_failed", user.email)
