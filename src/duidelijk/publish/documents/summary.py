"""Two pages for councils: what an edition says to whoever has five minutes."""

from __future__ import annotations

from collections.abc import Sequence

from duidelijk.catalogue import Theme
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import OPENING
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import by_indicator, first_of_each
from duidelijk.publish.documents.back import afterwards, without_figures
from duidelijk.publish.documents.blocks import (
    Block,
    Cell,
    Run,
    bullets,
    cell,
    figures,
    first_that_fits,
    heading,
    needed,
    paragraph,
    run,
    section,
    spaced,
    table,
)
from duidelijk.publish.documents.duiding import in_short
from duidelijk.publish.documents.edition import document
from duidelijk.publish.documents.entries import finding, national_figure, value_cell, verdict_runs
from duidelijk.publish.documents.groups import matrix, matrix_notes
from duidelijk.publish.documents.opening import (
    FINDINGS,
    PER_THEME,
    editors_text,
    head,
    key_indicators,
)
from duidelijk.publish.documents.regional import region_map
from duidelijk.publish.documents.signals import signals_in_short
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.documents.written import opening_of
from duidelijk.publish.gaps import gap_count
from duidelijk.publish.mapped import map_choices
from duidelijk.publish.national import is_old, national

_OPENING = 700
_GROUPS, _GROUPS_IF_READ = 6, 4
_CHARTS = 2
_GAPS = 8
_BESIDE_MAP = (1.5, 2, 2.5)
"""How much wider than the map its words are, as there is room."""
_QUESTIONS = ("council_recognise", "council_missing", "council_act")


def summary_pdf(edition: Edition, language: str, site: str = "") -> bytes:
    """Two pages on an edition for councils, as PDF/UA-1."""
    t = Telling(edition, language, site)
    told = document(
        t,
        "summary",
        t.of(t.monitor.title),
        [],
        kicker=t.w["kind_summary"],
        subtitle=f"{t.of(edition.title)} · {t.dated}. {t.w['summary_sub']}",
    )
    return typeset({**told, "pages": summary_pages(t)}, edition.date)


def summary_pages(t: Telling) -> list[list[Block]]:
    """The blocks of both pages, on each what matters most first."""
    chosen = first_of_each(shown(t.edition), FINDINGS, PER_THEME)
    said = [finding(t, own) for own in chosen] or [paragraph(t.w["no_findings"])]
    first = [
        heading(t.w["what_we_see"], 1),
        *opening_of(editors_text(t, OPENING), _OPENING),
        *said,
        *head(t),
        section(t.w["themes_at_a_glance"], _themes(t)),
        *_charts(t, [own[0]["indicator"] for own in chosen]),
    ]
    return [first, _second(t)]


def _charts(t: Telling, listed: Sequence[str]) -> list[Block]:
    """A row of charts, of what stands out first, where there is room for it."""
    keys = [each.id for theme in t.monitor.themes for each in key_indicators(t, theme)[:1]]
    found: list[Block] = []
    for key in dict.fromkeys([*listed, *keys]):
        block = national_figure(t, t.monitor.indicators[key])
        if block is not None and len(found) < _CHARTS:
            found.append({**block, "said": []})
    if not found:
        return []
    bare = [{name: value for name, value in each.items() if name != "table"} for each in found]
    return [first_that_fits(figures(found), figures(bare))]


def _second(t: Telling) -> list[Block]:
    read = in_short(t)
    groups = matrix(t, _GROUPS_IF_READ if read else _GROUPS)
    who = [*matrix_notes(t), groups] if groups else [paragraph(t.w["matrix_none"])]
    found = [section(t.w["groups_title"], *who)]
    choices = map_choices(t.edition)
    if choices:
        drawn = region_map(t, *choices[0])
        sized = [section(t.w["regional_title"], _map_beside(drawn, each)) for each in _BESIDE_MAP]
        found.append(first_that_fits(*sized))
    small = " ".join([t.w["in_short_text"], *afterwards(t)])
    where = paragraph(run(t.w["more_at"], strong=True), " ", t.page(), kind="small")
    asked = bullets([[t.w[each]] for each in _QUESTIONS])
    return [
        *([first_that_fits(*read)] if read else []),
        *found,
        *signals_in_short(t),
        needed(section(t.w["gaps"], _gaps(t))),
        needed(section(t.w["summary_ask"], asked)),
        needed(section(t.w["in_short"], paragraph(small, kind="small"), where)),
    ]


def _map_beside(drawn: Block, share: float) -> Block:
    """A map with its words beside it, so many times as wide; less room than under it."""
    words = [
        paragraph(run(str(drawn["title"][0]), strong=True)),
        paragraph(*drawn["said"]),
        *([paragraph(drawn["key"])] if drawn["key"] else []),
    ]
    picture = {**drawn, "title": [], "said": [], "key": ""}
    return {"kind": "beside", "widths": [1, share], "sides": [[picture], words]}


def _themes(t: Telling) -> Block:
    """A row for every theme: what stands out, else its first key figure."""
    rows = [
        [cell(run(t.of(theme.title), strong=True)), *_theme(t, theme)] for theme in t.monitor.themes
    ]
    head_ = [t.w["theme"], t.w["figure"], t.w["change"]]
    return table(head_, rows, [1.5, 3.2, 2.6], size=8.5)


def _theme(t: Telling, theme: Theme) -> list[Cell]:
    keys = key_indicators(t, theme)
    own = by_indicator([each for each in shown(t.edition) if each["theme"] == theme.id])
    if not keys:
        return [cell(run(t.w["theme_nothing"], quiet=True)), cell("")]
    indicator = keys[0]
    row = national(t.edition).latest[indicator.id]
    if is_old(t.edition, row):
        told: list[Run] = [run(t.w["old_figure"], quiet=True)]
    elif not row["fresh"]:
        told = [run(t.w["stale"], quiet=True)]
    else:
        told = verdict_runs(t, row, indicator)
    if own:
        told = spaced(told, run(f"({len(own)} {t.w['on_the_list']})", quiet=True))
    return [cell(f"{t.of(indicator.title)}: ", *value_cell(t, indicator, row)), cell(*told)]


def _gaps(t: Telling) -> Block:
    """How much is not known, and some of it."""
    missing = without_figures(t)
    if not missing:
        return paragraph(t.w["gaps_none"])
    # some of each theme rather than all of the first
    longest = max(len(titles) for titles in missing.values())
    named = [titles[at] for at in range(longest) for titles in missing.values() if at < len(titles)]
    return paragraph(
        f"{t.w['gap_count'].format(count=gap_count(t.edition))} {'; '.join(named[:_GAPS])}.",
    )
