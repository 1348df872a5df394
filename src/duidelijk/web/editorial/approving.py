"""Four eyes: somebody who wrote nothing in an edition says that it may come out, and when."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from duidelijk.duiding.sealing import as_document
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import Texts
from duidelijk.foundation.checksums import SUMS, canonical_json
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.editorial.models import Desk
from duidelijk.web.editorial.writing import authors_of, held, texts_of


class NotYours(Exception):
    """Whoever wrote in an edition does not publish it."""


class ChangedSince(Exception):
    """The edition is not any more what the publisher looked at."""


def state_of(review: Edition, texts: Texts) -> str:
    """A checksum of all that a publisher approves: sealed figures, texts and choices."""
    sealed = (review.folder / SUMS).read_bytes()
    return hashlib.sha256(sealed + digest(texts).encode()).hexdigest()


@transaction.atomic
def approve(review: Edition, publisher: User, moment: dt.datetime, seen: str) -> Desk:
    """Keep that an edition in review may come out at *moment*, as it was *seen* (``state_of``).

    Raises ``NotYours``, or ``ChangedSince`` when somebody wrote in it after the publisher looked.
    """
    edition = review.id
    desk = held(edition)  # who writes waits until this is kept
    if publisher.pk in authors_of(edition):
        raise NotYours
    texts = texts_of(edition)
    if seen != state_of(review, texts):
        raise ChangedSince
    desk.moment, desk.approved_by = moment, publisher
    desk.approved_texts = digest(texts)
    desk.save()
    record(publisher, "approved", edition, moment=moment.isoformat(timespec="minutes"))
    return desk


@transaction.atomic
def withdraw_approval(edition: str, by: User | None) -> None:
    """Take back that an edition may come out."""
    desk = Desk.objects.select_for_update().filter(edition=edition).first()
    if desk is not None and desk.approved_by is not None:
        desk.moment, desk.approved_by, desk.approved_texts = None, None, ""
        desk.save()
        record(by, "approval_withdrawn", edition)


def digest(texts: Texts) -> str:
    """A checksum of everything editors wrote and chose, and of what sessions came to."""
    told = {name: [text.nl, text.en] for name, text in texts.texts.items()}
    chosen = {
        key: [each.choice.value, *((each.reason.nl, each.reason.en) if each.reason else ())]
        for key, each in texts.choices.items()
    }
    sessions = as_document(texts.duiding)["sessions"]
    return hashlib.sha256(canonical_json([told, chosen, sessions]).encode()).hexdigest()
