"""Which indicators can be put on a map, of which levels of region, and which first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from statistics import median

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import national
from duidelijk.publish.region_figures import FEW_RESPONDENTS
from duidelijk.regions import LEVELS

_FEWEST = {"municipality": 20}
_FEWEST_AREAS = 3
"""Fewer regions than this are no map."""


@lru_cache(maxsize=64)
def levels_of(edition: Edition) -> dict[str, list[str]]:
    """Of each indicator the levels that enough regions have a figure of, from large to small."""
    counted: Counter[tuple[str, str]] = Counter()
    for indicator, region in edition.judged_regions:
        counted[indicator, edition.regions[region].level] += 1
    found: dict[str, list[str]] = {}
    for level in LEVELS:
        for (indicator, other), count in counted.items():
            if other == level and count >= _FEWEST.get(level, _FEWEST_AREAS):
                found.setdefault(indicator, []).append(level)
    return found


def map_choices(edition: Edition) -> list[tuple[str, str]]:
    """Indicators with the level to show: of new figures first, not of few respondents, then those
    that a theme shows first.
    """
    picture = national(edition).latest
    indicators = edition.monitor.indicators
    candidates = sorted(
        (
            not (key in picture and picture[key]["fresh"]),
            _of_few(edition, key),
            not indicators[key].headline,
            key,
        )
        for key in levels_of(edition)
        if indicators[key].status != "stopped"
    )
    return [(key, level_to_show(levels_of(edition)[key])) for *_, key in candidates]


@lru_cache(maxsize=1024)
def _of_few(edition: Edition, key: str) -> bool:
    """Whether the figures of regions mostly rest on few respondents: no map to open with."""
    asked = [
        row["n"]
        for row in edition.changes_of(key)
        if row["group"] == TOTAL and row["region"] != NATION and row["n"] is not None
    ]
    return bool(asked) and median(asked) < FEW_RESPONDENTS


def level_to_show(levels: Sequence[str]) -> str:
    """The finest level with room for names, else the finest."""
    return next((each for each in reversed(levels) if each != "municipality"), levels[-1])
