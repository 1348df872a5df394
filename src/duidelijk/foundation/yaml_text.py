"""Writes values as YAML text, plain and quoted as people would."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from typing import Any

WIDTH = 100
"""Columns of a line."""

_WORD = re.compile(r"[A-Za-z_](?:[\w./+-]*[\w/+-])?\Z", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s#{}\[\],\"'\\]+[^\s:#{}\[\],\"'\\]\Z")
_TAKEN = {"true", "false", "null"}


def scalar_text(value: Any) -> str:
    """One value on one line: a number or plain word as it is, other text in double quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:f}" if "e" in repr(value) else repr(value)
    text = str(value)
    if (_WORD.match(text) or _ADDRESS.match(text)) and text not in _TAKEN:
        return text
    return json.dumps(text, ensure_ascii=False)


def flow_text(value: Any) -> str:
    """A value with everything in it on one line."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{scalar_text(key)}: {flow_text(each)}" for key, each in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow_text, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else scalar_text(value)


def entry_text(key: str, value: Any, indent: int) -> str:
    """A key with its value as it stands in a mapping that is *indent* deep; without its first
    spaces and last line end.
    """
    return f"{scalar_text(key)}:{after_key(key, value, indent)}"


def after_key(key: str, value: Any, indent: int) -> str:
    """What stands behind the colon of a key that is *indent* deep."""
    if isinstance(value, Mapping) and value:
        return f"\n{' ' * (indent + 2)}{block_text(value, indent + 2)}"
    if isinstance(value, list) and value:
        flow = flow_list(value)
        if flow is not None and indent + len(key) + 2 + len(flow) <= WIDTH:
            return f" {flow}"
        return f"\n{' ' * (indent + 2)}{block_text(value, indent + 2)}"
    if isinstance(value, str):
        short = scalar_text(value)
        if indent + len(key) + 2 + len(short) <= WIDTH or not can_fold(value):
            return f" {short}"
        return f" {folded_text(value, indent + 2)}"
    return f" {flow_text(value)}"


def flow_list(value: list[Any]) -> str | None:
    """A list of single values on one line; ``None`` when it holds others."""
    if any(isinstance(each, dict | list) for each in value):
        return None
    words = [each if isinstance(each, str) else scalar_text(each) for each in value]
    plain = [
        word if _WORD.match(word) and word not in _TAKEN else flow_text(each)
        for word, each in zip(words, value, strict=True)
    ]
    return f"[{', '.join(plain)}]"


def block_text(value: Any, indent: int) -> str:
    """A mapping or list over several lines, *indent* deep; without its first spaces."""
    between = f"\n{' ' * indent}"
    if isinstance(value, Mapping) and value:
        return between.join(entry_text(key, each, indent) for key, each in value.items())
    if isinstance(value, list) and value:
        return between.join(f"- {block_text(each, indent + 2)}" for each in value)
    return scalar_text(value) if isinstance(value, str) else flow_text(value)


def can_fold(text: str) -> bool:
    """Whether text says the same when it is broken into lines at its spaces."""
    lines = text.split("\n")
    return text == text.strip() and not any(
        line != line.strip() or "  " in line or "\t" in line for line in lines
    )


def folded_text(text: str, indent: int, before: list[str] | None = None) -> str:
    """A text as a folded block, *indent* deep; lines of *before* that can stay are left."""
    lines = _kept_lines(text, indent, before) if before else _wrapped(text, indent)
    return "\n".join([">-", *(f"{' ' * indent}{line}" if line else "" for line in lines)])


def _wrapped(text: str, indent: int) -> list[str]:
    lines: list[str] = []
    for part in re.split(r"(\n+)", text):
        if part.startswith("\n"):
            lines += [""] * len(part)
        else:
            lines += textwrap.wrap(
                part, max(WIDTH - indent, 40), break_long_words=False, break_on_hyphens=False
            )
    return lines


def _kept_lines(text: str, indent: int, before: list[str]) -> list[str]:
    """The lines of a text of one paragraph, only those anew where its words differ."""
    if "\n" in text or not all(before):
        return _wrapped(text, indent)
    words = text.split(" ")
    first, last = list[str](), list[str]()
    rest = list(before)
    while rest and (split := rest[0].split(" ")) == words[: len(split)]:
        first.append(rest.pop(0))
        words = words[len(split) :]
    while rest and words and (split := rest[-1].split(" ")) == words[-len(split) :]:
        last.insert(0, rest.pop())
        words = words[: -len(split)]
    return [*first, *_wrapped(" ".join(words), indent), *last]
