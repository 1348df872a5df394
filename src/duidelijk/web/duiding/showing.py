"""What the pages of a session show, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from duidelijk.duiding.agreement import whole
from duidelijk.duiding.mix import Part
from duidelijk.duiding.phases import Phase, is_open, revised_seen
from duidelijk.duiding.report import EvidenceKind, FigureKey
from duidelijk.duiding.scales import (
    Confidence,
    Expected,
    Said,
    Seriousness,
    Stance,
    middle,
    most_of,
    spread,
)
from duidelijk.publish.duiding.naming import chance_words
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.dashboard.pages.striking import shown_verdict
from duidelijk.web.dashboard.places import Place
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.discussing import counts
from duidelijk.web.duiding.evidence import development_of, edition_of, shown_figure
from duidelijk.web.duiding.models import (
    Answer,
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

_LINKED = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>')


def session_shown(session: Session, language: str) -> dict[str, Any]:
    """The particulars of a session."""
    phrases = words(language)
    edition = edition_of(session.edition)
    title = edition.title.to(language) if edition else session.edition
    theme = next(
        (each for each in edition.monitor.themes if each.id == session.theme)
        if edition
        else iter([]),
        None,
    )
    return {
        "key": session.pk,
        "question": session.question,
        "edition": session.edition,
        "edition_title": title,
        "not_out": session.edition not in library().editions(),
        "theme": theme.title.to(language) if theme else "",
        "starts": moment_words(session.starts),
        "place": session.place,
        "place_link": session.place if session.place.startswith("https://") else "",
        "note": session.note,
        "phase": session.phase,
        "phase_words": phrases[f"phase_{session.phase}"],
        "phase_do": phrases[f"phase_{session.phase}_do"],
        "attribution": phrases[f"attribution_{session.attribution}"],
        "example": session.example,
        "facilitator": session.facilitator.name,
        "tables": session.tables,
        "lang": session.language,
    }


def afterwards(session: Session, language: str) -> dict[str, str] | None:
    """Where the report of a session can be read by everybody; ``None`` while no edition that is out
    holds it.
    """
    if session.stage is not Phase.CLOSED:
        return None
    for id_, edition in library().editions().items():
        if any(each.id == str(session.pk) for each in edition.texts.duiding):
            place = Place(language, id_)
            return {
                "title": edition.title.to(language),
                "url": place.duiding(),
                "record": place.duiding_record(),
            }
    return None


def sessions_of(user: User, language: str) -> list[dict[str, Any]]:
    """The sessions that somebody leads or takes part in and that are not closed, the next first."""
    open_ones = Session.objects.exclude(phase=Phase.CLOSED).select_related("facilitator")
    mine = open_ones.filter(
        Q(facilitator=user) | Q(members__user=user, members__withdrawn=None)
    ).distinct()
    return [
        session_shown(each, language)
        | {
            "url": reverse(
                "session" if each.facilitator_id == user.pk else "take_part", args=[each.pk]
            )
        }
        for each in mine.order_by("starts", "pk")
    ]


def sessions_about(edition: str, user: User, language: str) -> list[dict[str, Any]]:
    """The sessions about an edition, with whether their report goes along at its publication."""
    held = Session.objects.filter(edition=edition).select_related("facilitator")
    return [
        session_shown(each, language)
        | {
            "url": reverse("session", args=[each.pk]) if each.facilitator_id == user.pk else "",
            "established": each.stage is Phase.CLOSED,
        }
        for each in held
    ]


def item_shown(session: Session, item: Item, language: str) -> dict[str, Any]:
    """An item with the figure it is about, as everybody in the room sees it."""
    edition = edition_of(session.edition)
    found = {
        "key": item.pk,
        "title": item.title,
        "why": item.why,
        "by": item.proposed_by,
        "theme": item.theme,
    }
    evidence = item_evidence(session, item)
    if edition is None or evidence is None or evidence.figure is None:
        return found | {"figure": None, "sentence": "", "verdict": None}
    own = edition if evidence.edition == edition.id else edition_of(evidence.edition)
    if own is None:
        return found | {"figure": None, "sentence": evidence.caption.to(language), "verdict": None}
    development = development_of(own, item.development) if item.development else None
    figure = shown_figure(own, _series(evidence.figure), evidence.period, language)
    if figure is not None and own.id not in library().editions():
        # of a draft who takes part sees what is on the agenda, and no other page
        unlinked = _LINKED.sub(r'<th scope="row">\1', figure["table"]["body"])
        figure = figure | {"table": figure["table"] | {"body": unlinked}}
    return found | {
        "figure": figure,
        "sentence": evidence.caption.to(language),
        "verdict": shown_verdict(own, development, language) if development else None,
    }


def _series(key: FigureKey) -> FigureKey:
    """The series of a figure, by whatever method; so that it is drawn once."""
    return FigureKey(key.indicator, key.region, key.group)


def scale(prefix: str, steps: type[StrEnum], chosen: str, language: str) -> list[dict[str, Any]]:
    """The steps of a scale to choose from."""
    phrases = words(language)
    return [
        {
            "value": each.value,
            "label": phrases[f"{prefix}_{each.value}"],
            "help": chance_words(each, language) if isinstance(each, Confidence) else "",
            "chosen": each.value == chosen,
        }
        for each in steps
    ]


def scales(answer: Answer, language: str) -> dict[str, Any]:
    """The three scales of an answer."""
    return {
        "serious": scale("serious", Seriousness, answer.seriousness, language),
        "confidence": scale("confidence", Confidence, answer.confidence, language),
        "expected": scale("expected", Expected, answer.expected, language),
    }


def bases(chosen: Mapping[str, str], has_figure: bool, language: str) -> list[dict[str, Any]]:
    """What words can be said to stand on."""
    phrases = words(language)
    first = EvidenceKind.FIGURE if has_figure else EvidenceKind.PRACTICE
    kind = chosen.get("kind", first.value)
    return [
        {
            "value": each.value,
            "label": phrases[f"evidence_{each.value}"],
            "chosen": each.value == kind,
        }
        for each in EvidenceKind
        if has_figure or each is not EvidenceKind.FIGURE
    ]


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
    return (
        f"{phrases[f'perspective_{member.perspective}']}, {phrases[f'organisation_{member.kind}']}"
    )


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


def stances(language: str) -> list[dict[str, str]]:
    """The stances to choose from."""
    phrases = words(language)
    return [{"value": each.value, "label": phrases[f"stance_{each.value}"]} for each in Stance]


def judged_shown(session: Session, item: Item, language: str) -> dict[str, Any] | None:
    """What the group judged: the first time, and after talking once that is open."""
    if not is_open(session.stage):
        return None
    answers = list(item.answers.exclude(handed_in=None).order_by("id"))
    first = {each.member_id: each for each in answers if each.round == 1}
    again = {each.member_id: each for each in answers if each.round == 3}
    rows = revised_seen(session.stage) and bool(again)
    if not first:
        return None
    both = list(first.values()), list((first | again).values())
    return {
        "people": len(first),
        "again": len(again) if rows else 0,
        "scales": [
            _scale_rows(name, field, scale, both, rows, language)
            for name, field, scale in (
                ("serious", "seriousness", Seriousness),
                ("confidence", "confidence", Confidence),
                ("expected", "expected", Expected),
            )
        ],
    }


def _scale_rows(
    name: str,
    field: str,
    scale: type[StrEnum],
    both: tuple[list[Answer], list[Answer]],
    again: bool,
    language: str,
) -> dict[str, Any]:
    """One scale: how many chose each step the first time and after talking, and what is in the
    middle; of what people expect, which has no order, what most of them expect.
    """
    phrases = words(language)
    judged = [[scale(getattr(each, field)) for each in own if getattr(each, field)] for own in both]
    before, after = (spread(each) for each in judged)
    most = max([1, *before.values(), *(after.values() if again else [])])
    middles = [
        (most_of(each) if scale is Expected else middle(each)) if each else None for each in judged
    ]
    told = [phrases[f"{name}_{each.value}"] if each else "" for each in middles]
    return {
        "title": phrases[f"judged_{name}"],
        "middle": told[0],
        "middle_after": told[1] if again else "",
        "rows": [
            {
                "label": phrases[f"{name}_{step.value}"],
                "before": count,
                "after": after.get(step, 0) if again else None,
                "width": round(100 * count / most),
                "width_after": round(100 * after.get(step, 0) / most) if again else 0,
            }
            for step, count in before.items()
        ],
    }


def mix_shown(parts: Iterable[Part], prefix: str, language: str) -> list[dict[str, Any]]:
    """The mix of a group: each part in words, with who is missing."""
    phrases = words(language)
    return [
        {
            "name": phrases[f"{prefix}_{each.key}"],
            "wanted": each.wanted,
            "invited": each.invited,
            "present": each.present,
            "short": each.short_of_invited,
            "absent": each.short_of_present,
        }
        for each in parts
    ]


def questions_asked(language: str) -> list[dict[str, str]]:
    """The four questions that everybody writes on alone."""
    phrases = words(language)
    asked = (Said.SEEN, Said.EXPLAINED, Said.HIT, Said.MISSING)
    return [
        {
            "said": each.value,
            "label": phrases[f"write_{each.value}"],
            "help": phrases[f"write_{each.value}_help"],
        }
        for each in asked
    ]


def timer_shown(session: Session) -> dict[str, Any] | None:
    """When the time is up; ``None`` when no clock runs."""
    until = session.timer_until
    if until is None or until < timezone.now():
        return None
    return {
        "iso": until.isoformat(timespec="seconds"),
        "until": f"{timezone.localtime(until):%H:%M}",
        "left": int((until - timezone.now()).total_seconds()),
    }


def member_home(session: Session) -> str:
    """Where a participant starts."""
    return reverse("take_part", args=[session.pk])


def waits_for_people(session: Session) -> bool:
    """Whether participants are writing alone now."""
    return session.stage in (Phase.ALONE, Phase.AGAIN)
