"""Folders and files that exist whole or not at all, whatever kills the process.

A folder is written beside its destination under a name that starts with a dot, synchronised to
disk, and then renamed in one step. What a killed process left behind is swept by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from duidelijk.foundation.problems import Problem, Refused

_UNFINISHED = ".unfinished-"


class AlreadyThere(Refused):
    """The folder to be made exists already."""


@contextlib.contextmanager
def whole_folder(destination: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; it becomes *destination* when the block ends without error.

    Raises ``AlreadyThere`` when *destination* exists: what was published is never overwritten.
    """
    if destination.exists():
        raise AlreadyThere(f"{destination} exists already and is never overwritten")
    destination.parent.mkdir(parents=True, exist_ok=True)
    unfinished = destination.parent / f"{_UNFINISHED}{destination.name}-{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        yield unfinished
        for path in sorted(unfinished.rglob("*")):
            synchronise(path)
        synchronise(unfinished)
        if destination.exists():
            raise AlreadyThere(f"{destination} was made by somebody else in the meantime")
        unfinished.rename(destination)
        synchronise(destination.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def sweep_unfinished(parent: Path) -> list[Path]:
    """Remove what processes that no longer run left in *parent*; return what was removed."""
    removed = []
    for path in sorted(parent.glob(f"{_UNFINISHED}*")):
        owner = path.name.rpartition("-")[2]
        if owner.isdigit() and _runs(int(owner)):
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        removed.append(path)
    return removed


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file in one step: readers see the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(
        prefix=f"{_UNFINISHED}{path.name}-", suffix=f"-{os.getpid()}", dir=path.parent
    )
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.chmod(mode)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    synchronise(path.parent)


@contextlib.contextmanager
def locked(folder: Path, wait_seconds: float = 30.0, name: str = ".lock") -> Iterator[None]:
    """Hold *folder* alone among processes that write to it; the lock dies with the process.

    Locks of another *name* do not exclude each other.

    Raises ``Refused`` when another process keeps it longer than *wait_seconds*.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as stream:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Refused(
                        f"{folder} is in use",
                        [Problem(str(folder), 0, "another command writes here", "wait, try again")],
                    ) from None
                time.sleep(0.05)
        try:
            yield
        finally:
            fcntl.flock(stream, fcntl.LOCK_UN)


def synchronise(path: Path) -> None:
    """Wait until a file or folder is on the disk, not only on its way there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
