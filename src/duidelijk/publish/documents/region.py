"""Two pages on one region: what differs there, its figures, and what cannot be said."""

from __future__ import annotations

import math
from collections.abc import Sequence

from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.editions.peers import nearest
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.publish.about_region import dissolved, facts, local_links
from duidelijk.publish.charts.paper import mark_picture, on_paper
from duidelijk.publish.charts.small import company_strip
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import by_region
from duidelijk.publish.documents.back import afterwards
from duidelijk.publish.documents.blocks import (
    BREAK,
    Block,
    Cell,
    Run,
    bullets,
    cell,
    figures,
    mark,
    needed,
    paragraph,
    run,
    section,
    shortened,
    spaced,
    table,
)
from duidelijk.publish.documents.edition import document
from duidelijk.publish.documents.entries import value_cell, verdict_runs
from duidelijk.publish.documents.region_charts import region_chart
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.maps import region_apart
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import period_words
from duidelijk.publish.region_figures import RegionFigure, nothing_new, region_figures
from duidelijk.publish.standing import APART, favourable_standing
from duidelijk.regions import partitions, suggest
from duidelijk.regions import region as region_of

_AROUND = ("safety_region", "ggd", "labour_region", "province", "part")
_FACTS = 4
_MOST_ROWS = 18
_FEW_FIGURES = 10
_APART = 8
_CHARTS = 6
_PEERS_NAMED = 6
_GAPS = 10
_STRIP_WIDTH = 150.0
_WIDTHS = (2.3, 1.5, 2.7, 2.4)


def region_pdf(edition: Edition, language: str, code: str, site: str = "") -> bytes:
    """Two pages on a region as PDF/UA-1.

    Raises ``Refused`` when the edition does not know the code, with what may have been meant.
    """
    check_region(edition, code)
    t = Telling(edition, language, site)
    region = edition.regions[code]
    level = t.w[f"level_{region.level}"]
    kicker = t.w["kind_municipality" if region.level == "municipality" else "kind_region"]
    told = document(
        t,
        "region",
        t.of(region.name),
        [],
        kicker=kicker,
        subtitle=" · ".join([level, t.of(t.monitor.title), f"{t.named} ({t.dated})"]),
    )
    return typeset({**told, "pages": region_pages(t, code)}, edition.date)


def check_region(edition: Edition, code: str) -> None:
    """Raises ``Refused`` when the edition has no figures of a region with this code."""
    if code in edition.regions and code != NATION:
        return
    near = [each for each in suggest(code) if each.code in edition.regions]
    meant = " or ".join(f"{each.code} ({each.name('nl')})" for each in near)
    remedy = f"did you mean {meant}?" if near else "give a CBS code, as GM0363 or VR14"
    raise Refused(
        f"Edition {edition.id} knows no region {code}", [Problem("", 0, "not found", remedy)]
    )


def region_pages(t: Telling, code: str) -> list[list[Block]]:
    """The blocks of both pages, on each what matters most first."""
    found = region_figures(t.edition, code)
    around = None if len(found) >= _FEW_FIGURES else _wider(t, code)
    wider = region_figures(t.edition, around) if around else []
    first = [
        *_facts(t, code),
        section(t.w["region_short"], _short(t, code, found)),
        *_apart(t, found),
        *_table(t, code, found),
        *(_around(t, around, wider) if around else []),
    ]
    charts = _charts(t, found, code) or (_charts(t, wider, around) if around else [])
    return [first, [*charts, *_unknown(t, found), *_local(t, code), *_foot(t, code)]]


def _facts(t: Telling, code: str) -> list[Block]:
    """How large it is, and where it lies."""
    told: list[Run] = []
    for each in facts(t.edition, code, t.language)[:_FACTS]:
        told += [" · "] if told else []
        told += [f"{each['title']}: ", run(each["value"], strong=True)]
        told.append(run(f" ({each['year']})", quiet=True))
    areas = [region_of(each).name(t.language) for each in _areas(t, code)]
    if areas:
        told += [BREAK] if told else []
        told.append(f"{t.w['lies_in']} {', '.join(areas)}.")
    found = [paragraph(*told, kind="small")] if told else []
    if dissolved(t.edition, code):
        found.insert(0, paragraph(t.w["became"], kind="note"))
    return found


def _areas(t: Telling, code: str) -> list[str]:
    """The codes of the larger regions that a municipality lies in, or lay in at the last."""
    if t.edition.regions[code].level != "municipality":
        return []
    known = [each for each in partitions() if code in each and each.valid_from <= t.edition.date]
    if not known:
        return []
    members = [known[-1].membership(code, level).code for level in _AROUND]
    return [each for each in members if each is not None]


def _wider(t: Telling, code: str) -> str | None:
    """The nearest larger region that the edition has most to say of."""
    held = [each for each in _areas(t, code) if each in t.edition.regions]
    return max(held, key=lambda each: len(region_figures(t.edition, each)), default=None)


def _short(t: Telling, code: str, found: Sequence[RegionFigure]) -> Block:
    """What stands out, and how many figures lie apart from the nation's."""
    listed = [each for each in by_region(t.edition).get(code, []) if each in shown(t.edition)]
    items: list[list[Run]] = [[each["sentences"][t.language]] for each in listed]
    told = [each.standing for each in found if each.standing]
    apart = region_apart(
        told.count(Standing.HIGHER),
        told.count(Standing.LOWER),
        sum(each is not Standing.UNKNOWN for each in told),
        t.language,
    )
    if not listed:
        tested = any(
            each.row["verdict"] not in (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE)
            for each in found
        )
        items.append([t.w["region_nothing" if tested else "region_untested"]])
    if apart:
        items.append([apart])
    latest = nothing_new(found)
    if latest:
        items.append([f"{t.w['region_nothing_new']} {period_words(latest, t.language)}."])
    return bullets(items)


def _apart(t: Telling, found: Sequence[RegionFigure]) -> list[Block]:
    """What lies demonstrably apart from the nation, the least favourable first."""
    apart = [each for each in found if each.standing in APART]
    if not apart:
        return []
    judged = {
        each.indicator.id: favourable_standing(each.indicator, each.standing)
        for each in apart
        if each.standing
    }
    order = {False: 0, None: 1, True: 2}
    apart.sort(key=lambda each: (order[judged[each.indicator.id]], not each.indicator.headline))
    items = []
    for each in apart[:_APART]:
        assert each.standing is not None
        good = judged[each.indicator.id]
        word = t.w[f"nation_{each.standing.value}"]
        own = each.own_rate(t.language) or each.compared_words(each.row["value"], t.language)
        items.append(
            spaced(
                mark(mark_picture(each.standing.value, good)),
                run(f"{t.of(each.indicator.title)}:", strong=True),
                f"{own}, {word} ({each.of_nation(t.language)})",
                run(f"({t.w['better' if good else 'worse']})", quiet=True)
                if good is not None
                else None,
            )
        )
    return [section(t.w["region_apart"], bullets(items))]


def _table(t: Telling, code: str, found: Sequence[RegionFigure]) -> list[Block]:
    """The figures of the region beside the nation and its peers."""
    title = t.w["region_figures"]
    if not found:
        return [section(title, paragraph(t.w["region_none"]))]
    company = nearest(t.edition, code)
    peers = company.codes if company else ()
    rows = [_row(t, each, peers) for each in _in_order(found)[:_MOST_ROWS]]
    head = [t.w["indicator"], t.w["figure"], t.w["change"], t.w["nation"]]
    if not peers:
        bare = [row[: len(head)] for row in rows]
        return [shortened(title, [], table(head, bare, _WIDTHS, size=8), [])]
    named = [t.of(t.edition.regions[each].name) for each in peers[:_PEERS_NAMED]]
    more = f" {t.w['and_more']} {len(peers) - len(named)}" if len(peers) > len(named) else ""
    told = t.w["peers_how"].format(names=f"{', '.join(named)}{more}")
    after = [paragraph(run(told, quiet=True), kind="small")]
    beside = table([*head, t.w["peers"]], rows, [*_WIDTHS, 1.6], size=8)
    return [shortened(title, [], beside, after)]


def _in_order(found: Sequence[RegionFigure]) -> list[RegionFigure]:
    """What lies apart or changed first, then what a theme shows first."""

    def order(each: RegionFigure) -> tuple[bool, ...]:
        moved = each.row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
        return (
            not each.row["fresh"],
            each.standing not in APART,
            not moved,
            not each.indicator.headline,
        )

    return sorted(found, key=order)


def _row(t: Telling, figure: RegionFigure, peers: Sequence[str]) -> list[Cell]:
    row = figure.row
    value = value_cell(t, figure.indicator, row)
    if figure.few:
        value = spaced(value, run(f"{number(row['n'], 0, t.language)} {t.w['few']}", tag=True))
    change: list[Run] = [run(t.w["stale"], quiet=True)]
    if row["fresh"]:
        change = verdict_runs(t, row, figure.indicator)
    held, own = figure.of_peers(peers), figure.own
    strip: Cell = cell(run(t.w["none_comparable"], quiet=True))
    if held and own is not None and figure.there is not None:
        whole = figure.there.whole
        limits = None if math.isnan(own.lower) else (own.lower, own.upper)
        drawn = company_strip(own.value, limits, whole.value if whole else None, held)
        strip = {"picture": on_paper(drawn, width=_STRIP_WIDTH, height=20)}
    return [
        cell(t.of(figure.indicator.title)),
        cell(*value),
        cell(*change),
        cell(*_beside_nation(t, figure)),
        strip,
    ]


def _beside_nation(t: Telling, figure: RegionFigure) -> list[Run]:
    standing = figure.standing
    if standing is None:
        return [run(t.w["none_comparable"], quiet=True)]
    good = favourable_standing(figure.indicator, standing)
    own = figure.own_rate(t.language)
    beside = f"{own}; " if own else ""
    return spaced(
        mark(mark_picture(standing.value, good)),
        run(t.w[f"nation_{standing.value}"], strong=standing in APART),
        [BREAK, run(f"{beside}{t.w['country']}: {figure.of_nation(t.language)}", quiet=True)],
    )


def _around(t: Telling, code: str, found: Sequence[RegionFigure]) -> list[Block]:
    """The figures of the larger region, where there are few of the municipality itself."""
    if not found:
        return []
    region = t.edition.regions[code]
    named = f"{t.w[f'level_{region.level}']} {t.of(region.name)}"
    rows = [_row(t, each, ())[:4] for each in _in_order(found)[:_MOST_ROWS]]
    head = [t.w["indicator"], t.w["figure"], t.w["change"], t.w["nation"]]
    before = [paragraph(t.w["around_why"], kind="small")]
    shown = table(head, rows, _WIDTHS, size=8)
    return [shortened(f"{t.w['around_title']}: {named}", before, shown, [])]


def _charts(t: Telling, found: Sequence[RegionFigure], code: str) -> list[Block]:
    """The course of the first figures that have one."""
    drawn = []
    for each in _in_order(found):
        block = region_chart(t, each)
        if block is not None:
            drawn.append(block)
        if len(drawn) == _CHARTS:
            break
    if not drawn:
        return []
    title = f"{t.w['region_charts']}: {t.of(t.edition.regions[code].name)}"
    rows = [figures(drawn[at : at + 2]) for at in range(0, len(drawn), 2)]
    return [section(title, paragraph(t.w["region_charts_how"], kind="small"), rows[0]), *rows[1:]]


def _unknown(t: Telling, found: Sequence[RegionFigure]) -> list[Block]:
    """What there is no figure of, and what cannot be tested."""
    held = {each.indicator.id for each in found}
    by_theme = [
        [t.of(each.title) for each in t.monitor.of_theme(theme.id) if each.id not in held]
        for theme in t.monitor.themes
    ]
    count = sum(map(len, by_theme))
    untested = sum(
        each.row["verdict"] in (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE) for each in found
    )
    longest = max(map(len, by_theme), default=0)
    named = [titles[at] for at in range(longest) for titles in by_theme if at < len(titles)]
    items: list[list[Run]] = []
    if count:
        more = f" {t.w['and_more']} {count - _GAPS}" if count > _GAPS else ""
        told = t.w["region_gaps_how"].format(count=count)
        items.append([f"{told} {'; '.join(named[:_GAPS])}{more}."])
    if untested:
        items.append([t.w["region_untestable"].format(count=untested)])
    if not items:
        return []
    return [needed(section(t.w["region_gaps"], bullets(items)))]


def _local(t: Telling, code: str) -> list[Block]:
    """Where more is known of the region."""
    links = local_links(t.edition, code, t.language)
    if not links:
        return []
    items = [
        [run(each["title"], link=each["address"]), *([f". {each['note']}"] if each["note"] else [])]
        for each in links
    ]
    return [needed(section(t.w["local_title"], bullets(items)))]


def _foot(t: Telling, code: str) -> list[Block]:
    """How to read it, and where the rest is."""
    told = " ".join([t.w["in_short_text"], *afterwards(t)])
    where = paragraph(run(t.w["more_at"], strong=True), " ", t.page("regio", code), kind="small")
    return [needed(section(t.w["in_short"], paragraph(told, kind="small"), where))]
