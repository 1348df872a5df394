"""The chart and the table of a series around the day an action began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from duidelijk.catalogue import Indicator
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.aim_verdicts import Around, When, when, worded
from duidelijk.publish.agenda.moments import Dated, day_words, marks, phrases
from duidelijk.publish.duiding.evidence import figure_address
from duidelijk.publish.numbers import limits_words, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.sentences import provenance_sentence
from duidelijk.publish.series import Row, indicator_chart

_YEARS_BEFORE = 2
_LEAST_BEFORE = 6
_LONGER = dt.timedelta(days=366)
"""An axis becomes at most this much longer for a day before the first figure of a series."""


@dataclass(frozen=True)
class FigureRow:
    """A figure that is drawn, for the table behind the chart."""

    period: str
    label: str
    value: str
    """With its unit; empty where it is missing."""
    limits: str
    when: When | None
    """``None`` while the action has not begun."""
    when_words: str
    note: str
    """That it is provisional, was known only later, or is a sum."""
    address: str


def drawn(rows: Sequence[Row], began: dt.date | None) -> list[Row]:
    """The rows from two years before the start on, and at least some from before it."""
    if began is None:
        return list(rows[-3 * _LEAST_BEFORE :])
    first = began.replace(year=began.year - _YEARS_BEFORE, day=1)
    after = sum(row["period_end"] >= began for row in rows)
    least = max(0, len(rows) - after - _LEAST_BEFORE)
    at = next((n for n, row in enumerate(rows) if row["period_end"] >= first), len(rows))
    return list(rows[min(at, least) :])


def picture(
    edition: Edition,
    indicator: Indicator,
    found: Around,
    began: dt.date | None,
    days: Sequence[Dated],
    *,
    id_: str,
    title: str,
    description: str,
    language: str,
) -> str:
    """The chart with the days of the action as upright lines; empty for under two figures."""
    rows = worded(edition, drawn(found.rows, began), language)
    if not rows:
        return ""
    first, last = rows[0]["period_start"] - _LONGER, max(rows[-1]["period_end"], edition.date)
    shown = [each for each in days if first <= each.date <= last]
    said = "; ".join(day_words(each, language) for each in shown)
    lines = phrases(language)["effect_lines"].format(moments=said) if said else ""
    return indicator_chart(
        indicator,
        rows,
        language=language,
        title=title,
        description=" ".join(filter(None, [description, lines])),
        measures=edition.monitor.measures,
        until=edition.date,
        moments=marks(shown, language),
        id_=id_,
    )


def table(
    edition: Edition,
    indicator: Indicator,
    figure: FigureKey,
    found: Around,
    began: dt.date | None,
    language: str,
) -> tuple[FigureRow, ...]:
    """The figures of the chart, newest first."""
    w = phrases(language)
    rows = []
    for row in reversed(worded(edition, drawn(found.rows, began), language)):
        decimals = shown_decimals(indicator, row["decimals"])
        limits = ""
        if row["lower"] is not None and row["upper"] is not None:
            limits = limits_words(row["lower"], row["upper"], decimals, language)
        told = when(row, began) if began else None
        held = row["value"] is not None
        rows.append(
            FigureRow(
                period=row["period"],
                label=period_label(row["period"], language),
                value=quantity(row["value"], decimals, indicator, language) if held else "",
                limits=limits,
                when=told,
                when_words=w[f"effect_when_{told or ''}"],
                note=" ".join(filter(None, [provenance_sentence(row, language), row["carried"]])),
                address=figure_address(edition.id, figure, row["period"]),
            )
        )
    return tuple(rows)
