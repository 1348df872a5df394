"""Inviting many people at once, from a list as it is copied out of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind, Perspective
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.models import Member, Session
from duidelijk.web.duiding.preparing import Guest, InAlready, invite
from duidelijk.web.typed_text import one_line
from duidelijk.web.words import words

MOST = 300
COLUMNS = 5


@dataclass(frozen=True)
class Line:
    """Somebody on the list."""

    number: int
    name: str
    email: str
    organisation: str
    kind: str
    perspective: str


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a line: the key of a phrase, and what stood there."""

    number: int
    problem: str
    found: str


class NotInOrder(Exception):
    """Nobody was invited, for these reasons."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__(str(wrong))
        self.wrong = wrong


def read_list(text: str) -> list[Line]:
    """The people on a list: name, e-mail, organisation, kind of organisation and perspective.

    Parted by tabs or semicolons; e-mail and kind may be empty. Kinds and perspectives are named by
    their words in Dutch or English. Raises ``NotInOrder`` with everything that is wrong.
    """
    found, wrong = [], []
    rows = [(at, each) for at, each in enumerate(text.splitlines(), start=1) if each.strip()]
    if not rows or len(rows) > MOST:
        problem = "many_none" if not rows else "many_too_many"
        raise NotInOrder([Wrong(0, problem, str(len(rows)))])
    for number, row in rows:
        cells = [one_line(each, 254) for each in row.split("\t" if "\t" in row else ";")]
        cells += [""] * (COLUMNS - len(cells))
        line = Line(number, *cells[:COLUMNS])
        problems = list(_problems(line, len(cells)))
        wrong += problems
        if not problems:
            found.append(_coded(line))
    if wrong:
        raise NotInOrder(wrong)
    return found


@transaction.atomic
def invite_many(session: Session, lines: list[Line], by: User) -> list[Member]:
    """Invite everybody on a list, or nobody.

    Raises ``NotInOrder`` when somebody is invited already, or an organisation is new without kind.
    """
    made, wrong = [], []
    for line in lines:
        organisation = _organisation(line, by)
        if organisation is None:
            wrong.append(Wrong(line.number, "many_kind", line.organisation))
            continue
        guest = Guest(line.name, organisation, line.perspective, line.email, session.language)
        try:
            made.append(invite(session.pk, guest, by))
        except InAlready:
            wrong.append(Wrong(line.number, "many_there", line.email))
    if wrong:
        raise NotInOrder(wrong)
    return made


def _problems(line: Line, cells: int) -> Iterator[Wrong]:
    if cells > COLUMNS:
        yield Wrong(line.number, "many_columns", str(cells))
    if not line.name:
        yield Wrong(line.number, "many_name", "")
    if line.email:
        try:
            validate_email(line.email)
        except ValidationError:
            yield Wrong(line.number, "many_email", line.email)
    if not line.organisation:
        yield Wrong(line.number, "many_organisation", "")
    if line.kind and not _code("organisation", Kind.values, line.kind):
        yield Wrong(line.number, "many_kind", line.kind)
    if not _code("perspective", Perspective.values, line.perspective):
        yield Wrong(line.number, "many_perspective", line.perspective)


def _coded(line: Line) -> Line:
    return Line(
        line.number,
        line.name[:160],
        line.email.lower(),
        line.organisation[:160],
        _code("organisation", Kind.values, line.kind),
        _code("perspective", Perspective.values, line.perspective),
    )


def _code(prefix: str, values: list[str], said: str) -> str:
    """The value that somebody named by its code, or by its words in either language."""
    wanted = said.casefold()
    for value in values:
        named = {value, *(words(each)[f"{prefix}_{value}"].casefold() for each in ("nl", "en"))}
        if wanted in named:
            return value
    return ""


def _organisation(line: Line, by: User) -> Organisation | None:
    found = Organisation.objects.filter(name__iexact=line.organisation).first()
    if found is None and line.kind:
        found = Organisation.objects.create(name=line.organisation, kind=line.kind)
        record(by, "organisation_added", found.name, kind=found.kind)
    return found
