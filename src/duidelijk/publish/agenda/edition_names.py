"""What an edition calls its themes and groups, and what regions are called."""

from __future__ import annotations

from collections.abc import Mapping

from duidelijk.editions.edition import Edition
from duidelijk.regions.region import every_region


class EditionNames:
    """Names in one language; a key that is not known stands for itself."""

    def __init__(self, edition: Edition, language: str) -> None:
        monitor = edition.monitor
        self._language = language
        self._known: dict[str, Mapping[str, str]] = {
            "theme": {each.id: each.title.to(language) for each in monitor.themes},
            "group": {each.id: each.title.to(language) for each in monitor.target_groups},
        }

    def of(self, facet: str, key: str) -> str:
        """The name of a ``theme``, ``group`` or ``region``."""
        if facet == "region":
            known = every_region().get(key)
            return (known.name_en if self._language == "en" else known.name_nl) if known else key
        return self._known[facet].get(key, key)

    def known(self, facet: str, key: str) -> bool:
        """Whether there is such a one."""
        return key in (every_region() if facet == "region" else self._known[facet])
