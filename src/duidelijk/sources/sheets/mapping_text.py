"""Writes mappings as YAML, with a remark behind every line that needs one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from duidelijk.foundation.declarations import KeyPath
from duidelijk.foundation.folders import write_whole
from duidelijk.sources.sheets.mapping import Column, Details, FileMapping, Heading

KEYS = (
    "layout",
    "sheet",
    "delimiter",
    "header_rows",
    "first_row",
    "last_row",
    "footer",
    "recognise",
    "decimal",
    "missing",
    "region_level",
    "region_year",
    "times",
    "method",
    "status",
    "decimals",
    "fixed",
    "columns",
    "headings",
    "names",
    "release",
)
COLUMN_KEYS = (
    "column",
    "title",
    "is",
    *("indicator", "group", "period", "region"),
    *("times", "level", "by", "parts", "keep", "names"),
)
HEADING_KEYS = ("row", "is", "by", "parts")
RELEASE_KEYS = tuple(vars(Details()))


def write_mapping(
    path: Path, mapping: FileMapping, remarks: Mapping[KeyPath, str] | None = None
) -> None:
    """Write a mapping, whole or not at all, with *remarks* by the path of their key."""
    write_whole(path, mapping_text(mapping, remarks).encode())


def mapping_text(mapping: FileMapping, remarks: Mapping[KeyPath, str] | None = None) -> str:
    """The mapping as YAML that ``read_mapping`` reads back to the same."""
    return "\n".join(_written(_declared(mapping), (), remarks or {})) + "\n"


def _declared(mapping: FileMapping) -> dict[str, Any]:
    """The keys that are not at their default, in the order of the reference."""
    default = FileMapping()
    found: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(mapping, key)
        if key == "columns":
            found[key] = [_declared_part(each, COLUMN_KEYS) for each in value]
        elif key == "headings" and value:
            found[key] = [_declared_part(each, HEADING_KEYS) for each in value]
        elif key == "release":
            told = {name: text for name, text in vars(value).items() if text}
            found |= {key: told} if told else {}
        elif key in ("times", "method") and set(value) == {""}:
            found[key] = value[""]
        elif value != getattr(default, key) or key in ("header_rows", "first_row", "decimal"):
            found[key] = value
    return found


def _declared_part(part: Column | Heading, keys: tuple[str, ...]) -> dict[str, Any]:
    told = {key: getattr(part, "role" if key == "is" else key) for key in keys}
    return {key: value for key, value in told.items() if value not in ("", None, (), {})}


def _written(value: dict[str, Any], path: KeyPath, remarks: Mapping[KeyPath, str]) -> list[str]:
    indent = "  " * len(path)
    lines: list[str] = []
    for key, each in value.items():
        at: KeyPath = (*path, key)
        remark = f"  # {_plain(remarks[at])}" if at in remarks else ""
        if isinstance(each, Mapping) and each:
            lines += [f"{indent}{_key(key)}:{remark}", *_written(dict(each), at, remarks)]
        elif isinstance(each, list):
            lines.append(f"{indent}{key}:{remark}")
            for number, item in enumerate(each):
                told = remarks.get((*at, number), "")
                behind = f"  # {_plain(told)}" if told else ""
                lines.append(f"{indent}  - {_flow(item)}{behind}")
        else:
            lines.append(f"{indent}{_key(key)}: {_flow(each)}{remark}")
    return lines


def _plain(remark: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in remark)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else f"{value:f}"
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_WORDS = {"true", "false", "null", "y", "n", "yes", "no", "on", "off"}


def _quoted(text: str) -> str:
    """Text as YAML reads it back; bare where nothing can go wrong."""
    if _BARE.match(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_letter(each) for each in text) + '"'


def _letter(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"


def _key(key: Any) -> str:
    return _quoted(str(key))
