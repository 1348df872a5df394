"""What is asked: its words, its note, and the meeting it is on."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.agenda.workflow import Thing
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda import asking, notes, showing
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.desk_views import signal_for
from duidelijk.web.agenda.dossiers import key_of
from duidelijk.web.agenda.forms import AskForm
from duidelijk.web.agenda.models import Ask, Meeting, Signal
from duidelijk.web.agenda.offers import asked_of_words
from duidelijk.web.agenda.seeing import dossier_for
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


def ask_of(signal: Signal, key: int) -> Ask:
    """An ask of a signal. 404 for none."""
    found = signal.asks.select_related("addressee").filter(pk=key).first()
    if found is None:
        raise Http404("no such ask")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def new_ask(request: HttpRequest, key: int) -> HttpResponse:
    """The form to ask something of somebody."""
    assert isinstance(request.user, User)
    language, signal = get_language() or "nl", signal_for(request.user, key)
    form = AskForm(request.POST or None, initial={"ask_kind": "proposal"})
    token = request.POST.get("token") or secrets.token_urlsafe(16)
    if request.method == "POST" and form.is_valid():
        try:
            ask = asking.draft_ask(key, form.draft(), token, request.user)
        except NotPossible as refused:
            form.add_error(None, showing.why_not(refused, language))
        else:
            return _back(key, ask.pk)
    context = {
        "form": form,
        "token": token,
        "key": key,
        "signal": signal.title_in(language),
        "suggested": asked_of_words(signal),
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_AGENDA)
def reword_ask(request: HttpRequest, key: int, of: int) -> HttpResponse:
    """Word an ask otherwise, until somebody agreed to it."""
    assert isinstance(request.user, User)
    language, signal = get_language() or "nl", signal_for(request.user, key)
    ask = ask_of(signal, of)
    form = AskForm(request.POST or None, before=ask, initial=AskForm.initial_of(ask))
    revision, status = str(signal.revision), 200
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            try:
                asking.reword_ask(key, of, form.draft(), whole_number(revision), request.user)
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
        "signal": signal.title_in(language),
        "theirs": showing.kept_otherwise(form) if status == _CONFLICT else [],
    }
    return render_private(request, "agenda/ask.html", context, status=status)


@require_safe
@requires(Right.RAISE_SIGNALS)
def note(request: HttpRequest, key: int, of: int) -> HttpResponse:
    """The signal note of an ask, as it will go out."""
    assert isinstance(request.user, User)
    signal, language = signal_for(request.user, key), get_language() or "nl"
    ask = ask_of(signal, of)
    dossier = dossier_for(request.user, signal)
    shown = notes.note_shown(dossier, key_of(Thing.ASK, ask.pk), language)
    if shown is None:
        raise Http404("not put to anybody yet")
    context = {"note": shown, "key": key, "of": of}
    return render_private(request, "agenda/note.html", context)


@require_safe
@requires(Right.RAISE_SIGNALS)
def note_file(request: HttpRequest, key: int, of: int) -> HttpResponse:
    """The same as a PDF."""
    assert isinstance(request.user, User)
    signal, language = signal_for(request.user, key), get_language() or "nl"
    ask = ask_of(signal, of)
    dossier = dossier_for(request.user, signal)
    return notes.note_document(dossier, key_of(Thing.ASK, ask.pk), language)


@require_POST
@requires(Right.KEEP_AGENDA)
def schedule_ask(request: HttpRequest, key: int, of: int) -> HttpResponse:
    """Put an ask on the agenda of a meeting."""
    assert isinstance(request.user, User)
    language, signal = get_language() or "nl", signal_for(request.user, key)
    ask = ask_of(signal, of)
    meeting = Meeting.objects.filter(pk=whole_number(request.POST.get("meeting", ""))).first()
    if meeting is None:
        messages.error(request, words(language)["agenda_not_meeting"])
        return _back(key, of)
    try:
        asking.schedule(ask.pk, meeting.pk, request.user)
    except NotPossible as refused:
        messages.error(request, showing.why_not(refused, language))
    else:
        messages.success(request, words(language)["ask_is_scheduled"])
    return _back(key, of)


def _back(key: int, ask: int) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('signal_desk', args=[key])}{showing.anchor(Thing.ASK, ask)}"
    )
