"""Freeze, publish and export killed at any moment: what was there stays, and editions are whole.

``DUIDELIJK_TEST_KILLS`` says how often; some by default, a hundred to be surer.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import STARTER
from duidelijk.editions.verifying import verify
from duidelijk.foundation.checksums import check_sums
from killing import KILLS as EVERY
from killing import Aim, Start, starting

KILLS = EVERY // 3


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Starts commands about editions."""
    with starting(
        "duidelijk.cli.freezing",
        "duidelijk.cli.publishing",
        "duidelijk.cli.exporting",
        "django.core.management.commands.migrate",
    ) as start:
        yield start


def whole_editions(home: Path) -> list[str]:
    """The editions and reviews of a home that can be seen; each of them is whole."""
    seen = [*(home / "editions").glob("[0-9]*"), *(home / "reviews").glob("[0-9]*")]
    for folder in seen:
        assert verify(folder) == []
    return sorted(path.name for path in seen)


def sums_of(home: Path) -> dict[str, bytes]:
    """What was sealed in each edition."""
    return {
        path.parent.name: path.read_bytes() for path in (home / "editions").glob("*/SHA256SUMS")
    }


@pytest.mark.long
def test_a_killed_freeze_leaves_whole_editions_or_none(start: Start, tmp_path: Path) -> None:
    arguments = ("freeze", "--monitor", STARTER)
    took = start(tmp_path / "whole", *arguments).timed()
    aim, home = Aim(took, 2021), tmp_path / "home"
    for _ in range(KILLS):
        aim.at(start(home, *arguments))
        if len(whole_editions(home)) == 2:
            shutil.rmtree(home)
    assert aim.killed > KILLS / 3
    assert start(home, *arguments).ended() == 0
    assert not list((home / "editions").glob(".unfinished-*"))
    assert sums_of(home) == sums_of(tmp_path / "whole")


@pytest.mark.long
def test_a_killed_publication_is_in_review_or_out(start: Start, tmp_path: Path) -> None:
    reviewed = tmp_path / "reviewed"
    given = ("freeze", "--monitor", STARTER, "--for-review", "2030-1")
    assert start(reviewed, *given).ended() == 0
    home = tmp_path / "home"
    shutil.copytree(reviewed, home)
    took = start(home, "publish", "2030-1").timed()
    sealed = (reviewed / "reviews/2030-1/SHA256SUMS").read_bytes()
    aim = Aim(took, 2022)
    for number in range(KILLS):
        shutil.rmtree(home)
        shutil.copytree(reviewed, home)
        aim.at(start(home, "publish", "2030-1"))
        assert set(whole_editions(home)) == {"2030-1"}, number
        out = (home / "editions/2030-1").is_dir()
        if not out:  # again, and it comes out
            assert start(home, "publish", "2030-1").ended() == 0
            assert not list((home / "editions").glob(".unfinished-*"))
        assert whole_editions(home)
        assert (home / "editions/2030-1/REVIEWED-SHA256SUMS").read_bytes() == sealed
    assert aim.killed > KILLS / 3


@pytest.mark.long
def test_a_killed_export_leaves_the_copy_that_was_there(
    start: Start, starter_home: Path, tmp_path: Path
) -> None:
    home, site = tmp_path / "home", tmp_path / "public/site"
    shutil.copytree(starter_home, home)

    def arguments(number: int) -> tuple[object, ...]:
        address = f"https://{'ab'[number % 2]}.example.nl"
        one = ("--edition", "2030-1", "--processes", 1)
        return ("export-site", site, "--address", address, *one)

    assert start(home, *arguments(0)).ended() == 0
    shutil.copytree(site, tmp_path / "first")
    took = start(home, *arguments(1)).timed()
    aim = Aim(took, 2023)
    for number in range(KILLS):
        aim.at(start(home, *arguments(number)))
        assert check_sums(site) == [], number
        assert whole_editions(home) == ["2030-1", "2030-2"]
    assert aim.killed > KILLS / 3
    assert start(home, *arguments(1)).ended() == 0
    assert start(home, *arguments(0)).ended() == 0
    assert [path.name for path in site.parent.iterdir()] == ["site"]
    one, other = (folder / "SHA256SUMS" for folder in (site, tmp_path / "first"))
    assert one.read_bytes() == other.read_bytes()
