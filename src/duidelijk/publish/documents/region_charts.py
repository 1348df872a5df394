"""The course of a region's figure, with the nation's beside it where both have one scale."""

from __future__ import annotations

from collections.abc import Sequence

from duidelijk.catalogue.model import TOTAL
from duidelijk.publish.charts.line import Line
from duidelijk.publish.charts.paper import HALF, on_paper
from duidelijk.publish.documents.blocks import Block, run, spaced
from duidelijk.publish.documents.entries import DRAWN_FROM
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.expectation_sentences import series_sentence
from duidelijk.publish.national import national
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.one_series import carried_rows, one_a_period
from duidelijk.publish.region_figures import RegionFigure
from duidelijk.publish.sentences import Change, change_sentence
from duidelijk.publish.series import Row, framed_chart, points, recent


def region_chart(t: Telling, figure: RegionFigure) -> Block | None:
    """The chart of a region's series with its sentence; ``None`` when it is too short to draw."""
    indicator, row = figure.indicator, figure.row
    rows = recent(_series(t, figure), t.monitor.crisis_start)
    own = points(rows, indicator, t.language)
    if len(own) < DRAWN_FROM:
        return None
    name = t.of(t.edition.regions[row["region"]].name)
    lines = [Line(own)]
    if indicator.kind != "count":
        first = rows[0]["period_start"]
        beside = [
            each
            for each in national(t.edition).series.get(indicator.id, [])
            if each["period_start"] >= first and each["period_kind"] == rows[-1]["period_kind"]
        ]
        # the nation's margin would lie over that of the region
        bare = [{**each, "lower": None, "upper": None} for each in beside]
        if bare:
            lines.append(Line(points(bare, indicator, t.language), style="b"))
    svg = framed_chart(
        indicator,
        lines,
        HALF,
        language=t.language,
        title=t.of(indicator.title),
        description="",
        measures=t.monitor.measures,
        until=t.edition.date,
    )
    said = _said(t, figure, name)
    return {
        "kind": "figure",
        "title": [t.of(indicator.title)],
        "said": spaced(run(said)),
        "svg": on_paper(svg),
        "alt": said,
    }


def _said(t: Telling, figure: RegionFigure, name: str) -> str:
    """The figure and its change in words, of the region by name."""
    indicator, row = figure.indicator, figure.row
    decimals = shown_decimals(indicator, row["decimals"])
    value = series_sentence(indicator, row["period"], row["value"], decimals, name, t.language)
    return f"{value} {change_sentence(indicator, Change(row, decimals), t.language)}"


def _series(t: Telling, figure: RegionFigure) -> Sequence[Row]:
    """The series of the latest figure, with sums that stand in for figures of then."""
    key, region, row = figure.indicator.id, figure.row["region"], figure.row
    own = [
        each
        for each in t.edition.series_of(key, region, TOTAL).to_dicts()
        if each["method"] == row["method"]
    ]
    kind = next((e["period_kind"] for e in own if e["period"] == row["period"]), None)
    carried = [
        each
        for each in carried_rows(t.edition, key, region, TOTAL)
        if each["method"] == row["method"] and each["period_kind"] == kind
    ]
    alike = [each for each in own if each["period_kind"] == kind]
    return one_a_period(t.edition, alike, carried, t.language)
