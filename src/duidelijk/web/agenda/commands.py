"""What the command line asks of the room where signals are worked on; Django is set up first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from duidelijk.agenda.dossier import Dossier
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.recording import prepare_database

if TYPE_CHECKING:
    from duidelijk.web.agenda.reminding import ToTell


def enter_example(edition: str) -> None:
    """Have the register of what was done for young people in 2020 and 2021, which rests on figures
    of an edition that is there, in review or out; once.
    """
    prepare_database()
    from duidelijk.web.agenda.example.playing import play

    play(edition)


def signals_to_seal(day: dt.date) -> tuple[Dossier, ...]:
    """The published signals as they stood on a day, for the edition of that day."""
    prepare_database()
    from duidelijk.web.agenda.sealed import signals_as_of

    return signals_as_of(day)


def reminders() -> list[ToTell]:
    """The letters that remind somebody today."""
    prepare_database()
    from duidelijk.web.agenda.reminding import to_tell

    return to_tell()


def send_reminders(wanted: list[ToTell]) -> Iterator[str]:
    """Send these letters, and tell what came of it. Raises ``Refused`` when the server is away."""
    from django.conf import settings

    from duidelijk.web.agenda.reminding import send
    from duidelijk.web.notices.delivering import Away

    try:
        told = send(wanted)
    except Away as error:
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        remedy = "see that it does, then run: duidelijk remind"
        raise Refused(
            "Not all reminders were sent; the others wait:",
            [Problem(server, 0, f"takes no mail: {error}", remedy)],
        ) from None
    yield f"{told.sent} {'person was' if told.sent == 1 else 'people were'} reminded"
    for each in told.refused:
        yield f"Not taken, tried again next time: {each}"
    if told.in_doubt:
        yield f"In doubt, and not sent again: {told.in_doubt} broke off at the mail server"
