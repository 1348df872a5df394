"""Writes what somebody accepted: checked once more, whole or not at all, with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from duidelijk.foundation.folders import locked, sweep_unfinished, synchronise, write_whole
from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.declaring.changes import Change, difference
from duidelijk.web.declaring.changing import standing
from duidelijk.web.declaring.models import DeclarationVersion
from duidelijk.web.declaring.place import content_of, declared, folder, may_be_called

LOCK = ".monitor.lock"
"""Held in the home while declarations are written."""
_MOST_TOLD = 4000
"""Characters of a difference in the log; the version holds all of it."""


class Overtaken(Exception):
    """A file does not hold any more what the change was made from."""


def save(changes: Sequence[Change], author: User, reason: str) -> None:
    """Write *changes* into the monitor and keep who made them, and why.

    Raises ``Overtaken`` when a file was changed meanwhile, ``Refused`` when the monitor would not
    be in order, ``OSError`` when it cannot be written; then nothing is.

    What is kept in the database is only so once the files are written. Files that come are written
    before files that go are removed: who is killed in between leaves both, never none.
    """
    with locked(settings.HOME.folder, name=LOCK), transaction.atomic():
        for each in changes:
            if not may_be_called(each.file):
                raise Refused(f"{each.file} is no file of a monitor")
            if content_of(each.file) != each.before:
                raise Overtaken(each.file)
        problems, _ = standing(declared(), changes)
        if problems:
            raise Refused("The monitor would not be in order:", problems)
        for each in changes:
            kept = DeclarationVersion.objects.create(
                file=each.file,
                before=each.texts[0],
                after=each.texts[1],
                author=author,
                reason=reason,
            )
            told = "\n".join(line for line in difference(each) if line[:1] in "+-")[:_MOST_TOLD]
            record(author, "declared", each.file, reason=reason, version=kept.pk, difference=told)
        for each in sorted(changes, key=lambda change: change.after is None):
            path = folder() / each.file
            sweep_unfinished(path.parent)
            if each.after is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(
                    path, each.after, path.stat().st_mode & 0o777 if path.exists() else 0o644
                )
            else:
                path.unlink()
                synchronise(path.parent)


def versions_of(file: str) -> QuerySet[DeclarationVersion]:
    """Every change of a file that was accepted here, newest first."""
    return DeclarationVersion.objects.filter(file=file).select_related("author")
