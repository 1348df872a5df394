"""The desk of what others can copy: what is there, what waits, and one of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from duidelijk.agenda.practice import Practice as PracticeTold
from duidelijk.publish.agenda.practices import PracticeShown, practice_shown
from duidelijk.publish.duiding.plain import in_language
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda import practising, showing
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.models import Practice
from duidelijk.web.agenda.naming import Names, NoNames
from duidelijk.web.agenda.practice_forms import PracticeForm, WithdrawalForm
from duidelijk.web.agenda.waiting import unpublished_practices
from duidelijk.web.agenda.words_of import both
from duidelijk.web.audit.showing import shown_events
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place
from duidelijk.web.editorial.desk import monitor_in_force
from duidelijk.web.library import library
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_ON_A_PAGE = 50
_CONFLICT = 409


@require_safe
@requires(Right.RAISE_SIGNALS)
def practices(request: HttpRequest) -> HttpResponse:
    """Every practice somebody may see, those that wait to be published apart."""
    assert isinstance(request.user, User)
    user, language = request.user, get_language() or "nl"
    own = practising.practices_for(user).order_by("-pk")
    page = Paginator(own, _ON_A_PAGE).get_page(request.GET.get("pagina"))
    waiting: list[Practice] = []
    if user.may(Right.PUBLISH):
        waiting = unpublished_practices(user)
    context = {
        "page": page,
        "rows": _rows(page, language),
        "sees_all": practising.sees_all(user),
        "to_publish": _rows(waiting, language),
        "public_url": Place(language).doing(),
    }
    return render_private(request, "agenda/practices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def new_practice(request: HttpRequest) -> HttpResponse:
    """The form for another practice."""
    assert isinstance(request.user, User)
    language = get_language() or "nl"
    form = PracticeForm(request.POST or None, monitor=monitor_in_force())
    token = request.POST.get("token") or secrets.token_urlsafe(16)
    if request.method == "POST" and form.is_valid():
        made = practising.propose(form.draft(), token, request.user)
        messages.success(request, words(language)["practice_kept"])
        return HttpResponseRedirect(reverse("practice", args=[made.pk]))
    context = {"form": form, "token": token}
    status = 400 if form.is_bound else 200
    return render_private(request, "agenda/new_practice.html", context, status=status)


@require_safe
@requires(Right.RAISE_SIGNALS)
def practice(request: HttpRequest, key: int) -> HttpResponse:
    """One practice as it stands, and what the reader may do with it."""
    assert isinstance(request.user, User)
    user, language, held = request.user, get_language() or "nl", _for(request.user, key)
    context = {
        "key": key,
        "told": _told(practising.practice_of(held), language),
        "state": words(language)[f"practice_is_{_state(held)}"],
        "withdrawn": held.withdrawn,
        "public_url": Place(language).doing(held.theme) if held.published else "",
        "may_change": practising.may_change(held, user),
        "may_withdraw": practising.may_withdraw(held, user),
        "may_publish": user.may(Right.PUBLISH) and practising.publishable(held),
        "log": f"{reverse('log')}?over=practice%20{key}" if user.may(Right.READ_LOG) else "",
    }
    return render_private(request, "agenda/practice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def change_practice(request: HttpRequest, key: int) -> HttpResponse:
    """Change a practice."""
    assert isinstance(request.user, User)
    language, held = get_language() or "nl", _for(request.user, key)
    if not practising.may_change(held, request.user):
        raise Http404("not yours to change")
    form = PracticeForm(
        request.POST or None,
        monitor=monitor_in_force(),
        before=held,
        initial=PracticeForm.initial_of(held),
    )
    revision, status = str(held.revision), 200
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            try:
                practising.change(key, form.draft(), whole_number(revision), request.user)
            except Overtaken:
                form.add_error(None, words(language)["practice_overtaken"])
                revision, status = str(held.revision), _CONFLICT
            else:
                messages.success(request, words(language)["saved"])
                return HttpResponseRedirect(reverse("practice", args=[key]))
    context = {
        "form": form,
        "based_on": revision,
        "key": key,
        "title": in_language(both(held, "title"), language),
        "withdrawn": held.withdrawn,
        "theirs": showing.kept_otherwise(form) if status == _CONFLICT else [],
    }
    return render_private(request, "agenda/change_practice.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def withdraw_practice(request: HttpRequest, key: int) -> HttpResponse:
    """Take a practice back, with the reason."""
    assert isinstance(request.user, User)
    language, held = get_language() or "nl", _for(request.user, key)
    if not practising.may_withdraw(held, request.user):
        raise Http404("not to be taken back")
    form, revision, status = WithdrawalForm(request.POST or None), str(held.revision), 200
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            reason = form.both("practice_reason")
            try:
                practising.withdraw(key, reason, whole_number(revision), request.user)
            except Overtaken:
                form.add_error(None, words(language)["practice_overtaken_seen"])
                revision, status = str(held.revision), _CONFLICT
            else:
                messages.success(request, words(language)["practice_taken_back"])
                return HttpResponseRedirect(reverse("practice", args=[key]))
    context = {
        "form": form,
        "based_on": revision,
        "key": key,
        "told": _told(practising.practice_of(held), language),
    }
    return render_private(request, "agenda/withdraw_practice.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PUBLISH)
def publish_practice(request: HttpRequest, key: int) -> HttpResponse:
    """A practice as everybody will read it, what is new in it, and the button that publishes it."""
    assert isinstance(request.user, User)
    language, held = get_language() or "nl", _for(request.user, key)
    problem, status = "", 200
    if request.method == "POST":
        try:
            practising.publish(key, request.POST.get("seen", ""), request.user)
        except Overtaken:
            problem, status = words(language)["practice_overtaken_seen"], _CONFLICT
        except NotPossible as refused:
            problem, status = showing.why_not(refused, language), 400
        else:
            messages.success(request, words(language)["practice_now_public"])
            return HttpResponseRedirect(reverse("practice", args=[key]))
        held.refresh_from_db()
    context = {
        "key": key,
        "told": _told(practising.practice_of(held), language),
        "seen": practising.seal_of(held),
        "events": shown_events(practising.changes_since(held)),
        "own": practising.written_by(held, request.user),
        "publishable": practising.publishable(held),
        "problem": problem,
    }
    return render_private(request, "agenda/publish_practice.html", context, status=status)


def _for(user: User, key: int) -> Practice:
    """A practice that somebody may see as it is worked on. 404 for another."""
    found = practising.practices_for(user).filter(pk=key).first()
    if found is None:
        raise Http404("no such practice")
    return found


def _told(practice: PracticeTold, language: str) -> PracticeShown:
    newest = library().newest()
    names: Names | NoNames = Names(newest, language) if newest else NoNames()
    return practice_shown(practice, names, leading(Place(language)), language)


def _state(held: Practice) -> str:
    if held.withdrawn:
        return "withdrawn"
    if held.published is None:
        return "proposed"
    return "changed" if practising.publishable(held) else "public"


def _rows(found: Iterable[Practice], language: str) -> list[dict[str, Any]]:
    phrases = words(language)
    return [
        {
            "url": reverse("practice", args=[each.pk]),
            "title": in_language(both(each, "title"), language),
            "audience": phrases[f"practice_for_{each.audience}"],
            "organisation": each.organisation or phrases["practice_thought"],
            "state": phrases[f"practice_is_{_state(each)}"],
            "example": each.example,
        }
        for each in found
    ]
