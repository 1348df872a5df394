"""``duidelijk notify``: tell who follows what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duidelijk.cli.output import complain, progress, say
from duidelijk.foundation.problems import Refused

if TYPE_CHECKING:
    from duidelijk.web.notices.sending import Task

_BATCH = 25


def notify(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell how many letters would be sent.")
    ] = False,
    forget: Annotated[
        str, typer.Option(help="Send nothing; delete this address and all that is kept of it.")
    ] = "",
) -> None:
    """Mail who follows about editions and corrections that came out; nobody is told twice."""
    from duidelijk.web.notices.commands import forget_address, refuse_without_mail
    from duidelijk.web.operations.recording import recorded

    if forget:
        with recorded("notify", "forget an address"):
            say(forget_address(forget))
        return
    refuse_without_mail()
    for line in (_counted() if dry_run else _tell()) or ["Nobody waits for a letter"]:
        say(line)


def tell_who_follows() -> None:
    """After a publication: send the letters. What keeps them is told, and stops nothing else."""
    from duidelijk.web.notices.commands import mail_is_set

    if not mail_is_set():
        return
    try:
        for line in _tell():
            say(line)
    except Refused as refusal:
        complain(refusal)


def _counted() -> list[str]:
    from duidelijk.web.notices.commands import waiting

    counts: dict[str, int] = {}
    for each in waiting():
        counts[each.edition.id] = counts.get(each.edition.id, 0) + 1
    return [f"Edition {edition}: {count} at the most" for edition, count in counts.items()]


def _tell() -> list[str]:
    """Send what waits, and tell what came of it; a run that finds nothing leaves no job."""
    from duidelijk.web.notices.commands import alone, clear_unconfirmed, left_in_doubt, waiting
    from duidelijk.web.operations.recording import recorded

    with alone():
        clear_unconfirmed()
        left, wanted = left_in_doubt(), waiting()
        if not wanted and not left:
            return []
        with recorded("notify", ", ".join(dict.fromkeys(each.edition.id for each in wanted))):
            return _send(wanted, left)


def _send(wanted: list[Task], left: int) -> list[str]:
    from duidelijk.web.notices.commands import send_all

    with progress("Notify", -(-len(wanted) // _BATCH)) as told:

        def step(number: int) -> None:
            if number % _BATCH == 1:
                last = min(number + _BATCH - 1, len(wanted))
                told(f"letters {number}–{last} of {len(wanted)}")

        return list(send_all(wanted, step, left))
