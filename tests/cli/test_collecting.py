"""The command that collects, as a person runs it: the shipped monitor against recorded replies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from replay.server import Fault, Replay, recorded_tables, serving

from duidelijk.cli.monitors import shipped_monitor
from duidelijk.figures.reading import read_figures
from duidelijk.figures.store import FigureStore

CORONA = shipped_monitor("corona")


@pytest.fixture
def replay(shared: Path) -> Iterator[Replay]:
    with serving(Replay(recorded_tables(shared / "data"))) as served:
        yield served


def duidelijk(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duidelijk", *arguments],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def collect(home: Path, replay: Replay, *arguments: str) -> subprocess.CompletedProcess[str]:
    mirror = ("--mirror", replay.address, "--monitor", str(CORONA))
    return duidelijk(home, "collect", *arguments, *mirror)


def test_real_tables_become_the_figures_that_are_shipped(tmp_path: Path, replay: Replay) -> None:
    first = collect(tmp_path, replay, "83693NED", "37789ksz", "82242NED")
    assert first.returncode == 0, first.stderr
    assert "83693NED: " in first.stdout
    assert " new → cbs-83693NED-2026-06-22" in first.stdout
    assert first.stdout.splitlines()[-1].startswith("3 feeds: ")
    figures = FigureStore(tmp_path / "figures").figures()
    shipped, _ = read_figures(CORONA / "figures" / "cbs.csv")
    tables = ("cbs-83693NED-", "cbs-37789ksz-", "cbs-82242NED-")
    known = shipped.filter(shipped["release"].str.slice(0, 13).is_in(tables))
    assert len(known) > 900
    key = ["indicator", "region", "group", "period", "value"]
    assert known.join(figures, on=key, how="anti").is_empty()
    again = collect(tmp_path, replay, "83693NED", "37789ksz", "82242NED")
    assert again.stdout.count("unchanged at the source") == 3
    assert again.stdout.splitlines()[-1].startswith("3 feeds: 0 figures new, 0 revised")


def test_a_source_that_is_down_is_told_and_remembered(tmp_path: Path, replay: Replay) -> None:
    replay.faults.append(Fault("82242NED", "status", 99, 404))
    found = collect(tmp_path, replay, "83693NED", "82242NED")
    assert found.returncode == 2
    assert "82242NED: failed, late since 20" in found.stdout
    assert "check the address and the id" in found.stderr
    assert "Traceback" not in found.stderr
    assert "2 feeds, 1 failed: " in found.stdout
    status = duidelijk(tmp_path, "collect", "--status", "--monitor", str(CORONA)).stdout
    lines = {line.split()[0]: line for line in status.splitlines()}
    assert "late since 20" in lines["82242NED"] and "404" in lines["82242NED"]
    assert "last news in cbs-83693NED-2026-06-22" in lines["83693NED"]
    assert "never collected" in lines["80590ned"]
    assert "collect" in duidelijk(tmp_path, "jobs").stdout


@pytest.mark.parametrize(
    "mirror", ["http://127.0.0.1:1", "mirror", "ftp://127.0.0.1", "http://127.0.0.1:x"]
)
def test_a_mirror_that_does_not_answer_makes_no_source_late(tmp_path: Path, mirror: str) -> None:
    told = duidelijk(tmp_path, "collect", "83693NED", "--monitor", str(CORONA), "--mirror", mirror)
    assert told.returncode == 2
    assert "The mirror does not answer; nothing was collected:" in told.stderr
    assert not (tmp_path / "collected").exists()
    (line,) = duidelijk(tmp_path, "jobs").stdout.splitlines()
    assert "refused" in line
    assert "nothing was collected: " in line and "cannot be reached" in line


def test_an_unknown_feed_gets_a_hint(tmp_path: Path, replay: Replay) -> None:
    found = collect(tmp_path, replay, "80590NED")
    assert found.returncode == 2
    assert "unknown feed → did you mean 80590ned" in found.stderr


def test_a_monitor_without_feeds_says_what_to_do(tmp_path: Path) -> None:
    starter = str(shipped_monitor("starter"))
    found = duidelijk(tmp_path, "collect", "--monitor", starter)
    assert found.returncode == 2
    assert "declare feeds in feeds.yaml" in found.stderr
    assert "No feeds" in duidelijk(tmp_path, "collect", "--status", "--monitor", starter).stdout
