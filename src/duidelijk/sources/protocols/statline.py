"""Tables that people download from StatLine (CBS, police, other publishers) as CSV.

Such a file has titles where the source has codes. Periods and regions get their codes back where
that is certain; other categories, and rows that are no region of ours, have their title for a code.
"""

from __future__ import annotations

import csv
from pathlib import Path

from duidelijk.sources.protocols.statline_layouts import grid_of, looks_like_statline
from duidelijk.sources.protocols.statline_lines import (
    Line,
    decoded,
    delimiter_of,
    lines_of,
    read_bytes,
)
from duidelijk.sources.protocols.statline_table import decimal_mark, table_of
from duidelijk.sources.table import SourceTable

_HEAD = 256_000


def recognises(path: Path) -> bool:
    """Whether this is a CSV file as StatLine makes them, be it a damaged one."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    if b"\0" in head:
        return False
    text = head.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith(("{", "[", "<")):
        return False
    lines = text.splitlines()[:40]
    try:
        records = list(csv.reader(lines, delimiter=delimiter_of(text)))  # as far as it goes
    except csv.Error:
        return False
    cells = [tuple(cell.strip() for cell in record) for record in records]
    return looks_like_statline([Line(1, each) for each in cells if any(each)])


def read(path: Path, shown_as: str | None = None) -> SourceTable:
    """The table in a CSV file from StatLine; *shown_as* is its name in messages.

    ``measure`` is the title of the topic. Raises ``Unreadable`` for a file that is cut off, edited
    or something else.
    """
    shown = shown_as or path.name
    return read_content(read_bytes(path, shown), shown)


def read_content(raw: bytes, shown: str) -> SourceTable:
    """The table in the content of such a file. Raises ``Unreadable``."""
    text, _ = decoded(raw, shown)
    delimiter = delimiter_of(text)
    grid = grid_of(lines_of(text, delimiter, shown), shown)
    return table_of(grid, decimal_mark(grid, delimiter, shown), shown)
