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
_reviews: dict[tuple[Path, int], Edition] = {}


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
    sealed = edition_in_review(id_) or library().editions().get(id_)
    if sealed is None and id_ in published():
        sealed = Edition(home().editions / id_)  # under embargo
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
    folder = home().reviews / id_
    if id_ not in in_review():
        return None
    key = folder, (folder / SUMS).stat().st_mtime_ns
    with _lock:
        if key not in _reviews:
            _reviews.clear()
            _reviews[key] = Edition(folder)
        return _reviews[key]
