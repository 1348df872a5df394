"""A proposal in the making: what is known of each column so far, with why and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from duidelijk.catalogue import Monitor
from duidelijk.foundation.declarations import KeyPath
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.guessing import MOST_NAMES, Guess, Guesser
from duidelijk.sources.sheets.mapping import (
    UNSETTLED,
    Column,
    FileMapping,
    Heading,
    column_letters,
    headed,
)
from duidelijk.sources.sheets.shape import shape_of


@dataclass
class Proposal:
    """A mapping that a person has to look at."""

    mapping: FileMapping
    remarks: Mapping[KeyPath, str]
    """By key of the mapping: why it is so, or what it may be."""
    understood: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


class Draft:
    """What is known so far of how a sheet may be read. Raises ``Unreadable`` without figures."""

    def __init__(self, sheet: Sheet, monitor: Monitor) -> None:
        self.sheet = sheet
        self.shape = shape_of(sheet)
        self.words = " ".join([*self.shape.above, sheet.name, sheet.file])
        """What stands above the table and in its name."""
        self.guesser = Guesser(monitor, self.words)
        self.headed = headed(sheet, self.shape.header_rows)
        self.columns: dict[int, Column] = {}
        self.headings: list[Heading] = []
        self.names: dict[str, dict[str, str]] = {}
        self.level = ""
        self.one_indicator = False
        """Whether all columns of figures must be of one indicator, as they differ otherwise."""
        self.known = 0
        """Texts that surely mean something to the monitor."""
        self.remarks: dict[KeyPath, str] = {}
        self.understood: list[str] = []
        self.doubtful: list[str] = []

    def title(self, index: int) -> str:
        """The heading of a column."""
        return self.headed.titles[index] if index < len(self.headed.titles) else ""

    def shown(self, index: int) -> str:
        """A column as people are told of it."""
        title = self.title(index)
        return f"column {column_letters(index)}" + (f" “{title}”" if title else "")

    def telling(self, place: str) -> int | None:
        """The column of texts that tells a place already."""
        for index, column in self.columns.items():
            if column.role == place or place in column.parts:
                return index
        return None

    def tells(self, place: str) -> bool:
        """Whether a column of texts or a row of headings tells a place."""
        above = any(place in (each.role, *each.parts) for each in self.headings)
        return above or self.telling(place) is not None

    def may_tell(self, place: str) -> bool:
        """Whether something tells a place, or a part of a text that is still to be settled may."""
        parts = [each.parts for each in self.columns.values()]
        parts += [each.parts for each in self.headings]
        return self.tells(place) or any(UNSETTLED in each for each in parts)

    def understand(self, path: KeyPath, what: str, remark: str = "") -> None:
        """Note what is clear."""
        self.understood.append(what)
        if remark:
            self.remarks[path] = remark

    def doubt(self, path: KeyPath, what: str, may_be: str) -> None:
        """Note what a person has to settle, and what it may be."""
        self.doubtful.append(f"{what}: {may_be}")
        self.remarks[path] = may_be

    def set(self, index: int, column: Column, why: str = "") -> None:
        """Say what a column is."""
        named = replace(column, column=column_letters(index), title=self.title(index))
        self.columns[index] = named
        if why:
            self.understand(("columns", index), f"{self.shown(index)} is {column.role}: {why}", why)

    def ask(self, index: int, may_be: str) -> None:
        """Leave what a column is to a person."""
        self.set(index, Column(UNSETTLED))
        self.doubt(("columns", index), self.shown(index), may_be)

    def head(self, heading: Heading, what: str) -> KeyPath:
        """Say what a row of headings tells; gives the place for remarks."""
        self.headings.append(heading)
        path: KeyPath = ("headings", len(self.headings) - 1)
        self.understand(path, f"the headings on row {heading.row} are {what}", what)
        return path

    def settle(self, guess: Guess) -> None:
        """Take over the names of a guess: those that are clear, and those a person must settle."""
        self.known += guess.known
        self.level = guess.level or self.level
        asked = 0
        for text, code in guess.names.items():
            hint = guess.hints.get(text, "")
            path: KeyPath = ("names", guess.role, text)
            if code == UNSETTLED:
                asked += 1
                if asked > MOST_NAMES:
                    continue
                self.doubt(path, f"{guess.role} “{text}”", hint)
            elif hint:
                self.remarks[path] = hint
            self.names.setdefault(guess.role, {})[text] = code
        if asked > MOST_NAMES:
            what = f"{asked:,} texts are no known {guess.role}; the first {MOST_NAMES} are listed"
            self.doubtful.append(what)

    def ordered(self) -> Iterator[Column]:
        """The columns from left to right; remarks get the number that their column has there."""
        told = {key: self.remarks.pop(key) for key in list(self.remarks) if key[:1] == ("columns",)}
        for number, (index, column) in enumerate(self._in_ranges()):
            if ("columns", index) in told:
                self.remarks["columns", number] = told["columns", index]
            yield column

    def _in_ranges(self) -> Iterator[tuple[int, Column]]:
        """Columns with the first index of each; those told by rows of headings taken together.

        A range that ends with the sheet stays open: next year's file has columns more.
        """
        last = max(self.columns, default=-1)
        plain = Column("value")
        run: list[int] = []
        for index in [*sorted(self.columns), last + 1]:
            column = self.columns.get(index)
            if column and self.headings and replace(column, column="", title="") == plain:
                if run and run[-1] != index - 1:
                    yield run[0], self._range(run, last)
                    run = []
                run.append(index)
                continue
            if run:
                yield run[0], self._range(run, last)
                run = []
            if column:
                yield index, column

    def _range(self, run: list[int], last: int) -> Column:
        if len(run) == 1:
            return self.columns[run[0]]
        end = "" if run[-1] == last else column_letters(run[-1])
        return Column("value", f"{column_letters(run[0])}-{end}")
