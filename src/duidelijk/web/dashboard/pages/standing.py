"""Where figures stand beside those of the whole, as pages of groups, regions and maps need it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from duidelijk.catalogue import Indicator
from duidelijk.change.interval import Floats
from duidelijk.change.standing import Standing, standings
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.pages.rows import national

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
    found = standings(
        *(column(own, name) for name in ends), *(column(whole, name) for name in ends)
    )
    return [Standing(each) for each in found.standing]


def favourable_standing(indicator: Indicator, standing: Standing) -> bool | None:
    """Whether to stand apart is good; ``None`` when it does not, or nobody says."""
    if standing not in APART or indicator.polarity == "no_judgement":
        return None
    return (standing == Standing.HIGHER) == (indicator.polarity == "higher_is_favourable")
