"""A collection that is killed at any moment: what was there stays, the next run completes."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from replay.odata4 import Table4
from replay.server import Fault, Replay

from duidelijk.catalogue import read_monitor
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import KEY, in_order
from duidelijk.foundation.home import Home
from duidelijk.sources.collecting import collect_feed
from duidelijk.sources.network.fetching import Network
from killing import KILLS

COLLECT = """
import os, sys
from pathlib import Path
import polars
from duidelijk.catalogue import read_monitor
from duidelijk.foundation.home import Home
from duidelijk.sources.protocols import odata4
from duidelijk.sources.collecting import collect
from duidelijk.sources.network.fetching import Network
monitor = read_monitor(Path(sys.argv[1]))
for home in sys.stdin:  # a child a line: what takes long to import is there already
    child = os.fork()
    if not child:
        network = Network(sys.argv[2], pause=0.001)
        states = [each.state for each in
                  collect(Home(Path(home.strip())), monitor, monitor.feeds.values(), network)]
        os._exit("failed" in states)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@pytest.mark.long
def test_killed_at_random_moments_nothing_is_lost_or_doubled(
    recorded: dict[str, Table4], replay: Replay, declared: Callable[..., Path], tmp_path: Path
) -> None:
    folder = declared(recorded["83693NED"], recorded["82242NED"])
    whole = Home(tmp_path / "whole")
    network = Network(replay.address)
    monitor = read_monitor(folder)
    for feed in monitor.feeds.values():
        assert collect_feed(whole, monitor, feed, network).state == "stored"
    network.close()
    wanted = FigureStore(whole.figures).figures()
    replay.page_size = 300
    replay.faults.append(Fault("Observations", "slow", 10_000, seconds=0.002))
    chance = random.Random(2021)
    finished = 0
    home = Home(tmp_path / "home-0")
    with collector(folder, replay) as collecting:
        for number in range(KILLS):
            process = collecting(home)
            time.sleep(chance.uniform(0.0, 0.7))
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.id, signal.SIGKILL)
            process.ended()
            figures = sound(home)
            if done(home):
                assert len(figures) == len(wanted)
                finished += 1
                home = Home(tmp_path / f"home-{number + 1}")
        assert finished < KILLS / 2  # most were killed on their way
        assert collecting(home).ended() == 0
    assert in_order(sound(home)).drop("release").equals(in_order(wanted).drop("release"))
    assert not list(home.figures.glob(".unfinished-*"))
    assert not list((home.collected / "underway").glob("*"))


@dataclass
class Started:
    """A process that collects."""

    id: int
    ended: Callable[[], int]


@contextlib.contextmanager
def collector(folder: Path, replay: Replay) -> Iterator[Callable[[Home], Started]]:
    """Starts processes that collect into a home."""
    with subprocess.Popen(
        [sys.executable, "-c", COLLECT, str(folder), replay.address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
    ) as parent:
        assert parent.stdin and parent.stdout
        stdin, stdout = parent.stdin, parent.stdout

        def start(home: Home) -> Started:
            stdin.write(f"{home.folder}\n")
            stdin.flush()
            return Started(int(stdout.readline()), lambda: int(stdout.readline()))

        yield start
        stdin.close()


def sound(home: Home) -> pl.DataFrame:
    """The figures in the store, which can be read at any moment and hold each figure once."""
    figures = FigureStore(home.figures).figures()
    assert not figures.select([*KEY, "release"]).is_duplicated().any()
    assert set(figures["release"]) == set(FigureStore(home.figures).releases())
    return figures


def done(home: Home) -> bool:
    """Whether both feeds are known to be collected."""
    return len(list(home.collected.glob("*.json"))) == 2
