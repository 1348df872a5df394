"""The front page: what changed, the themes at a glance, who is affected, what is not known."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import Theme
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import OPENING
from duidelijk.publish.charts.small import mark
from duidelijk.publish.gaps import gap_count
from duidelijk.publish.national import is_old, national
from duidelijk.publish.striking import head_sentence
from duidelijk.web.dashboard.pages.duiding import last_spoken_of, theme_line
from duidelijk.web.dashboard.pages.maps import front_map
from duidelijk.web.dashboard.pages.prose import editors_text
from duidelijk.web.dashboard.pages.revised import total_revised
from duidelijk.web.dashboard.pages.rows import indicator_row
from duidelijk.web.dashboard.pages.signals import in_brief
from duidelijk.web.dashboard.pages.striking import of_theme, opening
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_FINDINGS = 5
_PER_THEME = 2
_KEY_INDICATORS = 4


def front_page(edition: Edition, place: Place) -> dict[str, Any]:
    """What the front page of an edition shows."""
    monitor, language = edition.monitor, place.language
    findings = opening(edition, place, _FINDINGS, _PER_THEME)
    told = {each["id"] for each in findings}
    return {
        "text": editors_text(edition, OPENING, place),
        "findings": findings,
        "head": head_sentence(edition.striking, language) if edition.striking else "",
        "revised": total_revised(edition, language),
        "themes": [_theme(edition, theme, told, place) for theme in monitor.themes],
        "matrix": group_matrix(edition, place),
        "matrix_notes": matrix_notes(edition, language),
        "where": front_map(edition, place),
        "gaps": gap_count(edition),
        "signals": in_brief(edition, place),
        "interpreted": bool(edition.texts.duiding),
        "last_duiding": None if edition.texts.duiding else last_spoken_of(edition, place),
    }


def _theme(edition: Edition, theme: Theme, told: set[str], place: Place) -> dict[str, Any]:
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
    listed = of_theme(edition, theme.id, place, most=1)
    return {
        "id": theme.id,
        "title": theme.title.to(language),
        "question": theme.question.to(language),
        "url": place.theme(theme.id),
        "duiding": theme_line(edition, theme.id, place),
        "lead": listed[0] | {"told": listed[0]["id"] in told} if listed else None,
        "rows": [
            indicator_row(edition, each, place.indicator(each.id), language) for each in shown
        ],
        "all": len(declared),
        "missing": sum(each.id not in edition.counts for each in declared),
    }


def group_matrix(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """Target groups × themes: how many series got worse, better or neither, with false discoveries
    under control; groups without any new figure are left out.
    """
    language = place.language
    titles = {each.id: each.title.to(language) for each in edition.monitor.themes}
    counted: dict[str, dict[str, dict[str, Any]]] = {}
    for row in (edition.striking or {"groups": []})["groups"]:
        counted.setdefault(row["target_group"], {})[row["theme"]] = row
    matrix = []
    for target in edition.monitor.target_groups:
        if target.id not in counted:
            continue
        of_group = counted[target.id]
        worse = [row for row in of_group.values() if row["worse"]]
        matrix.append(
            {
                "title": target.title.to(language),
                "url": place.group(target.id),
                "cells": [_cell(of_group.get(theme), titles[theme]) for theme in titles],
                "worse": sum(row["worse"] for row in worse),
                "themes": len(worse),
                "tested": sum(row["tested"] for row in of_group.values()),
            }
        )
    return matrix


def matrix_notes(edition: Edition, language: str) -> list[str]:
    """What must be known of the counts: of themes that speak of something else than harm, and
    whether anything is shown outside those.
    """
    apart = [theme for theme in edition.monitor.themes if theme.note]
    rows = (edition.striking or {"groups": []})["groups"]
    moved = {row["theme"] for row in rows if row["worse"] or row["better"]}
    notes = [theme.note.to(language) for theme in apart if theme.note]
    if rows and not moved:
        notes.append(words(language)["matrix_nothing"])
    elif rows and apart and moved <= {theme.id for theme in apart}:
        titles = ", ".join(theme.title.to(language) for theme in apart)
        notes.append(words(language)["matrix_elsewhere"].replace("{themes}", titles))
    return notes


def _cell(row: dict[str, Any] | None, theme: str) -> dict[str, Any]:
    counted = row or {"judged": 0, "tested": 0, "worse": 0, "better": 0}
    return counted | {"theme": theme, "moved": counted["worse"] + counted["better"]}


def legend(language: str) -> list[dict[str, str]]:
    """Every verdict with its mark and word, for the reading guide and the foot of a table."""
    from duidelijk.publish.sentences import VERDICT_WORDS

    return [
        {"mark": mark(verdict, None), "word": VERDICT_WORDS[verdict].to(language), "id": verdict}
        for verdict in Verdict
    ]
