"""A group of people across all themes: what changed for it, and where it stands beside everybody.

A target group holds group codes (young people as each source draws the limits) and indicators whose
whole population it is (internships): shown together, never added up.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import interval_strip, sparkline
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.expectation_sentences import series_sentence
from duidelijk.publish.group_figures import (
    GroupFigure,
    developments_of,
    group_figures,
    group_sentence,
)
from duidelijk.publish.group_series import of_groups
from duidelijk.publish.groups import apart_sentence
from duidelijk.publish.national import course, national_sentences
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.series import Row
from duidelijk.publish.standing import APART
from duidelijk.web.dashboard.pages.cells import cell, heading, quiet, safe, verdict_words
from duidelijk.web.dashboard.pages.duiding import group_duiding
from duidelijk.web.dashboard.pages.front import group_matrix, matrix_notes
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.pages.signals import in_brief
from duidelijk.web.dashboard.pages.striking import entries
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_OPEN_ROWS = 10
"""So many rows of a theme are shown at once; the others are folded."""


def groups_page(edition: Edition, place: Place) -> dict[str, Any]:
    """What the page of all groups shows: groups × themes, and who they are."""
    language = place.language
    return {
        "matrix": group_matrix(edition, place),
        "matrix_notes": matrix_notes(edition, language),
        "groups": [
            {
                "title": each.title.to(language),
                "url": place.group(each.id),
                "description": each.description.to(language) if each.description else "",
            }
            for each in edition.monitor.target_groups
        ],
    }


def group_page(edition: Edition, key: str, place: Place) -> dict[str, Any] | None:
    """What the page of a target group shows; ``None`` when the monitor has no such group."""
    target = edition.monitor.target_group(key)
    if target is None:
        return None
    language = place.language
    figures = sorted(group_figures(edition, target), key=lambda each: _first(each, language))
    rows = [_row(edition, each, place) for each in figures]
    name = target.title.to(language)
    told = Counter(each.standing for each in figures)
    higher, lower = told[Standing.HIGHER], told[Standing.LOWER]
    return {
        "group": {
            "id": key,
            "title": name,
            "description": target.description.to(language) if target.description else "",
        },
        "switch": [
            {
                "id": each.id,
                "title": each.title.to(language),
                "url": place.group(each.id),
                "current": each.id == key,
            }
            for each in edition.monitor.target_groups
        ],
        "changed": group_sentence(edition, target, language),
        "apart": apart_sentence(
            name, higher, lower, higher + lower + told[Standing.ALIKE], language
        ),
        "striking": entries(edition, place, developments_of(edition, target)),
        "duiding": group_duiding(edition, key, place),
        "signals": in_brief(edition, place, group=key),
        "themes": _themes(edition, rows, name, place),
        "codes": [edition.monitor.group_codes[each].title.to(language) for each in target.groups],
        "whole": [
            {
                "title": edition.monitor.indicators[each].title.to(language),
                "url": place.indicator(each),
                "missing": each not in edition.counts,
            }
            for each in target.indicators
        ],
    }


def _first(figure: GroupFigure, language: str) -> tuple[Any, ...]:
    return (*figure.order(), figure.indicator.title.to(language))


def _row(edition: Edition, figure: GroupFigure, place: Place) -> dict[str, Any]:
    """One series of the group, with how it changed and where it stands."""
    language, indicator, row = place.language, figure.indicator, figure.row
    decimals = shown_decimals(indicator, row["decimals"])
    good = row["favourable"] if row["fresh"] else None
    codes = edition.monitor.group_codes
    name = codes[row["group"]].title.to(language) if row["group"] != TOTAL else ""
    spark = course(list(figure.series), indicator)
    return {
        "theme": indicator.theme,
        "title": indicator.title.to(language),
        "about": name,
        "url": place.figure(indicator.id, NATION, row["group"], row["period"]),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_label(row["period"], language),
        "before": _before(edition, indicator, row, decimals, language),
        "old": figure.old,
        "stale": not row["fresh"],
        "alone": figure.alone,
        "verdict": verdict_shown(row, indicator, decimals, language),
        "spark": sparkline(spark, {True: "good", False: "bad", None: ""}[good]),
        "sentences": _sentences(edition, indicator, row, decimals, name, language),
        "tested": row["verdict"] not in (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE),
        "everybody": _beside(figure, language),
    }


def _before(edition: Edition, indicator: Indicator, row: Row, decimals: int, language: str) -> str:
    """The figure before, for what cannot be tested: a reader sees what there is.

    Where there is none of the same kind of period, the latest of another kind.
    """
    if row["reference"] is not None:
        value = quantity(row["reference"], decimals, indicator, language)
        return f"{value} ({period_label(row['reference_period'], language)})"
    every = of_groups(edition).every.get((indicator.id, row["group"]), ())
    earlier = [
        each
        for each in every
        if each["period_end"] < row["period_end"] and each["value"] is not None
    ]
    if not earlier:
        return ""
    last = max(earlier, key=lambda each: (each["period_end"], each["period"]))
    value = quantity(
        last["value"], shown_decimals(indicator, last["decimals"]), indicator, language
    )
    label = period_label(last["period"], language)
    return f"{value} ({label}, {words(language)['not_comparable_with']})"


def _sentences(
    edition: Edition, indicator: Indicator, row: Row, decimals: int, name: str, language: str
) -> str:
    """The figure and its change in words, of the group by name."""
    kept = national_sentences(edition, indicator.id, language, row["group"])
    value = kept.get("value", "")
    if name:
        inside = name[:1].lower() + name[1:]
        value = series_sentence(indicator, row["period"], row["value"], decimals, inside, language)
    return f"{value} {kept.get('change', '')}".strip()


def _beside(figure: GroupFigure, language: str) -> dict[str, Any] | None:
    """The figure of everybody, where there is one; ``None`` otherwise."""
    indicator, row, everybody = figure.indicator, figure.row, figure.everybody
    if everybody is None:
        return None
    decimals = shown_decimals(indicator, everybody["decimals"])
    held = [row["value"], row["value_lower"], row["value_upper"], everybody["value"]]
    known = [each for each in held if each is not None]
    whole = indicator.minimum == 0 and indicator.maximum == 100
    pad = (max(known) - min(known)) * 0.15 or 1.0
    low, high = (0.0, 100.0) if whole else (min(known) - pad, max(known) + pad)
    comparable = indicator.kind != "count"
    return {
        "value": quantity(everybody["value"], decimals, indicator, language),
        "standing": figure.standing if comparable else "",
        "strip": interval_strip(
            row["value"], row["value_lower"], row["value_upper"], everybody["value"], low, high
        )
        if comparable
        else "",
        "share": ""
        if comparable or not everybody["value"]
        else number(100.0 * row["value"] / everybody["value"], 0, language),
    }


def _body(rows: list[dict[str, Any]], name: str, language: str) -> str:
    """The rows of a table as markup."""
    w = words(language)
    parts = []
    for row in rows:
        age = (
            f" · {w['old_figure']}"
            if row["old"]
            else f" · {w['stale_short']}"
            if row["stale"]
            else ""
        )
        before = quiet(f"{w['was']} {row['before']}") if row["before"] else ""
        alone = quiet(w["alone"]) if row["alone"] else ""
        parts.append(
            '<tr role="row">'
            + heading(row["url"], row["title"], row["about"])
            + cell(name, f"<strong>{safe(row['value'])}</strong> {quiet(row['period'] + age)}")
            + cell(w["change"], verdict_words(row["verdict"]) + alone + before)
            + cell(w["beside_everybody"], _beside_cell(row, w))
            + "</tr>"
        )
    return "".join(parts)


def _beside_cell(row: dict[str, Any], w: dict[str, str]) -> str:
    everybody = row["everybody"]
    if everybody is None:
        return quiet(w["everybody_unknown"] if row["about"] else w["only_this_group"])
    if everybody["share"]:
        return quiet(f"{everybody['share']}{w['percent_sign']} {w['of_everybody']}")
    said = f"{safe(w['everyone'])}: {safe(everybody['value'])}"
    standing = everybody["standing"]
    if standing in APART:
        said += f" · <strong>{safe(w[f'stands_{standing}'])}</strong>"
    elif standing == Standing.ALIKE:
        said += f" · {safe(w['stands_alike'])}"
    return f'{everybody["strip"]}<span class="quiet">{said}</span>'


def _themes(
    edition: Edition, rows: list[dict[str, Any]], name: str, place: Place
) -> list[dict[str, Any]]:
    """The rows by theme, what changed first; what is old, or one of very many, is folded."""
    found = []
    for theme in edition.monitor.themes:
        own = [row for row in rows if row["theme"] == theme.id]
        new = [row for row in own if not row["old"]]
        shown = new[:_OPEN_ROWS]
        found.append(
            {
                "id": theme.id,
                "title": theme.title.to(place.language),
                "url": place.theme(theme.id),
                "lead": shown[0]["sentences"] if shown else "",
                "body": _body(shown, name, place.language),
                "more": _body([row for row in own if row not in shown], name, place.language),
                "more_count": len(own) - len(shown),
                "short": sum(not row["tested"] and not row["old"] for row in own),
                "count": len(own),
            }
        )
    return found
