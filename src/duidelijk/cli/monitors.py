"""Commands about a monitor's folder: check it, import its figures, start a new one."""

from __future__ import annotations

import datetime as dt
import shutil
from importlib import resources
from pathlib import Path

import polars as pl

from duidelijk.catalogue import Monitor, check_monitor, read_monitor
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.reading import read_figures, read_releases
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.folders import whole_folder
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused

RELEASES = "releases.csv"


def shipped_monitor(name: str) -> Path:
    """The folder of a monitor that comes with the package."""
    return Path(str(resources.files("duidelijk"))) / "monitors" / name


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
    return _read(monitor, files, folder / "figures" / RELEASES, "figures/")


def import_shipped(home: Home, folder: Path, monitor: Monitor) -> list[str]:
    """Add a monitor's own figures to the store; the ids of the releases that were new."""
    releases, figures, problems = read_shipped(folder, monitor)
    if problems:
        raise Refused(f"The figures of {folder} were refused; nothing was stored:", problems)
    return FigureStore(home.figures).add(releases, figures) if releases else []


def import_file(home: Home, given: Path | None, file: Path, releases: Path) -> str:
    """Add one file of figures to the store, all of it or nothing; says what was added."""
    monitor = read_monitor(monitor_folder(home, given))
    described, figures, problems = _read(monitor, [file], releases, "")
    if problems:
        raise Refused(f"{file} was refused; nothing was stored:", problems)
    used = set(figures["release"])
    new = FigureStore(home.figures).add([each for each in described if each.id in used], figures)
    if not new:
        return "Nothing new: every release in the file was stored already"
    rows = len(figures.filter(pl.col("release").is_in(new)))
    return f"{rows} figures added from {len(new)} release(s): {', '.join(new)}"


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


def _read(
    monitor: Monitor, files: list[Path], releases: Path, shown: str
) -> tuple[list[Release], pl.DataFrame, list[Problem]]:
    described, problems = read_releases(releases, f"{shown}{releases.name}")
    tables = []
    named: set[tuple[str, int]] = set()
    for path in files:
        rows, found = read_figures(path, f"{shown}{path.name}")
        problems += found
        named |= {(each.where, each.line) for each in found if "column value" in each.what}
        tables.append(rows)
    figures = normalised(pl.concat(tables))
    problems += [
        each
        for each in check_figures(figures, monitor, described)
        if (each.where, each.line) not in named or "no value" not in each.what
    ]
    problems += _ahead(described, monitor)
    return described, figures.select(list(SCHEMA)), sorted(set(problems))


def _ahead(releases: list[Release], monitor: Monitor) -> list[Problem]:
    """Releases dated after today; only a made-up monitor may hold them."""
    today = dt.date.today()
    return [
        Problem(each.id, 0, f"is dated {each.published}, which is still to come", "check the date")
        for each in releases
        if each.published > today and not monitor.synthetic
    ]
