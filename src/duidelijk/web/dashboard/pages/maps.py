"""Maps: where the figure of an indicator lies above or below that of the nation, or has changed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate
from duidelijk.publish.charts.small import interval_strip
from duidelijk.publish.charts.tiles import Tile
from duidelijk.publish.mapped import levels_of, map_choices
from duidelijk.publish.maps import change_summary, level_summary
from duidelijk.publish.numbers import limits_words, number, quantity, shown_decimals
from duidelijk.publish.periods import period_words
from duidelijk.publish.series import Row
from duidelijk.publish.standing import Stood, favourable_standing, stood
from duidelijk.regions import partition_of_year
from duidelijk.regions import region as region_of
from duidelijk.web.dashboard.pages.breakdown import change_tiles, shown_rows
from duidelijk.web.dashboard.pages.cells import safe, told
from duidelijk.web.dashboard.pages.drawing import drawn_map
from duidelijk.web.dashboard.pages.small_multiples import small_multiples
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_STRIPS_UP_TO = 60
_FRONT_CHOICES = 7
_NAMED_ABSENT = 8


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


def front_map(edition: Edition, place: Place) -> dict[str, Any] | None:
    """The map that opens an edition, with others to choose; ``None`` when there is none."""
    indicators = edition.monitor.indicators
    choices = map_choices(edition)[:_FRONT_CHOICES]
    if not choices:
        return None
    first, *others = choices
    return _pictured(edition, *first, False, place) | {
        "url": place.map(*first),
        "choices": [
            {"title": indicators[key].title.to(place.language), "url": place.map(key, level)}
            for key, level in others
        ],
    }


def map_page(
    edition: Edition, key: str, level: str, of_change: bool, place: Place
) -> dict[str, Any] | None:
    """What a map shows; ``None`` when there is no such indicator, or too few regions."""
    if level not in levels_of(edition).get(key, ()):
        return None
    return _pictured(edition, key, level, of_change, place) | {
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
        "multiples": small_multiples(edition, edition.monitor.indicators[key], level, place),
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


@dataclass(frozen=True)
class _Shown:
    """What regions show on a map and in the table beside it."""

    summary: str
    legend: list[dict[str, Any]]
    tiles: list[Tile]
    rows: list[dict[str, Any]]
    rated: bool = False
    """Whether counts were divided by how large regions are."""


def _pictured(
    edition: Edition, key: str, level: str, of_change: bool, place: Place
) -> dict[str, Any]:
    """The map itself with its sentence, legend and table."""
    indicator, language = edition.monitor.indicators[key], place.language
    found = stood(edition, key, level)
    rows = list(found.rows.values())
    if of_change:
        shown = _of_change(edition, indicator, rows, place)
    else:
        shown = _of_level(edition, indicator, found, place)
    title = f"{indicator.title.to(language)}, {words(language)[f'level_{level}'].lower()}"
    year = rows[0]["region_year"]
    return {
        "indicator": {
            "id": key,
            "title": indicator.title.to(language),
            "question": indicator.question.to(language),
            "url": place.indicator(key),
        },
        "year": year,
        "period": period_words(rows[0]["period"], language),
        "summary": shown.summary,
        "map_legend": shown.legend,
        "map": drawn_map(edition, level, year, shown.tiles, id_="kaart", title=title),
        "body": _body(
            sorted(shown.rows, key=lambda each: (each["order"], each["name"])),
            shown.rated,
            len(rows) < _STRIPS_UP_TO,
        ),
        "many": len(rows) > _STRIPS_UP_TO,
        "rated": shown.rated,
        "stale": not any(row["fresh"] for row in rows),
        "absent": _absent(level, year, found.rows, language),
        "unrated": indicator.kind == "count" and not found.rated and not of_change,
        "strips": len(rows) < _STRIPS_UP_TO,
    }


def _absent(level: str, year: int, held: Mapping[str, Any], language: str) -> str:
    """The regions of a division without a figure, by name, or how many if they are many."""
    partition = partition_of_year(year)
    names = [each.name(language) for each in partition.regions(level) if each.code not in held]
    if len(names) > _NAMED_ABSENT:
        return f"{number(len(names), 0, language)} {words(language)['areas']}"
    return ", ".join(sorted(names, key=str.casefold))


def _body(rows: Sequence[Mapping[str, Any]], rated: bool, strips: bool) -> str:
    """The rows of the table as markup: hundreds of them are too many for a template."""
    parts = []
    for row in rows:
        limits = f'<span class="quiet">{row["limits"]}</span>' if row["limits"] else ""
        parts.append(
            f'<tr{row["also"]}><th scope="row"><a href="{row["url"]}">{safe(row["name"])}</a></th>'
            + (f'<td class="strip-cell">{row["strip"]}</td>' if strips else "")
            + f'<td class="right"><a href="{safe(row["figure"])}">{safe(row["value"])}</a>'
            + (f'</td><td class="right">{row["rate"]}{limits}</td>' if rated else f"{limits}</td>")
            + f"<td>{row['told']}</td></tr>"
        )
    return "".join(parts)


def _name_of(edition: Edition, row: Row, language: str) -> str:
    return edition.regions[row["region"]].name.to(language)


@lru_cache(maxsize=4096)
def _also(code: str) -> str:
    """Other names a region goes by, as an attribute that the list is searched by."""
    names = ", ".join(region_of(code).also)
    return f' data-also="{safe(names)}"' if names else ""


def _linked(edition: Edition, row: Row, place: Place) -> dict[str, Any]:
    """A region's name and the ways from it."""
    return {
        "name": _name_of(edition, row, place.language),
        "also": _also(row["region"]),
        "url": place.region(row["region"]),
        "figure": place.figure(row["indicator"], row["region"], TOTAL, row["period"]),
    }


def _of_change(edition: Edition, indicator: Indicator, rows: list[Row], place: Place) -> _Shown:
    """What regions did since the time before."""
    names = {row["region"]: _name_of(edition, row, place.language) for row in rows}
    shown = shown_rows(rows, indicator, place.language, len(rows) < _STRIPS_UP_TO)
    counted = Counter(Verdict(row["verdict"]) for row in rows)
    untested = counted[Verdict.NOT_TESTABLE] + counted[Verdict.NOT_COMPARABLE]
    return _Shown(
        change_summary(
            counted[Verdict.RISEN], counted[Verdict.FALLEN], len(rows) - untested, place.language
        ),
        [{"mark": each.value, "count": counted[each]} for each in Verdict],
        change_tiles(edition, indicator, rows, names, shown, place),
        [
            each
            | _linked(edition, row, place)
            | {
                "order": -(row["difference"] or 0.0),
                "told": told(
                    row["verdict"], each["verdict"]["word"], None, each["verdict"]["size"]
                ),
            }
            for row, each in zip(rows, shown, strict=True)
        ],
    )


def _of_level(edition: Edition, indicator: Indicator, found: Stood, place: Place) -> _Shown:
    """Where regions stand beside the nation; counts as rates."""
    language, rated, whole = place.language, found.rated, found.whole
    counted = Counter(found.standing.values())
    decimals = min(shown_decimals(indicator, row["decimals"]) for row in found.rows.values())
    show = _Words(indicator, decimals, rated, language)
    few = len(found.rows) < _STRIPS_UP_TO
    ends = _ends(list(found.own.values()), whole) if few else None
    tiles, table = [], []
    for code, row in found.rows.items():
        rate, standing = found.own[code], found.standing[code]
        good = favourable_standing(indicator, standing)
        tiles.append(
            Tile(
                code=row["region"],
                name=_name_of(edition, row, language),
                short=edition.regions[row["region"]].short,
                reading=f"{show.told(rate, row['value'])}, {show.standing[standing]}",
                mark=standing.value,
                favourable=good,
                url=place.region(row["region"]),
            )
        )
        table.append(
            _linked(edition, row, place)
            | {
                "value": show.figure(row["value"]),
                "rate": show.bare(rate) if rated else "",
                "limits": show.limits(rate),
                "strip": _strip(rate, whole, ends) if ends else "",
                "told": told(standing.value, show.standing[standing], good),
                "order": -rate.value if rate else math.inf,
            }
        )
    tested = len(found.rows) - counted[Standing.UNKNOWN]
    higher, lower = counted[Standing.HIGHER], counted[Standing.LOWER]
    return _Shown(
        level_summary(higher, lower, tested, show.comparable(whole), language),
        [{"mark": each.value, "count": counted[each]} for each in Standing],
        tiles,
        table,
        rated,
    )


class _Words:
    """Figures of one indicator in words: as they are, or as rates of counts."""

    def __init__(self, indicator: Indicator, decimals: int, rated: bool, language: str) -> None:
        self._indicator, self._decimals, self._language = indicator, decimals, language
        self._rated = rated
        phrases = words(language)
        self._per = phrases["per_thousand"]
        self.standing = {each: phrases[f"standing_{each.value}"] for each in Standing}

    def figure(self, value: float) -> str:
        """A figure as its source gave it."""
        return quantity(value, self._decimals, self._indicator, self._language)

    def bare(self, rate: Rate | None) -> str:
        """A rate without its unit, else the figure."""
        if rate is None:
            return "–"
        return number(rate.value, 1, self._language) if self._rated else self.figure(rate.value)

    def comparable(self, rate: Rate | None) -> str:
        """What regions can be compared by."""
        return f"{self.bare(rate)} {self._per}" if self._rated and rate else self.bare(rate)

    def told(self, rate: Rate | None, value: float) -> str:
        """What regions can be compared by, else the figure itself."""
        return self.comparable(rate) if rate is not None else self.figure(value)

    def limits(self, rate: Rate | None) -> str:
        """The margin, where it is known."""
        if rate is None or math.isnan(rate.lower):
            return ""
        decimals = 1 if self._rated else self._decimals
        return limits_words(rate.lower, rate.upper, decimals, self._language)


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
