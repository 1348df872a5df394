"""The tables of PostgreSQL as CSV files, from one moment; and back in one transaction.

The tables themselves are not in the copy: the migrations it names make them. So a copy needs no
tool beside this program, and no server of the same version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import Connection, IsolationLevel, sql

from duidelijk.foundation.problems import Problem, Refused

_PIECE = 1 << 20

_COLUMNS = """
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum),
       array_agg(pg_get_serial_sequence(quote_ident(c.relname), a.attname) ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""


def copy_tables(folder: Path) -> list[dict[str, Any]]:
    """Write a CSV file a table to *folder*; name, columns, rows and counters of each table."""
    live: Connection = connection.get_new_connection(connection.get_connection_params())
    try:
        live.rollback()
        live.autocommit = False
        live.isolation_level = IsolationLevel.REPEATABLE_READ
        live.read_only = True
        return [_copy_table(live, folder, *table) for table in _tables(live)]
    finally:
        live.close()


def _tables(live: Connection) -> list[tuple[str, list[str], list[str | None]]]:
    """Every table with its columns and their counters, but for caches, which fill by themselves."""
    caches = {
        each.get("LOCATION")
        for each in settings.CACHES.values()
        if each["BACKEND"].endswith("DatabaseCache")
    }
    with live.cursor() as cursor:
        found = cursor.execute(_COLUMNS).fetchall()
    return [(name, columns, counters) for name, columns, counters in found if name not in caches]


def _copy_table(
    live: Connection, folder: Path, name: str, columns: list[str], counters: list[str | None]
) -> dict[str, Any]:
    asked = sql.SQL("COPY {} ({}) TO STDOUT (FORMAT csv, HEADER)").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with live.cursor() as cursor:
        with (folder / f"{name}.csv").open("wb") as file, cursor.copy(asked) as rows:
            for piece in rows:
                file.write(piece)
        written = cursor.rowcount
        reached = {}
        for column, counter in zip(columns, counters, strict=True):
            if counter:
                state = sql.SQL("SELECT last_value, is_called FROM {}").format(_qualified(counter))
                reached[column] = list(cursor.execute(state).fetchone() or ())
    return {"name": name, "columns": columns, "rows": written, "counters": reached}


def _qualified(counter: str) -> sql.Identifier:
    """A counter as ``pg_get_serial_sequence`` writes it, with its schema."""
    return sql.Identifier(*(part.strip('"') for part in counter.split(".", 1)))


@contextmanager
def tables_from_copy(folder: Path, told: Mapping[str, Any]) -> Iterator[None]:
    """Make the tables and fill them; others see them when the block ends without error."""
    with transaction.atomic():
        _make_tables(told["migrations"])
        with connection.cursor() as cursor:
            made = {name: columns for name, columns, _ in _tables(connection.connection)}
            _refuse_other_tables(made, told["tables"])
            names = sql.SQL(", ").join(map(sql.Identifier, sorted(made)))
            cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for table in told["tables"]:
            _fill_table(folder, table)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what does not fit fails here
        yield


def _make_tables(migrations: Mapping[str, list[str]]) -> None:
    """Bring an empty database to where the copied one was, and no further."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, names in migrations.items() for name in names}
    targets = [
        node
        for node in sorted(wanted)
        if node in executor.loader.graph.nodes
        and not any(child.key in wanted and child.key[0] == node[0]
                    for child in executor.loader.graph.node_map[node].children)
    ]  # fmt: skip
    executor.migrate(targets)


def _refuse_other_tables(made: Mapping[str, list[str]], told: list[dict[str, Any]]) -> None:
    problems = []
    for table in told:
        missing = set(table["columns"]) - set(made.get(table["name"], ()))
        if table["name"] not in made:
            problems.append(Problem(table["name"], 0, "is a table this program does not make"))
        elif missing:
            names = ", ".join(sorted(missing))
            problems.append(Problem(table["name"], 0, f"has columns not known here: {names}"))
    if problems:
        raise Refused("The backup holds what this program does not know:", problems)


def _fill_table(folder: Path, table: Mapping[str, Any]) -> None:
    name = sql.Identifier(table["name"])
    columns = sql.SQL(", ").join(map(sql.Identifier, table["columns"]))
    asked = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, HEADER)").format(name, columns)
    with connection.connection.cursor() as cursor:
        with (folder / f"{table['name']}.csv").open("rb") as file, cursor.copy(asked) as rows:
            while piece := file.read(_PIECE):
                rows.write(piece)
        if cursor.rowcount != table["rows"]:
            problem = Problem(table["name"], 0, f"has {cursor.rowcount} rows, not {table['rows']}")
            raise Refused("The copy of the database is not whole:", [problem])
        for column, (reached, called) in table["counters"].items():
            counter = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)")
            quoted = sql.Identifier(table["name"]).as_string(cursor)
            cursor.execute(counter, (quoted, column, reached, called))
