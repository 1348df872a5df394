"""Groups of people across the themes: who is seeing change, and each group by itself."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import TargetGroup
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import Standing
from duidelijk.publish.charts.paper import mark_picture
from duidelijk.publish.documents.blocks import (
    BREAK,
    Block,
    Cell,
    Run,
    cell,
    heading,
    mark,
    paragraph,
    run,
    spaced,
    table,
    together,
)
from duidelijk.publish.documents.entries import value_cell, verdict_runs
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.group_figures import GroupFigure, group_figures, group_sentence
from duidelijk.publish.groups import apart_sentence
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.standing import APART, favourable_standing

_ROWS = 7


def groups_part(t: Telling) -> list[Block]:
    """Groups × themes, then each group."""
    found = [
        heading(t.w["groups_title"], 1, fresh_page=True),
        paragraph(t.w["groups_lead"], kind="lead"),
    ]
    rows = matrix(t)
    if rows:
        found += [*matrix_notes(t), rows, paragraph(t.w["matrix_how"], kind="small")]
    return found + [group_block(t, each) for each in t.monitor.target_groups]


def counted(t: Telling) -> dict[str, dict[str, dict[str, Any]]]:
    """By target group and theme, how many new series were judged, and got worse or better."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in (t.edition.striking or {"groups": []})["groups"]:
        found.setdefault(row["target_group"], {})[row["theme"]] = row
    return found


def matrix(t: Telling, most: int | None = None) -> Block | None:
    """Groups × themes; only the *most* with change, the worst off first. ``None`` without any."""
    found = counted(t)
    groups = [each for each in t.monitor.target_groups if each.id in found]
    if most is not None:
        groups = sorted(groups, key=lambda each: -_moved(found[each.id]))[:most]
    if not groups:
        return None
    themes = t.monitor.themes
    rows = [
        [
            cell(run(t.of(group.title), strong=True)),
            *(cell(*_cell(t, found[group.id].get(theme.id))) for theme in themes),
        ]
        for group in groups
    ]
    head = [t.w["group"], *(t.of(theme.title) for theme in themes)]
    return table(head, rows, [1.5, *([1.0] * len(themes))], size=8)


def _moved(themes: dict[str, dict[str, Any]]) -> int:
    return sum(row["worse"] * 1000 + row["better"] for row in themes.values())


def _cell(t: Telling, row: dict[str, Any] | None) -> list[Run]:
    """How many figures of a group in a theme changed for the worse and for the better."""
    if row is None or not row["judged"]:
        return [run("–", quiet=True)]
    if not row["tested"]:
        return [run(f"{t.w['none_tested']} ({row['judged']})", quiet=True)]
    found: list[Run] = []
    for name, good in (("worse", False), ("better", True)):
        if row[name]:
            tone = {True: "good", False: "bad"}[good]
            found += [run(f"{row[name]} {t.w[name]}", strong=True, tone=tone), BREAK]
    if not found:
        return [run(f"{t.w['none_changed']} ({row['tested']})", quiet=True)]
    return [*found, run(f"{t.w['of_tested']} {row['tested']}", quiet=True)]


def matrix_notes(t: Telling) -> list[Block]:
    """What must be known of the counts: of themes that speak of something else than harm."""
    rows = (t.edition.striking or {"groups": []})["groups"]
    notes = [t.of(theme.note) for theme in t.monitor.themes if theme.note]
    if rows and not any(row["worse"] or row["better"] for row in rows):
        notes.append(t.w["matrix_nothing"])
    return [paragraph(each) for each in notes]


def group_block(t: Telling, target: TargetGroup) -> Block:
    """One group: what changed for it, where it stands, and its first figures."""
    figures = group_figures(t.edition, target)
    name = t.of(target.title)
    told = [each.standing for each in figures]
    higher, lower = told.count(Standing.HIGHER), told.count(Standing.LOWER)
    apart = apart_sentence(
        name, higher, lower, higher + lower + told.count(Standing.ALIKE), t.language
    )
    described = f"{t.of(target.description)} " if target.description else ""
    blocks = [
        heading(name),
        paragraph(
            run(described, quiet=True), group_sentence(t.edition, target, t.language), f" {apart}"
        ),
    ]
    shown = sorted(figures, key=GroupFigure.order)[:_ROWS]
    if shown:
        head = [t.w["indicator"], t.w["figure"], t.w["change"], t.w["everybody"]]
        several = len({each.row["group"] for each in figures} - {TOTAL}) > 1
        rows = [_row(t, each, several) for each in shown]
        blocks.append(table(head, rows, [3.4, 2.4, 3.2, 2.6], size=8))
        where = t.page("groep", target.id)
        more = len(figures) - len(shown)
        if more:
            blocks.append(paragraph(f"{t.w['rows_more']} {more}: ", where, kind="small"))
    return together(*blocks)


def _row(t: Telling, figure: GroupFigure, several: bool) -> list[Cell]:
    """A series in a table; which group it is about where there are *several*."""
    indicator, row = figure.indicator, figure.row
    about = ""
    if several and row["group"] != TOTAL:
        about = t.of(t.monitor.group_codes[row["group"]].title)
    change: list[Run] = [run(t.w["stale"], quiet=True)]
    if row["fresh"]:
        change = verdict_runs(t, row, indicator)
        if figure.alone:
            change = spaced(change, run(t.w["alone"], quiet=True))
    return [
        cell(*spaced(t.of(indicator.title), run(about, quiet=True) if about else None)),
        cell(*value_cell(t, indicator, row)),
        cell(*change),
        cell(*_beside(t, figure)),
    ]


def _beside(t: Telling, figure: GroupFigure) -> list[Run]:
    """Where the group stands beside everybody."""
    indicator, everybody = figure.indicator, figure.everybody
    if everybody is None:
        return [run(t.w["only_this_group"] if figure.row["group"] == TOTAL else "–", quiet=True)]
    decimals = shown_decimals(indicator, everybody["decimals"])
    shown = run(quantity(everybody["value"], decimals, indicator, t.language))
    standing = figure.standing
    if standing not in APART:
        return [shown]
    good = favourable_standing(indicator, standing)
    word = run(t.w[f"group_{standing.value}"], strong=True)
    return spaced(mark(mark_picture(standing.value, good)), word, t.w["than"], shown)
