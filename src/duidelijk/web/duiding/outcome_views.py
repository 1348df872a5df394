"""Drafting what a session comes to: conclusions, signals and questions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from duidelijk.duiding.scales import Confidence, Expected, Status
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import concluding, showing, showing_scales, showing_talk
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.concluding import DRAFTED, Draft, hindrances
from duidelijk.web.duiding.evidence import edition_of
from duidelijk.web.duiding.membership import leads
from duidelijk.web.duiding.models import Item, Kind, Outcome, Session
from duidelijk.web.duiding.reporting import outcomes_of, report_of
from duidelijk.web.duiding.telling import parts_of
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def outcomes(request: HttpRequest, session: Session) -> HttpResponse:
    """Everything the session comes to, with the words the report opens with."""
    phrases, problem, status = words(get_language()), "", 200
    typed = {"nl": session.introduction_nl, "en": session.introduction_en}
    if request.method == "POST" and "readings" in request.POST:
        assert isinstance(request.user, User)
        try:
            concluding.conclude_from_all(session.pk, request.user)
        except NotNow:
            messages.error(request, phrases["not_to_conclude"])
        return HttpResponseRedirect(reverse("outcomes", args=[session.pk]))
    if request.method == "POST":
        typed = {each: request.POST.get(f"introduction_{each}", "") for each in typed}
        assert isinstance(request.user, User)
        revision = whole_number(request.POST.get("based_on", ""))
        try:
            concluding.introduce(session.pk, typed["nl"], typed["en"], revision, request.user)
        except Overtaken:
            problem, status = phrases["session_overtaken"], 409
        except NotNow:
            problem, status = phrases["not_to_conclude"], 409
        except ValueError:
            most = concluding.LONGEST_INTRODUCTION
            problem, status = phrases["statement_over"].format(most=most), 400
        else:
            messages.success(request, phrases["saved"])
            return HttpResponseRedirect(reverse("outcomes", args=[session.pk]))
    language = get_language() or "nl"
    outcomes = outcomes_of(session)
    report = report_of(session, outcomes)
    context = {
        "session": showing.session_shown(session, language),
        "parts": parts_of(report, outcomes, language),
        "typed": typed,
        "revision": session.revision,
        "theirs": _introduced(session, typed) if status == _CONFLICT else [],
        "problem": problem,
        "may": session.stage in DRAFTED,
        "kinds": list(Kind),
        "hindrances": [phrases[f"hindrance_{each}"] for each in hindrances(session, report)],
    }
    return render_private(request, "duiding/outcomes.html", context, status=status)


def _introduced(session: Session, typed: Mapping[str, str]) -> list[str]:
    """The introduction as it is kept, where other words were typed."""
    kept = {"nl": session.introduction_nl, "en": session.introduction_en}
    return [text for language, text in kept.items() if text and text != typed[language]]


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def new_outcome(request: HttpRequest, session: Session, kind: str) -> HttpResponse:
    """The form for another conclusion, signal or question."""
    if kind not in set(Kind):
        raise Http404("no such kind")
    return _outcome_form(request, session, Outcome(session=session, kind=kind))


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def outcome(request: HttpRequest, session: Session, outcome: int) -> HttpResponse:
    """Change a conclusion, a signal or a question, or take it out of the report."""
    found = session.outcomes.filter(pk=outcome, withdrawn=None).first()
    if found is None:
        raise Http404("no such outcome")
    assert isinstance(request.user, User)
    if request.method == "POST" and "withdraw" in request.POST:
        try:
            concluding.withdraw(session.pk, found.pk, request.user)
        except NotNow:
            messages.error(request, words(get_language())["not_to_conclude"])
        return HttpResponseRedirect(reverse("outcomes", args=[session.pk]))
    return _outcome_form(request, session, found)


def _outcome_form(request: HttpRequest, session: Session, found: Outcome) -> HttpResponse:
    phrases, problem, status = words(get_language()), "", 200
    draft = _draft(request, found) if request.method == "POST" else _drafted(found)
    based_on = found.revision
    if request.method == "POST":
        assert isinstance(request.user, User)
        try:
            if found.pk:
                revision = whole_number(request.POST.get("based_on", ""))
                concluding.change(session.pk, found.pk, draft, revision, request.user)
            else:
                token = request.POST.get("token", "") or secrets.token_urlsafe(16)
                concluding.put(session.pk, draft, token[:40], request.user)
        except NotNow:
            problem, status = phrases["not_to_conclude"], 409
        except Overtaken:
            problem, status = phrases["outcome_overtaken"], 409
        except ValueError as error:
            key = "outcome_needs_words" if str(error) == "empty" else "statement_over"
            problem = phrases[key].format(most=concluding.LONGEST)
            status = 400
        else:
            return HttpResponseRedirect(reverse("outcomes", args=[session.pk]))
    context = _form_around(session, found, draft, get_language() or "nl") | {
        "problem": problem,
        "based_on": based_on,
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
        "may": session.stage in DRAFTED,
        "theirs": found if status == 409 and found.pk else None,
    }
    return render_private(request, "duiding/outcome.html", context, status=status)


def _form_around(session: Session, found: Outcome, draft: Draft, language: str) -> dict[str, Any]:
    """The choices of the form of an outcome."""
    edition = edition_of(session.edition)
    monitor = edition.monitor if edition else None
    members = session.members.exclude(joined=None).filter(erased=None)
    return {
        "session": showing.session_shown(session, language),
        "kind": found.kind,
        "key": found.pk,
        "draft": draft,
        "items": showing.agenda_of(session, language),
        "themes": [
            {"id": each.id, "title": each.title.to(language), "chosen": each.id in draft.themes}
            for each in (monitor.themes if monitor else ())
        ],
        "groups": [
            {"id": each.id, "title": each.title.to(language), "chosen": each.id in draft.groups}
            for each in (monitor.target_groups if monitor else ())
        ],
        "statuses": showing_scales.scale("conclusion", Status, draft.status, language),
        "confidences": showing_scales.scale("confidence", Confidence, draft.confidence, language),
        "group_sure": _group_sure(found, language),
        "expectations": showing_scales.scale("expected", Expected, draft.expected, language),
        "members": [
            {
                "key": each.pk,
                "name": f"{each.name} ({showing_talk.by_inside(each, language)})",
                "chosen": each.pk == draft.asked_by,
            }
            for each in members
        ],
        "statements": _choosable(session, draft, language),
    }


def _group_sure(found: Outcome, language: str) -> str:
    """How sure people were, in the middle, each of the explanation they gave themselves."""
    sure, _ = concluding.judged(found.item) if found.item else ("", "")
    return words(language)[f"confidence_{sure}"] if sure else ""


def _choosable(session: Session, draft: Draft, language: str) -> list[dict[str, Any]]:
    """Statements to rest on, by item; those of the item itself first."""
    items = sorted(
        session.items.filter(state=Item.State.ON), key=lambda each: each.pk != draft.item
    )
    chosen = set(draft.statements)
    return [
        {
            "title": each.title_in(language),
            "own": each.pk == draft.item,
            "rows": [
                row | {"chosen": row["key"] in chosen}
                for row in showing_talk.statements_of(session, each, language)
                if not row["replaced"] and not row["withdrawn"]
            ],
        }
        for each in items
    ]


def _drafted(found: Outcome) -> Draft:
    """An outcome as it was kept."""
    keys = list(found.statements.values_list("pk", flat=True)) if found.pk else []
    return Draft(
        kind=found.kind,
        text_nl=found.text_nl,
        text_en=found.text_en,
        item=found.item_id,
        themes=found.themes,
        groups=found.groups,
        status=found.status,
        confidence=found.confidence,
        expected=found.expected,
        asked_of=found.asked_of,
        asked_by=found.asked_by_id,
        statements=keys,
    )


def _draft(request: HttpRequest, found: Outcome) -> Draft:
    """An outcome as it was typed."""
    sent = request.POST
    edition = edition_of(found.session.edition)
    monitor = edition.monitor if edition else None
    themes = {each.id for each in (monitor.themes if monitor else ())} | {*found.themes}
    groups = {each.id for each in (monitor.target_groups if monitor else ())} | {*found.groups}
    return Draft(
        kind=found.kind,
        text_nl=sent.get("text_nl", ""),
        text_en=sent.get("text_en", ""),
        item=whole_number(sent.get("item", "")) or None,
        themes=[each for each in sent.getlist("theme") if each in themes],
        groups=[each for each in sent.getlist("group") if each in groups],
        status=sent.get("status", ""),
        confidence=sent.get("confidence", ""),
        expected=sent.get("expected", ""),
        asked_of=sent.get("asked_of", ""),
        asked_by=whole_number(sent.get("asked_by", "")) or None,
        statements=[whole_number(each) for each in sent.getlist("statement")],
    )
