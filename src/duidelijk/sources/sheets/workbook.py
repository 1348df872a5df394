"""Reads Excel workbooks as sheets of cells, and refuses those that could do harm.

What openpyxl does not tell while streaming (merged cells, formulas that were never calculated) is
surveyed in the raw XML first; document types, which attacks by entities need, are refused there.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.sheets.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    FILLED,
    NUMBER,
    PERCENT,
    TEXT,
    WIDEST,
    Row,
    Sheet,
)

LARGEST = 100_000_000
"""Bytes a workbook may have."""
LARGEST_UNPACKED = 500_000_000
MOST_PACKED = 200
"""How many times smaller packing may make a part of over a megabyte."""
_PARTS = 10_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_CELLS = 50_000_000
_MOST_MERGED = 100_000
_MOST_EMPTY = 1_200_000
"""Rows without anything, over all sheets: a mark in the last row of one sheet happens."""
_LONGEST_LIST = 4_000_000
"""Bytes of the list of sheets that are looked at."""

_OTHER_PACKED = (
    ("content.xml", "is an OpenDocument file (.ods or .odt)", "open it and save it as .xlsx"),
    ("xl/workbook.bin", "is a binary workbook (.xlsb)", "open it in Excel and save it as .xlsx"),
    ("word/document.xml", "is a Word document", "ask the source for the figures as CSV or Excel"),
    ("ppt/presentation.xml", "is a presentation", "ask the source for the figures"),
)


def read_workbook(path: Path, shown: str) -> list[Sheet]:
    """The worksheets of an .xlsx or .xlsm file, in order. Raises ``Unreadable``."""
    size = path.stat().st_size
    if size > LARGEST:
        what = f"has {size / 1e6:.0f} MB; of Excel at most {LARGEST / 1e6:.0f} MB is read"
        raise Unreadable(shown, what, "save the sheet you need as CSV")
    with path.open("rb") as stream:
        if stream.read(4) == b"\xd0\xcf\x11\xe0":
            raise Unreadable(shown, *_old(path))
    with _damage_refused(shown):
        with zipfile.ZipFile(path) as packed:
            _check_parts(packed, shown)
            notes = _about(set(packed.namelist()))
            _refuse_document_types(packed, shown)
        found = _sheets(path, shown, notes)
    if not found:
        raise Unreadable(shown, "has no sheet with cells", "check the file")
    return found


def may_hold_sheet(path: Path, name: str) -> bool:
    """Whether a workbook may have a sheet of this plain name; none of its sheets is read for it."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open("xl/workbook.xml") as stream:
            return name.encode() in stream.read(_LONGEST_LIST)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError):
        return True  # who reads it tells what is wrong


def _sheets(path: Path, shown: str, notes: tuple[str, ...]) -> list[Sheet]:
    found, empty = [], 0
    with _opened(path) as book:
        for each in book.worksheets:
            survey = _survey(path, each._worksheet_path, shown, each.title)
            empty += survey.empty
            if empty > _MOST_EMPTY:
                what = f"has {empty:,} empty rows, up to those of sheet “{each.title}”"
                raise Unreadable(shown, what, "save the sheet you need as CSV")
            hidden = ("this sheet is hidden",) if each.sheet_state != "visible" else ()
            rows = partial(_rows, path, shown, each.title, survey)
            told = (*notes, *hidden, *survey.notes)
            found.append(Sheet(shown, each.title, rows, told))
    return found


@contextmanager
def _damage_refused(shown: str) -> Iterator[None]:
    """Refuse as damaged whatever a broken archive or workbook makes go wrong in the block."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:  # zip, zlib, expat and openpyxl each raise a dozen of their own
        what, remedy = "is damaged, or no Excel file", "download it again, or save it anew"
        raise Unreadable(shown, what, remedy) from error


def _old(path: Path) -> tuple[str, str]:
    """What a file of Microsoft's older container is: locked by a password, or .xls."""
    content = path.read_bytes()  # at most LARGEST
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "is locked with a password", "open it, save it without a password, try again"
    return "is an old Excel file (.xls)", "open it in Excel and save it as .xlsx"


def _check_parts(packed: zipfile.ZipFile, shown: str) -> None:
    """Refuse other kinds of file, and bombs, by what the archive says of itself."""
    names = set(packed.namelist())
    for marker, what, remedy in _OTHER_PACKED:
        if marker in names:
            raise Unreadable(shown, what, remedy)
    if "xl/workbook.xml" not in {name.lower() for name in names}:
        what = "is a zip file, not an Excel workbook"
        raise Unreadable(shown, what, "unpack it, and import the file in it")
    parts = packed.infolist()
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable(shown, "is locked with a password", "save it without a password")
        # reading stops at the size that is stated, so a false one gives a damaged file, no bomb
        if part.file_size > 1_000_000 and part.file_size > MOST_PACKED * part.compress_size:
            raise Unreadable(shown, f"is packed far too tightly ({part.filename})", _MADE_TO_HARM)
    total = sum(part.file_size for part in parts)
    if total > LARGEST_UNPACKED or len(parts) > _PARTS:
        what = f"unpacks to {total / 1e6:,.0f} MB in {len(parts):,} parts, which is too much"
        raise Unreadable(shown, what, "save the sheet you need as CSV")


_MADE_TO_HARM = "do not open it; ask the source for another copy"


def _about(names: set[str]) -> tuple[str, ...]:
    notes = []
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        notes.append("macros are ignored")
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append("links to other files are not followed")
    return tuple(notes)


class _Enough(Exception):
    """The root element has begun: no document type can follow."""


def _refuse_document_types(packed: zipfile.ZipFile, shown: str) -> None:
    def refuse(*_: Any) -> None:
        raise Unreadable(shown, "holds a document type, which no spreadsheet has", _MADE_TO_HARM)

    def enough(*_: Any) -> None:
        raise _Enough

    for part in packed.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            parser = expat.ParserCreate()
            parser.StartDoctypeDeclHandler = refuse
            parser.StartElementHandler = enough
            with packed.open(part) as stream:
                _parse(parser, stream)


def _parse(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    with suppress(_Enough):
        while block := stream.read(1 << 16):
            parser.Parse(block, False)
        parser.Parse(b"", True)


@dataclass
class _Survey:
    """What a sheet's XML says that streaming does not."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First and last row, first and last column, from 1."""
    formulas: int = 0
    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas of which Excel kept no value; the first few."""
    empty: int = 0
    """Rows that are not in the file, above one that is."""

    @property
    def notes(self) -> tuple[str, ...]:
        if not self.formulas:
            return ()
        return (f"formulas ({self.formulas:,}): the value calculated last is taken",)


def _survey(path: Path, part: str, shown: str, sheet: str) -> _Survey:
    found = _Survey()
    state: dict[str, Any] = {"row": 0, "column": 0, "cells": 0, "formula": "", "value": False}

    def begin(tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                before, state["column"] = state["row"], 0
                state["row"] = before + 1
                if (given := attributes.get("r", "")).isdecimal():
                    state["row"] = int(given[:9])
                found.empty += max(0, state["row"] - before - 1)
                if state["row"] > _LAST_ROW:
                    raise ValueError("a row beyond the last")
            case "c":
                state["column"] += 1
                if place := _ADDRESS.match(attributes.get("r", "")):
                    state["column"] = _column_number(place[1])
                if state["column"] > _LAST_COLUMN:
                    raise ValueError("a column beyond the last")
                # a text that is empty is a value; of a number that is empty none was kept
                state["value"], state["formula"] = attributes.get("t") == "str", ""
                state["at"] = attributes.get("r") or f"row {state['row']}"
            case "f":
                state["formula"] = state["at"]
            case "v" if state["formula"]:
                parser.CharacterDataHandler = content
            case "mergeCell":
                if place := _RANGE.match(attributes.get("ref", "")):
                    found.merged.append(_merged(place))

    def content(text: str) -> None:
        state["value"] = state["value"] or bool(text.strip())

    def end(tag: str) -> None:
        match tag.rpartition(":")[2]:
            case "v":
                parser.CharacterDataHandler = None
            case "c" if state["formula"]:
                found.formulas += 1
                if not state["value"] and len(found.uncalculated) < 5:
                    found.uncalculated.append(state["formula"])
            case "row":
                state["cells"] += state["column"]
                if state["cells"] > _MOST_CELLS or state["column"] > WIDEST:
                    what = f"sheet “{sheet}” is {state['column']:,} columns wide"
                    remedy = f"remove the columns you do not need; at most {WIDEST:,} are read"
                    raise Unreadable(shown, what, remedy, state["row"])

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    with zipfile.ZipFile(path) as packed, packed.open(part) as stream:
        _parse(parser, stream)
    spread = sum((each[1] - each[0] + 1) * (each[3] - each[2] + 1) for each in found.merged)
    if spread > _MOST_MERGED or len(found.merged) > _MOST_MERGED // 10:
        what = f"sheet “{sheet}” has merged cells over {spread:,} cells"
        raise Unreadable(shown, what, "unmerge them, or save the sheet as CSV")
    return found


_ADDRESS = re.compile(r"([A-Z]{1,3})[0-9]{1,7}\Z")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\Z")


@cache
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _merged(place: re.Match[str]) -> tuple[int, int, int, int]:
    return int(place[2]), int(place[4]), _column_number(place[1]), _column_number(place[3])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook as openpyxl has it, whatever the file is called."""
    import openpyxl  # only for Excel: it takes a while to import

    with path.open("rb") as stream:
        with _quiet():
            book = openpyxl.load_workbook(
                stream, read_only=True, data_only=True, keep_links=False, keep_vba=False
            )
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without openpyxl's warnings of what it leaves out, as styles and rules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _rows(path: Path, shown: str, name: str, survey: _Survey) -> Iterator[Row]:
    if survey.uncalculated:
        where = ", ".join(survey.uncalculated)
        what = f"sheet “{name}” has formulas without a calculated value: {where}"
        raise Unreadable(shown, what, "open it in Excel, save it, and try again")
    filling = _Filling(survey.merged)
    with _damage_refused(shown), _opened(path) as book:
        sheet = book[name]
        sheet.reset_dimensions()  # what a file says of its size may be false
        rows, line = sheet.iter_rows(), 0
        while (cells := _next(rows)) is not None:
            line += 1
            row = filling.filled(line, [_cell(cell) for cell in cells])
            if any(text for text, _ in row):
                texts, kinds = zip(*row, strict=True)
                yield Row(line, texts, "".join(kinds))


def _next(rows: Iterator[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    with _quiet():  # not around the yield above: what is set there would hold for others too
        return next(rows, None)


_Cell = tuple[str, str]
_BLANK: _Cell = ("", TEXT)


class _Filling:
    """Repeats the value of merged cells over all of their cells, row by row."""

    def __init__(self, merged: list[tuple[int, int, int, int]]) -> None:
        self.waiting = sorted((each for each in merged if each[3] <= WIDEST), reverse=True)
        self.open: list[tuple[int, int, int, str]] = []
        """Last row, first and last column, value."""

    def filled(self, line: int, cells: list[_Cell]) -> list[_Cell]:
        """The row with merged cells filled."""
        while self.waiting and self.waiting[-1][0] <= line:
            first, last, left, right = self.waiting.pop()
            if first == line and last >= first and right >= left:
                text = cells[left - 1][0] if left <= len(cells) else ""
                self.open.append((last, left, right, text))
        for last, left, right, text in self.open:
            if text and last >= line:
                cells += [_BLANK] * (right - len(cells))
                for index in range(left - 1, right):
                    if not cells[index][0]:
                        cells[index] = (text, FILLED)
        self.open = [each for each in self.open if each[0] > line]
        return cells


def _cell(cell: Any) -> _Cell:
    """The text and kind of a cell of openpyxl."""
    value = cell.value
    if value is None:
        return _BLANK
    if isinstance(value, str):
        return " ".join(value.split()), ERROR if cell.data_type == "e" else TEXT
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), BOOLEAN
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, dt.datetime):
        at_midnight = value.time() == dt.time()
        return (value.date() if at_midnight else value).isoformat(), DATE
    if isinstance(value, dt.date | dt.time):
        return value.isoformat(), DATE
    return str(value), TEXT


def _number(value: float, shape: str | None) -> _Cell:
    """A number as people see it: percentages times a hundred, codes with their leading noughts."""
    kind = NUMBER
    if shape and shape != "General":
        if _LEADING_NOUGHTS.match(shape) and value == int(value) >= 0:
            return f"{int(value):0{len(shape)}}", TEXT
        if "%" in _QUOTED.sub("", shape):
            value, kind = value * 100, PERCENT
    if isinstance(value, int):
        return str(value), kind
    # fifteen digits, as Excel itself shows: 0.1 + 0.2 is 0.3
    text = f"{value:.15g}"
    return (f"{float(text):f}" if "e" in text and abs(value) > 1 else text), kind


_LEADING_NOUGHTS = re.compile(r"0{2,9}\Z")
_QUOTED = re.compile(r'"[^"]*"|\\.')
