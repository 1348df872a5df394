"""The front of the workspace, the list of jobs and the log."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from duidelijk.publish.numbers import number
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.recovering import done_by_others
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right, roles_in_words
from duidelijk.web.agenda.waiting import waiting_for
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.showing import moment_words, shown_events
from duidelijk.web.duiding.showing import sessions_of
from duidelijk.web.editorial.showing import due_rows
from duidelijk.web.operations.recording import recent_jobs_rows
from duidelijk.web.questions.models import Question
from duidelijk.web.words import words
from duidelijk.web.workspace.giving_back import typed_in
from duidelijk.web.workspace.rendering import render_private

_ON_A_PAGE = 100
_JOBS_SHOWN = 100


@require_safe
@requires(Right.WORKSPACE)
def front(request: HttpRequest) -> HttpResponse:
    """What there is to do for who signed in."""
    assert isinstance(request.user, User)
    language = get_language() or "nl"
    context = {
        "roles": roles_in_words(request.user.roles, words(language)),
        "due": due_rows(language) if request.user.may(Right.READ_REVIEW) else None,
        "sessions": sessions_of(request.user, language),
        "questions": Question.objects.filter(answered=None).count()
        if request.user.may(Right.ANSWER)
        else 0,
        "raises": request.user.may(Right.RAISE_SIGNALS),
        "agenda": waiting_for(request.user, language),
        "by_others": shown_events(done_by_others(request.user)),
    }
    return render_private(request, "workspace/front.html", context)


@require_safe
@requires(Right.SEE_JOBS)
def jobs(request: HttpRequest) -> HttpResponse:
    """The latest runs of commands that write."""
    phrases = words(get_language())
    found = [
        {
            "command": each.command,
            "subject": each.subject,
            "started": moment_words(each.started),
            "took": _seconds(each.seconds),
            "outcome": phrases[f"outcome_{each.outcome.replace(' ', '_')}"],
            "message": each.reason,
        }
        for each in recent_jobs_rows(_JOBS_SHOWN)
    ]
    return render_private(request, "workspace/jobs.html", {"jobs": found})


def _seconds(took: float | None) -> str:
    return "" if took is None else f"{number(took, 1, get_language() or 'nl')} s"


@require_safe
@requires(Right.READ_LOG)
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    about = request.GET.get("over", "").strip()[:400]
    events = Event.objects.filter(subject=about) if about else Event.objects.all()
    page = Paginator(events, _ON_A_PAGE).get_page(request.GET.get("pagina"))
    context = {"page": page, "about": about, "events": shown_events(page)}
    return render_private(request, "workspace/log.html", context)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form whose proof that it came from this site is missing or out of date; what was typed
    in it comes back.
    """
    context = {"sent": typed_in(request)}
    return render_private(request, "workspace/form_too_old.html", context, status=403)
