"""Where it happens: maps of the newest figures, and how areas stand beside the nation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duidelijk.change.standing import Standing
from duidelijk.publish.charts.paper import on_paper
from duidelijk.publish.charts.tiles import Tile, tile_map
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import about, is_nation
from duidelijk.publish.documents.blocks import (
    Block,
    Cell,
    bullets,
    cell,
    figures,
    heading,
    paragraph,
    run,
    spaced,
    table,
)
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.mapped import map_choices
from duidelijk.publish.maps import level_summary
from duidelijk.publish.periods import period_words
from duidelijk.publish.region_figures import RegionFigure, region_figures
from duidelijk.publish.sentences import capital
from duidelijk.publish.series import Row
from duidelijk.publish.standing import APART, Stood, favourable_standing, stood

_MAPS, _CHOICES = 2, 7
_NAMED = 10
_LISTED = 10
_COUNTED = 30


def regional_part(t: Telling) -> list[Block]:
    """The regional page of an edition."""
    found = [heading(t.w["regional_title"], 1, fresh_page=True)]
    choices = map_choices(t.edition)
    maps = [region_map(t, *each) for each in _telling_most(t, choices)]
    if not maps:
        return [*found, paragraph(t.w["regional_none"])]
    found += [
        paragraph(t.w["regional_lead"], kind="lead"),
        figures(maps),
        paragraph(t.w["map_how"], kind="small"),
        heading(t.w["regions_listed"], outlined=False),
        *_listed(t),
        *_counted(t, choices[0][1]),
        paragraph(t.w["own_region"], " ", t.page("regio"), kind="small"),
    ]
    return found


def _telling_most(t: Telling, choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the first choices those on which some area lies apart, in order; then the others."""

    def alike(choice: tuple[str, str]) -> bool:
        return not any(each in APART for each in stood(t.edition, *choice).standing.values())

    return sorted(choices[:_CHOICES], key=alike)[:_MAPS]


def region_map(t: Telling, key: str, level: str) -> Block:
    """Where regions of a level stand beside the nation, as a map and in words."""
    indicator, there = t.monitor.indicators[key], stood(t.edition, key, level)
    rows = list(there.rows.values())
    counted = Counter(there.standing.values())
    tested = len(rows) - counted[Standing.UNKNOWN]
    one = RegionFigure(indicator, rows[0], "", there)
    whole = one.compared_words(there.whole.value, t.language) if there.whole else "–"
    higher, lower = counted[Standing.HIGHER], counted[Standing.LOWER]
    summary = level_summary(higher, lower, tested, whole, t.language)
    named = _named(t, there)
    tiles = [_tile(t, row, there, one) for row in rows]
    title = f"{t.of(indicator.title)}, {period_words(rows[0]['period'], t.language)}"
    svg = tile_map(
        tiles, t.edition.tiles(level, rows[0]["region_year"]), id_=f"m-{key}", title=title
    )
    return {
        "kind": "figure",
        "title": [title],
        "said": [summary],
        "svg": on_paper(svg),
        "alt": " ".join([f"{title}.", summary, *named]),
        "key": " ".join(named),
    }


def _tile(t: Telling, row: Row, there: Stood, one: RegionFigure) -> Tile:
    region, standing = t.edition.regions[row["region"]], there.standing[row["region"]]
    return Tile(
        code=region.code,
        name=t.of(region.name),
        short=region.short,
        reading="",
        mark=standing.value,
        favourable=favourable_standing(one.indicator, standing),
    )


def _named(t: Telling, there: Stood) -> list[str]:
    """The names of the areas that lie apart, those that do most first."""
    found = []
    for standing, phrase in ((Standing.HIGHER, "map_higher"), (Standing.LOWER, "map_lower")):
        codes = [code for code, each in there.standing.items() if each is standing]
        held = {code: rate.value for code in codes if (rate := there.own[code]) is not None}
        codes.sort(key=lambda code: -held[code] if standing is Standing.HIGHER else held[code])
        if codes:
            names = ", ".join(t.of(t.edition.regions[code].name) for code in codes[:_NAMED])
            more = f" {t.w['and_more']} {len(codes) - _NAMED}" if len(codes) > _NAMED else ""
            found.append(f"{t.w[phrase]} {names}{more}.")
    return found


def _listed(t: Telling) -> list[Block]:
    """The areas that do something else than the nation."""
    own = [each for each in shown(t.edition) if each["region"] != NATION and not is_nation(each)]
    if not own:
        return [paragraph(t.w["regions_none"])]
    items = [
        spaced(
            run(f"{capital(about(t.edition, each, t.language))}.", strong=True),
            each["sentences"][t.language],
        )
        for each in own[:_LISTED]
    ]
    found: list[Block] = [bullets(items)]
    if len(own) > _LISTED:
        more = f"{capital(t.w['and_more'])} {len(own) - _LISTED}: {t.w['whole_list']} "
        found.append(paragraph(more, t.page("opvallend"), kind="small"))
    return found


def _counted(t: Telling, level: str) -> list[Block]:
    """Of each area of a level how many figures stand apart from the nation's."""
    rows, same = [], 0
    for code, region in t.edition.regions.items():
        if region.level != level:
            continue
        found = [each for each in region_figures(t.edition, code) if each.standing]
        tested = [each for each in found if each.standing is not Standing.UNKNOWN]
        if tested:
            if not any(each.standing in APART for each in tested):
                same += 1
                continue
            told = Counter(
                favourable_standing(each.indicator, each.standing)
                for each in tested
                if each.standing in APART
            )
            rows.append((t.of(region.name), len(tested), told))
    if not 0 < len(rows) <= _COUNTED:
        return []
    rows.sort(key=lambda row: (-row[2][False], row[2][True], row[0]))
    head = [t.w[each] for each in ("area", "compared", "apart_bad", "apart_good", "apart_neutral")]

    def counts(told: Counter[bool | None]) -> list[Cell]:
        return [cell(str(told[each])) for each in (False, True, None)]

    rest = f" {same} {t.w['regions_alike']}" if same else ""
    body = [[cell(name), cell(str(tested)), *counts(told)] for name, tested, told in rows]
    return [
        heading(t.w["regions_counted"], outlined=False),
        paragraph(f"{t.w['regions_counted_how']}{rest}", kind="small"),
        table(head, body, [3, 1.2, 1.3, 1.3, 1.6], align=["left", *["right"] * 4], size=8),
    ]
