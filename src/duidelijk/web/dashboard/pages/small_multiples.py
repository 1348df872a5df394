"""The course of an indicator in every region of a level, side by side on one scale."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.facets import Facet, Step, facets
from duidelijk.publish.national import national
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.series import Row, joined, main_series, measure_spans, recent
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_MOST_REGIONS = 40
_FEWEST_PERIODS = 4
_NARROW_COLUMNS = 3


def small_multiples(
    edition: Edition, indicator: Indicator, level: str, place: Place
) -> dict[str, Any] | None:
    """One small line a region, wide as on the map and narrow by name; ``None`` when there are too
    many regions or too few periods, or for counts, which have no scale in common.
    """
    if indicator.kind == "count":
        return None
    series = _series(edition, indicator, level)
    if not 2 < len(series) <= _MOST_REGIONS:
        return None
    nation = recent(national(edition).series.get(indicator.id, []), edition.monitor.crisis_start)
    periods = sorted(
        {(row["period_start"], row["period"]) for rows in series.values() for row in rows}
    )
    if len(periods) < _FEWEST_PERIODS:
        return None
    year = max(rows[-1]["region_year"] for rows in series.values())
    cells = edition.tiles(level, year)
    language = place.language
    every = {
        code: Facet(
            name=edition.regions[code].name.to(language),
            short=edition.regions[code].short,
            reading=_reading(indicator, rows, language),
            url=place.region(code),
            steps=_steps(rows, indicator),
        )
        for code, rows in series.items()
        if code in cells
    }
    if not every:
        return None
    shown = {period for _, period in periods}
    behind = _steps([row for row in nation if row["period"] in shown], indicator)
    start = periods[0][0]
    spans = measure_spans(edition.monitor.measures, edition.date, language)
    title = f"{indicator.title.to(language)}, {words(language)[f'level_{level}'].lower()}"
    by_name = sorted(every.values(), key=lambda each: each.name.casefold())
    grid = [(n % _NARROW_COLUMNS, n // _NARROW_COLUMNS) for n in range(len(by_name))]
    return {
        "wide": facets(
            list(every.values()),
            behind,
            [cells[code] for code in every],
            spans,
            id_="reeksen",
            title=title,
            class_="chart-wide",
        ),
        "narrow": facets(
            by_name, behind, grid, spans, id_="reeksen-smal", title=title, class_="chart-narrow"
        ),
        "measures": [each.title for each in spans if each.last >= start],
        "first": period_label(periods[0][1], language),
        "last": period_label(periods[-1][1], language),
    }


def _series(edition: Edition, indicator: Indicator, level: str) -> dict[str, list[Row]]:
    codes = [code for code, each in edition.regions.items() if each.level == level]
    figures = edition.figures_of(indicator.id).filter(
        pl.col("region").is_in(codes) & (pl.col("group") == TOTAL)
    )
    rows: dict[str, list[Row]] = {}
    for row in figures.iter_rows(named=True):
        rows.setdefault(row["region"], []).append(row)
    method = indicator.method_on(edition.date)
    start = edition.monitor.crisis_start
    found = {code: recent(main_series(own, method), start) for code, own in rows.items()}
    return {code: own for code, own in found.items() if own}


def _steps(rows: list[Row], indicator: Indicator) -> list[Step]:
    """The figures of a series in time, interrupted where two cannot be compared."""
    steps, before = [], None
    for row in rows:
        if row["value"] is not None:
            apart = before is None or not joined(before, row, indicator)
            steps.append(Step(row["period_start"].toordinal(), row["value"], not apart))
        before = row if row["value"] is not None else None
    return steps


def _reading(indicator: Indicator, rows: list[Row], language: str) -> str:
    """The last figure in words."""
    last = next((row for row in reversed(rows) if row["value"] is not None), None)
    if last is None:
        return "–"
    decimals = shown_decimals(indicator, last["decimals"])
    shown = quantity(last["value"], decimals, indicator, language)
    return f"{period_label(last['period'], language)}: {shown}"
