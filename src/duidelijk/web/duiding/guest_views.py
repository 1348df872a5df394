"""Who is invited to a session, their links, and at which table they sit."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.audit.recording import record
from duidelijk.web.dashboard.rendering import absolute
from duidelijk.web.duiding import inviting_many, passing, personal, preparing, showing
from duidelijk.web.duiding.changing import NotNow
from duidelijk.web.duiding.forms import GuestForm
from duidelijk.web.duiding.mailing import send_link
from duidelijk.web.duiding.membership import leads
from duidelijk.web.duiding.models import Member, Session
from duidelijk.web.duiding.scanning import qr_svg
from duidelijk.web.typed_text import one_line, whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_SENT, _MOST_SENT = "invited", 200
"""Forms with which somebody was invited: a page that is loaded anew invites nobody twice."""


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def guests(request: HttpRequest, session: Session) -> HttpResponse:
    """Who is invited, who came, who is missing."""
    language, phrases = get_language() or "nl", words(get_language())
    form = GuestForm(request.POST or None, session=session, initial={"language": language})
    token = one_line(request.POST.get("token", ""), 40)
    if token and token in request.session.get(_SENT, []):
        messages.info(request, phrases["guest_sent_twice"])
        return HttpResponseRedirect(reverse("guests", args=[session.pk]))
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        try:
            member = preparing.invite(session.pk, _guest(form, request.user), request.user)
        except preparing.InAlready:
            form.add_error("email", phrases["guest_there"])
        except NotNow:
            form.add_error(None, phrases["session_is_closed"])
        else:
            if token:
                request.session[_SENT] = [*request.session.get(_SENT, []), token][-_MOST_SENT:]
            if member.user is not None:
                messages.success(request, phrases["guest_by_account"].format(name=member.name))
                return HttpResponseRedirect(reverse("guests", args=[session.pk]))
            return _link(request, session, member)
    context = {
        "session": showing.session_shown(session, language),
        "form": form,
        "token": token or secrets.token_urlsafe(16),
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
        "anew": member.joined is not None and member.user is None,
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


@never_cache
@require_POST
@leads
def invite_anew(request: HttpRequest, session: Session, member: int) -> HttpResponse:
    """Invite somebody anew who came in already and lost the way."""
    assert isinstance(request.user, User)
    try:
        made = preparing.invite_anew(session.pk, member, request.user)
    except NotNow:
        messages.error(request, words(get_language())["session_is_closed"])
        return HttpResponseRedirect(reverse("guests", args=[session.pk]))
    if made is None:
        raise Http404("not invited, or by an account")
    return _link(request, session, made)


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
        "not_mailed": bool(member.email) and not mailed,
        "own": False,
        "anew": member.first_id is not None,
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
