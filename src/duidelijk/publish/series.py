"""From an edition's rows to what a chart draws: which points are joined, dotted or open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.catalogue import Indicator, Measure
from duidelijk.periods import PER_YEAR, Period, PeriodKind
from duidelijk.publish.charts.line import (
    Expected,
    Frame,
    Line,
    Point,
    both_widths,
    line_chart,
)
from duidelijk.publish.charts.measures import Span
from duidelijk.publish.charts.moments import Moment
from duidelijk.publish.expectation_sentences import expected_range, range_words, within_bounds
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import date_words, period_label

Row = dict[str, Any]

_YEARS_BEFORE = 5
_STEPPED = {*PER_YEAR, PeriodKind.WEEK, PeriodKind.DAY}
"""Kinds of period of which one follows another by the calendar."""
_LANES = {"schools": 1, "support": 2}


def main_series(rows: Sequence[Row], method: str) -> list[Row]:
    """The rows in time order of the series a reader should see first.

    *rows* are those of one indicator, region and group. Of several methods *method*; of several
    kinds of period the one with the latest figure, the one with most figures if they end together.
    """
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        if row["method"] == method:
            kinds.setdefault(row["period_kind"], []).append(row)
    if not kinds:
        return []
    chosen = max(
        kinds.items(),
        key=lambda kind: (max(r["period_end"] for r in kind[1]), len(kind[1]), kind[0]),
    )[1]
    return sorted(chosen, key=lambda row: (row["period_start"], row["period"]))


def points(rows: Sequence[Row], indicator: Indicator, language: str) -> list[Point]:
    """The rows that have a value, as points of a line.

    A row may hold ``carried``, the words that say what it was added up from, and ``territory``, a
    number that differs where the region had other ground.
    """
    found: list[Point] = []
    before: Row | None = None
    for row in rows:
        if row["value"] is None:
            before = None  # withheld or not measured: the line stops here
            continue
        decimals = shown_decimals(indicator, row["decimals"])
        shown = quantity(row["value"], decimals, indicator, language)
        label = f"{period_label(row['period'], language)}: {shown}"
        if row.get("carried"):
            label = f"{label} ({row['carried']})"
        found.append(
            Point(
                date=_middle(row["period_start"], row["period_end"]),
                value=row["value"],
                label=label,
                lower=row["lower"],
                upper=row["upper"],
                provisional=row["status"] in ("provisional", "revised_provisional"),
                later=row.get("vintage") == "later",
                carried=bool(row.get("carried")),
                joined=before is not None and joined(before, row, indicator),
            )
        )
        before = row
    return found


def recent(rows: Sequence[Row], crisis_start: dt.date | None) -> list[Row]:
    """The rows from five years before the crisis on: what came before it, and room for the rest.

    All rows when that would leave fewer than two, or when no start of a crisis is declared.
    """
    if crisis_start is None:
        return list(rows)
    first = dt.date(crisis_start.year - _YEARS_BEFORE, crisis_start.month, 1)
    found = [row for row in rows if row["period_end"] >= first]
    return found if len(found) > 1 else list(rows)


def measure_spans(measures: Sequence[Measure], until: dt.date, language: str) -> list[Span]:
    """The measures in force as spans of a chart's strip, those that go on up to *until*."""
    spans = []
    for measure in measures:
        last = min(measure.until or until, until)
        if measure.from_ <= last:
            end = date_words(measure.until, language) if measure.until else "…"
            title = f"{measure.title.to(language)} ({date_words(measure.from_, language)} – {end})"
            lane = _LANES.get(measure.kind, 0)
            spans.append(Span(measure.from_, last, title, lane, measure.weight))
    return spans


def indicator_chart(
    indicator: Indicator,
    rows: Sequence[Row],
    *,
    language: str,
    title: str,
    description: str,
    measures: Sequence[Measure],
    until: dt.date,
    expected: Sequence[Expected] = (),
    moments: Sequence[Moment] = (),
    id_: str = "",
) -> str:
    """The line chart of one series, for wide screens and phones; empty for under two points.

    *id_* is for a page with several charts of one indicator.
    """
    line = Line(points(rows, indicator, language), "", "a")
    return both_widths(
        lambda frame: framed_chart(
            indicator,
            [line],
            frame,
            language=language,
            title=title,
            description=description,
            measures=measures,
            until=until,
            expected=expected,
            moments=moments,
            id_=id_,
        )
    )


def framed_chart(
    indicator: Indicator,
    lines: Sequence[Line],
    frame: Frame,
    *,
    language: str,
    title: str,
    description: str,
    measures: Sequence[Measure],
    until: dt.date,
    expected: Sequence[Expected] = (),
    moments: Sequence[Moment] = (),
    id_: str = "",
) -> str:
    """The chart of series of one indicator in one size; empty where the first has under two points.

    Up to *until* the measures in force stand under it; breaks in the method are marked.
    """
    if len(lines[0].points) < 2:
        return ""
    breaks = [
        (Period.parse(each.period).start, each.reason.to(language)) for each in indicator.breaks
    ]
    return line_chart(
        lines,
        frame=frame,
        language=language,
        id_=id_ or f"c-{indicator.id}",
        title=title,
        description=description,
        unit=indicator.unit.to(language),
        spans=measure_spans(measures, until, language),
        breaks=breaks,
        expected=expected,
        moments=moments,
        include_zero=indicator.kind == "count",
        decimals=indicator.decimals,
    )


def expected_boxes(
    indicator: Indicator,
    judged: Sequence[Mapping[str, Any]],
    coming: Mapping[str, Any] | None,
    language: str,
) -> list[Expected]:
    """What was expected of figures, and is of the next one where it is known when that will be.

    *judged* are rows of changes with something ``expected``, *coming* a row of what comes.
    """
    told = [
        (row["period"], *expected_range(row), row["decimals"])
        for row in judged
        if row["score"] is not None
    ]
    if coming is not None and coming["coming_period"] is not None:
        told.append((coming["coming_period"], coming["low"], coming["high"], coming["decimals"]))
    boxes = []
    for name, low, high, published in told:
        period = Period.parse(name)
        ends = within_bounds(indicator, (low, high))
        span = range_words(indicator, ends, shown_decimals(indicator, published), language)
        word = "verwacht" if language == "nl" else "expected"
        label = f"{period_label(name, language)}: {word} {span}"
        boxes.append(Expected(_middle(period.start, period.end), *ends, label))
    return boxes


def joined(before: Row, row: Row, indicator: Indicator) -> bool:
    """Whether a line may run from one figure to the next: no break, no gap, the same territory."""
    if before.get("territory") != row.get("territory"):
        return False
    for each in indicator.breaks:
        if before["period_start"] < Period.parse(each.period).start <= row["period_start"]:
            return False
    now, then = Period.parse(row["period"]), Period.parse(before["period"])
    if now.kind in _STEPPED and indicator.frequency != "irregular":
        return now.distance(then) == 1
    return True


def _middle(start: dt.date, end: dt.date) -> dt.date:
    return start + (end - start) / 2
