"""What is on the desk: the declarations in force, planned editions and those in review."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings
from django.http import Http404

from duidelijk.catalogue import EditionPlan, Monitor, read_monitor
from duidelijk.editions.edition import Edition, edition_folders
from duidelijk.foundation.checksums import SUMS
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.web.library import library

_lock = threading.Lock()
_read: dict[Path, tuple[int, Monitor]] = {}
_not_out: dict[tuple[Path, int], Edition] = {}
_MOST_KEPT = 3


def home() -> Home:
    """The home of this instance."""
    found: Home = settings.HOME
    return found


def monitor_in_force() -> Monitor:
    """The declarations in the home; without them those of the newest edition.

    404 when there are none at all, or when they are not in order.
    """
    folder = home().monitor
    if not folder.is_dir():
        newest = library().newest()
        if newest is None:
            raise Http404("no monitor")
        return newest.monitor
    state = hash(tuple(sorted((path.name, path.stat().st_mtime_ns) for path in _files(folder))))
    with _lock:
        held = _read.get(folder)
        if held is None or held[0] != state:
            try:
                held = state, read_monitor(folder)
            except Refused as refused:
                raise Http404(str(refused)) from None
            _read[folder] = held
    return held[1]


def monitor_of(id_: str) -> Monitor:
    """The declarations an edition is made by: those it was sealed with, else those in force."""
    sealed = edition_in_review(id_) or library().editions().get(id_) or edition_under_embargo(id_)
    return monitor_in_force() if sealed is None else sealed.monitor


def _files(folder: Path) -> list[Path]:
    return [*folder.glob("*.yaml"), *folder.glob("indicators/**/*.yaml")]


def planned(id_: str) -> EditionPlan:
    """The plan of an edition; 404 when it is not planned."""
    for each in monitor_in_force().editions:
        if each.id == id_:
            return each
    raise Http404("not planned")


def in_review() -> set[str]:
    """The ids of the editions in review that are not out."""
    return {path.name for path in edition_folders(home().reviews)} - published()


def published() -> set[str]:
    """The ids of the sealed editions, also those under embargo."""
    return {path.name for path in edition_folders(home().editions)}


def edition_in_review(id_: str) -> Edition | None:
    """An edition in review; ``None`` when it is not."""
    return _opened(home().reviews / id_) if id_ in in_review() else None


def edition_under_embargo(id_: str) -> Edition | None:
    """An edition that is sealed for good and not out yet; ``None`` when it is not."""
    if id_ in library().editions() or id_ not in published():
        return None
    return _opened(home().editions / id_)


def _opened(folder: Path) -> Edition:
    """An edition that is not out, opened once; the last few that were asked for are kept."""
    key = folder, (folder / SUMS).stat().st_mtime_ns
    with _lock:
        if key not in _not_out:
            while len(_not_out) >= _MOST_KEPT:
                _not_out.pop(next(iter(_not_out)))
            _not_out[key] = Edition(folder)
        return _not_out[key]
