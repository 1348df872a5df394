"""From what a form holds to the value that is declared.

What somebody did not touch keeps its value to the letter, also where a form would write it
otherwise. What is not in the form at all is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from duidelijk.foundation.declarations import declaration_of
from duidelijk.foundation.problems import Problem
from duidelijk.web.declaring.kinds import resolved
from duidelijk.web.declaring.shapes import MISSING, Shape, Unread, option_text, shape_of, shown

MOST_ROWS = 400
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}[.,][0-9]{1,18}\Z")

Given = Mapping[str, list[str]]
"""What a form holds, by the name of the input."""


@dataclass
class Typed:
    """What somebody typed, as a value."""

    given: Given
    origins: dict[str, list[int | None]] = field(default_factory=dict)
    """By list: which row of the file each row was."""
    unread: list[tuple[str, Problem]] = field(default_factory=list)
    """By name of the input: YAML that cannot be read."""

    def value(self, part: Mapping[str, Any], old: Any, name: str = "") -> Any:
        """The value of a part of the form; ``MISSING`` when nothing is there."""
        if f"y.{name}" in self.given:
            return self._yaml(self._text(f"y.{name}"), old, name)
        match shape_of(part, MISSING, name):
            case Shape.GROUP:
                return self._group(part, old, name)
            case Shape.ROWS:
                return self._rows(part, old, name)
            case Shape.CHOICES:
                return self._choices(part, old, name)
            case shape:
                return self._single(part, old, name, shape)

    def _text(self, name: str) -> str:
        return plain("\n".join(self.given[name]))

    def _yaml(self, text: str, old: Any, name: str) -> Any:
        if text == plain(shown(Shape.YAML, old)):
            return old
        if not text:
            return MISSING
        declaration = declaration_of(text.encode(), "")
        if declaration.problems:
            self.unread += [(name, each) for each in declaration.problems]
            return Unread(text)
        return declaration.value

    def _group(self, part: Mapping[str, Any], old: Any, name: str) -> Any:
        held = old if isinstance(old, dict) else {}
        found = {}
        for key, each in part["properties"].items():
            value = self.value(resolved(each), held.get(key, MISSING), f"{name}.{key}".strip("."))
            if value is not MISSING:
                found[key] = value
        found |= {key: value for key, value in held.items() if key not in part["properties"]}
        if not found:
            return old if old == {} else MISSING
        return ordered(found, list(held), list(part["properties"]))

    def _rows(self, part: Mapping[str, Any], old: Any, name: str) -> Any:
        if f"n.{name}" not in self.given:
            return old
        count, items = min(number_in(self._text(f"n.{name}")), MOST_ROWS), resolved(part["items"])
        held = old if isinstance(old, list) else []
        found, origins = [], list[int | None]()
        for index in range(count):
            told = self.given.get(f"o.{name}.{index}", [""])[0]
            origin = number_in(told) if told and number_in(told) < len(held) else None
            before = MISSING if origin is None else held[origin]
            value = self.value(items, before, f"{name}.{index}")
            found.append({} if value is MISSING else value)
            origins.append(origin)
        self.origins[name] = origins
        return found if found or isinstance(old, list) else MISSING

    def _choices(self, part: Mapping[str, Any], old: Any, name: str) -> Any:
        if f"c.{name}" not in self.given:
            return old
        held = old if isinstance(old, list) else []
        ticked = [plain(each) for each in self.given.get(f"f.{name}", [])]
        found = [each for each in held if each in ticked]
        found += [each for each in dict.fromkeys(ticked) if each not in held and each]
        return found if found or old == [] else MISSING

    def _single(self, part: Mapping[str, Any], old: Any, name: str, shape: Shape) -> Any:
        if f"f.{name}" not in self.given:
            return old
        text = self._text(f"f.{name}")
        try:
            untouched = text == plain(shown(shape, old))
        except TypeError:
            untouched = False
        if untouched:
            return old
        if not text:
            return MISSING
        if shape is Shape.LINES:
            items = resolved(part["items"])
            lines = [each.strip() for each in text.split("\n") if each.strip()]
            return [_read(items, each) for each in lines]
        return _read(part, text if shape is Shape.LONG else " ".join(text.split("\n")))


def _read(part: Mapping[str, Any], text: str) -> Any:
    """A text as the schema asks for it; text that is no such thing stays text."""
    for each in part.get("enum", ()):
        if text == option_text(each):
            return each
    kind = part.get("type")
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind in ("integer", "number") and _INTEGER.match(text):
        return int(text)
    if kind in ("integer", "number") and _DECIMAL.match(text):
        return float(text.replace(",", "."))
    return text


def ordered(found: dict[str, Any], old: list[str], usual: list[str]) -> dict[str, Any]:
    """Keys as they stood, new ones behind the one they usually follow."""
    order = [key for key in old if key in found]
    for index, key in enumerate(usual):
        if key in found and key not in order:
            before = [each for each in usual[:index] if each in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, key)
    return {key: found[key] for key in order}


def plain(text: str) -> str:
    """With plain line ends, without characters that steer a terminal, nothing around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or each.isprintable()).strip()


def number_in(given: str) -> int:
    """A number that a form holds; 0 when it was tampered with."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def without_empty(value: Any) -> Any:
    """A value without rows in which nothing was typed."""
    if isinstance(value, dict):
        return {key: without_empty(each) for key, each in value.items()}
    if isinstance(value, list):
        return [without_empty(each) for each in value if each != {}]
    return value


def with_row(value: Any, name: str) -> Any:
    """A value with an empty row at the end of a list."""
    head, _, rest = name.partition(".")
    if not head:
        return [*(value if isinstance(value, list) else []), {}]
    if isinstance(value, list):
        at = number_in(head)
        return [with_row(each, rest) if i == at else each for i, each in enumerate(value)]
    held = value if isinstance(value, dict) else {}
    return {**held, head: with_row(held.get(head, MISSING), rest)}


def without_row(value: Any, name: str) -> Any:
    """A value without one row of a list."""
    head, _, rest = name.partition(".")
    if isinstance(value, list):
        at = number_in(head)
        if not rest:
            return [each for i, each in enumerate(value) if i != at]
        return [without_row(each, rest) if i == at else each for i, each in enumerate(value)]
    if isinstance(value, dict) and head in value:
        return {**value, head: without_row(value[head], rest)}
    return value
