"""Records each run of a command that writes, so that an administrator sees what happened."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from duidelijk.foundation.folders import alive, is_alive, locked, sweep_unfinished
from duidelijk.foundation.problems import Refused
from duidelijk.web.operations.database_state import (
    database_exists,
    database_state,
    refuse_newer,
    set_up_django,
)
from duidelijk.web.operations.restoring import refuse_half_restored

DATABASE_LOCK = ".database.lock"
"""Two commands that start at once must not both make the tables."""

BROKEN_OFF = "broken off"
"""A run that is kept as running though its process is gone: killed, or the machine stopped."""


def prepare_database() -> None:
    """Set Django up and bring the database's tables up to date; safe to repeat.

    Raises ``Refused`` when a newer program made the tables, or when a backup is only half put back.
    """
    set_up_django()
    from django.conf import settings
    from django.core.management import call_command

    refuse_half_restored(settings.HOME)
    with locked(settings.HOME.folder, wait_seconds=60, name=DATABASE_LOCK):
        state = database_state() if database_exists() else None
        if state:
            refuse_newer(state)
        if state is None or state.pending:
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


@contextlib.contextmanager
def recorded(command: str, subject: str) -> Iterator[None]:
    """Keep a ``Job`` of what the block does: done, refused or failed, and why."""
    prepare_database()
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from duidelijk.web.operations.models import Job

    running = settings.HOME.running
    sweep_unfinished(running)
    with contextlib.ExitStack() as life:
        with transaction.atomic():  # nobody sees a job before it shows that it is alive
            job = Job.objects.create(command=command, subject=subject[:400], started=timezone.now())
            life.enter_context(alive(running, _sign(job)))
        outcome, message = Job.Outcome.FAILED, "the process ended early"
        try:
            yield
            outcome, message = Job.Outcome.DONE, ""
        except Refused as refusal:
            outcome, message = Job.Outcome.REFUSED, str(refusal)
            raise
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
            raise
        finally:
            job.outcome, job.message, job.finished = outcome, message, timezone.now()
            job.save()


@dataclass(frozen=True)
class JobRow:
    """One run, as a list shows it."""

    number: int
    command: str
    subject: str
    started: dt.datetime
    seconds: float | None
    """How long it took; ``None`` while it runs, and when it was broken off."""
    outcome: str
    """``running``, ``done``, ``refused``, ``failed`` or ``BROKEN_OFF``."""
    reason: str
    """Why it did not end well, in a line; else empty."""


def recent_jobs_rows(most: int = 20) -> list[JobRow]:
    """The latest runs, newest first. The tables have to be there (``prepare_database``)."""
    from django.conf import settings
    from django.utils import timezone

    from duidelijk.web.operations.models import Job

    rows = []
    for job in Job.objects.all()[:most]:
        gone = job.outcome == Job.Outcome.RUNNING and not is_alive(
            settings.HOME.running, _sign(job)
        )
        if gone:  # or ready since it was read
            job.refresh_from_db()
        outcome, reason = str(job.outcome), _first_lines(job.message)
        if gone and job.outcome == Job.Outcome.RUNNING:
            outcome, reason = BROKEN_OFF, "its process is gone"
        took = (job.finished - job.started).total_seconds() if job.finished else None
        started = timezone.localtime(job.started)
        rows.append(JobRow(job.pk, job.command, job.subject, started, took, outcome, reason))
    return rows


def recent_jobs(most: int = 20) -> list[str]:
    """The latest runs, newest first, a line each."""
    prepare_database()
    lines = []
    for row in recent_jobs_rows(most):
        started = row.started.strftime("%Y-%m-%d %H:%M:%S")
        took = "" if row.seconds is None else f"{row.seconds:.1f} s"
        told = f"{started}  {row.outcome:<10} {took:>8}  {row.command} {row.subject}  {row.reason}"
        lines.append(told.rstrip())
    return lines


def _sign(job: object) -> str:
    """The name under which a job shows that it is alive."""
    return f"job-{job.pk}"  # type: ignore[attr-defined]


def _first_lines(message: str) -> str:
    """A heading alone says nothing: the first thing that was wrong goes with it."""
    return " ".join(line.strip() for line in message.splitlines()[:2])
