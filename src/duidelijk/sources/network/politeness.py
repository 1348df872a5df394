"""Waits between requests to one host, so that nobody's server suffers from us."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

AT_ONCE = 2
"""Requests to one host at the same time."""
BURST = 20
"""Requests that may follow each other at once after a pause."""
PER_SECOND = 5.0
"""Requests a second once the burst is used up."""


class Gate:
    """Lets requests to one host through: a few at once, and no more than so many a second."""

    def __init__(
        self, at_once: int = AT_ONCE, burst: int = BURST, per_second: float = PER_SECOND
    ) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._burst, self._per_second = burst, per_second
        self._tokens, self._filled = float(burst), monotonic()
        self._closed_until = 0.0

    @contextmanager
    def passage(self) -> Iterator[None]:
        """Hold one of the places, once it is this request's turn."""
        with self._places:
            while (wait := self._turn()) > 0:
                sleep(wait)
            yield

    def close_for(self, seconds: float) -> None:
        """Let nobody through for a while: the host asked so."""
        with self._lock:
            self._closed_until = max(self._closed_until, monotonic() + seconds)

    def _turn(self) -> float:
        """Seconds to wait; 0 takes a token."""
        with self._lock:
            now = monotonic()
            if now < self._closed_until:
                return self._closed_until - now
            self._tokens += (now - self._filled) * self._per_second
            self._tokens, self._filled = min(self._tokens, float(self._burst)), now
            if self._tokens > 1 - 1e-6:  # a hair less, and the wait would be too short to count
                self._tokens -= 1
                return 0.0
            return (1 - self._tokens) / self._per_second


class Gates:
    """One gate a host."""

    def __init__(self, make: Callable[[], Gate] = Gate) -> None:
        self._gates: dict[str, Gate] = {}
        self._lock = threading.Lock()
        self._make = make

    def of(self, host: str) -> Gate:
        """The gate of *host*."""
        with self._lock:
            if host not in self._gates:
                self._gates[host] = self._make()
            return self._gates[host]
