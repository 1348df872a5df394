"""One municipality or GGD beside the nation and its peers: what it sees itself, told back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import polars as pl
from django.db.models import Q

from duidelijk.editions.edition import Edition
from duidelijk.editions.peers import nearest
from duidelijk.local.observation import Direction
from duidelijk.local.picture import Picture, picture
from duidelijk.local.voices import EVERYBODY, by_group
from duidelijk.publish.local.naming import cell_sentences, phrases
from duidelijk.web.dashboard.places import Place
from duidelijk.web.local.collecting import counting, heard, verdicts, whereabouts
from duidelijk.web.local.models import Shown
from duidelijk.web.local.monitors.counting import matched_series
from duidelijk.web.local.monitors.showing import series_shown
from duidelijk.web.local.showing import observation_shown

_SERIES_SHOWN = 100


def own_page(
    edition: Edition, code: str, day: dt.date, place: Place, *, programme: bool = False
) -> dict[str, Any] | None:
    """What one municipality or GGD sees, theme by theme, beside its peers and all that report;
    ``None`` for another sort of region.

    *programme* shows it its own words that are for the programme alone.
    """
    rows = counting(day, programme=programme)
    own = rows.filter(region=code)
    if code not in edition.regions or edition.regions[code].level not in ("municipality", "ggd"):
        return None
    peers = nearest(edition, code)
    alike = frozenset(peers.codes) if peers else frozenset()
    every = heard(edition, day, programme=programme)
    of_peers = _picture_of(edition, alike, every)
    whole = picture(every, whereabouts(edition), verdicts(edition))
    says = {
        (theme, group): Direction(direction)
        for theme, group, _, direction in by_group(_of(every, {code})).iter_rows()
    }
    readable = own if programme else own.filter(shown__in=[Shown.SHOWN, Shown.QUOTED])
    readable = readable.select_related("organisation").order_by("-reported", "-pk")
    measured = matched_series(programme=programme).filter(region=code)
    return {
        "name": edition.regions[code].name.to(place.language),
        "code": code,
        "region_url": place.region(code),
        "peers": sorted(edition.regions[each].name.to(place.language) for each in alike),
        "rows": [
            _row(edition, each.id, each.title.to(place.language), says, of_peers, whole, place)
            for each in edition.monitor.themes
            if (each.id, EVERYBODY) in says
        ],
        "observations": [observation_shown(each, edition, place) for each in readable],
        "series": [
            series_shown(each, edition, place.language) for each in measured[:_SERIES_SHOWN]
        ],
        "not_read": own.filter(Q(shown=Shown.WAITING, public=True)).count(),
        "example": own.filter(example=True).exists()
        or measured.filter(indicator__monitor__example=True).exists(),
    }


def _picture_of(edition: Edition, codes: frozenset[str], every: pl.DataFrame) -> Picture:
    """The picture of some municipalities alone."""
    places = {code: where for code, where in whereabouts(edition).items() if code in codes}
    return picture(_of(every, codes), places, verdicts(edition))


def _of(every: pl.DataFrame, codes: Collection[str]) -> pl.DataFrame:
    return every.filter(pl.col("reporter").is_in(list(codes)))


def _row(
    edition: Edition,
    theme: str,
    title: str,
    says: dict[tuple[str, str], Direction],
    peers: Picture,
    whole: Picture,
    place: Place,
) -> dict[str, Any]:
    known = phrases(place.language)

    def told(found: Picture) -> list[str]:
        cell = found.cell(theme)
        return cell_sentences(cell, place.language) if cell else [known["local_fewer_none"]]

    groups = [group for of, group in says if of == theme and group]
    return {
        "theme": title,
        "url": place.local(theme),
        "own": known[f"local_direction_{says[theme, EVERYBODY]}"],
        "groups": [
            {
                "name": _group(edition, group, place.language),
                "own": known[f"local_direction_{says[theme, group]}"],
            }
            for group in sorted(groups)
        ],
        "peers": told(peers),
        "whole": told(whole),
    }


def _group(edition: Edition, key: str, language: str) -> str:
    found = edition.monitor.target_group(key)
    return found.title.to(language) if found else key
