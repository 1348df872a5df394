"""Every field has its words in both languages, and so has every message of the check."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from duidelijk.catalogue.schema import _TYPES, schema
from duidelijk.foundation.problems import Problem
from duidelijk.publish.words import read_words
from duidelijk.web.declaring import fields, telling
from duidelijk.web.declaring.fields import Labels
from duidelijk.web.declaring.kinds import KINDS, resolved
from duidelijk.web.declaring.shapes import option_text
from duidelijk.web.declaring.telling import in_dutch, told
from duidelijk.web.words import words

_CATALOGUE = Path(__file__).resolve().parents[3] / "src/duidelijk/catalogue"
_LABELS = read_words("nl", fields._LABELS)


def _parts(part: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a form, by the path its label is looked up with."""
    for key, each in part.get("properties", {}).items():
        child = resolved(each)
        if key in ("nl", "en"):
            continue
        yield f"{name}.{key}", child
        yield from _parts(child, f"{name}.{key}")
        if child.get("type") == "array":
            yield from _parts(resolved(child["items"]), f"{name}.{key}")


FIELDS = [found for kind in KINDS.values() for found in _parts(kind.schema, kind.name)]


def _keys(name: str, before: str) -> list[str]:
    parts = name.split(".")
    return [f"{before}.{'.'.join(parts[start:])}" for start in range(len(parts))]


def test_every_field_has_a_name_and_every_name_is_used() -> None:
    used = set()
    for name, part in FIELDS:
        found = [key for key in _keys(name, "label") if key in _LABELS]
        assert found, name
        used.add(found[0])
        items = resolved(part["items"]) if part.get("type") == "array" else {}
        if items.get("type") == "object":
            row = f"label.row.{name.rpartition('.')[2]}"
            assert row in _LABELS, name
            used.add(row)
    assert {key for key in _LABELS if key.startswith("label.")} == used


def test_every_explanation_of_a_field_is_there_in_dutch_and_none_besides() -> None:
    labels = Labels("nl")
    general = schema()["$defs"]
    wanted = {str(part["description"]) for _, part in FIELDS if "description" in part}
    assert {each for each in wanted if not labels.help(each)} == set()
    # what the check adds to a problem comes from the definitions and from what lists hold
    allowed = wanted | {each["description"] for each in general.values()}
    allowed |= set(re.findall(r'"description": "((?:[^"\\]|\\.)*)"', _schema_text()))
    assert set(labels._help) <= {each.replace('\\"', '"') for each in allowed}


def _schema_text() -> str:
    return (_CATALOGUE / "monitor.schema.json").read_text(encoding="utf-8")


def test_every_choice_has_its_words_and_every_word_is_a_choice() -> None:
    used = {"choice.true", "choice.false"}
    for name, part in FIELDS:
        of = resolved(part["items"]) if part.get("type") == "array" else part
        for value in of.get("enum", ()):
            key = option_text(value)
            found = [each for each in (*_keys(f"{name}.{key}", "choice"),) if each in _LABELS]
            if name != "monitor.licence":  # these are names
                assert found, (name, value)
                used.add(found[0])
    assert {key for key in _LABELS if key.startswith("choice.")} == used


def test_every_kind_has_its_words() -> None:
    for kind in KINDS:
        assert {f"declared_{kind}", f"declared_one_{kind}"} <= set(words("nl"))


_ADDS = {"problem": (1, 2), "Problem": (2, 3)}
"""Functions that make a problem, with which of what they are given is words."""


def _said() -> Iterator[str]:
    """What the check of declarations can say, with ◊ for what is filled in."""
    for path in [*_CATALOGUE.glob("*.py"), _CATALOGUE.parent / "foundation/declarations.py"]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                for place in _ADDS.get(name, ()):
                    if place < len(node.args):
                        yield from _texts(node.args[place])
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                if node.targets[0].id in ("what", "remedy"):
                    yield from _texts(node.value)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
                names = [getattr(each, "id", "") for each in node.targets[0].elts]
                if names == ["what", "remedy"] and isinstance(node.value, ast.Tuple):
                    for each in node.value.elts:
                        yield from _texts(each)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(
            str(each.value) if isinstance(each, ast.Constant) else "◊" for each in node.values
        )
        if re.search(r"\w{2}", text):
            # the check ends with where it is, which pages leave out beside a field
            yield re.sub(r"(?<=[\w”])◊\Z", "", text)


def test_every_message_of_the_check_is_there_in_dutch() -> None:
    said = set(_said())
    assert len(said) > 60 and "has no measure" in said
    dutch = set(read_words("nl", telling._MESSAGES).values())
    said -= {"unknown ◊ “◊”", "◊ is not ◊◊", "◊◊"}  # these are made of what follows
    said |= {f"◊ is not {each}" for each in _TYPES.values()}
    said |= {"is empty", "◊ is below ◊", "◊ is above ◊", "◊ must be more than ◊"}
    said |= {"give only one of ◊", "holds the same item twice", "known: ◊", "did you mean ◊?"}
    said |= {f"unknown {what} “◊”" for what in ("theme", "source", "indicator", "group")}
    said.add("unknown dimension of groups.yaml “◊”")
    for text in sorted(said):
        again = in_dutch(text)
        assert again != text or text in dutch, text


@pytest.mark.parametrize(
    ("problem", "beside", "whole"),
    [
        (
            Problem("x.yaml", 3, "“k” is missing in a › 2", "write k: a, b or c", ("a", 1, "k")),
            "Vul dit in.",
            "x.yaml:3 (a › 2 › k): “k” ontbreekt → vul in: k: a, b of c",
        ),
        (
            Problem("x.yaml", 3, "9 is above 4 in decimals", "", ("decimals",)),
            "9 is hoger dan 4",
            "x.yaml:3 (decimals): 9 is hoger dan 4",
        ),
        (
            Problem("x.yaml", 1, "unknown group “q”", "did you mean a or b?", ("draw", 0)),
            "Onbekende groep “q” → bedoelt u a of b?",
            "x.yaml:1 (draw › 1): onbekende groep “q” → bedoelt u a of b?",
        ),
        (
            Problem("x.yaml", 0, "niemand zei dit ooit {0}", "", ()),
            "Niemand zei dit ooit {0}",
            "x.yaml: niemand zei dit ooit {0}",
        ),
    ],
)
def test_problems_in_dutch(problem: Problem, beside: str, whole: str) -> None:
    assert told(problem, "nl", True) == beside
    assert told(problem, "nl") == whole
    assert told(problem, "en") == str(problem)
