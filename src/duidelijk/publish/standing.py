"""Where figures stand beside those of the whole, as pages of groups, regions and maps need it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.interval import Floats
from duidelijk.change.standing import Standing, standings
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate, rates
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import latest_rows, national
from duidelijk.publish.series import Row

APART = (Standing.HIGHER, Standing.LOWER)


def figure_of_nation(edition: Edition, row: Row) -> Row | None:
    """The nation's figure for everybody, of the same period and by the same method."""
    for each in reversed(national(edition).series.get(row["indicator"], [])):
        if (each["period"], each["method"]) == (row["period"], row["method"]):
            return each if each["value"] is not None else None
    return None


def with_limits(value: float | None, lower: float | None, upper: float | None) -> Rate | None:
    """A figure with its limits; NaN for those that are not known."""
    if value is None:
        return None
    return Rate(value, math.nan if lower is None else lower, math.nan if upper is None else upper)


def stand(own: Sequence[Rate | None], whole: Sequence[Rate | None]) -> list[Standing]:
    """Where each figure stands beside that of the whole; all of them are one family of tests."""

    def column(rates: Sequence[Rate | None], name: str) -> Floats:
        return np.array(
            [math.nan if each is None else getattr(each, name) for each in rates], np.float64
        )

    if not own:
        return []
    ends = ("value", "lower", "upper")
    return standings(*(column(own, name) for name in ends), *(column(whole, name) for name in ends))


@dataclass(frozen=True)
class Stood:
    """An indicator in all regions of a level, of one period and by one method."""

    rows: Mapping[str, Row]
    """The comparison of each region's figure, by code."""
    own: Mapping[str, Rate | None]
    """What regions can be compared by: the figure itself, or a count as a rate."""
    whole: Rate | None
    """The same of the nation."""
    standing: Mapping[str, Standing]
    rated: bool
    """Whether counts could be divided by how large regions are."""


@lru_cache(maxsize=1024)
def stood(edition: Edition, key: str, level: str) -> Stood:
    """Where each region of a level stands; kept, so that every page tells the same.

    Of the period that most regions have reached; all regions are one family of tests.
    """
    indicator = edition.monitor.indicators[key]
    rows = [
        row
        for row in latest_rows(edition.changes_of(key))
        if row["group"] == TOTAL
        and row["value"] is not None
        and row["region"] != NATION
        and edition.regions[row["region"]].level == level
    ]
    rows = where_most_are(rows) if rows else []
    methods = Counter(row["method"] for row in rows)
    rows = [row for row in rows if row["method"] == methods.most_common(1)[0][0]]
    nation = figure_of_nation(edition, rows[0]) if rows else None
    own, whole = _comparable(edition, indicator, rows, nation)
    told = stand(own, [whole] * len(own))
    codes = [row["region"] for row in rows]
    return Stood(
        dict(zip(codes, rows, strict=True)),
        dict(zip(codes, own, strict=True)),
        whole,
        dict(zip(codes, told, strict=True)),
        indicator.kind == "count" and any(each is not None for each in own),
    )


def _comparable(
    edition: Edition, indicator: Indicator, rows: Sequence[Row], nation: Row | None
) -> tuple[list[Rate | None], Rate | None]:
    """Each figure and the nation's in one unit: as they are, or as rates of counts."""
    if indicator.kind == "count":
        found = rates(edition, indicator, [*rows, *([nation] if nation else [])])
        return found[: len(rows)], found[len(rows)] if nation else None
    own = [with_limits(row["value"], row["value_lower"], row["value_upper"]) for row in rows]
    if nation is None:
        return own, None
    return own, with_limits(nation["value"], nation["lower"], nation["upper"])


def where_most_are(rows: list[Row]) -> list[Row]:
    """The rows of the latest period that half of the regions have reached, else of the commonest:
    one region that is ahead must not leave all others out.
    """
    ends = Counter(row["period_end"] for row in rows)
    reached = [end for end, count in ends.items() if 2 * count >= len(rows)]
    last = max(reached) if reached else max(ends, key=lambda end: (ends[end], end))
    return [row for row in rows if row["period_end"] == last]


def favourable_standing(indicator: Indicator, standing: Standing) -> bool | None:
    """Whether to stand apart is good; ``None`` when it does not, or nobody says."""
    if standing not in APART or indicator.polarity == "no_judgement":
        return None
    return (standing == Standing.HIGHER) == (indicator.polarity == "higher_is_favourable")
