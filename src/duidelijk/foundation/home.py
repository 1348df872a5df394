"""The one folder of a running instance: where it is, and what each thing in it is worth."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

VARIABLE = "DUIDELIJK_HOME"


class Worth(Enum):
    """What becomes of something in a home when a backup is made."""

    KEPT = "kept"
    """It cannot be made again, or only with much work: it is in every backup."""
    DATABASE = "database"
    """The embedded database: a backup holds a copy of it that the database itself made."""
    MADE_AGAIN = "made again"
    """A command makes it from nothing."""
    PASSING = "passing"
    """Locks and work under way."""


@dataclass(frozen=True)
class Content:
    """A name in a home."""

    name: str
    worth: Worth
    locked: bool = False
    """Whether commands that write there hold its lock (``foundation.folders.locked``)."""
    only_grows: bool = False
    """Whether what is there never changes, so that a list of its files shows one moment."""


CONTENTS = (
    Content("collected/underway", Worth.PASSING),
    Content("uploads", Worth.PASSING),
    Content("collected", Worth.KEPT),
    Content("entries", Worth.KEPT, locked=True),
    Content("mappings", Worth.KEPT),
    Content("monitor", Worth.KEPT),
    Content("boundaries", Worth.KEPT),
    Content("track-record.json", Worth.KEPT),
    Content("since.json", Worth.KEPT),
    Content("made-from", Worth.KEPT),
    Content("figures", Worth.KEPT, locked=True, only_grows=True),
    Content("editions", Worth.KEPT, locked=True, only_grows=True),
    Content("reviews", Worth.KEPT, locked=True),
    Content("raw", Worth.KEPT, only_grows=True),
    Content("db.sqlite3", Worth.DATABASE),
    Content("db.sqlite3-wal", Worth.DATABASE),
    Content("db.sqlite3-shm", Worth.DATABASE),
    Content("db.sqlite3-journal", Worth.DATABASE),
    Content("demo", Worth.MADE_AGAIN),
    Content("documents", Worth.MADE_AGAIN),
    Content(".running", Worth.PASSING),
    Content(".restoring", Worth.PASSING),
    Content(".lock", Worth.PASSING),
    Content(".database.lock", Worth.PASSING),
    Content(".notify.lock", Worth.PASSING),
    Content(".monitor.lock", Worth.PASSING),
)
"""Everything a home may hold, in the order a backup takes it: what says that something was stored
comes before what was stored, so that a copy never promises more than it holds. Locks are taken in
this order too. Another place in a home needs a line here, and one in the settings reference."""


@dataclass(frozen=True)
class Home:
    """The folder that holds everything an instance keeps; ``DUIDELIJK_HOME`` names it."""

    folder: Path

    @classmethod
    def from_environment(cls) -> Home:
        """``DUIDELIJK_HOME``, else ``duidelijk`` in the user's data folder."""
        if named := os.environ.get(VARIABLE):
            return cls(Path(named).expanduser().resolve())
        data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        return cls(Path(data).expanduser() / "duidelijk")

    @property
    def monitor(self) -> Path:
        """The monitor's declarations."""
        return self.folder / "monitor"

    @property
    def figures(self) -> Path:
        """The figure store."""
        return self.folder / "figures"

    @property
    def raw(self) -> Path:
        """The replies of sources, as they came."""
        return self.folder / "raw"

    @property
    def collected(self) -> Path:
        """What was collected from each feed, and when."""
        return self.folder / "collected"

    @property
    def entries(self) -> Path:
        """Figures entered by hand, with who entered and who confirmed them."""
        return self.folder / "entries"

    @property
    def boundaries(self) -> Path:
        """The boundaries of regions, for maps."""
        return self.folder / "boundaries"

    @property
    def mappings(self) -> Path:
        """How files of municipalities and institutes are read, as somebody confirmed."""
        return self.folder / "mappings"

    @property
    def uploads(self) -> Path:
        """Files that editors brought in with the browser, until they are imported or swept."""
        return self.folder / "uploads"

    @property
    def editions(self) -> Path:
        """The sealed editions."""
        return self.folder / "editions"

    @property
    def reviews(self) -> Path:
        """Editions in review: their figures are sealed, their texts are not."""
        return self.folder / "reviews"

    @property
    def track_record(self) -> Path:
        """How what the editions called striking held up; made by ``duidelijk calibrate``."""
        return self.folder / "track-record.json"

    @property
    def since(self) -> Path:
        """What came in since the newest edition; made by ``duidelijk since``."""
        return self.folder / "since.json"

    @property
    def documents(self) -> Path:
        """Documents that readers asked for; they can be made again."""
        return self.folder / "documents"

    @property
    def database(self) -> Path:
        """The embedded database, used unless ``DATABASE_URL`` names another."""
        return self.folder / "db.sqlite3"

    @property
    def running(self) -> Path:
        """A file for each command that runs now."""
        return self.folder / ".running"

    @property
    def restoring(self) -> Path:
        """There while a backup is being put back and its database is not complete yet."""
        return self.folder / ".restoring"
