"""How soon commands answer."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from table import show


def _seconds(arguments: list[str], home: str) -> float:
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "duidelijk", *arguments],
        env={**os.environ, "DUIDELIJK_HOME": home},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - started


def main() -> None:
    """Time each in a fresh process and, for demo, a fresh home."""
    with tempfile.TemporaryDirectory() as home:
        _seconds(["--help"], home)
        answer = statistics.median(_seconds(["--help"], home) for _ in range(9))
        slowest = max(
            _seconds([command, "--help"], home)
            for command in ("demo", "check", "import", "freeze", "verify", "compare", "serve")
        )
        first = _seconds(["demo", "--no-serve"], home)
        again = _seconds(["demo", "--no-serve"], home)
        show(
            "Commands",
            [
                ("duidelijk --help", "≤ 0.3 s", f"{answer:.2f} s"),
                ("the slowest COMMAND --help", "≤ 0.3 s", f"{slowest:.2f} s"),
                ("demo, from nothing to five editions", "≤ 60 s", f"{first:.1f} s"),
                ("demo, when all is there", "–", f"{again:.1f} s"),
            ],
        )


if __name__ == "__main__":
    main()
