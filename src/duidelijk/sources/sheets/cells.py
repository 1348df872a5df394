"""Any table somebody has, CSV or Excel, as rows of text with the line each row stands on.

Nothing is interpreted here: a cell is the text people see, and for Excel also its kind. Rows are
streamed, so that a long file is never held whole. Excel itself is read by ``workbook``.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from duidelijk.sources.asking import Unreadable

TEXT, NUMBER, PERCENT, DATE, BOOLEAN, ERROR, FILLED = "tnpdbef"
"""Kinds of cell, one letter each. ``FILLED``: repeats the merged cell it is part of."""

DELIMITERS = "\t;|,"
"""What can separate the cells of a CSV file; of two that fit as well the first is taken."""

LARGEST_TEXT = 500_000_000
"""Bytes a CSV file may have."""
LONGEST_LINE = 10_000_000
WIDEST = 4096
"""Columns a table may have."""
_HEAD = 400
_BLOCK = 1 << 20


class Row(NamedTuple):
    """One row that is not blank."""

    line: int
    """Of the file, or the row number of the sheet; from 1."""
    cells: tuple[str, ...]
    """Without white space around; cells at the end that are empty may be left out."""
    kinds: str
    """A letter a cell."""

    def cell(self, index: int) -> str:
        """The text in a column, from 0; empty beyond the end of the row."""
        return self.cells[index] if index < len(self.cells) else ""

    def kind(self, index: int) -> str:
        """The kind of a cell; that of text beyond the end of the row."""
        return self.kinds[index] if index < len(self.kinds) else TEXT


@dataclass(frozen=True)
class Sheet:
    """A table of cells; its rows can be read more than once."""

    file: str
    """Its name in messages."""
    name: str
    """Of the sheet in a workbook; empty for CSV."""
    source: Callable[[], Iterator[Row]]
    notes: tuple[str, ...] = ()
    """What a reader must know, as that calculated values are the last ones Excel kept."""
    delimiter: str = ""
    """What separates cells; empty for Excel."""

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank, one at a time. Raises ``Unreadable``."""
        return self.source()

    @cached_property
    def head(self) -> tuple[Row, ...]:
        """The first rows, enough to see what the table is."""
        return tuple(islice(self.source(), _HEAD))

    @classmethod
    def of(cls, file: str, rows: Iterable[Sequence[str]], notes: tuple[str, ...] = ()) -> Sheet:
        """A sheet of rows that are there already; the first stands on line 1."""
        made = [
            Row(line, tuple(cells), TEXT * len(cells))
            for line, cells in enumerate(rows, 1)
            if any(cells)
        ]
        return cls(file, "", lambda: iter(made), notes)


def read_sheets(path: Path, shown_as: str | None = None, delimiter: str = "") -> list[Sheet]:
    """The sheets of a CSV file (always one) or an Excel workbook, whatever the file is called.

    *delimiter* is what separates the cells of a CSV file when it must not be guessed. Raises
    ``Unreadable`` for what is no such file, is too large, or is made to do harm.
    """
    shown = shown_as or path.name
    start = _start(path, shown)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from duidelijk.sources.sheets.workbook import read_workbook  # only for Excel

        return read_workbook(path, shown)
    if wrong := _no_table(start):
        raise Unreadable(shown, *wrong)
    return [_read_text(path, shown, delimiter)]


def escaped(text: str) -> str:
    """*text* as it may be written to a file that people open in a spreadsheet.

    What a spreadsheet would take for a formula gets an apostrophe in front; numbers stay.

    >>> escaped("=HYPERLINK(1)"), escaped("-3,5")
    ("'=HYPERLINK(1)", '-3,5')
    """
    if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.match(text):
        return f"'{text}"
    return text


_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*(?:[eE][-+]?[0-9]+)?\Z")

_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "is a PDF, not a table", "ask the source for the figures as CSV or Excel"),
    (b"\x1f\x8b", "is packed (gzip)", "unpack it first"),
    (b"7z\xbc\xaf", "is packed (7-Zip)", "unpack it first"),
    (b"Rar!", "is packed (RAR)", "unpack it first"),
    (b"PAR1", "is a Parquet file", "save it as CSV"),
    (b"{\\rtf", "is a text document, not a table", "save the table as CSV or Excel"),
)


def _start(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except IsADirectoryError:
        raise Unreadable(shown, "is a folder", "name one file in it") from None
    except OSError as error:
        what = f"cannot be opened: {error.strerror or error}"
        raise Unreadable(shown, what, "check the name") from None
    if not start.strip():
        raise Unreadable(shown, "is empty", "download or save it again")
    return start


def _no_table(start: bytes) -> tuple[str, str] | None:
    """What a file surely is that is neither CSV nor Excel, and what to do."""
    for magic, what, remedy in _OTHERS:
        if start.startswith(magic):
            return what, remedy
    text = start.lstrip(codecs.BOM_UTF8).lstrip().lower()
    if text.startswith(b"<?xml") and b"excel.sheet" in text:
        return "is an old Excel file (XML of 2003)", "open it in Excel and save it as .xlsx"
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")):
        what = "is a web page, not a table"
        return what, "open the address in a browser, and download the file itself"
    if text.startswith((b"<?xml", b"<!doctype", b"<!--")) or re.match(
        rb"<[a-z][a-z0-9:]*[ >/]", text
    ):
        return "is XML, not a table", "ask the source for the figures as CSV or Excel"
    return None


# --- CSV


def _read_text(path: Path, shown: str, delimiter: str) -> Sheet:
    size = path.stat().st_size
    if size > LARGEST_TEXT:
        what = f"has {size / 1e6:,.0f} MB; of CSV at most {LARGEST_TEXT / 1e6:.0f} MB is read"
        raise Unreadable(shown, what, "keep only the years and columns you need, or split it")
    encoding, notes = _encoding(path, shown)
    skip = 0
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_BLOCK // 4)
    if hint := re.match(r"sep=(.)\r?\n", sample):  # what Excel takes for a hint is no row
        sample, skip = sample[hint.end() :], 1
        delimiter = delimiter or hint[1]
    delimiter = delimiter or _delimiter(sample)
    return Sheet(shown, "", lambda: _rows(path, shown, encoding, delimiter, skip), notes, delimiter)


_LONGEST_CELL = 131_072
"""Characters: a longer cell comes from a quotation mark that was never closed."""


def _rows(path: Path, shown: str, encoding: str, delimiter: str, skip: int) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as stream:
        for _ in range(skip):
            stream.readline()
        reader = csv.reader(stream, delimiter=delimiter)
        before = skip
        csv.field_size_limit(_LONGEST_CELL)  # other libraries lift it for the whole process
        try:
            for record in reader:
                line, before = before + 1, skip + reader.line_num
                if len(record) > WIDEST:
                    raise Unreadable(shown, *_too_wide(len(record)), line)
                if _UNTIDY.search("\0".join(record)):
                    record = [" ".join(cell.split()) for cell in record]
                cells = tuple(record)
                if any(cells):
                    yield Row(line, cells, TEXT * len(cells))
        except csv.Error as error:
            what, remedy = f"cannot be read as CSV: {error}", "save it again as CSV"
            if "field larger" in str(error):
                what = "has a quotation mark that is opened and not closed"
                remedy = "close it, or remove it"
            raise Unreadable(shown, what, remedy, before + 1) from None


_UNTIDY = re.compile(r"[^\S ]|  |^ | $|\0 | \0")
"""White space around the cells of a row, or more of it than one space."""


def _too_wide(columns: int) -> tuple[str, str]:
    return f"has {columns:,} columns; at most {WIDEST:,} are read", "keep only those you need"


def _encoding(path: Path, shown: str) -> tuple[str, tuple[str, ...]]:
    """How the text is encoded, by reading it once in blocks, and what to tell about it.

    Raises ``Unreadable`` for what is no text and for lines without end.
    """
    with path.open("rb") as stream:
        wide = _wide(stream.read(4096))
        stream.seek(0)
        # where bytes are no UTF-8 this puts stand-ins, which tell from what is
        decoder = codecs.getincrementaldecoder(wide or "utf-8-sig")(
            "strict" if wide else "surrogateescape"
        )
        line, unbroken = 1, 0
        accents = others = False
        block = b"start"
        while block:
            block = stream.read(_BLOCK)
            if not wide and b"\0" in block:
                near = line + block[: block.index(b"\0")].count(b"\n")
                what = "holds bytes that are no text (NUL)"
                raise Unreadable(shown, what, "save or download it again as CSV", near)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError:
                remedy = "save it again as CSV in UTF-8"
                raise Unreadable(shown, "is damaged UTF-16 text", remedy, line) from None
            if not text.isascii():
                others = others or bool(_STAND_IN.search(text))
                accents = accents or bool(_ACCENT.search(text))
            breaks = block.count(b"\n") + block.count(b"\r")
            line += block.count(b"\n")
            unbroken = 0 if breaks else unbroken + len(block)
            if unbroken > LONGEST_LINE:
                what = f"has a line of more than {LONGEST_LINE // 1_000_000} MB"
                raise Unreadable(shown, what, "that is no table; check the file", line)
    if wide:
        return wide, ()
    if not others:
        return "utf-8-sig", ()
    if accents:
        what = "is partly UTF-8 and partly Windows text"
        raise Unreadable(shown, what, "open it in Excel, check the accents, save it as CSV UTF-8")
    return _windows(path, shown)


_STAND_IN = re.compile("[\udc80-\udcff]")
_ACCENT = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")


def _wide(start: bytes) -> str:
    """The name of UTF-16, with or without its mark; empty when it is not."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > 0.7 * pairs and not start[0::2].count(0):
        return "utf-16-le"
    if pairs and start[0::2].count(0) > 0.7 * pairs and not start[1::2].count(0):
        return "utf-16-be"
    return ""


def _windows(path: Path, shown: str) -> tuple[str, tuple[str, ...]]:
    line = 1
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            try:
                block.decode("cp1252")
            except UnicodeDecodeError as error:
                line += block[: error.start].count(b"\n")
                remedy = "save it again as CSV in UTF-8"
                raise Unreadable(shown, "is in an unknown encoding", remedy, line) from None
            line += block.count(b"\n")
    return "cp1252", ("read as Windows text (cp1252); check names with accents",)


def _delimiter(sample: str) -> str:
    """What separates the cells: what gives most rows the same number of cells, and many."""
    best, most = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        reader = csv.reader(sample.splitlines(keepends=True), delimiter=delimiter)
        widths: dict[int, int] = {}
        try:
            for record in islice(reader, 200):
                if any(record):
                    widths[len(record)] = widths.get(len(record), 0) + 1
        except csv.Error:
            continue
        rows = sum(widths.values())
        width, same = max(
            ((width, count) for width, count in widths.items() if width > 1),
            key=lambda pair: (pair[1], pair[0]),
            default=(1, 0),
        )
        if rows and (round(same / rows, 1), width) > most:
            best, most = delimiter, (round(same / rows, 1), width)
    return best
