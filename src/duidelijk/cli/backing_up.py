"""Writes everything an instance keeps into one archive, from one moment, while it goes on working.

What changes is copied and what only grows is listed while the locks are held, which takes short;
the files themselves are packed after that. The archive appears when it was read back and found
whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duidelijk import __version__
from duidelijk.cli.output import megabytes, progress_in_bytes, say
from duidelijk.editions.edition import edition_folders
from duidelijk.foundation.archiving import Item, check_archive, first_file, write_archive
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.folders import (
    AlreadyThere,
    is_unfinished,
    locked,
    sweep_unfinished,
    synchronise,
    unfinished_folder,
)
from duidelijk.foundation.home import CONTENTS, Content, Home, Worth
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.operations.copying import copy_database, is_told_copy
from duidelijk.web.operations.recording import DATABASE_LOCK, recorded
from duidelijk.web.operations.restoring import refuse_half_restored

FORMAT = 1
ABOUT = "backup.json"
"""The first file of a backup: what it holds and which program made it."""
ENDING = ".tar.zst"
_WAIT_SECONDS = 600
_LOCK = ".lock"


@dataclass
class _Moment:
    """What a home held at one moment."""

    items: list[Item] = field(default_factory=list)
    files: int = 0
    size: int = 0
    left_out: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    database: dict[str, Any] | None = None
    editions: list[str] = field(default_factory=list)

    def add(self, name: str, path: Path) -> None:
        self.items.append(Item(name, path))
        if path.is_file():
            self.size += path.stat().st_size
            self.files += 1


def back_up(home: Home, given: Path, *, record: bool = True) -> Path:
    """Write a backup of *home* to the file *given*, or into that folder under a name with the time.

    *record* keeps a ``Job``, for which the tables are brought up to date once they were copied.
    Raises ``Refused``; then there is no file.
    """
    file = _file(home, given)
    sweep_unfinished(file.parent)
    with unfinished_folder(file.parent, file.name) as aside:
        aside.chmod(0o700)  # it holds what only administrators may read
        with _held(home):
            moment = _taken(home, aside)
        with recorded("backup", str(file)) if record else contextlib.nullcontext():
            archive = aside / file.name
            _write(archive, moment)
            _appear(archive, file)
    for name in moment.unknown:
        say(f"Taken along, though this program does not know it: {name}")
    for name in moment.left_out:
        say(f"Left out, for it is no file or is hidden: {name}")
    packed = megabytes(file.stat().st_size)
    held = f"{moment.files:,} files, {megabytes(moment.size)}"
    say(f"Backup of {home.folder}: {held}, in {packed}: {file}")
    say("The settings and keys of the environment are not in it; keep these elsewhere")
    return file


def verify_backup(file: Path) -> None:
    """Check that a backup is whole, and tell what it holds. Raises ``Refused`` when it is not."""
    about = about_backup(file)
    with progress_in_bytes("Check", file.stat().st_size) as heard:
        check_archive(file, heard)
    database = about["database"]["vendor"] if about["database"] else "none"
    held = f"{about['files']:,} files, {megabytes(about['bytes'])}"
    say(f"Whole, every byte as written: {held}")
    say(f"Made {about['made']} by version {about['program']}; database: {database}")
    say(f"Editions: {', '.join(about['editions']) or 'none'}")


def about_backup(file: Path) -> dict[str, Any]:
    """What a backup tells of itself. Raises ``Refused`` when it is no backup of ours."""
    try:
        about = json.loads(first_file(file, ABOUT))
        expected = {"format": int, "program": str, "made": str, "editions": list}
        expected |= {"bytes": int, "files": int}
        good = all(type(about[key]) is kind for key, kind in expected.items())
        good = good and about["bytes"] >= 0 and all(type(each) is str for each in about["editions"])
        good = good and (about["database"] is None or is_told_copy(about["database"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        good = False
    if not good:
        raise Refused(f"{file} is no backup:", [Problem(ABOUT, 0, "cannot be read")])
    return dict(about)


def _file(home: Home, given: Path) -> Path:
    """Where the archive will be. Raises ``Refused`` when it cannot be there."""
    given = given.expanduser().resolve()
    if not home.folder.is_dir():
        problem = Problem(str(home.folder), 0, "is no folder", "set DUIDELIJK_HOME")
        raise Refused("There is nothing to back up:", [problem])
    if given.is_dir():
        now = dt.datetime.now().astimezone()
        given = given / f"duidelijk-{now:%Y-%m-%d-%H%M%S}{ENDING}"
    if given.exists():
        raise AlreadyThere(f"{given} exists already and is never overwritten")
    if given.is_relative_to(home.folder.resolve()):
        remedy = "name a file elsewhere, best on another disk"
        problem = Problem(str(given), 0, "lies in the home itself", remedy)
        raise Refused("A backup must outlive what it is a copy of:", [problem])
    if not given.parent.is_dir():
        problem = Problem(str(given.parent), 0, "is no folder", "make it first")
        raise Refused("The backup cannot be written:", [problem])
    return given


@contextlib.contextmanager
def _held(home: Home) -> Iterator[None]:
    """Hold every lock that commands hold while they write."""
    refuse_half_restored(home)
    with contextlib.ExitStack() as held:
        for folder in (home.folder, *(home.folder / each.name for each in CONTENTS if each.locked)):
            if folder.is_dir():
                held.enter_context(locked(folder, _WAIT_SECONDS))
        held.enter_context(locked(home.folder, _WAIT_SECONDS, DATABASE_LOCK))
        yield


def _taken(home: Home, aside: Path) -> _Moment:
    """What *home* holds now; what may change is copied to *aside*."""
    moment = _Moment()
    copies, tables = aside / "copies", aside / "database"
    known = {each.name: each for each in CONTENTS}
    moment.add("home", home.folder)
    for content in (each for each in CONTENTS if each.worth is Worth.KEPT):
        _take(home, content, copies, moment)
    for path in sorted(home.folder.iterdir()):
        if path.name in known or is_unfinished(path.name):
            continue
        if path.name.startswith("."):
            moment.left_out.append(path.name)
        else:
            moment.unknown.append(path.name)
            _take(home, Content(path.name, Worth.KEPT), copies, moment)
    tables.mkdir()
    moment.database = copy_database(tables)
    for path in sorted(tables.iterdir()):
        moment.add(f"database/{path.name}", path)
    moment.editions = [path.name for path in edition_folders(home.editions)]
    return moment


def _take(home: Home, content: Content, copies: Path, moment: _Moment) -> None:
    root = home.folder / content.name
    if not root.exists():
        return
    passing = {home.folder / each.name for each in CONTENTS if each.worth is Worth.PASSING}
    for path in _below(root, passing, moment):
        name = path.relative_to(home.folder).as_posix()
        if not content.only_grows:
            path = _copied(path, copies / name)
        moment.add(f"home/{name}", path)


def _below(path: Path, passing: set[Path], moment: _Moment) -> Iterator[Path]:
    """A file, or a folder with everything in it that is kept, in the order of names."""
    if path.name == _LOCK or is_unfinished(path.name) or path in passing:
        return
    mode = path.stat().st_mode
    if stat.S_ISREG(mode):
        yield path
    elif stat.S_ISDIR(mode):
        yield path
        for each in sorted(path.iterdir()):
            if each.is_symlink() and each.is_dir():
                remedy = "put the folder itself there"
                problem = Problem(str(each), 0, "is a link to a folder", remedy)
                raise Refused("Nothing was written:", [problem])
            yield from _below(each, passing, moment)
    else:
        moment.left_out.append(str(path))


def _copied(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        target.mkdir(exist_ok=True)
        shutil.copystat(path, target)
    else:
        shutil.copy2(path, target)
    return target


def _write(archive: Path, moment: _Moment) -> None:
    """Write the archive and read it back. Raises ``Refused`` when the disk kept something else."""
    about = {
        "format": FORMAT,
        "program": __version__,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "bytes": moment.size,
        "files": moment.files,
        "editions": moment.editions,
        "database": moment.database,
    }
    items = [Item(ABOUT, canonical_json(about).encode()), *moment.items]
    with progress_in_bytes("Pack", moment.size) as heard, archive.open("wb") as stream:
        os.fchmod(stream.fileno(), 0o600)
        write_archive(stream, items, heard)
    synchronise(archive)
    with progress_in_bytes("Check", archive.stat().st_size) as heard:
        check_archive(archive, heard)


def _appear(archive: Path, file: Path) -> None:
    """Give the finished archive its name, over nobody else's."""
    try:
        os.link(archive, file)
    except FileExistsError:
        raise AlreadyThere(f"{file} was made by somebody else in the meantime") from None
    except OSError:  # a disk that knows no second names
        archive.rename(file)
    synchronise(file.parent)
