"""One figure: every release that gave it, what it was added up from, and its series."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference, kind_of_difference
from duidelijk.figures.carrying import parts_of
from duidelijk.publish.charts.line import Expected
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.notes import note_words
from duidelijk.publish.numbers import limits_words, number, quantity, shown_decimals
from duidelijk.publish.one_series import carried_rows, expected_in, one_a_period, territory
from duidelijk.publish.periods import period_words
from duidelijk.publish.releases import published_words, publisher_words
from duidelijk.publish.revisions import compared_decimals, revision_words
from duidelijk.publish.series import Row, indicator_chart, recent
from duidelijk.sources.by_hand.entry import BASIS
from duidelijk.web.dashboard.pages.judged import judged
from duidelijk.web.dashboard.pages.series import chart_key, measures_drawn, series_table
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def figure_page(
    edition: Edition, key: str, region: str, group: str, period: str, place: Place
) -> dict[str, Any] | None:
    """What the page of one figure shows; ``None`` when the edition holds no such figure."""
    indicator, language = edition.monitor.indicators.get(key), place.language
    if indicator is None or region not in edition.regions:
        return None
    own = edition.series_of(key, region, group).to_dicts()
    carried = carried_rows(edition, key, region, group)
    now = [row for row in own if row["period"] == period]
    sums = [row for row in carried if row["period"] == period]
    if not now and not sums:
        return None
    shown = _shown_first(indicator, [*now, *sums], edition)
    alike = [row for row in own if _kind(row) == _kind(shown)]
    sums_alike = [row for row in carried if _kind(row) == _kind(shown)]
    series = one_a_period(edition, alike, sums_alike, language)
    (at,) = [row for row in series if row["period"] == period]
    wanted = (pl.col("region") == region) & (pl.col("group") == group)
    expected = expected_in(edition, indicator, series, language)
    others = edition.vintages_of(key).filter(wanted & (pl.col("period") == period)).to_dicts()
    return {
        "indicator": {"title": indicator.title.to(language), "url": place.indicator(key)},
        "unit": indicator.unit.to(language),
        "region": edition.regions[region].name.to(language),
        "region_url": place.region(region) if region != NATION else "",
        "group": _group(edition, group, language),
        "period": period_words(period, language),
        "value": _value(indicator, at, language),
        "sum_of": at["carried"],
        **judged(edition, indicator, region, group, period, place),
        "sum": _sum(edition, indicator, sums[0], place) if sums else None,
        **_history(edition, indicator, now, others, territory(edition, series[-1]), language),
        "key": _key(edition, indicator, series, expected, language),
        "chart": _chart(edition, indicator, series, expected, language),
        "table": series_table(edition, indicator, series, place, period),
    }


@lru_cache(maxsize=4096)
def periods_of(edition: Edition, key: str, region: str, group: str) -> tuple[str, ...]:
    """The periods an edition has a figure of, or a sum that stands in for one; kept, since every
    figure's page asks it of the editions around.
    """
    own = edition.series_of(key, region, group)["period"]
    carried = carried_rows(edition, key, region, group)
    return tuple(sorted({*own, *(row["period"] for row in carried)}))


def shown_row(edition: Edition, key: str, region: str, group: str, period: str) -> Row | None:
    """The figure of a period that its page shows first; ``None`` without one."""
    own = edition.series_of(key, region, group).to_dicts()
    rows = [*own, *carried_rows(edition, key, region, group)]
    now = [row for row in rows if row["period"] == period]
    return _shown_first(edition.monitor.indicators[key], now, edition) if now else None


def _kind(row: Row) -> tuple[str, str]:
    return row["method"], row["period_kind"]


def _shown_first(indicator: Indicator, rows: Sequence[Row], edition: Edition) -> Row:
    """The figure by the method in use, in the newest division of the country."""
    method = indicator.method_on(edition.date)
    return max(rows, key=lambda row: (row["method"] == method, row["region_year"]))


def _group(edition: Edition, group: str, language: str) -> str:
    known = edition.monitor.group_codes.get(group)
    return known.title.to(language) if known else words(language)["everyone"]


def _sum(edition: Edition, indicator: Indicator, row: Row, place: Place) -> dict[str, Any]:
    """A carried figure with the parts it was added up from."""
    language, codes = place.language, parts_of(row["carried_from"])
    same = [pl.col(name) == row[name] for name in ("group", "period", "method")]
    parts = edition.figures_of(indicator.id).filter(
        pl.col("region").is_in(codes), pl.col("region_year") < row["region_year"], *same
    )
    values = {each["region"]: each for each in parts.sort("region_year").iter_rows(named=True)}
    return {
        "year": row["region_year"],
        "value": _value(indicator, row, language),
        "parts": [
            {
                "name": edition.regions[code].name.to(language),
                "value": _value(indicator, values[code], language) if code in values else "–",
                "url": place.figure(indicator.id, code, row["group"], row["period"])
                if code in values
                else "",
            }
            for code in codes
        ],
    }


def _history(
    edition: Edition,
    indicator: Indicator,
    now: list[Row],
    others: list[Row],
    ground: int,
    language: str,
) -> dict[str, Any]:
    """Every vintage in the order of publication, each with what it differs from the one before;
    *ground* is the territory that the region has now.
    """
    order = {id_: index for index, id_ in enumerate(edition.releases)}
    every = [row | {"chosen": True} for row in now] + [row | {"chosen": False} for row in others]
    every.sort(key=lambda row: (order[row["release"]], row["method"], row["region_year"]))
    before: dict[tuple[str, int], Row] = {}
    pairs = []
    for row in every:
        series = row["method"], row["region_year"]
        pairs.append((before.get(series), row))
        before[series] = row
    kinds = _kinds(pairs)
    return {
        "history": [
            _vintage(edition, indicator, row, language)
            | _kind_shown(indicator, every[0], earlier, row, kind, language)
            | {"tags": _tags(edition, row, ground, language)}
            for (earlier, row), kind in zip(pairs, kinds, strict=True)
        ],
        "methods": len({row["method"] for row in every}) > 1,
        "divisions": len({row["region_year"] for row in every}) > 1,
        "revised": sum(kind in (Difference.REVISED, Difference.WITHDRAWN) for kind in kinds),
    }


def _kinds(pairs: Sequence[tuple[Row | None, Row]]) -> list[str]:
    """How each vintage differs from the one before by the same method; empty for a first one."""
    names = ("value", "decimals", "value_after", "decimals_after")
    values = [
        (a["value"] if a else None, a["decimals"] if a else None, b["value"], b["decimals"])
        for a, b in pairs
    ]
    schema = dict(zip(names, (pl.Float64, pl.Int8, pl.Float64, pl.Int8), strict=True))
    table = pl.DataFrame(values, schema=schema, orient="row")
    found = table.select(kind_of_difference(*[pl.col(name) for name in names])).to_series()
    return [
        "" if a is None else Difference.SAME.value if a["value"] is b["value"] is None else kind
        for (a, b), kind in zip(pairs, found, strict=True)
    ]


def _kind_shown(
    indicator: Indicator, first: Row, before: Row | None, row: Row, kind: str, language: str
) -> dict[str, str]:
    """What a vintage is to the one before, and by how much it differs where that can be told."""
    phrases, difference = words(language), ""
    if row is first:
        kind = "first"
    elif before is None:  # another figure of the same period, which no difference compares
        kind = "other_method" if row["method"] != first["method"] else "other_division"
    elif kind in (Difference.REVISED, Difference.TRUNCATED):
        compared = compared_decimals(kind, before["decimals"], row["decimals"])
        difference = revision_words(indicator, before["value"], row["value"], compared, language)
    return {"kind_words": phrases[f"kind_{kind}"], "difference": difference}


def _tags(edition: Edition, row: Row, ground: int, language: str) -> list[str]:
    """What must be known of a vintage at a glance."""
    phrases = words(language)
    told = {
        "in_this_edition_mark": row["chosen"],
        "after_this_edition": edition.releases[row["release"]].published > edition.date,
        "provisional": row["status"] in ("provisional", "revised_provisional"),
        "other_territory": territory(edition, row) != ground,
        "by_hand": edition.releases[row["release"]].basis == BASIS,
    }
    return [phrases[name] for name, holds in told.items() if holds]


def _vintage(edition: Edition, indicator: Indicator, row: Row, language: str) -> dict[str, Any]:
    release = edition.releases[row["release"]]
    method = indicator.method(row["method"])
    decimals = shown_decimals(indicator, row["decimals"])
    limits = ""
    if row["lower"] is not None:
        limits = limits_words(row["lower"], row["upper"], decimals, language)
    return {
        "value": _value(indicator, row, language),
        "limits": limits,
        "n": number(row["n"], 0, language) if row["n"] is not None else "",
        "note": note_words(row["note"], language),
        "method": method.title.to(language) if method else "",
        "division": row["region_year"],
        "title": release.title,
        "address": release.address,
        "publisher": publisher_words(edition, release, language),
        "published": published_words(release, language),
    }


def _value(indicator: Indicator, row: Row, language: str) -> str:
    """A value with its unit, or why there is none."""
    if row["value"] is None:
        return words(language)[f"missing_{row['missing']}"]
    decimals = shown_decimals(indicator, row["decimals"])
    return quantity(row["value"], decimals, indicator, language)


def _key(
    edition: Edition,
    indicator: Indicator,
    series: list[Row],
    expected: list[Expected],
    language: str,
) -> dict[str, bool]:
    """What the key of the chart must explain."""
    drawn = recent(series, edition.monitor.crisis_start)
    measures = bool(measures_drawn(edition, drawn, language))
    return {**chart_key(indicator, drawn, expected), "measures": measures}


def _chart(
    edition: Edition,
    indicator: Indicator,
    series: list[Row],
    expected: list[Expected],
    language: str,
) -> str:
    last = series[-1]
    name = edition.regions[last["region"]].name.to(language)
    title = f"{indicator.title.to(language)}, {name}"
    if last["group"] != TOTAL:
        title = f"{title}, {_group(edition, last['group'], language)}"
    return indicator_chart(
        indicator,
        recent(series, edition.monitor.crisis_start),
        language=language,
        title=title,
        description="",
        measures=edition.monitor.measures,
        until=edition.date,
        expected=expected,
    )
