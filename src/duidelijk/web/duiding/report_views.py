"""The report of a session: read, weighed, approved and taken along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from duidelijk.duiding.phases import Phase
from duidelijk.publish.documents.session import session_docx, session_pdf
from duidelijk.publish.duiding.naming import by_words
from duidelijk.web.duiding import concluding, discussing, showing, showing_scales
from duidelijk.web.duiding.answering import TooLong
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.concluding import checksum, checksums
from duidelijk.web.duiding.evidence import edition_of
from duidelijk.web.duiding.membership import leads, takes_part
from duidelijk.web.duiding.models import Approval, Member, Outcome, Session, Weighing
from duidelijk.web.duiding.reporting import last_report, outcomes_of
from duidelijk.web.duiding.telling import parts_of
from duidelijk.web.words import words
from duidelijk.web.workspace.giving_back import typed_in
from duidelijk.web.workspace.rendering import render_private

_OPEN = (Phase.CONCLUDING, Phase.CLOSED)
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


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
    language, outcomes = get_language() or "nl", outcomes_of(session)
    told = last_report(session, outcomes)
    own = Approval.objects.filter(member=member).first() if member else None
    seen, weighed = checksum(told, language), {**_weighed(member), **(weighed_now or {})}
    approving = {"agrees": request.POST.get("agrees"), "remark": request.POST.get("remark", "")}
    lost = problem and session.stage is not Phase.CONCLUDING
    parts = parts_of(told, outcomes, language)
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
        "approval_current": own is not None and own.of in checksums(told),
        "approving": approving if problem and "agrees" in request.POST else None,
        "lost": typed_in(request) if lost else [],
        "stances": showing_scales.stances(language),
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
            "current": each.outcome is not None
            and each.made >= each.outcome.worded_in(each.language),
        }
        for each in own
    }


@require_POST
@takes_part
def weigh_outcome(request: HttpRequest, member: Member, outcome: int) -> HttpResponse:
    """Say what one thinks of a draft conclusion."""
    phrases, problem, status = words(get_language()), "", 200
    sent = {"stance": request.POST.get("stance", ""), "reason": request.POST.get("reason", "")}
    read = {"worded": request.POST.get("worded", ""), "language": get_language() or "nl"}
    try:
        discussing.weigh_outcome(member, outcome, **sent, **read)
    except Overtaken:
        problem, status = phrases["weighed_overtaken"], 409
    except NotNow:
        problem, status = phrases["not_to_weigh"], 409
    except (ValueError, Outcome.DoesNotExist):
        problem, status = phrases["stance_missing"], 400
    except TooLong:
        problem, status = phrases["statement_over"].format(most=discussing.LONGEST_REASON), 400
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"problem": problem}, status=status)
    if problem:
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
    made = make(last_report(session), edition, language, settings.ADDRESS, draft=draft)
    response = HttpResponse(made, content_type=_TYPES[ending])
    response["Content-Disposition"] = f'inline; filename="sessie-{session.pk}.{ending}"'
    return response
