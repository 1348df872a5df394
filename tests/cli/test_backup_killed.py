"""A backup or a restore that is killed at any moment: whole or nothing, and the next completes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from duidelijk.foundation.archiving import check_archive
from home_contents import Rows, duidelijk, files_of, rows_of
from killing import KILLS, Start, starting

SOONER, LATER = 0.8, 1.05
"""By how much the next kill comes sooner after one that came too late, and later after another:
some of both are seen however busy the machine becomes meanwhile."""


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Starts commands about backups."""
    with starting(
        "django.db.backends.sqlite3.base",
        "django.db.backends.postgresql.base",
        "django.core.management.commands.migrate",
        "psycopg",
        "rich",
        "duidelijk.cli.backing_up",
        "duidelijk.cli.restoring",
    ) as start:
        yield start


@pytest.fixture
def home(starter_home: Path, tmp_path: Path) -> Path:
    """A home of some megabytes, with rows in its database."""
    folder = tmp_path / "home"
    shutil.copytree(starter_home, folder)
    (folder / "done").unlink()
    (folder / "raw/ab").mkdir(parents=True)
    for number in range(30):
        (folder / f"raw/ab/{number}.zst").write_bytes(os.urandom(1_000_000))
    assert duidelijk(folder, "jobs").returncode == 0
    with contextlib.closing(sqlite3.connect(folder / "db.sqlite3")) as file, file:
        file.executemany(
            "INSERT INTO operations_job (command, subject, started, outcome, message)"
            " VALUES ('freeze', ?, '2020-01-01 10:00:00', 'done', '')",
            [(str(number),) for number in range(2000)],
        )
    return folder


@pytest.mark.long
def test_a_backup_killed_at_random_moments_is_whole_or_not_there(
    start: Start, home: Path, tmp_path: Path
) -> None:
    files, rows = files_of(home), rows_of(home)
    there = tmp_path / "backups"
    there.mkdir()
    took = start(home, "backup", there / "first.tar.zst").timed()
    whole = 0
    chance = random.Random(2021)
    for number in range(KILLS):
        file = there / f"{number}.tar.zst"
        start(home, "backup", file).killed_after(chance.uniform(0.0, took * 1.1))
        if file.exists():
            check_archive(file)
            whole += 1
        took *= SOONER if file.exists() else LATER
        left = [each.name for each in there.iterdir() if each.suffix != ".zst"]
        assert all(name.startswith(".unfinished-") for name in left)
    assert whole < KILLS / 2  # most were killed on their way
    assert files_of(home) == files and rows_of(home) == rows
    assert start(home, "backup", there / "last.tar.zst").ended() == 0
    assert not list(there.glob(".unfinished-*"))
    assert start(tmp_path / "again", "restore", there / "last.tar.zst").ended() == 0
    assert files_of(tmp_path / "again") == files
    assert rows_of(tmp_path / "again") == rows
    assert "broken off" in duidelijk(home, "jobs", "--most", 200).stdout


@pytest.mark.long
def test_a_restore_killed_at_random_moments_is_whole_or_not_there(
    start: Start, home: Path, tmp_path: Path
) -> None:
    files, rows = files_of(home), rows_of(home)
    assert start(home, "backup", tmp_path / "b.tar.zst").ended() == 0
    homes = tmp_path / "homes"
    took = start(homes / "first", "restore", tmp_path / "b.tar.zst").timed()
    chance = random.Random(2021)
    whole = 0
    for number in range(KILLS):
        again = homes / "again"
        start(again, "restore", tmp_path / "b.tar.zst").killed_after(
            chance.uniform(0.0, took * 1.1)
        )
        if again.exists():
            assert files_of(again) == files and rows_of(again) == rows, number
            whole += 1
            shutil.rmtree(again)
            took *= SOONER
        else:
            took *= LATER
    assert 0 < whole < KILLS
    assert start(homes / "again", "restore", tmp_path / "b.tar.zst").ended() == 0
    assert files_of(homes / "again") == files and rows_of(homes / "again") == rows
    assert not list(homes.glob(".unfinished-*"))


@pytest.mark.long
@pytest.mark.postgresql
def test_a_restore_to_postgresql_killed_at_random_moments_is_whole_or_begun_anew(
    start: Start, home: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    source = new_database()
    assert duidelijk(home, "jobs", database=source).returncode == 0
    with psycopg.connect(source) as server:
        server.execute(
            "INSERT INTO operations_job (command, subject, started, outcome, message)"
            " SELECT 'freeze', n::text, now(), 'done', '' FROM generate_series(1, 20000) n"
        )
    files, rows = files_of(home), rows_of(home, source)
    assert start(home, "backup", tmp_path / "b.tar.zst", database=source).ended() == 0
    homes = tmp_path / "homes"
    took = start(
        homes / "first", "restore", tmp_path / "b.tar.zst", database=new_database()
    ).timed()
    chance = random.Random(2021)
    whole = 0
    database, again = new_database(), homes / "again"
    for _ in range(KILLS):
        begun = start(again, "restore", tmp_path / "b.tar.zst", database=database)
        begun.killed_after(chance.uniform(took * 0.3, took * 1.1))
        if again.exists() and usable(start, again, database):
            assert files_of(again) == files and same(rows_of(again, database), rows)
            whole += 1
            shutil.rmtree(again)
            database = new_database()
            took *= SOONER
        else:
            took *= LATER
    assert 0 < whole < KILLS
    assert start(again, "restore", tmp_path / "b.tar.zst", database=database).ended() == 0
    assert files_of(again) == files and same(rows_of(again, database), rows)


def usable(start: Start, home: Path, database: str) -> bool:
    """Whether commands take a home; else its database has to be empty, or holds all."""
    if start(home, "jobs", database=database).ended() == 0:
        return True
    assert (home / ".restoring").exists()
    assert rows_of(home, database) == {}
    return False


def same(one: Rows, other: Rows) -> bool:
    """Whether two databases hold the same rows, table by table."""
    return one.keys() == other.keys() and all(one[name] == other[name] for name in one)
