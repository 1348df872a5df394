"""A region: its code, its level and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from duidelijk.regions.levels import Level, UnknownRegion, level_name, level_of, normalise
from duidelijk.regions.tables import area_rows, municipality_rows


@dataclass(frozen=True, slots=True)
class Region:
    """One region, whenever it existed. `also` holds other names it goes by."""

    code: str
    level: Level
    name_nl: str
    name_en: str
    short_name: str
    also: tuple[str, ...] = ()

    def name(self, lang: str = "nl") -> str:
        """The name in Dutch (nl) or English (en); mostly the same."""
        return self.name_nl if lang == "nl" else self.name_en

    def title(self, lang: str = "nl") -> str:
        """The name with its level, for where a name alone may be two regions."""
        name = self.name(lang)
        return name if self.level == "country" else f"{name}, {level_name(self.level, lang)}"


@cache
def every_region() -> Mapping[str, Region]:
    """All regions of all dates by code, larger levels first; of a municipality the last name."""
    found = {
        row.code: Region(row.code, row.level, row.name, row.name_en, row.short_name, row.also)
        for row in area_rows()
    }
    for row in municipality_rows():
        found[row.code] = Region(
            row.code, "municipality", row.name, row.name_en, row.name, row.also
        )
    return MappingProxyType(found)


def region(code: str) -> Region:
    """The region with this code, also one that no longer exists; raises UnknownRegion."""
    bare = normalise(code)
    found = every_region().get(bare)
    if found is None:
        level = level_name(level_of(bare), "en")
        raise UnknownRegion(f"No {level} has the code {bare}.", like=bare)
    return found
