"""Declarations: what YAML becomes, and on which line it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.foundation.declarations import Declaration, read_declaration

Read = Callable[[str | bytes], Declaration]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str | bytes) -> Declaration:
        path = tmp_path / "file.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_declaration(path, "file.yaml")

    return read


def test_every_key_and_item_knows_its_line(read: Read) -> None:
    found = read("id: a\n\ntitle:\n  nl: x\n  en: y\nlist:\n  - one\n  -\n    key: two\n")
    lines = {path: found.line(path) for path in [("id",), ("title",), ("title", "en")]}
    assert lines == {("id",): 1, ("title",): 3, ("title", "en"): 5}
    assert found.line(("list", 0)) == 7
    assert found.line(("list", 1, "key")) == 9


def test_what_is_absent_has_the_line_of_its_nearest_parent(read: Read) -> None:
    found = read("a: 1\nb:\n  c: 2\n")
    assert found.line(("b", "missing", 3)) == 2
    assert found.line(("missing",)) == 1


def test_a_problem_stands_at_the_line_of_its_path(read: Read) -> None:
    assert str(read("a: 1\nb: 2\n").problem(("b",), "is two")) == "file.yaml:2: is two"


def test_a_key_given_twice_is_a_problem_that_names_both_lines(read: Read) -> None:
    found = read("a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\n")
    (problem,) = found.problems
    assert (problem.where, problem.line) == ("file.yaml", 5)
    assert "“c” is given twice (first on line 3)" in problem.what
    assert found.value == {"a": 1, "b": {"c": 2, "d": 3}}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("off", "off"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("2021-03-11", "2021-03-11"),
        ("12:30", "12:30"),
        ("1e5", "1e5"),
        ("007", "007"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("2021MM03", "2021MM03"),
        ('"true"', "true"),
        ("'12'", "12"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("1.50", 1.5),
    ],
)
def test_only_plain_booleans_numbers_and_null_are_more_than_text(
    read: Read, written: str, value: Any
) -> None:
    found = read(f"key: {written}\n").value["key"]
    assert found == value and type(found) is type(value)


def test_keys_are_text_even_when_they_look_otherwise(read: Read) -> None:
    assert read("no: 1\n2020: 2\n2021-03-11: 3\n").value == {"no": 1, "2020": 2, "2021-03-11": 3}


def test_an_alias_is_refused_with_its_line_for_it_can_blow_up(read: Read) -> None:
    (problem,) = read("a: &x {b: 1}\nc: *x\n").problems
    assert problem.line == 2
    assert "aliases" in problem.what


@pytest.mark.parametrize("content", ["", "\n\n", "# only words\n"])
def test_an_empty_file_has_no_value_and_no_problem_of_form(read: Read, content: str) -> None:
    found = read(content)
    assert found.value is None and found.problems == []


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: 1\nb: [1, 2\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ('a: "open\n', 2),
        ("a: b: c\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: *nowhere\n", 1),
    ],
)
def test_broken_yaml_is_one_problem_near_its_line(read: Read, content: str, line: int) -> None:
    found = read(content)
    (problem,) = found.problems
    assert problem.where == "file.yaml" and "is not YAML" in problem.what
    assert problem.line == line
    assert found.value is None


def test_a_file_that_is_not_utf8_says_at_which_byte(read: Read) -> None:
    (problem,) = read("a: caf\u00e9\n".encode("latin-1")).problems
    assert "not UTF-8" in problem.what and "byte 6" in problem.what


@pytest.mark.parametrize("content", [b"a: \x00\n", b"a: \x07\n", b"[" * 1100])
def test_bytes_that_are_no_yaml_are_a_problem(read: Read, content: bytes) -> None:
    (problem,) = read(content).problems
    assert "is not YAML" in problem.what


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_declaration(tmp_path / "absent.yaml").problems
    assert problem.where.endswith("absent.yaml") and "cannot be read" in problem.what


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("a: &x [*x]\n", id="a list that holds itself"),
        pytest.param(f"a: {'9' * 5000}\n", id="a number of 5000 digits"),
    ],
)
def test_no_content_whatever_raises(read: Read, content: str) -> None:
    found = read(content)
    assert found.problems or isinstance(found.value["a"], str)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text("abc no:-#'\"\n1.é", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcde", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text("abcde", min_size=1), plain, min_size=1))
def test_what_a_yaml_writer_wrote_comes_back(
    tmp_path_factory: pytest.TempPathFactory, value: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "written.yaml"
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    found = read_declaration(path)
    assert (found.value, found.problems) == (value, [])
