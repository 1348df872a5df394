"""The facilitator's desk: the sessions there are, their particulars, and who leads them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.catalogue import Monitor
from duidelijk.duiding.mix import missing
from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.afterwards import propose_effects
from duidelijk.web.duiding import preparing, showing
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.evidence import edition_of
from duidelijk.web.duiding.forms import SessionForm
from duidelijk.web.duiding.membership import leads
from duidelijk.web.duiding.models import Item, Session
from duidelijk.web.editorial.desk import in_review, monitor_in_force
from duidelijk.web.library import library
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


@require_safe
@requires(Right.TAKE_PART)
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions somebody leads, and those they take part in."""
    assert isinstance(request.user, User)
    language = get_language() or "nl"
    led = Session.objects.filter(facilitator=request.user).select_related("facilitator")
    own = Session.objects.filter(members__user=request.user, members__withdrawn=None)
    may_lead = request.user.may(Right.FACILITATE)
    others = Session.objects.select_related("facilitator") if may_lead else []
    context = {
        "led": [showing.session_shown(each, language) for each in led],
        "own": [showing.session_shown(each, language) for each in own.distinct()],
        "left": [
            showing.session_shown(each, language)
            for each in others
            if not preparing.may_lead(each.facilitator)
        ],
        "may_lead": may_lead,
    }
    return render_private(request, "duiding/sessions.html", context)


@require_POST
@requires(Right.FACILITATE)
def take_over(request: HttpRequest, key: int) -> HttpResponse:
    """Lead a session whose facilitator has left."""
    assert isinstance(request.user, User)
    phrases = words(get_language())
    if not Session.objects.filter(pk=key).exists():
        raise Http404("no such session")
    if not preparing.take_over(key, request.user):
        messages.error(request, phrases["session_has_leader"])
        return HttpResponseRedirect(reverse("sessions"))
    return HttpResponseRedirect(reverse("session", args=[key]))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.FACILITATE)
def new_session(request: HttpRequest) -> HttpResponse:
    """The form for another session."""
    form = _form(request, None)
    if form is None:
        return render_private(request, "duiding/no_edition.html", {})
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        made = preparing.open_session(form.particulars(), request.user)
        propose_effects(made)
        return HttpResponseRedirect(reverse("agenda", args=[made.pk]))
    context = {"form": form, "session": None}
    status = 400 if form.is_bound else 200
    return render_private(request, "duiding/particulars.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def particulars(request: HttpRequest, session: Session) -> HttpResponse:
    """What a session is about, when, and with which mix of people."""
    form, phrases = _form(request, session), words(get_language())
    if form is None:
        raise Http404("no edition")
    based_on = request.POST.get("based_on", str(session.revision))
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            assert isinstance(request.user, User)
            told, revision = form.particulars(), whole_number(based_on)
            try:
                preparing.change_session(session.pk, told, revision, request.user)
            except Overtaken:
                form.add_error(None, phrases["session_overtaken"])
                based_on, status = str(session.revision), _CONFLICT
            except preparing.Loosened:
                form.add_error("session_attribution", phrases["attribution_promised"])
            except NotNow:
                form.add_error(None, phrases["session_is_closed"])
            else:
                messages.success(request, phrases["saved"])
                return HttpResponseRedirect(reverse("session", args=[session.pk]))
    context = {
        "form": form,
        "session": showing.session_shown(session, get_language() or "nl"),
        "based_on": based_on,
        "theirs": form.kept_otherwise() if status == _CONFLICT else [],
    }
    return render_private(request, "duiding/particulars.html", context, status=status)


def _form(request: HttpRequest, session: Session | None) -> SessionForm | None:
    """The form of a session; ``None`` when there is no edition to speak about."""
    language, monitor = get_language() or "nl", _monitor()
    editions = _editions(language, session)
    if monitor is None or not editions:
        return None
    initial: dict[str, Any] = {
        "session_language": language,
        "session_attribution": "perspective",
        "session_edition": request.GET.get("editie", editions[0][0]),
        "wanted_policy": 2,
        "wanted_practice": 2,
        "wanted_science": 1,
        "wanted_lived_experience": 1,
    }
    if session is not None:
        initial = SessionForm.initial_of(session)
    return SessionForm(request.POST or None, initial=initial, monitor=monitor, editions=editions)


def _monitor() -> Monitor | None:
    try:
        return monitor_in_force()
    except Http404:
        return None


def _editions(language: str, session: Session | None) -> list[tuple[str, str]]:
    """The editions a session can be about: those in review first, then those that are out; of one
    that has begun, its own alone.
    """
    if session is not None and session.items.exists():
        own = edition_of(session.edition)
        return [(session.edition, own.title.to(language) if own else session.edition)]
    phrases = words(language)
    found = []
    for id_ in sorted(in_review(), reverse=True):
        edition = edition_of(id_)
        if edition is not None:
            title = f"{edition.title.to(language)} ({phrases['life_in_review']})"
            found.append((id_, title))
    out = reversed(library().editions().values())
    return found + [(each.id, each.title.to(language)) for each in out]


@require_safe
@leads
def session(request: HttpRequest, session: Session) -> HttpResponse:
    """Everything about a session at a glance, and what is to be done next."""
    from duidelijk.web.duiding.room_views import steps

    language = get_language() or "nl"
    phrases = words(language)
    perspectives, kinds = preparing.perspectives(session), preparing.kinds(session)
    members = list(session.members.filter(withdrawn=None))
    context = {
        "session": showing.session_shown(session, language),
        "steps": steps(session, language),
        "version": session.version,
        "perspectives": showing.mix_shown(perspectives, "perspective", language),
        "kinds": showing.mix_shown(kinds, "organisation", language),
        "missing": [phrases[f"perspective_{each}"] for each in missing(perspectives)]
        + [phrases[f"organisation_{each}"] for each in missing(kinds)],
        "items": showing.agenda_of(session, language),
        "proposed": session.items.filter(state=Item.State.PROPOSED).count(),
        "invited": len(members),
        "joined": sum(each.joined is not None for each in members),
        "present": sum(each.present for each in members),
        "discussing": session.stage not in (Phase.PREPARING, Phase.ALONE),
        "facilitators": _facilitators(session),
    }
    return render_private(request, "duiding/session.html", context)


def _facilitators(session: Session) -> list[User]:
    others = User.objects.filter(is_active=True).exclude(pk=session.facilitator_id)
    return [each for each in others if each.may(Right.FACILITATE)]


@require_POST
@leads
def hand_over(request: HttpRequest, session: Session) -> HttpResponse:
    """Let another facilitator lead."""
    chosen = request.POST.get("to", "")
    found = next((each for each in _facilitators(session) if str(each.pk) == chosen), None)
    assert isinstance(request.user, User)
    if found is None:
        messages.error(request, words(get_language())["hand_over_whom"])
        return HttpResponseRedirect(reverse("session", args=[session.pk]))
    preparing.hand_over(session.pk, found, request.user)
    messages.success(request, words(get_language())["handed_over"])
    return HttpResponseRedirect(reverse("sessions"))
