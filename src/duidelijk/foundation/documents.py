"""Dataclasses as plain values and back, by the types their fields are declared with.

For documents that are kept for long: what is written is what the declaration says, and what is read
is checked against it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

Kind = TypeVar("Kind")


def as_plain(value: Any) -> Any:
    """*value* as JSON can hold it: dataclasses as objects, dates and enumerations as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {each.name: as_plain(getattr(value, each.name)) for each in fields}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {as_plain(key): as_plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [as_plain(each) for each in value]
    return value


def from_plain(kind: type[Kind], value: Any) -> Kind:
    """The dataclass *kind* out of what ``as_plain`` made of it.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what does not fit its declaration.
    """
    made: Kind = _made(kind, value)
    return made


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
