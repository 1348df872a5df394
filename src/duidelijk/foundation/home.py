"""The one folder of a running instance, and where it is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "DUIDELIJK_HOME"


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
    def editions(self) -> Path:
        """The sealed editions."""
        return self.folder / "editions"

    @property
    def track_record(self) -> Path:
        """How what the editions called striking held up; made by ``duidelijk calibrate``."""
        return self.folder / "track-record.json"

    @property
    def since(self) -> Path:
        """What came in since the newest edition; made by ``duidelijk since``."""
        return self.folder / "since.json"

    @property
    def database(self) -> Path:
        """The embedded database, used unless ``DATABASE_URL`` names another."""
        return self.folder / "db.sqlite3"
