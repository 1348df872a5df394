"""What a home holds, to compare two: its files, and the rows of its database."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg

from duidelijk.foundation.folders import is_unfinished
from duidelijk.foundation.home import CONTENTS, Worth

Rows = dict[str, list[tuple[object, ...]]]

_APART = {each.name for each in CONTENTS if each.worth is not Worth.KEPT}


def duidelijk(
    home: Path, *arguments: object, database: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command on *home*, with the database in it or another."""
    return subprocess.run(
        [sys.executable, "-m", "duidelijk", *map(str, arguments)],
        env=environment(home, database),
        capture_output=True,
        text=True,
        timeout=120,
    )


def environment(home: Path, database: str = "") -> dict[str, str]:
    """The settings of an instance, as variables of the environment."""
    found = {**os.environ, "DUIDELIJK_HOME": str(home), "DATABASE_URL": database}
    if not database:
        del found["DATABASE_URL"]
    return found


def files_of(home: Path) -> dict[str, str]:
    """The SHA-256 of every file that a backup keeps, by its path."""
    found = {}
    for path in home.rglob("*"):
        name = path.relative_to(home)
        apart = any(str(each) in _APART for each in (name, *name.parents))
        passing = name.name == ".lock" or any(is_unfinished(part) for part in name.parts)
        if path.is_file() and not apart and not passing:
            found[name.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def rows_of(home: Path, database: str = "") -> Rows:
    """Every row of every table, but for what tells of backups themselves."""
    if database:
        with psycopg.connect(database) as server:
            tables = [
                str(name)
                for (name,) in server.execute(
                    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                )
            ]
            found = {name: server.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    else:
        with closing(sqlite3.connect(home / "db.sqlite3")) as file:
            tables = [
                str(name)
                for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            found = {name: file.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    found.pop("sqlite_sequence", None)
    own = {"backup", "restore", "upgrade"}
    if "operations_job" in found:
        found["operations_job"] = [each for each in found["operations_job"] if each[1] not in own]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}
