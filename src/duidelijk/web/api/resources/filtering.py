"""Checks that what somebody filters by is known, and says what may have been meant if not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.regions import UnknownRegion, region
from duidelijk.web.api.parameters import OfStriking, Places
from duidelijk.web.api.problems import unknown


def indicators_wanted(
    edition: Edition, themes: Sequence[str], indicators: Sequence[str]
) -> tuple[str, ...] | None:
    """The indicators that themes and keys leave together; ``None`` when neither is named.

    Raises ``Problem`` for a key that is not there.
    """
    monitor, place = edition.monitor, f"edition {edition.id}"
    check("theme", themes, [each.id for each in monitor.themes], place)
    check("indicator", indicators, monitor.indicators, place)
    if not themes and not indicators:
        return None
    return tuple(
        key
        for key, each in sorted(monitor.indicators.items())
        if (not themes or each.theme in themes) and (not indicators or key in indicators)
    )


def check_places(edition: Edition, asked: Places | OfStriking) -> None:
    """Raises ``Problem`` for a region or group that is not there."""
    check("group", asked.group, [TOTAL, *edition.monitor.group_codes], f"edition {edition.id}")
    for code in asked.region:
        if code not in edition.regions and not _is_region(code):
            raise unknown("region", code, edition.regions)


def check(what: str, keys: Sequence[str], known: Iterable[str], place: str = "") -> None:
    """Raises ``Problem`` for the first of *keys* that is not *known*."""
    there = set(known)
    for key in keys:
        if key not in there:
            raise unknown(what, key, there, place)


def _is_region(code: str) -> bool:
    """Whether it was a region at any time, of which the edition just has no figures."""
    try:
        region(code)
    except UnknownRegion:
        return False
    return True
