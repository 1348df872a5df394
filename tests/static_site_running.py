"""Runs the command that makes a copy of the site, and a plain web server that gives one."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
        umask=0o077,  # as that of our units: what is made for all is for all even so
    )


def exported(home: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """``duidelijk export-site`` to a folder, by one process unless told otherwise."""
    return run(home, "export-site", folder, "--address", SITE, "--processes", 1, *arguments)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def given_by_plain_server(folder: Path) -> Iterator[str]:
    """The address at which Python's own web server gives a folder."""
    handler = functools.partial(_Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
