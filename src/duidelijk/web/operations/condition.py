"""How an instance does: its database, its editions, its disk, what failed and what is late."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, connection

from duidelijk import __version__
from duidelijk.foundation.home import Home
from duidelijk.web.library import library
from duidelijk.web.operations.database_state import database_state
from duidelijk.web.operations.recording import JobRow, recent_jobs_rows

LEAST_FREE = 200 * 10**6
"""Bytes of disk below which an instance is not well: the next edition may not fit."""
_KEPT_SECONDS = 5.0
_JOBS = 200


@dataclass(frozen=True)
class Condition:
    """What was found. Holds no path, no name of a person and no setting."""

    version: str
    database: str | None
    """The kind of database that answers; ``None`` when none does."""
    pending: int
    """Migrations that are still to be applied."""
    newer: bool
    """Whether a newer program made the tables."""
    editions: list[str]
    newest: str | None
    newest_date: dt.date | None
    free: int
    """Bytes of the disk of the home that are free."""
    size: int
    """Bytes that disk has."""
    jobs: list[JobRow]
    """The last run of each command."""
    late: dict[str, str]
    """By feed that fails since when, as an ISO moment."""

    @property
    def well(self) -> bool:
        """Whether it can do its work."""
        return not self.wrong

    @property
    def wrong(self) -> list[str]:
        """What keeps it from doing its work."""
        found = {
            "database": self.database is None,
            "migrations": bool(self.pending or self.newer),
            "editions": not self.editions,
            "disk": self.free < LEAST_FREE,
        }
        return [name for name, is_so in found.items() if is_so]


_kept: tuple[float, Home, Condition] | None = None
_lock = threading.Lock()


def condition() -> Condition:
    """How the instance does now, or a few seconds ago: who asks often costs little."""
    global _kept
    home = settings.HOME
    with _lock:
        now = time.monotonic()
        if _kept is None or now - _kept[0] > _KEPT_SECONDS or _kept[1] != home:
            _kept = now, home, look()
        return _kept[2]


def look() -> Condition:
    """How the instance does now."""
    home: Home = settings.HOME
    database: str | None = None
    pending, newer, jobs = 0, False, []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        state = database_state()
        database, pending, newer = state.vendor, len(state.pending), bool(state.unknown)
        if not pending:
            jobs = _last_of_each(recent_jobs_rows(_JOBS))
    except Error:
        pass
    newest = library().newest()
    try:
        disk = shutil.disk_usage(home.folder)
        free, size = disk.free, disk.total
    except OSError:
        free, size = 0, 0
    return Condition(
        version=__version__,
        database=database,
        pending=pending,
        newer=newer,
        editions=list(library().editions()),
        newest=newest.id if newest else None,
        newest_date=newest.date if newest else None,
        free=free,
        size=size,
        jobs=jobs,
        late=late_feeds(home),
    )


def late_feeds(home: Home) -> dict[str, str]:
    """By feed that failed when it was last asked, since when."""
    late = {}
    for path in sorted(home.collected.glob("*.json")):
        try:
            since = json.loads(path.read_text(encoding="utf-8")).get("failing_since")
        except (OSError, ValueError, AttributeError):
            continue
        if since:
            late[path.stem] = str(since)
    return late


def _last_of_each(rows: list[JobRow]) -> list[JobRow]:
    """Of rows, newest first, the last of each command that is not running any more."""
    last: dict[str, JobRow] = {}
    for row in rows:
        if row.outcome != "running":
            last.setdefault(row.command, row)
    return sorted(last.values(), key=lambda row: row.command)
