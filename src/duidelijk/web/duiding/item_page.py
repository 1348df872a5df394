"""The page of one thing on the agenda, as a participant sees it in each phase."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.urls import reverse
from django.utils.translation import get_language

from duidelijk.duiding.phases import Phase, round_of
from duidelijk.web.duiding import answering, live, showing, showing_scales, showing_talk
from duidelijk.web.duiding.answering import (
    ASKED,
    LONGEST,
    Typed,
)
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.membership import device_key
from duidelijk.web.duiding.models import Answer, Item, Member, Statement, Weighing
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


def item_page(
    request: HttpRequest,
    member: Member,
    found: Item,
    typed: Typed | None = None,
    problem: str = "",
    status: int = 200,
    lost: Sequence[str] = (),
) -> HttpResponse:
    """The page of an item; *lost* is what was typed in a form that it does not hold any more."""
    session, language = member.session, get_language() or "nl"
    round_ = round_of(session.stage)
    context: dict[str, Any] = {
        "session": showing.session_shown(session, language),
        "member": member,
        "item": showing.item_shown(session, found, language),
        "problem": problem,
        "state": live.state(session),
        "longest": LONGEST,
        "token": secrets.token_urlsafe(16),
        "neighbours": _neighbours(session.pk, found),
        "typed": request.POST.get("text", ""),
        "detail": request.POST.get("detail", ""),
        "lost": lost,
        "own_key": device_key(member),
        "arrived": answering.arrived(member, found),
        "asked": showing_scales.questions_asked(language),
    }
    if round_ is not None:
        context["answer"] = _answer_shown(member, found, round_, typed, language)
        context["round"] = round_
        if typed is not None and status == _CONFLICT:
            kept = answering.answer_of(member, found, round_).texts
            context["theirs"] = [kept[said] for said in ASKED if said in kept]
    elif typed is not None:
        details = [each.detail for each in typed.bases.values()]
        context["lost"] = [text for text in (*typed.texts.values(), *details) if text]
    if session.stage is not Phase.PREPARING and session.stage is not Phase.ALONE:
        context["talk"] = live.talk(session, found, language, table=member.table).markup
        context["own"] = live.own_of(member, found)
        context["own_statements"] = _own_statements(member, found, language)
        context["own_stances"] = _own_stances(member, found, language)
        context["late"] = answering.unopened(member, found)
        context["bases"] = showing_scales.bases({}, context["item"]["figure"] is not None, language)
    return render_private(request, "duiding/item.html", context, status=status)


def _answer_shown(
    member: Member, found: Item, round_: int, typed: Typed | None, language: str
) -> dict[str, Any]:
    """The form of a round: as it was kept, or as it was just typed."""
    kept = answering.answer_of(member, found, round_)
    shown = Answer(seriousness=kept.seriousness, confidence=kept.confidence, expected=kept.expected)
    texts, bases = dict(kept.texts), dict(kept.bases)
    if typed is not None:
        texts = dict(typed.texts)
        bases = {said: basis.plain() for said, basis in typed.bases.items()}
        shown.seriousness, shown.confidence = typed.seriousness, typed.confidence
        shown.expected = typed.expected
    has_figure = item_evidence(member.session, found) is not None
    return {
        "revision": kept.revision if kept.pk else 0,
        "handed_in": kept.handed_in is not None and typed is None,
        "questions": [
            each
            | {
                "text": texts.get(each["said"], ""),
                "bases": showing_scales.bases(bases.get(each["said"], {}), has_figure, language),
                "detail": bases.get(each["said"], {}).get("detail", ""),
            }
            for each in showing_scales.questions_asked(language)
        ],
        **showing_scales.scales(shown, language),
        "has_figure": has_figure,
    }


def _own_statements(member: Member, found: Item, language: str) -> list[dict[str, Any]]:
    own = Statement.objects.filter(member=member, item=found, withdrawn=None)
    shown = own.select_related("member").prefetch_related("cited").order_by("id")
    return [showing_talk.statement_shown(each, language) for each in shown]


def _own_stances(member: Member, found: Item, language: str) -> list[dict[str, Any]]:
    own = Weighing.objects.filter(member=member, explanation__item=found)
    return [
        {
            "title": each.explanation.title if each.explanation else "",
            "stance": words(language)[f"stance_{each.stance}"],
        }
        for each in own.select_related("explanation")
    ]


def _neighbours(session: int, found: Item) -> dict[str, str]:
    """The items before and after on the agenda."""
    keys = list(
        Item.objects.filter(session_id=session, state=Item.State.ON).values_list("pk", flat=True)
    )
    at = keys.index(found.pk) if found.pk in keys else -1
    return {
        name: reverse("item", args=[session, keys[to]])
        for name, to in (("before", at - 1), ("after", at + 1))
        if at >= 0 and 0 <= to < len(keys)
    }
