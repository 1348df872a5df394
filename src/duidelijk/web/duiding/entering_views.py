"""Coming in by a link, and what a participant can do with what is known of them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.web.accounts.models import User
from duidelijk.web.dashboard.rendering import absolute
from duidelijk.web.duiding import passing, personal
from duidelijk.web.duiding.changing import ShutOut
from duidelijk.web.duiding.forms import JoinForm
from duidelijk.web.duiding.membership import device_key, takes_part
from duidelijk.web.duiding.models import Member, Pass
from duidelijk.web.duiding.scanning import qr_svg
from duidelijk.web.duiding.showing import session_shown
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest, word: str) -> HttpResponse:
    """Take up a link: look whether it is you, and in.

    Looking does not use the link up: mail programs look at links too.
    """
    held = passing.pass_of(word)
    if held is None:
        inside = passing.inside_by(request, word)
        if inside is not None:  # this browser came in by it
            return HttpResponseRedirect(reverse("take_part", args=[inside.session_id]))
        return render_private(request, "duiding/no_link.html", {}, status=404)
    member, language = held.member, get_language() or "nl"
    initial = {"name": member.name, "perspective": member.perspective}
    known = personal.came_in(member)
    form = JoinForm(request.POST or None, initial=initial, known=known)
    if request.method == "POST" and form.is_valid():
        shown = _let_in(request, held, form.cleaned_data)
        if shown is None:
            return render_private(request, "duiding/no_link.html", {}, status=404)
        response = HttpResponseRedirect(reverse("take_part", args=[member.session_id]))
        passing.let_in(response, member.session_id, shown)
        return response
    context = {
        "form": form,
        "member": member,
        "organisation": member.organisation.name if member.organisation else "",
        "session": session_shown(member.session, language),
        "looks": words(language)[f"perspective_{member.perspective}"] if known else "",
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "duiding/come_in.html", context, status=status)


def _let_in(request: HttpRequest, held: Pass, told: Mapping[str, str]) -> str | None:
    """Use a link and keep who came in by it, or neither; ``None`` when it works no more."""
    user = request.user if isinstance(request.user, User) else None
    try:
        with transaction.atomic():
            shown = passing.take_up(held)
            if shown is not None:
                perspective = told.get("perspective", held.member.perspective)
                personal.introduce(held.member, told["name"], perspective, user)
            return shown
    except ShutOut:
        return None


@require_safe
@takes_part
def mine(request: HttpRequest, member: Member) -> HttpResponse:
    """What is known of who takes part, to take along or to have forgotten."""
    context = {
        "session": session_shown(member.session, get_language() or "nl"),
        "member": member,
        "organisation": member.organisation.name if member.organisation else "",
        "statements": member.session.statements.filter(member=member).count(),
    }
    return render_private(request, "duiding/mine.html", context)


@require_safe
@takes_part
def mine_file(request: HttpRequest, member: Member) -> HttpResponse:
    """Everything that is kept of who takes part, as a file."""
    text = json.dumps(personal.kept_of(member), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sessie-{member.session_id}.json"'
    return response


@require_POST
@takes_part
def forget_me(request: HttpRequest, member: Member) -> HttpResponse:
    """Forget who somebody was; what they said stays, under their perspective."""
    if "sure" not in request.POST:
        messages.error(request, words(get_language())["forget_not_sure"])
        return HttpResponseRedirect(reverse("my_data", args=[member.session_id]))
    personal.forget(member)
    context = {"own_key": device_key(member)}
    response = render_private(request, "duiding/forgotten.html", context)
    passing.let_out(response, member.session_id)
    return response


@never_cache
@require_POST
@takes_part
def other_device(request: HttpRequest, member: Member) -> HttpResponse:
    """A link for another telephone or computer of the same person; the one at hand stays in."""
    word = passing.make_link(member, None)
    link = absolute(request, passing.link_path(member, word))
    context = {
        "session": session_shown(member.session, get_language() or "nl"),
        "link": link,
        "scan": qr_svg(link),
        "own": True,
        "member": member,
    }
    return render_private(request, "duiding/link.html", context)
