"""Putting two signals together that say the same."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from duidelijk.catalogue import Text
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda import raising, showing
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.desk_views import signal_for
from duidelijk.web.agenda.likeness import alike_signal
from duidelijk.web.agenda.parties import visible_to
from duidelijk.web.agenda.stepping import LONGEST_REASON, Told
from duidelijk.web.typed_text import plain, whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def merge(request: HttpRequest, key: int) -> HttpResponse:
    """The signals that resemble this one, and the choice of which one it goes into."""
    assert isinstance(request.user, User)
    language, signal = get_language() or "nl", signal_for(request.user, key)
    last = signal.steps.filter(thing="signal").last()
    into = whole_number(request.POST.get("into", "")) or whole_number(
        request.POST.get("number", "")
    )
    reason = plain(request.POST.get("reason", ""))
    seen = whole_number(request.POST.get("seen", "")) or (last.pk if last else 0)
    problem, status = "", 200
    if request.method == "POST":
        status = 400
        told = Told(reason=Text(reason[:LONGEST_REASON], ""), seen=seen)
        if not visible_to(request.user).filter(pk=into).exists():
            problem = words(language)["agenda_not_into_that"]
        else:
            try:
                raising.merge(key, into, told, request.user)
            except Overtaken:
                problem, status = words(language)["agenda_overtaken"], _CONFLICT
            except NotPossible as refused:
                problem = showing.why_not(refused, language)
            else:
                messages.success(request, words(language)["signal_merged"])
                return HttpResponseRedirect(reverse("signal_desk", args=[into]))
    context = {
        "key": key,
        "title": signal.title_in(language),
        "alike": alike_signal(signal, request.user, language),
        "problem": problem,
        "into": into,
        "reason": reason,
        "seen": seen,
    }
    return render_private(request, "agenda/merge.html", context, status=status)
