"""Records each run of a command that writes, so that an administrator sees what happened."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from duidelijk.foundation.folders import locked
from duidelijk.foundation.problems import Refused

DATABASE_LOCK = ".database.lock"
"""Two commands that start at once must not both make the tables."""


def prepare_database() -> None:
    """Set Django up and bring the database's tables up to date; safe to repeat."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duidelijk.web.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    with locked(settings.HOME.folder, wait_seconds=60, name=DATABASE_LOCK):
        call_command("migrate", verbosity=0, interactive=False)


@contextlib.contextmanager
def recorded(command: str, subject: str) -> Iterator[None]:
    """Keep a ``Job`` of what the block does: done, refused or failed, and why."""
    prepare_database()
    from django.utils import timezone

    from duidelijk.web.operations.models import Job

    job = Job.objects.create(command=command, subject=subject[:400], started=timezone.now())
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


def recent_jobs(most: int = 20) -> list[str]:
    """The latest runs, newest first, a line each."""
    prepare_database()
    from django.utils import timezone

    from duidelijk.web.operations.models import Job

    lines = []
    for job in Job.objects.all()[:most]:
        started = timezone.localtime(job.started).strftime("%Y-%m-%d %H:%M:%S")
        took = f"{(job.finished - job.started).total_seconds():.1f} s" if job.finished else ""
        # a heading alone says nothing: the first thing that was wrong goes with it
        reason = " ".join(line.strip() for line in job.message.splitlines()[:2])
        lines.append(
            f"{started}  {job.outcome:<8} {took:>8}  {job.command} {job.subject}  {reason}"
        )
    return [line.rstrip() for line in lines]
