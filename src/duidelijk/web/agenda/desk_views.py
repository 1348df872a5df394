"""The desk of signals: what is there, what waits for whom, and one signal as it is worked on."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.agenda.dossier import Origin
from duidelijk.agenda.workflow import State
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Kind, Right
from duidelijk.web.agenda import offers, raising, showing
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.forms import SignalForm
from duidelijk.web.agenda.likeness import alike_to, keep_prints
from duidelijk.web.agenda.models import Signal
from duidelijk.web.agenda.parties import visible_to
from duidelijk.web.agenda.publishing import last_publication, publish
from duidelijk.web.agenda.raising import Source
from duidelijk.web.editorial.desk import monitor_in_force
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_ON_A_PAGE = 50
_CONFLICT = 409


def signal_for(user: User, key: int) -> Signal:
    """A signal that somebody may see. 404 for another."""
    found = visible_to(user).filter(pk=key).first()
    if found is None:
        raise Http404("no such signal")
    return found


@require_safe
@requires(Right.RAISE_SIGNALS)
def signals(request: HttpRequest) -> HttpResponse:
    """Every signal somebody may see, those that wait for somebody apart."""
    assert isinstance(request.user, User)
    user, language = request.user, get_language() or "nl"
    own = visible_to(user).select_related("public")
    page = Paginator(own, _ON_A_PAGE).get_page(request.GET.get("pagina"))
    keeps = user.may(Right.KEEP_AGENDA)
    context = {
        "page": page,
        "rows": showing.rows(page, user, language),
        "raised": showing.rows(showing.in_state(own, State.RAISED), user, language)
        if keeps
        else [],
        "to_publish": showing.rows(showing.to_publish(own), user, language)
        if user.may(Right.PUBLISH)
        else [],
        "offers": len(offers.from_sessions()) if keeps else 0,
        "keeps": keeps,
    }
    return render_private(request, "agenda/signals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def new_signal(request: HttpRequest) -> HttpResponse:
    """The form for another signal, empty or made of what a session or an edition holds."""
    assert isinstance(request.user, User)
    user, language = request.user, get_language() or "nl"
    monitor = monitor_in_force()
    key = request.POST.get("taken_from", "") or request.GET.get("uit", "")
    offer = offers.offered(key) if key and user.may(Right.KEEP_AGENDA) else None
    initial: dict[str, Any] = {"signal_origin": Origin.PRACTICE.value, "signal_urgency": "soon"}
    if user.organisation.kind == Kind.MUNICIPALITY and user.organisation.region:
        initial["signal_regions"] = user.organisation.region
    if offer is not None:
        initial = showing.initial_of_draft(offer.draft)
    form = SignalForm(request.POST or None, monitor=monitor, initial=initial)
    token = request.POST.get("token") or secrets.token_urlsafe(16)
    if request.method == "POST" and (known := raising.sent_before(token, user)):
        return HttpResponseRedirect(reverse("signal_desk", args=[known.pk]))
    alike: list[dict[str, Any]] = []
    gone = bool(key) and offer is None
    if request.method == "POST" and form.is_valid() and not gone:
        draft = form.draft(language)
        alike = alike_to(draft, user, language)
        if not alike or "not_alike" in request.POST:
            try:
                source = offer.source if offer else Source()
                made = raising.raise_signal(draft, source, token, user)
            except NotPossible as refused:
                form.add_error(None, showing.why_not(refused, language))
            else:
                keep_prints(made)
                messages.success(request, words(language)["signal_raised"])
                return HttpResponseRedirect(reverse("signal_desk", args=[made.pk]))
    context = {
        "form": form,
        "token": token,
        "offer": offer,
        "alike": alike,
        "gone": gone,
    }
    status = _CONFLICT if gone and form.is_bound else 400 if form.is_bound else 200
    return render_private(request, "agenda/new_signal.html", context, status=status)


@require_safe
@requires(Right.KEEP_AGENDA)
def offered_signals(request: HttpRequest) -> HttpResponse:
    """What signals can be made of: those of sessions, and what is striking now."""
    language = get_language() or "nl"
    context = {
        "sessions": showing.offer_rows(offers.from_sessions(), language),
        "striking": showing.offer_rows(offers.from_striking(), language),
    }
    return render_private(request, "agenda/offers.html", context)


@require_safe
@requires(Right.RAISE_SIGNALS)
def signal(request: HttpRequest, key: int) -> HttpResponse:
    """One signal with everything that followed, and what the reader may do with it."""
    assert isinstance(request.user, User)
    found = signal_for(request.user, key)
    context = showing.signal_page(found, request.user, get_language() or "nl")
    return render_private(request, "agenda/signal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def reword_signal(request: HttpRequest, key: int) -> HttpResponse:
    """Word a signal otherwise."""
    assert isinstance(request.user, User)
    language = get_language() or "nl"
    found, monitor = signal_for(request.user, key), monitor_in_force()
    if not raising.may_reword(found, request.user):
        raise Http404("not yours to word")
    initial = SignalForm.initial_of(found)
    form = SignalForm(request.POST or None, monitor=monitor, before=found, initial=initial)
    revision, status = str(found.revision), 200
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            try:
                draft = form.draft(found.language)
                raising.reword(key, draft, whole_number(revision), request.user)
            except Overtaken:
                form.add_error(None, words(language)["agenda_overtaken"])
                revision, status = str(found.revision), _CONFLICT
            except NotPossible as refused:
                form.add_error(None, showing.why_not(refused, language))
            else:
                keep_prints(Signal.objects.get(pk=key))
                messages.success(request, words(language)["saved"])
                return HttpResponseRedirect(reverse("signal_desk", args=[key]))
    context = {
        "form": form,
        "based_on": revision,
        "key": key,
        "title": found.title_in(language),
        "theirs": showing.kept_otherwise(form) if status == _CONFLICT else [],
    }
    return render_private(request, "agenda/reword_signal.html", context, status=status)


@require_POST
@requires(Right.RAISE_SIGNALS)
def recognise_signal(request: HttpRequest, key: int) -> HttpResponse:
    """Say that one's own organisation sees the same, or not after all."""
    assert isinstance(request.user, User)
    language, found = get_language() or "nl", signal_for(request.user, key)
    undone = bool(request.POST.get("undo"))
    try:
        (raising.unrecognise if undone else raising.recognise)(found.pk, request.user)
    except NotPossible as refused:
        messages.error(request, showing.why_not(refused, language))
    else:
        told = "recognise_undone" if undone else "signal_recognised"
        messages.success(request, words(language)[told])
    return HttpResponseRedirect(reverse("signal_desk", args=[key]))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PUBLISH)
def publish_signal(request: HttpRequest, key: int) -> HttpResponse:
    """A signal as everybody will read it, what is new in it, and the button that publishes it."""
    assert isinstance(request.user, User)
    language, found = get_language() or "nl", signal_for(request.user, key)
    problem, status = "", 200
    if request.method == "POST":
        try:
            publish(key, request.POST.get("seen", ""), request.user)
        except Overtaken:
            problem, status = words(language)["agenda_overtaken_seen"], _CONFLICT
        except NotPossible as refused:
            problem, status = showing.why_not(refused, language), 400
        else:
            messages.success(request, words(language)["signal_is_public"])
            return HttpResponseRedirect(reverse("signal_desk", args=[key]))
    context = showing.publishing_page(found, request.user, language) | {
        "problem": problem,
        "again": last_publication(found) is not None,
    }
    return render_private(request, "agenda/publish.html", context, status=status)
