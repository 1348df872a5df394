"""Municipalities that report, in the home with the real editions."""

from __future__ import annotations

from pathlib import Path

import pytest

import local_room
from duidelijk.foundation.home import Home
from local_room import Area


@pytest.fixture
def people(db: None, corona_home: Path, settings: object) -> Area:
    """Everybody who takes part."""
    settings.HOME = Home(corona_home)  # type: ignore[attr-defined]
    return local_room.area()
