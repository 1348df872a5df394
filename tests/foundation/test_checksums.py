"""A sealed folder, and everything that can happen to it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.foundation.checksums import SUMS, canonical_json, check_sums, sha256, write_sums

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""SHA-256 of “abc”, from FIPS 180-2, appendix B.1."""

FILES = {"a.txt": b"abc", "empty": b"", "sub/b.bin": bytes(range(256)), "sub/é met spatie": b"x"}


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = tmp_path / "2021-1"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    write_sums(folder)
    return folder


def test_the_sum_of_a_file_is_that_of_the_standard(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256(tmp_path / "abc") == ABC


def test_a_folder_as_sealed_has_no_problem(sealed: Path) -> None:
    assert check_sums(sealed) == []
    assert f"{ABC}  a.txt\n" in (sealed / SUMS).read_text(encoding="utf-8")


def test_sums_are_in_the_order_of_names(sealed: Path) -> None:
    lines = (sealed / SUMS).read_text(encoding="utf-8").splitlines()
    named = [line.partition("  ")[2] for line in lines]
    assert named == sorted(FILES)


@pytest.mark.parametrize("name", ["a.txt", "sub/b.bin", "sub/é met spatie"])
@pytest.mark.parametrize("bit", [0, 7])
def test_one_bit_flipped_names_that_file_and_no_other(sealed: Path, name: str, bit: int) -> None:
    content = bytearray((sealed / name).read_bytes())
    content[-1] ^= 1 << bit
    (sealed / name).write_bytes(content)
    (problem,) = check_sums(sealed)
    assert problem.where == f"2021-1/{name}" and "differs" in problem.what


def test_a_missing_file_is_named(sealed: Path) -> None:
    (sealed / "a.txt").unlink()
    (problem,) = check_sums(sealed)
    assert problem.where == "2021-1/a.txt" and "missing" in problem.what


@pytest.mark.parametrize("name", ["more", "sub/more", ".hidden", "sub/SHA256SUMS"])
def test_an_added_file_is_named(sealed: Path, name: str) -> None:
    (sealed / name).write_text("more")
    (problem,) = check_sums(sealed)
    assert problem.where == f"2021-1/{name}" and "was not there" in problem.what


def test_a_renamed_file_is_missing_and_added(sealed: Path) -> None:
    (sealed / "a.txt").rename(sealed / "b.txt")
    assert [problem.where for problem in check_sums(sealed)] == ["2021-1/a.txt", "2021-1/b.txt"]


def test_a_broken_line_of_sums_is_named_with_its_number(sealed: Path) -> None:
    lines = (sealed / SUMS).read_text(encoding="utf-8").splitlines()
    lines[1] = "nonsense"
    (sealed / SUMS).write_text("\n".join(lines), encoding="utf-8")
    problems = [str(problem) for problem in check_sums(sealed)]
    assert f"2021-1/{SUMS}:2: is not a checksum line" in problems
    assert any("2021-1/empty" in problem for problem in problems)


def test_a_folder_without_sums_is_not_sealed(tmp_path: Path) -> None:
    (problem,) = check_sums(tmp_path)
    assert SUMS in problem.what


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_everybodys_tool_agrees(sealed: Path) -> None:
    def check() -> subprocess.CompletedProcess[str]:
        command = ["sha256sum", "--check", "--strict", "--quiet", SUMS]
        return subprocess.run(
            command, cwd=sealed, capture_output=True, text=True, env={"LC_ALL": "C"}
        )

    assert check().returncode == 0
    (sealed / "a.txt").write_bytes(b"abd")
    assert check().returncode == 1
    assert check().stdout == "a.txt: FAILED\n"


@given(
    st.dictionaries(st.text(), st.text() | st.integers() | st.dictionaries(st.text(), st.none()))
)
def test_the_order_of_keys_makes_no_difference_to_the_bytes(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert canonical_json(value) == canonical_json(turned)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_does_not_become_json(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"value": value})
