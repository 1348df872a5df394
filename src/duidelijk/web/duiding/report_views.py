"""The report of a session: read, weighed, approved and taken along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
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
from duidelijk.web.duiding.membership import device_key, leads, takes_part
from duidelijk.web.duiding.models import Approval, Kind, Member, Outcome, Session, Weighing
from duidelijk.web.duiding.reporting import last_report, outcomes_of
from duidelijk.web.duiding.telling import parts_of
from duidelijk.web.typed_text import plain
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
    left: _Left | None = None,
) -> HttpResponse:
    """The report, with what is *left* of a form that was sent and not kept."""
    left = left or _Left()
    language, outcomes = get_language() or "nl", outcomes_of(session)
    told = last_report(session, outcomes)
    own = Approval.objects.filter(member=member).first() if member else None
    seen, weighed = checksum(told, language), {**_weighed(member), **left.weighed}
    approving = {"agrees": request.POST.get("agrees"), "remark": request.POST.get("remark", "")}
    lost = left.problem and session.stage is not Phase.CONCLUDING
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
            if any(told.perspectives)
        ],
        "missing": [words(language)[f"perspective_{each}"] for each in told.missing],
        "remarks": [
            {"by": by_words(each.by, language), "reason": each.reason}
            for each in told.established.remarks
        ],
        "afterwards": showing.afterwards(session, language),
        "member": member,
        "own_key": device_key(member) if member else "",
        "open": session.stage is Phase.CONCLUDING,
        "seen": seen,
        "approval": own,
        "approval_current": own is not None and own.of in checksums(told),
        "approving": approving if left.problem else None,
        "lost": typed_in(request) if lost else [],
        "stances": showing_scales.stances(language),
        "problem": left.problem,
    }
    return render_private(request, "duiding/report.html", context, status=left.status)


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
    """Keep what one thinks of every conclusion, and of the report; sent from one of them."""
    left = _keep(request, member, outcome)
    if left.problem:
        return _report_page(request, member.session, member, left)
    here = reverse("session_report", args=[member.session_id])
    return HttpResponseRedirect(f"{here}#uitkomst-{outcome}")


@require_POST
@takes_part
def approve(request: HttpRequest, member: Member) -> HttpResponse:
    """Say whether the report tells what was said; what one thinks of conclusions is kept too."""
    left = _keep(request, member)
    if not left.problem and "agrees" not in request.POST:
        left.is_wrong(words(get_language())["approval_missing"])
    if left.problem:
        return _report_page(request, member.session, member, left)
    messages.success(request, words(get_language())["approval_kept"])
    return HttpResponseRedirect(reverse("session_report", args=[member.session_id]))


@dataclass
class _Left:
    """What of a form was not kept, and why."""

    problem: str = ""
    status: int = 200
    weighed: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By outcome, the stance and the reason that stay on the form."""

    def is_wrong(self, problem: str, status: int = 400) -> None:
        self.problem, self.status = problem, status


def _keep(request: HttpRequest, member: Member, asked: int | None = None) -> _Left:
    """Keep all that is on the form of a report: whichever button is pressed, nothing is lost.

    *asked* is the conclusion whose button it was.
    """
    left, known = _Left(), _weighed(member)
    drafted = member.session.outcomes.filter(withdrawn=None, kind=Kind.CONCLUSION.value)
    keys = list(drafted.values_list("pk", flat=True))
    for key in keys if asked is None or asked in keys else [*keys, asked]:
        sent = {name: request.POST.get(f"{name}-{key}", "") for name in ("stance", "reason")}
        if key != asked and _as_before(sent, known.get(key)):
            continue
        problem = _weigh(request, member, key, sent)
        if problem is not None:
            left.is_wrong(*problem)
            left.weighed[key] = sent | {"current": True}
    if "agrees" in request.POST and (problem := _approve(request, member)):
        left.is_wrong(*problem)
    return left


def _as_before(sent: Mapping[str, str], known: Mapping[str, Any] | None) -> bool:
    """Whether a form says of a conclusion what is kept of it already, or nothing."""
    reason = plain(sent["reason"])
    if not sent["stance"]:
        return reason in ("", known["reason"] if known else "")
    before = (known["stance"], known["reason"]) if known and known["current"] else None
    return (sent["stance"], reason) == before


def _weigh(
    request: HttpRequest, member: Member, key: int, sent: Mapping[str, str]
) -> tuple[str, int] | None:
    """Keep what one thinks of a conclusion; what is wrong, if anything, with its status."""
    phrases, language = words(get_language()), get_language() or "nl"
    worded = request.POST.get(f"worded-{key}", "")
    try:
        discussing.weigh_outcome(member, key, **sent, worded=worded, language=language)
    except Overtaken:
        return phrases["weighed_overtaken"], 409
    except NotNow:
        return phrases["not_to_weigh"], 409
    except (ValueError, Outcome.DoesNotExist):
        return phrases["stance_missing"], 400
    except TooLong:
        return phrases["statement_over"].format(most=discussing.LONGEST_REASON), 400
    return None


def _approve(request: HttpRequest, member: Member) -> tuple[str, int] | None:
    """Keep what one thinks of the report; what is wrong, if anything, with its status."""
    phrases = words(get_language())
    answer, seen = request.POST["agrees"], request.POST.get("seen", "")
    if answer not in ("yes", "no"):
        return phrases["approval_missing"], 400
    try:
        concluding.approve(member, answer == "yes", request.POST.get("remark", ""), seen)
    except NotNow:
        return phrases["not_to_weigh"], 409
    except ValueError:
        return phrases["statement_over"].format(most=concluding.LONGEST), 400
    return None


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
