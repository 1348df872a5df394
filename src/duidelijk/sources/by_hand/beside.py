"""A figure that somebody enters beside what is known: what stands out before it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.figures.door import figure_warnings
from duidelijk.figures.known import known_on
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import KEY, SERIES, with_periods
from duidelijk.foundation.problems import Problem
from duidelijk.periods import PeriodKind
from duidelijk.sources.by_hand.entry import Entry, figure_of
from duidelijk.sources.planning import kinds_of_frequency


@dataclass(frozen=True)
class Beside:
    """A checked entry as a figure, beside its series; rows have the columns of figures."""

    figure: Mapping[str, Any]
    before: Mapping[str, Any] | None
    """The figure of the latest earlier period of its series."""
    known: Mapping[str, Any] | None
    """The same figure as it was known."""
    releases: Mapping[str, Release]
    warnings: Sequence[Problem]
    """What looks wrong though it may be right."""


def beside(store: FigureStore, monitor: Monitor, entry: Entry) -> Beside:
    """A checked *entry* beside what the store knows of its series."""
    releases = store.releases()
    new = figure_of(entry, "new")
    known = _known(store, releases, entry.indicator)
    series = known.join(new.select(SERIES), on=list(SERIES), nulls_equal=True)
    figure = with_periods(new).row(0, named=True)
    earlier = with_periods(series).filter(
        pl.col("period_kind") == figure["period_kind"],
        pl.col("period_start") < figure["period_start"],
        pl.col("value").is_not_null(),
    )
    same = series.join(new.select(KEY), on=list(KEY), nulls_equal=True)
    return Beside(
        figure,
        earlier.sort("period_start").row(-1, named=True) if len(earlier) else None,
        same.row(0, named=True) if len(same) else None,
        releases,
        [*figure_warnings(new, known, monitor), *_odd_period(monitor, figure)],
    )


def _odd_period(monitor: Monitor, figure: Mapping[str, Any]) -> list[Problem]:
    """A warning when figures of an indicator are of another sort of period than this one."""
    indicator = monitor.indicators[figure["indicator"]]
    kind = PeriodKind(figure["period_kind"])
    if kind in kinds_of_frequency(indicator.frequency):
        return []
    usual = indicator.frequency.replace("_", " ")
    what = f"is a {kind.value.replace('_', ' ')}, and {indicator.id} is told by {usual}"
    return [Problem("period", 0, what, "check it: only one sort of period is compared")]


def _known(store: FigureStore, releases: Mapping[str, Release], indicator: str) -> pl.DataFrame:
    """What is known of one indicator, whatever the date."""
    parts = [
        store.part(path).filter(pl.col("indicator") == indicator).collect()
        for path in store.parts()
    ]
    rows = pl.concat(parts) if parts else store.figures()
    return known_on(rows, releases.values(), dt.date.max)
