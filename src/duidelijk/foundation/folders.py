"""Folders and files that exist whole or not at all, whatever kills the process.

A folder is written beside its destination under a name that starts with a dot, synchronised to
disk, and then renamed in one step. Who writes it holds a lock on it, which dies with its process;
what a killed process left behind is free, and is swept by the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from duidelijk.foundation.problems import Problem, Refused

_UNFINISHED = ".unfinished-"


class AlreadyThere(Refused):
    """The folder to be made exists already."""


class Busy(Refused):
    """Another process writes there now; the same may go well in a moment."""


@contextlib.contextmanager
def whole_folder(destination: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; it becomes *destination* when the block ends without error.

    Raises ``AlreadyThere`` when *destination* exists: what was published is never overwritten.
    """
    if destination.exists():
        raise AlreadyThere(f"{destination} exists already and is never overwritten")
    with unfinished_folder(destination.parent, destination.name) as unfinished:
        yield unfinished
        synchronise_all(unfinished)
        if destination.exists():
            raise AlreadyThere(f"{destination} was made by somebody else in the meantime")
        unfinished.rename(destination)
        synchronise(destination.parent)


@contextlib.contextmanager
def replaced_folder(destination: Path) -> Iterator[Path]:
    """Yield an empty folder to fill; it takes the place of *destination* in one step at the end.

    Readers see the old folder or the new one, whole. An error leaves the old one as it was.
    Raises ``OSError`` where the folder cannot be replaced, as when it is a mount.
    """
    destination = destination.resolve()
    _put_back(destination)
    with unfinished_folder(destination.parent, destination.name) as unfinished:
        yield unfinished
        unfinished.chmod(0o755)
        os.sync()
        if destination.exists():
            _exchange(unfinished, destination)
        else:
            unfinished.rename(destination)
        synchronise(destination.parent)


@contextlib.contextmanager
def unfinished_folder(parent: Path, name: str) -> Iterator[Path]:
    """Yield an empty folder in *parent* that is swept when its process dies.

    What is still there under its name when the block ends is removed.
    """
    unfinished, claim = _claimed(parent, name, _new_folder)
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        os.close(claim)


@contextlib.contextmanager
def alive(parent: Path, name: str) -> Iterator[None]:
    """Show in *parent* that the work *name* goes on, until the block ends or its process dies."""
    path, claim = _claimed(parent, name, _new_file)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(claim)


def is_alive(parent: Path, name: str) -> bool:
    """Whether a process shows in *parent* that it works on *name*."""
    return any(is_held(path) for path in parent.glob(f"{_UNFINISHED}{name}-*"))


def is_held(path: Path) -> bool:
    """Whether a process holds the lock on a file or folder itself."""
    try:
        claim = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(claim)
    return False


def sweep_unfinished(parent: Path, name: str = "") -> list[Path]:
    """Remove what processes that no longer run left in *parent*, or only of the work *name*.

    Returns what was removed.
    """
    removed = []
    for path in sorted(parent.glob(f"{_UNFINISHED}{f'{name}-' if name else ''}*")):
        try:
            claim = os.open(path, os.O_RDONLY)
        except OSError:  # gone by now, or not ours to touch
            continue
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # somebody is writing it
            continue
        else:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            removed.append(path)
        finally:
            os.close(claim)
    return removed


@contextlib.contextmanager
def whole_file(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """Yield a stream to fill; it becomes *path* when the block ends without error."""
    unfinished, claim = _claimed(path.parent, path.name, _new_file)
    try:
        with os.fdopen(claim, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            unfinished.chmod(mode)
            unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    synchronise(path.parent)


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file in one step: readers see the old content or the new, never a part."""
    with whole_file(path, mode) as stream:
        stream.write(content)


@contextlib.contextmanager
def locked(folder: Path, wait_seconds: float = 30.0, name: str = ".lock") -> Iterator[None]:
    """Hold *folder* alone among processes that write to it; the lock dies with the process.

    Locks of another *name* do not exclude each other.

    Raises ``Busy`` when another process keeps it longer than *wait_seconds*.
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
                    raise Busy(
                        f"{folder} is in use",
                        [Problem(str(folder), 0, "another command writes here", "wait, try again")],
                    ) from None
                time.sleep(0.05)
        try:
            yield
        finally:
            fcntl.flock(stream, fcntl.LOCK_UN)


def is_unfinished(name: str) -> bool:
    """Whether a file or folder of this name is being written, or was left by a killed process."""
    return name.startswith(_UNFINISHED)


def synchronise_all(folder: Path) -> None:
    """Wait until a folder with everything in it is on the disk."""
    for path in sorted(folder.rglob("*")):
        synchronise(path)
    synchronise(folder)


def synchronise(path: Path) -> None:
    """Wait until a file or folder is on the disk, not only on its way there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_BEFORE = ".before-"
"""What stands before the name of a folder that is being replaced in two steps."""
_NOT_KNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
"""How a system, a disk or a container tells that it knows no changing places; what may really not
be done fails in two steps as well, with nothing lost."""
_AT_WORKING_FOLDER, _SWAP = -100, 2
"""Arguments of Linux's ``renameat2``: paths from the working folder, change places."""


def _exchange(one: Path, other: Path) -> None:
    """Let two folders change places: in one step on Linux, in more where that is not known.

    Killed in between, ``_put_back`` undoes or ends it.
    """
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is not None:
        paths = (_AT_WORKING_FOLDER, os.fsencode(one), _AT_WORKING_FOLDER, os.fsencode(other))
        if swap(*paths, _SWAP) == 0:
            return
        code = ctypes.get_errno()
        if code not in _NOT_KNOWN:
            raise OSError(code, os.strerror(code), str(other))
    before = other.with_name(f"{_BEFORE}{other.name}")
    other.rename(before)
    try:
        one.rename(other)
    except OSError:
        before.rename(other)  # readers have the old one back at once, not at the next try
        raise
    before.rename(one)


def _put_back(destination: Path) -> None:
    before = destination.with_name(f"{_BEFORE}{destination.name}")
    if before.is_dir() and not destination.exists():
        before.rename(destination)
    shutil.rmtree(before, ignore_errors=True)


def _claimed(parent: Path, name: str, open_: Callable[[Path], int]) -> tuple[Path, int]:
    """A new path in *parent*, and the descriptor from *open_* that holds the lock on it."""
    parent.mkdir(parents=True, exist_ok=True)
    while True:
        path = parent / f"{_UNFINISHED}{name}-{secrets.token_hex(6)}"
        try:
            claim = open_(path)
        except FileNotFoundError:
            if not parent.is_dir():
                raise
            continue
        fcntl.flock(claim, fcntl.LOCK_EX)
        if path.exists():  # not swept between its making and its claim
            return path, claim
        os.close(claim)


def _new_folder(path: Path) -> int:
    path.mkdir()
    return os.open(path, os.O_RDONLY)


def _new_file(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
