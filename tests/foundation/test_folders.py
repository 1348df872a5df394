"""Whole or not at all: folders, files, locks, and processes that are killed half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from duidelijk.foundation import folders
from duidelijk.foundation.folders import (
    locked,
    sweep_unfinished,
    unfinished_folder,
    whole_file,
    whole_folder,
    write_whole,
)
from duidelijk.foundation.problems import Refused


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@contextmanager
def running(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that runs *script* on *folder*, from the moment it has printed a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_folder_appears_with_everything_in_it(tmp_path: Path) -> None:
    destination = tmp_path / "deep" / "done"
    with whole_folder(destination) as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "file").write_text("content")
        assert not destination.exists()
    assert (destination / "sub" / "file").read_text() == "content"
    assert names(destination.parent) == {"done"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_inside_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), whole_folder(tmp_path / "done") as folder:
        (folder / "file").write_text("half")
        raise error
    assert names(tmp_path) == set()


def test_a_destination_that_exists_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "file").write_text("sealed")
    with pytest.raises(Refused, match="exists already"), whole_folder(tmp_path / "done"):
        pytest.fail("the block must not run")
    assert (tmp_path / "done" / "file").read_text() == "sealed"
    assert names(tmp_path) == {"done"}


def test_a_destination_made_in_the_meantime_is_refused_and_untouched(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="meantime"), whole_folder(tmp_path / "done"):
        (tmp_path / "done").mkdir()
        (tmp_path / "done" / "file").write_text("of another")
    assert (tmp_path / "done" / "file").read_text() == "of another"
    assert names(tmp_path) == {"done"}


HALF_WAY = """
import sys
from pathlib import Path
from duidelijk.foundation.folders import whole_folder
with whole_folder(Path(sys.argv[1]) / "done") as folder:
    (folder / "file").write_text("half")
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_leaves_nothing_under_the_name_and_is_swept(tmp_path: Path) -> None:
    with running(HALF_WAY, tmp_path) as process:
        assert sweep_unfinished(tmp_path) == [], "the work of a running process was swept"
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (tmp_path / "done").exists()
        assert all(name.startswith(".") for name in names(tmp_path))
        (abandoned,) = tmp_path.iterdir()
        # a number that another process has by now does not keep it
        abandoned = abandoned.rename(tmp_path / f"{abandoned.name}-{os.getpid()}")
    assert sweep_unfinished(tmp_path) == [abandoned]
    assert names(tmp_path) == set()
    with whole_folder(tmp_path / "done") as folder:
        (folder / "file").write_text("whole")
    assert (tmp_path / "done" / "file").read_text() == "whole"


def test_sweeping_spares_what_is_finished(tmp_path: Path) -> None:
    (tmp_path / "done-1").mkdir()
    (tmp_path / ".hidden").write_text("mine")
    assert sweep_unfinished(tmp_path) == []
    assert names(tmp_path) == {"done-1", ".hidden"}


@pytest.fixture
def no_changing_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system whose library does not know how two folders change places."""
    monkeypatch.setattr(folders.ctypes, "CDLL", lambda *given, **named: object())


@pytest.mark.usefixtures("no_changing_places")
def test_a_folder_is_replaced_where_two_cannot_change_places(tmp_path: Path) -> None:
    for content in ("old", "new"):
        with folders.replaced_folder(tmp_path / "site") as unfinished:
            (unfinished / "page").write_text(content)
        assert (tmp_path / "site" / "page").read_text() == content
    assert names(tmp_path) == {"site"}


@pytest.mark.usefixtures("no_changing_places")
def test_the_old_folder_is_back_at_once_when_the_new_one_cannot_come(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page").write_text("old")
    with pytest.raises(FileNotFoundError):
        folders._exchange(tmp_path / "swept", tmp_path / "site")
    assert (tmp_path / "site" / "page").read_text() == "old"


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "file"
    write_whole(path, b"old")
    with path.open("rb") as reader:
        write_whole(path, b"new")
        assert reader.read() == b"old", "a reader saw the file change under its hands"
    assert path.read_bytes() == b"new"
    assert names(path.parent) == {"file"}


REWRITES = """
import sys
from pathlib import Path
from duidelijk.foundation.folders import write_whole
path = Path(sys.argv[1]) / "file"
write_whole(path, b"0" * 500_000)
print("ready", flush=True)
while True:
    for letter in (b"0", b"1"):
        write_whole(path, letter * 500_000)
"""


def test_a_file_is_whole_after_its_writer_is_killed(tmp_path: Path) -> None:
    with running(REWRITES, tmp_path) as process:
        for _ in range(20):
            content = (tmp_path / "file").read_bytes()
            assert len(content) == 500_000 and len(set(content)) == 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    content = (tmp_path / "file").read_bytes()
    assert len(content) == 500_000 and len(set(content)) == 1
    sweep_unfinished(tmp_path)
    assert names(tmp_path) == {"file"}


HOLDS = """
import sys
from pathlib import Path
from duidelijk.foundation.folders import locked
with locked(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_a_folder_is_held_by_one_process_at_a_time(tmp_path: Path) -> None:
    with running(HOLDS, tmp_path) as process:
        with pytest.raises(Refused, match="in use"), locked(tmp_path, wait_seconds=0.1):
            pytest.fail("two processes held the folder")
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        with locked(tmp_path, wait_seconds=10):
            pass


def test_a_lock_dies_with_its_process(tmp_path: Path) -> None:
    with running(HOLDS, tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with locked(tmp_path, wait_seconds=10):
            pass


COUNTS = """
import sys
from pathlib import Path
from duidelijk.foundation.folders import locked
path = Path(sys.argv[1]) / "count"
for _ in range(25):
    with locked(path.parent):
        path.write_text(str(int(path.read_text()) + 1))
"""


def test_two_processes_that_take_turns_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "count").write_text("0")
    command = [sys.executable, "-c", COUNTS, str(tmp_path)]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert (tmp_path / "count").read_text() == "50"


def test_an_error_while_holding_a_folder_lets_it_go(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="oops"), locked(tmp_path):
        raise ValueError("oops")
    with locked(tmp_path, wait_seconds=0):
        pass


def test_unfinished_work_of_this_process_is_not_swept(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "done") as folder, unfinished_folder(tmp_path, "work") as work:
        assert sweep_unfinished(tmp_path) == []
        assert folder.is_dir() and work.is_dir()
        with whole_file(tmp_path / "file") as stream:
            assert sweep_unfinished(tmp_path) == []
            stream.write(b"whole")
        assert (tmp_path / "file").read_bytes() == b"whole"
        (tmp_path / "file").unlink()
    assert names(tmp_path) == {"done"}


SWEEPS = """
import sys
from pathlib import Path
from duidelijk.foundation.folders import sweep_unfinished
print("ready", flush=True)
while True:
    sweep_unfinished(Path(sys.argv[1]))
"""


def test_work_is_never_swept_between_its_making_and_its_lock(tmp_path: Path) -> None:
    with running(SWEEPS, tmp_path):
        for number in range(300):
            with unfinished_folder(tmp_path, "work") as work:
                (work / "file").write_text("kept")
                assert (work / "file").read_text() == "kept"
            write_whole(tmp_path / "file", str(number).encode())
            assert (tmp_path / "file").read_text() == str(number)
