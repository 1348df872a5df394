"""What themes, groups, regions and addressees are called on this site."""

from __future__ import annotations

from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.edition_names import EditionNames
from duidelijk.web.agenda.models import Addressee


class NoNames:
    """Before there is an edition everything goes by its key."""

    def of(self, facet: str, key: str) -> str:
        """The key itself."""
        return key


class Names(EditionNames):
    """Those of an edition, with the addressees."""

    def __init__(self, edition: Edition, language: str) -> None:
        super().__init__(edition, language)
        named = {each.slug: each.name_in(language) for each in Addressee.objects.all()}
        self._known["addressee"] = named
