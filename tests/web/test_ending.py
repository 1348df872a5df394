"""A monitor that stops tells its readers so, before and after, and then nothing is late."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import Ending, Text
from duidelijk.catalogue.reading import read_monitor
from duidelijk.cli.publishing import calendar_lines
from duidelijk.editions.calendar import calendar
from duidelijk.foundation.home import Home
from read_page import get

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"
TODAY = dt.date.today()


@pytest.fixture
def ends(starter_home: Path, tmp_path: Path, settings: object) -> Callable[..., Home]:
    """Declares in the home of a site when its monitor stops; days from now."""
    home = Home(tmp_path / "home")
    home.editions.parent.mkdir()
    shutil.copytree(starter_home / "editions", home.editions)
    shutil.copytree(STARTER, home.monitor)
    settings.HOME = home  # type: ignore[attr-defined]
    declared = home.monitor / "monitor.yaml"
    original = declared.read_text()

    def ends(stop: int, keep: int) -> Home:
        told = f"ends:\n  date: {TODAY + dt.timedelta(days=stop)}\n"
        told += f"  keep_until: {TODAY + dt.timedelta(days=keep)}\n"
        told += '  note: {nl: "De crisis is voorbij.", en: "The crisis is over."}\n'
        before = declared.stat().st_mtime_ns if declared.exists() else 0
        declared.write_text(original + told)
        assert declared.stat().st_mtime_ns != before
        return home

    return ends


def test_before_the_end_readers_are_told_that_it_comes(ends: Callable[..., Home]) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    ends(3000, 4000)
    for path in ("/", "/edities", "/edities/2030-1"):
        body = get(reader, path)
        assert "Deze monitor stopt: na" in body, path
        assert "De crisis is voorbij." in body and "blijven hier te lezen tot en met" in body
    assert "The crisis is over." in get(reader, "/en/")
    assert "stopt" not in get(reader, "/feed.atom")
    assert "Deze monitor" not in get(reader, "/opvallend")


def test_a_page_in_memory_tells_it_too_and_changes_on_the_day(
    ends: Callable[..., Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    assert "Deze monitor" not in get(reader, "/")
    ends(2000, 4000)
    assert "Deze monitor stopt" in get(reader, "/"), "as soon as it is declared"
    later = TODAY + dt.timedelta(days=2001)
    monkeypatch.setattr("duidelijk.web.library.timezone.localdate", lambda: later)
    assert "Deze monitor is gestopt" in get(reader, "/")


def test_after_the_end_pages_and_feeds_say_so(ends: Callable[..., Home]) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    ends(-10, 400)
    assert "Deze monitor is gestopt op" in get(reader, "/")
    for path in ("/feed.atom", "/thema/wonen/feed.atom"):
        assert get(reader, path).count("#einde") == 1, path
    ends(-500, -10)
    assert "kunnen nu verdwijnen" in get(reader, "/edities")
    assert get(reader, "/edities/2030-1").count("<h1>") == 1, "everything stays as long as it can"


def test_once_stopped_nothing_is_late(ends: Callable[..., Home]) -> None:
    home = ends(3000, 4000)
    assert any("The monitor stops on" in line for line in calendar_lines(home, None))
    declared = home.monitor / "monitor.yaml"
    plan = "  - {id: 2020-1, date: 2020-03-15, title: {nl: oud, en: old}}\n"
    text = declared.read_text().replace("editions:\n", f"editions:\n{plan}")
    declared.write_text(text)
    assert any("days late" in line for line in calendar_lines(home, None))
    monitor = read_monitor(home.monitor)
    over = Ending(dt.date(2031, 1, 1), dt.date(2032, 1, 1), Text("x", "x"))
    monitor = dataclasses.replace(monitor, ends=over)
    assert not any(each.late for each in calendar(monitor, (), (), dt.date(2031, 1, 2)))
    assert any(each.late for each in calendar(monitor, (), (), dt.date(2030, 12, 31)))


def test_without_declarations_in_the_home_the_newest_edition_tells(
    ends: Callable[..., Home], tmp_path: Path, settings: object
) -> None:
    from duidelijk.cli.freezing import freeze_editions

    declared = ends(5000, 6000).monitor
    other = Home(tmp_path / "other")
    freeze_editions(other, declared, [])
    settings.HOME = other  # type: ignore[attr-defined]
    assert "Deze monitor stopt" in get(Client(HTTP_HOST="127.0.0.1"), "/")
