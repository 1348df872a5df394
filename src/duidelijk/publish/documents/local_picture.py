"""The picture of one municipality or GGD on paper, to bring to a council or a colleague."""

from __future__ import annotations

from duidelijk.catalogue import Monitor
from duidelijk.publish.documents.blocks import (
    BREAK,
    Block,
    Cell,
    bullets,
    cell,
    heading,
    paragraph,
    run,
    section,
    table,
)
from duidelijk.publish.documents.signal_note import letter_document
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.local.naming import phrases
from duidelijk.publish.local.own import OwnFigure, OwnPicture, OwnTheme
from duidelijk.publish.periods import date_words

_LONGEST = 60
"""Reports in their own words; who has more reads them on the page."""


def own_picture_pdf(own: OwnPicture, monitor: Monitor, language: str) -> bytes:
    """What is told back to who reported, as PDF/UA-1."""
    w = phrases(language)
    title = f"{w['own_paper_title']} {own.name}"
    warnings = [w["own_paper_example"]] if own.example else []
    warnings += [w["own_paper_private"]] if own.private else []
    told = letter_document(
        monitor,
        language,
        kind="letter",
        title=title,
        description=w["own_paper_is"],
        running=title,
        warnings=warnings,
        blocks=[
            heading(title, 1),
            paragraph(run(f"{w['own_paper_day']} {date_words(own.day, language)}", quiet=True)),
            paragraph(run(w["own_paper_lead"]), kind="lead"),
            *_themes(own, language),
            *_figures(own, language),
            *_words(own, language),
        ],
    )
    return typeset(told, own.day)


def _themes(own: OwnPicture, language: str) -> list[Block]:
    w = phrases(language)
    if not own.themes:
        return [paragraph(run(w["own_paper_nothing_yet"]))]
    head = [w["own_paper_theme"], own.name, w["own_paper_peers"], w["own_paper_country"]]
    rows = [_theme(each) for each in own.themes]
    blocks: list[Block] = [table(head, rows, widths=[1.2, 1.2, 2, 2])]
    if own.peers:
        names = ", ".join(own.peers)
        blocks.append(paragraph(run(f"{w['own_paper_alike']} {names}.", quiet=True), kind="small"))
    return [section(w["own_paper_goes"], *blocks)]


def _theme(each: OwnTheme) -> list[Cell]:
    own = [run(each.own)]
    for name, goes in each.groups:
        own += [BREAK, run(f"{name}: {goes}", quiet=True)]
    return [
        cell(run(each.theme)),
        cell(*own),
        cell(run(" ".join(each.peers))),
        cell(run(" ".join(each.whole))),
    ]


def _figures(own: OwnPicture, language: str) -> list[Block]:
    w = phrases(language)
    if not own.figures:
        return []
    head = [
        w["own_paper_measured"],
        w["own_paper_latest"],
        w["own_paper_towards"],
        w["own_paper_nation"],
    ]
    rows = [_figure(each) for each in own.figures]
    how = paragraph(run(w["own_paper_levels"], quiet=True), kind="small")
    return [section(w["own_paper_figures"], table(head, rows, widths=[2, 1.2, 1.6, 2]), how)]


def _figure(each: OwnFigure) -> list[Cell]:
    name = [run(each.indicator)]
    name += [run(f" ({each.group})", quiet=True)] if each.group else []
    told = [run(each.trend)]
    told += [run(f" {each.told}", quiet=True)] if each.told else []
    return [
        cell(*name),
        cell(run(each.value), run(f" {each.period}", quiet=True)),
        cell(*told),
        cell(run(each.nation or "—")),
    ]


def _words(own: OwnPicture, language: str) -> list[Block]:
    if not own.words:
        return []
    items = [
        [run(f"{each.theme}. ", strong=True), run(each.what), run(f" {each.facts}", quiet=True)]
        for each in own.words[:_LONGEST]
    ]
    return [section(phrases(language)["own_paper_words"], bullets(items))]
