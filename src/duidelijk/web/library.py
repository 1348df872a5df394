"""The editions an instance shows: found in its home, opened once, kept in memory."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import threading
import time
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from duidelijk.catalogue import Ending
from duidelijk.catalogue.reading import read_ending
from duidelijk.editions.content import number_of
from duidelijk.editions.edition import Edition, edition_folders
from duidelijk.foundation.checksums import SUMS
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused

_log = logging.getLogger(__name__)
_DECLARED = "monitor.yaml"


class Library:
    """The sealed editions of one folder; notices a new one by the folder's time of change."""

    def __init__(self, folder: Path, only: Collection[str] = ()) -> None:
        self.folder = folder
        self._only = frozenset(only)
        """The editions to show; all of them when empty."""
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._read: dict[str, Edition] = {}
        """Every sealed edition in order of date, also those under embargo."""
        self._sealed: dict[str, int] = {}
        """When each was sealed, by the time of its checksums."""
        self._embargoes: dict[str, float] = {}
        """When each edition came out, or is to."""
        self._ending: Ending | None = None
        self._shown: tuple[int, dict[str, Edition]] = (-1, {})
        """How many embargoes were over, and what was shown then."""

    @property
    def state(self) -> int:
        """A number that changes when what is shown does; costs a look at four names.

        It also changes when the embargo of an edition ends, and when the monitor stops.
        """
        return hash((self._over(), self._phase(), *self._watched()))

    def _watched(self) -> tuple[int, ...]:
        home = Home(self.folder.parent)
        declared = home.monitor / _DECLARED
        watched = (self.folder, home.track_record, home.since, home.boundaries, declared)
        return tuple(map(_changed, watched))

    def _over(self) -> int:
        """How many embargoes are over."""
        now = time.time()
        return sum(1 for moment in self._embargoes.values() if moment <= now)

    def _phase(self) -> int:
        """Where the monitor stands: 0 before its end, 1 after it, 2 when it need not be kept."""
        ends, today = self._ending, timezone.localdate()
        return 0 if ends is None else ends.over(today) + (today > ends.keep_until)

    def ending(self) -> Ending | None:
        """When the monitor stops: by the declarations in the home, else by the newest edition."""
        self.editions()
        return self._ending

    def _read_ending(self) -> Ending | None:
        folder = Home(self.folder.parent).monitor
        if (folder / _DECLARED).is_file():
            try:
                return read_ending(folder)
            except Refused as refused:
                _log.error("the declarations in the home are not in order: %s", refused)
        newest = max(self._read.values(), key=_moment, default=None)
        return newest.monitor.ends if newest else None

    def track_record(self) -> dict[str, Any] | None:
        """How what the editions called striking held up; ``None`` when nobody looked yet."""
        return _document(Home(self.folder.parent).track_record, ("national", "editions", "basis"))

    def since(self) -> dict[str, Any] | None:
        """What came in since the newest edition; ``None`` when it is not of that edition."""
        keys = ("edition", "until", "developments", "counts", "releases")
        found = _document(Home(self.folder.parent).since, keys)
        newest = self.newest()
        if found is None or newest is None or found["edition"] != newest.id:
            return None
        return found

    def editions(self) -> dict[str, Edition]:
        """Every edition that is out by its id, in order of the date it speaks of."""
        watched = self._watched()
        if watched != self._seen:
            with self._lock:
                self._read = self._opened()
                told = {key: each.texts.publication for key, each in self._read.items()}
                self._embargoes = {
                    key: each.published.timestamp() for key, each in told.items() if each
                }
                self._ending = self._read_ending()
                self._shown = (-1, {})
                self._seen = watched
        over = self._over()
        if self._shown[0] != over:
            now = time.time()
            out = {
                key: each
                for key, each in self._read.items()
                if self._embargoes.get(key, 0.0) <= now
            }
            self._shown = (over, out)
        return self._shown[1]

    def corrected(self, edition: Edition) -> str | None:
        """The number of what *edition* corrects, also when it is not shown here; ``None`` while an
        embargo keeps it back.
        """
        shown, wrong = self.editions(), edition.corrects
        return None if wrong in self._read and wrong not in shown else wrong

    def _opened(self) -> dict[str, Edition]:
        found = []
        for path in edition_folders(self.folder):
            if self._only and path.name not in self._only:
                continue
            try:
                found.append(self._known(path))
            except (Refused, OSError, ValueError, KeyError) as error:
                _log.error("edition %s cannot be read: %s", path.name, error)
        return {each.id: each for each in sorted(found, key=_moment)}

    def _known(self, path: Path) -> Edition:
        """The edition as it was read before, unless another was sealed under its number since: one
        under embargo may have been taken back.
        """
        sealed = (path / SUMS).stat().st_mtime_ns
        known = self._read.get(path.name)
        if known is None or self._sealed.get(path.name) != sealed:
            known = Edition(path)
            self._sealed[path.name] = sealed
        return known

    def newest(self) -> Edition | None:
        """The edition of the latest date (of two, the later number), or ``None`` without any."""
        editions = self.editions()
        return max(editions.values(), key=_moment) if editions else None


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _document(path: Path, keys: tuple[str, ...]) -> dict[str, Any] | None:
    """A document of the home; one that is broken, or lacks one of *keys*, is left out, and told."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        _log.error("%s cannot be read: %s", path, error)
        return None
    if not isinstance(found, dict) or not all(key in found for key in keys):
        _log.error("%s is not what it should be; make it again", path)
        return None
    return found


def _moment(edition: Edition) -> tuple[dt.date, int]:
    return edition.date, number_of(edition.id)


class WithUnpublished(Library):
    """A library with one edition beside the published ones, for who may see that."""

    def __init__(self, published: Library, edition: Edition) -> None:
        super().__init__(published.folder)
        self._published, self._edition = published, edition

    def editions(self) -> dict[str, Edition]:
        """Every edition that is out, and this one, in order of the date they speak of."""
        found = sorted([*self._published.editions().values(), self._edition], key=_moment)
        return {each.id: each for each in found}

    def ending(self) -> Ending | None:
        """When the monitor stops; as for everybody."""
        return self._published.ending()

    def newest(self) -> Edition | None:
        """The newest that is out; this one only when none is."""
        return self._published.newest() or self._edition


_library: Library | None = None
_instead: ContextVar[Library | None] = ContextVar("library", default=None)
"""What is looked in instead, within one request."""


def library() -> Library:
    """The library of this instance's home."""
    global _library
    if (instead := _instead.get()) is not None:
        return instead
    folder = settings.HOME.editions
    if _library is None or _library.folder != folder:
        _library = Library(folder)
    return _library


def show(only: Collection[str]) -> None:
    """From now on this process shows no other editions than these; all when there are none."""
    global _library
    _library = Library(settings.HOME.editions, only)


@contextlib.contextmanager
def showing(only: Collection[str]) -> Iterator[None]:
    """While the block runs, ``library()`` of this thread holds no other editions than these."""
    token = _instead.set(Library(settings.HOME.editions, only))
    try:
        yield
    finally:
        _instead.reset(token)


@contextlib.contextmanager
def beside_published(edition: Edition) -> Iterator[None]:
    """While the block runs, ``library()`` of this thread also holds *edition*."""
    token = _instead.set(WithUnpublished(library(), edition))
    try:
        yield
    finally:
        _instead.reset(token)
