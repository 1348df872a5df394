"""How allauth behaves here: nobody signs up, single sign-on follows the invitation."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import get_language

from duidelijk.web.accounts.inviting import accept, open_invitation_for
from duidelijk.web.accounts.mailing import send_letter
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.door.phrases import Refusals, said
from duidelijk.web.words import words


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    error_messages: ClassVar[dict[str, str]] = Refusals()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our own letter; nothing is sent, and nothing fails, where no mail server was set."""
        if settings.MAIL:
            send_letter(template_prefix.rpartition("/")[2], email, context)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what happened in our own words."""
        message = message or (said(message_template) if message_template else None)
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm who one is, each in our own words."""
        phrases = words(get_language())
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [
            {**each, "description": phrases[f"again_by_{each['id'].replace(':', '_')}"]}
            for each in found
        ]


class FactorAdapter(DefaultMFAAdapter):
    """Second factors, in our own words."""

    error_messages: ClassVar[dict[str, str]] = Refusals()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """The name a new key starts with."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"{words(get_language())['door_key']} {count + 1}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes from the identity provider has an account here, or was invited to one."""

    error_messages: ClassVar[dict[str, str]] = Refusals()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Link the account of the same address, or make that of an open invitation.

        The provider vouches for addresses: an organisation's own. One that it says is not
        verified is not taken.
        """
        if sociallogin.is_existing:
            return
        email, verified = _address(sociallogin)
        user = User.objects.filter(email__iexact=email).first() if email and verified else None
        if user is None and email and verified:
            invitation = open_invitation_for(email)
            user = accept(invitation, invitation.name, None) if invitation else None
        if user is None:
            record(None, "sign_on_refused", email or "?", provider=sociallogin.account.provider)
            raise ImmediateHttpResponse(redirect("accounts_not_invited"))
        if not user.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        sociallogin.connect(request, user)
        record(user, "sign_on_linked", user.email, provider=sociallogin.account.provider)


def _address(sociallogin: Any) -> tuple[str, bool]:
    """The e-mail address the provider tells, and whether it verified that."""
    told = sociallogin.account.extra_data
    claims = told.get("userinfo") or told.get("id_token") or told
    email = str(claims.get("email") or sociallogin.user.email or "").strip().lower()
    return email, claims.get("email_verified", settings.OIDC_VOUCHES) is True
