"""The reports of sessions as one document: written into an edition, and read again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

from duidelijk.duiding.report import SessionReport
from duidelijk.foundation.problems import Problem, Refused

FORMAT = 1
FILE = "duiding.json"


def as_document(reports: Sequence[SessionReport]) -> dict[str, Any]:
    """What is written to ``duiding.json``: the format and the sessions, as plain values."""
    return {"format": FORMAT, "sessions": [_plain(each) for each in reports]}


def from_document(document: Mapping[str, Any]) -> tuple[SessionReport, ...]:
    """The reports in what was read from ``duiding.json``.

    Raises ``Refused`` for a layout of a later version, ``KeyError``, ``TypeError`` or
    ``ValueError`` for what is no such document.
    """
    if document["format"] != FORMAT:
        raise Refused(
            f"{FILE} has layout {document['format']}",
            [Problem(FILE, 0, f"this version reads layout {FORMAT}", "upgrade")],
        )
    return tuple(_made(SessionReport, each) for each in document["sessions"])


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _made(kind: Any, value: Any) -> Any:
    """*value*, read from JSON, as the *kind* that a field is declared with."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _made(inside[0], value)
    if origin is tuple:
        return tuple(_made(inside[0], each) for each in value)
    if origin is Mapping:
        return {_made(inside[0], key): _made(inside[1], each) for key, each in value.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], each) for name, each in value.items()})
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(kind)
