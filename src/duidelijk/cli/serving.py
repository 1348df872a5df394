"""Serves the pages with gunicorn, in a process of its own."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
from collections.abc import Callable

from duidelijk.cli.output import say
from duidelijk.editions.edition import edition_folders
from duidelijk.foundation.home import VARIABLE, Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.server_settings import exposed, workers, wrong_settings

_PORTS_TO_TRY = 50


def serve_pages(
    home: Home,
    address: str,
    port: int,
    *,
    or_next: bool = False,
    welcome: Callable[[str], str] | None = None,
) -> None:
    """Serve *home* on *address* until stopped; with *or_next* on the next free port if need be.

    *welcome* gives one more line to say, from the address of the site.

    The server replaces this process: one that used Polars must not fork.
    """
    _check_settings(address)
    if not edition_folders(home.editions):
        raise Refused(
            f"There is nothing to serve in {home.editions}",
            [
                Problem(
                    "", 0, "no editions", "freeze one first: duidelijk freeze, or duidelijk demo"
                )
            ],
        )
    _prepare(home)
    free = free_port(address, port, _PORTS_TO_TRY if or_next else 1)
    if free != port:
        say(f"Port {port} is taken; using {free}")
    shown = f"[{address}]" if ":" in address else address
    if welcome is not None:
        say(welcome(f"http://{shown}:{free}"))
    say(f"Duidelijk is at http://{shown}:{free}/ (stop with Ctrl-C)")
    environment = {**os.environ, VARIABLE: str(home.folder)}
    # all processes sign with the same key; one that is made here lasts as long as the server
    key = os.environ.get("DUIDELIJK_SECRET_KEY") or secrets.token_urlsafe(50)
    environment["DUIDELIJK_SECRET_KEY"] = key
    os.execve(sys.executable, _command(f"{shown}:{free}"), environment)


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


def _check_settings(address: str) -> None:
    """Refuse settings that do nothing or harm; tell what to look at."""
    wrong, look_at = exposed(address)
    wrong += wrong_settings()
    if wrong:
        raise Refused("The settings are not in order:", wrong)
    for problem in look_at:
        sys.stderr.write(f"Look at {problem}\n")


def _prepare(home: Home) -> None:
    """Bring the database up to date; pages of editions can do without one that is away."""
    os.environ[VARIABLE] = str(home.folder)  # before Django reads it
    from django.db import Error

    from duidelijk.web.operations.recording import prepare_database

    try:
        prepare_database()
    except Error as error:
        sys.stderr.write(f"Look at the database, which is not in order: {error}\n")


def _command(bind: str) -> list[str]:
    """How gunicorn is started."""
    options = {
        "bind": bind,
        "worker-class": "gthread",
        "workers": workers(),
        "threads": "32",
        "timeout": "60",
        "graceful-timeout": "30",
        "keep-alive": "75",  # longer than a proxy keeps a connection, so that it closes first
        "max-requests": "100000",
        "max-requests-jitter": "20000",
        "forwarded-allow-ips": "",  # whom to believe is decided in one place: behind_proxies
        "log-level": "warning",
        "logger-class": "duidelijk.web.operations.logs.ServerLog",
    }
    if os.access("/dev/shm", os.W_OK):  # noqa: S108  # a sign of life must not wait for a disk
        options["worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    if os.environ.get("DUIDELIJK_ACCESS_LOG", "").lower() in ("1", "true", "yes"):
        options["access-logfile"] = "-"
    named = [part for name, value in options.items() for part in (f"--{name}", value)]
    application = "duidelijk.web.wsgi:application"
    return [sys.executable, "-m", "gunicorn", application, *named, "--no-control-socket"]
