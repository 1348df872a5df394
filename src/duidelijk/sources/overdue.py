"""Which figures are late: sources that fail, and figures that should have been published by now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from duidelijk.catalogue import Indicator, Monitor
from duidelijk.figures.store import FigureStore
from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.sources.planning import kinds_of_frequency

GRACE_DAYS = 7
"""A source may be so many days later than usual before its figure is called overdue."""
_WITHOUT_RHYTHM = ("irregular", "wave")


@dataclass(frozen=True)
class Overdue:
    """A figure that was to be published by a day that passed."""

    indicator: Indicator
    period: Period
    """Of the first figure that is not there."""
    latest: Period
    """Of the last one that is."""
    since: dt.date
    """The day it was expected by."""


def overdue(monitor: Monitor, store: FigureStore, today: dt.date) -> list[Overdue]:
    """The next figure of every indicator with a rhythm that should be there, longest ago first.

    It is expected as many days after its period as the declared delay of reporting. Indicators of
    which nothing is known, that stopped, or whose figures are context, are left out; so are periods
    after the end of the monitor.
    """
    known = latest_periods(store)
    found = []
    for indicator in monitor.indicators.values():
        latest = _latest(indicator, known)
        if indicator.status != "active" or indicator.context or latest is None:
            continue
        after = latest.next()
        since = after.end + dt.timedelta(days=indicator.reporting_delay + GRACE_DAYS)
        ended = monitor.ends is not None and after.end > monitor.ends.date
        if since < today and not ended:
            found.append(Overdue(indicator, after, latest, since))
    return sorted(found, key=lambda each: (each.since, each.indicator.id))


def latest_periods(store: FigureStore) -> dict[str, list[str]]:
    """The codes of the periods that have a figure, by indicator."""
    tables = [
        store.part(path).select("indicator", "period").unique().collect() for path in store.parts()
    ]
    if not tables:
        return {}
    rows = pl.concat(tables).unique().group_by("indicator").agg("period")
    return dict(rows.iter_rows())


def _latest(indicator: Indicator, known: Mapping[str, list[str]]) -> Period | None:
    """The last period of the rhythm of an indicator that has a figure."""
    if indicator.frequency in _WITHOUT_RHYTHM:
        return None
    kinds = kinds_of_frequency(indicator.frequency)
    found = []
    for code in known.get(indicator.id, []):
        try:
            period = Period.parse(code)
        except UnknownPeriod:
            continue
        if period.kind in kinds and period.kind is not PeriodKind.WAVE:
            found.append(period)
    return max(found, default=None, key=lambda each: each.start)
