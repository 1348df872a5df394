"""What a reader may have meant to compare: regions by name, and what there is instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.regions import find as find_regions
from duidelijk.regions import suggest
from duidelijk.web.dashboard.pages.named_series import (
    Series,
    address,
    find,
    group_name,
    region_name,
)
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_NEAR = 9
_OFFERED = 6


def region_meant(edition: Edition, text: str, indicator: str, group: str) -> str:
    """The code of the region a reader wrote the name or code of; the nation for none.

    Of several that the text may mean, the only one that has the figures, those called so first.
    What stays in doubt comes back as it was written, for the page to ask.
    """
    wanted = text.strip()[:100]
    if not wanted:
        return NATION
    called = [each.code for each in find_regions(wanted) if each.code in edition.regions]
    near = [each.code for each in suggest(wanted, _NEAR) if each.code in edition.regions]
    for codes in (called, near):
        held = [each for each in codes if edition.series_of(indicator, each, group).height > 0]
        if held:
            return held[0] if len(held) == 1 else _as_written(wanted)
    return called[0] if len(called) == 1 else _as_written(wanted)


def _as_written(text: str) -> str:
    return text.replace("~", "").replace("/", "")


def instead(
    editions: Mapping[str, Edition],
    edition: Edition,
    missing: Series,
    asked: Sequence[Series],
    place: Place,
) -> list[dict[str, str]]:
    """What can be compared in place of a series that has no figures, with its address.

    The same in another edition, else regions it may have meant, the nation, or everybody.
    """
    held = (each for each in _others(editions, edition, missing) if find(editions, edition, each))
    return [
        {
            "title": _told(editions, edition, each, missing, place.language),
            "url": address(place, [each if other == missing else other for other in asked]),
        }
        for each in islice(held, _OFFERED)
    ]


def _others(editions: Mapping[str, Edition], edition: Edition, missing: Series) -> Iterator[Series]:
    of = editions.get(missing.edition, edition) if missing.edition else edition
    if missing.indicator not in of.monitor.indicators:
        return
    for id_ in reversed(list(editions)):
        other = None if id_ == edition.id else id_
        if other != missing.edition:
            yield replace(missing, edition=other)
    if missing.region in of.regions:
        regions = [missing.region, NATION]
    else:
        meant = [*find_regions(missing.region), *suggest(missing.region, _NEAR)]
        regions = [each.code for each in dict.fromkeys(meant) if each.code in of.regions]
    for group in dict.fromkeys((missing.group, TOTAL)):
        for region in dict.fromkeys(regions):
            if (region, group) != (missing.region, missing.group):
                yield replace(missing, region=region, group=group)


def _told(
    editions: Mapping[str, Edition],
    edition: Edition,
    offer: Series,
    missing: Series,
    language: str,
) -> str:
    """In what an offer differs from what was asked; regions with their level, as names recur."""
    of = editions[offer.edition] if offer.edition else edition
    if offer.edition != missing.edition:
        return f"{words(language)['edition'].lower()} {of.title.to(language)}"
    parts = []
    if offer.region != missing.region or offer.group == missing.group:
        name = region_name(of, offer.region, language)
        if offer.region != NATION:
            name += f" ({words(language)[f'one_{of.regions[offer.region].level}']})"
        parts.append(name)
    if offer.group != missing.group:
        parts.append(group_name(of, offer.group, language))
    return ", ".join(parts)
