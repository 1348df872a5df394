"""What was said in a session, in words: statements, the readings they support, and who agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.duiding.agreement import whole
from duidelijk.duiding.phases import is_open, revised_seen
from duidelijk.duiding.report import EvidenceKind
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.duiding.discussing import counts, last_words
from duidelijk.web.duiding.models import (
    Cited,
    Explanation,
    Item,
    Member,
    Session,
    Statement,
    Weighing,
)
from duidelijk.web.library import library
from duidelijk.web.words import words


def statements_of(session: Session, item: Item, language: str) -> list[dict[str, Any]]:
    """Every statement on an item that is open, in the order it was made."""
    if not is_open(session.stage):
        return []
    own = item.statements.select_related("member").prefetch_related("cited").order_by("id")
    if not revised_seen(session.stage):
        own = own.exclude(round=3)
    replaced = {each.replaces_id for each in own if each.replaces_id}
    return [statement_shown(each, language) | {"replaced": each.pk in replaced} for each in own]


def statement_shown(statement: Statement, language: str) -> dict[str, Any]:
    """A statement with who said it: within the session by perspective and kind of organisation."""
    phrases = words(language)
    return {
        "key": statement.pk,
        "member": statement.member_id,
        "text": statement.text if statement.withdrawn is None else "",
        "withdrawn": statement.withdrawn is not None,
        "said": statement.said,
        "said_words": phrases[f"statement_{statement.said}"],
        "by": by_inside(statement.member, language),
        "table": statement.member.table,
        "round": statement.round,
        "revises": statement.replaces_id,
        "explanation": statement.explanation_id,
        "cited": [cited_shown(each, language) for each in statement.cited.all()],
    }


def by_inside(member: Member, language: str) -> str:
    """Who said something, within the session: from where they look, not their name."""
    phrases = words(language)
    perspective = phrases[f"perspective_{member.perspective}"]
    if member.kind == Kind.OTHER:  # "other" tells nothing
        return perspective
    return f"{perspective}, {phrases[f'organisation_{member.kind}']}"


def cited_shown(cited: Cited, language: str) -> dict[str, Any]:
    """What a statement stands on, with where that can be read."""
    caption = cited.caption_en if language == "en" and cited.caption_en else cited.caption_nl
    address = cited.address
    if cited.kind == EvidenceKind.FIGURE:
        out = cited.edition in library().editions()
        root = "/en" if language == "en" else ""
        address = f"{root}{cited.address}" if out else ""
    return {
        "kind": cited.kind,
        "word": words(language)[f"evidence_{cited.kind}"],
        "caption": caption,
        "address": cited.address,
        "url": address,
        "elsewhere": cited.kind == EvidenceKind.SOURCE and bool(address),
    }


def explanations_of(
    item: Item, statements: Sequence[Mapping[str, Any]], language: str
) -> list[dict[str, Any]]:
    """The readings of an item side by side, each with its statements and what people think."""
    weighings: dict[int, list[Weighing]] = {}
    found = Weighing.objects.filter(explanation__item=item, explanation__dropped=None)
    for each in found.select_related("member").order_by("id"):
        weighings.setdefault(each.explanation_id or 0, []).append(each)
    return [
        explanation_shown(each, statements, weighings.get(each.pk, []), language)
        for each in item.explanations.filter(dropped=None)
    ]


def explanation_shown(
    explanation: Explanation,
    statements: Sequence[Mapping[str, Any]],
    weighings: Sequence[Weighing],
    language: str,
) -> dict[str, Any]:
    """A reading with what supports it and what people think of it, reasons and all."""
    return {
        "key": explanation.pk,
        "title": explanation.title,
        "revision": explanation.revision,
        "statements": [
            each for each in statements if each["explanation"] == explanation.pk and each["text"]
        ],
        **weighed_shown(weighings, language),
    }


def weighed_shown(weighings: Sequence[Weighing], language: str) -> dict[str, Any]:
    """What people think of something: by perspective, in total, and with their reasons."""
    weighings = last_words(weighings)
    parts = counts(weighings)
    phrases = words(language)
    return {
        "total": whole(parts),
        "parts": [
            {"name": phrases[f"perspective_{key}"], "count": count}
            for key, count in sorted(parts.items())
        ],
        "reasons": [
            {
                "by": by_inside(each.member, language),
                "stance": each.stance,
                "stance_words": phrases[f"stance_{each.stance}"],
                "text": each.reason,
            }
            for each in weighings
            if each.reason
        ],
    }
