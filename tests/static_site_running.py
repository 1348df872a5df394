"""Runs the command that makes a copy of the site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SITE = "https://monitor.example.nl"


def run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """``duidelijk`` with these arguments on a home."""
    return subprocess.run(
        [sys.executable, "-m", "duidelijk", *map(str, arguments)],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )


def exported(home: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """``duidelijk export-site`` to a folder, by one process unless told otherwise."""
    return run(home, "export-site", folder, "--address", SITE, "--processes", 1, *arguments)
