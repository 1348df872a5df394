"""Where the monitor of this instance lies, whether it may be written, and what it declares."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from django.conf import settings

from duidelijk.catalogue.reading import Instead, read_and_check
from duidelijk.catalogue.shipped import SHIPPED, shipped_as
from duidelijk.foundation.declarations import Declaration
from duidelijk.foundation.problems import Problem
from duidelijk.web.declaring.kinds import INDICATORS, Thing, known_files, things
from duidelijk.web.library import library

LARGEST = 300_000
"""Bytes of a file that can be edited here; ten times the largest that is shipped."""

_lock = threading.Lock()
_kept: dict[Path, tuple[int, Declared]] = {}


class State(StrEnum):
    """What can be done with the monitor."""

    WRITABLE = "writable"
    READ_ONLY = "read_only"
    """The server may not write there, as in a container."""
    OF_THE_PACKAGE = "of_the_package"
    """It is a folder of the software itself, which an upgrade replaces."""
    MISSING = "missing"
    """The home has none: commands are given one by name."""


@dataclass(frozen=True)
class Declared:
    """What a monitor declares at one moment."""

    folder: Path
    declarations: dict[str, Declaration]
    problems: list[Problem]

    @cached_property
    def things(self) -> list[Thing]:
        return list(things(self.declarations))

    def of_kind(self, kind: str) -> list[Thing]:
        return [each for each in self.things if each.kind.name == kind]

    def find(self, kind: str, key: str) -> Thing | None:
        """The thing of this kind and key."""
        return next((each for each in self.of_kind(kind) if each.key == key and key), None)


def folder() -> Path:
    """The folder of the monitor."""
    found: Path = settings.HOME.monitor
    return found


def state_of_folder() -> State:
    """Whether the monitor is there and may be written."""
    here = folder()
    if not here.is_dir():
        return State.MISSING
    if here.resolve().is_relative_to(SHIPPED.resolve()):
        return State.OF_THE_PACKAGE
    places = [here, *(path for path in here.glob("indicators/**") if path.is_dir())]
    writable = all(os.access(each, os.W_OK | os.X_OK) for each in places)
    # what somebody accepts is kept in the home as well: its lock lies there
    return State.WRITABLE if writable and os.access(here.parent, os.W_OK) else State.READ_ONLY


def shipped_in_force() -> Path | None:
    """The shipped monitor that the newest edition was made of."""
    newest = library().newest()
    return shipped_as(newest.monitor.id) if newest else None


def declared() -> Declared:
    """What the monitor declares now; read again when any process or person changed a file."""
    here = folder()
    seen = hash(tuple(sorted(map(_seen, here.rglob("*.y*ml")))))
    with _lock:
        held = _kept.get(here)
        if held is None or held[0] != seen:
            held = seen, Declared(here, *read_and_check(here))
            _kept.clear()
            _kept[here] = held
    return held[1]


def problems_with(instead: Instead) -> tuple[dict[str, Declaration], list[Problem]]:
    """What would be declared, and every problem, if files held that instead."""
    return read_and_check(folder(), instead)


def content_of(file: str) -> bytes | None:
    """What a file of the monitor holds; ``None`` when it is not there."""
    if not may_be_called(file):
        return None
    try:
        return (folder() / file).read_bytes()
    except FileNotFoundError:
        return None


def may_be_called(file: str) -> bool:
    """Whether a monitor can have a file of that name; nothing else is ever read or written."""
    if file in known_files():
        return True
    parts = file.removeprefix(INDICATORS).removesuffix(".yaml").split("/")
    fits = all(part.isascii() and part.replace("_", "").isalnum() for part in parts)
    return file.startswith(INDICATORS) and file.endswith(".yaml") and fits and len(file) <= 200


def _seen(path: Path) -> tuple[str, int, int]:
    try:
        told = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), told.st_mtime_ns, told.st_size
