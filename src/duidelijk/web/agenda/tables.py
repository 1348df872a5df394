"""Who can be asked, and where people meet to decide."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from duidelijk.catalogue import Text
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.changing import NotPossible, changed
from duidelijk.web.agenda.indexing import key_of_table
from duidelijk.web.agenda.models import Addressee, Meeting, Signal, Table
from duidelijk.web.agenda.stepping import EARLIEST, LATEST
from duidelijk.web.audit.recording import record

_LONGEST_SLUG = 50


@transaction.atomic
def add_addressee(name: Text, kind: Kind, organisation: Organisation | None, by: User) -> Addressee:
    """Keep somebody who can be asked. Raises ``NotPossible`` for a name that is there."""
    if Addressee.objects.filter(name_nl__iexact=name.nl).exists():
        raise NotPossible("name_taken")
    made = Addressee.objects.create(
        slug=_slug(name.nl, Addressee),
        name_nl=name.nl,
        name_en=name.en,
        kind=kind.value,
        organisation=organisation,
    )
    record(by, "addressee_added", made.name_nl)
    return made


@transaction.atomic
def change_addressee(
    key: int, name: Text, kind: Kind, organisation: Organisation | None, retired: bool, by: User
) -> Addressee:
    """Change what somebody who can be asked is called, who answers for it, or stop asking it."""
    held = Addressee.objects.select_for_update().get(pk=key)
    if Addressee.objects.filter(name_nl__iexact=name.nl).exclude(pk=key).exists():
        raise NotPossible("name_taken")
    before = (held.name_nl, held.name_en, held.kind)
    held.name_nl, held.name_en, held.kind = name.nl, name.en, kind.value
    held.organisation = organisation
    held.retired = (held.retired or timezone.now()) if retired else None
    renamed = (held.name_nl, held.name_en, held.kind) != before
    held.save()
    record(by, "addressee_changed", held.name_nl)
    if renamed:  # it stands in signals, which are to be published by somebody else
        named = Signal.objects.filter(Q(asks__addressee=held) | Q(actions__owner=held))
        for each in named.distinct().order_by("pk"):
            changed(each, by, "addressee_changed", name=held.name_nl)
    return held


@transaction.atomic
def add_table(name: Text, about: Text, by: User, example: bool = False) -> Table:
    """Keep a place where people meet to decide. Raises ``NotPossible`` for a name that is there."""
    if _is_taken(name):
        raise NotPossible("name_taken")
    made = Table.objects.create(
        slug=_slug(name.nl, Table),
        name_nl=name.nl,
        name_en=name.en,
        about_nl=about.nl,
        about_en=about.en,
        example=example,
    )
    record(by, "table_added", made.name_nl)
    return made


@transaction.atomic
def change_table(key: int, name: Text, about: Text, by: User) -> Table:
    """Change what a table is called and what it is for. Raises ``NotPossible``."""
    held = Table.objects.select_for_update().get(pk=key)
    if _is_taken(name, key):
        raise NotPossible("name_taken")
    held.name_nl, held.name_en = name.nl, name.en
    held.about_nl, held.about_en = about.nl, about.en
    held.save()
    record(by, "table_changed", held.name_nl)
    return held


@transaction.atomic
def add_meeting(table: Table, on: dt.date, place: str, by: User) -> Meeting:
    """Keep a day on which a table meets. Raises ``NotPossible`` for one there is already."""
    if not EARLIEST <= on <= LATEST:
        raise NotPossible("day_never")
    try:
        with transaction.atomic():
            made = Meeting.objects.create(table=table, on=on, place=place)
    except IntegrityError:
        raise NotPossible("meeting_there") from None
    record(by, "meeting_added", str(made))
    return made


@transaction.atomic
def cancel_meeting(key: int, by: User) -> Meeting:
    """Keep that a meeting does not go on. Raises ``NotPossible`` when something was decided."""
    held = Meeting.objects.select_for_update().select_related("table").get(pk=key)
    if held.points.exclude(decided="").exists():
        raise NotPossible("decided")
    if held.cancelled is None:
        held.cancelled = timezone.now()
        held.save()
        record(by, "meeting_cancelled", str(held))
    return held


def _is_taken(name: Text, but: int = 0) -> bool:
    """Whether another table has this name, or one that stands alike in an address."""
    others = Table.objects.exclude(pk=but).values_list("name_nl", flat=True)
    return key_of_table(name) in {key_of_table(Text(each, "")) for each in others}


def _slug(name: str, of: type[Addressee] | type[Table]) -> str:
    """A name for in an address that no other has."""
    base = slugify(name)[:_LONGEST_SLUG].strip("-") or "x"
    taken = set(of.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found
