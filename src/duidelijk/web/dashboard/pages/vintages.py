"""The same figure in other releases: what this edition shows beside what came before or after."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference, kind_of_difference
from duidelijk.periods import Period
from duidelijk.publish.charts.line import Line, both_widths, line_chart
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import national
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import period_label, period_words
from duidelijk.publish.releases import published_words, publisher_words
from duidelijk.publish.series import Row, main_series, measure_spans, points, recent
from duidelijk.web.dashboard.places import Place

_ROWS = 15
OTHER_METHOD = "other_method"


def vintage_parts(
    edition: Edition, indicator: Indicator, series: list[Row], place: Place
) -> dict[str, Any] | None:
    """The latest figures of the national series that other releases give too; ``None`` if none."""
    language = place.language
    others, rows = _told(edition, indicator.id)
    if not rows:
        return None
    methods = {row["method_other"] for row in rows if row["kind"] == OTHER_METHOD}
    shown = [
        _shown(edition, indicator, row, language)
        | {"url": place.figure(indicator.id, NATION, TOTAL, row["period"])}
        for row in rows[:_ROWS]
    ]
    return {
        "rows": shown,
        "more": len(rows) - len(shown),
        "example": _example(edition, indicator, rows, language),
        "reasons": [
            {"title": method.title.to(language), "text": method.explanation.to(language)}
            for each in sorted(methods)
            if (method := indicator.method(each)) and method.explanation
        ],
        "chart": _chart(edition, indicator, series, others, language),
        "revised": sum(row["kind"] == Difference.REVISED for row in rows),
        "other_method": sum(row["kind"] == OTHER_METHOD for row in rows),
    }


@lru_cache(maxsize=2048)
def _told(edition: Edition, key: str) -> tuple[list[Row], list[Row]]:
    """The other vintages of the national series, and those that say something else; kept, since
    an edition never changes.
    """
    others = [
        row
        for row in edition.vintages_of(key).iter_rows(named=True)
        if row["region"] == NATION and row["group"] == TOTAL and row["value"] is not None
    ]
    return others, _compared(national(edition).series.get(key, []), others)


def _compared(series: list[Row], others: list[Row]) -> list[Row]:
    """One row a figure and other release of it, newest period first, with the kind of difference.

    Where nothing but rounding differs the row is left out: it would only be noise.
    """
    own = {row["period"]: row for row in series if row["value"] is not None}
    pairs = [(own[other["period"]], other) for other in others if other["period"] in own]
    if not pairs:
        return []
    names = ("value", "decimals", "value_other", "decimals_other")
    values = [(a["value"], a["decimals"], b["value"], b["decimals"]) for a, b in pairs]
    kinds = pl.DataFrame(values, schema=names, orient="row").select(
        kind_of_difference(*[pl.col(name) for name in names])
    )
    rows = [
        dict(row)
        | {f"{name}_other": other[name] for name in ("value", "decimals", "method", "release")}
        | {"kind": kind if row["method"] == other["method"] else OTHER_METHOD}
        | {"published_other": other["published"]}
        for (row, other), kind in zip(pairs, kinds.to_series(), strict=True)
    ]
    told = [row for row in rows if row["kind"] not in (Difference.SAME, Difference.ROUNDED)]
    return sorted(told, key=lambda row: (row["period_start"], row["published_other"]), reverse=True)


def _shown(edition: Edition, indicator: Indicator, row: Row, language: str) -> dict[str, Any]:
    release = edition.releases[row["release"]]
    other = edition.releases[row["release_other"]]
    return {
        "period": period_label(row["period"], language),
        "value": _quantity(indicator, row["value"], row["decimals"], language),
        "published": published_words(release, language),
        "publisher": publisher_words(edition, release, language),
        "other": _quantity(indicator, row["value_other"], row["decimals_other"], language),
        "other_published": published_words(other, language),
        "other_publisher": publisher_words(edition, other, language),
        "kind": row["kind"],
    }


def _example(
    edition: Edition, indicator: Indicator, rows: list[Row], language: str
) -> dict[str, str]:
    """The newest figure that another release gives differently, for in a sentence."""
    row = rows[0]
    later = edition.releases[row["release_other"]]
    return {
        "period": period_words(row["period"], language),
        "value": _quantity(indicator, row["value"], row["decimals"], language),
        "other": _quantity(indicator, row["value_other"], row["decimals_other"], language),
        "published": published_words(edition.releases[row["release"]], language),
        "other_published": published_words(later, language),
        "kind": row["kind"],
    }


def _chart(
    edition: Edition,
    indicator: Indicator,
    series: list[Row],
    others: list[Row],
    language: str,
) -> str:
    """This edition's line with the newest other release behind it."""
    newest = max(others, key=lambda row: (row["published"], row["release"]))
    release = edition.releases[newest["release"]]
    of_newest = [row | _dates(row) for row in others if row["release"] == release.id]
    start = edition.monitor.crisis_start
    behind = recent(main_series(of_newest, newest["method"]), start)
    ahead = recent(series, start)
    lines = [
        Line(points(behind, indicator, language), str(release.published.year), "b"),
        Line(points(ahead, indicator, language), edition.title.to(language), "a"),
    ]
    title = f"{indicator.title.to(language)}: {edition.title.to(language)} – {release.title}"
    return both_widths(
        lambda frame: line_chart(
            lines,
            frame=frame,
            language=language,
            id_=f"v-{indicator.id}",
            title=title,
            description="",
            unit=indicator.unit.to(language),
            spans=measure_spans(edition.monitor.measures, edition.date, language),
            include_zero=indicator.kind == "count",
        )
    )


def _dates(row: Row) -> Row:
    period = Period.parse(row["period"])
    return {
        "period_kind": period.kind,
        "period_start": period.start,
        "period_end": period.end,
    }


def _quantity(indicator: Indicator, value: float, decimals: int, language: str) -> str:
    return quantity(value, shown_decimals(indicator, decimals), indicator, language)
