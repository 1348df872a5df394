"""Commands about a monitor's folder: check it, import its figures, start a new one."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import polars as pl

from duidelijk.catalogue import Monitor, check_monitor, read_monitor
from duidelijk.catalogue.shipped import shipped_monitor
from duidelijk.cli.written import check_written
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import SCHEMA
from duidelijk.figures.tidy import read_tidy
from duidelijk.foundation.folders import whole_folder
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused

RELEASES = "releases.csv"


def monitor_folder(home: Home, given: Path | None) -> Path:
    """The folder given, else ``monitor/`` in the home. Raises ``Refused`` when there is none."""
    folder = given or home.monitor
    if not folder.is_dir():
        raise Refused(
            f"There is no monitor in {folder}",
            [
                Problem(
                    "", 0, "no declarations", "name one with --monitor, or make one: new-monitor"
                )
            ],
        )
    return folder


def command_line(given: Path | None, *words: str) -> str:
    """A command to give next, for the monitor that this one was given."""
    named = ["--monitor", str(given)] if given else []
    return shlex.join(["duidelijk", *words, *named])


def check_folder(folder: Path) -> tuple[list[Problem], str]:
    """Every problem in a monitor's declarations and figures, and a line that sums up."""
    problems = check_monitor(folder)
    if problems:
        return problems, (
            f"{_counted(problems)} in the declarations of {folder}; "
            "its figures are checked once these are in order"
        )
    monitor = read_monitor(folder)
    releases, figures, problems = read_shipped(folder, monitor)
    if problems:
        return problems, f"{_counted(problems)} in the figures of {folder}"
    if problems := check_written(folder, monitor):
        return problems, f"{_counted(problems)} in the texts of {folder}"
    with_figures = figures["indicator"].n_unique()
    return [], (
        f"{folder} is in order: {len(monitor.indicators)} indicators "
        f"({with_figures} with figures), {len(figures)} figures from {len(releases)} releases, "
        f"{len(monitor.editions)} editions planned"
    )


def _counted(problems: list[Problem]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"


def read_shipped(
    folder: Path, monitor: Monitor
) -> tuple[list[Release], pl.DataFrame, list[Problem]]:
    """The releases and figures in a monitor's ``figures/``, with every problem in them."""
    files = sorted(path for path in (folder / "figures").glob("*.csv") if path.name != RELEASES)
    if not files:
        return [], pl.DataFrame(schema=SCHEMA), []
    releases, figures, problems = read_tidy(
        monitor, files, folder / "figures" / RELEASES, "figures/"
    )
    return releases, figures.select(list(SCHEMA)), problems


def import_shipped(home: Home, folder: Path, monitor: Monitor) -> list[str]:
    """Add a monitor's own figures to the store; the ids of the releases that were new."""
    releases, figures, problems = read_shipped(folder, monitor)
    if problems:
        raise Refused(f"The figures of {folder} were refused; nothing was stored:", problems)
    return FigureStore(home.figures).add(releases, figures) if releases else []


def filled_store(home: Home, folder: Path, monitor: Monitor) -> FigureStore:
    """The store of a home, with the monitor's own figures added. Raises ``Refused``."""
    import_shipped(home, folder, monitor)
    return FigureStore(home.figures)


def new_monitor_folder(folder: Path) -> list[str]:
    """Copy the starting monitor to *folder*; lines that say how to go on."""
    if folder.exists():
        raise Refused(
            f"{folder} exists already", [Problem("", 0, "nothing was written", "name another")]
        )
    with whole_folder(folder) as unfinished:
        shutil.copytree(shipped_monitor("starter"), unfinished, dirs_exist_ok=True)
    return [
        f"{folder} holds a monitor with three made-up indicators. Next:",
        f"  duidelijk check {folder}",
        f"  duidelijk freeze --monitor {folder}",
        "  duidelijk serve",
    ]
