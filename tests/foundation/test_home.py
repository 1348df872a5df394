"""Where a running instance keeps its things."""

from __future__ import annotations

from pathlib import Path

import pytest

from duidelijk.foundation.home import VARIABLE, Home


def test_the_variable_names_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "x" / ".." / "home"))
    assert Home.from_environment().folder == tmp_path.resolve() / "home"


def test_without_the_variable_the_home_is_in_the_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Home.from_environment().folder == tmp_path / "duidelijk"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Home.from_environment().folder == tmp_path / ".local" / "share" / "duidelijk"


def test_everything_an_instance_keeps_lies_in_its_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    places = [home.monitor, home.figures, home.editions, home.database]
    assert len(set(places)) == len(places)
    assert all(place.parent == tmp_path for place in places)
