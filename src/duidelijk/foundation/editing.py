"""Changes what a YAML file says and leaves every other byte: comments, order, quotes, line ends.

Nothing is written anew that says the same. A text is not read into objects and printed again, which
would lose how people laid it out; the places of its values are looked up, and only what stands
there is replaced. What comes out is read again and compared, so that a change is made well or not
at all.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import yaml

from duidelijk.foundation.declarations import composed, declaration_of, scalar_value
from duidelijk.foundation.yaml_text import (
    after_key,
    block_text,
    can_fold,
    entry_text,
    flow_text,
    folded_text,
    scalar_text,
)


class CannotEdit(ValueError):
    """This text cannot be changed so that it says that; somebody must do it by hand."""


def edited(text: str, value: Any) -> str:
    """*text* with what it says made into *value*. Raises ``CannotEdit``."""
    before = declaration_of(text.encode(), "")
    if before.problems or before.value is None:
        raise CannotEdit("the text is not in order as it is")
    if same(before.value, value):
        return text
    node = composed(text)
    assert node is not None
    editing = _Editing(text.replace("\r\n", "\n") if "\r\n" in text else text)
    if "\r\n" in text:
        node = composed(editing.text)
        assert node is not None
    editing.change(node, value, 0)
    result = editing.result()
    after = declaration_of(result.encode(), "")
    if after.problems or not same(after.value, value):
        raise CannotEdit("what came out does not say what was asked")
    return result.replace("\n", "\r\n") if "\r\n" in text else result


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same in a file, where 1 and true are not."""
    return _key(one) == _key(other)


def _key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _said(node: yaml.Node) -> Any:
    """What a node says."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _said(each) for key, each in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_said(each) for each in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return scalar_value(node)


@dataclass
class _Editing:
    """A text, and what is to replace parts of it."""

    text: str
    parts: list[tuple[int, int, str]] = field(default_factory=list)

    def result(self) -> str:
        """The text with every part replaced. Raises ``CannotEdit`` when two overlap."""
        made, at = [], 0
        for start, end, replacement in sorted(self.parts, key=lambda part: part[:2]):
            if start < at:
                raise CannotEdit("two changes touch each other")
            made += [self.text[at:start], replacement]
            at = end
        return "".join([*made, self.text[at:]])

    def replace(self, start: int, end: int, replacement: str) -> None:
        self.parts.append((start, end, replacement))

    # places

    def end(self, node: yaml.Node) -> int:
        """Where a node really ends: what follows a block is not of it."""
        if not _is_flow(node) and node.value and not isinstance(node, yaml.ScalarNode):
            last = node.value[-1]
            return self.end(last[1] if isinstance(node, yaml.MappingNode) else last)
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def after_line(self, at: int) -> int:
        """The start of the line after the one that holds *at*; a last line is ended first."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def insert_lines(self, at: int, lines: str) -> None:
        """Put whole lines before the line that starts at *at*."""
        ended = at == 0 or self.text[at - 1] == "\n"
        self.replace(at, at, f"{lines}\n" if ended else f"\n{lines}")

    # changes

    def change(self, node: yaml.Node, value: Any, indent: int, key: str = "") -> None:
        """Make what *node* says into *value*; its key stands *indent* deep."""
        if same(_said(node), value):
            return
        if isinstance(node, yaml.MappingNode) and _shares_a_key(node, value):
            self._mapping(node, value)
        elif (
            isinstance(node, yaml.SequenceNode) and node.value and isinstance(value, list) and value
        ):
            self._list(node, value)
        elif isinstance(node, yaml.ScalarNode) and not isinstance(value, dict | list):
            start, end = node.start_mark.index, self.end(node)
            if node.value == "" and node.style is None:  # nothing stood behind the colon
                self.replace(start, end, f" {scalar_text(value)}")
            else:
                self.replace(start, end, self._scalar(node, value))
        else:
            self._anew(node, value, indent, key)

    def _anew(self, node: yaml.Node, value: Any, indent: int, key: str) -> None:
        """Write a whole value again, from behind its colon or dash."""
        start = node.start_mark.index
        before = self.text[:start].rstrip(" \n")
        if before.endswith(":"):
            self.replace(len(before), self.end(node), after_key(key, value, indent))
        else:
            text = flow_text(value) if _is_flow(node) else block_text(value, indent)
            self.replace(start, self.end(node), text)

    def _scalar(self, node: yaml.ScalarNode, value: Any) -> str:
        """A value in the style of the one it replaces."""
        if not isinstance(value, str):
            return scalar_text(value)
        if node.style in ("|", ">") and can_fold(value):
            shown = self.text[node.start_mark.index : self.end(node)].split("\n")[1:]
            depth = min((len(each) - len(each.lstrip()) for each in shown if each), default=2)
            lines = [each[depth:].rstrip() for each in shown]
            if node.style == "|":
                between = "\n" + " " * depth
                return f"|-{between}{between.join(value.split(chr(10)))}"
            return folded_text(value, depth, lines)
        if node.style == "'" and "\n" not in value and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        text = scalar_text(value)
        return text if node.style is None else flow_text(value)

    def _mapping(self, node: yaml.MappingNode, value: Mapping[str, Any]) -> None:
        held = {str(key.value): (key, each) for key, each in node.value}
        column = node.start_mark.column
        gone = [name not in value for name in held]
        for name, (_, each) in held.items():
            if name in value:
                self.change(each, value[name], column, name)
        entries = [(key.start_mark.index, self.end(each)) for key, each in held.values()]
        if _is_flow(node):
            self._remove_between(entries, gone)
        else:
            for first, last in _runs(gone):
                self._remove_lines(entries, first, last)
        before: str | None = None
        fresh: dict[str | None, list[str]] = {}
        for name in value:
            if name in held:
                before = name
            else:
                fresh.setdefault(before, []).append(name)
        for before, names in fresh.items():
            self._add_keys(node, held, before, {name: value[name] for name in names})

    def _add_keys(
        self,
        node: yaml.MappingNode,
        held: Mapping[str, tuple[yaml.Node, yaml.Node]],
        before: str | None,
        added: Mapping[str, Any],
    ) -> None:
        """Put keys behind the key *before*, or in front of all."""
        column = node.start_mark.column
        if _is_flow(node):
            text = flow_text(added)[1:-1]
            if before is None:
                start = next(iter(held.values()))[0].start_mark.index
                self.replace(start, start, f"{text}, ")
            else:
                at = self.end(held[before][1])
                self.replace(at, at, f", {text}")
            return
        between = f"\n{' ' * column}"
        text = between.join(entry_text(name, each, column) for name, each in added.items())
        if before is None:
            start = next(iter(held.values()))[0].start_mark.index
            self.replace(start, start, f"{text}{between}")
        else:
            self.insert_lines(self.after_line(self.end(held[before][1])), f"{' ' * column}{text}")

    def _list(self, node: yaml.SequenceNode, value: list[Any]) -> None:
        pairs = _paired([_said(each) for each in node.value], value)
        kept = {old: new for old, new in pairs if old is not None and new is not None}
        column, flow = node.start_mark.column, _is_flow(node)
        for old, new in kept.items():
            self.change(node.value[old], value[new], column + 2)
        gone = [index not in kept for index in range(len(node.value))]
        if flow:
            entries = [(each.start_mark.index, self.end(each)) for each in node.value]
            self._remove_between(entries, gone)
        else:
            entries = [(self._dash(each, column), self.end(each)) for each in node.value]
            for first, last in _runs(gone):
                self._remove_lines(entries, first, last)
        place: int | None = None
        fresh: dict[int | None, list[Any]] = {}
        for was, becomes in pairs:
            if becomes is None:
                continue
            if was is None:
                fresh.setdefault(place, []).append(value[becomes])
            else:
                place = was
        for place, added in fresh.items():
            self._add_items(entries, place, added, column, flow)

    def _add_items(
        self,
        entries: list[tuple[int, int]],
        place: int | None,
        added: list[Any],
        column: int,
        flow: bool,
    ) -> None:
        if flow:
            text = flow_text(added)[1:-1]
            if place is None:
                self.replace(entries[0][0], entries[0][0], f"{text}, ")
            else:
                self.replace(entries[place][1], entries[place][1], f", {text}")
            return
        text = block_text(added, column)
        if place is None:
            self.replace(entries[0][0], entries[0][0], f"{text}\n{' ' * column}")
        else:
            self.insert_lines(self.after_line(entries[place][1]), f"{' ' * column}{text}")

    def _dash(self, node: yaml.Node, column: int) -> int:
        """Where the dash of an item stands."""
        at = node.start_mark.index
        while at >= 0:
            start = self.line_start(at)
            if self.text[start + column : start + column + 1] == "-" and (
                not self.text[start : start + column].strip(" -")
            ):
                return start + column
            at = start - 1
        raise CannotEdit("an item without a dash")

    def _remove_lines(self, entries: list[tuple[int, int]], first: int, last: int) -> None:
        """Take out entries of a block with their lines; remarks on lines of their own stay."""
        start = entries[first][0]
        line = self.line_start(start)
        if self.text[line:start].strip():  # behind a dash: what follows takes its place
            self.replace(start, entries[last + 1][0], "")
            return
        for index in range(first, last + 1):
            at = self.line_start(entries[index][0])
            self.replace(at, self.after_line(entries[index][1]), "")

    def _remove_between(self, entries: list[tuple[int, int]], gone: list[bool]) -> None:
        """Take out entries that commas stand between."""
        for first, last in _runs(gone):
            if last + 1 < len(entries):
                self.replace(entries[first][0], entries[last + 1][0], "")
            else:
                self.replace(entries[first - 1][1], entries[last][1], "")


def _shares_a_key(node: yaml.MappingNode, value: Any) -> bool:
    return isinstance(value, Mapping) and any(str(key.value) in value for key, _ in node.value)


def _is_flow(node: yaml.Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def _runs(marked: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last of every stretch that is marked."""
    edges = [
        index for index, (one, two) in enumerate(pairwise([False, *marked, False])) if one != two
    ]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield start, end - 1


def _paired(old: list[Any], new: list[Any]) -> list[tuple[int | None, int | None]]:
    """Which item became which: first those that stay the same, between these the most alike."""
    matcher = difflib.SequenceMatcher(None, [*map(_key, old)], [*map(_key, new)], autojunk=False)
    pairs: list[tuple[int | None, int | None]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += list(zip(range(i1, i2), range(j1, j2), strict=True))
        else:
            pairs += _alike(old, new, range(i1, i2), range(j1, j2))
    return pairs


def _alike(
    old: list[Any], new: list[Any], olds: range, news: range
) -> Iterator[tuple[int | None, int | None]]:
    """Pair the items of two stretches in order, leaving over those least like any."""
    left, right = list(olds), list(news)
    while len(left) > len(right):
        left.remove(min(left, key=lambda each: _most_like(old[each], new, right)))
    taken, at = set(left), 0
    extra = set[int]()
    while len(right) - len(extra) > len(left):
        rest = [each for each in right if each not in extra]
        extra.add(min(rest, key=lambda each: _most_like(new[each], old, left)))
    yield from ((each, None) for each in olds if each not in taken)
    for each in news:
        if each in extra:
            yield None, each
        else:
            yield left[at], each
            at += 1


def _most_like(value: Any, others: list[Any], places: list[int]) -> int:
    return max((_shared(value, others[each]) for each in places), default=0)


def _shared(one: Any, other: Any) -> int:
    """How many keys of two items say the same; what names them weighs most."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return 0
    equal = [key for key in one.keys() & other.keys() if same(one[key], other[key])]
    return len(equal) + 20 * len({"id", "code", "period"}.intersection(equal))
