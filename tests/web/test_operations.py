"""What an instance remembers of its running, on the database that is configured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

import duidelijk.cli.app
from duidelijk.foundation.problems import Refused
from duidelijk.web.operations.models import Job
from duidelijk.web.operations.recording import recent_jobs, recent_jobs_rows, recorded

pytestmark = pytest.mark.django_db


def test_a_run_that_ends_well_is_kept_as_done() -> None:
    with recorded("freeze", "2021-1"):
        pass
    job = Job.objects.get()
    assert (job.command, job.subject, job.outcome) == ("freeze", "2021-1", "done")
    assert job.finished and job.finished >= job.started


def test_a_refusal_is_kept_with_its_reason_and_goes_on() -> None:
    with pytest.raises(Refused), recorded("import", "x.csv"):
        raise Refused("x.csv was refused")
    assert Job.objects.get().outcome == "refused"
    assert "x.csv was refused" in recent_jobs()[0]


def test_a_crash_is_kept_as_failed() -> None:
    with pytest.raises(ZeroDivisionError), recorded("freeze", ""):
        _ = 1 / 0
    assert Job.objects.get().message == "ZeroDivisionError: division by zero"


def test_a_run_whose_process_is_gone_is_told_as_broken_off() -> None:
    with recorded("freeze", "here"):
        assert recent_jobs_rows()[0].outcome == "running"
        Job.objects.create(command="collect", subject="gone", started=timezone.now())
        told = {row.subject: (row.outcome, row.seconds) for row in recent_jobs_rows()}
    assert told == {"here": ("running", None), "gone": ("broken off", None)}
    assert "broken off" in recent_jobs()[0] or "broken off" in recent_jobs()[1]
    assert {row.outcome for row in recent_jobs_rows()} == {"done", "broken off"}


def test_every_command_that_writes_keeps_its_runs() -> None:
    """A command either records its runs or is one of those that write nothing in the home."""
    import re

    import typer.main

    from duidelijk.cli.app import app

    folder = Path(duidelijk.cli.app.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    kept = set(re.findall(r'recorded\(\s*"([a-z -]+)"', source))
    reads = {"check", "verify", "compare", "breaks", "jobs", "serve", "doctor", "sbom"}
    reads |= {
        "calendar",
        "people list",
        "pdf",
        "template",
        "new-monitor",
        "questions list",
    }  # write elsewhere, or nothing
    commands = set()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        under = getattr(command, "commands", {})
        commands |= {f"{name} {each}" for each in under} or {name}
    assert commands - kept == reads


def test_these_tests_run_on_the_database_that_was_asked_for() -> None:
    import os

    from django.db import connection

    asked = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == asked


@pytest.mark.long
def test_two_commands_that_start_at_once_make_the_tables_once(tmp_path: Path) -> None:
    jobs = [sys.executable, "-m", "duidelijk", "jobs"]
    for number in range(3):
        home = {**os.environ, "DUIDELIJK_HOME": str(tmp_path / str(number))}
        home.pop("DATABASE_URL", None)
        started = [
            subprocess.Popen(jobs, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(4)
        ]
        for process in started:
            _, said = process.communicate(timeout=120)
            assert process.returncode == 0, said.decode()
