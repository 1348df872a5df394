"""Maps: where the figure of an indicator lies above or below that of the nation, or has changed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate, rates
from duidelijk.publish.charts.small import interval_strip
from duidelijk.publish.charts.tiles import Tile
from duidelijk.publish.maps import change_summary, level_summary
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_words
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.pages.breakdown import change_tiles, shown_rows, where_most_are
from duidelijk.web.dashboard.pages.drawing import drawn_map
from duidelijk.web.dashboard.pages.rows import latest_rows, national
from duidelijk.web.dashboard.pages.small_multiples import small_multiples
from duidelijk.web.dashboard.pages.standing import (
    favourable_standing,
    figure_of_nation,
    stand,
    with_limits,
)
from duidelijk.web.dashboard.places import LEVEL_WORDS, Place
from duidelijk.web.words import words

_STRIPS_UP_TO = 60
_FRONT_CHOICES = 7
_FEWEST = 3
"""Fewer regions than this are no map."""


def maps_page(edition: Edition, place: Place) -> dict[str, Any]:
    """Every indicator that can be put on a map, by theme, with the levels it has."""
    found = levels_of(edition)
    themes = []
    for theme in edition.monitor.themes:
        rows = [
            {
                "title": each.title.to(place.language),
                "levels": [
                    {"level": level, "url": place.map(each.id, level)} for level in found[each.id]
                ],
            }
            for each in edition.monitor.of_theme(theme.id)
            if found.get(each.id)
        ]
        if rows:
            themes.append({"title": theme.title.to(place.language), "rows": rows})
    return {"themes": themes}


def levels_of(edition: Edition) -> dict[str, list[str]]:
    """Of each indicator the levels that enough regions have a figure of, from large to small."""
    counted: Counter[tuple[str, str]] = Counter()
    for indicator, region in edition.judged_regions:
        counted[indicator, edition.regions[region].level] += 1
    found: dict[str, list[str]] = {}
    for level in LEVEL_WORDS:
        for (indicator, other), count in counted.items():
            if other == level and count >= _FEWEST:
                found.setdefault(indicator, []).append(level)
    return found


def front_map(edition: Edition, place: Place) -> dict[str, Any] | None:
    """The map that opens an edition, with others to choose: of new figures first, then of the
    indicators that each theme shows first; ``None`` when there is none.
    """
    picture = national(edition).latest
    candidates = [
        (not picture[key]["fresh"] if key in picture else True, not indicator.headline, key, level)
        for key, levels in levels_of(edition).items()
        if (indicator := edition.monitor.indicators[key]) and (level := level_to_show(levels))
    ]
    if not candidates:
        return None
    chosen = sorted(candidates)[:_FRONT_CHOICES]
    *_, key, level = chosen[0]
    found = map_page(edition, key, level, False, place)
    assert found is not None
    titles = edition.monitor.indicators
    return found | {
        "url": place.map(key, level),
        "choices": [
            {"title": titles[other].title.to(place.language), "url": place.map(other, at)}
            for *_, other, at in chosen[1:]
        ],
    }


def level_to_show(levels: Sequence[str]) -> str:
    """The finest level with room for names, else the finest."""
    return next((each for each in reversed(levels) if each != "municipality"), levels[-1])


def map_page(
    edition: Edition, key: str, level: str, of_change: bool, place: Place
) -> dict[str, Any] | None:
    """What a map shows; ``None`` when there is no such indicator, or too few regions."""
    indicator = edition.monitor.indicators.get(key)
    if indicator is None or level not in levels_of(edition).get(key, ()):
        return None
    language = place.language
    rows = [
        row
        for row in latest_rows(edition.changes_of(key))
        if row["group"] == TOTAL and edition.regions[row["region"]].level == level
    ]
    rows = where_most_are([row for row in rows if row["value"] is not None] or rows)
    names = {row["region"]: edition.regions[row["region"]].name.to(language) for row in rows}
    picture = _Change(edition, indicator, rows, names, place) if of_change else None
    shown = picture or _Level(edition, indicator, rows, names, place)
    title = f"{indicator.title.to(language)}, {words(language)[f'level_{level}'].lower()}"
    return {
        "indicator": {
            "id": key,
            "title": indicator.title.to(language),
            "question": indicator.question.to(language),
            "url": place.indicator(key),
        },
        "level": level,
        "of_change": of_change,
        "levels": [
            {"level": each, "url": place.map(key, each, of_change), "current": each == level}
            for each in levels_of(edition)[key]
        ],
        "measures": [
            {"of_change": each, "url": place.map(key, level, each), "current": each == of_change}
            for each in (False, True)
        ],
        "others": _others(edition, key, level, of_change, place),
        "year": rows[0]["region_year"],
        "period": period_words(rows[0]["period"], language),
        "summary": shown.summary,
        "map_legend": shown.legend,
        "map": drawn_map(
            edition, level, rows[0]["region_year"], shown.tiles, id_="kaart", title=title
        ),
        "rows": shown.rows,
        "rated": shown.rated,
        "strips": len(rows) < _STRIPS_UP_TO,
        "multiples": small_multiples(edition, indicator, level, place),
    }


def _others(
    edition: Edition, key: str, level: str, of_change: bool, place: Place
) -> list[dict[str, Any]]:
    """The other indicators with a map of this level, to switch to in place."""
    found = levels_of(edition)
    return [
        {
            "id": each.id,
            "title": each.title.to(place.language),
            "url": place.map(each.id, level, of_change),
            "current": each.id == key,
        }
        for theme in edition.monitor.themes
        for each in edition.monitor.of_theme(theme.id)
        if level in found.get(each.id, ())
    ]


class _Change:
    """What regions did since the time before."""

    def __init__(
        self,
        edition: Edition,
        indicator: Indicator,
        rows: list[Row],
        names: dict[str, str],
        place: Place,
    ) -> None:
        shown = shown_rows(rows, indicator, place.language, len(rows) < _STRIPS_UP_TO)
        self.tiles = change_tiles(edition, indicator, rows, names, shown, place)
        counted = Counter(Verdict(row["verdict"]) for row in rows)
        self.summary = change_summary(
            counted[Verdict.RISEN], counted[Verdict.FALLEN], _tested(rows), place.language
        )
        self.legend = [{"mark": each.value, "count": counted[each]} for each in Verdict]
        self.rated = False
        self.rows = [
            each
            | {
                "name": names[row["region"]],
                "url": place.region(row["region"]),
                "figure": place.figure(indicator.id, row["region"], TOTAL, row["period"]),
                "order": -(row["difference"] or 0.0),
            }
            for row, each in zip(rows, shown, strict=True)
        ]
        self.rows.sort(key=lambda each: (each["order"], each["name"]))


def _tested(rows: Sequence[Row]) -> int:
    untested = (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE)
    return sum(row["verdict"] not in untested for row in rows)


class _Level:
    """Where regions stand beside the nation; counts as rates."""

    def __init__(
        self,
        edition: Edition,
        indicator: Indicator,
        rows: list[Row],
        names: dict[str, str],
        place: Place,
    ) -> None:
        language = place.language
        nation = figure_of_nation(edition, rows[0])
        of_count = indicator.kind == "count"
        own, whole = _comparable(edition, indicator, rows, nation)
        told = stand(own, [whole] * len(own))
        counted = Counter(told)
        decimals = shown_decimals(indicator, rows[0]["decimals"])

        def shown(rate: Rate | None) -> str:
            if rate is None:
                return "–"
            if of_count:
                return number(rate.value, 1, language)
            return quantity(rate.value, decimals, indicator, language)

        self.rated = of_count
        self.summary = level_summary(
            counted[Standing.HIGHER],
            counted[Standing.LOWER],
            sum(count for each, count in counted.items() if each != Standing.UNKNOWN),
            shown(whole) + (f" {words(language)['per_thousand']}" if of_count else ""),
            language,
        )
        self.legend = [{"mark": each.value, "count": counted[each]} for each in Standing]
        ends = _ends(own, whole)
        phrases = {each: words(language)[f"standing_{each.value}"] for each in Standing}
        self.tiles, self.rows = [], []
        for row, rate, standing in zip(rows, own, told, strict=True):
            code = row["region"]
            value = (
                quantity(row["value"], decimals, indicator, language)
                if row["value"] is not None
                else "–"
            )
            reading = (
                f"{shown(rate)} {words(language)['per_thousand']}" if of_count and rate else value
            )
            self.tiles.append(
                Tile(
                    code=code,
                    name=names[code],
                    short=edition.regions[code].short,
                    reading=f"{reading}, {phrases[standing]}",
                    mark=standing.value,
                    favourable=favourable_standing(indicator, standing),
                    url=place.region(code),
                )
            )
            self.rows.append(
                {
                    "name": names[code],
                    "url": place.region(code),
                    "figure": place.figure(indicator.id, code, TOTAL, row["period"]),
                    "value": value,
                    "rate": shown(rate) if of_count else "",
                    "limits": _limits(rate, 1 if of_count else decimals, language),
                    "strip": _strip(rate, whole, ends) if len(rows) < _STRIPS_UP_TO else "",
                    "standing": standing.value,
                    "standing_words": phrases[standing],
                    "tone": {True: "good", False: "bad", None: ""}[
                        favourable_standing(indicator, standing)
                    ],
                    "order": -rate.value if rate else math.inf,
                }
            )
        self.rows.sort(key=lambda each: (each["order"], each["name"]))


def _comparable(
    edition: Edition, indicator: Indicator, rows: Sequence[Row], nation: Row | None
) -> tuple[list[Rate | None], Rate | None]:
    """Each figure and the nation's in one unit: as they are, or as rates of counts."""
    if indicator.kind == "count":
        found = rates(edition, indicator, [*rows, *([nation] if nation else [])])
        return found[: len(rows)], found[len(rows)] if nation else None
    own = [with_limits(row["value"], row["value_lower"], row["value_upper"]) for row in rows]
    if nation is None:
        return own, None
    return own, with_limits(nation["value"], nation["lower"], nation["upper"])


def _ends(own: Sequence[Rate | None], whole: Rate | None) -> tuple[float, float]:
    held = [each for each in [*own, whole] if each is not None]
    values = [v for each in held for v in (each.value, each.lower, each.upper) if not math.isnan(v)]
    if not values:
        return 0.0, 1.0
    pad = (max(values) - min(values)) * 0.04 or 1.0
    return min(values) - pad, max(values) + pad


def _strip(rate: Rate | None, whole: Rate | None, ends: tuple[float, float]) -> str:
    if rate is None:
        return ""
    known = not math.isnan(rate.lower)
    return interval_strip(
        rate.value,
        rate.lower if known else None,
        rate.upper if known else None,
        whole.value if whole else None,
        *ends,
    )


def _limits(rate: Rate | None, decimals: int, language: str) -> str:
    if rate is None or math.isnan(rate.lower):
        return ""
    return f"{number(rate.lower, decimals, language)} – {number(rate.upper, decimals, language)}"
