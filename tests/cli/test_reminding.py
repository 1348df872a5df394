"""``duidelijk remind``, as a timer runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from mail_server import mail_server


def _run(home: Path, *given: str, **settings: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "duidelijk", "remind", *given],
        env={**os.environ, "DUIDELIJK_HOME": str(home), **settings},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_without_a_mail_server_it_says_what_lacks(tmp_path: Path) -> None:
    code, told = _run(tmp_path)
    assert code == 2
    assert "DUIDELIJK_SMTP_HOST" in told and "DUIDELIJK_ADDRESS" in told


def test_with_nothing_due_it_says_so(tmp_path: Path) -> None:
    with mail_server() as post:
        settings = {
            "DUIDELIJK_SMTP_HOST": "127.0.0.1",
            "DUIDELIJK_SMTP_PORT": str(post.port),
            "DUIDELIJK_ADDRESS": "https://monitor.example.nl",
        }
        assert _run(tmp_path, **settings) == (0, "Nobody needs reminding\n")
        assert _run(tmp_path, "--dry-run", **settings) == (0, "0 people would be reminded\n")
    assert post.raw == []
