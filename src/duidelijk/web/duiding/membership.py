"""Guards the pages of a session: for who takes part in it, and for who leads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import refusal, requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.duiding.changing import ShutOut
from duidelijk.web.duiding.models import Member, Session
from duidelijk.web.duiding.passing import member_by_cookie
from duidelijk.web.workspace.giving_back import typed_in
from duidelijk.web.workspace.rendering import render_private

View = Callable[..., HttpResponseBase]
_LOOKING = ("GET", "HEAD")
_SEEN_EVERY = dt.timedelta(seconds=30)


def takes_part(view: View) -> View:
    """Let a view be used by who takes part in the session alone; it is given the member.

    Others are not told whether there is such a session. What they sent is shown back to them: it
    may be the words of somebody whose way in was closed in the meantime. The view carries
    ``takes_part``, for the tests that try everybody on it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, key: int, **named: Any) -> HttpResponseBase:
        member = member_by_cookie(request, key)
        if member is None:
            member = _by_account(request, key)
            if member is not None and (refused := refusal(request, Right.TAKE_PART)):
                return refused if request.method in _LOOKING else _no_entry(request, key)
        if member is None:
            return _no_entry(request, key)
        _is_here(member)
        try:
            return view(request, member, **named)
        except ShutOut:  # let out, or forgotten, while this was under way
            return _no_entry(request, key)

    guarded.takes_part = True  # type: ignore[attr-defined]
    return guarded


def leads(view: View) -> View:
    """Let a view be used by the facilitator of the session alone; it is given the session."""

    @wraps(view)
    def guarded(request: HttpRequest, key: int, **named: Any) -> HttpResponseBase:
        session = Session.objects.select_related("facilitator").filter(pk=key).first()
        if session is None or session.facilitator_id != request.user.pk:
            raise Http404("no such session, or somebody else's")
        return view(request, session, **named)

    return requires(Right.FACILITATE)(guarded)


def device_key(member: Member) -> str:
    """By what a browser keeps the words of one participant apart from those of another who uses the
    same device; the same for who came in anew.
    """
    whose = f"{member.session_id}-{member.person}"
    return salted_hmac("duidelijk.session.device", whose, algorithm="sha256").hexdigest()[:16]


def _by_account(request: HttpRequest, key: int) -> Member | None:
    """Who takes part with an account; a link taken up while signed in makes it so."""
    if not isinstance(request.user, User) or not request.user.is_active:
        return None
    held = Member.objects.select_related("session", "organisation")
    return held.filter(session_id=key, user=request.user, withdrawn=None, erased=None).first()


def _no_entry(request: HttpRequest, key: int) -> HttpResponseBase:
    looking = request.method in _LOOKING
    back = request.get_full_path() if looking else reverse("take_part", args=[key])
    signed_in = isinstance(request.user, User)
    context = {"sent": typed_in(request), "signed_in": signed_in, "back": back}
    return render_private(request, "duiding/no_entry.html", context, status=403)


def _is_here(member: Member) -> None:
    """Keep that somebody is in the room; not at every look, which would be a write a second."""
    now = timezone.now()
    if member.seen is None or now - member.seen > _SEEN_EVERY:
        Member.objects.filter(pk=member.pk).update(seen=now)
        if member.joined is None:
            Member.objects.filter(pk=member.pk, joined=None).update(joined=now)
