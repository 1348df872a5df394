"""How commands speak: plain lines, progress bars on a terminal, refusals on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from duidelijk.foundation.problems import Problem, Refused

if TYPE_CHECKING:
    from rich.progress import Progress

REFUSED = 2
_SECONDS_BETWEEN_LINES = 5


def say(line: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complain(refusal: Refused) -> None:
    """A refusal on standard error: the summary, then a line a problem."""
    sys.stderr.write(f"{refusal}\n")


def report(problems: list[Problem]) -> None:
    """Problems on standard error, a line each."""
    for problem in problems:
        sys.stderr.write(f"{problem}\n")


Step = Callable[[str], None]


@contextmanager
def progress(title: str, steps: int) -> Iterator[Step]:
    """A progress bar of *steps*; call what is yielded with what is being done now.

    Off a terminal every step is a plain line, so that logs read well.
    """
    if not sys.stderr.isatty():
        yield lambda doing: say(f"{title}: {doing}")
        return
    with _bar() as bar:
        task = bar.add_task(title, total=steps)
        started = False

        def step(doing: str) -> None:
            nonlocal started
            bar.update(task, advance=1 if started else 0, description=f"{title}: {doing}")
            started = True

        yield step
        bar.update(task, completed=steps, description=title)


@contextmanager
def progress_of_unknown(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Progress of work that grows as it goes: call what is yielded with how many are done, how
    many are known by now, and what is being done.

    Off a terminal a plain line every few seconds.
    """
    if sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, known, _: bar.update(
                task, completed=done, total=known, description=f"{title}: {done:,} of {known:,}"
            )
        return
    told = time.monotonic()

    def step(done: int, known: int, doing: str) -> None:
        nonlocal told
        if time.monotonic() - told > _SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            say(f"{title}: {done:,} of {known:,}, {doing}")

    yield step


@contextmanager
def progress_in_bytes(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar of *total* bytes; call what is yielded with how many were handled."""
    if not sys.stderr.isatty():
        say(f"{title}: {megabytes(total)}")
        yield lambda _: None
        return
    with _bar() as bar:
        task = bar.add_task(title, total=total)
        yield lambda size: bar.advance(task, size)


def megabytes(size: int) -> str:
    """A number of bytes, as people write it."""
    return f"{size / 1e6:,.1f} MB" if size < 1e9 else f"{size / 1e9:,.2f} GB"


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
