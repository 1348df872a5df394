"""JSON-stat 2.0: a dataset as a cube, its cells in the order of its dimensions.

Read here and not by a package: ``pyjstat`` brings pandas and requests and has not been kept since
2023, the others only validate. The format is a page long; all of it that holds figures is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any, NoReturn, cast

import numpy as np
import polars as pl

from duidelijk.periods import UnknownPeriod
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols.sdmx_codes import Said, kind_of, own_code, said, twice
from duidelijk.sources.protocols.strict_json import read_json
from duidelijk.sources.table import (
    MEASURE,
    OBSERVATION,
    Description,
    Dimension,
    Kind,
    Measure,
    SourceTable,
)

VALUE = "value"
"""The measure of a dataset that names none."""
_MOST_CELLS = 2**62
_FORMAT = "it must be a dataset of JSON-stat 2.0"


@dataclass(frozen=True)
class _Axis:
    """A dimension with its codes in the order of the cells."""

    id: str
    kind: Kind
    title: str
    codes: Sequence[str]
    titles: Mapping[str, str]
    units: Mapping[str, Any]
    is_metric: bool


def read(content: bytes, shown: str) -> SourceTable:
    """The table in a document; *shown* names it in messages. Raises ``Unreadable``."""
    reading = _Reading(shown)
    document = reading.document(content)
    axes = reading.axes(document)
    measures = _measures(axes, document)
    frame = reading.frame(document, axes)
    updated = _text(document.get("updated"))
    published = _day(updated)
    description = Description(
        id=_text(_mapping(document.get("extension")).get("id")) or shown,
        title=_text(document.get("label")),
        dimensions=tuple(
            Dimension(each.id, each.kind, each.title, each.titles)
            for each in axes
            if not each.is_metric
        ),
        measures=measures,
        published=published,
        basis="date of the last change stated by the source" if published else "",
        version=updated,
        publisher=_text(document.get("source")),
    )
    return SourceTable(description, iter([frame]))


class _Reading:
    """Reads one document and refuses what is no cube."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def refuse(self, what: str, remedy: str = _FORMAT) -> NoReturn:
        raise Unreadable(self.shown, what, remedy) from None

    def document(self, content: bytes) -> dict[str, Any]:
        try:
            document = read_json(content.removeprefix(b"\xef\xbb\xbf"), _no_number)
        except (ValueError, RecursionError) as error:
            self.refuse(f"is not whole, or not JSON ({str(error)[:120]})", "get the file again")
        if not isinstance(document, dict):
            self.refuse("is not an object")
        if told := document.get("error"):
            self.refuse(f"is an error of the source: {str(told)[:200]}", "ask the source again")
        if document.get("class") != "dataset":
            what = f"is a “{str(document.get('class'))[:40]}”, not a dataset"
            self.refuse(what, "ask for one dataset in JSON-stat 2.0")
        return document

    def axes(self, document: dict[str, Any]) -> list[_Axis]:
        ids, sizes = _texts(document.get("id")), document.get("size")
        about = document.get("dimension")
        if not ids or not isinstance(sizes, list) or not isinstance(about, dict):
            self.refuse("has no id, size and dimension")
        if len(ids) != len(sizes) or twice(ids) is not None:
            self.refuse(f"names {len(ids)} dimensions and {len(sizes)} sizes")
        roles = _mapping(document.get("role"))
        role = {id_: name for name in ("time", "geo", "metric") for id_ in _listed(roles.get(name))}
        axes = []
        for id_, size in zip(ids, sizes, strict=True):
            if not isinstance(about.get(id_), dict):
                self.refuse(f"does not describe dimension {id_}")
            if type(size) is not int or size < 1:
                self.refuse(f"gives {str(size)[:40]} as the size of dimension {id_}")
            axes.append(self._axis(id_, size, about[id_], role.get(id_, "")))
        if sum(each.is_metric for each in axes) > 1:
            self.refuse("has more than one dimension of measures")
        if reserved := {each.id for each in axes} & OBSERVATION.keys():
            self.refuse(
                f"has a dimension called {min(reserved)}", "ask the source for another name"
            )
        return axes

    def _axis(self, id_: str, size: int, about: dict[str, Any], role: str) -> _Axis:
        category = _mapping(about.get("category"))
        labels = _mapping(category.get("label"))
        codes = self._codes(id_, category.get("index", list(labels)))
        if len(codes) != size:
            self.refuse(f"gives {len(codes)} codes for the {size} of dimension {id_}")
        kind = {"time": Kind.TIME, "geo": Kind.REGION}.get(role) or kind_of(id_)
        if role == "metric":
            kind = Kind.OTHER
        try:
            own = [own_code(kind, each) for each in codes]
        except UnknownPeriod as error:
            self.refuse(f"dimension {id_}: {error}", "")
        if (again := twice(own)) is not None:
            self.refuse(f"has two codes for {again} in dimension {id_}")
        titles = {ours: _text(labels.get(code)) for ours, code in zip(own, codes, strict=True)}
        units = _mapping(category.get("unit"))
        return _Axis(id_, kind, _text(about.get("label")), own, titles, units, role == "metric")

    def _codes(self, id_: str, index: object) -> list[str]:
        """The codes in order, from a list of them or from their places."""
        if isinstance(index, dict):
            places = list(index.values())
            if not all(type(each) is int for each in places):
                self.refuse(f"gives places of codes that are no numbers in dimension {id_}")
            if sorted(places) != list(range(len(places))):
                self.refuse(f"leaves out places of codes in dimension {id_}")
            return sorted(index, key=lambda code: int(index[code]))
        codes = _texts(index)
        if not codes:
            self.refuse(f"gives no codes for dimension {id_}")
        return codes

    def frame(self, document: dict[str, Any], axes: Sequence[_Axis]) -> pl.DataFrame:
        cells = prod(len(each.codes) for each in axes)
        if cells >= _MOST_CELLS:
            self.refuse(f"has room for {cells:.0e} values", "ask for less of it")
        values = self._cells(document.get("value"), cells, "value")
        flags = self._cells(document.get("status"), cells, "status")
        places = sorted(values.keys() | flags.keys())
        meanings: dict[str, Said] = {}
        rows = []
        for place in places:
            value, flag = self._number(values.get(place)), flags.get(place)
            if not isinstance(flag, str | None):
                self.refuse(f"gives {str(flag)[:40]} as a status")
            says = meanings.get(flag or "") or meanings.setdefault(flag or "", said(flag or ""))
            value = value if says.shown else None
            rows.append(
                (value, None if value is not None else says.missing, says.status, says.note)
            )
        columns = _coordinates(places, axes, cells)
        columns.setdefault(MEASURE, [VALUE] * len(places))
        for at, name in enumerate(("value", "missing", "status", "note")):
            columns[name] = [row[at] for row in rows]
        schema = {name: OBSERVATION.get(name, pl.String()) for name in columns}
        return pl.DataFrame(columns, schema=schema)

    def _cells(self, given: object, cells: int, what: str) -> dict[int, Any]:
        """Place → what stands there, from a list of all cells or from some with their places."""
        if given is None and what == "status":
            return {}
        if isinstance(given, str) and what == "status":
            given = [given] * cells if cells <= 10_000_000 else []
        if isinstance(given, list):
            if len(given) != cells:
                self.refuse(f"has {cells} cells and {len(given)} of {what}")
            return dict(enumerate(given)) if what == "value" else _without_none(enumerate(given))
        if not isinstance(given, dict):
            self.refuse(f"has no {what}")
        found: dict[int, Any] = {}
        for key, each in given.items():
            if not (key.isascii() and key.isdigit() and len(key) < 16 and int(key) < cells):
                self.refuse(f"has a {what} at the place “{key[:40]}”, of {cells}")
            found[int(key)] = each
        return found

    def _number(self, value: object) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(f"holds {str(value)[:60]} as a value", "values are numbers, or null")
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if not isfinite(number):
            self.refuse("holds a value too large for a number", "get the file again")
        return number


def _coordinates(
    places: Sequence[int], axes: Sequence[_Axis], cells: int
) -> dict[str, Sequence[object]]:
    """By dimension the code of each place."""
    at = np.asarray(places, dtype=np.int64)
    columns: dict[str, Sequence[object]] = {}
    stride = cells
    for each in axes:
        stride //= len(each.codes)
        numbers = (at // stride) % len(each.codes)
        columns[MEASURE if each.is_metric else each.id] = [
            each.codes[number] for number in numbers.tolist()
        ]
    return columns


def _measures(axes: Sequence[_Axis], document: Mapping[str, Any]) -> tuple[Measure, ...]:
    metric = next((each for each in axes if each.is_metric), None)
    if metric is None:
        return (Measure(VALUE, _text(document.get("label")) or VALUE),)
    found = []
    for code in metric.codes:
        unit = _mapping(metric.units.get(code))
        decimals = unit.get("decimals")
        found.append(
            Measure(
                code,
                metric.titles[code] or code,
                _text(unit.get("label")) or _text(unit.get("symbol")),
                decimals if type(decimals) is int and 0 <= decimals <= 9 else None,
            )
        )
    return tuple(found)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def _without_none(pairs: Any) -> dict[int, Any]:
    return {place: each for place, each in pairs if each is not None}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str] | None:
    """A list of texts; none when it is anything else."""
    is_one = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return cast(list[str], value) if is_one else None


def _listed(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(moment: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(moment[:10])
    except ValueError:
        return None
