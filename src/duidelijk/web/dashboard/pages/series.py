"""One series as a page shows it: its rows with what was carried, its table and the chart's key."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.editions.selecting import LATER
from duidelijk.publish.charts.line import Expected
from duidelijk.publish.numbers import number, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.releases import published_words, publisher_words
from duidelijk.publish.series import Row, joined, measure_spans
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_TABLE_ROWS = 36


def series_table(
    edition: Edition, indicator: Indicator, series: Sequence[Row], place: Place, about: str = ""
) -> dict[str, Any]:
    """A table of the latest figures of a series, newest first: its rows as markup (a template
    takes long over so many), whether they have ``limits``, and whether there are more (``cut``).

    The figure of the period *about* is marked; when it is not among the latest, the table has those
    ``around`` it.
    """
    limits = any(row["lower"] is not None for row in series)
    at = next((n for n, row in enumerate(series) if row["period"] == about), len(series))
    around = at < len(series) - _TABLE_ROWS
    end = max(_TABLE_ROWS, at + _TABLE_ROWS // 2) if around else len(series)
    rows = reversed(series[max(0, end - _TABLE_ROWS) : end])
    return {
        "body": "".join(
            _table_row(edition, indicator, row, series[-1], limits, place, row["period"] == about)
            for row in rows
        ),
        "limits": limits,
        "cut": len(series) > _TABLE_ROWS,
        "around": around,
    }


def _table_row(
    edition: Edition,
    indicator: Indicator,
    row: Row,
    latest: Row,
    limits: bool,
    place: Place,
    about: bool,
) -> str:
    """One figure with its release and its own address; marked where another place is meant."""
    language = place.language
    decimals = shown_decimals(indicator, row["decimals"])
    release = edition.releases[row["release"]]
    address = place.figure(indicator.id, row["region"], row["group"], row["period"])
    period = period_label(row["period"], language)
    value = number(row["value"], decimals, language) if row["value"] is not None else "–"
    opened = '<tr class="about" aria-current="true">' if about else "<tr>"
    name = f'<th scope="row"><a href="{escape(address)}">{period}</a></th>'
    parts = [f"{opened}{name}{_right(value)}"]
    if limits:
        known = row["lower"] is not None
        low = f"{number(row['lower'], decimals, language)} – " if known else ""
        parts.append(_right(f"{low}{number(row['upper'], decimals, language)}" if known else ""))
        parts.append(_right(number(row["n"], 0, language) if row["n"] is not None else ""))
    publisher = escape(publisher_words(edition, release, language))
    parts.append(f'<td><a href="{escape(release.address)}" rel="external">{publisher}</a>, ')
    parts.append(escape(published_words(release, language)))
    if row["vintage"] == LATER:
        parts.append(_tag("later_mark", language))
    if row.get("territory") != latest.get("territory"):
        parts.append(_tag("other_territory", language))
    if row.get("carried"):
        parts.append(f'<span class="quiet">{escape(row["carried"])}</span>')
    return f"{''.join(parts)}</td></tr>"


def _right(text: str) -> str:
    return f'<td class="right">{text}</td>'


def _tag(phrase: str, language: str) -> str:
    return f' <span class="tag">{escape(words(language)[phrase])}</span>'


def chart_key(
    indicator: Indicator, rows: Sequence[Row], expected: Sequence[Expected] = ()
) -> dict[str, bool]:
    """What the chart's key must explain: only what is drawn in it."""
    held = [row for row in rows if row["value"] is not None]
    pairs = itertools.pairwise(held)
    return {
        "expected": bool(expected),
        "open": any(row["status"] in ("provisional", "revised_provisional") for row in held),
        "margin": any(row["lower"] is not None for row in held),
        "later": any(row["vintage"] == "later" for row in held),
        "carried": any(row.get("carried") for row in held),
        "gap": len(held) >= 4 and any(not joined(a, b, indicator) for a, b in pairs),
        "zero": bool(held)
        and min(row["lower"] or row["value"] for row in held) > 0
        and (
            indicator.kind != "count"
            or min(r["value"] for r in held) >= 0.6 * max(r["value"] for r in held)
        ),
    }


def measures_drawn(edition: Edition, series: Sequence[Row], language: str) -> list[str]:
    """The measures in the chart's strip, in words, for who cannot see or touch it."""
    if len(series) < 2:
        return []
    spans = measure_spans(edition.monitor.measures, edition.date, language)
    first, last = series[0]["period_start"], series[-1]["period_end"]
    return [span.title for span in spans if span.last >= first and span.first <= last]
