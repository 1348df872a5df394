"""The desk of the local picture: report, see one's own, and keep the picture of the whole."""

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

from duidelijk.editions.edition import Edition
from duidelijk.publish.local.draft import Quote, draft_text
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.models import today
from duidelijk.web.agenda.naming import Names
from duidelijk.web.agenda.showing import kept_otherwise
from duidelijk.web.dashboard.places import Place
from duidelijk.web.editorial.desk import monitor_in_force
from duidelijk.web.library import library
from duidelijk.web.local import reporting
from duidelijk.web.local.collecting import counting, picture_on
from duidelijk.web.local.forms import ObservationForm
from duidelijk.web.local.models import LINE, Observation, Shown
from duidelijk.web.local.papers import own_document
from duidelijk.web.local.regional import own_page
from duidelijk.web.local.showing import observation_shown, picture_page, quotes_of
from duidelijk.web.typed_text import one_line, whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_ON_A_PAGE = 50
_CONFLICT = 409


@require_safe
@requires(Right.REPORT_LOCAL)
def desk(request: HttpRequest) -> HttpResponse:
    """What one's own organisation reported; for who keeps the picture, what everybody did."""
    user, edition = _user(request), _newest()
    keeps = user.may(Right.KEEP_LOCAL)
    rows = reporting.observations_for(user)
    waiting = rows.filter(public=True, shown=Shown.WAITING, withdrawn=None) if keeps else []
    page = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "rows": _rows(page, edition),
        "waiting": _rows(waiting, edition),
        "keeps": keeps,
        "area": _area(user, edition),
        "public_url": Place(_language()).local(),
    }
    return render_private(request, "local/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def new_observation(request: HttpRequest) -> HttpResponse:
    """The form by which somebody reports for their own municipality or GGD."""
    user, edition = _user(request), _newest()
    if not reporting.reports_for(user):
        return render_private(request, "local/no_area.html", {}, status=404)
    form = ObservationForm(request.POST or None, monitor=monitor_in_force())
    token = request.POST.get("token") or secrets.token_urlsafe(16)
    if request.method == "POST" and form.is_valid():
        made = reporting.report(form.draft(_language()), token, user)
        messages.success(request, words(_language())["local_kept"])
        return HttpResponseRedirect(reverse("observation", args=[made.pk]))
    context = {"form": form, "token": token, "area": _area(user, edition)}
    status = 400 if form.is_bound else 200
    return render_private(request, "local/new_observation.html", context, status=status)


@require_safe
@requires(Right.REPORT_LOCAL)
def observation(request: HttpRequest, key: int) -> HttpResponse:
    """One observation, and what the reader may do with it."""
    user, held = _user(request), _for(request, key)
    return _one(request, user, held)


def _one(
    request: HttpRequest, user: User, held: Observation, problem: str = "", status: int = 200
) -> HttpResponse:
    readable = held.public and not held.withdrawn
    context = {
        "key": held.pk,
        "revision": held.revision,
        "o": observation_shown(held, _newest(), Place(_language())),
        "may_change": reporting.may_change(held, user),
        "may_show": user.may(Right.KEEP_LOCAL) and readable,
        "choices": [Shown.SHOWN.value, Shown.QUOTED.value, Shown.HELD_BACK.value],
        "typed_why": request.POST.get("why", held.why_held_back),
        "chosen": request.POST.get("shown", held.shown),
        "problem": problem,
        "longest": LINE,
        "log": f"{reverse('log')}?over=observation%20{held.pk}" if user.may(Right.READ_LOG) else "",
    }
    return render_private(request, "local/observation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def change_observation(request: HttpRequest, key: int) -> HttpResponse:
    """Change an observation of one's own organisation."""
    user, held = _user(request), _for(request, key)
    if not reporting.may_change(held, user):
        raise Http404("not yours to change")
    initial = ObservationForm.initial_of(held)
    form = ObservationForm(
        request.POST or None, monitor=monitor_in_force(), before=held, initial=initial
    )
    revision, status = str(held.revision), 200
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            try:
                reporting.change(key, form.draft(held.language), whole_number(revision), user)
            except Overtaken:
                form.add_error(None, words(_language())["local_overtaken"])
                revision, status = str(held.revision), _CONFLICT
            else:
                messages.success(request, words(_language())["saved"])
                return HttpResponseRedirect(reverse("observation", args=[key]))
    context = {
        "form": form,
        "based_on": revision,
        "key": key,
        "theirs": kept_otherwise(form) if status == _CONFLICT else [],
    }
    return render_private(request, "local/change_observation.html", context, status=status)


@require_http_methods(["POST"])
@requires(Right.REPORT_LOCAL)
def withdraw_observation(request: HttpRequest, key: int) -> HttpResponse:
    """Take an observation of one's own organisation back."""
    user, held = _user(request), _for(request, key)
    phrases = words(_language())
    try:
        reporting.withdraw(key, whole_number(request.POST.get("based_on", "")), user)
    except NotPossible:
        raise Http404("not yours to take back") from None
    except Overtaken:
        return _one(request, user, held, phrases["local_overtaken"], _CONFLICT)
    messages.success(request, phrases["local_taken_back"])
    return HttpResponseRedirect(reverse("local_desk"))


@require_http_methods(["POST"])
@requires(Right.KEEP_LOCAL)
def show_observation(request: HttpRequest, key: int) -> HttpResponse:
    """Let everybody read the words of an observation, quote them, or hold them back."""
    user, held = _user(request), _for(request, key)
    phrases, given = words(_language()), request.POST
    wanted = given.get("shown", "")
    if wanted not in set(Shown):
        return _one(request, user, held, phrases["local_not_choice"], 400)
    revision = whole_number(given.get("based_on", ""))
    why = one_line(given.get("why", ""), LINE)
    try:
        reporting.read_by_keeper(key, Shown(wanted), why, revision, user)
    except Overtaken:
        return _one(request, user, held, phrases["local_overtaken"], _CONFLICT)
    except NotPossible as no:
        return _one(request, user, held, phrases[f"local_not_{no.key}"], 400)
    messages.success(request, phrases["saved"])
    return HttpResponseRedirect(reverse("observation", args=[key]))


@require_safe
@requires(Right.REPORT_LOCAL)
def whole(request: HttpRequest) -> HttpResponse:
    """The picture for the programme, with what is not public, and a draft for a session."""
    edition, language = _newest(), _language()
    day, place = today(), Place(language)
    found = picture_on(edition, day, programme=True)
    context = picture_page(edition, found, day, place, programme=True)
    readable = counting(day, programme=True).select_related("organisation")
    quotes = {
        theme: [Quote(each.what, each.organisation.name) for each in chosen]
        for theme, chosen in quotes_of(readable).items()
    }
    themes, names = [each.id for each in edition.monitor.themes], _naming(edition, language)
    context |= {"draft": draft_text(found, themes, quotes, names, language)}
    return render_private(request, "local/whole.html", context)


@require_safe
@requires(Right.REPORT_LOCAL)
def own(request: HttpRequest) -> HttpResponse:
    """What one's own municipality or GGD sees, beside the nation and its peers."""
    user, edition = _user(request), _newest()
    code = reporting.reports_for(user)
    if not code:
        return render_private(request, "local/no_area.html", {}, status=404)
    context = own_page(edition, code, today(), Place(_language()), programme=True)
    return render_private(request, "local/own.html", context or {"name": _area(user, edition)})


@require_safe
@requires(Right.REPORT_LOCAL)
def own_paper(request: HttpRequest) -> HttpResponse:
    """The same as a PDF."""
    user, edition = _user(request), _newest()
    code = reporting.reports_for(user)
    told = own_page(edition, code, today(), Place(_language()), programme=True) if code else None
    if told is None:
        return render_private(request, "local/no_area.html", {}, status=404)
    return own_document(edition, told, today(), _language(), private=True)


def _naming(edition: Edition, language: str) -> Any:
    names = Names(edition, language)

    def named(kind: str, key: str) -> str:
        if kind == "indicator" and key in edition.monitor.indicators:
            return edition.monitor.indicators[key].title.to(language)
        if kind == "part" and key in edition.regions:
            return edition.regions[key].name.to(language)
        return names.of(kind, key)

    return named


def _rows(found: Iterable[Observation], edition: Edition) -> list[dict[str, Any]]:
    place = Place(_language())
    return [
        observation_shown(each, edition, place) | {"url": reverse("observation", args=[each.pk])}
        for each in found
    ]


def _area(user: User, edition: Edition) -> str:
    code = reporting.reports_for(user)
    if not code:
        return ""
    known = edition.regions.get(code)
    return known.name.to(_language()) if known else user.organisation.name


def _for(request: HttpRequest, key: int) -> Observation:
    """An observation that somebody may see. 404 for another."""
    found = reporting.observations_for(_user(request)).filter(pk=key).first()
    if found is None:
        raise Http404("no such observation")
    return found


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _newest() -> Edition:
    """The edition that names things. 404 before there is one."""
    newest = library().newest()
    if newest is None:
        raise Http404("no edition")
    return newest


def _language() -> str:
    return get_language() or "nl"
