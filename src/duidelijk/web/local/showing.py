"""The local picture as pages show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import mark_safe

from duidelijk.editions.edition import Edition
from duidelijk.local.observation import Direction
from duidelijk.local.picture import Cell, Coverage, Covered, Lean, OfIndicator, Picture
from duidelijk.local.voices import EVERYBODY
from duidelijk.publish.charts.small import mark
from duidelijk.publish.charts.tiles import Tile
from duidelijk.publish.local.naming import (
    cell_sentences,
    coverage_sentence,
    indicator_sentence,
    phrases,
)
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import date_words, period_words
from duidelijk.regions import partition_on
from duidelijk.web.agenda.naming import Names
from duidelijk.web.dashboard.pages.drawing import drawn_map
from duidelijk.web.dashboard.places import Place
from duidelijk.web.local.collecting import counting, size_bounds
from duidelijk.web.local.models import Observation, Shown
from duidelijk.web.local.monitors.counting import matched_series
from duidelijk.web.local.monitors.showing import series_shown
from duidelijk.web.words import words

_NAMED_SILENT = 400
_SERIES_SHOWN = 60


def picture_page(
    edition: Edition, found: Picture, day: dt.date, place: Place, *, programme: bool = False
) -> dict[str, Any]:
    """The picture of the whole country: who reports, and theme by theme what they say."""
    rows = counting(day, programme=programme)
    readable = _readable(rows, programme)
    return {
        "coverage": coverage_shown(edition, found.coverage, place.language),
        "map": _map(edition, found, place),
        "reporting": _named(edition, found.reporting, place),
        "reporting_ggds": _named(edition, found.reporting_ggds, place),
        "silent": _silent(edition, found, place),
        "themes": [
            theme_shown(edition, found, each.id, readable.filter(theme=each.id), place)
            for each in edition.monitor.themes
        ],
        "monitored": [
            series_shown(each, edition, place.language)
            for each in matched_series(programme=programme)[:_SERIES_SHOWN]
        ],
        "day": date_words(day, place.language),
        "interval": phrases(place.language)["local_interval"],
        "example": rows.filter(example=True).exists()
        or matched_series(programme=programme).filter(indicator__monitor__example=True).exists(),
        "anything": bool(found.reporting or found.reporting_ggds),
    }


def theme_shown(
    edition: Edition, found: Picture, theme: str, readable: Any, place: Place
) -> dict[str, Any]:
    """One theme: everybody, its groups, its indicators, and the words that were chosen."""
    declared = next(each for each in edition.monitor.themes if each.id == theme)
    whole = found.cell(theme)
    groups = [each for each in found.cells if each.theme == theme and each.group]
    return {
        "id": theme,
        "title": declared.title.to(place.language),
        "url": place.theme(theme),
        "local_url": place.local(theme),
        "whole": _cell(edition, whole, place) if whole else None,
        "groups": [_cell(edition, each, place) for each in groups],
        "indicators": [_indicator(edition, each, place) for each in found.of_theme(theme)],
        "quotes": [
            observation_shown(each, edition, place)
            for each in readable.filter(shown=Shown.QUOTED)[:6]
        ],
        "readable": readable.count(),
    }


def coverage_shown(edition: Edition, coverage: Coverage, language: str) -> dict[str, Any]:
    """Who reports, by part of the country and by size."""
    return {
        "sentence": coverage_sentence(coverage, language),
        "reporters": coverage.reporters,
        "of": coverage.of,
        "silent": coverage.silent,
        "through": coverage.through_ggd,
        "ggds": coverage.ggds,
        "parts": [
            _row(each, edition.regions[each.key].name.to(language))
            for each in _known(edition, coverage.by_part)
        ],
        "sizes": [_row(each, size_words(edition, each.key, language)) for each in coverage.by_size],
    }


def _known(edition: Edition, covered: Iterable[Covered]) -> list[Covered]:
    return [each for each in covered if each.key in edition.regions]


def _row(covered: Covered, name: str) -> dict[str, Any]:
    return {"name": name, "reporters": covered.reporters, "of": covered.of}


def size_words(edition: Edition, key: str, language: str) -> str:
    """What a class of size is called: from so many to so many inhabitants."""
    phrases_, bounds = words(language), size_bounds(edition)
    at = int(key)
    ends = [number(each, 0, language) for each in bounds]
    if at == 0:
        return phrases_["local_size_below"].format(high=ends[0])
    if at == len(bounds):
        return phrases_["local_size_above"].format(low=ends[-1])
    return phrases_["local_size"].format(low=ends[at - 1], high=ends[at])


def _cell(edition: Edition, cell: Cell, place: Place) -> dict[str, Any]:
    known = phrases(place.language)
    group = edition.monitor.target_group(cell.group) if cell.group != EVERYBODY else None
    return {
        "title": group.title.to(place.language) if group else cell.group,
        "url": place.group(cell.group) if group else "",
        "sentences": cell_sentences(cell, place.language),
        "lean": cell.lean.value,
        "mark": mark_safe(_lean_mark(cell.lean)),
        "coverage": coverage_shown(edition, cell.coverage, place.language),
        "directions": [
            {"words": known[f"local_direction_{each}"], "count": cell.directions[each]}
            for each in Direction
            if each in cell.directions
        ],
    }


def _lean_mark(lean: Lean) -> str:
    """A mark only where a majority says one thing."""
    tones = {Lean.WORSE: ("status_supported", False), Lean.BETTER: ("status_supported", True)}
    return mark(*tones[lean]) if lean in tones else ""


def _indicator(edition: Edition, said: OfIndicator, place: Place) -> dict[str, Any]:
    known, indicator = phrases(place.language), edition.monitor.indicators.get(said.indicator)
    return {
        "title": indicator.title.to(place.language) if indicator else said.indicator,
        "url": place.indicator(said.indicator) if indicator else "",
        "sentence": indicator_sentence(said, place.language),
        "nation": known[f"local_trend_{said.nation}"] if said.nation else "",
        "reporters": said.reporters,
        "beside": said.beside.value,
    }


def _map(edition: Edition, found: Picture, place: Place) -> Any:
    """Every municipality: whether it reports, its GGD does, or nothing is heard of it."""
    phrases_, division = words(place.language), partition_on(edition.date)
    reporting, ggds = set(found.reporting), set(found.reporting_ggds)
    tiles = []
    for code in division.municipalities():
        region = edition.regions.get(code)
        if region is None:
            continue
        through = division.membership(code, "ggd").code in ggds
        heard = "heard" if code in reporting else "heard_through" if through else "silent"
        tiles.append(
            Tile(
                code=code,
                name=region.name.to(place.language),
                short="",
                reading=phrases_[f"local_{heard}"],
                mark=heard,
                url=place.local_region(code) if heard == "heard" else "",
            )
        )
    return mark_safe(
        drawn_map(
            edition,
            "municipality",
            edition.date.year,
            tiles,
            id_="lokaal",
            title=phrases_["local_map_title"],
        )
    )


def _named(edition: Edition, codes: Iterable[str], place: Place) -> list[dict[str, str]]:
    found = [
        {"name": edition.regions[code].name.to(place.language), "url": place.local_region(code)}
        for code in codes
        if code in edition.regions
    ]
    return sorted(found, key=lambda each: each["name"].casefold())


def _silent(edition: Edition, found: Picture, place: Place) -> list[str]:
    """The names of the municipalities of which nothing is heard, by the alphabet."""
    division, ggds = partition_on(edition.date), set(found.reporting_ggds)
    heard = set(found.reporting)
    names = [
        edition.regions[code].name.to(place.language)
        for code in division.municipalities()
        if code not in heard
        and code in edition.regions
        and division.membership(code, "ggd").code not in ggds
    ]
    return sorted(names, key=str.casefold)[:_NAMED_SILENT]


def _readable(rows: Any, programme: bool) -> Any:
    """The observations whose words may be read here, newest first."""
    every = rows.select_related("organisation").order_by("-reported", "-pk")
    if programme:
        return every.exclude(public=True, shown=Shown.HELD_BACK)
    return every.filter(shown__in=[Shown.SHOWN, Shown.QUOTED])


def observation_shown(each: Observation, edition: Edition, place: Place) -> dict[str, Any]:
    """One observation as a page shows it."""
    known, names = phrases(place.language), Names(edition, place.language)
    indicator = edition.monitor.indicators.get(each.indicator)
    figure = ""
    if each.figure is not None:
        decimals = len(f"{each.figure:g}".partition(".")[2])
        figure = f"{number(each.figure, decimals, place.language)} {each.figure_unit}".strip()
    return {
        "number": each.pk,
        "what": each.what,
        "language": each.language if each.language != place.language else "",
        "by": each.organisation.name,
        "by_url": place.local_region(each.region),
        "theme": names.of("theme", each.theme),
        "theme_key": each.theme,
        "groups": [names.of("group", key) for key in each.groups],
        "trend": known[f"local_trend_{each.trend}"],
        "trend_mark": mark_safe(mark(each.trend, _tone(each))),
        "bearing": words(place.language)[f"local_bearing_{each.bearing}"],
        "spread": known[f"local_spread_{each.spread}"],
        "since": since_words(each.since, place.language),
        "reported": date_words(each.reported, place.language),
        "indicator": indicator.title.to(place.language) if indicator else "",
        "indicator_url": place.indicator(each.indicator) if indicator else "",
        "figure": figure,
        "figure_definition": each.figure_definition,
        "figure_period": each.figure_period,
        "source": each.source,
        "public": each.public,
        "shown": each.shown,
        "shown_words": words(place.language)[f"local_is_{each.shown}"],
        "why_held_back": each.why_held_back,
        "withdrawn": bool(each.withdrawn),
        "example": each.example,
    }


def _tone(each: Observation) -> bool | None:
    return {"worse": False, "better": True}.get(each.bearing)


def since_words(since: str, language: str) -> str:
    """``2021``, ``maart 2021`` or ``11 maart 2021``; empty where nothing is told."""
    parts = since.split("-")
    if len(parts) == 3:
        return date_words(dt.date.fromisoformat(since), language)
    if len(parts) == 2:
        return period_words(f"{parts[0]}MM{parts[1]}", language)
    return since


def quotes_of(readable: Iterable[Observation]) -> Mapping[str, list[Observation]]:
    """The chosen quotes by theme."""
    found: dict[str, list[Observation]] = {}
    for each in readable:
        if each.shown == Shown.QUOTED:
            found.setdefault(each.theme, []).append(each)
    return found
