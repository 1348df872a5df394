"""Whether an edition is still what was sealed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duidelijk.editions.verifying import verify


@pytest.fixture
def copy(sealed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed / "2030-1", tmp_path / "2030-1"))


def test_an_edition_as_sealed_verifies(sealed: Path) -> None:
    assert verify(sealed / "2030-1") == []
    assert verify(sealed / "2030-2") == []


def test_one_bit_in_any_file_is_seen_and_that_file_is_named(copy: Path) -> None:
    for path in sorted(copy.iterdir()):
        if path.name == "SHA256SUMS":
            continue
        content = path.read_bytes()
        middle = len(content) // 2
        path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        (problem,) = verify(copy)
        assert problem.where == f"2030-1/{path.name}"
        path.write_bytes(content)
    assert verify(copy) == []


def test_a_file_taken_out_or_put_in_is_seen(copy: Path) -> None:
    (copy / "figures.csv").rename(copy / "figures-old.csv")
    assert [each.where for each in verify(copy)] == [
        "2030-1/figures.csv",
        "2030-1/figures-old.csv",
    ]


def test_an_edition_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = verify(tmp_path / "2099-1")
    assert "no such edition" in problem.what
