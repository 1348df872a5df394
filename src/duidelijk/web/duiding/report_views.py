"""What a session comes to: drafted, weighed, approved, read and taken along."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.catalogue import Text
from duidelijk.duiding.agreement import whole
from duidelijk.duiding.phases import Phase
from duidelijk.duiding.report import SessionReport
from duidelijk.duiding.scales import Confidence, Expected, Status
from duidelijk.publish.documents.session import session_docx, session_pdf
from duidelijk.publish.duiding.naming import by_words, chance_words
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import concluding, discussing, showing
from duidelijk.web.duiding.answering import TooLong
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.concluding import Draft, checksum, hindrances
from duidelijk.web.duiding.evidence import edition_of
from duidelijk.web.duiding.membership import leads, takes_part
from duidelijk.web.duiding.models import Approval, Item, Kind, Member, Outcome, Session, Weighing
from duidelijk.web.duiding.reporting import established_report, report_of
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.giving_back import typed_in
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409
_OPEN = (Phase.CONCLUDING, Phase.CLOSED)
_DRAFTED = (Phase.TOGETHER, Phase.AGAIN, Phase.CONCLUDING)
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


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
    report = report_of(session)
    context = {
        "session": showing.session_shown(session, language),
        "parts": _parts(session, report, language),
        "typed": typed,
        "revision": session.revision,
        "theirs": _introduced(session, typed) if status == _CONFLICT else [],
        "problem": problem,
        "may": session.stage in _DRAFTED,
        "kinds": list(Kind),
        "hindrances": [phrases[f"hindrance_{each}"] for each in hindrances(session, report)],
    }
    return render_private(request, "duiding/outcomes.html", context, status=status)


def _introduced(session: Session, typed: Mapping[str, str]) -> list[str]:
    """The introduction as it is kept, where other words were typed."""
    kept = {"nl": session.introduction_nl, "en": session.introduction_en}
    return [text for language, text in kept.items() if text and text != typed[language]]


def _outcomes(session: Session, kind: Kind) -> list[Outcome]:
    return list(session.outcomes.filter(withdrawn=None, kind=kind))


def _parts(session: Session, report: SessionReport, language: str) -> list[dict[str, Any]]:
    """Conclusions, signals and questions in order, each with the key it is changed by."""
    phrases = words(language)
    told: Mapping[Kind, Any] = {
        Kind.CONCLUSION: report.conclusions,
        Kind.SIGNAL: report.signals,
        Kind.QUESTION: report.questions,
    }
    return [
        {
            "kind": kind.value,
            "title": phrases[f"outcomes_{kind}"],
            "none": phrases[f"outcomes_{kind}_none"],
            "rows": [
                _row(report, outcome, each, language)
                for outcome, each in zip(_outcomes(session, kind), told[kind], strict=True)
            ],
        }
        for kind in Kind
    ]


def _row(report: SessionReport, outcome: Outcome, told: Any, language: str) -> dict[str, Any]:
    phrases = words(language)
    text: Text = told.text
    row = {
        "key": outcome.pk,
        "id": told.id,
        "text": text.to(language) or text.nl,
        "in_dutch": language == "en" and not text.en,
        "statements": [
            {
                "by": by_words(each.by, language),
                "text": each.text,
                "evidence": [one.caption.to(language) or one.caption.nl for one in each.evidence],
            }
            for each in map(report.statement, told.statements)
        ],
    }
    if outcome.kind == Kind.CONCLUSION:
        row |= {
            "status": told.status.value,
            "status_words": phrases[f"conclusion_{told.status}"],
            "put": told.suggested is not None and told.suggested is not told.status,
            "suggested": phrases[f"conclusion_{told.suggested}"] if told.suggested else "",
            "confidence": phrases[f"confidence_{told.confidence}"] if told.confidence else "",
            "chance": chance_words(told.confidence, language) if told.confidence else "",
            "agreement": [
                {"name": phrases[f"perspective_{key}"], "count": count}
                for key, count in told.agreement.items()
            ],
            "total": whole(told.agreement),
            "dissent": [
                {"by": by_words(each.by, language), "reason": each.reason} for each in told.dissent
            ],
            "evidence": [one.caption.to(language) or one.caption.nl for one in told.evidence],
            "expected": phrases[f"expected_{told.expectation.expected}"]
            if told.expectation
            else "",
        }
    elif outcome.kind == Kind.SIGNAL:
        row["asked"] = told.asked_of
    else:
        row["asked"] = by_words(told.asked_by, language) if told.asked_by else ""
    return row


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
        "may": session.stage in _DRAFTED,
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
        "items": session.items.filter(state=Item.State.ON),
        "themes": [
            {"id": each.id, "title": each.title.to(language), "chosen": each.id in draft.themes}
            for each in (monitor.themes if monitor else ())
        ],
        "groups": [
            {"id": each.id, "title": each.title.to(language), "chosen": each.id in draft.groups}
            for each in (monitor.target_groups if monitor else ())
        ],
        "statuses": showing.scale("conclusion", Status, draft.status, language),
        "confidences": showing.scale("confidence", Confidence, draft.confidence, language),
        "expectations": showing.scale("expected", Expected, draft.expected, language),
        "members": [
            {
                "key": each.pk,
                "name": f"{each.name} ({showing.by_inside(each, language)})",
                "chosen": each.pk == draft.asked_by,
            }
            for each in members
        ],
        "statements": _choosable(session, draft, language),
    }


def _choosable(session: Session, draft: Draft, language: str) -> list[dict[str, Any]]:
    """Statements to rest on, by item; those of the item itself first."""
    items = sorted(
        session.items.filter(state=Item.State.ON), key=lambda each: each.pk != draft.item
    )
    chosen = set(draft.statements)
    return [
        {
            "title": each.title,
            "own": each.pk == draft.item,
            "rows": [
                row | {"chosen": row["key"] in chosen}
                for row in showing.statements_of(session, each, language)
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


@require_safe
@leads
def desk_report(request: HttpRequest, session: Session) -> HttpResponse:
    """The report as it stands."""
    return _report_page(request, session, None)


@require_safe
@leads
def desk_report_file(request: HttpRequest, session: Session, ending: str) -> HttpResponse:
    """The report as a document, also while it is a draft."""
    return _file(session, ending)


@require_safe
@takes_part
def report(request: HttpRequest, member: Member) -> HttpResponse:
    """The report for who took part: read it, weigh every conclusion, say whether it is right."""
    if member.session.stage not in _OPEN:
        raise Http404("not concluded yet")
    return _report_page(request, member.session, member)


@require_safe
@takes_part
def report_file(request: HttpRequest, member: Member, ending: str) -> HttpResponse:
    """The report as a document."""
    if member.session.stage not in _OPEN:
        raise Http404("not concluded yet")
    return _file(member.session, ending)


def _report_page(
    request: HttpRequest,
    session: Session,
    member: Member | None,
    problem: str = "",
    status: int = 200,
    weighed_now: Mapping[int, Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """The report; *weighed_now* is a stance that was just sent and not kept, by outcome."""
    language, told = get_language() or "nl", established_report(session)
    own = Approval.objects.filter(member=member).first() if member else None
    seen, weighed = checksum(told), {**_weighed(member), **(weighed_now or {})}
    approving = {"agrees": request.POST.get("agrees"), "remark": request.POST.get("remark", "")}
    lost = problem and session.stage is not Phase.CONCLUDING
    parts = _parts(session, told, language)
    for part in parts:
        part["rows"] = [row | {"own": weighed.get(row["key"])} for row in part["rows"]]
    context = {
        "session": showing.session_shown(session, language),
        "report": told,
        "introduction": told.introduction.to(language) or told.introduction.nl,
        "parts": parts,
        "took_part": [
            {"name": words(language)[f"perspective_{key}"], "count": count}
            for key, count in told.perspectives.items()
        ],
        "missing": [words(language)[f"perspective_{each}"] for each in told.missing],
        "remarks": [
            {"by": by_words(each.by, language), "reason": each.reason}
            for each in told.established.remarks
        ],
        "afterwards": showing.afterwards(session, language),
        "member": member,
        "open": session.stage is Phase.CONCLUDING,
        "seen": seen,
        "approval": own,
        "approval_current": own is not None and own.of == seen,
        "approving": approving if problem and "agrees" in request.POST else None,
        "lost": typed_in(request) if lost else [],
        "stances": showing.stances(language),
        "problem": problem,
        "typed": request.POST,
    }
    return render_private(request, "duiding/report.html", context, status=status)


def _weighed(member: Member | None) -> dict[int, dict[str, Any]]:
    """What a participant thinks of each conclusion, and whether that was of the present words."""
    own = Weighing.objects.filter(member=member).exclude(outcome=None).select_related("outcome")
    return {
        each.outcome_id or 0: {
            "stance": each.stance,
            "reason": each.reason,
            "current": each.outcome is not None and each.made >= each.outcome.worded,
        }
        for each in own
    }


@require_POST
@takes_part
def weigh_outcome(request: HttpRequest, member: Member, outcome: int) -> HttpResponse:
    """Say what one thinks of a draft conclusion."""
    phrases, problem, status = words(get_language()), "", 200
    try:
        discussing.weigh_outcome(
            member, outcome, request.POST.get("stance", ""), request.POST.get("reason", "")
        )
    except NotNow:
        problem, status = phrases["not_to_weigh"], 409
    except (ValueError, Outcome.DoesNotExist):
        problem, status = phrases["stance_missing"], 400
    except TooLong:
        problem, status = phrases["statement_over"].format(most=discussing.LONGEST_REASON), 400
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"problem": problem}, status=status)
    if problem:
        sent = {"stance": request.POST.get("stance", ""), "reason": request.POST.get("reason", "")}
        typed = {outcome: sent | {"current": True}}
        return _report_page(request, member.session, member, problem, status, typed)
    return HttpResponseRedirect(
        f"{reverse('session_report', args=[member.session_id])}#uitkomst-{outcome}"
    )


@require_POST
@takes_part
def approve(request: HttpRequest, member: Member) -> HttpResponse:
    """Say whether the report tells what was said."""
    phrases, problem, status = words(get_language()), "", 200
    answer, seen = request.POST.get("agrees", ""), request.POST.get("seen", "")
    if answer not in ("yes", "no"):
        problem, status = phrases["approval_missing"], 400
    else:
        try:
            concluding.approve(member, answer == "yes", request.POST.get("remark", ""), seen)
        except NotNow:
            problem, status = phrases["not_to_weigh"], 409
        except ValueError:
            problem = phrases["statement_over"].format(most=concluding.LONGEST)
            status = 400
    if problem:
        return _report_page(request, member.session, member, problem, status)
    messages.success(request, phrases["approval_kept"])
    return HttpResponseRedirect(reverse("session_report", args=[member.session_id]))


def _file(session: Session, ending: str) -> HttpResponse:
    edition, language = edition_of(session.edition), get_language() or "nl"
    if edition is None or ending not in _TYPES:
        raise Http404("no such document")
    make = session_pdf if ending == "pdf" else session_docx
    draft = session.stage is not Phase.CLOSED
    made = make(established_report(session), edition, language, settings.ADDRESS, draft=draft)
    response = HttpResponse(made, content_type=_TYPES[ending])
    response["Content-Disposition"] = f'inline; filename="sessie-{session.pk}.{ending}"'
    return response
