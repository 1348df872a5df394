"""What the command line asks of the room where signals are worked on; Django is set up first."""

from __future__ import annotations

import datetime as dt

from duidelijk.agenda.dossier import Dossier
from duidelijk.web.operations.recording import prepare_database


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
