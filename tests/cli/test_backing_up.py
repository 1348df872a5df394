"""A backup holds all of a home, from one moment; a restore gives all of it or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import zstandard

from duidelijk.foundation.folders import write_whole
from home_contents import duidelijk, files_of, rows_of

QUESTION = "INSERT INTO questions_question (token, about, edition, language, text, asked, answer, public) VALUES ('{0}', '/', '2030-1', 'nl', 'Klopt dit? {0}', '2030-03-20 10:00:00+00', '', false)"  # noqa: E501
"""Text with what a table of text might trip over."""
STRANGE = 'line\none, "two"; 3\\N \\. – ’t'


@pytest.fixture
def home(starter_home: Path, tmp_path: Path) -> Path:
    """A home with everything in it that a home can hold."""
    folder = tmp_path / "home"
    shutil.copytree(starter_home, folder)
    (folder / "done").unlink()
    (folder / "collected/underway/f").mkdir(parents=True)
    (folder / "collected/underway/f/replies.jsonl").write_text("half")
    (folder / "collected/f.json").write_text('{"feed": "f"}')
    (folder / "raw/ab").mkdir(parents=True)
    (folder / "raw/ab/reply.zst").write_bytes(os.urandom(300_000))
    (folder / "entries").mkdir()
    (folder / "entries/2030-01-01-abcd.json").write_text("{}")
    (folder / "entries/2030-01-01-abcd.json").chmod(0o600)
    (folder / "mappings").mkdir()
    (folder / "mappings/één.yaml").write_text("a: 1")
    (folder / "monitor/empty").mkdir(parents=True)
    (folder / "editions/.unfinished-2030-3-abc").mkdir()
    (folder / "editions/.unfinished-2030-3-abc/half").write_text("half")
    return folder


@pytest.fixture
def asked(home: Path) -> Path:
    """The same with rows in its database."""
    assert duidelijk(home, "jobs").returncode == 0
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as file, file:
        file.execute(QUESTION.format("abc"))
        file.execute("UPDATE questions_question SET answer = ?", (STRANGE,))
    return home


def test_a_restore_is_the_home_again_file_by_file_and_row_by_row(
    asked: Path, tmp_path: Path
) -> None:
    before = files_of(asked)
    made = duidelijk(asked, "backup", tmp_path / "b.tar.zst")
    assert made.returncode == 0, made.stderr
    rows = rows_of(asked)
    assert rows["questions_question"]
    done = duidelijk(asked, "restore", tmp_path / "b.tar.zst", "--into", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    again = tmp_path / "again"
    assert files_of(asked) == before == files_of(again)
    assert rows_of(again) == rows
    assert (again / "monitor/empty").is_dir()
    assert (again / "entries/2030-01-01-abcd.json").stat().st_mode & 0o777 == 0o600
    assert not (again / "collected/underway").exists()
    assert duidelijk(again, "verify").returncode == 0
    told = duidelijk(again, "jobs").stdout
    assert "restore b.tar.zst" in told and "running" not in told and "broken" not in told


def test_everyday_tools_can_check_and_unpack_a_backup(asked: Path, tmp_path: Path) -> None:
    assert duidelijk(asked, "backup", tmp_path / "b.tar.zst").returncode == 0
    with (
        (tmp_path / "b.tar.zst").open("rb") as packed,
        zstandard.ZstdDecompressor().stream_reader(packed) as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        archive.extractall(tmp_path / "by-hand", filter="data")
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=tmp_path / "by-hand",
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


def test_only_its_owner_can_read_a_backup(asked: Path, tmp_path: Path) -> None:
    assert duidelijk(asked, "backup", tmp_path).returncode == 0
    (made,) = tmp_path.glob("duidelijk-*.tar.zst")
    assert made.stat().st_mode & 0o777 == 0o600


def test_a_home_without_a_database_is_backed_up_too(home: Path, tmp_path: Path) -> None:
    made = duidelijk(home, "backup", tmp_path / "b.tar.zst")
    assert made.returncode == 0, made.stderr
    again = tmp_path / "again"
    assert duidelijk(again, "restore", tmp_path / "b.tar.zst").returncode == 0
    assert files_of(again) == files_of(home)


def test_what_is_unknown_is_taken_along_and_told(asked: Path, tmp_path: Path) -> None:
    (asked / "notes.txt").write_text("by hand")
    (asked / ".cache").mkdir()
    made = duidelijk(asked, "backup", tmp_path / "b.tar.zst")
    assert "does not know it: notes.txt" in made.stdout
    assert "hidden: .cache" in made.stdout
    assert duidelijk(tmp_path / "again", "restore", tmp_path / "b.tar.zst").returncode == 0
    assert (tmp_path / "again/notes.txt").read_text() == "by hand"


def test_folders_of_a_home_may_lie_on_another_disk(asked: Path, tmp_path: Path) -> None:
    (asked / "raw").rename(tmp_path / "raw")
    (asked / "raw").symlink_to(tmp_path / "raw")
    assert duidelijk(asked, "backup", tmp_path / "b.tar.zst").returncode == 0
    assert duidelijk(tmp_path / "again", "restore", tmp_path / "b.tar.zst").returncode == 0
    assert (tmp_path / "again/raw/ab/reply.zst").is_file()
    (asked / "monitor/linked").symlink_to(tmp_path / "raw")
    refused = duidelijk(asked, "backup", tmp_path / "c.tar.zst")
    assert refused.returncode == 2
    assert "monitor/linked: is a link to a folder" in refused.stderr
    assert not (tmp_path / "c.tar.zst").exists()


@pytest.mark.parametrize(
    ("where", "said"),
    [("home/b.tar.zst", "lies in the home itself"), ("there", "never overwritten"),
     ("no/b.tar.zst", "is no folder")],
)  # fmt: skip
def test_a_backup_is_refused_where_it_cannot_be(
    asked: Path, tmp_path: Path, where: str, said: str
) -> None:
    (tmp_path / "there").write_text("mine")
    done = duidelijk(asked, "backup", tmp_path / where)
    assert done.returncode == 2
    assert said in done.stderr
    assert (tmp_path / "there").read_text() == "mine"


def test_a_backup_is_only_put_back_where_nothing_is(asked: Path, tmp_path: Path) -> None:
    assert duidelijk(asked, "backup", tmp_path / "b.tar.zst").returncode == 0
    before = files_of(asked)
    done = duidelijk(asked, "restore", tmp_path / "b.tar.zst")
    assert done.returncode == 2
    assert "is there and not empty" in done.stderr
    assert files_of(asked) == before
    (tmp_path / "empty").mkdir()
    assert duidelijk(tmp_path / "empty", "restore", tmp_path / "b.tar.zst").returncode == 0


def test_a_backup_made_while_others_write_promises_no_more_than_it_holds(
    asked: Path, tmp_path: Path
) -> None:
    """Readers ask and a source is collected meanwhile, without a pause."""
    stop = threading.Event()

    def write() -> None:
        with contextlib.closing(sqlite3.connect(asked / "db.sqlite3", timeout=30)) as file:
            for number in range(100_000):
                if stop.is_set():
                    return
                write_whole(asked / f"raw/ab/{number}.zst", b"x" * 2000)
                write_whole(asked / "collected/f.json", json.dumps({"reply": number}).encode())
                with file:
                    file.execute(QUESTION.format(f"n{number}"))
                time.sleep(0.02)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for number in range(3):
            done = duidelijk(asked, "backup", tmp_path / f"{number}.tar.zst")
            assert done.returncode == 0, done.stderr
    finally:
        stop.set()
        writing.join()
    counted = []
    for number in range(3):
        again = tmp_path / f"again-{number}"
        done = duidelijk(again, "restore", tmp_path / f"{number}.tar.zst")
        assert done.returncode == 0, done.stderr
        reply = json.loads((again / "collected/f.json").read_text()).get("reply")
        assert reply is None or (again / f"raw/ab/{reply}.zst").is_file()
        counted.append(len(rows_of(again)["questions_question"]))
    assert counted == sorted(counted) and counted[0] < counted[-1]


# --- what is given to restore may be anything


def packed(path: Path, *entries: tuple[str | tarfile.TarInfo, bytes], head: object = None) -> Path:
    """An archive of these entries after a head that is in order."""
    about = head or {"format": 1, "program": "0.1.0", "made": "2030-01-01"} | {
        "bytes": 1000,
        "files": 1,
        "editions": [],
        "database": None,
    }
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, content in (("backup.json", json.dumps(about).encode()), *entries):
            entry = tarfile.TarInfo(name) if isinstance(name, str) else name
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    path.write_bytes(zstandard.ZstdCompressor().compress(written.getvalue()))
    return path


def _entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("../../outside", b"x")], "leads elsewhere"),
        ([("/etc/outside", b"x")], "leads elsewhere"),
        ([("home/../../outside", b"x")], "leads elsewhere"),
        ([("home/./x", b"x")], "leads elsewhere"),
        ([(_entry("home/x", tarfile.SYMTYPE, "/etc"), b"")], "neither a file nor a folder"),
        ([(_entry("home/x", tarfile.LNKTYPE, "backup.json"), b"")], "neither a file nor a folder"),
        ([(_entry("home/x", tarfile.FIFOTYPE), b"")], "neither a file nor a folder"),
        ([(_entry("home/x", tarfile.CHRTYPE), b"")], "neither a file nor a folder"),
        ([("home/x", b"1"), ("home/x", b"2")], "comes twice"),
        ([("home/x", bytes(20 << 20))], "more than the archive says"),
        ([("home/x", b"1")], "the end was cut off"),
        ([("SHA256SUMS", b"x"), ("home/x", b"1")], "comes after the sums"),
        ([("home/x", b"1"), ("SHA256SUMS", b"0  home/x\n")], "is not what was put in"),
        ([("SHA256SUMS", b"0  home/x\n")], "home/x: is missing"),
        ([("home/x", b"1"), ("SHA256SUMS", b"\n")], "home/x: is not in the sums"),
    ],
)
def test_an_archive_that_is_not_ours_makes_nothing(
    tmp_path: Path, entries: list[tuple[str, bytes]], said: str
) -> None:
    bad = packed(tmp_path / "bad.tar.zst", *entries)
    done = duidelijk(tmp_path / "inner" / "home", "restore", bad)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "inner").iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"inner", "bad.tar.zst"}


@pytest.mark.parametrize(
    "told",
    [
        {"bytes": -1},
        {"bytes": "many"},
        {"editions": [1]},
        {"database": {}},
        {"database": {"vendor": "oracle", "migrations": {}}},
        {"database": {"vendor": "sqlite", "migrations": {"operations": [1]}}},
        {"database": {"vendor": "postgresql", "migrations": {}, "tables": [{"name": "x"}]}},
        {"database": {"vendor": "sqlite", "migrations": {}}},  # but no file of it
    ],
)
def test_what_a_backup_tells_of_itself_may_be_anything(tmp_path: Path, told: object) -> None:
    about = {"format": 1, "program": "0.1.0", "made": "", "bytes": 9, "files": 0, "editions": []}
    sums = hashlib.sha256(b"1").hexdigest() + "  home/x\n"
    head = about | {"database": None} | told  # type: ignore[operator]
    sums += hashlib.sha256(json.dumps(head).encode()).hexdigest() + "  backup.json\n"
    bad = packed(tmp_path / "b.tar.zst", ("home/x", b"1"), ("SHA256SUMS", sums.encode()), head=head)
    done = duidelijk(tmp_path / "inner" / "home", "restore", bad)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("inner/*"))


def test_one_flipped_bit_or_a_cut_is_found_anywhere(asked: Path, tmp_path: Path) -> None:
    from duidelijk.cli.backing_up import verify_backup
    from duidelijk.foundation.problems import Refused

    assert duidelijk(asked, "backup", tmp_path / "b.tar.zst").returncode == 0
    whole = (tmp_path / "b.tar.zst").read_bytes()
    verify_backup(tmp_path / "b.tar.zst")
    bad = tmp_path / "bad.tar.zst"
    for number in range(1, 40):
        at = len(whole) * number // 40
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(Refused):
            verify_backup(bad)
        bad.write_bytes(whole[:at])
        with pytest.raises(Refused):
            verify_backup(bad)
    done = duidelijk(asked, "backup", "--verify", bad)
    assert done.returncode == 2 and "Traceback" not in done.stderr


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x28\xb5\x2f\xfd\x00\x00"])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b").write_bytes(content)
    for arguments in (["restore", tmp_path / "b"], ["backup", "--verify", tmp_path / "b"]):
        done = duidelijk(tmp_path / "home", *arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    about = {"format": 1, "program": "99.0", "made": "", "bytes": 0, "files": 0, "editions": []}
    migrations = {"operations": ["0001_initial", "0999_of_tomorrow"]}
    about["database"] = {"vendor": "sqlite", "migrations": migrations}
    newer = packed(tmp_path / "b.tar.zst", head=about)
    done = duidelijk(tmp_path / "home", "restore", newer)
    assert done.returncode == 2
    assert "was made by version 99.0" in done.stderr
    assert "operations.0999_of_tomorrow: is unknown here" in done.stderr
    assert not (tmp_path / "home").exists()


# --- PostgreSQL


def _fill(database: str) -> None:
    with psycopg.connect(database) as server:
        for number in range(50):
            server.execute(QUESTION.format(f"n{number}"))
        server.execute("UPDATE questions_question SET answer = %s WHERE id = 7", (STRANGE,))
        server.execute("DELETE FROM questions_question WHERE id = 50")


@pytest.mark.postgresql
def test_on_postgresql_every_row_and_counter_comes_back(
    home: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    first, second = new_database(), new_database()
    assert duidelijk(home, "jobs", database=first).returncode == 0
    _fill(first)
    made = duidelijk(home, "backup", tmp_path / "b.tar.zst", database=first)
    assert made.returncode == 0, made.stderr
    again = tmp_path / "again"
    done = duidelijk(again, "restore", tmp_path / "b.tar.zst", database=second)
    assert done.returncode == 0, done.stderr
    assert files_of(again) == files_of(home)
    assert rows_of(again, second) == rows_of(home, first)
    assert not (again / ".restoring").exists()
    with psycopg.connect(second) as server:
        server.execute(QUESTION.format("new"))
        number = server.execute("SELECT max(id) FROM questions_question").fetchone()
        assert number == (51,)  # the number of the one that was deleted is not used again


@pytest.mark.postgresql
def test_a_database_that_is_not_empty_or_of_another_kind_is_refused(
    asked: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    database = new_database()
    assert duidelijk(asked, "backup", tmp_path / "sqlite.tar.zst").returncode == 0
    other = duidelijk(tmp_path / "a", "restore", tmp_path / "sqlite.tar.zst", database=database)
    assert other.returncode == 2
    assert "leave DATABASE_URL unset" in other.stderr
    assert duidelijk(asked, "jobs", database=database).returncode == 0
    made = duidelijk(asked, "backup", tmp_path / "b.tar.zst", database=database)
    assert made.returncode == 0, made.stderr
    rows = rows_of(asked, database)
    filled = duidelijk(tmp_path / "a", "restore", tmp_path / "b.tar.zst", database=database)
    assert filled.returncode == 2
    assert "holds tables already" in filled.stderr
    assert rows_of(asked, database) == rows
    embedded = duidelijk(tmp_path / "a", "restore", tmp_path / "b.tar.zst")
    assert "set DATABASE_URL to an empty PostgreSQL" in embedded.stderr
    assert not (tmp_path / "a").exists()


@pytest.mark.postgresql
def test_a_half_restored_home_is_used_by_nobody(
    home: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    """Between its home and its database a restore can be killed; then it starts over."""
    database = new_database()
    (home / ".restoring").touch()
    for arguments in (["jobs"], ["freeze"], ["serve"], ["backup", tmp_path / "x"]):
        done = duidelijk(home, *arguments, database=database)
        assert done.returncode == 2
        assert "run duidelijk restore again" in done.stderr
    (home / ".restoring").unlink()
    assert duidelijk(home, "jobs", database=database).returncode == 0
    (home / ".restoring").touch()  # killed after its database was there
    assert duidelijk(home, "jobs", database=database).returncode == 0
    assert not (home / ".restoring").exists()
