"""A real server on loopback, for tests that need one."""

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


def serving(home: Path) -> Iterator[str]:
    """The address of ``duidelijk serve`` on *home*, until it is no longer needed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "duidelijk", "serve", "--port", str(_some_port())],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _some_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = ""
    while "http://" not in line:
        line = process.stdout.readline()
        assert line, "the server ended before it said where it is"
    found = re.search(r"http://[0-9.:]+", line)
    assert found
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{found[0]}/gezondheid", timeout=5):
                return found[0]
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
