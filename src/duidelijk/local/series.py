"""What a local monitor measured in time, and where that goes beside the national indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import Polarity
from duidelijk.change.comparing import compare
from duidelijk.local.observation import Bearing, Trend

ONE_MEASUREMENT = "one_measurement"
"""Why a series has no direction: there is nothing it can be compared with."""


@dataclass(frozen=True)
class Series:
    """One indicator of a local monitor in one region and group."""

    indicator: str
    region: str
    group: str
    points: tuple[tuple[str, float], ...]
    """Period and value, in the order of time."""
    trend: Trend
    reason: str = ""
    """Why no direction can be told; empty where one can."""
    reference_period: str = ""
    """What its last figure was compared with."""


def series_of(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> list[Series]:
    """The series among *figures* (``figures.table.SCHEMA``), each with where its last figure goes.

    The verdict is the one of every other figure (``change.compare``): by the margins that are
    published, or else by what was usual in the series' own history. Figures without a value are
    left out.
    """
    told = figures.filter(pl.col("value").is_not_null()).unique(
        ["indicator", "region", "group", "period"], keep="last", maintain_order=True
    )
    if told.is_empty():
        return []
    changes = compare(told, indicators).changes.filter(pl.col("main"))
    judged = {
        (row["indicator"], row["region"], row["group"]): row
        for row in changes.iter_rows(named=True)
    }
    points: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for *key, period, value in told.select(
        "indicator", "region", "group", "period", "value"
    ).iter_rows():
        points.setdefault((key[0], key[1], key[2]), []).append((period, value))
    return [_series(key, sorted(found), judged.get(key)) for key, found in sorted(points.items())]


def _series(
    key: tuple[str, str, str],
    points: Sequence[tuple[str, float]],
    judged: Mapping[str, str | None] | None,
) -> Series:
    if len(points) < 2 or judged is None or judged["reference_period"] is None:
        return Series(*key, tuple(points), Trend.NOT_TESTABLE, ONE_MEASUREMENT)
    verdict = judged["verdict"] or ""
    known = verdict in {each.value for each in Trend}
    return Series(
        *key,
        tuple(points),
        Trend(verdict) if known else Trend.NOT_TESTABLE,
        "" if known and verdict != Trend.NOT_TESTABLE else judged["reason"] or verdict,
        judged["reference_period"],
    )


_TURNED = {Trend.RISEN: Trend.FALLEN, Trend.FALLEN: Trend.RISEN}
_BETTER: dict[Polarity, Trend] = {
    "higher_is_favourable": Trend.RISEN,
    "lower_is_favourable": Trend.FALLEN,
}


def beside_nation(trend: Trend, turned: bool) -> Trend:
    """The direction as the national indicator would say it: reversed for its opposite."""
    return _TURNED.get(trend, trend) if turned else trend


def bearing_of(trend: Trend, polarity: Polarity) -> Bearing:
    """What a direction means for people, as the national indicator declares it."""
    if trend not in _TURNED or polarity not in _BETTER:
        return Bearing.NO_JUDGEMENT
    return Bearing.BETTER if trend is _BETTER[polarity] else Bearing.WORSE
