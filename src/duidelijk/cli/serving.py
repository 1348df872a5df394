"""Serves the pages with gunicorn, in a process of its own."""

from __future__ import annotations

import errno
import os
import socket
import sys

from duidelijk.cli.output import say
from duidelijk.editions.edition import edition_folders
from duidelijk.foundation.home import VARIABLE, Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.themes import shipped_themes, theme_path

_PORTS_TO_TRY = 50


def serve_pages(home: Home, address: str, port: int, *, or_next: bool = False) -> None:
    """Serve *home* on *address* until stopped; with *or_next* on the next free port if need be.

    The server replaces this process: one that used Polars must not fork.
    """
    _check_settings()
    if not edition_folders(home.editions):
        raise Refused(
            f"There is nothing to serve in {home.editions}",
            [
                Problem(
                    "", 0, "no editions", "freeze one first: duidelijk freeze, or duidelijk demo"
                )
            ],
        )
    free = free_port(address, port, _PORTS_TO_TRY if or_next else 1)
    if free != port:
        say(f"Port {port} is taken; using {free}")
    shown = f"[{address}]" if ":" in address else address
    say(f"Duidelijk is at http://{shown}:{free}/ (stop with Ctrl-C)")
    environment = {**os.environ, VARIABLE: str(home.folder)}
    command = [
        *(sys.executable, "-m", "gunicorn", "duidelijk.web.wsgi:application"),
        *("--bind", f"{shown}:{free}"),
        *("--worker-class", "gthread", "--workers", os.environ.get("DUIDELIJK_WORKERS", "1")),
        *("--threads", "32", "--log-level", "warning", "--no-control-socket"),
    ]
    os.execve(sys.executable, command, environment)


def free_port(address: str, port: int, tries: int) -> int:
    """The first free of *tries* ports from *port* on.

    Raises ``Refused`` when all are taken, or when this process may not listen there.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for candidate in range(port, min(port + tries, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, candidate))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    continue
                raise Refused(
                    f"Cannot listen on {address}:{candidate}",
                    [Problem("", 0, str(error.strerror), "choose another --address or --port")],
                ) from None
            return candidate
    taken = f"Port {port} is taken" if tries == 1 else f"Ports {port} to {candidate} are taken"
    raise Refused(taken, [Problem("", 0, f"on {address}", "stop what is there, or name a --port")])


def _check_settings() -> None:
    """Refuse settings that would only fail, or silently do nothing, once pages are asked for."""
    problems = []
    workers = os.environ.get("DUIDELIJK_WORKERS", "1")
    if not workers.isdigit() or int(workers) < 1:
        problems.append(Problem("DUIDELIJK_WORKERS", 0, f"“{workers}” is no number", "as 2"))
    theme = os.environ.get("DUIDELIJK_THEME", "")
    if theme and not (theme_path(theme).is_file() and theme_path(theme).suffix == ".css"):
        remedy = f"{', '.join(shipped_themes())}, or the path of a stylesheet"
        problems.append(Problem("DUIDELIJK_THEME", 0, f"there is no stylesheet {theme}", remedy))
    if problems:
        raise Refused("The settings are not in order:", problems)
