"""A programme with a signal, in the home with the real editions."""

from __future__ import annotations

from pathlib import Path

import pytest

import agenda_room
from agenda_room import Programme
from duidelijk.foundation.home import Home
from duidelijk.web.agenda.models import Signal


@pytest.fixture
def people(db: None, corona_home: Path, settings: object) -> Programme:
    """Everybody who takes part."""
    settings.HOME = Home(corona_home)  # type: ignore[attr-defined]
    return agenda_room.programme()


@pytest.fixture
def signal(people: Programme) -> Signal:
    """A signal that a municipality raised and that was taken up."""
    return agenda_room.taken_up(people)
