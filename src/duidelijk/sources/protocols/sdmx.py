"""Files of SDMX-CSV 1.0 and 2.0, and of JSON-stat 2.0.

SDMX-CSV is read here and not by ``pysdmx``: that guesses which codes are numbers, so that ``01``
becomes ``1``, and leaves out the names of codes. It is asked in the tests whether it agrees.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import polars as pl

from duidelijk.periods import UnknownPeriod
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols import jsonstat
from duidelijk.sources.protocols.sdmx_codes import Said, kind_of, own_code, said
from duidelijk.sources.table import (
    MEASURE,
    OBSERVATION,
    Description,
    Dimension,
    Measure,
    SourceTable,
)

VALUE = "OBS_VALUE"
_STATUS = ("OBS_STATUS", "OBS_FLAG")
_CONFIDENTIALITY = "CONF_STATUS"
_FIRST = ("DATAFLOW", "STRUCTURE")
_BESIDES = {"STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "DATAFLOW", "ACTION"}
_BESIDES |= {"SERIES_KEY", "OBS_KEY"}
_ATTRIBUTES = {*_STATUS, _CONFIDENTIALITY, "UNIT_MULT", "DECIMALS", "LAST UPDATE"}
"""Columns that are attributes even when they stand before the value."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?\Z")
_NONE = {"", "NaN", ":"}
_LARGEST = 1024 * 1024 * 1024
_BATCH = 100_000
_SCHEMA = {
    "value": pl.Float64(),
    "missing": pl.String(),
    "status": pl.String(),
    "note": pl.String(),
}


def recognises(path: Path) -> bool:
    """Whether a file looks like SDMX-CSV or JSON-stat, by how it begins."""
    try:
        with path.open("rb") as stream:
            start = stream.read(65_536).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return False
    if start.startswith(b"{"):
        return bool(re.search(rb'"class"\s*:\s*"(dataset|collection)"', start)) or (
            b'"dimension"' in start and b'"size"' in start
        )
    names = {_id(each) for each in start.partition(b"\n")[0].decode("utf-8", "replace").split(",")}
    return "DATAFLOW" in names or {"STRUCTURE", "STRUCTURE_ID"} <= names


def read(path: Path, shown_as: str | None = None) -> SourceTable:
    """The table in a file; *shown_as* names it in messages. Raises ``Unreadable``."""
    shown = shown_as or path.name
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise Unreadable(shown, f"cannot be opened ({error})", "get the file again") from None
    if len(content) > _LARGEST:
        raise Unreadable(shown, f"holds more than {_LARGEST >> 20} MB", "ask for less of it")
    return parse(content, shown)


def parse(content: bytes, shown: str) -> SourceTable:
    """The table in the content of a file. Raises ``Unreadable``."""
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return jsonstat.read(content, shown)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(shown, "is not written in UTF-8", "save it as UTF-8", line) from None
    if "\0" in text:
        raise Unreadable(shown, "holds characters that no text has", "get the file again")
    return _Reading(shown).table(text)


@dataclass
class _Column:
    """A dimension and where it stands; its codes as they come by."""

    id: str
    at: int
    title: str
    name_at: int | None
    """Where its names stand, in a file with names beside codes."""
    codes: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    """Code in the file → our code."""


@dataclass
class _Reading:
    """Reads one file of SDMX-CSV."""

    shown: str
    columns: list[_Column] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    width: int = 0
    structure: str = ""
    title: str = ""
    digits: int = 0
    meanings: dict[tuple[str, str], Said] = field(default_factory=dict)

    def table(self, text: str) -> SourceTable:
        frames = []
        batch: list[tuple[object, ...]] = []
        rows = self._rows(text)
        self._header(next(rows, (1, []))[1])
        for line, row in rows:
            batch.append(self._observation(row, line))
            if len(batch) == _BATCH:
                frames.append(self._frame(batch))
                batch = []
        if batch or not frames:
            frames.append(self._frame(batch))
        if not any(map(len, frames)):
            raise Unreadable(self.shown, "has no rows", "get the file again", 1)
        dimensions = [
            Dimension(each.id, kind_of(each.id), each.title, each.codes) for each in self.columns
        ]
        description = Description(
            id=self.structure,
            title=self.title or self.structure,
            dimensions=tuple(dimensions),
            measures=(Measure(VALUE, self.title or self.structure, "", self.digits),),
        )
        return SourceTable(description, iter(frames))

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The rows with the line they begin on; blank lines are none."""
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        before = 0
        try:
            for row in reader:
                if row:
                    yield before + 1, row
                before = reader.line_num
        except csv.Error as error:
            what = f"cannot be read as CSV ({error})"
            raise Unreadable(self.shown, what, "get the file again", before + 1) from None

    def _header(self, header: Sequence[str]) -> None:
        ids = [_id(each) for each in header]
        if not set(_FIRST) & set(ids):
            semicolons = len(header) == 1 and ";" in header[0]
            what = "is separated by semicolons" if semicolons else "is not SDMX-CSV"
            raise Unreadable(self.shown, what, "ask for SDMX-CSV with commas", 1)
        named = "STRUCTURE_NAME" in ids
        components = [at for at, id_ in enumerate(ids) if id_ not in _BESIDES]
        if named and len(components) % 2:
            what = "has names beside codes, but not for each column"
            raise Unreadable(self.shown, what, "ask for it with codes only", 1)
        names = set(components[1::2]) if named else set()
        self.width = len(ids)
        self.places = {id_: at for at, id_ in enumerate(ids) if at not in names}
        if len(self.places) + len(names) < len(ids):
            raise Unreadable(self.shown, "has a column twice", "get the file again", 1)
        for needed in (VALUE, "STRUCTURE_ID" if "STRUCTURE" in ids else "DATAFLOW"):
            if needed not in self.places:
                raise Unreadable(self.shown, f"has no column {needed}", "ask for the data", 1)
        for at in components:
            early = at < self.places[VALUE] and ids[at] not in _ATTRIBUTES
            if at not in names and ids[at] != VALUE and (early or ids[at] == "TIME_PERIOD"):
                title = header[at + 1] if named else _label(header[at])
                self.columns.append(_Column(ids[at], at, title, at + 1 if named else None))
        if not self.columns:
            raise Unreadable(self.shown, "has no dimensions before its values", "check it", 1)
        reserved = OBSERVATION.keys() & {each.id for each in self.columns}
        if reserved or any(not each.id for each in self.columns):
            what = f"has a column called “{min(reserved, default='')}”"
            raise Unreadable(self.shown, what, "columns have the ids of SDMX", 1)

    def _observation(self, row: Sequence[str], line: int) -> tuple[object, ...]:
        if len(row) != self.width:
            what = f"has {len(row)} cells instead of {self.width}"
            raise Unreadable(self.shown, what, "get the file again; it may have broken off", line)
        self._same_structure(row, line)
        action = self._cell(row, "ACTION")
        if action not in ("", "I", "A", "R", "M"):
            what = f"asks for the action “{action[:40]}”"
            raise Unreadable(self.shown, what, "ask for the data as it is now", line)
        codes = [self._code(each, row, line) for each in self.columns]
        value = self._value(row[self.places[VALUE]], line)
        flags = "".join(self._cell(row, each) for each in _STATUS)
        says = self._said(flags, self._cell(row, _CONFIDENTIALITY))
        value = value if says.shown else None
        missing = None if value is not None else says.missing
        return (*codes, value, missing, says.status, says.note)

    def _cell(self, row: Sequence[str], id_: str) -> str:
        """The code in a column; nothing when there is no such column."""
        return _id(row[self.places[id_]]) if id_ in self.places else ""

    def _same_structure(self, row: Sequence[str], line: int) -> None:
        given = row[self.places["STRUCTURE_ID" if "STRUCTURE" in self.places else "DATAFLOW"]]
        structure = _id(given)
        if not structure:
            raise Unreadable(self.shown, "does not say which dataflow it is of", "check it", line)
        if not self.structure:
            self.structure = structure
            self.title = _label(given)
            if "STRUCTURE_NAME" in self.places:
                self.title = row[self.places["STRUCTURE_NAME"]].strip()
        elif structure != self.structure:
            what = f"holds {structure[:60]} beside {self.structure[:60]}"
            raise Unreadable(self.shown, what, "give one dataflow a file", line)

    def _code(self, column: _Column, row: Sequence[str], line: int) -> str:
        given = row[column.at]
        if (own := column.own.get(given)) is not None:
            return own
        code = given.strip() if column.name_at is not None else _id(given)
        if not code:
            raise Unreadable(self.shown, f"has no {column.id}", "ask for whole observations", line)
        try:
            own = own_code(kind_of(column.id), code)
        except UnknownPeriod as error:
            raise Unreadable(self.shown, str(error), "", line) from None
        title = row[column.name_at].strip() if column.name_at is not None else _label(given)
        column.own[given] = own
        column.codes.setdefault(own, title)
        return own

    def _value(self, text: str, line: int) -> float | None:
        text = text.strip()
        if text in _NONE:
            return None
        if not _NUMBER.match(text):
            what = f"“{text[:60]}” in column {VALUE} is not a number"
            raise Unreadable(self.shown, what, "a number is written as 1234.5", line)
        decimals = len(text.partition(".")[2]) if "e" not in text.casefold() else 0
        self.digits = max(self.digits, min(decimals, 9))
        number = float(text)
        if abs(number) > 1e300:
            raise Unreadable(self.shown, f"holds {text[:20]}… as a value", "check it", line)
        return number

    def _said(self, flags: str, confidentiality: str) -> Said:
        key = (flags, confidentiality)
        return self.meanings.get(key) or self.meanings.setdefault(key, said(*key))

    def _frame(self, rows: list[tuple[object, ...]]) -> pl.DataFrame:
        ids = [each.id for each in self.columns]
        schema = {**dict.fromkeys(ids, pl.String()), **_SCHEMA}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        return frame.select(pl.lit(VALUE).alias(MEASURE), pl.all())


def _id(text: str) -> str:
    """The code of a cell that can hold its name as well: ``NL: Netherlands``."""
    return text.partition(": ")[0].strip()


def _label(text: str) -> str:
    return text.partition(": ")[2].strip()
