"""Files whose layout is known beforehand, and their observations as a sheet to be mapped."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import polars as pl

from duidelijk.sources.sheets.cells import TEXT, Row, Sheet, read_sheets
from duidelijk.sources.table import MEASURE, Description, Dimension, Kind, Measure, SourceTable

CELLS = "cells"
KNOWN = ("statline", "cbs_csv", "rivm_behaviour", "sdmx")
"""Layouts with a module of that name."""
_BESIDE = ("lower", "upper", "n", "status", "note")


class Layout(Protocol):
    """A module that reads files of one layout."""

    def recognises(self, path: Path) -> bool:
        """Whether a file is of this layout."""

    def read(self, path: Path, shown_as: str | None = None) -> SourceTable:
        """The table in it. Raises ``Unreadable``."""


def layout(name: str) -> Layout:
    """The module of a layout in ``KNOWN``."""
    return cast(Layout, import_module(f"duidelijk.sources.protocols.{name}"))


def known_layout(path: Path) -> str:
    """The layout a file is of, or ``cells`` when it is none that is known."""
    for name in KNOWN:
        if layout(name).recognises(path):
            return name
    return CELLS


def sheets_in(path: Path, name: str, shown: str, delimiter: str = "") -> list[Sheet]:
    """The sheets of a file of this layout; of a known one its observations, a row each.

    Raises ``Unreadable``.
    """
    if name == CELLS:
        return read_sheets(path, shown, delimiter)
    return [as_sheet(path, layout(name), shown)]


def as_sheet(path: Path, reader: Layout, shown: str) -> Sheet:
    """The observations of a table as a sheet, with the titles of dimensions for headings."""

    def rows() -> Iterator[Row]:
        table = reader.read(path, shown)
        dimensions = table.description.dimensions
        line = 1
        for number, chunk in enumerate(table.chunks):
            beside = [name for name in _BESIDE if name in chunk.columns]
            if not number:
                titles = [each.title or each.id for each in dimensions]
                yield _row(line, [*titles, "indicator", "value", *beside])
            for texts in _texts(chunk, table.description, beside).iter_rows():
                line += 1
                yield _row(line, list(texts))

    notes = ("read as observations: a row each, not the rows of the file",)
    return Sheet(f"{shown} (its observations)", "", rows, notes)


def _row(line: int, texts: list[str]) -> Row:
    return Row(line, tuple(texts), TEXT * len(texts))


def _texts(chunk: pl.DataFrame, description: Description, beside: list[str]) -> pl.DataFrame:
    titles = {each.id: _with_unit(each) for each in description.measures}
    columns = [_dimension(each).alias(f"dimension {each.id}") for each in description.dimensions]
    value = pl.col("value").cast(pl.String).str.strip_suffix(".0")
    if "missing" in chunk.columns:
        value = pl.coalesce(value, "missing")
    measure = pl.col(MEASURE).replace(titles)
    others = [pl.col(name).cast(pl.String).alias(f"{name} ") for name in beside]
    texts = chunk.select(*columns, measure, value.alias("value"), *others)
    return texts.with_columns(pl.all().fill_null(""))


def _dimension(dimension: Dimension) -> pl.Expr:
    """Regions and periods by their code, the rest by its title."""
    code = pl.col(dimension.id)
    return code if dimension.kind is not Kind.OTHER else code.replace(dict(dimension.codes))


def _with_unit(measure: Measure) -> str:
    """A measure's title as a heading has it, with its unit: thousands are no ones."""
    title = measure.title or measure.id
    said = not measure.unit or measure.unit.casefold() in title.casefold()
    return title if said else f"{title} ({measure.unit})"
