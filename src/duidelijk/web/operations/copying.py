"""A copy of the database for a backup, and a database made from it.

Of SQLite the copy is a file that SQLite made itself; of PostgreSQL a CSV file a table. Both show
one moment, while others write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.database_state import database_exists, database_state, set_up_django
from duidelijk.web.operations.restoring import database_is_empty

SQLITE_FILE = "db.sqlite3"


def copy_database(folder: Path) -> dict[str, Any] | None:
    """Fill an empty *folder* with a copy; what the backup should tell of it.

    ``None`` when there is no database yet. Raises ``Refused`` when it is damaged.
    """
    if not database_exists() or database_is_empty():
        return None
    from django.conf import settings
    from django.db import connection

    state = database_state()
    told: dict[str, Any] = {"vendor": state.vendor, "migrations": dict(state.applied)}
    if state.vendor == "postgresql":
        from duidelijk.web.operations.copying_postgresql import copy_tables

        return told | {"tables": copy_tables(folder)}
    connection.close()
    _copy_file(settings.DATABASES["default"]["NAME"], folder / SQLITE_FILE)
    return told


def is_told_copy(told: Any) -> bool:
    """Whether *told* has the shape that ``copy_database`` gives; may raise where it is far off."""
    migrations: dict[str, list[str]] = told["migrations"]
    good = all(type(name) is str for names in migrations.values() for name in names)
    if told["vendor"] == "sqlite":
        return good
    tables = told["tables"] if told["vendor"] == "postgresql" else [{}]
    return good and all(
        type(each["name"]) is str
        and type(each["rows"]) is int
        and all(type(column) is str for column in each["columns"])
        and all(
            type(column) is str and type(reached) is int and type(called) is bool
            for column, (reached, called) in each["counters"].items()
        )
        for each in tables
    )


@contextmanager
def database_from_copy(folder: Path, told: Mapping[str, Any], home: Path) -> Iterator[None]:
    """Make the database of *home* from a copy in *folder*; complete when the block ends.

    An embedded database is put into *home*; another one shows nothing before the block ends well.
    Raises ``Refused`` when the copy is damaged or does not fit what this program makes.
    """
    set_up_django()
    if told["vendor"] == "sqlite":
        target = home / SQLITE_FILE
        (folder / SQLITE_FILE).rename(target)
        _check_file(target)
        yield
        return
    from duidelijk.web.operations.copying_postgresql import tables_from_copy

    with tables_from_copy(folder, told):
        yield


def refuse_unfit(told: Mapping[str, Any] | None) -> None:
    """Raises ``Refused`` when a copy cannot become the database that is configured.

    That is so when it is of another kind, or when there are tables already.
    """
    set_up_django()
    from django.db import connection

    if told and told["vendor"] != connection.vendor:
        raise _other_kind(told["vendor"])
    if connection.vendor != "sqlite" and not database_is_empty():
        name = connection.settings_dict["NAME"]
        remedy = "make an empty one and name it in DATABASE_URL"
        problem = Problem(f"database {name}", 0, "holds tables already", remedy)
        raise Refused("A backup is only put back into an empty database:", [problem])


def _copy_file(source: str, target: Path) -> None:
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    _check_file(target)


def _check_file(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as database:
            found = [row[0] for row in database.execute("PRAGMA quick_check")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    if found != ["ok"]:
        remedy = "put back an older backup"
        problems = [Problem(path.name, 0, each, remedy) for each in found[:20]]
        raise Refused("The embedded database is damaged:", problems)


def _other_kind(vendor: str) -> Refused:
    remedy = (
        "set DATABASE_URL to an empty PostgreSQL database"
        if vendor == "postgresql"
        else "leave DATABASE_URL unset for this restore"
    )
    what = f"holds a database of {vendor}, and another kind is configured"
    return Refused("This backup needs another database:", [Problem("the backup", 0, what, remedy)])
