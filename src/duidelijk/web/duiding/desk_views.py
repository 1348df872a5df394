"""The facilitator's desk: preparing a session, its agenda, and who is invited."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.catalogue import Monitor
from duidelijk.duiding.mix import missing
from duidelijk.duiding.phases import Phase
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import development_key
from duidelijk.publish.developments import about
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.recording import record
from duidelijk.web.dashboard.pages.striking import shown_verdict
from duidelijk.web.dashboard.rendering import absolute
from duidelijk.web.duiding import inviting_many, passing, personal, preparing, showing
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.evidence import developments_of, edition_of
from duidelijk.web.duiding.forms import GuestForm, ProposalForm, SessionForm
from duidelijk.web.duiding.mailing import send_link
from duidelijk.web.duiding.membership import leads
from duidelijk.web.duiding.models import Item, Member, Session
from duidelijk.web.duiding.scanning import qr_svg
from duidelijk.web.editorial.desk import in_review, monitor_in_force
from duidelijk.web.editorial.writing import latest_choices
from duidelijk.web.library import library
from duidelijk.web.typed_text import one_line, whole_number
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


@require_POST
@leads
def forget_people(request: HttpRequest, session: Session) -> HttpResponse:
    """Forget the names of everybody who took part in a session that is closed."""
    phrases = words(get_language())
    if session.stage is not Phase.CLOSED or "sure" not in request.POST:
        messages.error(request, phrases["forget_not_sure"])
    else:
        assert isinstance(request.user, User)
        for each in session.members.filter(erased=None):
            personal.forget(each, request.user)
        messages.success(request, phrases["forgotten_all"])
    return HttpResponseRedirect(reverse("guests", args=[session.pk]))


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
        "perspectives": showing.mix_shown(perspectives, "perspective", language),
        "kinds": showing.mix_shown(kinds, "organisation", language),
        "missing": [phrases[f"perspective_{each}"] for each in missing(perspectives)]
        + [phrases[f"organisation_{each}"] for each in missing(kinds)],
        "items": session.items.filter(state=Item.State.ON),
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


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def agenda(request: HttpRequest, session: Session) -> HttpResponse:
    """Choose from what stands out in the edition, and add what does not."""
    language, phrases = get_language() or "nl", words(get_language())
    form = ProposalForm(request.POST if "add" in request.POST else None, with_address=True)
    edition = edition_of(session.edition)
    assert isinstance(request.user, User)
    here = HttpResponseRedirect(reverse("agenda", args=[session.pk]))
    try:
        if "compose" in request.POST and edition is not None:
            chosen = request.POST.getlist("development")
            preparing.compose(session.pk, chosen, edition, request.user)
            messages.success(request, phrases["agenda_kept"])
            return here
        if "add" in request.POST and form.is_valid():
            told = form.cleaned_data
            proposal = preparing.Proposal(
                told["proposal_title"],
                told["proposal_why"],
                address=told["proposal_address"],
                token=request.POST.get("token", "")[:40],
            )
            preparing.propose(session.pk, proposal, None)
            messages.success(request, phrases["agenda_kept"])
            return here
    except preparing.NoFigure:
        form.add_error("proposal_address", phrases["no_figure_there"])
    except NotNow:
        if not form.is_bound:
            messages.error(request, phrases["agenda_closed"])
            return here
        form.add_error(None, phrases["agenda_closed"])
    context = {
        "session": showing.session_shown(session, language),
        "items": [each for each in session.items.all() if each.state == Item.State.ON],
        "proposed": [each for each in session.items.all() if each.state == Item.State.PROPOSED],
        "choices": _choices(session, edition, request.GET.get("thema", session.theme), language)
        if edition
        else [],
        "themes": _themes(edition, request.GET.get("thema", session.theme), language),
        "form": form,
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "duiding/agenda.html", context, status=status)


def _themes(edition: Edition | None, chosen: str, language: str) -> list[dict[str, Any]]:
    themes = edition.monitor.themes if edition else ()
    return [
        {"id": each.id, "title": each.title.to(language), "chosen": each.id == chosen}
        for each in themes
    ]


def _choices(session: Session, edition: Edition, theme: str, language: str) -> list[dict[str, Any]]:
    """What stands out: what is on the agenda and what editors want spoken of first; of a theme
    alone when one is chosen, but never without what is on the agenda.
    """
    on = set(session.items.filter(state=Item.State.ON).values_list("development", flat=True))
    kept = latest_choices(edition.id)
    sealed = edition.texts.choices
    rows = []
    for number, each in enumerate(developments_of(edition)):
        key = development_key(each)
        indicator = edition.monitor.indicators[each["indicator"]]
        if theme and indicator.theme != theme and key not in on:
            continue
        choice = kept[key].choice if key in kept else None
        choice = choice or (sealed[key].choice if key in sealed else None)
        rows.append(
            {
                "number": number,
                "key": key,
                "title": indicator.title.to(language),
                "about": about(edition, each, language),
                "sentence": each["sentences"][language],
                "verdict": shown_verdict(edition, each, language),
                "on": key in on,
                "wanted": choice == Choice.NEEDS_DUIDING,
            }
        )
    rows.sort(key=lambda row: (not row["on"], not row["wanted"], row["number"]))
    return rows


@require_POST
@leads
def settle_item(request: HttpRequest, session: Session, item: int) -> HttpResponse:
    """Put a proposal on the agenda, take something off it, or move it."""
    assert isinstance(request.user, User)
    try:
        if "up" in request.POST or "down" in request.POST:
            preparing.move(session.pk, item, "up" in request.POST)
        else:
            state = Item.State.ON if "on" in request.POST else Item.State.DROPPED
            preparing.settle(session.pk, item, state, request.user)
    except NotNow:
        messages.error(request, words(get_language())["agenda_closed"])
    return HttpResponseRedirect(reverse("agenda", args=[session.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def guests(request: HttpRequest, session: Session) -> HttpResponse:
    """Who is invited, who came, who is missing."""
    language, phrases = get_language() or "nl", words(get_language())
    form = GuestForm(request.POST or None, session=session, initial={"language": language})
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            member = preparing.invite(session.pk, _guest(form, request.user), request.user)
        except preparing.InAlready:
            form.add_error("email", phrases["guest_there"])
        except NotNow:
            form.add_error(None, phrases["session_is_closed"])
        else:
            if member.user is not None:
                messages.success(request, phrases["guest_by_account"].format(name=member.name))
                return HttpResponseRedirect(reverse("guests", args=[session.pk]))
            return _link(request, session, member)
    context = {
        "session": showing.session_shown(session, language),
        "form": form,
        "members": [_guest_shown(each, language) for each in _members(session)],
        "perspectives": showing.mix_shown(preparing.perspectives(session), "perspective", language),
        "kinds": showing.mix_shown(preparing.kinds(session), "organisation", language),
        "most_tables": preparing.MOST_TABLES,
        "tables": range(1, session.tables + 1),
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "duiding/guests.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@leads
def many_guests(request: HttpRequest, session: Session) -> HttpResponse:
    """Invite a whole list; the links are shown once."""
    typed, phrases = request.POST.get("list", ""), words(get_language())
    context: dict[str, Any] = {
        "session": showing.session_shown(session, get_language() or "nl"),
        "typed": typed,
    }
    if request.method == "POST":
        assert isinstance(request.user, User)
        try:
            made = inviting_many.invite_many(session, inviting_many.read_list(typed), request.user)
        except inviting_many.NotInOrder as error:
            context["wrong"] = [
                (f"{phrases['many_line']} {each.number}: " if each.number else "")
                + phrases[each.problem].format(found=each.found, most=inviting_many.MOST)
                for each in error.wrong
            ]
        except NotNow:
            context["wrong"] = [phrases["session_is_closed"]]
        else:
            context["made"] = [_linked(request, each) for each in made]
    status = 400 if "wrong" in context else 200
    return render_private(request, "duiding/many.html", context, status=status)


def _linked(request: HttpRequest, member: Member) -> dict[str, Any]:
    assert isinstance(request.user, User)
    word = passing.make_link(member, request.user)
    link = absolute(request, passing.link_path(member, word))
    mailed = bool(settings.MAIL and member.email and send_link(member, link))
    return {"name": member.name, "link": link, "mailed": mailed}


def _members(session: Session) -> list[Member]:
    held = session.members.filter(withdrawn=None).select_related("organisation", "user")
    return sorted(held, key=lambda each: (each.table, each.perspective, each.name.casefold()))


def _guest_shown(member: Member, language: str) -> dict[str, Any]:
    phrases = words(language)
    return {
        "key": member.pk,
        "name": member.name or phrases["somebody_forgotten"],
        "organisation": member.organisation.name if member.organisation else "",
        "perspective": phrases[f"perspective_{member.perspective}"],
        "account": member.user is not None,
        "joined": member.joined is not None,
        "present": member.present,
        "table": member.table,
        "erased": member.erased is not None,
    }


def _guest(form: GuestForm, by: User) -> preparing.Guest:
    """Who the form names; an organisation that is not known yet is added."""
    told = form.cleaned_data
    account = told.get("guest_account")
    if account is not None:
        return preparing.Guest(
            account.name,
            account.organisation,
            account.perspective,
            account.email,
            account.language,
            account,
        )
    organisation = told.get("organisation")
    if organisation is None:
        name = one_line(told["guest_organisation"], 160)
        organisation = Organisation.objects.filter(name__iexact=name).first()
        if organisation is None:
            organisation = Organisation.objects.create(name=name, kind=told["guest_kind"])
            record(by, "organisation_added", name, kind=organisation.kind)
    return preparing.Guest(
        told["name"],
        organisation,
        told["perspective"],
        told.get("email", ""),
        told.get("language") or "nl",
    )


@never_cache
@require_POST
@leads
def guest_link(request: HttpRequest, session: Session, member: int) -> HttpResponse:
    """Make another link for somebody: they lost theirs, or stand in the room without one.

    Of who was in already it goes to their own address alone: with it, whoever leads would read
    what they wrote alone, and which words are theirs. Who has an account signs in.
    """
    held = session.members.filter(pk=member, user=None, withdrawn=None, erased=None).first()
    if held is None:
        raise Http404("not invited, or by an account")
    if held.joined is None:
        return _link(request, session, held)
    phrases = words(get_language())
    mailed = False
    if settings.MAIL and held.email:
        assert isinstance(request.user, User)
        word = passing.make_link(held, request.user)
        mailed = send_link(held, absolute(request, passing.link_path(held, word)))
    if mailed:
        messages.success(request, phrases["link_to_their_mail"].format(name=held.name))
    else:
        messages.error(request, phrases["link_own_alone"].format(name=held.name))
    return HttpResponseRedirect(reverse("guests", args=[session.pk]))


def _link(request: HttpRequest, session: Session, member: Member) -> HttpResponse:
    """Show a new link once, to mail, to read out or to scan."""
    assert isinstance(request.user, User)
    word = passing.make_link(member, request.user)
    link = absolute(request, passing.link_path(member, word))
    mailed = bool(settings.MAIL and member.email and send_link(member, link))
    context = {
        "session": showing.session_shown(session, get_language() or "nl"),
        "member": member,
        "link": link,
        "scan": qr_svg(link),
        "mailed": mailed,
        "own": False,
    }
    return render_private(request, "duiding/link.html", context)


@require_POST
@leads
def withdraw_guest(request: HttpRequest, session: Session, member: int) -> HttpResponse:
    """Close the way in for somebody."""
    assert isinstance(request.user, User)
    preparing.withdraw(session.pk, member, request.user)
    messages.success(request, words(get_language())["guest_withdrawn"])
    return HttpResponseRedirect(reverse("guests", args=[session.pk]))


@require_POST
@leads
def seat(request: HttpRequest, session: Session) -> HttpResponse:
    """Divide people over tables, or put one of them at another."""
    assert isinstance(request.user, User)
    tables, one = whole_number(request.POST.get("tables", "")), request.POST.get("member", "")
    if one:
        preparing.seat_one(session.pk, whole_number(one), tables)
    elif request.POST.get("tables", ""):
        preparing.seat(session.pk, tables, request.user)
        messages.success(request, words(get_language())["seated"])
    return HttpResponseRedirect(reverse("guests", args=[session.pk]))
