"""Reads YAML declarations and remembers on which line everything stands.

Stricter than YAML 1.1 where that surprises people: only ``true`` and ``false`` are booleans
(``no`` stays a word), dates stay text, and a key that is given twice is a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from duidelijk.foundation.problems import Problem

KeyPath = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,300}\.[0-9]+\Z")


_DEEPEST = 40
"""Four times as deep as anything that is declared; who writes it again needs room as well."""


class _TooDeep(ValueError):
    """Lists in lists in lists."""


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, which a few lines can blow up to gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not used", problem_mark=mark)
        return super().compose_node(parent, index)


@dataclass
class Declaration:
    """The content of one YAML file, with the line of every value and key."""

    file: str
    value: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        """The line of *path*, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: KeyPath, what: str, remedy: str = "") -> Problem:
        """A problem at *path* in this file."""
        return Problem(self.file, self.line(path), what, remedy, path)


def read_declaration(path: Path, shown_as: str | None = None) -> Declaration:
    """Read one YAML file; every problem of form lands in ``.problems`` and nothing is raised.

    *shown_as* is the name the file gets in messages.
    """
    file = shown_as or str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        return Declaration(file, None, problems=[Problem(file, 0, what, "check the file")])
    return declaration_of(content, file)


def declaration_of(content: bytes, file: str) -> Declaration:
    """As ``read_declaration``, of what *file* holds or is to hold."""
    declaration = Declaration(file=file, value=None)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        declaration.problems.append(
            Problem(declaration.file, 0, f"is not UTF-8 text (byte {error.start})", "save as UTF-8")
        )
        return declaration
    try:
        node = composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        declaration.problems.append(
            Problem(
                declaration.file,
                mark.line + 1 if mark else 0,
                f"is not YAML: {error.problem or error.context}",
                "check indentation, colons and quotes on this line and the one above",
            )
        )
        return declaration
    except (yaml.YAMLError, RecursionError) as error:
        declaration.problems.append(Problem(declaration.file, 0, f"is not YAML: {error}"))
        return declaration
    if node is not None:
        try:
            declaration.value = _construct(node, (), declaration)
        except _TooDeep:
            what = "is nested too deep"
            declaration.problems.append(Problem(declaration.file, 0, what, "write it out plainly"))
    return declaration


def composed(text: str) -> yaml.Node | None:
    """The nodes of YAML *text*, each with its place. Raises ``yaml.YAMLError``."""
    node: yaml.Node | None = yaml.compose(text, Loader=_PlainLoader)
    return node


def _construct(node: yaml.Node, path: KeyPath, declaration: Declaration) -> Any:
    if len(path) > _DEEPEST:
        raise _TooDeep
    declaration.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _construct_mapping(node, path, declaration)
    if isinstance(node, yaml.SequenceNode):
        return [
            _construct(item, (*path, index), declaration) for index, item in enumerate(node.value)
        ]
    assert isinstance(node, yaml.ScalarNode)
    return scalar_value(node)


def _construct_mapping(
    node: yaml.MappingNode, path: KeyPath, declaration: Declaration
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in result:
            first = declaration.lines[(*path, key)]
            declaration.problems.append(
                Problem(
                    declaration.file,
                    line,
                    f"“{key}” is given twice (first on line {first})",
                    "remove one",
                    (*path, key),
                )
            )
            continue
        declaration.lines[(*path, key)] = line
        result[key] = _construct(value_node, (*path, key), declaration)
    return result


def scalar_value(node: yaml.ScalarNode) -> Any:
    """What one word or text in YAML stands for."""
    text = node.value
    if node.style is not None:  # quoted or a block: text, whatever it looks like
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text
