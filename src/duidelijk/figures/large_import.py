"""Adds a file with millions of figures to the store, block by block; all of it or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from duidelijk.catalogue import Monitor
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.reading import read_figures_in_blocks
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore, Writing
from duidelijk.foundation.problems import Problem, Refused

LARGE = 50_000_000
"""Bytes from which a file is taken in blocks instead of as a whole."""
_MOST_PROBLEMS = 200
"""Problems after which reading stops: nobody reads more."""


def add_large_file(
    store: FigureStore, monitor: Monitor, file: Path, releases: Sequence[Release]
) -> dict[str, int]:
    """The number of figures added by release, of those that were not there yet.

    Raises ``Refused`` with the problems found; then nothing is stored.
    """
    described = {each.id: each for each in releases}
    before = store.releases()
    problems: list[Problem] = []
    with contextlib.ExitStack() as open_:
        writings: dict[str, Writing] = {}
        for rows, found in read_figures_in_blocks(file):
            figures = normalised(rows)
            problems += found + check_figures(figures, monitor, releases)
            if len(problems) > _MOST_PROBLEMS:
                break
            if problems:
                continue
            for (id_,), part in figures.partition_by("release", as_dict=True).items():
                if id_ not in writings:
                    writings[id_] = open_.enter_context(store.writing(described[str(id_)]))
                writings[id_].add(part)
        if problems:
            raise Refused(f"{file} was refused; nothing was stored:", sorted(set(problems)))
        for writing in writings.values():
            writing.check()
        store.check_new(writings.values())
    return {id_: each.rows for id_, each in writings.items() if id_ not in before}
