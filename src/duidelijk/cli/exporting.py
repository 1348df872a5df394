"""The command that writes the public site as files: for which readers, from which editions."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from duidelijk.cli.output import megabytes, progress_of_unknown, report, say
from duidelijk.editions.edition import edition_folders
from duidelijk.foundation.checksums import check_sums
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused, did_you_mean

_ADDRESS = "DUIDELIJK_ADDRESS"
_HERE = "http://127.0.0.1:8000"
_TOLD_AT_MOST = 20


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    folder: Path
    editions: tuple[str, ...]
    figures: bool
    region_documents: bool
    processes: int


def set_address(given: str) -> None:
    """Let pages name themselves by the address where the copy will stand.

    Must come before anything reads the settings. Raises ``Refused`` on what is no address.
    """
    address = (given or os.environ.get(_ADDRESS, "")).rstrip("/")
    if not address:
        address = _HERE
        report(
            [
                Problem(
                    "",
                    0,
                    f"Feeds, citations and shared links will name {_HERE}",
                    "give the address where readers will find the copy: --address https://…",
                )
            ]
        )
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise Refused(
            "Nothing was exported",
            [
                Problem(
                    "--address",
                    0,
                    f"“{address}” is not the address of a site",
                    "give it as https://monitor.example.nl; a copy stands at the root of its host",
                )
            ],
        )
    os.environ[_ADDRESS] = address


def export_site(home: Home, wanted: Wanted) -> None:
    """Write the copy and tell what it came to. Raises ``Refused``."""
    from duidelijk.web.dashboard.static_copy import StaticCopy
    from duidelijk.web.library import library
    from duidelijk.web.static_site.exporting import export

    shown = library().editions()
    if not shown:
        raise Refused(
            f"There is nothing to export in {home.editions}",
            [Problem("", 0, "no editions are out", "freeze one first: duidelijk freeze")],
        )
    for each in wanted.editions:
        if each not in shown:
            there = {path.name for path in edition_folders(home.editions)}
            what = "is under embargo" if each in there else "is not there"
            raise Refused(
                "Nothing was exported", [Problem(each, 0, what, did_you_mean(each, shown))]
            )
    copy = StaticCopy(wanted.figures, wanted.region_documents)
    started = time.monotonic()
    with progress_of_unknown("export") as step, _readable_by_all():
        found = export(wanted.folder, frozenset(wanted.editions), copy, wanted.processes, step)
    say(
        f"{wanted.folder}: {found.pages:,} pages and {found.files - found.pages:,} other files of"
        f" {len(found.editions)} edition{'' if len(found.editions) == 1 else 's'},"
        f" {megabytes(found.size)} with compressed forms"
    )
    took = time.monotonic() - started
    say(f"New or changed: {found.changed:,}; gone: {found.gone:,} ({took:.0f} s)")
    if found.problems:
        report(list(found.problems[:_TOLD_AT_MOST]))
        if len(found.problems) > _TOLD_AT_MOST:
            report([Problem("", 0, f"and {len(found.problems) - _TOLD_AT_MOST} more like these")])
    else:
        say("Every link was followed: none leads to nothing, none asks anything of another site")


@contextmanager
def _readable_by_all() -> Iterator[None]:
    """Files made within the block can be read by a web server, which is another user."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def check_copy(folder: Path) -> None:
    """Tell whether a copy is still whole. Raises ``Refused`` with every difference."""
    problems = check_sums(folder)
    if problems:
        raise Refused(f"{folder} is not what was exported", problems)
    say(f"{folder}: every file is as it was exported")
