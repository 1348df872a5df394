"""A theme in an edition: what stands out, its key charts, its other figures, and its duiding."""

from __future__ import annotations

from collections.abc import Sequence

from duidelijk.catalogue import Indicator, Theme
from duidelijk.editions.texts import theme_text
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import Development, by_indicator
from duidelijk.publish.documents.blocks import (
    Block,
    figures,
    heading,
    paragraph,
    spaced,
    sticky,
)
from duidelijk.publish.documents.duiding import duiding
from duidelijk.publish.documents.entries import finding, national_figure
from duidelijk.publish.documents.opening import (
    editors_text,
    indicator_row,
    indicator_table,
    key_indicators,
)
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.national import national
from duidelijk.publish.sentences import capital

_FINDINGS = 6
_CHARTS = 10
_ROWS = 14


def theme_part(t: Telling, theme: Theme) -> list[Block]:
    """Everything an edition says of a theme."""
    own = [each for each in shown(t.edition) if each["theme"] == theme.id]
    charted = _charted(t, theme)
    return [
        heading(t.of(theme.title), 1, fresh_page=True),
        paragraph(t.of(theme.question), kind="lead"),
        *editors_text(t, theme_text(theme.id)),
        *_striking(t, own),
        *_charts(t, [block for _, block in charted]),
        *_others(t, theme, {indicator.id for indicator, _ in charted}),
        *duiding(t, theme, own),
    ]


def _striking(t: Telling, own: Sequence[Development]) -> list[Block]:
    entries = by_indicator(own)
    found = [heading(t.w["striking"], outlined=False)]
    if not entries:
        return [*found, paragraph(t.w["theme_nothing"])]
    found += [finding(t, each) for each in entries[:_FINDINGS]]
    if len(entries) > _FINDINGS:
        more = f"{t.w['and_more']} {len(entries) - _FINDINGS}: {t.w['whole_list']} "
        found.append(paragraph(capital(more), t.page("opvallend"), kind="small"))
    return found


def _charted(t: Telling, theme: Theme) -> list[tuple[Indicator, Block]]:
    """The key indicators that can be drawn, with their figures."""
    found = []
    for each in key_indicators(t, theme):
        block = national_figure(t, each)
        if block is not None:
            found.append((each, block))
        if len(found) == _CHARTS:
            break
    return found


def _charts(t: Telling, blocks: Sequence[Block]) -> list[Block]:
    if not blocks:
        return []
    return [
        heading(t.w["key_figures"], outlined=False),
        sticky(paragraph(t.w["chart_key"], kind="small")),
        figures(blocks),
    ]


def _others(t: Telling, theme: Theme, charted: set[str]) -> list[Block]:
    """The other indicators as a table, the first of them; and how many have no figure at all."""
    rest = [each for each in key_indicators(t, theme) if each.id not in charted]
    found: list[Block] = []
    if rest:
        rows = [indicator_row(t, each) for each in rest[:_ROWS]]
        found += [heading(t.w["other_indicators"], outlined=False), indicator_table(t, rows)]
    told = []
    if len(rest) > _ROWS:
        told.append(f"{t.w['rows_more']} {len(rest) - _ROWS}.")
    without = sum(each.id not in t.edition.counts for each in t.monitor.of_theme(theme.id))
    if without:
        told.append(f"{t.w['theme_without']} {without}.")
    parts_only = len(t.monitor.of_theme(theme.id)) - without - len(national_of(t, theme))
    if parts_only:
        told.append(f"{t.w['theme_parts_only']} {parts_only}.")
    if told or rest:
        where = [f"{t.w['all_of_theme']} ", t.page("thema", theme.id)]
        found.append(paragraph(*spaced(" ".join(told), where), kind="small"))
    return found


def national_of(t: Telling, theme: Theme) -> list[Indicator]:
    """The indicators of a theme with a national figure."""
    latest = national(t.edition).latest
    return [each for each in t.monitor.of_theme(theme.id) if each.id in latest]
