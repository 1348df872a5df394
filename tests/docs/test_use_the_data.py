"""The page on using the data: its Python and its console commands are run against a real server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "use-the-data.md").read_text(encoding="utf-8")
SITE = "https://monitor.example.nl"
PYTHON = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", PAGE, flags=re.DOTALL)
CONSOLE = re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(scope="module")
def address(corona_home: Path) -> Iterator[str]:
    """Where ``duidelijk serve`` shows the five editions."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "duidelijk", "serve", "--port", str(port)],
        env={**os.environ, "DUIDELIJK_HOME": str(corona_home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError("the server did not answer")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_the_page_has_what_is_run() -> None:
    assert len(PYTHON) == PAGE.count("```python") >= 4
    assert len(CONSOLE) == 1


@pytest.mark.parametrize(("program", "shown"), PYTHON)
def test_python_says_what_the_page_says(address: str, program: str, shown: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", program.replace(SITE, address)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout.strip() == shown.strip()


def test_the_checksums_come_out(address: str, tmp_path: Path) -> None:
    commands, outputs = [], []
    for line in CONSOLE[0].splitlines():
        (commands if line.startswith("$ ") else outputs).append(line.removeprefix("$ "))
    result = subprocess.run(
        ["/bin/bash", "-ec", "\n".join(commands).replace(SITE, address)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert result.stdout.splitlines() == outputs
    assert len(list(tmp_path.iterdir())) > 15
