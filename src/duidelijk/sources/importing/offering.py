"""Reads a file as figures with their releases: our own shape, a template, a known layout, or by a
mapping. What nobody has said how to read is proposed instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from duidelijk.catalogue import Feed, Monitor
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import SCHEMA
from duidelijk.figures.tidy import read_tidy
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.by_hand import template
from duidelijk.sources.drawing import drawn
from duidelijk.sources.importing.details import completed, release_of
from duidelijk.sources.importing.keeping import (
    fitting_mapping,
    mapping_path,
    refuse_another,
    to_keep,
)
from duidelijk.sources.placing import Skipped
from duidelijk.sources.planning import Plan, plan_draws
from duidelijk.sources.quantities import quantities_of
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.draft import Proposal
from duidelijk.sources.sheets.layouts import CELLS, known_layout, layout, sheets_in
from duidelijk.sources.sheets.mapping import Details, FileMapping
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.proposing import likeliest_sheet, propose
from duidelijk.sources.sheets.spreadsheet import fit, recognising
from duidelijk.sources.table import SourceTable

LOOKED_AT = 200
"""Rows of which a proposal shows the first figures."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Given:
    """What is given with a file, on the command line or in a form."""

    monitor: Path | None = None
    """Its folder, when it was named."""
    releases: Path | None = None
    mapping: Path | None = None
    """A file, or only the name of one in ``mappings/`` of the home."""
    period: str = ""
    details: Details = field(default_factory=Details)
    dry_run: bool = False


@dataclass
class Offer:
    """Figures with their releases, to be checked and stored."""

    releases: Sequence[Release]
    figures: pl.DataFrame
    """With ``file`` and ``line``."""
    problems: Sequence[Problem] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    keep: FileMapping | None = None
    """The mapping to keep for the next file of this sort, once the figures are stored."""


@dataclass(frozen=True)
class Proposed:
    """How a file that nobody has mapped may be read."""

    sheets: Sequence[Sheet]
    sheet: Sheet
    made: Proposal

    def first_figures(self, monitor: Monitor) -> pl.DataFrame:
        """The figures of the first rows, as far as they are told."""
        return apply(self.made.mapping, self.sheet, monitor, only=LOOKED_AT).figures


def offered(home: Home, monitor: Monitor, file: Path, given: Given, tell: Tell) -> Offer | Proposed:
    """The figures in *file*, or a proposal for one that nobody has mapped yet.

    *tell* hears what a person must know of how it was read. Raises ``Refused``.
    """
    if given.releases is not None:
        return _tidy(monitor, file, given.releases)
    if given.mapping is not None:
        mapping = read_mapping(mapping_path(home, given.mapping))
        return _by_mapping(home, monitor, file, mapping, given, tell)
    if template.recognises(file):
        return Offer(*template.read(file, monitor))
    name = known_layout(file)
    offer = _drawn(home, monitor, file, name, given, tell) if name != CELLS else None
    if offer is not None:
        return offer
    sheets = sheets_in(file, name, file.name)
    kept = fitting_mapping(home, name, sheets, file.name)
    if kept is not None:
        tell(f"{file.name} is read by mappings/{kept.name}.yaml")
        return _by_mapping(home, monitor, file, kept, given, tell)
    if is_tidy(file):
        what = "has the columns of our own files of figures"
        raise Refused("Nothing was stored:", [Problem(file.name, 0, what, "give --releases")])
    sheet = likeliest_sheet(sheets)
    return Proposed(sheets, sheet, propose(sheet, monitor, called(file), name))


def called(file: Path) -> str:
    """The name of the mapping for a file, from its own."""
    return re.sub(r"[^a-z0-9]+", "-", file.stem.casefold()).strip("-") or "file"


def is_tidy(file: Path) -> bool:
    """Whether a file has the columns of our own files of figures."""
    with file.open("rb") as stream:
        first = stream.readline(2000).decode("utf-8-sig", errors="replace")
    return {"indicator", "region", "period", "value", "release"} <= set(first.strip().split(","))


def _tidy(monitor: Monitor, file: Path, releases: Path) -> Offer:
    described, figures, problems = read_tidy(monitor, [file], releases)
    used = set(figures["release"])
    return Offer([each for each in described if each.id in used or problems], figures, problems)


def _by_mapping(
    home: Home, monitor: Monitor, file: Path, mapping: FileMapping, given: Given, tell: Tell
) -> Offer:
    fitted, sheet = fit(mapping, file, file.name)
    for note in sheet.notes:
        tell(f"{sheet.file}: {note}")
    fitted, release = completed(fitted, monitor, given.details, given.period)
    kept = to_keep(mapping, recognising(fitted, sheet), given.details)
    refuse_another(home, kept)
    figures, problems, left_out = apply(fitted, sheet, monitor, release.id)
    return Offer([release], figures, problems, left_out, kept)


# --- known layouts


def drawable(monitor: Monitor, file: Path, name: str) -> Details | None:
    """What a file of layout *name* tells of its release; ``None`` when no indicator can be drawn
    from the table in it. Raises ``Unreadable``.
    """
    found = _planned(monitor, file, name, lambda _: None)
    return found[1] if found else None


def _drawn(
    home: Home, monitor: Monitor, file: Path, name: str, given: Given, tell: Tell
) -> Offer | None:
    """The figures that indicators draw from the table in a file; None when none can be drawn."""
    found = _planned(monitor, file, name, tell)
    if found is None:
        return None
    feed, known, table, plans = found
    release = replace(release_of(given.details.over(known), monitor, feed.id), feed=feed.id)
    skipped = Skipped()
    quantities = quantities_of(plans, FigureStore(home.figures), release.published)
    tables = list(drawn(table.chunks, plans, release.id, quantities, skipped))
    figures = pl.concat([pl.DataFrame(schema=SCHEMA), *tables])
    placed = figures.with_columns(file=pl.lit(file.name), line=pl.lit(0, pl.UInt32))
    return Offer([release], placed, left_out=skipped.counts)


def _planned(
    monitor: Monitor, file: Path, name: str, tell: Tell
) -> tuple[Feed, Details, SourceTable, list[Plan]] | None:
    """The feed a table is of, what the table tells of its release, and what is drawn from it."""
    table = layout(name).read(file, file.name)
    told = table.description
    feed = feed_of_table(monitor, told.id, name)
    draws = monitor.drawn_from(feed.id) if feed else []
    if feed is None or not draws:
        return None
    plans, problems = plan_draws(told, draws)
    if problems:
        tell(f"{file.name} is table {told.id}, but not as indicators draw from it: {problems[0]}")
        return None
    known = Details(
        source=feed.source,
        title=feed.title or told.title,
        address=feed.page or told.address or feed.address,
        licence=feed.licence or told.licence,
        published=told.published.isoformat() if told.published else "",
        basis=told.basis,
    )
    return feed, known, table, plans


_OF_ONE_TABLE = ("rivm_behaviour",)
"""Layouts that only one table has, whatever its file is called."""


def feed_of_table(monitor: Monitor, table: str, name: str) -> Feed | None:
    """The feed that a table of layout *name* is of, if one is declared."""
    for each in monitor.feeds.values():
        if name in _OF_ONE_TABLE:
            if each.protocol == name:
                return each
        elif table in (each.id, each.address.rstrip("/").rpartition("/")[2]):
            return each
    return None
