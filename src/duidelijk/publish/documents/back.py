"""What closes a document: what is not known, the sources, and how to read it."""

from __future__ import annotations

import polars as pl

from duidelijk.change.verdict import Verdict
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
)
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.numbers import number
from duidelijk.publish.releases import licence_words, published_words, publisher_words
from duidelijk.publish.sentences import VERDICT_WORDS

_EXPLAINED = ("colour", "chance", "vintages", "limits")


def gaps_part(t: Telling) -> list[Block]:
    """What the edition does not know, by theme."""
    found = [heading(t.w["gaps"], 1, fresh_page=True)]
    missing = without_figures(t)
    if not missing:
        found.append(paragraph(t.w["gaps_none"]))
    else:
        found.append(paragraph(t.w["gaps_lead"], kind="lead"))
        for theme, titles in missing.items():
            found += [heading(f"{theme} ({len(titles)})", outlined=False, bookmarked=False)]
            found.append(paragraph(f"{'; '.join(titles)}."))
    late = [t.of(t.monitor.indicators[each].title) for each in t.edition.late]
    if late:
        found.append(paragraph(f"{t.w['late']} {'; '.join(late)}.", kind="note"))
    return found


def without_figures(t: Telling) -> dict[str, list[str]]:
    """By the title of a theme those of its indicators that have no figure."""
    found = {}
    for theme in t.monitor.themes:
        titles = [
            t.of(each.title)
            for each in t.monitor.of_theme(theme.id)
            if each.id not in t.edition.counts
        ]
        if titles:
            found[t.of(theme.title)] = titles
    return found


def sources_part(t: Telling) -> list[Block]:
    """Every release of the edition, with its date, publisher, licence and address."""
    figures = pl.scan_parquet(t.edition.folder / "figures.by-indicator.parquet")
    counted = dict(figures.group_by("release").agg(pl.len()).collect().iter_rows())
    releases = sorted(
        t.edition.releases.values(), key=lambda each: (each.published, each.id), reverse=True
    )
    rows: list[list[Cell]] = []
    for each in releases:
        published: list[Run] = [published_words(each, t.language)]
        if each.published > t.edition.date:
            published += [BREAK, run(t.w["later_mark"], tag=True)]
        address = run(each.address.partition("://")[2] or each.address, link=each.address)
        rows.append(
            [
                cell(
                    run(each.title, strong=True),
                    BREAK,
                    publisher_words(t.edition, each, t.language),
                    BREAK,
                    {**address, "small": True} if isinstance(address, dict) else address,
                ),
                cell(*published),
                cell(licence_words(each.licence, t.language)),
                cell(number(counted[each.id], 0, t.language))
                if each.id in counted
                else cell(run(t.w["only_elsewhere"], quiet=True)),
            ]
        )
    head = [t.w["publication"], t.w["date"], t.w["licence"], t.w["used"]]
    return [
        heading(t.w["sources"], 1, fresh_page=True),
        paragraph(t.w["sources_lead"], kind="lead"),
        table(head, rows, [5, 1.6, 1.4, 1.0], align=["left", "left", "left", "right"], size=8),
    ]


def reading_part(t: Telling) -> list[Block]:
    """How to read the edition."""
    found = [
        heading(t.w["reading"], 1, fresh_page=True),
        paragraph(t.w["reading_lead"], kind="lead"),
        heading(t.w["reading_verdicts"], outlined=False),
        table(
            [t.w["verdict"], t.w["meaning"]],
            [
                [
                    cell(
                        *spaced(
                            mark(mark_picture(each.value, None)),
                            run(VERDICT_WORDS[each].to(t.language), strong=True),
                        )
                    ),
                    cell(t.w[f"verdict_{each.value}"]),
                ]
                for each in Verdict
            ],
            [2, 4],
            size=9.5,
        ),
    ]
    for each in _EXPLAINED:
        found.append(heading(t.w[f"reading_{each}_title"], outlined=False))
        found.append(paragraph(t.w[f"reading_{each}"]))
        if each == "vintages":
            found += [paragraph(told) for told in afterwards(t)]
    found.append(paragraph(run(t.w["reading_more"], strong=True), " ", t.page()))
    return found


def afterwards(t: Telling) -> list[str]:
    """That an edition was compiled afterwards, what it corrects, and what else was noted of it."""
    described, told = t.edition.description, []
    if t.edition.corrects:
        reason = f" {t.of(t.edition.reason)}" if t.edition.reason else ""
        told.append(f"{t.w['correction'].format(id=t.edition.corrects)}{reason}")
    if t.edition.compiled_afterwards:
        counts = {
            "later": number(described["later_figures"], 0, t.language),
            "all": number(described["figures"], 0, t.language),
        }
        told.append(t.w["afterwards_cover"].format(**counts))
    if note := described.get("note"):
        told.append(note[t.language])
    return told
