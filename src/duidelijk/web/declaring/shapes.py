"""How each part of the schema is asked for in a form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from duidelijk.foundation.yaml_text import block_text
from duidelijk.web.declaring.kinds import resolved


class Missing:
    """Stands for a value that is not there."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


class Unread(str):
    """YAML that somebody typed and that cannot be read; kept as it was typed."""


class Shape(StrEnum):
    """A way to ask for a value."""

    GROUP = "group"
    """Fields that belong together."""
    ROWS = "rows"
    """A list of groups."""
    CHOICE = "choice"
    CHOICES = "choices"
    """Any number of some."""
    LINES = "lines"
    """A list of words, each on its line."""
    LINE = "line"
    LONG = "long"
    """A text of some sentences."""
    DATE = "date"
    NUMBER = "number"
    YAML = "yaml"
    """What has no form: typed as it stands in the file."""


_FEW = {"dimension"}
"""What can be referred to in a list as boxes to tick; others are too many."""
_SHORT = {"title", "short", "unit", "term", "publisher", "name"}
_SINGLE = {"integer", "number", "boolean", "string"}


def shape_of(part: Mapping[str, Any], value: Any, name: str) -> Shape:
    """How to ask for *value*; ``YAML`` when it is not at all what the schema expects there."""
    wanted = _wanted(part, name)
    if value is MISSING or value is None:
        return wanted
    return wanted if _fits(wanted, value) else Shape.YAML


def _wanted(part: Mapping[str, Any], name: str) -> Shape:
    kind = part.get("type")
    if "enum" in part or kind == "boolean" or "refers" in part:
        return Shape.CHOICE
    if kind == "object":
        return Shape.GROUP if "properties" in part else Shape.YAML
    if kind == "array":
        return _of_list(resolved(part["items"]))
    if kind in ("integer", "number"):
        return Shape.NUMBER
    if part.get("defined") == "date":
        return Shape.DATE
    below = name.rpartition(".")[0].rpartition(".")[2]
    of_text = name.endswith((".nl", ".en"))
    return Shape.LONG if of_text and below not in _SHORT else Shape.LINE


def _of_list(items: Mapping[str, Any]) -> Shape:
    if items.get("type") == "object":
        return Shape.ROWS
    return Shape.CHOICES if "enum" in items or items.get("refers") in _FEW else Shape.LINES


def _fits(shape: Shape, value: Any) -> bool:
    match shape:
        case Shape.GROUP:
            return isinstance(value, dict)
        case Shape.ROWS:
            return isinstance(value, list) and all(isinstance(each, dict) for each in value)
        case Shape.CHOICES:
            words = isinstance(value, list) and all(isinstance(each, str) for each in value)
            return words and len(set(value)) == len(value)
        case Shape.LINES:
            return isinstance(value, list) and all(_is_line(each) for each in value)
        case Shape.YAML:
            return False
        case _:
            return not isinstance(value, dict | list)


def _is_line(value: Any) -> bool:
    single = isinstance(value, str | int | float) and not isinstance(value, bool)
    return single and str(value).strip() == str(value) != "" and "\n" not in str(value)


def shown(shape: Shape, value: Any) -> str:
    """A value as it stands in the input of a form."""
    if value is MISSING:
        return ""
    if shape is Shape.YAML:
        return str(value) if isinstance(value, Unread) else block_text(value, 0)
    if value is None:
        return ""
    if shape is Shape.LINES:
        return "\n".join(str(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def option_text(value: Any) -> str:
    """A value of an enumeration as it stands in a form."""
    return shown(Shape.CHOICE, value)
