"""The lines of a CSV file from StatLine, strictly: nothing that is damaged passes for a cell."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from duidelijk.sources.asking import Unreadable

LARGEST = 200_000_000
"""Bytes a file from StatLine may have; StatLine itself stops at a million cells."""
_DELIMITERS = ";\t,"
_SAMPLE = 50


class Line(NamedTuple):
    """One line that is not blank."""

    number: int
    """In the file, from 1."""
    cells: tuple[str, ...]
    """Without white space around."""

    @property
    def alone(self) -> bool:
        """Whether only the first cell says something."""
        return bool(self.cells[0]) and not any(self.cells[1:])


def read_bytes(path: Path, shown: str) -> bytes:
    """The content of a file. Raises ``Unreadable`` for one that cannot be opened or is too big."""
    try:
        size = path.stat().st_size
        if size <= LARGEST:
            return path.read_bytes()
    except OSError as error:
        what = f"cannot be opened: {error.strerror or error}"
        raise Unreadable(shown, what, "check the name") from None
    what = f"has {size / 1e6:,.0f} MB; files from StatLine have at most {LARGEST / 1e6:,.0f} MB"
    raise Unreadable(shown, what, "download the whole table from CBS as a zip of CSV files")


def decoded(raw: bytes, shown: str) -> tuple[str, str]:
    """The text of a file and its encoding: ``utf-8``, or ``cp1252`` when it cannot be UTF-8.

    Raises ``Unreadable`` for text in neither, for a mixture of both, and for what is no text.
    """
    if not raw.strip():
        raise Unreadable(shown, "is empty", "download it again")
    for start, what, remedy in _OTHERS:
        if raw.startswith(start):
            raise Unreadable(shown, what, remedy)
    text, encoding = _text(raw, shown)
    if match := _CONTROL.search(text):
        what = "holds characters that are no text"
        raise Unreadable(shown, what, _AGAIN, 1 + text.count("\n", 0, match.start()))
    if other := _MARKUP.get(text.lstrip()[:1]):
        raise Unreadable(shown, f"is {other}, not a table", "download the table itself, as CSV")
    return text, encoding


_AGAIN = "download it again, or save it as CSV UTF-8"
_OTHERS = (
    (b"PK\x03\x04", "is a zip or an Excel file, not CSV", "download it from StatLine as CSV"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel file, not CSV", "download it from StatLine as CSV"),
    (b"%PDF", "is a PDF, not a table", "download it from StatLine as CSV"),
    (b"\x1f\x8b", "is packed (gzip)", "unpack it first"),
    (b"\xff\xfe", "is in UTF-16", "save it as CSV UTF-8"),
    (b"\xfe\xff", "is in UTF-16", "save it as CSV UTF-8"),
)
_MARKUP = {"<": "a web page", "{": "JSON", "[": "JSON"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0081\u008d\u008f\u0090\u009d\ufeff]")
_ACCENT = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def _text(raw: bytes, shown: str) -> tuple[str, str]:
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        line = 1 + raw.count(b"\n", 0, error.start)
    if raw.startswith(b"\xef\xbb\xbf") or _ACCENT.search(raw):
        raise Unreadable(shown, "is text in UTF-8 that is damaged", _AGAIN, line)
    try:
        return raw.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = 1 + raw.count(b"\n", 0, error.start)
        raise Unreadable(shown, "is in an unknown encoding", _AGAIN, line) from None


def delimiter_of(text: str) -> str:
    """What separates the cells: what stands, outside quotes, in most of the first lines."""
    lines = [_QUOTED.sub("", line) for line in text[:1_000_000].splitlines()[:_SAMPLE]]
    return max(_DELIMITERS, key=lambda mark: sum(mark in line for line in lines))


_QUOTED = re.compile(r'"[^"]*"')


def lines_of(text: str, delimiter: str, shown: str) -> list[Line]:
    """Every line that is not blank. Raises ``Unreadable`` for cells that do not end well."""
    if text.endswith(delimiter):
        raise Unreadable(shown, *_CUT, 1 + text.count("\n"))
    raw = io.StringIO(text, newline="").readlines()
    reader = csv.reader(raw, delimiter=delimiter, strict=True)
    found: list[Line] = []
    number = 0
    try:
        for record in reader:
            number += 1
            if reader.line_num != number:
                raise Unreadable(shown, *_UNCLOSED, number)
            cells = tuple(cell.strip() for cell in record)
            if '"' in "".join(cells) and not _well_quoted(raw[number - 1], delimiter):
                raise Unreadable(shown, *_UNCLOSED, number)
            if any(cells):
                found.append(Line(number, cells))
    except csv.Error as error:
        cut = "unexpected end" in str(error)
        what, remedy = _CUT if cut else _UNCLOSED
        raise Unreadable(shown, what, remedy, number + 1) from None
    return found


def _well_quoted(line: str, delimiter: str) -> bool:
    """Whether each quotation mark begins or ends a whole cell, or is doubled within one."""
    starts = [match.start() for match in _QUOTED_CELL.finditer(line)]
    whole = all(start == 0 or line[start - 1] == delimiter for start in starts)
    return whole and '"' not in _QUOTED_CELL.sub("", line)


_QUOTED_CELL = re.compile(r'"(?:[^"]|"")*"')
_UNCLOSED = (
    "has a cell with a quotation mark too few or too many",
    "download it again; do not edit it by hand",
)
_CUT = ("ends in the middle of a line: the file is cut off", "download it again")
