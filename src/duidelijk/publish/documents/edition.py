"""The whole of an edition as one document."""

from __future__ import annotations

from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.back import afterwards, gaps_part, reading_part, sources_part
from duidelijk.publish.documents.blocks import Block, paragraph
from duidelijk.publish.documents.groups import groups_part
from duidelijk.publish.documents.opening import opening
from duidelijk.publish.documents.regional import regional_part
from duidelijk.publish.documents.signals import signals_part
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.documents.themes import theme_part
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.sentences import capital


def edition_pdf(edition: Edition, language: str, site: str = "") -> bytes:
    """The edition as PDF/UA-1; *site* is where its pages are, as ``https://monitor.example.nl``."""
    return typeset(edition_document(Telling(edition, language, site)), edition.date)


def edition_document(t: Telling) -> dict[str, Any]:
    """What the document of an edition holds, in order."""
    blocks = opening(t)
    for theme in t.monitor.themes:
        blocks += theme_part(t, theme)
    blocks += [*groups_part(t), *regional_part(t), *signals_part(t), *gaps_part(t)]
    blocks += [*sources_part(t), *reading_part(t)]
    return document(t, "edition", t.of(t.monitor.title), blocks)


def document(
    t: Telling, kind: str, title: str, blocks: list[Block], kicker: str = "", subtitle: str = ""
) -> dict[str, Any]:
    """A document with what every kind of it has: its names, its running words, its cover."""
    monitor, named = t.of(t.monitor.title), f"{t.named} ({t.dated})"
    whole = f"{title}, {t.named}" if title != monitor else f"{monitor}, {t.named}"
    return {
        "kind": kind,
        "language": t.language,
        "title": whole,
        "author": t.of(t.monitor.publisher),
        "description": t.of(t.monitor.lead),
        "keywords": [*(t.of(theme.title) for theme in t.monitor.themes), t.edition.id],
        "warning": t.warning,
        "running": " · ".join(
            [*([kicker] if kicker else []), *dict.fromkeys([title, monitor]), named]
        ),
        "running_right": t.w["afterwards"] if t.edition.compiled_afterwards else "",
        "foot": t.of(t.monitor.publisher),
        "page_word": t.w["page"],
        "of_word": t.w["of"],
        "contents_word": t.w["contents"],
        "cover": {
            "kicker": kicker or capital(t.w["kind_edition"]),
            "title": title,
            "subtitle": subtitle or t.of(t.edition.title),
            "date": capital(t.dated),
            "publisher": t.of(t.monitor.publisher),
            "blocks": [
                paragraph(t.of(t.monitor.lead)),
                *(paragraph(each, kind="note") for each in afterwards(t)),
            ],
        },
        "blocks": blocks,
    }
