"""Inviting somebody, and taking an invitation up."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from duidelijk.web.accounts.models import Invitation, Organisation, User
from duidelijk.web.audit.recording import record


@dataclass(frozen=True)
class Guest:
    """Who is invited, as what."""

    email: str
    name: str
    organisation: Organisation
    perspective: str
    roles: Sequence[str]
    language: str = "nl"


@transaction.atomic
def invite(guest: Guest, by: User | None) -> tuple[Invitation, str]:
    """Make an invitation; returns it with the word for its link, which is kept nowhere.

    An earlier invitation of the same address that is still open no longer works. Raises
    ``ValueError`` when the address has an account.
    """
    email = guest.email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        raise ValueError("has_account")
    earlier = Invitation.objects.filter(email__iexact=email, accepted=None, withdrawn=None)
    earlier.update(withdrawn=timezone.now())
    word = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=guest.name.strip(),
        organisation=guest.organisation,
        perspective=guest.perspective,
        roles=sorted(guest.roles),
        language=guest.language,
        digest=_digest(word),
        invited_by=by,
    )
    record(by, "invited", email, roles=invitation.roles, organisation=guest.organisation.name)
    return invitation, word


@transaction.atomic
def withdraw_invitations_of(inviter: User, by: User | None) -> None:
    """Make every open invitation that *inviter* made stop working."""
    for each in Invitation.objects.filter(invited_by=inviter, accepted=None, withdrawn=None):
        each.withdrawn = timezone.now()
        each.save(update_fields=["withdrawn"])
        record(by, "invitation_withdrawn", each.email)


def invitation_path(invitation: Invitation, word: str) -> str:
    """The address of an invitation, in the language of who was invited."""
    root = "/en" if invitation.language == "en" else ""
    return f"{root}/account/uitnodiging/{word}"


def invitation_of(word: str) -> Invitation | None:
    """The invitation whose link holds *word*, while it works."""
    found = Invitation.objects.select_related("organisation").filter(digest=_digest(word)).first()
    return found if found is not None and found.open else None


def open_invitation_for(email: str) -> Invitation | None:
    """The invitation of an e-mail address, for who signs in by single sign-on."""
    found = Invitation.objects.filter(email__iexact=email, accepted=None, withdrawn=None).first()
    return found if found is not None and found.open else None


@transaction.atomic
def accept(invitation: Invitation, name: str, password: str | None) -> User | None:
    """Make the account of an invitation; ``None`` when somebody was just ahead.

    Without *password* the account only works by single sign-on.
    """
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not held.open or User.objects.filter(email__iexact=held.email).exists():
        return None
    user = User(
        email=held.email,
        name=name.strip() or held.name,
        organisation=held.organisation,
        perspective=held.perspective,
        roles=held.roles,
        language=held.language,
    )
    _set_password(user, password)
    user.save()
    # the link reached that address, or the identity provider vouches for it
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    held.accepted = timezone.now()
    held.save(update_fields=["accepted"])
    record(user, "joined", user.email, roles=user.roles)
    return user


def _set_password(user: AbstractBaseUser, password: str | None) -> None:
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
