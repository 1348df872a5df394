"""Series as addresses name them, found in the editions they are of, and told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.series import Row, main_series
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

MOST = 6
"""So many series stand side by side at most."""
_BETWEEN = "~"


@dataclass(frozen=True)
class Series:
    """What is compared: keys, as they stand in an address; no edition for that of the page."""

    indicator: str
    region: str = NATION
    group: str = TOTAL
    edition: str | None = None

    @classmethod
    def parse(cls, text: str) -> Series:
        """The series a part of an address names. Raises ``ValueError`` for too many or no keys."""
        keys = text.split(_BETWEEN)
        if not keys[0] or len(keys) > 4:
            raise ValueError(text)
        region = keys[1] if len(keys) > 1 and keys[1] else NATION
        group = keys[2] if len(keys) > 2 and keys[2] else TOTAL
        return cls(keys[0], region, group, keys[3] if len(keys) > 3 and keys[3] else None)

    def __str__(self) -> str:
        keys = [self.indicator, self.region, self.group, self.edition or ""]
        if self.edition is None:
            keys = keys[:3]
            if self.group == TOTAL:
                keys = keys[:2] if self.region != NATION else keys[:1]
        return _BETWEEN.join(keys)


def address(place: Place, series: Sequence[Series]) -> str:
    """The address of a comparison."""
    if not series:
        return place.compare()
    return f"{place.compare()}/" + "/".join(quote(str(each), safe="~:+") for each in series)


@dataclass(frozen=True)
class Found:
    """A series with the edition it is from and its rows in time order."""

    series: Series
    edition: Edition
    indicator: Indicator
    rows: list[Row]


def find(editions: Mapping[str, Edition], edition: Edition, series: Series) -> Found | None:
    """The series where it exists; ``None`` where it has no figure."""
    of = editions.get(series.edition) if series.edition else edition
    if of is None or series.indicator not in of.monitor.indicators:
        return None
    indicator = of.monitor.indicators[series.indicator]
    held = of.series_of(series.indicator, series.region, series.group).to_dicts()
    rows = main_series(held, indicator.method_on(of.date))
    return Found(series, of, indicator, rows) if rows else None


def region_name(edition: Edition, code: str, language: str) -> str:
    """The name of a region as the edition has it, else its code."""
    return edition.regions[code].name.to(language) if code in edition.regions else code


def group_name(edition: Edition, code: str, language: str, short: bool = False) -> str:
    """The name of a group; of everybody the word for it."""
    if code == TOTAL:
        return words(language)["everyone"].lower()
    codes = edition.monitor.group_codes
    if code not in codes:
        return code
    return (codes[code].short if short else codes[code].title).to(language)
