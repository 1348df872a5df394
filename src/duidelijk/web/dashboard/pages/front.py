"""The front page: what changed, the themes at a glance, who is affected, what is not known."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from duidelijk.catalogue import TargetGroup, Theme
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark
from duidelijk.publish.numbers import number
from duidelijk.web.dashboard.pages.revised import total_revised
from duidelijk.web.dashboard.pages.rows import (
    indicator_row,
    is_old,
    national,
    strongest,
)
from duidelijk.web.dashboard.places import Place

_FINDINGS = 5
_PER_THEME = 2
_KEY_INDICATORS = 4
_LEVEL = 0.05


def front_page(edition: Edition, place: Place) -> dict[str, Any]:
    """What the front page of an edition shows."""
    monitor, language = edition.monitor, place.language
    findings = [
        indicator_row(
            edition,
            monitor.indicators[row["indicator"]],
            place.indicator(row["indicator"]),
            language,
        )
        for row in _findings(edition)
    ]
    return {
        "findings": findings,
        "tally": _tally(edition, language),
        "revised": total_revised(edition, language),
        "themes": [_theme(edition, theme, place) for theme in monitor.themes],
        "matrix": group_matrix(edition, place),
        "matrix_notes": [each.note.to(language) for each in monitor.themes if each.note],
        "gaps": gap_count(edition),
    }


def _findings(edition: Edition) -> list[dict[str, Any]]:
    """The strongest demonstrable national change of each theme, then the next strongest."""
    ranked = strongest(national(edition).latest.values())
    themes = edition.monitor.indicators
    first: dict[str | None, dict[str, Any]] = {}
    for row in ranked:
        first.setdefault(themes[row["indicator"]].theme, row)
    chosen = list(first.values())
    per_theme = Counter(themes[row["indicator"]].theme for row in chosen)
    for row in ranked:
        theme = themes[row["indicator"]].theme
        if row not in chosen and per_theme[theme] < _PER_THEME:
            chosen.append(row)
            per_theme[theme] += 1
    return chosen[:_FINDINGS]


def _tally(edition: Edition, language: str) -> dict[str, Any]:
    """How much that is new was judged, how much changed, and how much of that may be chance."""
    picture = national(edition)
    return {
        "judged": number(picture.judged, 0, language),
        "tested": number(picture.tested, 0, language),
        "changed": number(picture.changed, 0, language),
        "chance": number(picture.tested * _LEVEL, 0, language),
        "one": picture.changed == 1,
        "beware": 0 < picture.changed <= 2 * picture.tested * _LEVEL,
    }


def _theme(edition: Edition, theme: Theme, place: Place) -> dict[str, Any]:
    language = place.language
    declared = edition.monitor.of_theme(theme.id)
    picture = national(edition)
    held = [each for each in declared if each.id in picture.latest]
    order = {each.id: index for index, each in enumerate(held)}
    shown = sorted(
        held,
        key=lambda each: (
            not each.headline,
            not picture.latest[each.id]["fresh"],
            is_old(edition, picture.latest[each.id]),
            order[each.id],
        ),
    )[:_KEY_INDICATORS]
    ranked = strongest(picture.latest[each.id] for each in held)
    lead = None
    if ranked:
        indicator = edition.monitor.indicators[ranked[0]["indicator"]]
        lead = indicator_row(edition, indicator, place.indicator(indicator.id), language)
    return {
        "id": theme.id,
        "title": theme.title.to(language),
        "question": theme.question.to(language),
        "url": place.theme(theme.id),
        "lead": lead,
        "rows": [
            indicator_row(edition, each, place.indicator(each.id), language) for each in shown
        ],
        "all": len(declared),
        "missing": sum(each.id not in edition.counts for each in declared),
    }


def gap_count(edition: Edition) -> int:
    """How many declared indicators have no figure in this edition."""
    return sum(
        each.id not in edition.counts
        for each in edition.monitor.indicators.values()
        if not each.context
    )


def group_matrix(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """Target groups × themes: how many series got better, worse or neither; empty rows left out."""
    language = place.language
    themes = {each.id: each.title.to(language) for each in edition.monitor.themes}
    return [
        {
            "title": target.title.to(language),
            "cells": [cell | {"theme": themes[cell["id"]]} for cell in cells],
        }
        for target, cells in _matrix_counts(edition)
    ]


@lru_cache(maxsize=64)
def _matrix_counts(edition: Edition) -> list[tuple[TargetGroup, list[dict[str, Any]]]]:
    rows = []
    for target in edition.monitor.target_groups:
        codes, whole = set(target.groups), set(target.indicators)
        fresh = [
            row
            for row in national(edition).groups
            if row["fresh"]
            and (row["group"] in codes or (row["indicator"] in whole and row["group"] == TOTAL))
        ]
        if fresh:
            rows.append(
                (target, [_cell(edition, each.id, fresh) for each in edition.monitor.themes])
            )
    return rows


def _cell(edition: Edition, theme: str, fresh: list[dict[str, Any]]) -> dict[str, Any]:
    mine = [row for row in fresh if edition.monitor.indicators[row["indicator"]].theme == theme]
    moved = [row for row in mine if row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)]
    return {
        "id": theme,
        "known": len(mine),
        "moved": len(moved),
        "worse": sum(row["favourable"] is False for row in moved),
        "better": sum(row["favourable"] is True for row in moved),
        "other": sum(row["favourable"] is None for row in moved),
        "tested": sum(row["lower"] is not None for row in mine),
    }


def legend(language: str) -> list[dict[str, str]]:
    """Every verdict with its mark and word, for the reading guide and the foot of a table."""
    from duidelijk.publish.sentences import VERDICT_WORDS

    return [
        {"mark": mark(verdict, None), "word": VERDICT_WORDS[verdict].to(language), "id": verdict}
        for verdict in Verdict
    ]
