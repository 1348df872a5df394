"""One region's figures beside those of the nation and of regions like it, an indicator a row."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import company_strip, mark
from duidelijk.publish.maps import higher_peers
from duidelijk.publish.national import is_old
from duidelijk.publish.numbers import limits_words, number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.region_figures import RegionFigure
from duidelijk.publish.series import Row
from duidelijk.publish.standing import APART, favourable_standing
from duidelijk.web.dashboard.pages.cells import TONES, cell, heading, quiet, safe, verdict_words
from duidelijk.web.dashboard.pages.folding import folded
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def region_rows(
    edition: Edition, figures: Sequence[RegionFigure], peers: Sequence[str], place: Place
) -> list[dict[str, Any]]:
    """A row for every figure of a region.

    With the change since the time before, where the figure stands beside the nation's, and how
    many of the *peers* have a higher one. Counts are set side by side as rates.
    """
    return [
        _shown(edition, each, place)
        | {
            "nation": _nation(each, place.language),
            "peers": _peers(each, peers, place.language),
            "departs": _departs(each),
        }
        for each in figures
    ]


def _departs(figure: RegionFigure) -> dict[str, Any] | None:
    """How its change stands to what the nation's change pointed to."""
    if not figure.departs:
        return None
    return {
        "mark": mark(figure.departs, None),
        "departs": figure.departs in (Verdict.RISEN, Verdict.FALLEN),
        "higher": figure.departs == Verdict.RISEN,
    }


def _shown(edition: Edition, figure: RegionFigure, place: Place) -> dict[str, Any]:
    language, indicator, row = place.language, figure.indicator, figure.row
    decimals = shown_decimals(indicator, row["decimals"])
    return {
        "id": indicator.id,
        "theme": indicator.theme,
        "title": indicator.title.to(language),
        "url": place.figure(indicator.id, row["region"], row["group"], row["period"]),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_label(row["period"], language),
        "age": _age(edition, row, words(language)),
        "limits": _limits(row, decimals, language),
        "few": number(row["n"], 0, language) if figure.few else "",
        "before": _before(indicator, row, decimals, language),
        "verdict": verdict_shown(row, indicator, decimals, language),
    }


def _age(edition: Edition, row: Row, w: Mapping[str, str]) -> str:
    if is_old(edition, row):
        return w["old_figure"]
    return "" if row["fresh"] else w["stale_short"]


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


def _nation(figure: RegionFigure, language: str) -> dict[str, Any] | None:
    """The nation's level in words, with where the region stands; ``None`` when incomparable."""
    if figure.standing is None:
        return None
    return {
        "value": figure.of_nation(language),
        "own": figure.own_rate(language),
        "standing": figure.standing,
        "favourable": favourable_standing(figure.indicator, figure.standing),
    }


def _peers(figure: RegionFigure, peers: Sequence[str], language: str) -> dict[str, Any] | None:
    """How many peers have a higher figure, and all of them on one line."""
    held, own = figure.of_peers(peers), figure.own
    if not held or own is None or figure.there is None:
        return None
    whole = figure.there.whole
    return {
        "sentence": higher_peers(sum(each > own.value for each in held), len(held), language),
        "strip": company_strip(
            own.value,
            None if math.isnan(own.lower) else (own.lower, own.upper),
            whole.value if whole else None,
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
