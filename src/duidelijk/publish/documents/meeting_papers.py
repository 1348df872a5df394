"""The papers of a meeting as one document: its agenda, then the note of each point."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from duidelijk.catalogue import Monitor
from duidelijk.publish.agenda.note import Note
from duidelijk.publish.agenda.showing import day_of
from duidelijk.publish.documents.blocks import (
    BREAK,
    Block,
    cell,
    heading,
    paragraph,
    run,
    spaced,
    table,
)
from duidelijk.publish.documents.signal_note import letter_document, note_letter
from duidelijk.publish.documents.signal_telling import in_words, phrases
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.duiding.plain import Words
from duidelijk.publish.periods import date_words

_ASKED = 220


@dataclass(frozen=True)
class Papers:
    """A meeting of a table, with what is on its agenda."""

    table: Words
    on: dt.date
    place: str
    notes: tuple[Note, ...]
    """By point; what was put to nobody yet is put at the meeting."""


def meeting_papers_pdf(papers: Papers, monitor: Monitor, language: str, site: str = "") -> bytes:
    """The papers as PDF/UA-1, dated the day of the meeting."""
    w, day = phrases(language), date_words(papers.on, language)
    blocks = _agenda(papers, language)
    for number, note in enumerate(papers.notes, 1):
        dated = note if note.day else replace(note, day=day_of(papers.on, language))
        blocks.append(note_letter(dated, monitor, language, site, _anchor(number), fresh=True))
    example = any(each.told.example for each in papers.notes)
    told = letter_document(
        monitor,
        language,
        kind="papers",
        title=f"{papers.table.text}, {day}",
        description=w["papers_is"],
        running=f"{papers.table.text}, {day}",
        warnings=[w["papers_example"]] if example else [],
        blocks=blocks,
        cover={
            "kicker": w["papers"],
            "title": papers.table.text,
            "subtitle": ", ".join([day, *([papers.place] if papers.place else [])]),
            "lang": papers.table.lang or language,
        },
    )
    return typeset(told, papers.on)


def _anchor(number: int) -> str:
    return f"point-{number}"


def _agenda(papers: Papers, language: str) -> list[Block]:
    """The points, each with the page of its note."""
    w = phrases(language)
    title = heading(w["agenda"], 1)
    if not papers.notes:
        return [title, paragraph(w["agenda_none"])]
    rows = [
        [
            cell(str(number)),
            cell(
                in_words(note.told.title, strong=True),
                BREAK,
                *spaced(run(f"{note.ask.kind}:", quiet=True), in_words(note.ask.text, most=_ASKED)),
            ),
            cell(note.ask.addressee.name),
            cell({"page_of": _anchor(number)}),
        ]
        for number, note in enumerate(papers.notes, 1)
    ]
    head = [w["point"], w["point_about"], w["point_of"], w["point_page"]]
    align = ["right", "left", "left", "right"]
    return [title, table(head, rows, ["auto", 5, 2, "auto"], align=align, size=9.5)]
