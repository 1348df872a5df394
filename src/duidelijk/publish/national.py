"""The national picture of an edition: its verdicts and the series they stand on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION, latest_changes, sentence_key
from duidelijk.publish.series import Row, joined, main_series

_SPARK_POINTS = 24
_OLD_DAYS = 366


@dataclass(frozen=True)
class National:
    """The national verdicts of an edition and the series they stand on, worked out once."""

    latest: dict[str, Row]
    """By indicator: the comparison of its latest national figure, for everybody."""
    series: dict[str, list[Row]]
    """By indicator: its national series for everybody, in time order."""


@lru_cache(maxsize=64)
def national(edition: Edition) -> National:
    """The national picture of an edition; kept, since an edition never changes."""
    latest = latest_changes(edition.changes)
    nation = latest.filter((pl.col("region") == NATION) & (pl.col("group") == TOTAL))
    by_indicator: dict[str, list[Row]] = {}
    for row in edition.total_of(NATION).iter_rows(named=True):
        by_indicator.setdefault(row["indicator"], []).append(row)
    indicators = edition.monitor.indicators
    return National(
        latest={row["indicator"]: row for row in nation.iter_rows(named=True)},
        series={
            key: main_series(rows, indicators[key].method_on(edition.date))
            for key, rows in by_indicator.items()
        },
    )


def latest_rows(changes: Iterable[Row]) -> list[Row]:
    """Of each region and group of one indicator the comparison of its latest figure.

    *changes* are comparisons of one kind, as ``Edition.changes_of`` gives them.
    """
    latest: dict[tuple[str, str], Row] = {}
    for row in changes:
        key = row["region"], row["group"]
        if key not in latest or latest[key]["period_end"] <= row["period_end"]:
            latest[key] = row
    return list(latest.values())


def is_old(edition: Edition, row: Row) -> bool:
    """Whether a figure speaks of a period that ended over a year before the edition."""
    return bool((edition.date - row["period_end"]).days > _OLD_DAYS)


def strength(row: Row) -> float:
    """How far a change lies outside chance: its size over half its interval; 0 if untested."""
    if row["verdict"] not in (Verdict.RISEN, Verdict.FALLEN):
        return 0.0
    half = (row["upper"] - row["lower"]) / 2
    return float(abs(row["difference"]) / half) if half > 0 else math.inf


def strongest(rows: Iterable[Row]) -> list[Row]:
    """Rows with a demonstrable change in a period that is new, strongest first."""
    found = [row for row in rows if row["fresh"] and strength(row) > 0]
    return sorted(found, key=lambda row: (-strength(row), row["indicator"]))


def course(series: list[Row], indicator: Indicator) -> list[float | None]:
    """The latest values of a series, with ``None`` where the line must be interrupted."""
    values: list[float | None] = []
    before: Row | None = None
    for row in series[-_SPARK_POINTS:]:
        apart = row["value"] is None or (before and not joined(before, row, indicator))
        if apart and values and values[-1] is not None:
            values.append(None)
        if row["value"] is not None:
            values.append(row["value"])
        before = row
    return values


def national_sentences(
    edition: Edition, indicator: str, language: str, group: str = "total"
) -> dict[str, str]:
    """The sentences kept with the edition for one national series; empty when there are none."""
    found: Any = edition.sentences[language].get(sentence_key(indicator, NATION, group), {})
    return dict(found)
