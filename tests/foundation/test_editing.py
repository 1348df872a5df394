"""Editing YAML as text: what was asked is said, everything else keeps its bytes."""

from __future__ import annotations

import copy
import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duidelijk.foundation.declarations import declaration_of
from duidelijk.foundation.editing import CannotEdit, edited

MONITORS = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors"
FILES = sorted(MONITORS.rglob("*.yaml"))


def value_of(text: str) -> Any:
    declaration = declaration_of(text.encode(), "x")
    assert declaration.problems == []
    return declaration.value


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came."""
    told = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [x[2:] for x in told if x[:2] == "- "], [x[2:] for x in told if x[:2] == "+ "]


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_what_says_the_same_keeps_every_byte(path: Path) -> None:
    text = path.read_bytes().decode()
    assert edited(text, copy.deepcopy(value_of(text))) == text


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key in value:
            yield from _places(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from _places(value[index], (*path, index))


def _holder(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path[:-1]:
        value = value[part]
    return value


SAMPLE = [
    path
    for path in FILES
    if path.parent.name in ("starter", "corona")
    or path.stem
    in ("stress", "werkloosheidspercentage", "moeite_avondklok", "inwoners", "suicides", "vsv_pct")
]


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_value_can_be_changed_and_removed_and_nothing_else_moves(path: Path) -> None:
    text = path.read_bytes().decode()
    value = value_of(text)
    places = list(_places(value))
    step = max(1, len(places) // 12)  # some of each file; a long file has many of a kind
    for place in places[::step]:
        new = copy.deepcopy(value)
        holder = _holder(new, place)
        was = holder[place[-1]]
        if isinstance(was, str):
            holder[place[-1]] = f"{was} nieuw: “woord” # geen opmerking"
            went, came = changed(text, edited(text, new))
            assert value_of(edited(text, new)) == new, place
            assert len(went) <= max(3, len(came)), place
        if len(holder) > 1:
            new = copy.deepcopy(value)
            holder = _holder(new, place)
            del holder[place[-1]]
            result = edited(text, new)
            assert value_of(result) == new, place
            went, came = changed(text, result)
            assert len(came) <= 1, place


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: "/".join(path.parts[-2:]))
def test_something_new_can_stand_anywhere(path: Path) -> None:
    text = path.read_bytes().decode()
    value = value_of(text)
    places = [()] + [p for p in _places(value) if isinstance(_at(value, p), dict | list)]
    step = max(1, len(places) // 6)
    for place in places[::step]:
        for added in ("yes it: is", 3, True, ["a", "b c"], {"nl": "x" * 120, "en": "y z " * 40}):
            new = copy.deepcopy(value)
            holder = _at(new, place)
            if isinstance(holder, dict):
                holder = {"voorop": added, **holder, "achteraan": added}
                new = _put(new, place, holder)
            elif holder:
                new = _put(new, place, [copy.deepcopy(holder[0]), *holder, holder[-1]])
            added_text = edited(text, _stripped(new))
            assert value_of(added_text) == _stripped(new), place
            assert changed(text, added_text)[0] == [] or len(changed(text, added_text)[0]) <= 2


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stripped(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    return value.strip() if isinstance(value, str) else value


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


def _put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    _at(value, path[:-1])[path[-1]] = new
    return value


TEXT = """\
# over deze map
id: proef  # de sleutel
title: {nl: "Een", en: 'One'}   # twee talen
# een opmerking ertussen
groups: [a, b]
list:
  # over de eerste
  - id: een   # eerste
    note: >-
      Een lange zin die
      over regels loopt.
  # over de tweede
  - id: twee

    note: "kort"
number: 0.20
empty:
last: ja
"""


def test_comments_quotes_and_blank_lines_stay() -> None:
    value = value_of(TEXT)
    value["title"]["en"] = "It's"
    value["list"][1]["note"] = "langer"
    value["list"][0]["note"] = "Een lange zin die anders over regels loopt."
    value["empty"] = "vol"
    went, came = changed(TEXT, edited(TEXT, value))
    assert came == [
        "title: {nl: \"Een\", en: 'It''s'}   # twee talen",
        "      anders",
        '    note: "langer"',
        "empty: vol",
    ]
    assert len(went) == 3


def test_removing_takes_its_own_lines_only() -> None:
    value = value_of(TEXT)
    del value["list"][0]
    result = edited(TEXT, value)
    assert "# over de tweede" in result and "# over de eerste" in result
    assert "Een lange" not in result
    value = value_of(TEXT)
    del value["list"][1]["id"]
    value["groups"] = ["b"]
    result = edited(TEXT, value)
    assert '  - note: "kort"' in result and "groups: [b]" in result


def test_rows_that_move_up_keep_their_own_remarks() -> None:
    value = value_of(TEXT)
    del value["list"][0]
    value["list"][0]["note"] = "anders"
    went, _ = changed(TEXT, edited(TEXT, value))
    assert "  - id: twee" not in went


def test_a_file_with_other_line_ends_keeps_them() -> None:
    text = TEXT.replace("\n", "\r\n")
    value = value_of(text)
    value["last"] = "nee"
    result = edited(text, value)
    assert result.endswith("last: nee\r\n")
    assert result.count("\r\n") == text.count("\r\n") and result.count("\n") == text.count("\n")


def test_a_file_without_a_last_line_end() -> None:
    assert edited("a: 1", {"a": 1, "b": 2}) == "a: 1\nb: 2"
    assert edited("a: 1", {"b": 2, "a": 1}) == "b: 2\na: 1"


LOOKALIKES = ["true", "null", "1", "0.5", "", "- x", "a: b", "#x", "2030-01-01", "'", '"', "\\"]
LOOKALIKES += ["*a", "&a", "!x", "%", "@x", "`", "{a", "[a", "x "]


@pytest.mark.parametrize("word", LOOKALIKES)
def test_words_that_look_like_something_else_stay_words(word: str) -> None:
    for text in ("a: b\n", 'a: "b"\n', "a: 'b'\n", "{a: b}\n", "a: >-\n  b\n", "a: |\n  b c\n"):
        assert value_of(edited(text, {"a": word})) == {"a": word}, json.dumps(text)


def test_values_change_their_kind() -> None:
    assert edited("a: []\nb: 1\n", {"a": [{"id": "x"}], "b": 1}) == "a:\n  - id: x\nb: 1\n"
    assert value_of(edited("a:\n  - x\n  - y\nb: 1\n", {"a": [], "b": 1})) == {"a": [], "b": 1}
    assert edited("a: 1\n", {"a": {"b": True}}) == "a:\n  b: true\n"
    assert edited("a: 1\n", {"a": 1.0}) == "a: 1.0\n"
    assert edited("a: 1\n", {"a": "1"}) == 'a: "1"\n'


@pytest.mark.parametrize("text", ["a: *b\n", "a: [\n", "", "a: 1\na: 2\n"])
def test_a_text_that_is_not_in_order_is_not_touched(text: str) -> None:
    with pytest.raises(CannotEdit):
        edited(text, {"a": 2})
