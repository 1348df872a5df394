"""Where a running instance keeps its things."""

from __future__ import annotations

from pathlib import Path

import pytest

from duidelijk.foundation.home import CONTENTS, VARIABLE, Home, Worth


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


def test_backup_knows_what_every_place_in_a_home_is_worth(tmp_path: Path) -> None:
    """A new place needs a line in ``CONTENTS``: kept in a backup, or not, and why."""
    home = Home(tmp_path)
    places = {
        name: getattr(home, name) for name, each in vars(Home).items() if isinstance(each, property)
    }
    known = {each.name for each in CONTENTS}
    unknown = {
        name for name, path in places.items() if path.relative_to(tmp_path).as_posix() not in known
    }
    assert not unknown
    assert len(known) == len(CONTENTS)


def test_what_says_that_something_was_stored_is_taken_before_what_was_stored() -> None:
    kept = [each.name for each in CONTENTS if each.worth is Worth.KEPT]
    for before, after in (("collected", "figures"), ("entries", "figures"), ("figures", "raw")):
        assert kept.index(before) < kept.index(after)


@pytest.mark.parametrize("made", ["starter_home", "corona_home"])
def test_a_home_holds_nothing_that_backup_does_not_know(
    made: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(made)
    known = {each.name for each in CONTENTS} | {"done"}  # of these tests
    assert {path.name for path in folder.iterdir()} <= known


def test_the_settings_reference_tells_of_every_place() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "docs/reference/settings.md").read_text(encoding="utf-8")
    told = text.partition("## The home")[2]
    for each in CONTENTS:
        if not each.name.startswith("db.sqlite3-"):
            assert f"`{each.name.split('/')[0]}" in told, each.name
