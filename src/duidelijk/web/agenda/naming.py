"""What themes, groups, regions and addressees are called on this site."""

from __future__ import annotations

from collections.abc import Mapping

from duidelijk.editions.edition import Edition
from duidelijk.regions.region import every_region
from duidelijk.web.agenda.models import Addressee


class NoNames:
    """Before there is an edition everything goes by its key."""

    def of(self, facet: str, key: str) -> str:
        """The key itself."""
        return key


class Names:
    """What themes, groups, regions and addressees are called."""

    def __init__(self, edition: Edition, language: str) -> None:
        monitor = edition.monitor
        self._language = language
        self._known: dict[str, Mapping[str, str]] = {
            "theme": {each.id: each.title.to(language) for each in monitor.themes},
            "group": {each.id: each.title.to(language) for each in monitor.target_groups},
            "addressee": {each.slug: each.name_in(language) for each in Addressee.objects.all()},
        }

    def of(self, facet: str, key: str) -> str:
        """A name; the key itself where nobody knows it any more."""
        if facet == "region":
            known = every_region().get(key)
            return (known.name_en if self._language == "en" else known.name_nl) if known else key
        return self._known[facet].get(key, key)

    def known(self, facet: str, key: str) -> bool:
        """Whether there is such a one."""
        return key in (every_region() if facet == "region" else self._known[facet])
