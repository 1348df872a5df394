"""Processes that make pages side by side, each with the editions open."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from duidelijk.web.dashboard.static_copy import StaticCopy
from duidelijk.web.library import show, showing
from duidelijk.web.operations.database_state import set_up_django
from duidelijk.web.static_site.crawling import Mill
from duidelijk.web.static_site.making import Made, Maker

_AT_ONCE = 32
"""So many addresses are handed to a process at a time: neighbours share what was read for them."""
_THREADS = "POLARS_MAX_THREADS"


@dataclass(frozen=True)
class Order:
    """What every process needs to know."""

    folder: Path
    site: str
    copy: StaticCopy
    editions: frozenset[str]
    before: Path | None
    sums_before: dict[str, str]

    def maker(self) -> Maker:
        """A maker of these files."""
        return Maker(self.folder, self.site, self.copy, self.before, self.sums_before)


@contextlib.contextmanager
def mill(order: Order, processes: int) -> Iterator[Mill]:
    """Makes files by *order*, in this process when *processes* is one.

    Others are started anew: a copy of a process that used Polars would hang.
    """
    if processes == 1:
        with showing(order.editions):
            maker = order.maker()
            yield lambda addresses: map(maker.make, addresses)
        return
    with _few_threads():
        pool = ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=_begin, initargs=(order,)
        )
        try:
            yield lambda addresses: _side_by_side(pool, addresses)
        finally:  # who stops listening wants no more
            pool.shutdown(cancel_futures=True)


def _side_by_side(pool: ProcessPoolExecutor, addresses: Sequence[str]) -> Iterator[Made]:
    asked = [
        pool.submit(_made, addresses[at : at + _AT_ONCE])
        for at in range(0, len(addresses), _AT_ONCE)
    ]
    for done in as_completed(asked):
        yield from done.result()


@contextlib.contextmanager
def _few_threads() -> Iterator[None]:
    """Processes started within the block do not each take every core."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        os.environ.pop(_THREADS)
        if before is not None:
            os.environ[_THREADS] = before


_maker: Maker | None = None
"""That of this process, when it is one of many."""


def _begin(order: Order) -> None:
    global _maker
    set_up_django()
    show(order.editions)
    _maker = order.maker()
    gc.collect()
    gc.freeze()  # what was read stays; only what pages leave behind need be looked through


def _made(addresses: Sequence[str]) -> list[Made]:
    assert _maker is not None
    return [_maker.make(each) for each in addresses]
