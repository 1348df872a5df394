"""The verdicts on a series around the day an action began, worked out once an edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import polars as pl

from duidelijk.change.in_turn import judged_in_turn
from duidelijk.change.pairing import Comparison
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.publish.one_series import carried_from_words, one_a_period
from duidelijk.publish.series import Row, main_series

_MOST = 60
"""Of a series that comes daily or weekly the verdicts on so many of the newest figures are told."""


class When(StrEnum):
    """Which time a figure speaks of, by the day an action began."""

    BEFORE = "before"
    ACROSS = "across"
    """Its period holds that day: it speaks of both."""
    SINCE = "since"


def when(row: Row, began: dt.date) -> When:
    """Which time a figure speaks of."""
    if row["period_end"] < began:
        return When.BEFORE
    return When.SINCE if row["period_start"] >= began else When.ACROSS


@dataclass(frozen=True)
class Around:
    """A series with the comparisons of its figures around the day an action began."""

    method: str
    rows: list[Row]
    """In time order, those without a value too."""
    before: Row | None
    """The last figure from before that day; without such a day the last of all."""
    across: Row | None
    since: list[Row]
    compared: list[Row]
    """Of the last figure before and each since, newest first; the one that speaks first."""
    direct: Row | None = None
    """The newest figure beside the last before, with nothing in between."""
    other: Row | None = None
    """Where there is none from before: the last one then over another kind of period."""

    @property
    def newest(self) -> Row | None:
        """The newest figure; ``None`` where no period has one."""
        return next((row for row in reversed(self.rows) if row["value"] is not None), None)


@lru_cache(maxsize=512)
def around(edition: Edition, figure: FigureKey, began: dt.date | None) -> Around | None:
    """A series around the day an action *began*; ``None`` when the edition has no figure of it.

    Kept, since an edition never changes. By the method the source uses on the edition's date, or
    the one the key names where there are only figures by that.
    """
    found = _series(edition, figure)
    if found is None:
        return None
    rows = one_a_period(edition, found.figures.to_dicts(), found.carried.to_dicts(), "nl")
    held = [row for row in rows if row["value"] is not None]
    parts = _parted(held, began)
    before, across = (
        parts[each][-1] if parts[each] else None for each in (When.BEFORE, When.ACROSS)
    )
    since = parts[When.SINCE]
    asked = [row["period"] for row in (*([before] if before else ()), *since[-_MOST:])]
    compared, direct = _compared(edition, figure, found, held, asked, (before, since))
    return Around(
        method=found.method,
        rows=rows,
        before=before,
        across=across,
        since=since,
        compared=compared,
        direct=direct,
        other=_of_other_kind(found, began) if before is None else None,
    )


@dataclass(frozen=True)
class _Series:
    """The figures of one series, by one method."""

    method: str
    kind: str
    figures: pl.DataFrame
    carried: pl.DataFrame
    """Sums that stand in for figures of then."""
    others: pl.DataFrame
    """Figures over other kinds of period."""


def _series(edition: Edition, figure: FigureKey) -> _Series | None:
    indicator = edition.monitor.indicators.get(figure.indicator)
    if indicator is None or figure.region not in edition.regions:
        return None
    figures = edition.series_of(figure.indicator, figure.region, figure.group)
    series: list[Row] = []
    for method in (indicator.method_on(edition.date), figure.method):
        series = series or main_series(figures.to_dicts(), method)
    if not series:
        return None
    by, kind = pl.col("method") == series[0]["method"], series[0]["period_kind"]
    alike = by & (pl.col("period_kind") == kind)
    in_place = (pl.col("region") == figure.region) & (pl.col("group") == figure.group)
    return _Series(
        method=series[0]["method"],
        kind=kind,
        figures=figures.filter(alike),
        carried=edition.carried_of(figure.indicator).filter(in_place & alike),
        others=figures.filter(by & (pl.col("period_kind") != kind)),
    )


def _compared(
    edition: Edition,
    figure: FigureKey,
    series: _Series,
    held: list[Row],
    asked: list[str],
    ends: tuple[Row | None, list[Row]],
) -> tuple[list[Row], Row | None]:
    """The comparisons of the periods *asked*, newest first, and that of both *ends*.

    What the edition itself says of its newest figure is taken as it is; of the others it is worked
    out from its figures.
    """
    if not asked:
        return [], None
    indicator, (before, since) = edition.monitor.indicators[figure.indicator], ends
    sealed = [row for row in _sealed(edition, held[-1]) if row["period"] in asked]
    told = {row["period"] for row in sealed}
    left = [period for period in asked if period not in told]
    apart = None
    if before and since and indicator.uncertainty == "published_limits":
        apart = before["period"], since[-1]["period"]
    direct: list[Row] = []
    if left or apart:
        start = edition.monitor.crisis_start
        turns, pair = judged_in_turn(series.figures, series.carried, indicator, start, left, apart)
        sealed, direct = [*sealed, *turns.to_dicts()], pair.to_dicts()
    at = {row["period"]: n for n, row in enumerate(held)}
    compared = [{**row, "decimals": held[at[row["period"]]]["decimals"]} for row in sealed]
    compared.sort(key=lambda row: (-at[row["period"]], not row["main"], _rank(row)))
    return compared, {**direct[0], "decimals": held[-1]["decimals"]} if direct else None


def worded(edition: Edition, rows: list[Row], language: str) -> list[Row]:
    """The rows with what was added up in the words of a *language*."""
    return [
        {**row, "carried": carried_from_words(edition, row.get("carried_from"), language)}
        for row in rows
    ]


def _parted(held: list[Row], began: dt.date | None) -> dict[When, list[Row]]:
    """The figures by the time they speak of; before an action begins all are from before."""
    parts: dict[When, list[Row]] = {each: [] for each in When}
    for row in held:
        parts[When.BEFORE if began is None else when(row, began)].append(row)
    return parts


def _of_other_kind(series: _Series, began: dt.date | None) -> Row | None:
    """The last figure over another kind of period that began before an action did."""
    if began is None:
        return None
    held = series.others.filter(pl.col("value").is_not_null() & (pl.col("period_start") < began))
    found = held.sort("period_end", "period").to_dicts()
    return found[-1] if found else None


def _sealed(edition: Edition, newest: Row) -> list[Row]:
    """What the edition itself says of the newest figure, by every comparison."""
    place = newest["indicator"], newest["region"], newest["group"]
    every = (
        *edition.change_of(*place),
        *edition.other_change_of(*place),
        *edition.against_expectation_of(*place),
    )
    own = (newest["period"], newest["method"])
    return [row for row in every if (row["period"], row["method"]) == own]


def _rank(row: Row) -> int:
    """The place of a comparison among those of one figure."""
    return list(Comparison).index(Comparison(row["comparison"]))
