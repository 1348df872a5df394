"""The national series of groups of people, worked out once an edition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.striking.groups import found_for_groups
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION, latest_changes
from duidelijk.publish.series import Row, main_series


@dataclass(frozen=True)
class OfGroups:
    """The national series of groups in an edition, worked out once."""

    latest: dict[tuple[str, str], Row]
    """By indicator and group: the comparison of its latest figure."""
    series: dict[tuple[str, str], list[Row]]
    every: dict[tuple[str, str], list[Row]]
    """All figures, of every kind of period and method."""


@lru_cache(maxsize=16)
def of_groups(edition: Edition) -> OfGroups:
    """The national picture of every group; kept, since an edition never changes."""
    changes = edition.changes.filter((pl.col("region") == NATION) & (pl.col("group") != TOTAL))
    latest = latest_changes(changes)
    found: dict[tuple[str, str], list[Row]] = {}
    for row in edition.groups_of(NATION).iter_rows(named=True):
        found.setdefault((row["indicator"], row["group"]), []).append(row)
    indicators = edition.monitor.indicators
    return OfGroups(
        latest={(row["indicator"], row["group"]): row for row in latest.iter_rows(named=True)},
        series={
            key: main_series(rows, indicators[key[0]].method_on(edition.date))
            for key, rows in found.items()
        },
        every=found,
    )


@lru_cache(maxsize=32)
def found_in_all(edition: Edition) -> frozenset[tuple[str, str, str]]:
    """Target group, indicator and group of what changed demonstrably over all tests together."""
    rows = found_for_groups(edition.changes, edition.monitor.target_groups, NATION)
    on = rows.filter(pl.col("on")).select("target_group", "indicator", "group")
    return frozenset(on.iter_rows())


def groups_with_course(edition: Edition, indicator: Indicator) -> list[str]:
    """The groups of the dimension with most groups that have a course to draw."""
    series = of_groups(edition).series
    best: list[str] = []
    for dimension in edition.monitor.dimensions:
        codes = [
            group.code
            for group in dimension.groups
            if len(series.get((indicator.id, group.code), ())) > 2
        ]
        if len(codes) > len(best):
            best = codes
    return best
