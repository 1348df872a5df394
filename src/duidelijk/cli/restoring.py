"""Puts a backup back into an empty home: all of it or nothing."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from duidelijk import __version__
from duidelijk.cli.backing_up import ABOUT, FORMAT, about_backup
from duidelijk.cli.output import megabytes, progress_in_bytes, say
from duidelijk.foundation.archiving import unpack_archive
from duidelijk.foundation.folders import (
    AlreadyThere,
    is_held,
    sweep_unfinished,
    synchronise,
    synchronise_all,
    unfinished_folder,
)
from duidelijk.foundation.home import VARIABLE, Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.copying import database_from_copy, refuse_unfit
from duidelijk.web.operations.database_state import unknown_migrations
from duidelijk.web.operations.recording import recorded
from duidelijk.web.operations.restoring import database_is_empty


def restore(file: Path, home: Home) -> None:
    """Make *home* from a backup, with its database, and bring that up to date.

    Raises ``Refused`` when the backup is not whole or of a newer program, or when there is
    something in the home or the database already; then nothing is there that was not.
    """
    os.environ[VARIABLE] = str(home.folder)  # before Django reads it
    file = file.expanduser().resolve()
    about = about_backup(file)
    _refuse_newer(about)
    parent = home.folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    sweep_unfinished(parent)
    _sweep_half_restored(home)
    _refuse_filled(home)
    refuse_unfit(about["database"])
    _refuse_no_room(about, parent)
    with unfinished_folder(parent, home.folder.name) as aside:
        aside.chmod(0o700)
        _unpack(file, about, aside)
        with _taken_back(aside, home) as appear, _database(aside, about, home):
            appear()
    _finish(file)
    say(f"Restored {file.name} to {home.folder}")
    say(f"Editions: {', '.join(about['editions']) or 'none'}")
    say("Settings and keys of the environment are as they were here, not from the backup")


def _refuse_newer(about: dict[str, Any]) -> None:
    problems = []
    if about["format"] > FORMAT:
        problems.append(Problem(ABOUT, 0, f"has layout {about['format']}; this is {FORMAT}"))
    try:
        newer = Version(about["program"]) > Version(__version__)
    except InvalidVersion:
        newer = True
    if newer:
        what = f"was made by version {about['program']}; this is {__version__}"
        problems.append(Problem("the backup", 0, what, "install that version or a newer one"))
    if about["database"]:
        unknown = unknown_migrations(about["database"]["migrations"])
        problems += [Problem(each, 0, "is unknown here") for each in unknown]
    if problems:
        raise Refused("This backup is of a newer program; nothing was restored:", problems)


def _sweep_half_restored(home: Home) -> None:
    """Remove a home that a killed restore left without its database: nobody could use it."""
    if home.restoring.exists() and not is_held(home.folder) and database_is_empty():
        say("Removing what an earlier restore left when it was broken off")
        shutil.rmtree(home.folder)


def _refuse_filled(home: Home) -> None:
    if home.folder.exists() and (not home.folder.is_dir() or any(home.folder.iterdir())):
        remedy = "name another folder with --into, or move this one"
        problem = Problem(str(home.folder), 0, "is there and not empty", remedy)
        raise Refused("A backup is only put back into an empty home:", [problem])
    if home.folder.is_mount():
        remedy = f"use a folder in it: --into {home.folder / 'home'}"
        problem = Problem(str(home.folder), 0, "is the top of a disk", remedy)
        raise Refused("A home must be able to appear in one step:", [problem])


def _refuse_no_room(about: dict[str, Any], parent: Path) -> None:
    free = shutil.disk_usage(parent).free
    if about["bytes"] > free:
        what = f"has {megabytes(free)} free; {megabytes(about['bytes'])} is needed"
        raise Refused("There is no room for this backup:", [Problem(str(parent), 0, what)])


def _unpack(file: Path, about: dict[str, Any], aside: Path) -> None:
    (aside / "home").mkdir()
    with progress_in_bytes("Unpack", file.stat().st_size) as heard:
        unpack_archive(file, aside, about["bytes"] + (1 << 24), heard)


@contextlib.contextmanager
def _database(aside: Path, about: dict[str, Any], home: Home) -> Iterator[None]:
    """The home may appear in the block; a database of its own becomes visible right after that."""
    if not about["database"]:
        yield
        return
    apart = about["database"]["vendor"] != "sqlite"
    made = aside / "home"
    with database_from_copy(aside / "database", about["database"], made):
        if apart:
            (made / home.restoring.name).touch()
        yield
    home.restoring.unlink(missing_ok=True)


@contextlib.contextmanager
def _taken_back(aside: Path, home: Home) -> Iterator[Callable[[], None]]:
    """Yield what lets the home appear; it is taken back when what comes after that fails."""
    appeared = False

    def appear() -> None:
        nonlocal appeared
        _appear(aside, home)
        appeared = True

    try:
        yield appear
    except BaseException:
        if appeared:
            home.folder.rename(aside / "home")
        raise


def _appear(aside: Path, home: Home) -> None:
    made = aside / "home"
    synchronise_all(made)
    claim = os.open(
        made, os.O_RDONLY
    )  # held until this process ends: the database is not there yet
    fcntl.flock(claim, fcntl.LOCK_EX)
    try:
        made.rename(home.folder)
    except OSError as error:
        if home.folder.is_dir() and any(home.folder.iterdir()):
            raise AlreadyThere(f"{home.folder} was filled by somebody else meanwhile") from error
        raise
    synchronise(home.folder.parent)


def _finish(file: Path) -> None:
    """Bring the database up to date, and keep that this home came from a backup."""
    with recorded("restore", file.name):
        pass
