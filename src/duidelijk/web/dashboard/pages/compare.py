"""Whatever a reader sets side by side: series of any indicator, region, group and edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.line import Frame, Line, Point, both_widths, line_chart
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.group_series import groups_with_course
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.series import Row, measure_spans, points, recent
from duidelijk.web.dashboard.pages.cells import safe
from duidelijk.web.dashboard.pages.comparable import instead
from duidelijk.web.dashboard.pages.named_series import (
    MOST,
    Found,
    Series,
    address,
    find,
    group_name,
    region_name,
)
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.places import Place

_STYLES = "abcdef"
_TABLE_PERIODS = 60
_NAME = 20


def compare_page(
    edition: Edition,
    editions: Mapping[str, Edition],
    asked: Sequence[Series],
    place: Place,
) -> dict[str, Any]:
    """What the page of a comparison shows; series that have no figure are named."""
    found = [find(editions, edition, each) for each in asked]
    held = [each for each in found if each is not None]
    language = place.language
    names = _names(held, language)
    return {
        "series": [
            _shown(each, name, style, asked, place)
            for each, name, style in zip(held, names, _STYLES, strict=False)
        ],
        "missing": [
            {
                "instead": instead(editions, edition, each, asked, place),
                "title": _missing_name(edition, each, language),
                "without": address(place, [a for a in asked if a != each]),
            }
            for each, there in zip(asked, found, strict=True)
            if there is None
        ],
        "charts": _charts(edition, held, names, language),
        "table": _table(held, names, language) if held else None,
        "full": len(asked) >= MOST,
        "asked": [str(each) for each in asked],
        "choices": _choices(edition, editions, place),
        "starts": _starts(edition, place) if not asked else [],
    }


def _missing_name(edition: Edition, series: Series, language: str) -> str:
    """What was asked for, in words as far as the edition knows them."""
    indicators = edition.monitor.indicators
    known = series.indicator in indicators
    title = indicators[series.indicator].title.to(language) if known else series.indicator
    region = region_name(edition, series.region, language)
    group = group_name(edition, series.group, language)
    return ", ".join([title, region, group])


def _names(found: Sequence[Found], language: str) -> list[str]:
    """What tells the series apart: only the parts in which they differ."""
    parts = [
        (
            each.indicator.title.to(language),
            region_name(each.edition, each.series.region, language),
            group_name(each.edition, each.series.group, language, short=True),
            each.edition.title.to(language),
        )
        for each in found
    ]
    differ = [len({part[n] for part in parts}) > 1 for n in range(4)]
    if not any(differ):
        differ[0] = True
    return [
        ", ".join(word for word, told in zip(part, differ, strict=True) if told and word)
        for part in parts
    ]


def _shown(
    found: Found, name: str, style: str, asked: Sequence[Series], place: Place
) -> dict[str, Any]:
    language, indicator = place.language, found.indicator
    last = next((row for row in reversed(found.rows) if row["value"] is not None), found.rows[-1])
    change = _change(found, last)
    decimals = shown_decimals(indicator, last["decimals"])
    of = place.of(found.series.edition) if found.series.edition else place
    return {
        "style": style,
        "name": name,
        "title": indicator.title.to(language),
        "about": f"{region_name(found.edition, found.series.region, language)}, "
        f"{group_name(found.edition, found.series.group, language)} · "
        f"{found.edition.title.to(language)}",
        "value": quantity(last["value"], decimals, indicator, language)
        if last["value"] is not None
        else "–",
        "period": period_label(last["period"], language),
        "verdict": verdict_shown(change, indicator, decimals, language) if change else None,
        "url": of.figure(indicator.id, found.series.region, found.series.group, last["period"]),
        "without": address(place, [each for each in asked if each != found.series]),
    }


def _change(found: Found, last: Row) -> Row | None:
    rows = found.edition.change_of(found.series.indicator, found.series.region, found.series.group)
    return next((row for row in rows if row["period"] == last["period"]), None)


def _charts(
    edition: Edition, found: Sequence[Found], names: Sequence[str], language: str
) -> list[dict[str, str]]:
    """One chart a unit, under one another on the same time axis."""
    start = edition.monitor.crisis_start
    units: dict[str, list[tuple[Line, Found]]] = {}
    for at, (each, name) in enumerate(zip(found, names, strict=True)):
        shown = f"{at + 1} {_cut(name)}"
        line = Line(points(recent(each.rows, start), each.indicator, language), shown, _STYLES[at])
        if line.points:
            units.setdefault(each.indicator.unit.to(language), []).append((line, each))
    every = [point.date for lines in units.values() for line, _ in lines for point in line.points]
    if not every:
        return []
    ends = min(every), max(every)
    if ends[0] == ends[1]:
        ends = ends[0] - dt.timedelta(days=30), ends[1] + dt.timedelta(days=30)
    return [
        {"unit": unit, "svg": _chart(edition, unit, n, lines, ends, language)}
        for n, (unit, lines) in enumerate(units.items())
    ]


def _cut(name: str) -> str:
    """A name short enough to stand beside a line; the list under the chart has all of it."""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip(' ,')}…"


def _chart(
    edition: Edition,
    unit: str,
    at: int,
    lines: Sequence[tuple[Line, Found]],
    ends: tuple[dt.date, dt.date],
    language: str,
) -> str:
    spans = measure_spans(edition.monitor.measures, edition.date, language)
    title = "; ".join(line.name for line, _ in lines)
    said = ". ".join(f"{line.name}: {_last_label(line.points)}" for line, _ in lines)

    def one(frame: Frame) -> str:
        return line_chart(
            [line for line, _ in lines],
            frame=frame,
            language=language,
            id_=f"v{at}",
            title=title,
            description=said,
            unit=unit,
            spans=spans,
            decimals=max(each.indicator.decimals for _, each in lines),
            include_zero=all(each.indicator.kind == "count" for _, each in lines),
            within=ends,
            names_beside=True,
        )

    return both_widths(one)


def _last_label(held: Sequence[Point]) -> str:
    return held[-1].label


def _table(found: Sequence[Found], names: Sequence[str], language: str) -> dict[str, Any]:
    """Periods × series, the newest period first; the rows as markup, since they are many."""
    periods: dict[str, dt.date] = {}
    for each in found:
        periods |= {row["period"]: row["period_end"] for row in each.rows}
    order = sorted(periods, key=lambda period: (periods[period], period), reverse=True)
    kept = dict.fromkeys(order[:_TABLE_PERIODS])
    values = [
        {
            row["period"]: number(
                row["value"], shown_decimals(each.indicator, row["decimals"]), language
            )
            for row in each.rows
            if row["value"] is not None and row["period"] in kept
        }
        for each in found
    ]
    rows = (
        f'<tr><th scope="row">{safe(period_label(period, language))}</th>'
        + "".join(f'<td class="right">{safe(column.get(period, ""))}</td>' for column in values)
        + "</tr>"
        for period in kept
    )
    return {
        "heads": [
            f"{name} ({each.indicator.unit.to(language)})"
            for each, name in zip(found, names, strict=True)
        ],
        "body": "".join(rows),
        "cut": len(order) > _TABLE_PERIODS,
    }


def _choices(edition: Edition, editions: Mapping[str, Edition], place: Place) -> dict[str, Any]:
    """What can be added: the options of the form."""
    indicators, groups = _options(edition, place.language)
    return {
        "indicators": indicators,
        "groups": groups,
        "editions": [
            {"id": each.id, "title": each.title.to(place.language), "current": each is edition}
            for each in editions.values()
        ],
    }


@lru_cache(maxsize=32)
def _options(edition: Edition, language: str) -> tuple[str, str]:
    """The indicators by theme and the groups by dimension, as markup of a choice."""

    def options(title: str, rows: Sequence[tuple[str, str]]) -> str:
        inside = "".join(f'<option value="{key}">{safe(words)}</option>' for key, words in rows)
        return f'<optgroup label="{safe(title)}">{inside}</optgroup>' if rows else ""

    monitor = edition.monitor
    indicators = "".join(
        options(
            theme.title.to(language),
            [
                (each.id, each.title.to(language))
                for each in monitor.of_theme(theme.id)
                if each.id in edition.counts
            ],
        )
        for theme in monitor.themes
    )
    groups = "".join(
        options(
            each.title.to(language),
            [(group.code, group.title.to(language)) for group in each.groups],
        )
        for each in monitor.dimensions
    )
    return indicators, groups


def _starts(edition: Edition, place: Place) -> list[dict[str, str]]:
    """Comparisons to begin with: of the first headline indicators everybody beside the groups of
    the dimension that has most of them.
    """
    language = place.language
    found = []
    for indicator in edition.monitor.indicators.values():
        series = [Series(indicator.id), *_of_groups(edition, indicator)][:MOST]
        if indicator.headline and len(series) > 2:
            found.append({"title": indicator.title.to(language), "url": address(place, series)})
    return found[:6]


def _of_groups(edition: Edition, indicator: Indicator) -> list[Series]:
    return [Series(indicator.id, NATION, code) for code in groups_with_course(edition, indicator)]
