"""Asking for letters, confirming that, and stopping: every step by a word only the mail holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from duidelijk.web.dashboard.static_copy import static_copy
from duidelijk.web.library import library
from duidelijk.web.notices.models import UNCONFIRMED_LASTS, Letter, Subscription

_DAY = dt.timedelta(days=1)
MOST_AN_ADDRESS = 3
"""Letters a day that ask one address to confirm: more would be a way to pester somebody."""
MOST_A_DAY = 500
"""More requests a day than this are no readers'."""


@dataclass(frozen=True)
class Wish:
    """What somebody asks for: an address, a language, and what to follow."""

    email: str
    language: str
    themes: Sequence[str] = ()
    region: str = ""


def offered() -> bool:
    """Whether this site sends letters: it has a mail server, knows its own address, and is no copy
    without a program behind it.
    """
    return bool(settings.MAIL and settings.ADDRESS) and static_copy() is None


def new_word() -> tuple[str, str]:
    """A word for a link, and what is kept of it."""
    word = secrets.token_urlsafe(32)
    return word, digest_of(word)


def digest_of(word: str) -> str:
    """What is kept of a word: enough to know it again, too little to make a link of."""
    return hashlib.sha256(word.encode()).hexdigest()


def busy() -> bool:
    """Whether more was asked for in a day than readers do."""
    return Subscription.objects.filter(asked__gte=timezone.now() - _DAY).count() >= MOST_A_DAY


@transaction.atomic
def ask(wish: Wish) -> tuple[Subscription, str] | None:
    """Keep a wish until it is confirmed; returns it with the word for its link.

    ``None`` when the address was asked often enough today. What it follows now stays until then.
    """
    forget_unconfirmed()
    lately = _of(wish.email).filter(asked__gte=timezone.now() - _DAY)
    if lately.count() >= MOST_AN_ADDRESS:
        return None
    word, digest = new_word()
    made = Subscription.objects.create(
        email=wish.email,
        language=wish.language,
        themes=sorted(wish.themes),
        region=wish.region,
        digest=digest,
    )
    return made, word


def asked_by(word: str) -> Subscription | None:
    """The wish whose link holds *word*; ``None`` when that is unknown or too old."""
    found = Subscription.objects.filter(digest=digest_of(word)).first()
    return None if found is None or found.expired else found


@transaction.atomic
def confirm(word: str) -> Subscription | None:
    """Let letters begin, or take the new choice of who got them already; safe to repeat.

    ``None`` when the word is unknown or too old.
    """
    held = Subscription.objects.select_for_update().filter(digest=digest_of(word)).first()
    if held is None or held.expired or held.confirmed is not None:
        return None if held is None or held.expired else held
    others = _of(held.email).exclude(pk=held.pk)
    earlier = others.select_for_update().filter(confirmed__isnull=False).first()
    if earlier is None:
        held.skipped = sorted(library().editions())
    else:  # it was told of some editions, and links in those letters go on working
        held.skipped = earlier.skipped
        Letter.objects.filter(subscription=earlier).update(subscription=held)
    others.delete()
    held.confirmed = timezone.now()
    held.save()
    return held


def is_word_of_letter(word: str) -> bool:
    """Whether a letter with this word in its link went to an address that is still kept."""
    return Letter.objects.filter(digest=digest_of(word)).exists()


def unsubscribe(word: str) -> None:
    """Delete the address that got the letter with *word*, and all that is kept of it; safe to
    repeat.
    """
    letter = Letter.objects.select_related("subscription").filter(digest=digest_of(word)).first()
    if letter is not None:
        forget(letter.subscription.email)


def forget(email: str) -> bool:
    """Delete an address and all that is kept of it; whether there was anything."""
    gone, _ = _of(email).delete()
    return gone > 0


def forget_unconfirmed() -> int:
    """Delete the addresses that were not confirmed in time; how many."""
    late = timezone.now() - UNCONFIRMED_LASTS
    gone, _ = Subscription.objects.filter(confirmed__isnull=True, asked__lte=late).delete()
    return gone


def _of(email: str) -> QuerySet[Subscription]:
    return Subscription.objects.filter(email__iexact=email)
