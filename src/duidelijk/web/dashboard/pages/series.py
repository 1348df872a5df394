"""One series as a page shows it: its rows with what was carried, its table and the chart's key."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.editions.selecting import BY_THEN, LATER
from duidelijk.figures.carrying import parts_of
from duidelijk.publish.charts.line import Expected
from duidelijk.publish.numbers import number, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.sentences import carried_words
from duidelijk.publish.series import Row, expected_boxes, joined
from duidelijk.web.dashboard.pages.releases import published_words, publisher_words
from duidelijk.web.dashboard.pages.rows import is_old
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_TABLE_ROWS = 36


def carried_rows(edition: Edition, key: str, region: str, group: str) -> list[Row]:
    """The sums that stand in for figures of a region that took in others."""
    wanted = (pl.col("region") == region) & (pl.col("group") == group)
    return edition.carried_of(key).filter(wanted).to_dicts()


def one_a_period(
    edition: Edition, own: Iterable[Row], carried: Iterable[Row], language: str
) -> list[Row]:
    """The rows of one series in time order, by the rule of comparisons: what was known by then
    first, then the newest division of the country.

    Each with ``territory``, a number that differs where the region had other ground, and with
    ``carried``, the words that say what it was added up from.
    """
    rows = [*own, *carried]  # of two of one division the sum: the other is no figure of the region
    rows.sort(key=lambda row: (row["vintage"] == BY_THEN, row["region_year"]))
    chosen = {row["period"]: row for row in rows}
    for row in chosen.values():
        row["territory"] = territory(edition, row)
        row["carried"] = carried_from_words(edition, row.get("carried_from"), language)
    return sorted(chosen.values(), key=lambda row: (row["period_start"], row["period"]))


def territory(edition: Edition, row: Row) -> int:
    """A number that is equal for two figures of one region with the same ground."""
    return sum(year <= row["region_year"] for year in edition.regions[row["region"]].redrawn)


def carried_from_words(edition: Edition, carried_from: str | None, language: str) -> str:
    """What a figure was added up from, in words; empty for one that its source gave."""
    if not carried_from:
        return ""
    return carried_words(part_names(edition, carried_from, language), language)


def part_names(edition: Edition, carried_from: str, language: str) -> list[str]:
    """The names of the regions a figure was added up from."""
    return [edition.regions[code].name.to(language) for code in parts_of(carried_from)]


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


def expected_in(
    edition: Edition, indicator: Indicator, series: Sequence[Row], language: str
) -> list[Expected]:
    """What was expected of figures of a *series*, and is of the next one, for its chart."""
    if not series:
        return []
    last = series[-1]
    place = indicator.id, last["region"], last["group"]
    shown = {row["period"] for row in series}
    judged = [
        row
        for row in edition.expected_of(*place)
        if row["method"] == last["method"] and row["period"] in shown
    ]
    coming = [
        row
        for row in edition.coming_of(*place)
        if (row["method"], row["period"]) == (last["method"], last["period"])
    ]
    stopped = indicator.status == "stopped" or is_old(edition, last)
    return expected_boxes(
        indicator, judged, coming[0] if coming and not stopped else None, language
    )


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
