"""The declaration of how one sort of file becomes figures, as a value; ``docs/reference/mappings``
tells every key. Reading and writing it stands in ``mapping_file``, following it in ``applying``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from duidelijk.foundation.declarations import KeyPath
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.wording import period_in_words

UNSETTLED = "?"
"""What a proposal could not tell and a person has to settle."""
IGNORE = "ignore"
GIVEN = "given"
"""A period that is told with each file."""

PLACES = ("region", "period", "group", "indicator")
"""What a text in a file can say about the figures beside or below it."""
NUMBERS = ("value", "lower", "upper", "n")
ROLES = (*PLACES, *NUMBERS, "status", "note", "split", "filter", IGNORE)
HEADING_ROLES = (*PLACES, "split", IGNORE)

_RANGE = re.compile(r"([A-Z]{1,3})(?:(-)([A-Z]{1,3})?)?\Z")


@dataclass(frozen=True)
class Column:
    """What one column, or a range of them, holds."""

    role: str
    column: str = ""
    """``C``, ``C-F``, or ``C-`` for all from C on."""
    title: str = ""
    """Its heading, with those above it: ``Man › 16-17``."""
    indicator: str = ""
    group: str = ""
    period: str = ""
    region: str = ""
    times: float | None = None
    level: str = ""
    """Of regions: which level its names and bare codes are of."""
    by: str = ""
    parts: tuple[str, ...] = ()
    """Of a split: what each part of the text is."""
    keep: tuple[str, ...] = ()
    """Of a filter: the texts whose rows are taken."""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """What a row of headings says about the columns under it."""

    row: int
    role: str
    by: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Details:
    """What a release needs that no file tells by itself; empty where it is not known yet."""

    source: str = ""
    title: str = ""
    address: str = ""
    licence: str = ""
    published: str = ""
    """A day (2021-03-11) or a month (2021-03). Never kept: it belongs to one file."""
    publisher: str = ""
    basis: str = ""
    id: str = ""

    def over(self, other: Details) -> Details:
        """What is told here, and for the rest what *other* tells."""
        return Details(
            **{name: value or getattr(other, name) for name, value in vars(self).items()}
        )


@dataclass(frozen=True)
class FileMapping:
    """How one sort of file becomes figures."""

    name: str = ""
    layout: str = "cells"
    """``cells``, or the known layout whose observations are taken for a sheet."""
    recognise: str = ""
    """The fingerprint of its headings."""
    sheet: str = ""
    delimiter: str = ""
    header_rows: tuple[int, ...] = ()
    first_row: int = 1
    last_row: int | None = None
    footer: tuple[str, ...] = ()
    """Rows are taken until one begins with such a text."""
    decimal: str = "."
    missing: Mapping[str, str] = field(default_factory=dict)
    """Text → a reason of ``figures.table.MISSING``, ``0``, or ``ignore``."""
    columns: tuple[Column, ...] = ()
    headings: tuple[Heading, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    """What holds for every figure, by place."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By place: text → code, ``total`` or ``ignore``."""
    region_level: str = ""
    region_year: int | None = None
    times: Mapping[str, float] = field(default_factory=dict)
    """By indicator; under an empty key for all."""
    method: Mapping[str, str] = field(default_factory=dict)
    """By indicator; under an empty key for all."""
    status: str = ""
    decimals: int | None = None
    release: Details = Details()
    file: str = ""
    lines: Mapping[KeyPath, int] = field(default_factory=dict, compare=False, repr=False)

    def problem(self, path: KeyPath, what: str, remedy: str = "") -> Problem:
        """A problem in the mapping itself."""
        while path and path not in self.lines:
            path = path[:-1]
        return Problem(self.file or "the mapping", self.lines.get(path, 0), what, remedy)


class Unfit(Refused):
    """A mapping that is not of this file, or asks for what the file does not have."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__("The mapping does not fit the file:", problems)


@dataclass(frozen=True)
class Headed:
    """The headings of a sheet: by column, the text of each header row, and the whole title."""

    paths: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]


def headed(sheet: Sheet, header_rows: Sequence[int]) -> Headed:
    """The headings on *header_rows* (lines of *sheet*).

    A heading that is left empty is that of the column to its left, as long as everything above is
    the same: so people write what stands over several columns.
    """
    rows = {row.line: row for row in sheet.head}
    wide = max((len(row.cells) for row in sheet.head), default=0)
    filled: list[list[str]] = []
    for line in header_rows:
        cells = [rows[line].cell(index) if line in rows else "" for index in range(wide)]
        for index in range(1, wide) if line != header_rows[-1] else ():
            if not cells[index] and all(above[index] == above[index - 1] for above in filled):
                cells[index] = cells[index - 1]
        filled.append(cells)
    paths = tuple(zip(*filled, strict=True)) if filled else ((),) * wide
    return Headed(paths, tuple(_title(path) for path in paths))


def _title(path: Iterable[str]) -> str:
    return " › ".join(text for text, _ in groupby(text for text in path if text))


def fingerprint(sheet: Sheet, header_rows: Sequence[int]) -> str:
    """What tells files of one sort by their headings; empty without headings.

    Periods in headings do not count, nor how many columns of them there are: next year's file is
    of the same sort.
    """
    if not header_rows:
        return ""
    titles = [_without_periods(path) for path in headed(sheet, header_rows).paths]
    while titles and not titles[-1]:
        titles.pop()
    told = "\n".join(title for title, _ in groupby(titles))
    return hashlib.sha256(told.encode()).hexdigest()[:16] if told else ""


def _without_periods(path: Iterable[str]) -> str:
    words = []
    for text in path:
        plain = " ".join(text.casefold().split())
        words.append("<period>" if plain and period_in_words(plain) else plain)
    return _title(words)


_SEARCHED = 60
"""Rows in which the headings of a known sort of file are looked for."""


def located(mapping: FileMapping, sheet: Sheet) -> FileMapping | None:
    """The mapping with its rows where *sheet* has them, or None when the file is of another sort.

    Headings may stand some rows lower or higher than in the file the mapping was made for.
    """
    if not mapping.recognise or (mapping.sheet and sheet.name and mapping.sheet != sheet.name):
        return None
    if fingerprint(sheet, mapping.header_rows) == mapping.recognise:
        return mapping
    first = mapping.header_rows[0]
    for row in sheet.head[:_SEARCHED]:
        by = row.line - first
        rows = tuple(line + by for line in mapping.header_rows)
        if by and fingerprint(sheet, rows) == mapping.recognise:
            return replace(
                mapping,
                header_rows=rows,
                first_row=mapping.first_row + by,
                last_row=None if mapping.last_row is None else mapping.last_row + by,
                headings=tuple(replace(each, row=each.row + by) for each in mapping.headings),
            )
    return None


def for_another_file(mapping: FileMapping) -> FileMapping:
    """The mapping as it is kept: without what holds for one file only.

    A date of publication, a key of a release or a fixed period that were kept would silently be
    given to the next file.
    """
    fixed = {**mapping.fixed, "period": GIVEN} if mapping.fixed.get("period") else mapping.fixed
    return replace(mapping, fixed=fixed, release=replace(mapping.release, published="", id=""))


def column_letters(index: int) -> str:
    """The name of a column, from 0, as spreadsheets have it.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_range(text: str) -> tuple[int, int | None] | None:
    """First and last column of ``C``, ``C-F`` or ``C-`` from 0, None for the end; None if neither.

    >>> column_range("C-F"), column_range("C-")
    ((2, 5), (2, None))
    """
    found = _RANGE.match(text)
    if not found:
        return None
    first = _index(found[1])
    last = first if not found[2] else (_index(found[3]) if found[3] else None)
    return None if last is not None and last < first else (first, last)


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def columns_of(mapping: FileMapping, sheet: Sheet) -> dict[int, Column]:
    """What each column of *sheet* is, by its number from 0.

    Raises ``Unfit`` for columns that are not there, are titled otherwise, have two roles or none.
    """
    known = headed(sheet, mapping.header_rows)
    used = [
        any(row.cell(index) for row in sheet.head if row.line >= mapping.first_row)
        for index in range(len(known.paths))
    ]
    found: dict[int, Column] = {}
    problems: list[Problem] = []
    for number, column in enumerate(mapping.columns):
        for index in _places(column, number, known, mapping, problems):
            if index in found:
                what = f"column {column_letters(index)} is given twice"
                problems.append(mapping.problem(("columns", number), what, "remove one"))
            found.setdefault(index, column)
    for index, title in enumerate(known.titles):
        if index not in found and used[index]:
            what = f"column {column_letters(index)}{_quoted(title)} is not in the mapping"
            remedy = f"add: {{column: {column_letters(index)}, is: ignore}}, or say what it is"
            problems.append(mapping.problem(("columns",), what, remedy))
    if problems:
        raise Unfit(problems)
    return found


def _places(
    column: Column,
    number: int,
    known: Headed,
    mapping: FileMapping,
    problems: list[Problem],
) -> Sequence[int]:
    """The numbers of the columns that are meant."""
    path: KeyPath = ("columns", number)
    if not column.column:
        same = [index for index, title in enumerate(known.titles) if _same(title, column.title)]
        if len(same) != 1:
            what = f"{len(same) or 'no'} columns are titled “{column.title}”"
            problems.append(mapping.problem(path, what, "write column: with its letter"))
        return same[:1]
    first, last = column_range(column.column) or (0, None)
    if first >= len(known.paths):
        what = f"there is no column {column_letters(first)}"
        problems.append(
            mapping.problem(path, what, f"the last is {column_letters(len(known.paths) - 1)}")
        )
        return ()
    if column.title and first == last and not _same(known.titles[first], column.title):
        what = f"column {column.column} is titled “{known.titles[first]}”, not “{column.title}”"
        problems.append(mapping.problem(path, what, "the file is another; check every column"))
    end = len(known.paths) - 1 if last is None else min(last, len(known.paths) - 1)
    return range(first, end + 1)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _quoted(title: str) -> str:
    return f" (“{title}”)" if title else ""


def unsettled(value: Any, path: KeyPath = ()) -> list[KeyPath]:
    """Where a declaration still holds ``?``."""
    if value == UNSETTLED:
        return [path]
    if isinstance(value, dict):
        items: Iterable[tuple[str | int, Any]] = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return []
    return [found for key, each in items for found in unsettled(each, (*path, key))]
