"""One region's figures beside those of the nation and of regions like it, an indicator a row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import Comparison
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import company_strip, mark
from duidelijk.publish.maps import higher_peers
from duidelijk.publish.numbers import limits_words, number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.pages.cells import TONES, cell, heading, quiet, safe, verdict_words
from duidelijk.web.dashboard.pages.folding import folded
from duidelijk.web.dashboard.pages.rows import is_old, verdict_shown
from duidelijk.web.dashboard.pages.standing import (
    APART,
    Stood,
    favourable_standing,
    stood,
)
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_RATE_DECIMALS = 1
FEW_RESPONDENTS = 30
"""Of fewer a share can be anything: it is told, and not ranked among others."""


def region_rows(
    edition: Edition, code: str, peers: Sequence[str], place: Place
) -> list[dict[str, Any]]:
    """A row for every indicator with a figure of the region, in order of key.

    With the change since the time before, where the figure stands beside the nation's, and how
    many of the *peers* have a higher one. Counts are set side by side as rates.
    """
    level = edition.regions[code].level
    departs = _departures(edition, code)
    indicators = edition.monitor.indicators
    rows = []
    for own in sorted(_main_rows(edition, code), key=lambda row: str(row["indicator"])):
        indicator = indicators[own["indicator"]]
        if own["value"] is None or indicator.context:
            continue
        found = stood(edition, indicator.id, level)
        # a region that is ahead of the others, or behind, has nobody of its own time beside it
        there = found if found.rows.get(code, {}).get("period") == own["period"] else None
        rows.append(
            _shown(edition, indicator, own, place)
            | {
                "nation": _nation(indicator, own, there, place.language),
                "peers": None if _few(own) else _peers(code, there, peers, place.language),
                "departs": departs.get(indicator.id),
            }
        )
    return rows


def _few(row: Row) -> bool:
    return row["n"] is not None and row["n"] < FEW_RESPONDENTS


def _main_rows(edition: Edition, code: str) -> list[Row]:
    """The comparisons that speak for the latest figures of a region, for everybody."""
    wanted = (pl.col("region") == code) & (pl.col("group") == TOTAL) & pl.col("main")
    rows = edition.changes.filter(wanted).sort("period_end")
    return rows.unique("indicator", keep="last", maintain_order=True).to_dicts()


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


def _shown(edition: Edition, indicator: Indicator, row: Row, place: Place) -> dict[str, Any]:
    language = place.language
    decimals = shown_decimals(indicator, row["decimals"])
    return {
        "id": indicator.id,
        "theme": indicator.theme,
        "title": indicator.title.to(language),
        "url": place.figure(indicator.id, row["region"], row["group"], row["period"]),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_label(row["period"], language),
        "fresh": row["fresh"],
        "period_end": row["period_end"],
        "age": _age(edition, row, words(language)),
        "limits": _limits(row, decimals, language),
        "few": number(row["n"], 0, language) if _few(row) else "",
        "before": _before(indicator, row, decimals, language),
        "verdict": verdict_shown(row, indicator, decimals, language),
    }


def _age(edition: Edition, row: Row, w: Mapping[str, str]) -> str:
    if is_old(edition, row):
        return w["old_figure"]
    return "" if row["fresh"] else w["stale_short"]


def nothing_new(rows: Sequence[Mapping[str, Any]]) -> str:
    """The period of a region's newest figure when an edition has no new one; empty when it has."""
    if not rows or any(row["fresh"] for row in rows):
        return ""
    return str(max(rows, key=lambda row: row["period_end"])["period"])


def _limits(row: Row, decimals: int, language: str) -> str:
    """The margin of a figure as its source gave it."""
    if row["value_lower"] is None:
        return ""
    return limits_words(row["value_lower"], row["value_upper"], decimals, language)


def _before(indicator: Indicator, row: Row, decimals: int, language: str) -> str:
    """The figure compared with, and of when it is."""
    if row["reference"] is None:
        return ""
    then = period_label(row["reference_period"], language)
    shown = quantity(row["reference"], decimals, indicator, language)
    return f"{words(language)['was']} {shown} ({then})"


def _nation(
    indicator: Indicator, row: Row, found: Stood | None, language: str
) -> dict[str, Any] | None:
    """The nation's level in words, with where the region stands; ``None`` when incomparable."""
    own = found.own[row["region"]] if found else None
    if found is None or own is None or found.whole is None:
        return None
    standing = found.standing[row["region"]]
    decimals = shown_decimals(indicator, row["decimals"])

    def words_of(value: float) -> str:
        if not found.rated:
            return quantity(value, decimals, indicator, language)
        return f"{number(value, _RATE_DECIMALS, language)} {words(language)['per_thousand']}"

    return {
        "value": words_of(found.whole.value),
        "own": words_of(own.value) if found.rated else "",
        "standing": standing,
        "favourable": favourable_standing(indicator, standing),
    }


def _peers(
    code: str, found: Stood | None, peers: Sequence[str], language: str
) -> dict[str, Any] | None:
    """How many peers have a higher figure, and all of them on one line."""
    own = found.own[code] if found else None
    if found is None or own is None:
        return None
    held = [each.value for peer in peers if (each := found.own.get(peer)) is not None]
    if not held:
        return None
    known = not math.isnan(own.lower)
    return {
        "sentence": higher_peers(sum(each > own.value for each in held), len(held), language),
        "strip": company_strip(
            own.value,
            (own.lower, own.upper) if known else None,
            found.whole.value if found.whole else None,
            held,
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
            bodies = [_body(row, with_peers, words(language)) for row in own]
            shown, more = folded(bodies)
            found.append(
                {
                    "title": theme.title.to(language),
                    "id": theme.id,
                    "body": "".join(shown),
                    "more": "".join(more),
                    "more_count": len(more),
                }
            )
    return found


def _body(row: Mapping[str, Any], with_peers: bool, w: Mapping[str, str]) -> str:
    """One row of a table as markup."""
    age = f" · {row['age']}" if row["age"] else ""
    value = f"<strong>{safe(row['value'])}</strong> {quiet(row['period'] + age)}"
    if row["limits"]:
        value += quiet(row["limits"])
    if row["few"]:
        value += f'<span class="tag">{safe(row["few"])} {safe(w["asked_people"])}</span>'
    departs = row["departs"]
    change = verdict_words(row["verdict"])
    if row["before"]:
        change += quiet(row["before"])
    if departs is not None and departs["departs"]:
        said = safe(w["nation_higher" if departs["higher"] else "nation_lower"])
        change += f'<span class="quiet">{departs["mark"]} {said}</span>'
    parts = [
        heading(row["url"], row["title"]),
        cell(w["value_and_margin"], value),
        cell(w["change"], change),
        cell(w["nation_level"], _nation_cell(row["nation"], w)),
    ]
    if with_peers:
        peers = quiet(w["too_few_asked"]) if row["few"] else _peers_cell(row["peers"], w)
        parts.append(cell(w["peers_level"], peers))
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
    return f"{peers['strip']}{quiet(peers['sentence'])}"
