"""From a grid of cells with headings to observations: codes for labels, numbers for cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols.statline_layouts import Grid
from duidelijk.sources.protocols.statline_names import is_topic, kind_by_name, with_unit
from duidelijk.sources.table import (
    MEASURE,
    OBSERVATION,
    Description,
    Dimension,
    Kind,
    Measure,
    SourceTable,
)
from duidelijk.sources.wording import number_in_words, period_in_words, regions_in_words

_TABLE_ID = re.compile(r"[0-9]{5}[A-Za-z]{3}(?![A-Za-z])")
_MOST_DECIMALS = 9


def table_of(grid: Grid, mark: str, shown: str) -> SourceTable:
    """The observations of a grid whose numbers have this decimal mark. Raises ``Unreadable``."""
    coded = _coded_dimensions(grid, shown)
    topics = _Topics.of(grid, shown)
    _check_distinct(grid, coded, topics, shown)
    values, missing, decimals = _values(grid, mark, topics, shown)
    rows, columns = len(grid.rows), len(grid.columns)
    series = [pl.Series(MEASURE, topics.ids(), dtype=pl.String)]
    for name, each in coded.items():
        if name in grid.chosen:
            codes = [each.codes[grid.chosen[name]]] * (rows * columns)
        elif name in grid.down:
            place = grid.down.index(name)
            codes = [each.codes[line.cells[place]] for line in grid.rows for _ in grid.columns]
        else:
            place = grid.across.index(name)
            codes = [each.codes[column.labels[place]] for column in grid.columns] * rows
        series.append(pl.Series(name, codes, dtype=pl.String))
    series.append(pl.Series("value", values, dtype=pl.Float64))
    series.append(pl.Series("missing", missing, dtype=pl.String))
    name = Path(shown).stem
    table_id = _TABLE_ID.search(name)
    description = Description(
        id=table_id[0] if table_id else name,
        title=grid.title or name,
        dimensions=tuple(each.dimension for each in coded.values()),
        measures=tuple(topics.measures(decimals)),
        publisher=grid.publisher,
    )
    return SourceTable(description, iter([pl.DataFrame(series)]))


# --- labels


@dataclass(frozen=True)
class _Coded:
    """A dimension, with the code of each of its labels."""

    dimension: Dimension
    codes: Mapping[str, str]


def _coded_dimensions(grid: Grid, shown: str) -> dict[str, _Coded]:
    labels: dict[str, dict[str, int]] = {}
    """By dimension its labels, with the line each of them stands on first."""
    for name, label in grid.chosen.items():
        _check_name(name, labels, grid, shown)
        labels[name] = {label: grid.heading}
    for place, name in enumerate(grid.down):
        _check_name(name, labels, grid, shown)
        labels[name] = {}
        for line in grid.rows:
            labels[name].setdefault(line.cells[place], line.number)
    for place, name in enumerate(grid.across):
        _check_name(name, labels, grid, shown)
        labels[name] = {column.labels[place]: grid.heading for column in grid.columns}
    kinds = _kinds(labels)
    return {
        name: _coded(name, kinds[name], found, shown)
        for name, found in labels.items()
        if not is_topic(name)
    }


def _check_name(name: str, known: Iterable[str], grid: Grid, shown: str) -> None:
    if not name:
        raise Unreadable(shown, "does not name what its rows are", "fill it in", grid.heading)
    if name in known or name in OBSERVATION:
        what = f"has two columns or choices called “{name}”"
        if name in OBSERVATION:
            what = f"has a column called “{name}”, which has a meaning of its own here"
        raise Unreadable(shown, what, "rename it", grid.heading)


def _kinds(labels: Mapping[str, Mapping[str, int]]) -> dict[str, Kind]:
    """What each dimension divides by: by its name, else by what its labels are."""
    kinds = {name: kind_by_name(name) for name in labels}
    for name, found in labels.items():
        if kinds[name] is not Kind.OTHER or is_topic(name):
            continue
        if Kind.TIME not in kinds.values() and all(period_in_words(label) for label in found):
            kinds[name] = Kind.TIME
        elif Kind.REGION not in kinds.values() and 2 * len(regions_in_words(found)) > len(found):
            kinds[name] = Kind.REGION
    return kinds


def _coded(name: str, kind: Kind, labels: Mapping[str, int], shown: str) -> _Coded:
    if "" in labels:
        raise Unreadable(shown, f"has no label for {name}", "fill it in", labels[""])
    if kind is Kind.TIME:
        return _coded_periods(name, labels, shown)
    codes = {label: label for label in labels}
    if kind is Kind.REGION:
        codes |= regions_in_words(labels)
    titles = {code: label for label, code in codes.items()}
    return _Coded(Dimension(name, kind, name, titles), codes)


def _coded_periods(name: str, labels: Mapping[str, int], shown: str) -> _Coded:
    codes: dict[str, str] = {}
    titles: dict[str, str] = {}
    statuses: dict[str, str | None] = {}
    for label, line in labels.items():
        found = period_in_words(label)
        if found is None:
            what = f"“{label}” under {name} is not a period"
            raise Unreadable(shown, what, "as 2021, 2021 januari or 2e kwartaal 2021", line)
        code, status = found
        if statuses.setdefault(code, status) != status:
            what = f"{code} stands there as provisional, and not"
            raise Unreadable(shown, what, "download it again", line)
        codes[label] = code
        titles[code] = label.rstrip("* ")
    told = {code: status for code, status in statuses.items() if status}
    return _Coded(Dimension(name, Kind.TIME, name, titles, told), codes)


# --- topics


@dataclass(frozen=True)
class _Topics:
    """Title and unit of the topic of each row or each column."""

    of_rows: Sequence[tuple[str, str]]
    of_columns: Sequence[tuple[str, str]]
    by_row: bool

    @classmethod
    def of(cls, grid: Grid, shown: str) -> _Topics:
        """The topics of a grid: told by a choice, by the rows or by the headings."""
        chosen = [label for name, label in grid.chosen.items() if is_topic(name)]
        places = [place for place, name in enumerate(grid.down) if is_topic(name)]
        above = [column.topic for column in grid.columns if column.topic]
        if len(chosen) + len(places) + bool(above) != 1 or 0 < len(above) < len(grid.columns):
            told = "in more than one place" if above or chosen or places else "nowhere"
            what = f"the topic of the figures is told {told}"
            raise Unreadable(shown, what, "download it from StatLine again", grid.heading)
        columns = [(column.topic, column.unit) for column in grid.columns]
        if places:
            return cls([with_unit(line.cells[places[0]]) for line in grid.rows], columns, True)
        if chosen:
            title, unit = with_unit(chosen[0])
            columns = [(title, column.unit or unit) for column in grid.columns]
        return cls([("", "")] * len(grid.rows), columns, False)

    def ids(self) -> list[str]:
        """The measure of every cell, row by row."""
        units: dict[str, set[str]] = {}
        for title, unit in self._each():
            units.setdefault(title, set()).add(unit)
        named = {
            (title, unit): title if len(units[title]) == 1 else f"{title} ({unit})"
            for title, unit in self._each()
        }
        if self.by_row:
            return [named[each] for each in self.of_rows for _ in self.of_columns]
        return [named[each] for each in self.of_columns] * len(self.of_rows)

    def measures(self, decimals: Mapping[tuple[str, str], int]) -> list[Measure]:
        """Every measure once, in order; *decimals* by title and unit."""
        width = len(self.of_columns)
        ids = self.ids()[::width] if self.by_row else self.ids()[:width]
        return list(
            {
                id_: Measure(id_, id_, each[1], decimals.get(each))
                for id_, each in zip(ids, self._each(), strict=True)
            }.values()
        )

    def _each(self) -> Sequence[tuple[str, str]]:
        return self.of_rows if self.by_row else self.of_columns

    def of_cell(self, row: int, column: int) -> tuple[str, str]:
        """Title and unit of the topic of one cell."""
        return self.of_rows[row] if self.by_row else self.of_columns[column]


def _check_distinct(grid: Grid, coded: Mapping[str, _Coded], topics: _Topics, shown: str) -> None:
    """Refuse rows or columns that cannot be told apart."""
    seen: dict[tuple[str, ...], int] = {}
    for line, topic in zip(grid.rows, topics.of_rows, strict=True):
        labels = zip(grid.down, line.cells, strict=False)
        key = (*topic, *(coded[name].codes[label] for name, label in labels if name in coded))
        if (first := seen.setdefault(key, line.number)) != line.number:
            what = f"has the same labels as line {first}: “{line.cells[0]}”"
            raise Unreadable(shown, what, "remove or rename one of them", line.number)
    again: set[tuple[str, ...]] = set()
    for column, topic in zip(grid.columns, topics.of_columns, strict=True):
        labels = zip(grid.across, column.labels, strict=True)
        key = (*topic, *(coded[name].codes[label] for name, label in labels))
        if key in again:
            what = f"has two columns with the same headings: “{' · '.join(key)}”"
            raise Unreadable(shown, what, "remove or rename one of them", grid.heading)
        again.add(key)


# --- values


def decimal_mark(grid: Grid, delimiter: str, shown: str) -> str:
    """The decimal mark of all values: what most of them can be read with.

    Raises ``Unreadable`` when 1.092 can be a thousand as well as one and a bit.
    """
    begin = len(grid.down)
    cells = [(line, cell) for line in grid.rows for cell in line.cells[begin:]]
    marked = [each for each in cells if len(each[1]) > 1 and ("," in each[1] or "." in each[1])]
    if not marked or not all(_THOUSANDS.fullmatch(cell) for _, cell in marked):
        return max(",.", key=lambda mark: sum(_reads(cell, mark) for _, cell in marked))
    commas = all("," in cell for _, cell in marked)
    # CBS writes no marks for thousands; somebody's spreadsheet does
    if (commas and delimiter != ",") or any(_LONG.fullmatch(cell) for _, cell in cells):
        return "," if commas else "."
    line, cell = marked[0]
    what = f"cannot tell whether “{cell}” is a thousand or a fraction"
    raise Unreadable(shown, what, "download it with other decimals", line.number)


def _reads(cell: str, mark: str) -> bool:
    return number_in_words(cell, mark)[0] is not None


_THOUSANDS = re.compile(r"[-+−]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_LONG = re.compile(r"[-+−]?[1-9][0-9]{3,}(?:[.,][0-9]+)?")
"""A number that would have had a mark for its thousands."""


def _values(
    grid: Grid, mark: str, topics: _Topics, shown: str
) -> tuple[list[float | None], list[str | None], dict[tuple[str, str], int]]:
    """Value and reason of every cell, row by row, and the most decimals each topic has."""
    begin = len(grid.down)
    values: list[float | None] = []
    missing: list[str | None] = []
    decimals: dict[tuple[str, str], int] = {}
    for row, line in enumerate(grid.rows):
        for column, cell in enumerate(line.cells[begin:]):
            value, reason = number_in_words(cell, mark)
            if value is None and reason is None:
                what = f"“{cell}” is neither a number nor a symbol of CBS"
                raise Unreadable(shown, what, "as 1234,5, or . x - or nothing", line.number)
            values.append(value)
            missing.append(reason)
            if value is not None:
                topic = topics.of_cell(row, column)
                places = min(len(cell.partition(mark)[2]), _MOST_DECIMALS)
                decimals[topic] = max(decimals.get(topic, 0), places)
    return values, missing, decimals
