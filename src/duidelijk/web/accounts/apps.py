"""Registers what is kept of signing in and of second factors."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, with their trail in the log."""

    name = "duidelijk.web.accounts"

    def ready(self) -> None:
        from duidelijk.web.accounts import sessions, trail

        trail.connect()
        sessions.connect()
