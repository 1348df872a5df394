"""What the files of an edition's folder and the columns of its tables mean, in both languages."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from duidelijk.catalogue import Text

ColumnType = Literal["string", "number", "integer", "boolean", "date"]


@dataclass(frozen=True)
class Column:
    """One column of a table, as people and programs are told of it."""

    name: str
    type: ColumnType
    label: Text
    """What stands above it."""
    about: Text
    values: Mapping[str, Text] = field(default_factory=dict)
    """What it can hold, in words; empty when it can hold anything."""


@dataclass(frozen=True)
class FileKind:
    """One file of an edition, or files with names alike (``texts/*.md``)."""

    name: str
    about: Text
    key: tuple[str, ...] = ()
    """The columns by which a row of a table is known."""
    refers: Mapping[str, str] = field(default_factory=dict)
    """Columns that point to a list of names, which has a key of the same name."""


@cache
def file_kinds() -> tuple[FileKind, ...]:
    """Every file there can be, in the order in which people are shown them."""
    return tuple(
        FileKind(
            each["name"],
            Text(each["nl"], each["en"]),
            tuple(each.get("key", ())),
            each.get("refers", {}),
        )
        for each in _read("files.yaml")
    )


def kind_of(name: str) -> FileKind | None:
    """What the file with this name is; ``None`` for one that an edition should not hold."""
    return next((each for each in file_kinds() if fnmatch.fnmatchcase(name, each.name)), None)


def columns_of(file: str, names: Iterable[str]) -> list[Column]:
    """What the columns of a table mean. Raises ``KeyError`` for one that was never described."""
    described = _columns()
    here = described["tables"].get(file, {})
    found = []
    for name in names:
        each = described["columns"][name]
        about = Text(**(here.get(name) or each["about"]))
        label = Text(each["nl"], each["en"])
        kind = each.get("type", "string")
        found.append(Column(name, kind, label, about, code_words(name, file)))
    return found


@cache
def code_words(column: str, file: str = "") -> Mapping[str, Text]:
    """What the codes in a column are called; empty when it holds none."""
    values = _columns()["values"]
    found = values.get(f"{file} {column}", values.get(column, {}))
    return {code: Text(**each) for code, each in found.items()}


@cache
def _columns() -> dict[str, Any]:
    read: dict[str, Any] = _read("columns.yaml")
    return read


def _read(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
