"""The signal note on paper: a letter of at most two pages that says what is seen and asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from duidelijk.agenda.dossier import AskKind
from duidelijk.catalogue import Monitor
from duidelijk.publish.agenda.note import Note
from duidelijk.publish.documents.blocks import (
    BREAK,
    Block,
    Run,
    heading,
    letter,
    paragraph,
    run,
    spaced,
    together,
)
from duidelijk.publish.documents.session_telling import unbroken
from duidelijk.publish.documents.signal_telling import (
    in_words,
    phrases,
    room_for,
    sources,
    whole_text,
)
from duidelijk.publish.documents.telling import made_up
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.duiding.plain import Words

_EVIDENCE, _NAMES, _PLACES, _SIGNS = 8, 12, 40, 500
"""How many there is room for on two pages beside long texts."""


def signal_note_pdf(note: Note, monitor: Monitor, language: str, site: str = "") -> bytes:
    """The letter as PDF/UA-1, dated the day on which it was put to whom it is for."""
    told = letter_document(
        monitor,
        language,
        kind="letter",
        title=f"{phrases(language)['note']} {note.number}: {plain(note.told.title)}",
        description=phrases(language)["note_is"],
        running=f"{phrases(language)['note']} {note.number}",
        warnings=note_warnings(note, language),
        blocks=[note_letter(note, monitor, language, site)],
    )
    return typeset(told, _moment(note))


def letter_document(
    monitor: Monitor,
    language: str,
    *,
    kind: str,
    title: str,
    description: str,
    running: str,
    warnings: list[str],
    blocks: list[Block],
    cover: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A document of letters with what every document has: its names and its running words."""
    w, publisher = phrases(language), monitor.publisher.to(language)
    made = made_up(monitor, language)
    return {
        "kind": kind,
        "language": language,
        "title": title,
        "author": publisher,
        "description": description,
        "keywords": [monitor.title.to(language)],
        "warning": " ".join([*warnings, *([made] if made else [])]),
        "running": f"{running} · {monitor.title.to(language)}",
        "running_right": "",
        "foot": publisher,
        "page_word": w["page"],
        "of_word": w["of"],
        "cover": cover or {},
        "blocks": blocks,
    }


def note_warnings(note: Note, language: str) -> list[str]:
    """What must be seen on every page: that it is an example, or that nobody got it yet."""
    w = phrases(language)
    return [
        *([w["example"]] if note.told.example else []),
        *([] if note.day else [w["note_draft"]]),
    ]


def note_letter(
    note: Note, monitor: Monitor, language: str, site: str, anchor: str = "", fresh: bool = False
) -> Block:
    """A note as a letter; *anchor* names its subject, *fresh* starts it on a page of its own."""
    w, told = phrases(language), note.told
    subject = heading(plain(told.title), 1)
    subject |= {"runs": [in_words(told.title)], "anchor": anchor}
    parted = any(each.lang for each in (told.title, told.text, note.ask.text))
    apart = [paragraph(run(w["other_language"], quiet=True), kind="small")] if parted else []
    asks = w["note_question" if _is_question(note, language) else "note_proposal"]
    blocks = [
        paragraph(run(note.sender, strong=True), kind="lead"),
        paragraph(run(monitor.title.to(language), quiet=True), kind="small"),
        together(paragraph(*_facts(note, language)), above=22),
        subject,
        *apart,
        paragraph(w["greeting"]),
        paragraph(w["opening"]),
        heading(w["note_seen"], 2, outlined=False, bookmarked=False),
        *whole_text(told.text),
        heading(w["seen_by"], 2, outlined=False, bookmarked=False),
        *_seen(note, language),
        heading(w["note_sure"], 2, outlined=False, bookmarked=False),
        paragraph(_sure(note, language)),
        heading(asks, 2, outlined=False, bookmarked=False),
        *whole_text(note.ask.text),
        paragraph(*_when(note, language)),
        *_rests_on(note, language),
        paragraph(w["closing"]),
        paragraph(f"{w['found_at']} ", address_of(note, language, site), "."),
        together(_signed(note, language), above=12),
    ]
    return letter(blocks, fresh_page=fresh)


def address_of(note: Note, language: str, site: str) -> Run:
    """Where the signal can be read, to read or to follow."""
    path = f"{'' if language == 'nl' else f'/{language}'}/signalen/{note.told.number}"
    address = f"{site}{path}"
    return run(address.partition("://")[2], link=address) if site else run(path)


def plain(words: Words) -> str:
    """Words on one line."""
    return " ".join(words.text.split())


def _moment(note: Note) -> dt.date:
    """The day of a note: when it was put, else when the signal was last changed."""
    day = note.day or note.told.changed
    return dt.date.fromisoformat(day.iso) if day else dt.date(2020, 1, 1)


def _is_question(note: Note, language: str) -> bool:
    return note.ask.kind == phrases(language)[f"ask_is_{AskKind.QUESTION}"]


def _facts(note: Note, language: str) -> list[Run]:
    """To whom, when, and by what name it goes, each on a line."""
    w = phrases(language)
    facts = {
        w["note_to"]: note.ask.addressee.name,
        **({w["date"]: note.day.words} if note.day else {}),
        w["note_number"]: note.number,
    }
    found: list[Run] = []
    for name, told in facts.items():
        found += [BREAK] if found else []
        found += [run(f"{name}: ", quiet=True), unbroken(told)]
    return found


def _seen(note: Note, language: str) -> list[Block]:
    """Since when, from where, about whom and by how many it is recognised."""
    w, told = phrases(language), note.told
    opening = spaced(
        f"{w['note_since']} {told.since.words}." if told.since else None,
        f"{w['note_from']} {told.origin}. {w['note_raised']} {unbroken(told.raised_by)}.",
        _merged(note, language) or None,
    )
    whom = [each.name for each in (*told.groups, *told.regions)]
    where = [] if told.regions else [w["country_whole"]]
    about = f"{w['about_whom']} {_named([*whom, *where], language)}."
    return [paragraph(*opening), paragraph(about), paragraph(*_recognised(note, language))]


def _named(names: Sequence[str], language: str) -> str:
    """Names after one another; of very many how many more there are."""
    count = room_for(names, _PLACES, _SIGNS)
    listed = unbroken(" ".join(", ".join(names[:count]).split()))
    if count == len(names):
        return listed
    return phrases(language)["about_more"].format(names=listed, count=len(names) - count)


def _recognised(note: Note, language: str) -> list[Run]:
    w, names = phrases(language), [name for name, _ in note.told.recognised]
    if not names:
        return [note.told.seen_by]
    count = room_for(names, _NAMES, _SIGNS)
    told = w["names" if count == len(names) else "names_more"]
    words = told.format(names=", ".join(names[:count]), count=len(names) - count)
    return spaced(note.told.seen_by, unbroken(words))


def _merged(note: Note, language: str) -> str:
    w, credits_ = phrases(language), note.told.credits
    if len(credits_) == 1:
        return w["merged_one"].format(by=unbroken(credits_[0][2]))
    return w["merged"].format(count=len(credits_)) if credits_ else ""


def _sure(note: Note, language: str) -> str:
    w, told = phrases(language), note.told
    if not told.confidence:
        return w["note_no_confidence"]
    return f"{w['note_confidence']} {told.confidence}: {told.chance}."


def _when(note: Note, language: str) -> list[Run]:
    w, by = phrases(language), note.ask.answer_by
    if by is None:
        return [note.waits]
    return [f"{note.waits} {w['note_answer_by']} ", run(by.words, strong=True), "."]


def _rests_on(note: Note, language: str) -> list[Block]:
    w, every = phrases(language), note.told.evidence
    if not every:
        return []
    title = heading(w["rests_on"], 2, outlined=False, bookmarked=False)
    return [title, *sources(every, _EVIDENCE, w["rests_more"])]


def _signed(note: Note, language: str) -> Block:
    return paragraph(phrases(language)["regards"], BREAK, note.sender)
