"""``duidelijk remind``: mail people what of signals is due or late."""

from __future__ import annotations

from typing import Annotated

import typer

from duidelijk.cli.output import say


def remind(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell how many people would be reminded.")
    ] = False,
) -> None:
    """Mail people what of signals is due within a week, or late; nobody is told twice."""
    from duidelijk.web.agenda.commands import reminders, send_reminders
    from duidelijk.web.notices.commands import alone, refuse_without_mail
    from duidelijk.web.operations.recording import recorded

    refuse_without_mail()
    if dry_run:
        wanted = reminders()
        say(f"{len(wanted)} {'person' if len(wanted) == 1 else 'people'} would be reminded")
        return
    with alone():
        wanted = reminders()
        if not wanted:
            say("Nobody needs reminding")
            return
        with recorded("remind", ""):
            for line in send_reminders(wanted):
                say(line)
