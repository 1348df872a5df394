"""Finds an indicator by words of its title, its key, or what else people call it."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import Indicator, Monitor
from duidelijk.regions.names import simplified

_MOST = 40


def found_indicators(monitor: Monitor, sought: str, language: str) -> list[dict[str, Any]]:
    """The indicators of which every word sought is in a title, a key, or another name."""
    themes = {each.id: each.title.to(language) for each in monitor.themes}
    wanted = [simplified(word) for word in sought.split()]
    found = []
    for each in monitor.indicators.values():
        text = _text(each)
        if each.status != "planned" and all(word in text for word in wanted):
            found.append(
                {
                    "id": each.id,
                    "title": each.title.to(language),
                    "theme": themes.get(each.theme or "", ""),
                    "unit": each.unit.to(language),
                }
            )
    return sorted(found, key=lambda row: row["title"].casefold())[: _MOST if sought else None]


def _text(indicator: Indicator) -> str:
    words = (indicator.title.nl, indicator.title.en, indicator.id, *indicator.also)
    return " ".join(simplified(each) for each in words)
