"""What the command line does with letters; Django is set up first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from duidelijk.foundation.folders import locked
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.recording import prepare_database

if TYPE_CHECKING:
    from duidelijk.web.notices.sending import Task

_LOCK = ".notify.lock"
_PATIENCE = 60.0


def mail_is_set() -> bool:
    """Whether this instance can send letters."""
    prepare_database()
    from duidelijk.web.notices.subscribing import offered

    return offered()


def refuse_without_mail() -> None:
    """Raises ``Refused`` when letters cannot be sent, with the settings that lack."""
    prepare_database()
    from django.conf import settings

    lacking = []
    if not settings.MAIL:
        lacking.append(Problem("DUIDELIJK_SMTP_HOST", 0, "no mail server is set", "name one"))
    if not settings.ADDRESS:
        what = "is not set, and links in letters need it"
        remedy = "set it, as https://monitor.example.nl"
        lacking.append(Problem("DUIDELIJK_ADDRESS", 0, what, remedy))
    if lacking:
        raise Refused("No letters were sent:", lacking)


@contextmanager
def alone() -> Iterator[None]:
    """Let no two runs send at once. Raises ``Refused`` when another goes on for too long."""
    from django.conf import settings

    with locked(settings.HOME.folder, _PATIENCE, name=_LOCK):
        yield


def waiting() -> list[Task]:
    """The letters to send now."""
    from duidelijk.web.notices.sending import tasks

    return tasks()


def clear_unconfirmed() -> None:
    """Delete the addresses that were not confirmed in time."""
    from duidelijk.web.notices.subscribing import forget_unconfirmed

    forget_unconfirmed()


def left_in_doubt() -> int:
    """How many letters a killed run had in hand: nobody knows whether they arrived. Told once."""
    from duidelijk.web.notices.sending import leave_in_doubt

    return leave_in_doubt()


def send_all(wanted: list[Task], step: Callable[[int], None], left: int = 0) -> Iterator[str]:
    """Send these letters, and tell what came of it, with those that were *left* in doubt before.

    Raises ``Refused`` when the server is away.
    """
    from django.conf import settings

    from duidelijk.web.audit.recording import record
    from duidelijk.web.notices.delivering import Away
    from duidelijk.web.notices.sending import Tally, send

    tally = Tally()
    try:
        send(wanted, step, tally)
    except Away as error:
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        remedy = "see that it does, then run: duidelijk notify"
        raise Refused(
            f"{sum(tally.sent.values())} of {len(wanted)} letters were sent; the others wait:",
            [Problem(server, 0, f"takes no mail: {error}", remedy)],
        ) from None
    finally:
        for edition, letters in tally.sent.items():
            record(None, "notified", edition, letters=letters)
    for edition, letters in tally.sent.items():
        yield f"Edition {edition}: {letters} {'letter' if letters == 1 else 'letters'} sent"
    for told in tally.not_taken:
        yield f"Not taken, tried again next time: {told}"
    for told in tally.given_up:
        yield f"Not taken, and not tried again for this edition: {told}"
    for told in tally.dropped:
        yield f"Deleted, since two editions in a row found nobody there: {told}"
    if doubtful := left + tally.in_doubt:
        yield f"In doubt, and not sent again: {doubtful} broke off in the hands of the mail server"


def forget_address(email: str) -> str:
    """Delete an address and all that is kept of it; returns what was done. Raises ``Refused``."""
    prepare_database()
    from duidelijk.web.notices.addresses import Unusable, usable
    from duidelijk.web.notices.subscribing import forget

    try:
        known = forget(usable(email))
    except Unusable:
        known = False
    if not known:
        raise Refused(
            "Nothing was deleted:", [Problem("--forget", 0, "this address gets no letters", "")]
        )
    return "The address is deleted, with all that was kept of it"
