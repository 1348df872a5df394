"""What the headings of tables from StatLine say of themselves: topics, units, time and regions."""

from __future__ import annotations

import re
from functools import lru_cache

from duidelijk.regions.names import simplified
from duidelijk.sources.table import Kind

TOPIC, REGION, TIME = "Onderwerp", "Regio's", "Perioden"

_TOPIC_NAMES = {"onderwerp", "onderwerpen", "topic", "topics"}
_TIME_NAMES = {"perioden", "periode", "periods", "period", "jaar", "jaren", "year", "years"}
_REGION_NAMES = {
    *("regios", "regio", "regions", "region"),
    *("gemeenten", "gemeente", "municipalities", "provincies", "provincie", "landsdelen"),
    *("veiligheidsregios", "ggdregios", "arbeidsmarktregios"),
}


@lru_cache(maxsize=4096)
def kind_by_name(name: str) -> Kind:
    """What a dimension divides by, as far as its name tells."""
    plain = simplified(name)
    if plain in _TIME_NAMES:
        return Kind.TIME
    return Kind.REGION if plain in _REGION_NAMES else Kind.OTHER


@lru_cache(maxsize=4096)
def is_topic(name: str) -> bool:
    """Whether this is the heading above topics, not one of them."""
    return simplified(name) in _TOPIC_NAMES


def has_unit(text: str) -> bool:
    """Whether the title of a topic has its unit between brackets behind it."""
    return bool(_UNIT.fullmatch(text))


def with_unit(text: str) -> tuple[str, str]:
    """The title and the unit of a topic that has its unit between brackets behind it."""
    match = _UNIT.fullmatch(text)
    return (topic_title(match[1]), match[2].strip()) if match else (topic_title(text), "")


_UNIT = re.compile(r"(.*\S)\s*\(([^()]*)\)")


def topic_title(text: str) -> str:
    """The name of a topic without the bars that indent it."""
    return text.strip("| ") or text
