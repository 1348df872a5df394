"""What each column of a sheet tells by a mapping: a place of its row's figures, or the values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from duidelijk.foundation.declarations import KeyPath
from duidelijk.foundation.problems import Problem
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.mapping import (
    PLACES,
    Column,
    FileMapping,
    column_letters,
    columns_of,
    headed,
)
from duidelijk.sources.sheets.meaning import Meanings, Meant


@dataclass(frozen=True)
class Says:
    """One place that a column of texts tells: by the whole text, or by one part of it."""

    column: int
    place: str
    part: int | None
    by: str
    parts: int
    level: str
    names: tuple[tuple[str, str], ...]

    def reads(self, meanings: Meanings) -> Callable[[str], Meant]:
        """What looks up the meaning of a text in this column."""

        def reads(text: str) -> Meant:
            if self.part is not None:
                parts = _split(text, self.by)
                if len(parts) != self.parts:
                    return Meant(None, parts_differ(text, len(parts), self.parts), PARTS_REMEDY)
                text = parts[self.part]
            return meanings.place(self.place, text, self.level, self.names)

        return reads


@dataclass
class Value:
    """One column of values, what is fixed of its figures, and the columns that go with it."""

    column: int
    fixed: dict[str, str] = field(default_factory=dict)
    """Code by place, of everything but groups; without what could not be told."""
    groups: list[str] = field(default_factory=list)
    status: str | None = None
    times: float | None = None
    untold: set[str] = field(default_factory=set)
    """Places of which the text means nothing; told as a trouble."""
    beside: dict[str, int] = field(default_factory=dict)
    """``lower``, ``upper`` and ``n``, each in its column."""


@dataclass
class _Trouble:
    line: int
    remedy: str
    rows: dict[int, int] = field(default_factory=dict)
    """By column of values: a text beside several of them is still one row."""


class Troubles:
    """Texts that mean nothing: each told once, with its first line and how often it came."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[tuple[str, str], _Trouble] = {}

    def add(
        self, column: str, what: str, remedy: str, line: int, rows: int = 1, value: int = -1
    ) -> None:
        """Note that *what* is wrong in so many rows, from *line* on, in a column (by letter).

        *value* is the column of values it was found for.
        """
        trouble = self._found.setdefault((column, what), _Trouble(line, remedy))
        trouble.line = min(trouble.line, line)
        trouble.rows[value] = trouble.rows.get(value, 0) + rows

    def told(self) -> list[Problem]:
        """A problem for each."""
        problems = []
        for (column, what), trouble in self._found.items():
            rows = max(trouble.rows.values())
            where = f" in column {column}" if column else ""
            often = f" ({rows:,} rows)" if rows > 1 else ""
            text = f"{what}{where}{often}"
            problems.append(Problem(self.file, trouble.line, text, trouble.remedy))
        return problems


class Roles:
    """The columns of one sheet by one mapping. Raises ``Unfit`` when they are not there."""

    def __init__(self, mapping: FileMapping, sheet: Sheet, meanings: Meanings) -> None:
        self.mapping, self.meanings = mapping, meanings
        self.columns: Mapping[int, Column] = columns_of(mapping, sheet)
        self.headed = headed(sheet, mapping.header_rows)
        self.troubles = Troubles(sheet.file)
        self.problems: list[Problem] = []
        """Of the mapping itself."""
        self.says = [
            each for index, column in self.columns.items() for each in _says(index, column)
        ]
        self.values = [self._value(index) for index in self.of_role("value")]
        self._one_of_each()
        self._beside()

    def of_role(self, role: str) -> list[int]:
        """The columns with a role."""
        return [index for index, column in self.columns.items() if column.role == role]

    def telling(self, place: str) -> list[int]:
        """Which of ``says`` tell a place."""
        return [number for number, each in enumerate(self.says) if each.place == place]

    def _value(self, index: int) -> Value:
        """What is fixed for a column of values: for all, by its headings, or stated there."""
        column = self.columns[index]
        value = Value(index, times=column.times)
        number = self.mapping.columns.index(column)
        told: list[tuple[str, str, int, KeyPath]] = [
            *((place, text, 0, ("fixed", place)) for place, text in self.mapping.fixed.items()),
            *self._told_above(index),
            *((place, getattr(column, place), 0, ("columns", number, place)) for place in PLACES),
        ]
        for place, text, row, path in told:
            if not text:
                continue
            meant = self.meanings.place(place, text)
            if meant.code is None and row:
                self.troubles.add("", meant.what, meant.remedy, row, 0)
                value.untold.add(place)
            elif meant.code is None:
                self.problems.append(self.mapping.problem(path, meant.what, meant.remedy))
                value.untold.add(place)
            elif place == "group":
                value.groups.append(meant.code)
            else:
                value.fixed[place] = meant.code
                value.status = meant.status or value.status
        return value

    def _told_above(self, index: int) -> Iterator[tuple[str, str, int, KeyPath]]:
        """Places with their texts that the rows of headings tell of a column, and which row."""
        for number, heading in enumerate(self.mapping.headings):
            path: KeyPath = ("headings", number)
            if heading.row not in self.mapping.header_rows:
                what = f"row {heading.row} is not one of header_rows"
                self.problems.append(self.mapping.problem(path, what, "add it there"))
                continue
            text = self.headed.paths[index][self.mapping.header_rows.index(heading.row)]
            if heading.role != "split":
                yield heading.role, text if heading.role in PLACES else "", heading.row, path
                continue
            parts = _split(text, heading.by)
            if len(parts) == len(heading.parts):
                for place, part in zip(heading.parts, parts, strict=True):
                    yield place, part if place in PLACES else "", heading.row, path
            else:
                what = parts_differ(text, len(parts), len(heading.parts))
                self.troubles.add(column_letters(index), what, PARTS_REMEDY, heading.row, 0)

    def _one_of_each(self) -> None:
        """A row can tell several groups, but only one region, period and indicator."""
        for place in PLACES:
            told = [
                f"column {column_letters(self.says[each].column)}" for each in self.telling(place)
            ]
            told += ["fixed"] if self.mapping.fixed.get(place) else []
            if place != "group" and len(told) > 1:
                what = f"{' and '.join(told)} both tell the {place}"
                remedy = "keep one of them, and make a column you leave out is: ignore"
                self.problems.append(self.mapping.problem(("columns",), what, remedy))
        for value in self.values:
            for place in ("region", "period", "indicator"):
                if place not in {*value.fixed, *value.untold} and not self.telling(place):
                    what = f"nothing tells the {place} of column {column_letters(value.column)}"
                    remedy = f"write {place}: at that column, or make it is: ignore"
                    self.problems.append(self.mapping.problem(("columns",), what, remedy))
        if not self.values:
            what = "no column of this sheet is the value"
            self.problems.append(self.mapping.problem(("columns",), what, "write is: value"))

    def _beside(self) -> None:
        """Give each column of limits or respondents to the values that it goes with."""
        for role in ("lower", "upper", "n"):
            for index in self.of_role(role):
                own = self._value(index)
                fitting = [value for value in self.values if _goes_with(own, value)]
                taken = any(role in value.beside for value in fitting)
                if not fitting or taken:
                    which = f"a value that has another {role}" if taken else "no value"
                    what = f"column {column_letters(index)} goes with {which}"
                    remedy = "name its indicator, group or period as at the column of the value"
                    self.problems.append(self.mapping.problem(("columns",), what, remedy))
                for value in fitting:
                    value.beside[role] = index


def _says(index: int, column: Column) -> Iterator[Says]:
    names = tuple(column.names.items())
    if column.role in PLACES:
        yield Says(index, column.role, None, "", 1, column.level, names)
    elif column.role == "split":
        for number, place in enumerate(column.parts):
            if place in PLACES:
                parts = len(column.parts)
                yield Says(index, place, number, column.by, parts, column.level, names)


def _goes_with(own: Value, value: Value) -> bool:
    """Whether everything stated of a column of limits is so for a column of values."""
    same = all(value.fixed.get(place) == code for place, code in own.fixed.items())
    return same and (not own.groups or sorted(own.groups) == sorted(value.groups))


def _split(text: str, by: str) -> list[str]:
    return [part.strip() for part in text.split(by)]


PARTS_REMEDY = "start lower with first_row, or name the row under footer, when it is no figure"


def parts_differ(text: str, found: int, wanted: int) -> str:
    """What is wrong with a text that cannot be split as the mapping says."""
    return f"“{text}” has {found} parts where the mapping has {wanted}"
