"""Four eyes: somebody who wrote nothing in an edition says that it may come out, and when."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from duidelijk.editions.texts import Texts
from duidelijk.foundation.checksums import canonical_json
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.editorial.models import Desk
from duidelijk.web.editorial.writing import authors_of, texts_of


class NotYours(Exception):
    """Whoever wrote in an edition does not publish it."""


@transaction.atomic
def approve(edition: str, publisher: User, moment: dt.datetime) -> Desk:
    """Keep that the texts as they are now may come out at *moment*. Raises ``NotYours``."""
    if publisher.pk in authors_of(edition):
        raise NotYours
    desk, _ = Desk.objects.select_for_update().get_or_create(edition=edition)
    desk.moment, desk.approved_by = moment, publisher
    desk.approved_texts = digest(texts_of(edition))
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
    """A checksum of everything editors wrote and chose."""
    told = {name: [text.nl, text.en] for name, text in texts.texts.items()}
    chosen = {
        key: [each.choice.value, *((each.reason.nl, each.reason.en) if each.reason else ())]
        for key, each in texts.choices.items()
    }
    return hashlib.sha256(canonical_json([told, chosen]).encode()).hexdigest()
