"""Saving what editors write, so that of two at once neither loses a word."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.texts import LANGUAGES, Chosen, Texts
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.sealed import duiding_of, leaders_of
from duidelijk.web.editorial.models import ChoiceVersion, Desk, TextVersion, UnsavedText
from duidelijk.web.typed_text import plain

LONGEST = 20_000
"""Characters of a text; some eight pages."""


@dataclass(frozen=True)
class TextKey:
    """Which text of which edition, in which language."""

    edition: str
    name: str
    language: str

    def __str__(self) -> str:
        return f"{self.edition} {self.name} ({self.language})"


class Overtaken(Exception):
    """Somebody else saved in the meantime; what was typed is kept as unsaved text."""

    def __init__(self, theirs: TextVersion) -> None:
        super().__init__(str(theirs))
        self.theirs = theirs


def latest(key: TextKey) -> TextVersion | None:
    """The version that counts."""
    return versions(key).first()


def versions(key: TextKey) -> QuerySet[TextVersion]:
    """Every version, newest first."""
    return TextVersion.objects.filter(
        desk__edition=key.edition, name=key.name, language=key.language
    ).select_related("author")


def save(key: TextKey, text: str, author: User, based_on: int) -> TextVersion:
    """Keep a new version; nothing when it says the same.

    *based_on* is the key of the version that was changed, 0 for none. Raises ``Overtaken`` when
    another version counts by now: then *text* is kept as the author's unsaved text.
    """
    text = plain(text)
    with transaction.atomic():
        desk = held(key.edition)
        now = latest(key)
        overtaken = now is not None and now.pk != based_on and now.text != text
        if not overtaken:
            if now is None or now.text != text:
                fields = {"desk": desk, "name": key.name, "language": key.language}
                now = TextVersion.objects.create(**fields, text=text, author=author)
                record(author, "wrote", str(key), version=now.pk, characters=len(text))
            _unsaved(key, author).delete()
            return now
    keep_unsaved(key, text, author, based_on)
    assert now is not None
    raise Overtaken(now)


def keep_unsaved(key: TextKey, text: str, author: User, based_on: int) -> None:
    """Keep what somebody typed so far; one unsaved text each."""
    with transaction.atomic():
        UnsavedText.objects.update_or_create(
            desk=held(key.edition),
            name=key.name,
            language=key.language,
            author=author,
            defaults={"text": plain(text), "based_on": based_on, "typed": timezone.now()},
        )


def unsaved(key: TextKey, author: User) -> UnsavedText | None:
    """What somebody typed and did not save."""
    return _unsaved(key, author).first()


def drop_unsaved(key: TextKey, author: User) -> None:
    """Forget what somebody typed and did not save, because they say so."""
    _unsaved(key, author).delete()


def choose(
    edition: str, development: str, choice: Choice, reason: Text, author: User
) -> ChoiceVersion | None:
    """Keep what is to be done with a striking development; ``None`` when that is known already."""
    with transaction.atomic():
        desk = held(edition)
        now = ChoiceVersion.objects.filter(desk=desk, development=development).first()
        told = (choice.value, reason.nl.strip(), reason.en.strip())
        if now is not None and (now.choice, now.reason_nl, now.reason_en) == told:
            return None
        made = ChoiceVersion.objects.create(
            desk=desk,
            development=development,
            choice=told[0],
            reason_nl=told[1],
            reason_en=told[2],
            author=author,
        )
        record(author, "chose", edition, development=development, choice=told[0])
    return made


def texts_of(edition: str) -> Texts:
    """The texts and choices that count now, and what its sessions came to."""
    found: dict[str, dict[str, str]] = {}
    for each in TextVersion.objects.filter(desk__edition=edition):
        found.setdefault(each.name, {}).setdefault(each.language, each.text)
    return Texts(
        texts={
            name: Text(*(told.get(language, "") for language in LANGUAGES))
            for name, told in found.items()
        },
        choices={
            key: Chosen(Choice(each.choice), _reason(each))
            for key, each in latest_choices(edition).items()
        },
        duiding=duiding_of(edition),
    )


def latest_choices(edition: str) -> dict[str, ChoiceVersion]:
    """The choice that counts, by development."""
    found: dict[str, ChoiceVersion] = {}
    for each in ChoiceVersion.objects.filter(desk__edition=edition).select_related("author"):
        found.setdefault(each.development, each)
    return found


def authors_of(edition: str) -> set[int]:
    """Keys of the accounts that ever wrote or chose in an edition, or led a session whose report is
    in it: a comma that somebody else put in a text does not make it theirs.
    """
    versions = (TextVersion.objects, ChoiceVersion.objects)
    wrote = {
        key
        for each in versions
        for key in each.filter(desk__edition=edition).values_list("author_id", flat=True)
    }
    return wrote | leaders_of(edition)


def _reason(version: ChoiceVersion) -> Text | None:
    told = Text(nl=version.reason_nl, en=version.reason_en)
    return told if told.nl or told.en else None


def held(edition: str) -> Desk:
    """The row of an edition, held until the transaction ends."""
    desk, _ = Desk.objects.get_or_create(edition=edition)
    return Desk.objects.select_for_update().get(pk=desk.pk)


def _unsaved(key: TextKey, author: User) -> QuerySet[UnsavedText]:
    return UnsavedText.objects.filter(
        desk__edition=key.edition, name=key.name, language=key.language, author=author
    )
