"""A server with the five editions, for the client to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import serving


@pytest.fixture(scope="session")
def address(corona_home: Path) -> Iterator[str]:
    """Where the server is."""
    yield from serving(corona_home)
