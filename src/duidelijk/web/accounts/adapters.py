"""How allauth behaves here: nobody signs up, single sign-on follows the invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect

from duidelijk.web.accounts.inviting import accept, open_invitation_for
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent, and nothing fails, where no mail server was set."""
        if settings.MAIL:
            super().send_mail(template_prefix, email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Who comes from the identity provider has an account here, or was invited to one."""

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
