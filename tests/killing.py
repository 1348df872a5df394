"""Runs commands to kill them: in children of a process that has imported everything already.

So most of a command's time is its work, and kills fall in it rather than in Python's start.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_RUN = """
import importlib, os, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
from duidelijk.cli.app import app
for line in sys.stdin:
    home, database, *arguments = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        os.environ["DUIDELIJK_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        if database:
            os.environ["DATABASE_URL"] = database
        sys.stdout = open(os.devnull, "w")
        try:
            app(arguments, standalone_mode=False)
            ended = 0
        except BaseException as error:
            sys.stderr.write(f"{arguments}: {error}\\n")
            ended = 1
        os._exit(ended)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""

KILLS = max(9, int(os.environ.get("DUIDELIJK_TEST_KILLS", "18")))
"""How often a command is killed at a random moment; a hundred times to be surer."""


@dataclass
class Started:
    """A process that runs a command."""

    id: int
    ended: Callable[[], int]

    def killed_after(self, seconds: float) -> bool:
        """Kill it after so long; whether it had not ended by then."""
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.id, signal.SIGKILL)
        return self.ended() != 0

    def timed(self) -> float:
        """Seconds that it takes when nobody kills it."""
        begun = time.monotonic()
        assert self.ended() == 0
        return time.monotonic() - begun


Start = Callable[..., Started]
_SOONER, _LATER = 0.8, 1.05


class Aim:
    """When to kill, at random: sooner after one that came too late, later after another, so that
    most come in time however busy the machine becomes meanwhile.
    """

    def __init__(self, took: float, seed: int) -> None:
        self.killed = 0
        self._took, self._chance = took, random.Random(seed)

    def at(self, started: Started) -> None:
        """Kill it on its way, or find that it had ended."""
        in_time = started.killed_after(self._chance.uniform(0.0, self._took))
        self.killed += in_time
        self._took *= _LATER if in_time else _SOONER


@contextmanager
def starting(*imported: str) -> Iterator[Start]:
    """Starts commands: ``start(home, *arguments, database="")``, with modules that they need."""
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, *imported],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdin and parent.stdout
        stdin, stdout = parent.stdin, parent.stdout

        def start(home: Path, *arguments: object, database: str = "") -> Started:
            stdin.write("\t".join([str(home), database, *map(str, arguments)]) + "\n")
            stdin.flush()
            return Started(int(stdout.readline()), lambda: int(stdout.readline()))

        yield start
        stdin.close()
