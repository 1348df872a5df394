"""Where in a sheet the table lies: headings, first figures, footer, and columns of numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from duidelijk.figures.table import MISSING
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.sheets.cells import DATE, FILLED, NUMBER, PERCENT, Row, Sheet
from duidelijk.sources.sheets.mapping import UNSETTLED

_LOOKED_AT = 50_000
"""Rows from which is learned what a table is."""
_MOST_HEADINGS = 8
_NUMBER = re.compile(r"[-+−]?(?:[0-9]{1,3}(?:[., ][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)? ?%?\Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\*{0,2}\Z")
SYMBOLS = ("", ".", "..", "...", "x", "-", "--", "----", "–", "*", "n.b.", "nb", "n/a", "na", "#")
"""What people write where there is no number, in lower case."""


@dataclass(frozen=True)
class Shape:
    """What a sheet looks like, without what it means."""

    header_rows: tuple[int, ...]
    """Lines of the headings, from top to bottom; none when the figures start at once."""
    rows: tuple[Row, ...]
    """The rows of the table itself."""
    above: tuple[str, ...]
    """Texts above the headings."""
    footer: tuple[str, ...]
    """How the rows below the table begin."""
    numbers: tuple[int, ...]
    """Columns that mostly hold numbers, years among them."""
    width: int
    decimal: str
    """``.``, ``,``, or ``?`` when thousands and decimals cannot be told apart."""

    def texts(self, index: int) -> list[str]:
        """The distinct texts of a column in the table, in order of appearance."""
        return list(dict.fromkeys(row.cell(index) for row in self.rows))


def shape_of(sheet: Sheet) -> Shape:
    """The shape of a sheet. Raises ``Unreadable`` when it holds no table of figures."""
    rows = list(islice(sheet.rows(), _LOOKED_AT))
    width = max((len(row.cells) for row in rows), default=0)
    numbers = _number_columns(rows, width)
    at = [number for number, row in enumerate(rows) if _is_data(row, numbers)]
    if not at:  # figures that all look like years
        at = [number for number, row in enumerate(rows) if _is_data(row, numbers, years=True)]
    if not at:
        what = "holds no table of figures: no column with numbers was found"
        raise Unreadable(_shown(sheet), what, "see whether this is the right file and sheet")
    first, last = at[0], at[-1]
    while last + 1 < len(rows) and (
        _is_data(rows[last + 1], numbers, years=True) or _is_empty_data(rows[last + 1], numbers)
    ):
        last += 1
    start = _headings_start(rows, first)
    below = rows[last + 1 :]
    return Shape(
        header_rows=tuple(row.line for row in rows[start:first]),
        rows=tuple(rows[first : last + 1]),
        above=tuple(dict.fromkeys(text for row in rows[:start] for text in row.cells if text)),
        footer=tuple(dict.fromkeys(_beginning(row) for row in below)),
        numbers=numbers,
        width=width,
        decimal=_decimal(rows[first : last + 1], numbers),
    )


def amount_of_numbers(sheet: Sheet) -> int:
    """How many cells at the start of a sheet are numbers: which sheet of a workbook has most."""
    try:
        return sum(is_number(row, at) for row in sheet.head for at in range(len(row.cells)))
    except Unreadable:
        return -1


def is_number(row: Row, index: int) -> bool:
    """Whether a cell is a number, by its kind or by how it is written."""
    if row.kind(index) in (NUMBER, PERCENT):
        return True
    return row.kind(index) not in (DATE, FILLED) and bool(_NUMBER.match(row.cell(index)))


def is_symbol(text: str) -> bool:
    """Whether a text is one that people write where there is no number."""
    return text.casefold() in SYMBOLS


def _number_columns(rows: Sequence[Row], width: int) -> tuple[int, ...]:
    """Columns in which most cells are numbers, headings and titles left aside."""
    found = []
    for index in range(width):
        filled = [row for row in rows if not is_symbol(row.cell(index))]
        numbers = sum(is_number(row, index) for row in filled)
        headings = min(_MOST_HEADINGS, len(filled) // 2)
        if numbers and numbers >= 0.6 * (len(filled) - headings):
            found.append(index)
    return tuple(found)


def _is_data(row: Row, numbers: Sequence[int], years: bool = False) -> bool:
    """Whether a row holds figures: numbers, and not just the years of a heading unless *years*."""
    cells = [index for index in numbers if not is_symbol(row.cell(index))]
    found = [index for index in cells if is_number(row, index)]
    if not found or len(found) < len(cells) / 2:
        return False
    return years or not all(_YEAR.match(row.cell(index)) for index in found)


def _is_empty_data(row: Row, numbers: Sequence[int]) -> bool:
    """Whether a row holds a sign for a missing figure in every column of numbers."""
    texts = [row.cell(index) for index in numbers]
    return all(text and (is_symbol(text) or text in MISSING) for text in texts)


def _headings_start(rows: Sequence[Row], first: int) -> int:
    """The first of the rows just above the figures that hold headings, not a title."""
    start = first
    while start and first - start < _MOST_HEADINGS:
        row = rows[start - 1]
        filled = [at for at, text in enumerate(row.cells) if text]
        a_title = filled == [0]
        if a_title or row.line != rows[start].line - 1:
            break
        start -= 1
    return start


def _beginning(row: Row) -> str:
    """How a row below the table begins: the word before a colon, or the first words."""
    text = next(text for text in row.cells if text)
    word, colon, _ = text.partition(":")
    return word if colon and len(word) <= 30 else text[:30].rstrip()


def _decimal(rows: Iterable[Row], numbers: Sequence[int]) -> str:
    """The decimal sign that the numbers written as text have."""
    seen: Counter[str] = Counter()
    for row in rows:
        for index in numbers:
            text = row.cell(index).rstrip("% ")
            if row.kind(index) in (NUMBER, PERCENT) or not _NUMBER.match(text):
                continue
            signs = [letter for letter in text if letter in ".,"]
            if not signs:
                continue
            behind = len(text) - 1 - text.rindex(signs[-1])
            if len(set(signs)) == 2 or (len(signs) == 1 and behind != 3):
                seen[signs[-1]] += 1
            elif len(signs) > 1:  # 1.234.567
                seen["," if signs[0] == "." else "."] += 1
            else:  # 1.234: thousands, or three decimals
                seen[UNSETTLED] += 1
    if seen[","] and seen["."]:
        return UNSETTLED
    if seen[","] or seen["."]:
        return "," if seen[","] else "."
    return UNSETTLED if seen[UNSETTLED] else "."


def _shown(sheet: Sheet) -> str:
    return f"{sheet.file}, sheet “{sheet.name}”" if sheet.name else sheet.file
