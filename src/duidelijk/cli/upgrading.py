"""Brings a home up to date after another version was installed."""

from __future__ import annotations

from pathlib import Path

from duidelijk import __version__
from duidelijk.cli.backing_up import back_up
from duidelijk.cli.editions import verify_editions
from duidelijk.cli.output import progress, say
from duidelijk.editions.edition import edition_folders
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.database_state import (
    DatabaseState,
    database_exists,
    database_state,
    refuse_newer,
)
from duidelijk.web.operations.recording import recorded
from duidelijk.web.operations.restoring import refuse_half_restored


def upgrade(home: Home, backup: Path | None, without_backup: bool) -> None:
    """Back *home* up, bring its database up to date and verify its editions.

    Raises ``Refused`` when a newer program used the home, when no backup is asked for and there is
    something to lose, or when an edition is not whole.
    """
    refuse_half_restored(home)
    state = database_state() if database_exists() else DatabaseState("", {}, [], [])
    refuse_newer(state)
    if state.applied and state.pending and not backup and not without_backup:
        remedy = "--backup FILE makes one first; --without-backup says that you have one"
        problems = [Problem("", 0, "the tables will change for good", remedy)]
        raise Refused("Nothing was changed: is there a backup?", problems)
    if backup:
        back_up(home, backup, record=False)
    with progress("Upgrade", 2) as step:
        step(f"the database, {len(state.pending)} migrations" if state.pending else "the database")
        with recorded("upgrade", f"to {__version__}"):
            if edition_folders(home.editions):
                step("whether the editions are whole")
                problems, told = verify_editions(home, [])
                if problems:
                    raise Refused("Editions are not what was sealed:", problems)
                say(told)
    for each in state.pending if state.applied else ():
        say(f"Applied: {each}")
    say(f"{home.folder} is up to date with version {__version__}")
