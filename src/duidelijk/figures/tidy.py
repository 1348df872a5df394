"""Reads files of figures in our own tidy shape, with their releases, and checks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.reading import read_figures, read_releases
from duidelijk.figures.release import Release
from duidelijk.foundation.problems import Problem


def read_tidy(
    monitor: Monitor, files: Sequence[Path], releases: Path, shown: str = ""
) -> tuple[list[Release], pl.DataFrame, list[Problem]]:
    """The releases, the figures with ``file`` and ``line``, and every problem in them.

    *shown* goes in front of the files' names in messages.
    """
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
    problems += ahead_of_time(described, monitor)
    return described, figures, sorted(set(problems))


def ahead_of_time(releases: Sequence[Release], monitor: Monitor) -> list[Problem]:
    """Releases dated after today; only a made-up monitor may hold them."""
    today = dt.date.today()
    return [
        Problem(each.id, 0, f"is dated {each.published}, which is still to come", "check the date")
        for each in releases
        if each.published > today and not monitor.synthetic
    ]
