"""Works one step ahead: makes the next item in a thread while the last one is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_END = object()


def ahead(make: Callable[[], Iterator[T]]) -> Iterator[T]:
    """The items of ``make()``, at most one of them made before it is asked for."""
    with ThreadPoolExecutor(1) as pool:
        items = make()
        following = pool.submit(next, items, _END)
        while (item := following.result()) is not _END:
            following = pool.submit(next, items, _END)
            yield item  # type: ignore[misc]
