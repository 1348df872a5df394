"""What is done: the action, its milestones."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from duidelijk.agenda.workflow import Thing
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda import acting, showing
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.desk_views import signal_for
from duidelijk.web.agenda.forms import ActionForm, MilestoneForm
from duidelijk.web.agenda.models import Action, Addressee, Signal
from duidelijk.web.agenda.parties import answers_for
from duidelijk.web.agenda.seeing import asks_seen, title_for
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


def action_of(signal: Signal, key: int) -> Action:
    """An action of a signal. 404 for none."""
    found = signal.actions.select_related("owner").filter(pk=key).first()
    if found is None:
        raise Http404("no such action")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def new_action(request: HttpRequest, key: int) -> HttpResponse:
    """The form for something that somebody is going to do."""
    assert isinstance(request.user, User)
    user, language = request.user, get_language() or "nl"
    signal = signal_for(user, key)
    if not (user.may(Right.KEEP_AGENDA) or user.may(Right.ANSWER_FOR)):
        return render_private(request, "agenda/not_yours.html", {"key": key}, status=403)
    own = [each for each in Addressee.objects.filter(retired=None) if answers_for(user, each)]
    initial = {"action_owner": own[0].pk if own else None, "action_ask": request.GET.get("vraag")}
    form = ActionForm(request.POST or None, asks=asks_seen(user, signal), initial=initial)
    token = request.POST.get("token") or secrets.token_urlsafe(16)
    if request.method == "POST" and form.is_valid():
        try:
            made = acting.plan(key, form.draft(), token, user)
        except NotPossible as refused:
            form.add_error(None, showing.why_not(refused, language))
        else:
            return _back(key, made.pk)
    called = title_for(user, signal, language)
    context = {"form": form, "token": token, "key": key, "signal": called}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/action.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def reword_action(request: HttpRequest, key: int, of: int) -> HttpResponse:
    """Word an action otherwise, and keep its money and what it should move."""
    assert isinstance(request.user, User)
    language, signal = get_language() or "nl", signal_for(request.user, key)
    action = action_of(signal, of)
    if not acting.may_keep(signal, action, request.user):
        return render_private(request, "agenda/not_yours.html", {"key": key}, status=403)
    initial = ActionForm.initial_of(action)
    form = ActionForm(
        request.POST or None, asks=asks_seen(request.user, signal), before=action, initial=initial
    )
    revision, status = str(signal.revision), 200
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            try:
                told = whole_number(revision)
                acting.reword_action(key, of, form.draft(), told, request.user)
            except Overtaken:
                form.add_error(None, words(language)["agenda_overtaken"])
                revision, status = str(signal.revision), _CONFLICT
            except NotPossible as refused:
                form.add_error(None, showing.why_not(refused, language))
            else:
                messages.success(request, words(language)["saved"])
                return _back(key, of)
    context = {
        "form": form,
        "based_on": revision,
        "key": key,
        "of": of,
        "signal": title_for(request.user, signal, language),
        "theirs": showing.kept_otherwise(form) if status == _CONFLICT else [],
    }
    return render_private(request, "agenda/action.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def new_milestone(request: HttpRequest, key: int, of: int) -> HttpResponse:
    """The form for something that is to be there on a day."""
    assert isinstance(request.user, User)
    language, signal = get_language() or "nl", signal_for(request.user, key)
    action = action_of(signal, of)
    if not acting.may_keep(signal, action, request.user):
        return render_private(request, "agenda/not_yours.html", {"key": key}, status=403)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        due = form.cleaned_data["milestone_due"]
        try:
            acting.set_milestone(key, of, form.both("milestone_text"), due, request.user)
        except NotPossible as refused:
            form.add_error(None, showing.why_not(refused, language))
        else:
            return _back(key, of)
    context = {"form": form, "key": key, "action": showing.row_words(action, language)}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/milestone.html", context, status=status)


def _back(key: int, action: int) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('signal_desk', args=[key])}{showing.anchor(Thing.ACTION, action)}"
    )
