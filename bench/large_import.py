"""Importing a file of four million figures: rows a second and peak memory."""

from __future__ import annotations

import datetime as dt
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import show

ROWS = 4_000_000


def main() -> None:
    """Make the file in one process, import it in another."""
    if len(sys.argv) > 1:
        {"make": make, "import": import_}[sys.argv[1]](Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        told = ""
        for step in ("make", "import"):
            done = subprocess.run(
                [sys.executable, __file__, step, name], check=True, capture_output=True, text=True
            )
            told = done.stdout
    rows, seconds, memory, size = (float(each) for each in told.split())
    what = f"import of {rows:,.0f} rows ({size / 1e6:.0f} MB of CSV)"
    show(
        "A large file",
        [
            (f"{what}: rows a second", "≥ 300,000", f"{rows / seconds:,.0f}"),
            (f"{what}: peak memory", "≤ 600 MB", f"{memory:.0f} MB"),
        ],
    )


def make(folder: Path) -> None:
    """A monitor and a CSV file of figures, each with a value of its own."""
    import polars as pl
    from million import make_monitor

    from duidelijk.catalogue import read_monitor
    from duidelijk.periods import Period, PeriodKind
    from duidelijk.regions import partition_of_year

    make_monitor(folder / "monitor")
    monitor = read_monitor(folder / "monitor")
    keys = sorted(key for key in monitor.indicators if key[-2:].isdigit())
    partition = partition_of_year(2023)
    regions = ["NL01", *[each.code for each in partition.regions("safety_region")]]
    regions += list(partition.municipalities())
    months = -(-ROWS // (len(keys) * len(regions)))
    first = Period.of(PeriodKind.MONTH, 2023, 1)
    periods = [first.shifted(number).code for number in range(months)]
    grid = pl.DataFrame({"indicator": keys}).join(pl.DataFrame({"region": regions}), how="cross")
    grid.join(pl.DataFrame({"period": periods}), how="cross").with_row_index().select(
        "indicator",
        "region",
        "period",
        (pl.col("index") % 9973 / 100).round(1).alias("value"),
        pl.lit("made-up").alias("release"),
    ).write_csv(folder / "figures.csv")


def import_(folder: Path) -> None:
    """From the file to the store, as the command does it."""
    from duidelijk.catalogue import read_monitor
    from duidelijk.figures.large_import import add_large_file
    from duidelijk.figures.release import Release
    from duidelijk.figures.store import FigureStore

    monitor = read_monitor(folder / "monitor")
    release = Release(
        "made-up", "verzonnen", "V", "Made up", "https://example.org/", "CC0", dt.date(2040, 3, 14)
    )
    file = folder / "figures.csv"
    started = time.perf_counter()
    added = add_large_file(FigureStore(folder / "store"), monitor, file, [release])
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(sum(added.values()), seconds, memory, file.stat().st_size)


if __name__ == "__main__":
    main()
