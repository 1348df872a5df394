"""An indicator by group and by region: one shared axis, the verdict beside each."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import interval_strip
from duidelijk.publish.charts.tiles import Tile
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.mapped import levels_of
from duidelijk.publish.numbers import limits_words, number, quantity, shown_decimals
from duidelijk.publish.one_series import carried_from_words
from duidelijk.publish.periods import period_label, period_words
from duidelijk.publish.series import Row
from duidelijk.publish.standing import where_most_are
from duidelijk.web.dashboard.pages.cells import quiet, safe, verdict_words
from duidelijk.web.dashboard.pages.drawing import drawn_map
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_STRIPS_UP_TO = 60
_NAMED = 8
_CHANCE = 0.05


def group_table(
    edition: Edition, indicator: Indicator, latest: list[Row], place: Place
) -> dict[str, Any] | None:
    """Groups of the nation at the period of the latest figure; ``None`` without groups.

    *latest* are the comparisons of the latest figure of each of the indicator's series.
    """
    groups, language = edition.monitor.group_codes, place.language
    rows = [row for row in latest if row["region"] == NATION]
    if all(row["group"] == TOTAL for row in rows):
        return None
    current = _at_the_end(rows)
    order = {code: index for index, code in enumerate([TOTAL, *groups])}
    current.sort(key=lambda row: order[row["group"]])
    shown = shown_rows(current, indicator, language)
    spoken_of = current[0]["period"]
    before = ""
    for row, each in zip(current, shown, strict=True):
        known = groups.get(row["group"])
        each["name"] = known.title.to(language) if known else words(language)["everyone"]
        each["url"] = place.figure(indicator.id, NATION, row["group"], row["period"])
        dimension = row["group"].partition(":")[0]
        each["when"] = period_label(row["period"], language) if row["period"] != spoken_of else ""
        each["first"] = dimension != before
        before = dimension
    low, high = _ends(current, indicator, language)
    return {
        "low": low,
        "high": high,
        "period": period_words(current[0]["period"], language),
        "since": _since(current, language),
        "body": "".join(_group_row(each, language) for each in shown),
        "dropped": len(rows) - len(current),
    }


def _group_row(row: dict[str, Any], language: str) -> str:
    """A group's row as markup: a template takes too long for so many."""
    when = quiet(row["when"]) if row["when"] else ""
    limits = quiet(row["limits"]) if row["limits"] else ""
    verdict = verdict_words(row["verdict"]) if row["verdict"] else ""
    return (
        f"<tr{' class=first' if row['first'] else ''}>"
        f'<th scope="row"><a href="{safe(row["url"])}">{safe(row["name"])}</a>{when}</th>'
        f'<td class="strip-cell">{row["strip"]}</td>'
        f'<td class="right">{safe(row["value"])}{limits}</td><td>{verdict}</td></tr>'
    )


def region_parts(
    edition: Edition, indicator: Indicator, latest: list[Row], place: Place
) -> dict[str, Any]:
    """``regions``: a table a level of region, each with its tile map where it has verdicts.

    A context quantity has no comparisons: its figures are shown and never judged.
    """
    rows = [row for row in latest if row["region"] != NATION and row["group"] == TOTAL]
    if indicator.context:
        rows = _unjudged(edition.figures_of(indicator.id))
    levels: dict[str, list[Row]] = {}
    for row in rows:
        levels.setdefault(edition.regions[row["region"]].level, []).append(row)
    return {
        "regions": [
            _level(edition, indicator, level, found, place)
            for level, found in sorted(levels.items(), key=lambda pair: len(pair[1]))
        ]
    }


def _unjudged(figures: pl.DataFrame) -> list[Row]:
    """The latest figure of each region for everybody, in the shape of a comparison."""
    return (
        figures.filter((pl.col("region") != NATION) & (pl.col("group") == TOTAL))
        .sort("region", "period_end")
        .unique("region", keep="last", maintain_order=True)
        .rename({"lower": "value_lower", "upper": "value_upper"})
        .to_dicts()
    )


def _at_the_end(rows: list[Row]) -> list[Row]:
    last = max(row["period_end"] for row in rows)
    return [row for row in rows if row["period_end"] == last]


def _level(
    edition: Edition, indicator: Indicator, level: str, rows: list[Row], place: Place
) -> dict[str, Any]:
    language = place.language
    current = where_most_are(rows)
    names = {row["region"]: edition.regions[row["region"]].name.to(language) for row in current}
    current.sort(key=lambda row: names[row["region"]])
    strips = len(current) < _STRIPS_UP_TO
    shown = shown_rows(current, indicator, language, strips)
    for row, each in zip(current, shown, strict=True):
        each["name"] = names[row["region"]]
        each["url"] = place.figure(indicator.id, row["region"], row["group"], row["period"])
        if sum_of := carried_from_words(edition, row.get("carried_from"), language):
            each["carried"] = f"{period_label(row['reference_period'], language)}: {sum_of}"
    tested = [row for row in current if row.get("lower") is not None]
    risen = [names[row["region"]] for row in tested if row["verdict"] == Verdict.RISEN]
    fallen = [names[row["region"]] for row in tested if row["verdict"] == Verdict.FALLEN]
    low, high = _ends(current, indicator, language)
    title = indicator.title.to(language)
    mapped = levels_of(edition).get(indicator.id, ())
    return {
        "level": level,
        "period": period_words(current[0]["period"], language),
        "since": _since(current, language),
        "body": _body(shown, bool(tested), strips),
        "tested": len(tested),
        "moved": len(risen) + len(fallen),
        "chance": number(len(tested) * _CHANCE, 0, language),
        "risen": _named(risen, language),
        "fallen": _named(fallen, language),
        "low": low,
        "high": high,
        "count": len(current),
        "map": drawn_map(
            edition,
            level,
            current[0]["region_year"],
            change_tiles(edition, indicator, current, names, shown, place),
            id_=f"t-{level}",
            title=f"{title}, {words(language)[f'level_{level}'].lower()}",
        )
        if tested and len(current) < _STRIPS_UP_TO
        else "",
        "map_url": place.map(indicator.id, level) if level in mapped else "",
    }


def _named(names: list[str], language: str) -> str:
    """The first names of a list, and how many more there are."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    more = f"{words(language)['and_more']} {len(names) - _NAMED}"
    return f"{', '.join(names[:_NAMED])} {more}"


def _ends(rows: list[Row], indicator: Indicator, language: str) -> tuple[str, str]:
    """Both ends of the shared axis of a table's strips."""
    low, high = _extent(rows)
    decimals = min(indicator.decimals, 0 if high - low > 10 else indicator.decimals)
    floor = low if indicator.minimum is None else max(low, indicator.minimum)
    return number(floor, decimals, language), number(high, decimals, language)


def _body(rows: list[dict[str, Any]], tested: bool, strips: bool) -> str:
    """The rows of a region table as markup: hundreds of them are too many for a template."""
    parts = []
    for row in rows:
        parts.append(f'<tr><th scope="row"><a href="{row["url"]}">{safe(row["name"])}</a></th>')
        if strips:
            parts.append(f'<td class="strip-cell">{row["strip"]}</td>')
        limits = f'<span class="quiet">{row["limits"]}</span>' if row["limits"] else ""
        parts.append(f'<td class="right">{safe(row["value"])}{limits}</td>')
        if tested:
            shown = row["verdict"]
            carried = row.get("carried")
            sum_of = f'<span class="quiet">{safe(carried)}</span>' if carried else ""
            parts.append(
                f'<td><span class="verdict">{shown["mark"]}<span>{shown["word"]} '
                f'<span class="size">{safe(shown["size"])}</span></span></span>{sum_of}</td>'
            )
        parts.append("</tr>")
    return "".join(parts)


def change_tiles(
    edition: Edition,
    indicator: Indicator,
    rows: list[Row],
    names: dict[str, str],
    shown: list[dict[str, Any]],
    place: Place,
) -> list[Tile]:
    """What each region did since the time before, for a map."""
    return [
        Tile(
            code=row["region"],
            name=names[row["region"]],
            short=edition.regions[row["region"]].short,
            reading=f"{each['value']}, {each['verdict']['word']} {each['verdict']['size']}".strip(),
            mark=row["verdict"],
            favourable=row["favourable"],
            url=place.region(row["region"]),
        )
        for row, each in zip(rows, shown, strict=True)
    ]


def shown_rows(
    rows: list[Row], indicator: Indicator, language: str, strips: bool = True
) -> list[dict[str, Any]]:
    """What a row of a table shows of each comparison; *strips* draws them on one axis."""
    low, high = _extent(rows) if strips else (0.0, 1.0)
    result = []
    for row in rows:
        decimals = shown_decimals(indicator, row["decimals"])
        provisional = row["status"] in ("provisional", "revised_provisional")
        lower = row["value_lower"]
        upper = row["value_upper"]
        judged = row.get("verdict") is not None
        value = row["value"]
        result.append(
            {
                "strip": interval_strip(
                    value, lower, upper, row.get("reference"), low, high, provisional
                )
                if strips
                else "",
                "value": quantity(value, decimals, indicator, language)
                if value is not None
                else "–",
                "limits": limits_words(lower, upper, decimals, language)
                if lower is not None
                else "",
                "n": number(row["n"], 0, language) if row["n"] is not None else "",
                "verdict": verdict_shown(row, indicator, decimals, language) if judged else None,
            }
        )
    return result


def _extent(rows: list[Row]) -> tuple[float, float]:
    names = ("value", "reference", "value_lower", "value_upper")
    values = [row[name] for row in rows for name in names if row.get(name) is not None]
    if not values:
        return 0.0, 1.0
    pad = (max(values) - min(values)) * 0.04 or 1.0
    return min(values) - pad, max(values) + pad


def _since(rows: list[Row], language: str) -> str:
    """The period compared with, when it is the same for all."""
    periods = {row.get("reference_period") for row in rows} - {None}
    return period_words(str(periods.pop()), language) if len(periods) == 1 else ""
