"""Writes Excel workbooks (Office Open XML) from tables: streamed, and equal tables are equal bytes.

The cells of a table are made column by column, not one by one: many times as fast as libraries that
are given cells (see ``bench/open_data.py``). A cell holds a number, a date or text, no formula.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import BinaryIO, Literal
from xml.sax.saxutils import escape

import polars as pl

from duidelijk.publish.open_data.workbook_parts import (
    CELLS,
    column_letters,
    content_types,
    core_properties,
    package_relations,
    relations,
    styles,
    workbook_relations,
    workbook_xml,
)

ROWS_A_SHEET = 1_048_576
"""Excel's limit, the header included."""
_MOST_TEXT = 32_767
"""Characters that Excel allows in a cell."""
_MOST_LINKS = 65_000
_MOST_DECIMALS = 6
_LINE, _MOST_LINES = 15, 26
"""Points a line of text, and so many lines in a row at the most."""
_MADE = (1980, 1, 1, 0, 0, 0)
"""The moment in the package: none, so that no clock is in the bytes."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINK = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,2000}")
_DAY_NOUGHT = dt.date(1899, 12, 30)

Style = Literal["text", "number", "whole", "year", "date", "wrap", "link", "title", "head", "bold"]


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet."""

    name: str
    """Of the column of the table."""
    label: str
    width: float
    """In characters."""
    style: Style = "text"
    decimals: str = ""
    """The column that tells how many decimals each number is shown with."""


@dataclass(frozen=True)
class TableSheet:
    """A table: a header that stays in sight, filters, and rows in parts that fit in memory."""

    name: str
    columns: Sequence[SheetColumn]
    parts: Iterable[pl.DataFrame]


@dataclass(frozen=True)
class TextSheet:
    """A page to read: rows of cells, each with its style."""

    name: str
    widths: Sequence[float]
    rows: Sequence[Sequence[tuple[str | float | dt.date | None, Style]]]


@dataclass
class _Written:
    """What is known of a sheet once it is written."""

    name: str
    area: str
    """Of the filter, as ``$A$1:$T$90``; empty for a page to read."""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Strings:
    """Every text of a workbook once, with its number."""

    numbers: dict[str, int] = field(default_factory=dict)
    used: int = 0

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def of(self, column: pl.Series) -> pl.Series:
        """The number of each text of a column; nothing where it is empty."""
        unique = column.unique(maintain_order=True).drop_nulls()
        table = pl.DataFrame(
            {"text": unique, "number": [self.number(each) for each in unique]},
            schema={"text": pl.String, "number": pl.Int64},
        )
        joined = column.to_frame("text").join(table, on="text", how="left", maintain_order="left")
        self.used += len(column) - column.null_count()
        return joined["number"]


def write_workbook(
    stream: BinaryIO,
    sheets: Sequence[TableSheet | TextSheet],
    *,
    title: str,
    author: str,
    date: dt.date,
    rows_a_sheet: int = ROWS_A_SHEET,
) -> None:
    """Write *sheets* to *stream*. A table of more than *rows_a_sheet* rows goes on in a next sheet
    with a number behind its name. *date* stands in the properties as the day it was made.
    """
    strings, written = _Strings(), list[_Written]()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for each in sheets:
            if isinstance(each, TextSheet):
                written.append(_write_text(package, each, strings, len(written) + 1))
            else:
                written += _write_table(package, each, strings, len(written) + 1, rows_a_sheet)
        for number, sheet in enumerate(written, 1):
            if sheet.links:
                name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
                _add(package, name, relations([target for _, target in sheet.links]))
        _write_strings(package, strings)
        names = [(each.name, each.area) for each in written]
        _add(package, "xl/workbook.xml", workbook_xml(names))
        _add(package, "xl/_rels/workbook.xml.rels", workbook_relations(len(written)))
        _add(package, "xl/styles.xml", styles(_MOST_DECIMALS))
        _add(package, "docProps/core.xml", core_properties(title, author, date))
        _add(package, "_rels/.rels", package_relations())
        _add(package, "[Content_Types].xml", content_types(len(written)))


def _add(package: zipfile.ZipFile, name: str, content: str) -> None:
    package.writestr(_entry(name), content.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _clean(text: str) -> str:
    """Text as it may stand in a cell: no characters that XML forbids, no escape by accident."""
    text = _LOOKS_ESCAPED.sub("_x005F_", _NOT_XML.sub("", text))
    return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"


def _write_strings(package: zipfile.ZipFile, strings: _Strings) -> None:
    with package.open(_entry("xl/sharedStrings.xml"), "w") as stream:
        stream.write(
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'count="{strings.used}" uniqueCount="{len(strings.numbers)}">'.encode()
        )
        for text in strings.numbers:
            stream.write(f'<si><t xml:space="preserve">{escape(_clean(text))}</t></si>'.encode())
        stream.write(b"</sst>")


# --- a page to read


def _write_text(
    package: zipfile.ZipFile, sheet: TextSheet, strings: _Strings, number: int
) -> _Written:
    written = _Written(sheet.name, "")
    lines = []
    for at, row in enumerate(sheet.rows, 1):
        cells = []
        for letter, (value, style) in zip(column_letters(len(row)), row, strict=True):
            if style == "link" and _LINK.fullmatch(str(value)):
                written.links.append((f"{letter}{at}", str(value)))
            cells.append(_cell(value, CELLS[style], strings))
        wrapped = [
            _lines(len(str(value)), width)
            for (value, style), width in zip(row, sheet.widths, strict=False)
            if style == "wrap"
        ]
        height = _LINE * max(wrapped, default=1 if not row or row[0][1] != "title" else 2)
        lines.append(f'<row r="{at}" ht="{height}" customHeight="1">{"".join(cells)}</row>')
    with package.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as stream:
        head = _head(sheet.widths, frozen=False, first=number == 1)
        stream.write(f"{head}{''.join(lines)}{_foot(written)}".encode())
    return written


def _cell(value: str | float | dt.date | None, style: int, strings: _Strings) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        strings.used += 1
        return f'<c t="s" s="{style}"><v>{strings.number(value)}</v></c>'
    told = (value - _DAY_NOUGHT).days if isinstance(value, dt.date) else value
    return f'<c s="{style}"><v>{told}</v></c>'


def _lines(characters: int, width: float) -> int:
    """How many lines a text takes in a cell; rather one too many than one too few."""
    return max(1, -(-characters // int(width * 0.95)))


# --- a table


def _write_table(
    package: zipfile.ZipFile, sheet: TableSheet, strings: _Strings, first: int, most: int
) -> list[_Written]:
    rows = _cut(sheet.parts, most - 1)
    written = []
    for number in count(first):
        name = sheet.name if number == first else f"{sheet.name} {number - first + 1}"
        with package.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as stream:
            one = _Written(name, "")
            stream.write(_head([each.width for each in sheet.columns], True, number == 1).encode())
            stream.write(_header(sheet.columns, strings).encode())
            last = 1
            for part, ends in rows:
                stream.write(_rows(part, sheet.columns, strings, last + 1, one).encode())
                last += len(part)
                if ends:
                    break
            else:
                ends = False
            letters = list(column_letters(len(sheet.columns)))
            one.area = f"$A$1:${letters[-1]}${last}"
            stream.write(_foot(one).encode())
        written.append(one)
        if not ends:
            return written
    return written


def _cut(parts: Iterable[pl.DataFrame], most: int) -> Iterator[tuple[pl.DataFrame, bool]]:
    """The parts, cut so that every *most* rows one ends; told with each is whether one ends there
    and rows follow.
    """
    kept: pl.DataFrame | None = None
    held = 0
    for part in parts:
        while not part.is_empty():
            if kept is not None:
                yield kept, held == most
                held = 0 if held == most else held
            kept, part = part.head(most - held), part.slice(most - held)
            held += len(kept)
    if kept is not None:
        yield kept, False


def _header(columns: Sequence[SheetColumn], strings: _Strings) -> str:
    cells = "".join(_cell(each.label, CELLS["head"], strings) for each in columns)
    return f'<row r="1" ht="32" customHeight="1">{cells}</row>'


def _rows(
    part: pl.DataFrame,
    columns: Sequence[SheetColumn],
    strings: _Strings,
    first: int,
    written: _Written,
) -> str:
    """The rows of a part as XML; cells tell no place of their own, as they come in order."""
    cells: list[pl.Series] = []
    for letter, column in zip(column_letters(len(columns)), columns, strict=True):
        values = part[column.name]
        if column.style == "link":
            _note_links(values, letter, first, written)
        cells.append(_column_cells(part, column, strings).alias(f"c{len(cells)}"))
    numbers = pl.int_range(first, first + len(part), eager=True).cast(pl.String).alias("row")
    names = [each.name for each in cells]
    joined = pl.DataFrame([numbers, _heights(part, columns), *cells]).select(
        pl.concat_str(pl.lit('<row r="'), "row", "height", *names, pl.lit("</row>"))
    )
    return "".join(joined.to_series())


def _heights(part: pl.DataFrame, columns: Sequence[SheetColumn]) -> pl.Series:
    """What closes the tag of each row: its height, where it holds texts of several lines."""
    lines = [
        (pl.col(each.name).str.len_chars().fill_null(0) / int(each.width * 0.95)).ceil()
        for each in columns
        if each.style == "wrap"
    ]
    if not lines:
        return pl.Series("height", ['">']).new_from_index(0, len(part))
    height = (pl.max_horizontal(*lines).clip(1, _MOST_LINES) * _LINE).cast(pl.Int64)
    tag = pl.concat_str(pl.lit('" ht="'), height.cast(pl.String), pl.lit('" customHeight="1">'))
    return part.select(tag.alias("height")).to_series()


def _column_cells(part: pl.DataFrame, column: SheetColumn, strings: _Strings) -> pl.Series:
    values, style = part[column.name], pl.lit(str(CELLS[column.style]))
    tag = '" '
    if values.dtype == pl.String:
        values = strings.of(values.replace("", None))
        tag = '" t="s"'
    elif values.dtype == pl.Date:
        values = (values - _DAY_NOUGHT).dt.total_days()
    elif column.decimals:
        shown = part[column.decimals].cast(pl.Int64).clip(0, _MOST_DECIMALS) + CELLS["number"]
        style = pl.lit(shown).cast(pl.String).fill_null(str(CELLS["text"]))
    if values.dtype.is_float():
        values = values.replace([float("inf"), float("-inf"), float("nan")], [None] * 3)
    made = pl.concat_str(
        pl.lit('<c s="'),
        style,
        pl.lit(f"{tag}><v>"),
        pl.lit(values).cast(pl.String),
        pl.lit("</v></c>"),
    ).fill_null("<c/>")
    return pl.DataFrame({"at": pl.int_range(len(part), eager=True)}).select(made).to_series()


def _note_links(values: pl.Series, letter: str, first: int, written: _Written) -> None:
    for at, value in enumerate(values, first):
        if value and len(written.links) < _MOST_LINKS and _LINK.fullmatch(value):
            written.links.append((f"{letter}{at}", value))


# --- what stands around the rows


def _head(widths: Sequence[float], frozen: bool, first: bool) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
    )
    selected = ' tabSelected="1"' if first else ""
    lines = "" if frozen else ' showGridLines="0"'
    pane = (
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/>'
        if frozen
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<sheetViews><sheetView{lines}{selected} workbookViewId="0">{pane}'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def _foot(written: _Written) -> str:
    area = written.area.replace("$", "")
    filtered = f'<autoFilter ref="{area}"/>' if area else ""
    links = "".join(
        f'<hyperlink ref="{cell}" r:id="rId{number}"/>'
        for number, (cell, _) in enumerate(written.links, 1)
    )
    return (
        f"</sheetData>{filtered}{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    )
