"""Reads a CSV or Excel file by a kept mapping, for feeds that publish nothing better.

The table it gives has the indicators of the mapping for measures, so that a draw says
``measure: KEY``; and a dimension ``breakdown`` when there are figures of groups.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.regions import UnknownRegion, region
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.layouts import sheets_in
from duidelijk.sources.sheets.mapping import FileMapping, fingerprint, located
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.table import (
    MEASURE,
    OBSERVATION,
    Description,
    Dimension,
    Kind,
    Measure,
    SourceTable,
)

BREAKDOWN = "breakdown"
"""The dimension of groups; ``group`` itself is what figures call what indicators draw from it."""


def read(path: Path, mapping: Path, monitor: Monitor, shown_as: str | None = None) -> SourceTable:
    """The figures in a file as a table; *shown_as* is the file's name in messages, and its id.

    Raises ``Refused`` with everything that does not fit: the mapping, the file, or a text in it.
    """
    shown = shown_as or path.name
    if not mapping.is_file():
        what = f"there is no mapping {mapping.name}"
        raise Unreadable(shown, what, "import one file by hand first; its mapping is kept")
    told = read_mapping(mapping)
    fitted, sheet = fit(told, path, shown)
    figures, problems, _ = apply(fitted, sheet, monitor)
    if problems:
        raise Refused(f"{shown} cannot be read by {mapping.name}:", problems)
    return SourceTable(_description(figures, told, monitor, shown), iter([_observations(figures)]))


def fit(mapping: FileMapping, path: Path, shown: str) -> tuple[FileMapping, Sheet]:
    """The sheet of a file that a mapping is for, and the mapping with its rows as they are there.

    Raises ``Refused`` when the file is of another sort.
    """
    sheets = sheets_in(path, mapping.layout, shown, mapping.delimiter)
    named = [sheet for sheet in sheets if mapping.sheet in ("", sheet.name)]
    if not named:
        what = f"has no sheet “{mapping.sheet}”"
        names = ", ".join(sheet.name for sheet in sheets)
        raise Unreadable(shown, what, f"write sheet: in the mapping; it has {names}")
    if not mapping.recognise:
        return mapping, named[0]
    for sheet in named:
        if (found := located(mapping, sheet)) is not None:
            return found, sheet
    problem = mapping.problem(
        ("recognise",),
        f"was made for other headings than those of {shown}",
        "check every column; then remove recognise:, and give it with --mapping",
    )
    raise Refused("The mapping does not fit the file:", [problem])


def recognising(mapping: FileMapping, sheet: Sheet) -> str:
    """The fingerprint by which the next file of this sort is known."""
    return fingerprint(sheet, mapping.header_rows)


def _description(
    figures: pl.DataFrame, mapping: FileMapping, monitor: Monitor, shown: str
) -> Description:
    def distinct(column: str) -> list[str]:
        return figures[column].drop_nulls().unique().sort().to_list()

    keys = distinct("indicator")
    unknown = [key for key in keys if key not in monitor.indicators]
    if unknown:
        problems = [Problem(shown, 0, f"unknown indicator “{key}”") for key in unknown]
        raise Refused(f"{shown} has figures of unknown indicators:", problems)
    indicators = [monitor.indicators[key] for key in keys]
    groups = {code: code for code in distinct("group")}
    dimensions = [
        Dimension(
            "region", Kind.REGION, "Region", {code: _name(code) for code in distinct("region")}
        ),
        Dimension("period", Kind.TIME, "Period", {code: code for code in distinct("period")}),
    ]
    if set(groups) - {TOTAL}:
        dimensions.append(Dimension(BREAKDOWN, Kind.OTHER, "Group", groups))
    return Description(
        id=shown,
        title=mapping.release.title or shown,
        dimensions=tuple(dimensions),
        measures=tuple(
            Measure(each.id, each.title.en, each.unit.en, each.decimals) for each in indicators
        ),
        publisher=mapping.release.publisher,
        licence=mapping.release.licence,
        address=mapping.release.address,
    )


def _name(code: str) -> str:
    try:
        return region(code).name("en")
    except UnknownRegion:
        return code


def _observations(figures: pl.DataFrame) -> pl.DataFrame:
    named = figures.rename({"indicator": MEASURE})
    present = [name for name in OBSERVATION if name in named.columns]
    broken_down = set(named["group"].unique()) - {TOTAL}
    groups = [pl.col("group").alias(BREAKDOWN)] if broken_down else []
    return named.select("region", "period", *groups, *present)
