"""Seconds, peak memory and size of the workbook of an edition, beside libraries that take cells."""

from __future__ import annotations

import os
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
import sys
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
_WORKBOOK = """
import sys
from pathlib import Path
from duidelijk.editions.edition import Edition
from duidelijk.publish.open_data.edition_workbook import write_edition_workbook
with open(sys.argv[2], "wb") as stream:
    write_edition_workbook(Edition(Path(sys.argv[1])), "nl", stream)
"""
_BY_CELL = """
import sys
from pathlib import Path
import openpyxl
from duidelijk.editions.edition import Edition
from duidelijk.publish.open_data.edition_sheets import changes_sheet, figures_sheet
edition = Edition(Path(sys.argv[1]))
book = openpyxl.Workbook(write_only=True)
for sheet in (figures_sheet(edition, edition.figures(), "nl"), changes_sheet(edition, "nl")):
    made = book.create_sheet(sheet.name)
    made.append([each.label for each in sheet.columns])
    for part in sheet.parts:
        for row in part.select([each.name for each in sheet.columns]).iter_rows():
            made.append(row)
book.save(sys.argv[2])
"""


def main() -> None:
    """Two editions: the newest of the demonstration, and one of a million figures."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        environment = {**os.environ, "DUIDELIJK_HOME": str(folder / "demo")}
        command = [sys.executable, "-m", "duidelijk", "demo", "--no-serve"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        (demo,) = (folder / "demo").rglob("2021-5/edition.json")
        make_monitor(folder / "monitor")
        home = Home(folder / "home")
        make_figures(home, folder / "monitor")
        command = [sys.executable, "-c", _FREEZE, str(home.folder), str(folder / "monitor")]
        subprocess.run(command, check=True)
        rows = []
        for name, edition in (
            ("16 thousand", demo.parent),
            ("a million", home.editions / "2030-1"),
        ):
            rows.append((f"workbook of {name} figures", "–", _measured(_WORKBOOK, edition, folder)))
            rows.append(("the same tables by openpyxl", "–", _measured(_BY_CELL, edition, folder)))
        show("Workbook of an edition", rows)


def _measured(program: str, edition: Path, folder: Path) -> str:
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    path = folder / "book.xlsx"
    subprocess.run([sys.executable, "-c", program, str(edition), str(path)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = time.monotonic() - started
    return f"{seconds:.1f} s, {cpu:.1f} s CPU, {path.stat().st_size / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
