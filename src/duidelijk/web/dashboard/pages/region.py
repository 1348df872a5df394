"""A region: what stands out there, and every figure it has, beside what the nation did."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.web.dashboard.pages.rows import is_old, verdict_shown
from duidelijk.web.dashboard.pages.striking import by_region, shown_verdict
from duidelijk.web.dashboard.places import Place


def region_page(edition: Edition, code: str, place: Place) -> dict[str, Any] | None:
    """What the page of a region shows; ``None`` when the edition has no figure of it."""
    if code not in edition.regions or code == NATION:
        return None
    language, named = place.language, edition.regions[code]
    rows = edition.changes.filter((pl.col("region") == code) & (pl.col("group") == TOTAL))
    tested = rows.filter(~pl.col("verdict").is_in([Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE]))
    return {
        "tested": len(tested) > 0,
        "region": {"code": code, "name": named.name.to(language), "level": named.level},
        "developments": [
            {
                "sentence": each["sentences"][language],
                "url": place.indicator(each["indicator"]),
                "tier": each["tier"],
                "verdict": shown_verdict(edition, each, language),
            }
            for each in by_region(edition).get(code, [])
        ],
        "themes": _themes(edition, rows.to_dicts(), place),
    }


def regions_page(edition: Edition, place: Place) -> dict[str, Any]:
    """Every region an edition has figures of, by level, from large to small."""
    levels: dict[str, list[dict[str, str]]] = {}
    for code, each in edition.regions.items():
        if code != NATION:
            shown = {"name": each.name.to(place.language), "url": place.region(code)}
            levels.setdefault(each.level, []).append(shown)
    return {
        "levels": [
            {"level": level, "regions": sorted(found, key=lambda each: each["name"].casefold())}
            for level, found in sorted(levels.items(), key=lambda pair: len(pair[1]))
        ]
    }


def _themes(edition: Edition, rows: list[dict[str, Any]], place: Place) -> list[dict[str, Any]]:
    main = {row["indicator"]: row for row in rows if row["main"]}
    beside = {row["indicator"]: row for row in rows if row["comparison"] == Comparison.NATION.value}
    found = []
    for theme in edition.monitor.themes:
        own = [
            _row(edition, main[each.id], beside.get(each.id), place)
            for each in edition.monitor.of_theme(theme.id)
            if each.id in main and main[each.id]["value"] is not None
        ]
        if own:
            found.append({"title": theme.title.to(place.language), "rows": own})
    return found


def _row(
    edition: Edition, row: dict[str, Any], beside: dict[str, Any] | None, place: Place
) -> dict[str, Any]:
    language = place.language
    indicator = edition.monitor.indicators[row["indicator"]]
    decimals = shown_decimals(indicator, row["decimals"])
    shown: dict[str, Any] = {
        "title": indicator.title.to(language),
        "url": place.figure(indicator.id, row["region"], row["group"], row["period"]),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_label(row["period"], language),
        "old": is_old(edition, row),
        "verdict": verdict_shown(row, indicator, decimals, language),
    }
    if beside is not None:
        departs = beside["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
        shown["nation"] = {
            "mark": mark(beside["verdict"], None),
            "departs": departs,
            "higher": beside["verdict"] == Verdict.RISEN,
        }
    return shown


def region_list(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """The regions of an edition with something on the list, most of it first."""
    found = [
        {
            "name": edition.regions[code].name.to(place.language),
            "url": place.region(code),
            "count": len(own),
        }
        for code, own in by_region(edition).items()
        if code != NATION
    ]
    return sorted(found, key=lambda each: (-int(each["count"]), each["name"]))
