"""One region's figures beside those of the nation and of regions like it, an indicator a row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import Comparison
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate, rates
from duidelijk.publish.charts.small import company_strip, mark
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.pages.cells import TONES, cell, heading, quiet, safe, verdict_words
from duidelijk.web.dashboard.pages.rows import is_old, verdict_shown
from duidelijk.web.dashboard.pages.standing import (
    APART,
    favourable_standing,
    figure_of_nation,
    stand,
    with_limits,
)
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_RATE_DECIMALS = 1


def region_rows(
    edition: Edition, code: str, peers: Sequence[str], place: Place
) -> list[dict[str, Any]]:
    """A row for every indicator with a figure of the region, in order of key.

    With the change since the time before, where the figure stands beside the nation's, and how
    many of the *peers* have a higher one. Counts are set side by side as rates.
    """
    found = _main_rows(edition, [code, *peers])
    own = {row["indicator"]: row for row in found if row["region"] == code}
    of_peers: dict[str, list[Row]] = {}
    for row in found:
        if row["region"] != code:
            of_peers.setdefault(row["indicator"], []).append(row)
    departs = _departures(edition, code)
    indicators = edition.monitor.indicators
    keys = sorted(
        key for key, row in own.items() if row["value"] is not None and not indicators[key].context
    )
    levels = [_level(edition, own[key], of_peers.get(key, [])) for key in keys]
    told = stand([each.own for each in levels], [each.nation for each in levels])
    rows = []
    for key, level, standing in zip(keys, levels, told, strict=True):
        row = _shown(edition, indicators[key], own[key], place)
        row["nation"] = _nation(indicators[key], level, standing, place.language)
        row["peers"] = _peers(level, place.language)
        row["departs"] = departs.get(key)
        rows.append(row)
    return rows


def _main_rows(edition: Edition, codes: Sequence[str]) -> list[Row]:
    """The comparisons that speak for the latest figures of these regions, for everybody."""
    wanted = pl.col("region").is_in(list(codes)) & (pl.col("group") == TOTAL) & pl.col("main")
    rows = edition.changes.filter(wanted).sort("period_end")
    return rows.unique(["indicator", "region"], keep="last", maintain_order=True).to_dicts()


def _departures(edition: Edition, code: str) -> dict[str, dict[str, Any]]:
    """By indicator, how its change stands to what the nation's change pointed to."""
    wanted = (
        (pl.col("region") == code)
        & (pl.col("group") == TOTAL)
        & (pl.col("comparison") == Comparison.NATION.value)
    )
    return {
        row["indicator"]: {
            "mark": mark(row["verdict"], None),
            "departs": row["verdict"] in (Verdict.RISEN, Verdict.FALLEN),
            "higher": row["verdict"] == Verdict.RISEN,
        }
        for row in edition.changes.filter(wanted).select("indicator", "verdict").to_dicts()
    }


class Level:
    """A figure, the nation's and those of peers of one period, in one comparable unit."""

    def __init__(
        self,
        own: Rate | None,
        nation: Rate | None,
        peers: list[float],
        as_rate: bool,
        words: Callable[[float, str], str],
    ) -> None:
        self.own, self.nation, self.peers = own, nation, peers
        self.as_rate, self.words = as_rate, words


def _level(edition: Edition, row: Row, of_peers: Sequence[Row]) -> Level:
    indicator = edition.monitor.indicators[row["indicator"]]
    same = [each for each in of_peers if each["period"] == row["period"]]
    nation = figure_of_nation(edition, row)
    if indicator.kind != "count":
        decimals = shown_decimals(indicator, row["decimals"])
        peers = [each["value"] for each in same if each["value"] is not None]
        return Level(
            with_limits(row["value"], row["value_lower"], row["value_upper"]),
            with_limits(nation["value"], nation["lower"], nation["upper"]) if nation else None,
            peers,
            False,
            lambda value, language: quantity(value, decimals, indicator, language),
        )
    found = rates(edition, indicator, [row, *([nation] if nation else []), *same])
    own, of_nation = found[0], found[1] if nation else None
    peers = [each.value for each in found[2 if nation else 1 :] if each is not None]
    return Level(own, of_nation, peers, True, _per_thousand)


def _per_thousand(value: float, language: str) -> str:
    shown = number(value, _RATE_DECIMALS, language)
    return f"{shown} {words(language)['per_thousand']}"


def _shown(edition: Edition, indicator: Indicator, row: Row, place: Place) -> dict[str, Any]:
    language = place.language
    decimals = shown_decimals(indicator, row["decimals"])
    return {
        "id": indicator.id,
        "theme": indicator.theme,
        "title": indicator.title.to(language),
        "url": place.figure(indicator.id, row["region"], row["group"], row["period"]),
        "map": place.map(indicator.id, edition.regions[row["region"]].level),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_label(row["period"], language),
        "old": is_old(edition, row),
        "verdict": verdict_shown(row, indicator, decimals, language),
    }


def _nation(
    indicator: Indicator, level: Level, standing: Standing, language: str
) -> dict[str, Any] | None:
    """The nation's level in words, with where the region stands; ``None`` when incomparable."""
    if level.nation is None or level.own is None:
        return None
    return {
        "value": level.words(level.nation.value, language),
        "own": level.words(level.own.value, language) if level.as_rate else "",
        "standing": standing,
        "favourable": favourable_standing(indicator, standing),
    }


def _peers(level: Level, language: str) -> dict[str, Any] | None:
    """How many peers have a higher figure, and all of them on one line."""
    if level.own is None or not level.peers:
        return None
    higher = sum(each > level.own.value for each in level.peers)
    known = not math.isnan(level.own.lower)
    return {
        "higher": number(higher, 0, language),
        "of": number(len(level.peers), 0, language),
        "strip": company_strip(
            level.own.value,
            (level.own.lower, level.own.upper) if known else None,
            level.nation.value if level.nation else None,
            level.peers,
        ),
    }


def by_theme(
    edition: Edition, rows: Sequence[Mapping[str, Any]], with_peers: bool, language: str
) -> list[dict[str, Any]]:
    """The rows as markup under the themes of the monitor; themes without rows are left out."""
    found = []
    for theme in edition.monitor.themes:
        order = {each.id: at for at, each in enumerate(edition.monitor.of_theme(theme.id))}
        own = sorted(
            (row for row in rows if row["theme"] == theme.id), key=lambda r: order[r["id"]]
        )
        if own:
            body = "".join(_body(row, with_peers, words(language)) for row in own)
            found.append({"title": theme.title.to(language), "id": theme.id, "body": body})
    return found


def _body(row: Mapping[str, Any], with_peers: bool, w: Mapping[str, str]) -> str:
    """One row of a table as markup."""
    age = f" · {w['old_figure']}" if row["old"] else ""
    departs = row["departs"]
    change = verdict_words(row["verdict"])
    if departs is not None and departs["departs"]:
        said = safe(w["nation_higher" if departs["higher"] else "nation_lower"])
        change += f'<span class="quiet">{departs["mark"]} {said}</span>'
    parts = [
        heading(row["url"], row["title"]),
        cell(w["value"], f"<strong>{safe(row['value'])}</strong> {quiet(row['period'] + age)}"),
        cell(w["change"], change),
        cell(w["nation_level"], _nation_cell(row["nation"], w)),
    ]
    if with_peers:
        parts.append(cell(w["peers_level"], _peers_cell(row["peers"], w)))
    return f'<tr role="row">{"".join(parts)}</tr>'


def _nation_cell(nation: Mapping[str, Any] | None, w: Mapping[str, str]) -> str:
    if nation is None:
        return quiet(w["none_comparable"])
    standing = nation["standing"]
    said = safe(w["none_tested" if standing == Standing.UNKNOWN else f"stands_{standing}"])
    if standing in APART:
        said = f"<strong>{said}</strong>"
    own = f"{safe(nation['own'])}<br>" if nation["own"] else ""
    tone = TONES[nation["favourable"]].strip()
    beside = quiet(f"{w['level_country']}: {nation['value']}")
    return f'{own}<span class="{tone}">{said}</span>{beside}'


def _peers_cell(peers: Mapping[str, Any] | None, w: Mapping[str, str]) -> str:
    if peers is None:
        return quiet(w["none_comparable"])
    said = f"{peers['higher']} {w['of_total']} {peers['of']} {w['are_higher']}"
    return f"{peers['strip']}{quiet(said)}"
