"""A target group's latest national figures, with where they stand beside everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duidelijk.catalogue import Indicator, TargetGroup
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate
from duidelijk.publish.developments import Development, listed
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.group_series import found_in_all, of_groups
from duidelijk.publish.groups import Counts, changes_sentences
from duidelijk.publish.national import is_old, national, strength
from duidelijk.publish.series import Row
from duidelijk.publish.standing import APART, figure_of_nation, stand, with_limits


@dataclass(frozen=True)
class GroupFigure:
    """The latest figure of one series that speaks of a target group."""

    indicator: Indicator
    row: Row
    """The comparison that speaks for it."""
    series: Sequence[Row]
    everybody: Row | None
    """The nation's figure of the same period; ``None`` also where all it is about are the group."""
    standing: Standing | None
    """Where it stands beside everybody; ``None`` for what is about the group only."""
    old: bool
    """Whether it speaks of a period that ended over a year before the edition."""
    alone: bool
    """Whether it changed demonstrably by itself, but not over the tests of all groups together."""

    @property
    def strength(self) -> float:
        """How far its change lies outside chance; 0 for what is not new."""
        return strength(self.row) if self.row["fresh"] else 0.0

    def order(self) -> tuple[Any, ...]:
        """What to sort by: what is new and changed most first, then what stands apart."""
        return (
            self.old,
            not self.row["fresh"],
            -min(self.strength, 1e9),
            not self.indicator.headline,
            self.standing not in APART,
            -self.row["period_end"].toordinal(),
        )


def group_figures(edition: Edition, target: TargetGroup) -> list[GroupFigure]:
    """Every national series of a target group with a figure: of its group codes, then of the
    indicators whose whole population it is.
    """
    picture, groups = national(edition), of_groups(edition)
    keys = [key for key in groups.latest if key[1] in target.groups]
    of_people = [(groups.latest[key], groups.series.get(key, [])) for key in keys]
    whole = [
        (picture.latest[each], picture.series.get(each, []))
        for each in target.indicators
        if each in picture.latest
    ]
    beside = [figure_of_nation(edition, row) for row, _ in of_people]
    told = stand(
        [_level_of(edition, row) for row, _ in of_people],
        [
            with_limits(each["value"], each["lower"], each["upper"]) if each else None
            for each in beside
        ],
    )
    figures, found = [], found_in_all(edition)
    for at, (row, series) in enumerate([*of_people, *whole]):
        indicator = edition.monitor.indicators[row["indicator"]]
        if indicator.theme is None or row["value"] is None:
            continue
        moved = row["fresh"] and row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
        by_people = at < len(beside)
        figures.append(
            GroupFigure(
                indicator=indicator,
                row=row,
                series=series,
                everybody=beside[at] if by_people else None,
                standing=told[at] if by_people else None,
                old=is_old(edition, row),
                alone=moved and (target.id, row["indicator"], row["group"]) not in found,
            )
        )
    return figures


def _level_of(edition: Edition, row: Row) -> Rate | None:
    """A figure to stand beside everybody's; none of a count: a part is always less than all."""
    if edition.monitor.indicators[row["indicator"]].kind == "count":
        return None
    return with_limits(row["value"], row["value_lower"], row["value_upper"])


def group_sentence(edition: Edition, target: TargetGroup, language: str) -> str:
    """What changed for a group over all themes, in words."""
    return changes_sentences(target.title.to(language), _counts(edition, target.id), language)


def developments_of(edition: Edition, target: TargetGroup) -> list[Development]:
    """What stands out for a target group in the nation."""
    return [
        each
        for each in listed(edition)
        if each["region"] == NATION
        and (
            each["group"] in target.groups
            or (each["group"] == TOTAL and each["indicator"] in target.indicators)
        )
    ]


def _counts(edition: Edition, key: str) -> Counts:
    rows = [
        row for row in (edition.striking or {"groups": []})["groups"] if row["target_group"] == key
    ]
    return Counts(
        *(sum(row[name] for row in rows) for name in ("judged", "tested", "worse", "better"))
    )
