"""Kept replies: whole, once, and told when they are damaged."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from duidelijk.foundation.problems import Refused
from duidelijk.sources.network.archive import Archive
from duidelijk.sources.network.journal import Journal


def test_what_is_kept_comes_back_and_lies_there_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    body = b"figures" * 10_000
    sha256 = archive.keep(body)
    assert sha256 == hashlib.sha256(body).hexdigest()
    assert archive.keep(body) == sha256
    assert archive.read(sha256) == body
    assert sha256 in archive
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [archive.path(sha256)]
    assert files[0].stat().st_size < len(body) / 100


def test_a_file_is_kept_as_the_same_bytes_would_be(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(b"a;b\n" * 1_000_000)
    archive = Archive(tmp_path / "raw")
    sha256 = archive.keep_file(file)
    assert sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert archive.read(sha256) == file.read_bytes()
    assert not list((tmp_path / "raw").glob(".unfinished*"))


def test_a_damaged_reply_is_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    sha256 = archive.keep(b"figures" * 100)
    path = archive.path(sha256)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="damaged"):
        archive.read(sha256)
    other = archive.path(archive.keep(b"others"))
    path.write_bytes(other.read_bytes())
    with pytest.raises(Refused, match="damaged"):
        archive.read(sha256)
    path.unlink()
    with pytest.raises(Refused, match="gone"):
        archive.read(sha256)


def test_a_journal_is_taken_up_by_the_next_run_of_the_same_version(tmp_path: Path) -> None:
    first = Journal(tmp_path / "j")
    first.note("https://x/before", "0" * 64, 1)  # asked before the version was known
    assert first.resume("v1") == 0
    first.note("https://x/1", "1" * 64, 10)
    first.note("https://x/2", "2" * 64, 10)
    with (tmp_path / "j" / "replies.jsonl").open("a") as stream:
        stream.write('{"address": "https://x/3", "sha')  # killed in the middle of a line
    second = Journal(tmp_path / "j")
    assert second.kept("https://x/1") is None
    assert second.resume("v1") == 2
    assert second.kept("https://x/2") == "2" * 64
    assert second.kept("https://x/3") is None
    second.note("https://x/3", "3" * 64, 10)
    third = Journal(tmp_path / "j")
    assert third.resume("v1") == 3
    other = Journal(tmp_path / "j")
    assert other.resume("v2") == 0
    other.finish()
    assert not (tmp_path / "j").exists()


def test_a_table_without_a_version_is_never_taken_up(tmp_path: Path) -> None:
    first = Journal(tmp_path / "j")
    first.resume("")
    first.note("https://x/1", "1" * 64, 10)
    assert Journal(tmp_path / "j").resume("") == 0
