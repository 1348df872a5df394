"""The commands that look back and ahead: calibrate, since and breaks."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from duidelijk.cli.breaks import ask_about_breaks
from duidelijk.cli.calibrating import calibrate_editions
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.cli.since import day_given, since_newest_edition
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused

CORONA = shipped_monitor("corona")


@pytest.fixture(scope="module")
def home(corona_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("followed") / "home"
    shutil.copytree(corona_home, folder)
    return Home(folder)


def test_calibrate_makes_the_editions_again_and_seals_nothing(home: Home) -> None:
    before = sorted(path.name for path in home.editions.iterdir())
    lines = list(calibrate_editions(home, CORONA, sealed=False))
    assert any(line.startswith("2021-1") for line in lines)
    record = json.loads(home.track_record.read_text(encoding="utf-8"))
    assert record["basis"] == "rerun" and record["list"]["next_known"] > 20
    assert sorted(path.name for path in home.editions.iterdir()) == before


def test_made_again_by_the_same_program_they_tell_the_same(home: Home) -> None:
    again = list(calibrate_editions(home, CORONA, sealed=False))
    sealed = list(calibrate_editions(home, CORONA, sealed=True))
    assert again == sealed


def test_calibrate_needs_two_editions(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="two editions"):
        list(calibrate_editions(Home(tmp_path), CORONA, sealed=True))


def test_since_tells_what_came_in_and_is_kept(home: Home) -> None:
    lines = list(since_newest_edition(home, CORONA, dt.date(2021, 12, 31)))
    assert lines[0].startswith("New since edition 2021-5, up to 2021-12-31")
    kept = json.loads(home.since.read_text(encoding="utf-8"))
    assert kept["edition"] == "2021-5" and kept["counts"]["judged"] > 0
    assert {each["release"] for each in kept["developments"]} == set(kept["releases"]) != set()


def test_since_refuses_what_cannot_be(home: Home, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no edition yet"):
        list(since_newest_edition(Home(tmp_path), CORONA, dt.date(2021, 12, 31)))
    with pytest.raises(Refused, match="speaks of 2021-10-15"):
        list(since_newest_edition(home, CORONA, dt.date(2021, 1, 1)))
    home.since.write_text("kept")
    with pytest.raises(Refused, match="still to come"):
        list(since_newest_edition(home, CORONA, dt.date.today() + dt.timedelta(1)))
    assert home.since.read_text() == "kept"
    with pytest.raises(Refused, match="cannot be read"):
        day_given("31-12-2021")


def test_breaks_asks_and_changes_nothing(home: Home) -> None:
    lines = list(ask_about_breaks(home, CORONA, 5))
    assert "jump(s) that no break is declared for" in lines[0]
    assert any("when the crisis began" in line for line in lines)
    assert "nothing was changed" in lines[-1]
