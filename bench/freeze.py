"""Seconds, CPU, peak memory and size of freezing an edition of a million figures."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from million import make_figures, make_monitor
from table import show

from duidelijk.foundation.home import Home

_FREEZE = """
import sys, time
from pathlib import Path
from duidelijk.catalogue.reading import read_with_declarations
from duidelijk.cli.freezing import freeze_edition
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
home, folder = Home(Path(sys.argv[1])), Path(sys.argv[2])
monitor, declarations = read_with_declarations(folder)
store = FigureStore(home.figures)
freeze_edition(
    home, monitor, declarations, monitor.editions[0], store.figures(), store.releases()
)
"""


def main() -> None:
    """Make the figures in this process, freeze them in another and measure that one."""
    with tempfile.TemporaryDirectory() as made:
        home, folder = Home(Path(made) / "home"), Path(made) / "monitor"
        make_monitor(folder)
        figures = make_figures(home, folder)
        started = time.monotonic()
        subprocess.run([sys.executable, "-c", _FREEZE, str(home.folder), str(folder)], check=True)
        seconds = time.monotonic() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak = used.ru_maxrss / 2**20
        edition = home.editions / "2030-1"
        parquet = (edition / "figures.by-indicator.parquet").stat().st_size / 2**20
        show(
            f"Freeze of {figures:,} figures",
            [
                ("from the store to a sealed edition", "≤ 20 s", f"{seconds:.1f} s"),
                ("CPU", "≤ 15 s", f"{used.ru_utime + used.ru_stime:.1f} s"),
                ("peak memory", "≤ 1.5 GB", f"{peak:.2f} GB"),
                ("figures.by-indicator.parquet", "–", f"{parquet:.1f} MB"),
            ],
        )


if __name__ == "__main__":
    main()
