"""What the command line asks of the sessions' room; Django is set up first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.report import SessionReport
from duidelijk.web.operations.recording import prepare_database

if TYPE_CHECKING:
    from duidelijk.web.accounts.models import User

_LEADER = "gespreksleider@example.org"
_ON_AGENDA = 3
_QUESTION = {"nl": "Wat valt u op in deze editie?", "en": "What strikes you in this edition?"}
_NOTE = "Een oefensessie over de conceptversie. Neem haar over, nodig mensen uit en begin."


def duiding_to_seal(edition: str) -> tuple[SessionReport, ...]:
    """The established reports that are sealed into an edition at its publication."""
    prepare_database()
    from duidelijk.web.duiding.sealed import duiding_of

    return duiding_of(edition)


def play_example() -> None:
    """Have the made-up session of April 2021 in the database, established; once."""
    prepare_database()
    from duidelijk.web.duiding.example.playing import EDITION, play
    from duidelijk.web.duiding.models import Session

    if not Session.objects.filter(example=True, edition=EDITION, phase=Phase.CLOSED).exists():
        play(_leader())


def prepare_example(edition: str) -> None:
    """Have a session to practise with, on the figures of an edition in review; once."""
    prepare_database()
    from django.utils import timezone

    from duidelijk.editions.texts import development_key
    from duidelijk.web.duiding.evidence import developments_of, edition_of
    from duidelijk.web.duiding.models import Session
    from duidelijk.web.duiding.preparing import compose, open_session

    found = edition_of(edition)
    if found is None or Session.objects.filter(example=True, edition=edition).exists():
        return
    starts = timezone.make_aware(dt.datetime.combine(found.date, dt.time(10)))
    particulars = {
        "question": _QUESTION["nl"],
        "question_en": _QUESTION["en"],
        "edition": edition,
        "starts": starts,
        "note": _NOTE,
        "wanted": {"policy": 2, "practice": 2, "science": 1, "lived_experience": 1},
        "example": True,
    }
    leader = _leader()
    session = open_session(particulars, leader)
    keys = [development_key(each) for each in developments_of(found)[:_ON_AGENDA]]
    compose(session.pk, keys, found, leader)


def _leader() -> User:
    """Who leads what is played; nobody can sign in as this account, so anybody can take over."""
    from duidelijk.web.accounts.models import Organisation, User

    organisation, _ = Organisation.objects.get_or_create(
        name="Demonstratie", defaults={"kind": "other_organisation"}
    )
    given = {
        "name": "Gespreksleider van het voorbeeld",
        "organisation": organisation,
        "perspective": "policy",
        "roles": ["facilitator"],
        "is_active": False,
    }
    leader, _ = User.objects.get_or_create(email=_LEADER, defaults=given)
    return leader
