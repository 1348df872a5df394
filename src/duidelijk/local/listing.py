"""Reads the list of a local monitor's indicators, with their definitions, from any table."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from duidelijk.foundation.problems import Problem, Refused
from duidelijk.local.monitor import LocalIndicator
from duidelijk.sources.sheets.cells import Row, Sheet, read_sheets

MOST = 20_000
"""Indicators of one list."""
_LONGEST = {"code": 80, "name": 300, "description": 4000}
_OTHERWISE = 300
_HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("indicator code", "variabele", "indicatorcode", "code", "variable", "id"),
    "name": ("name", "label", "naam", "indicator", "titel", "title", "onderwerp"),
    "description": ("description", "definitie", "omschrijving", "definition", "toelichting"),
    "unit": ("unit", "eenheid", "symbool", "symbol", "rekeneenheid"),
    "population": ("population", "populatie", "groep", "group", "doelgroep"),
    "measured": ("peildatum", "reference date", "datum", "verschijningsfrequentie", "frequency"),
    "method": ("method", "methode", "aggregation indicator", "onderzoeksmethode"),
    "source": ("source", "bron"),
    "data_type": ("data type", "datatype", "type"),
}
"""How lists name what is told of an indicator; the first that a list has is taken."""
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,300}>")
_HEADED_WITHIN = 10


def read_listing(path: Path, shown_as: str | None = None) -> list[LocalIndicator]:
    """The indicators in a CSV file or a workbook, in its order.

    The sheet and the row with headings are those that name a code or a name, and most else of what
    is asked. Raises ``Unreadable`` for what is no table, and ``Refused``, with every line that is
    wrong, for a list without names, with a code twice, or with too much in it.
    """
    shown = shown_as or path.name
    sheets = read_sheets(path, shown)
    headed = [(found, sheet) for sheet in sheets if (found := _headed(sheet))]
    if not headed:
        what = "has no row of headings with a code or a name of indicators"
        remedy = "name the columns code, name, description, unit, population, source"
        raise Refused("Nothing was stored:", [Problem(shown, 0, what, remedy)])
    (line, columns), sheet = max(headed, key=lambda each: len(each[0][1]))
    return _checked(list(_indicators(sheet, line, columns)), shown)


def _headed(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of headings of a sheet and what its columns are; ``None`` without one."""
    best: tuple[int, dict[str, int]] | None = None
    for row in sheet.head[:_HEADED_WITHIN]:
        columns = _columns(row)
        if columns.keys() & {"code", "name"} and len(columns) > len(best[1] if best else {}):
            best = row.line, columns
    return best if best and len(best[1]) > 1 else None


def _columns(row: Row) -> dict[str, int]:
    written: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        written.setdefault(cell.casefold().strip(), at)
    found = {}
    for what, names in _HEADINGS.items():
        if named := [written[name] for name in names if name in written]:
            found[what] = named[0]
    return found


def _indicators(sheet: Sheet, line: int, columns: dict[str, int]) -> Iterator[LocalIndicator]:
    for row in sheet.rows():
        if row.line <= line:
            continue
        told = {what: _text(row.cell(at)) for what, at in columns.items()}
        if not any(told.values()):
            continue
        name, code = told.get("name", ""), told.get("code", "")
        told |= {"name": name or code, "code": code or name}
        yield LocalIndicator(**told, line=row.line)


def _text(cell: str) -> str:
    """The words of a cell, without the marks of a web page."""
    return " ".join(html.unescape(_TAG.sub(" ", cell)).split())


def _checked(found: Sequence[LocalIndicator], shown: str) -> list[LocalIndicator]:
    problems = []
    first: dict[str, int] = {}
    for each in found:
        if each.code in first:
            what = f"has the code “{each.code}”, as line {first[each.code]} has"
            problems.append(Problem(shown, each.line, what, "give each indicator its own code"))
        first.setdefault(each.code, each.line)
        for name, text in vars(each).items():
            most = _LONGEST.get(name, _OTHERWISE)
            if isinstance(text, str) and len(text) > most:
                what = f"has {len(text):,} characters under {name}; at most {most:,} are kept"
                problems.append(Problem(shown, each.line, what, "shorten it"))
    if not found:
        problems.append(Problem(shown, 0, "holds no indicator", "fill in at least one row"))
    if len(found) > MOST:
        what = f"holds {len(found):,} indicators; at most {MOST:,} are read"
        problems.append(Problem(shown, 0, what, "offer it in parts"))
    if problems:
        raise Refused("The list was refused; nothing was stored:", problems)
    return list(found)
