"""The editions an instance shows: found in its home, opened once, kept in memory."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from pathlib import Path

from django.conf import settings

from duidelijk.editions.edition import Edition, edition_folders
from duidelijk.foundation.problems import Refused

_log = logging.getLogger(__name__)


class Library:
    """The sealed editions of one folder; notices a new one by the folder's time of change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._seen: int | None = None
        self._editions: dict[str, Edition] = {}

    @property
    def state(self) -> int:
        """A number that changes when an edition is added; costs one look at the folder."""
        try:
            return self.folder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def editions(self) -> dict[str, Edition]:
        """Every edition by its id, in order of the date it speaks of."""
        state = self.state
        if state != self._seen:
            with self._lock:
                found = []
                for path in edition_folders(self.folder):
                    try:
                        found.append(self._editions.get(path.name) or Edition(path))
                    except (Refused, OSError, ValueError, KeyError) as error:
                        _log.error("edition %s cannot be read: %s", path.name, error)
                self._editions = {each.id: each for each in sorted(found, key=_moment)}
                self._seen = state
        return self._editions

    def newest(self) -> Edition | None:
        """The edition of the latest date (of two, the later number), or ``None`` without any."""
        editions = self.editions()
        return max(editions.values(), key=_moment) if editions else None


def _moment(edition: Edition) -> tuple[dt.date, int]:
    return edition.date, int(edition.id.rpartition("-")[2])


_library: Library | None = None


def library() -> Library:
    """The library of this instance's home."""
    global _library
    folder = settings.HOME.editions
    if _library is None or _library.folder != folder:
        _library = Library(folder)
    return _library
