"""Back in for who forgot the password or lost the second factor: an administrator helps, in sight.

A link to set a new password works once, for a short time, and never signs anybody in: the second
factor is still asked for. Every step is in the log, on the front of the workspace of the person
whose account it is, and mailed to them where mail is sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from duidelijk.web.accounts.models import PasswordLink, User
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.recording import record

_TOLD_FOR = dt.timedelta(days=30)
_LINK_MADE, _FACTOR_TAKEN = "password_link_made", "second_factor_taken_away"
_BY_OTHERS = (_LINK_MADE, _FACTOR_TAKEN)


def made_link_lately(user: User, by: User) -> bool:
    """Whether *by* made a link for the password of *user* lately: the same hands do not take the
    second factor away as well, or one administrator could come in as anybody.
    """
    return _did(user, by, _LINK_MADE)


def took_factor_lately(user: User, by: User) -> bool:
    """Whether *by* took the second factor of *user* away lately, and so makes no link either."""
    return _did(user, by, _FACTOR_TAKEN)


def _did(user: User, by: User, action: str) -> bool:
    since = timezone.now() - _TOLD_FOR
    lately = Event.objects.filter(subject=user.email, action=action, moment__gte=since)
    return lately.filter(actor_key=by.pk).exists()


@transaction.atomic
def make_password_link(user: User, by: User | None) -> tuple[PasswordLink, str]:
    """Make a link to set a new password; returns it with its word, which is kept nowhere.

    An earlier link of the same account no longer works.
    """
    withdraw_links(user)
    word = secrets.token_urlsafe(32)
    link = PasswordLink.objects.create(user=user, digest=_digest(word), made_by=by)
    record(by, _LINK_MADE, user.email)
    return link, word


def withdraw_links(user: User) -> None:
    """Make every link for the password of *user* that still works stop."""
    _withdraw(Q(user=user))


def withdraw_links_made_by(user: User) -> None:
    """Make every link that *user* made for the password of somebody else stop."""
    _withdraw(Q(made_by=user))


def _withdraw(which: Q) -> None:
    held = PasswordLink.objects.filter(which, used=None, withdrawn=None)
    held.update(withdrawn=timezone.now())


def password_link_path(link: PasswordLink, word: str) -> str:
    """The address of a link, in the language of whose account it is."""
    root = "/en" if link.user.language == "en" else ""
    return f"{root}/account/nieuw-wachtwoord/{word}"


def password_link_of(word: str) -> PasswordLink | None:
    """The link that holds *word*, while it works."""
    found = PasswordLink.objects.select_related("user").filter(digest=_digest(word)).first()
    return found if found is not None and found.open else None


@transaction.atomic
def set_password(link: PasswordLink, password: str) -> bool:
    """Set the password, once; ``False`` when the link stopped working just now.

    Whoever was signed in to the account is out at once: sessions hang on the password.
    """
    held = PasswordLink.objects.select_for_update().select_related("user").get(pk=link.pk)
    if not held.open:
        return False
    held.used = timezone.now()
    held.save(update_fields=["used"])
    held.user.set_password(password)
    held.user.save(update_fields=["password"])
    record(held.user, "password_set_by_link", held.user.email)
    return True


@transaction.atomic
def take_factor_away(user: User, by: User | None) -> bool:
    """Take away every second factor of an account; ``False`` when it has none.

    Whoever was signed in is out: a phone that was lost may hold a session too.
    """
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if gone:
        user.end_sessions()
        record(by, _FACTOR_TAKEN, user.email)
    return bool(gone)


def done_by_others(user: User) -> list[Event]:
    """What somebody else did to the way into an account lately, the newest first."""
    since = timezone.now() - _TOLD_FOR
    found = Event.objects.filter(subject=user.email, action__in=_BY_OTHERS, moment__gte=since)
    return [each for each in found if each.actor_key != user.pk]


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
