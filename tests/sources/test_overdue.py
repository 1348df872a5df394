"""Which figures should have been published by now."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from duidelijk.catalogue import Ending, Monitor, Text, read_monitor
from duidelijk.cli.monitors import import_shipped
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.sources.overdue import GRACE_DAYS, overdue

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"


@pytest.fixture(scope="module")
def monitor() -> Monitor:
    return read_monitor(STARTER)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, monitor: Monitor) -> FigureStore:
    home = Home(tmp_path_factory.mktemp("overdue"))
    import_shipped(home, STARTER, monitor)
    return FigureStore(home.figures)


def late(monitor: Monitor, store: FigureStore, day: dt.date) -> dict[str, str]:
    return {each.indicator.id: each.period.code for each in overdue(monitor, store, day)}


def test_a_figure_is_late_once_its_delay_and_a_week_have_passed(
    monitor: Monitor, store: FigureStore
) -> None:
    (found,) = [
        each
        for each in overdue(monitor, store, dt.date(2035, 1, 1))
        if each.indicator.id == "damage_reports"
    ]
    assert found.period == found.latest.next()
    delay = monitor.indicators["damage_reports"].reporting_delay
    assert found.since == found.period.end + dt.timedelta(days=delay + GRACE_DAYS)
    assert "damage_reports" not in late(monitor, store, found.since)
    assert "damage_reports" in late(monitor, store, found.since + dt.timedelta(days=1))


def test_what_stopped_or_comes_after_the_end_is_not_late(
    monitor: Monitor, store: FigureStore
) -> None:
    day = dt.date(2035, 1, 1)
    stopped = {
        key: dataclasses.replace(each, status="stopped") for key, each in monitor.indicators.items()
    }
    assert late(dataclasses.replace(monitor, indicators=stopped), store, day) == {}
    ends = Ending(dt.date(2030, 1, 1), dt.date(2036, 1, 1), Text("klaar", "done"))
    assert late(dataclasses.replace(monitor, ends=ends), store, day) == {}


def test_of_what_nothing_is_known_nothing_is_late(monitor: Monitor, tmp_path: Path) -> None:
    assert late(monitor, FigureStore(tmp_path), dt.date(2035, 1, 1)) == {}
