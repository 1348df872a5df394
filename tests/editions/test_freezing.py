"""A frozen edition: equal inputs are equal bytes, and it reads back from its folder alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from duidelijk.editions.edition import Edition
from duidelijk.editions.freezing import open_edition
from duidelijk.editions.verifying import verify
from duidelijk.foundation.problems import Refused


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_freezing_twice_gives_the_same_bytes(small: Any, tmp_path: Path) -> None:
    one, other = small.freeze(tmp_path / "one", 1), small.freeze(tmp_path / "other", 1)
    assert contents(one.folder)["SHA256SUMS"] == contents(other.folder)["SHA256SUMS"]
    assert contents(one.folder) == contents(other.folder)


def test_an_edition_holds_every_file_a_reader_may_ask_for(sealed: Path) -> None:
    assert set(contents(sealed / "2030-1")) == {
        "SHA256SUMS",
        "carried.parquet",
        "catalogue.json",
        "changes.parquet",
        "coming.parquet",
        "datapackage.json",
        "edition.json",
        "figures.by-indicator.parquet",
        "figures.by-region.parquet",
        "figures.csv",
        "foretold.parquet",
        "regions.json",
        "releases.json",
        "revisions.parquet",
        "sentences.json",
        "vintages.parquet",
    }


def test_an_edition_that_exists_is_refused_and_stays_as_it_was(small: Any, tmp_path: Path) -> None:
    edition = small.freeze(tmp_path)
    before = contents(edition.folder)
    with pytest.raises(Refused, match="never overwritten"):
        small.freeze(tmp_path)
    assert contents(edition.folder) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"2030-1", ".lock"}


def test_an_error_while_freezing_leaves_no_edition(small: Any, tmp_path: Path) -> None:
    opened = open_edition(tmp_path, small.content(), small.declarations)
    with pytest.raises(ValueError, match="half-way"), opened as folder:
        assert (folder / "figures.csv").is_file()
        raise ValueError("half-way")
    assert {path.name for path in tmp_path.iterdir()} <= {".lock"}
    assert verify(small.freeze(tmp_path).folder) == []


def test_a_frozen_edition_reads_back_from_its_folder_alone(
    small: Any, sealed: Path, tmp_path: Path
) -> None:
    shutil.copytree(sealed / "2030-2", tmp_path / "elsewhere")
    edition, content = Edition(tmp_path / "elsewhere"), small.content(1)
    assert (edition.id, edition.date, edition.title) == (
        content.plan.id,
        content.plan.date,
        content.plan.title,
    )
    assert edition.monitor == small.monitor
    assert edition.compiled_afterwards == content.compiled_afterwards
    assert list(edition.releases.values()) == content.releases
    assert edition.changes.equals(content.changes)
    assert edition.sentences["nl"] == {"key": "Zin."}


def test_without_an_error_everything_written_meanwhile_is_sealed(
    small: Any, tmp_path: Path
) -> None:
    with open_edition(tmp_path, small.content(), small.declarations) as folder:
        (folder / "texts").mkdir()
        (folder / "texts" / "more.md").write_text("More.", encoding="utf-8")
    assert "texts/more.md" in (tmp_path / "2030-1" / "SHA256SUMS").read_text(encoding="utf-8")
    assert verify(tmp_path / "2030-1") == []
