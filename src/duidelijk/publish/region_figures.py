"""A region's latest figures, an indicator each, with where they stand beside the nation's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from duidelijk.catalogue import Indicator, Text
from duidelijk.change.pairing import Comparison
from duidelijk.change.standing import Standing
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.series import Row
from duidelijk.publish.standing import Stood, stood

PER_THOUSAND = Text("per 1.000 inwoners", "per 1,000 inhabitants")
"""What a count is a rate of; see ``editions.quantities.PER``."""
_RATE_DECIMALS = 1
FEW_RESPONDENTS = 30
"""Of fewer a share can be anything: it is told, and not ranked among others."""


@dataclass(frozen=True)
class RegionFigure:
    """The latest figure of a region for everybody, and what it stands beside."""

    indicator: Indicator
    row: Row
    """The comparison that speaks for it."""
    departs: str
    """The verdict on its change beside what the nation's pointed to; empty when that is unknown."""
    there: Stood | None
    """All regions of its level in the same period; ``None`` for one that is ahead, or behind."""

    @property
    def few(self) -> bool:
        """Whether it rests on too few respondents to be ranked."""
        return self.row["n"] is not None and self.row["n"] < FEW_RESPONDENTS

    @property
    def own(self) -> Rate | None:
        """What it is compared by: the figure itself, or a count as a rate."""
        return self.there.own[self.row["region"]] if self.there else None

    @property
    def standing(self) -> Standing | None:
        """Where it stands beside the nation; ``None`` when the two cannot be compared. Of few
        respondents nothing is said.
        """
        if self.there is None or self.own is None or self.there.whole is None:
            return None
        if self.few:
            return Standing.UNKNOWN
        return self.there.standing[self.row["region"]]

    @property
    def rated(self) -> bool:
        """Whether it is compared as a rate: a count of regions of known size."""
        return self.there is not None and self.there.rated

    def compared_words(self, value: float, language: str) -> str:
        """A value that is compared, in words: with its unit, or as a rate."""
        if self.rated:
            return f"{number(value, _RATE_DECIMALS, language)} {PER_THOUSAND.to(language)}"
        decimals = shown_decimals(self.indicator, self.row["decimals"])
        return quantity(value, decimals, self.indicator, language)

    def of_nation(self, language: str) -> str:
        """What the nation has; empty when the two cannot be compared."""
        known = self.standing is not None and self.there is not None and self.there.whole
        return self.compared_words(known.value, language) if known else ""

    def own_rate(self, language: str) -> str:
        """The rate by which a count is compared; empty for what is compared as it is."""
        return self.compared_words(self.own.value, language) if self.rated and self.own else ""

    def of_peers(self, peers: Sequence[str]) -> list[float]:
        """What those of the *peers* have that can be compared; none for few respondents."""
        if self.there is None or self.own is None or self.few:
            return []
        own = self.there.own
        return [each.value for peer in peers if (each := own.get(peer)) is not None]


def region_figures(edition: Edition, code: str) -> list[RegionFigure]:
    """Every indicator with a figure of the region, in order of key; context is left out."""
    level = edition.regions[code].level
    departs = _departures(edition, code)
    found = []
    for row in sorted(_main_rows(edition, code), key=lambda row: str(row["indicator"])):
        indicator = edition.monitor.indicators[row["indicator"]]
        if row["value"] is None or indicator.context:
            continue
        there = stood(edition, indicator.id, level)
        # a region that is ahead of the others, or behind, has nobody of its own time beside it
        same = there.rows.get(code, {}).get("period") == row["period"]
        found.append(
            RegionFigure(indicator, row, departs.get(indicator.id, ""), there if same else None)
        )
    return found


def _main_rows(edition: Edition, code: str) -> list[Row]:
    """The comparisons that speak for the latest figures of a region, for everybody."""
    latest: dict[str, Row] = {}
    for row in edition.everybody_in(code).filter("main").iter_rows(named=True):
        before = latest.get(row["indicator"])
        if before is None or row["period_end"] >= before["period_end"]:
            latest[row["indicator"]] = row
    return list(latest.values())


def _departures(edition: Edition, code: str) -> dict[str, str]:
    """By indicator the verdict on its change beside what the nation's change pointed to."""
    beside = pl.col("comparison") == Comparison.NATION.value
    own = edition.everybody_in(code).filter(beside)
    return dict(own.select("indicator", "verdict").iter_rows())


def nothing_new(figures: Sequence[RegionFigure]) -> str:
    """The period of a region's newest figure when an edition has no new one; empty when it has."""
    if not figures or any(each.row["fresh"] for each in figures):
        return ""
    return str(max(figures, key=lambda each: each.row["period_end"]).row["period"])
