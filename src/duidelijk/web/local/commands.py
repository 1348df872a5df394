"""What the command line asks of the room of the local picture; Django is set up first."""

from __future__ import annotations

from duidelijk.web.operations.recording import prepare_database


def enter_example() -> None:
    """Have made-up reports of some municipalities, which say that they are; once."""
    prepare_database()
    from duidelijk.web.local.example.playing import play

    play()
