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
    indicator = edition.monitor.indicators.get(figure.indicator)
    place = figure.indicator, figure.region, figure.group
    if indicator is None or figure.region not in edition.regions:
        return None
    figures = edition.series_of(*place)
    series: list[Row] = []
    for method in (indicator.method_on(edition.date), figure.method):
        series = series or main_series(figures.to_dicts(), method)
    if not series:
        return None
    method, kind = series[0]["method"], series[0]["period_kind"]
    alike = (pl.col("method") == method) & (pl.col("period_kind") == kind)
    in_place = (pl.col("region") == figure.region) & (pl.col("group") == figure.group)
    every, figures, carried = (
        figures.filter(pl.col("method") == method),
        figures.filter(alike),
        edition.carried_of(figure.indicator).filter(in_place & alike),
    )
    rows = one_a_period(edition, figures.to_dicts(), carried.to_dicts(), "nl")
    held = [row for row in rows if row["value"] is not None]
    if not held:
        return Around(method, rows, None, None, [], [])
    parts = _parted(held, began)
    before = parts[When.BEFORE][-1] if parts[When.BEFORE] else None
    across = parts[When.ACROSS][-1] if parts[When.ACROSS] else None
    since = parts[When.SINCE]
    sealed = _sealed(edition, held[-1])
    asked = [row["period"] for row in (*([before] if before else ()), *since[-_MOST:])]
    open_ = [period for period in asked if not sealed or period != held[-1]["period"]]
    apart = None
    if before and since and indicator.uncertainty == "published_limits":
        apart = before["period"], since[-1]["period"]
    compared = [row for row in sealed if row["period"] in asked]
    direct: list[Row] = []
    if open_ or apart:
        turns, pair = judged_in_turn(
            figures, carried, indicator, edition.monitor.crisis_start, open_, apart
        )
        compared += turns.to_dicts()
        direct = pair.to_dicts()
    at = {row["period"]: n for n, row in enumerate(rows)}
    compared = [{**row, "decimals": rows[at[row["period"]]]["decimals"]} for row in compared]
    compared.sort(key=lambda row: (-at[row["period"]], not row["main"], _rank(row)))
    one = {**direct[0], "decimals": held[-1]["decimals"]} if direct else None
    other = _of_other_kind(every, kind, began) if before is None else None
    return Around(method, rows, before, across, since, compared, one, other)


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


def _of_other_kind(figures: pl.DataFrame, kind: str, began: dt.date | None) -> Row | None:
    """The last figure over another *kind* of period that began before an action did."""
    if began is None:
        return None
    held = figures.filter(
        pl.col("value").is_not_null()
        & (pl.col("period_kind") != kind)
        & (pl.col("period_start") < began)
    )
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
