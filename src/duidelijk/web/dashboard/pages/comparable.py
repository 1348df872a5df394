"""What a reader may have meant to compare: regions by name, and what there is instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.regions import find, suggest
from duidelijk.web.dashboard.pages.compare import Series, address, region_name
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_NEAR = 12
_OFFERED = 6


def region_meant(edition: Edition, text: str, indicator: str, group: str) -> str:
    """The code of the region a reader wrote the name or code of; the nation for none.

    Of several that the text may mean, the one called so that has the figures, else the only one
    that has them. What stays in doubt comes back as it was written, for the page to ask.
    """
    wanted = text.strip()[:100]
    if not wanted:
        return NATION
    called = [each.code for each in find(wanted) if each.code in edition.regions]
    near = [each.code for each in suggest(wanted, _NEAR) if each.code in edition.regions]
    for codes in (called, near):
        held = [each for each in codes if _held(edition, Series(indicator, each, group))]
        if held and (codes is called or len(held) == 1):
            return held[0]
    if called:
        return called[0]
    return wanted.replace("~", "").replace("/", "")


def instead(
    edition: Edition, missing: Series, asked: Sequence[Series], place: Place
) -> list[dict[str, str]]:
    """What can be compared in place of a series that has no figures, with its address."""
    if missing.indicator not in edition.monitor.indicators:
        return []
    regions = [missing.region, NATION]
    if missing.region not in edition.regions:
        regions = [each.code for each in suggest(missing.region, _NEAR)]
    offers = [
        replace(missing, region=region, group=group)
        for group in dict.fromkeys((missing.group, TOTAL))
        for region in dict.fromkeys(regions)
        if region in edition.regions
    ]
    everyone = words(place.language)["everyone"].lower()
    return [
        {
            "title": region_name(edition, each.region, place.language)
            + (f", {everyone}" if each.group != missing.group else ""),
            "url": address(place, [each if other == missing else other for other in asked]),
        }
        for each in offers
        if _held(edition, each)
    ][:_OFFERED]


def _held(edition: Edition, series: Series) -> bool:
    return edition.series_of(series.indicator, series.region, series.group).height > 0
