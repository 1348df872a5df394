"""A client that sees the shipped monitor's editions, or others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.foundation.home import Home


@pytest.fixture
def site(corona_home: Path, settings: object) -> Iterator[Client]:
    """A client of the pages of the five editions."""
    settings.HOME = Home(corona_home)  # type: ignore[attr-defined]
    yield Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def made_up_site(starter_home: Path, settings: object) -> Iterator[Client]:
    """A client of the pages of the made-up monitor."""
    settings.HOME = Home(starter_home)  # type: ignore[attr-defined]
    yield Client(HTTP_HOST="127.0.0.1")


@pytest.fixture
def merged_site(merged_home: Path, settings: object) -> Iterator[Client]:
    """A client of the pages of municipalities that merged, and of figures that were revised."""
    settings.HOME = Home(merged_home)  # type: ignore[attr-defined]
    yield Client(HTTP_HOST="127.0.0.1")
