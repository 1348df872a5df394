"""A group of people across all themes: what changed for it, and where it stands beside everybody.

A target group holds group codes (young people as each source draws the limits) and indicators whose
whole population it is (internships): shown together, never added up.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from duidelijk.catalogue import Indicator, TargetGroup
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import Rate
from duidelijk.publish.charts.small import interval_strip, sparkline
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.expectation_sentences import series_sentence
from duidelijk.publish.groups import Counts, apart_sentence, changes_sentences
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.pages.cells import cell, heading, quiet, safe, verdict_words
from duidelijk.web.dashboard.pages.front import group_matrix, matrix_notes
from duidelijk.web.dashboard.pages.group_series import found_in_all, of_groups
from duidelijk.web.dashboard.pages.rows import (
    course,
    is_old,
    national,
    national_sentences,
    strength,
    verdict_shown,
)
from duidelijk.web.dashboard.pages.standing import (
    APART,
    figure_of_nation,
    stand,
    with_limits,
)
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
    rows = _rows(edition, target, place)
    name = target.title.to(language)
    told = Counter(row["standing"] for row in rows)
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


def group_sentence(edition: Edition, target: TargetGroup, language: str) -> str:
    """What changed for a group over all themes, in words."""
    return changes_sentences(target.title.to(language), _counts(edition, target.id), language)


def developments_of(edition: Edition, target: TargetGroup) -> list[dict[str, Any]]:
    """What stands out for a target group in the nation."""
    return [
        each
        for each in (edition.striking or {"developments": []})["developments"]
        if each["region"] == NATION
        and (
            each["group"] in target.groups
            or (each["group"] == TOTAL and each["indicator"] in target.indicators)
        )
    ]


def _counts(edition: Edition, key: str) -> Counts:
    rows = [
        row for row in (edition.striking or {"groups": []})["groups"] if row["target_group"] == key
    ]
    return Counts(
        *(sum(row[name] for row in rows) for name in ("judged", "tested", "worse", "better"))
    )


def _rows(edition: Edition, target: TargetGroup, place: Place) -> list[dict[str, Any]]:
    """One row a series of the group, with how it changed and where it stands."""
    picture, groups = national(edition), of_groups(edition)
    keys = [key for key in groups.latest if key[1] in target.groups]
    of_people = [(groups.latest[key], groups.series.get(key, [])) for key in keys]
    whole = [
        (picture.latest[each], picture.series.get(each, []))
        for each in target.indicators
        if each in picture.latest
    ]
    beside = [figure_of_nation(edition, row) for row, _ in of_people]
    told = stand(
        [_level_of(edition, row) for row, _ in of_people],
        [
            with_limits(each["value"], each["lower"], each["upper"]) if each else None
            for each in beside
        ],
    )
    rows, found = [], found_in_all(edition)
    for at, (row, series) in enumerate([*of_people, *whole]):
        everybody = beside[at] if at < len(beside) else None
        indicator = edition.monitor.indicators[row["indicator"]]
        if indicator.theme is None or row["value"] is None:
            continue
        shown = _row(edition, indicator, row, series, place)
        shown["alone"] = (
            row["fresh"]
            and row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
            and (target.id, row["indicator"], row["group"]) not in found
        )
        shown["standing"] = told[at] if at < len(beside) else None
        shown["everybody"] = (
            _beside(indicator, row, everybody, told[at], place.language) if everybody else None
        )
        rows.append(shown)
    return rows


def _level_of(edition: Edition, row: Row) -> Rate | None:
    """A figure to stand beside everybody's; none of a count: a part is always less than all."""
    if edition.monitor.indicators[row["indicator"]].kind == "count":
        return None
    return with_limits(row["value"], row["value_lower"], row["value_upper"])


def _row(
    edition: Edition, indicator: Indicator, row: Row, series: list[Row], place: Place
) -> dict[str, Any]:
    language = place.language
    decimals = shown_decimals(indicator, row["decimals"])
    fresh, old = row["fresh"], is_old(edition, row)
    good = row["favourable"] if fresh else None
    codes = edition.monitor.group_codes
    name = codes[row["group"]].title.to(language) if row["group"] != TOTAL else ""
    return {
        "indicator": indicator.id,
        "theme": indicator.theme,
        "headline": indicator.headline,
        "title": indicator.title.to(language),
        "about": name,
        "url": place.figure(indicator.id, NATION, row["group"], row["period"]),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_label(row["period"], language),
        "before": _before(edition, indicator, row, decimals, language),
        "old": old,
        "stale": not fresh,
        "verdict": verdict_shown(row, indicator, decimals, language),
        "spark": sparkline(course(series, indicator), {True: "good", False: "bad", None: ""}[good]),
        "sentences": _sentences(edition, indicator, row, decimals, name, language),
        "strength": strength(row) if fresh else 0.0,
        "tested": row["verdict"] not in (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE),
        "end": row["period_end"],
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


def _beside(
    indicator: Indicator, row: Row, everybody: Row, standing: Standing, language: str
) -> dict[str, Any]:
    decimals = shown_decimals(indicator, everybody["decimals"])
    held = [row["value"], row["value_lower"], row["value_upper"], everybody["value"]]
    known = [each for each in held if each is not None]
    whole = indicator.minimum == 0 and indicator.maximum == 100
    pad = (max(known) - min(known)) * 0.15 or 1.0
    low, high = (0.0, 100.0) if whole else (min(known) - pad, max(known) + pad)
    comparable = indicator.kind != "count"
    return {
        "value": quantity(everybody["value"], decimals, indicator, language),
        "standing": standing if comparable else "",
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
        own = sorted((row for row in rows if row["theme"] == theme.id), key=_first)
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


def _first(row: dict[str, Any]) -> tuple[Any, ...]:
    apart = row["standing"] in APART
    return (
        row["old"],
        row["stale"],
        -min(row["strength"], 1e9),
        not row["headline"],
        not apart,
        -row["end"].toordinal(),
        row["title"],
    )
