"""An account that goes for good: nothing of the person stays but what the log holds."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from duidelijk.web.accounts.inviting import withdraw_invitations_of
from duidelijk.web.accounts.models import Invitation, PasswordLink, User
from duidelijk.web.accounts.others import last_administrator
from duidelijk.web.accounts.recovering import withdraw_links_made_by
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.personal import forget_account

_GONE = "removed.invalid"
"""No mail ever arrives there (RFC 2606)."""


class NotRemoved(Exception):
    """Why an account stays: the key of the phrase that tells it."""


def is_removed(user: User) -> bool:
    """Whether an account was removed."""
    email: str = user.email
    return email == _address(user)


@transaction.atomic
def remove_account(user: User, by: User | None) -> int:
    """Remove *user*: name, address, roles, and every way in; returns in how many sessions they
    were forgotten.

    The row stays, nameless: texts, figures and sessions hang on it. So do events of the log, which
    hold names as they were. Raises ``NotRemoved`` for oneself, and for the last administrator.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if by is not None and held.pk == by.pk:
        raise NotRemoved("remove_own")
    if last_administrator(held):
        raise NotRemoved("last_administrator")
    if is_removed(held):
        return 0
    withdraw_links_made_by(held)
    withdraw_invitations_of(held, by)
    sessions = forget_account(held)
    Invitation.objects.filter(email__iexact=held.email).delete()
    for kept in (EmailAddress, Authenticator, SocialAccount, PasswordLink):
        kept.objects.filter(user=held).delete()
    held.name, held.email = f"#{held.pk}", _address(held)
    held.roles, held.is_active, held.last_login = [], False, None
    held.set_unusable_password()
    held.save()
    held.end_sessions()
    record(by, "account_removed", held.name)
    return sessions


def _address(user: User) -> str:
    return f"{user.pk}@{_GONE}"
