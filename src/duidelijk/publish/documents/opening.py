"""What an edition opens with: what the editors say, what stands out, the themes at a glance."""

from __future__ import annotations

from duidelijk.catalogue import Indicator, Theme
from duidelijk.editions.texts import OPENING
from duidelijk.publish.charts.paper import on_paper
from duidelijk.publish.charts.small import sparkline
from duidelijk.publish.chosen import left_out, reason_words, shown
from duidelijk.publish.developments import about, by_indicator, first_of_each
from duidelijk.publish.documents.blocks import (
    Block,
    Cell,
    Run,
    cell,
    heading,
    paragraph,
    run,
    spaced,
    table,
    together,
)
from duidelijk.publish.documents.entries import (
    TONES,
    finding,
    national_figure,
    value_cell,
    verdict_runs,
)
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.documents.written import written
from duidelijk.publish.national import course, is_old, national
from duidelijk.publish.striking import head_sentence

FINDINGS, PER_THEME = 5, 2
_KEY_INDICATORS = 4


def opening(t: Telling) -> list[Block]:
    """The part that says what we see now."""
    chosen = first_of_each(shown(t.edition), FINDINGS, PER_THEME)
    text = editors_text(t, OPENING)
    apart = bool(text) or len(chosen) > 1
    found = [heading(t.w["what_we_see"], 1, fresh_page=True), *text]
    if chosen:
        found += [finding(t, own) for own in chosen]
    else:
        found.append(paragraph(t.w["no_findings"]))
    return [*found, *head(t), *_left_out(t), *_themes(t, apart)]


def head(t: Telling) -> list[Block]:
    """How much was judged, and how the findings were chosen."""
    if t.edition.striking is None:
        return []
    return [
        paragraph(
            head_sentence(t.edition.striking, t.language),
            run(f" {t.w['findings_how']}", quiet=True),
            kind="small",
        )
    ]


def editors_text(t: Telling, name: str) -> list[Block]:
    """A text of the editors; in Dutch, and it says so, where they wrote no English; empty where
    they wrote none.
    """
    text = t.edition.texts.texts.get(name)
    if text is None:
        return []

    def chart(indicator: str, words: str) -> Block | None:
        known = t.monitor.indicators.get(indicator)
        return national_figure(t, known, words) if known else None

    if own := text.to(t.language).strip():
        return written(own, chart, under=1)
    return [
        paragraph(run(t.w["only_dutch"], quiet=True)),
        *written(text.nl, chart, under=1, lang="nl"),
    ]


def _left_out(t: Telling) -> list[Block]:
    """What the editors left out, and why."""
    gone = left_out(t.edition)
    if not gone:
        return []
    found = [paragraph(run(t.w["left_out"], strong=True), kind="small")]
    for each in gone:
        reason = reason_words(t.edition, each, t.language)
        why = f": {reason}" if reason else ""
        title = t.of(t.monitor.indicators[each["indicator"]].title)
        found.append(paragraph(f"{title}, {about(t.edition, each, t.language)}{why}", kind="small"))
    return found


def _themes(t: Telling, apart: bool) -> list[Block]:
    """Some key figures of every theme: on a page *apart*, else fewer after a short opening."""
    found = [heading(t.w["themes_at_a_glance"], 1, fresh_page=apart)]
    most = _KEY_INDICATORS if apart else _KEY_INDICATORS // 2
    for theme in t.monitor.themes:
        own = by_indicator([each for each in shown(t.edition) if each["theme"] == theme.id])
        lead: Run = (
            own[0][0]["sentences"][t.language] if own else run(t.w["theme_nothing"], quiet=True)
        )
        blocks = [
            heading(t.of(theme.title), outlined=False, bookmarked=False),
            paragraph(lead, kind="small"),
        ]
        rows = [indicator_row(t, each) for each in key_indicators(t, theme)[:most]]
        if rows:
            blocks.append(indicator_table(t, rows))
        found.append(together(*blocks))
    return found


def key_indicators(t: Telling, theme: Theme) -> list[Indicator]:
    """The indicators of a theme with a national figure, in the order they matter."""
    picture = national(t.edition)
    striking = {each["indicator"] for each in shown(t.edition)}
    held = [each for each in t.monitor.of_theme(theme.id) if each.id in picture.latest]
    order = {each.id: index for index, each in enumerate(held)}
    return sorted(
        held,
        key=lambda each: (
            each.id not in striking,
            not each.headline,
            not picture.latest[each.id]["fresh"],
            is_old(t.edition, picture.latest[each.id]),
            order[each.id],
        ),
    )


def indicator_row(t: Telling, indicator: Indicator) -> list[Cell]:
    """An indicator in a table: title, course, latest figure and verdict."""
    picture = national(t.edition)
    row, series = picture.latest[indicator.id], picture.series.get(indicator.id, [])
    good = row["favourable"] if row["fresh"] else None
    spark = sparkline(course(series, indicator), TONES[good])
    if is_old(t.edition, row):
        told: list[Run] = [run(t.w["old_figure"], quiet=True)]
    elif not row["fresh"]:
        told = [run(t.w["stale"], quiet=True)]
    else:
        told = verdict_runs(t, row, indicator)
    return [
        cell(t.of(indicator.title)),
        {"picture": on_paper(spark)} if spark else cell(""),
        cell(*value_cell(t, indicator, row)) if row["value"] is not None else cell("–"),
        cell(*spaced(told)),
    ]


def indicator_table(t: Telling, rows: list[list[Cell]]) -> Block:
    """Indicators, one a row."""
    head = [t.w["indicator"], t.w["course"], t.w["figure"], t.w["change"]]
    return table(head, rows, [3.4, 1.2, 2.4, 3.2], breakable=False)
