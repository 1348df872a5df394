"""What the command line asks of the room of the local picture; Django is set up first."""

from __future__ import annotations

from duidelijk.catalogue import Monitor
from duidelijk.web.operations.recording import prepare_database


def enter_example(national: Monitor) -> None:
    """Have made-up reports and a monitor of some municipalities, which say that they are; once."""
    prepare_database()
    from duidelijk.web.local.example.playing import play

    play(national)
