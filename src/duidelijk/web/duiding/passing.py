"""Coming in without an account: a link that works once, and the cookie it is exchanged for."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.models import Member, Pass

_LASTS = 60 * 24 * 3600
"""Seconds that a browser keeps the cookie: from the invitation until the report is approved."""


def make_link(member: Member, by: User | None) -> str:
    """Make a link for *member*; returns the word in it, which is kept nowhere.

    Links of before that were not used no longer work; browsers that are in stay in.
    """
    with transaction.atomic():
        member.passes.filter(used=None, ended=None).update(ended=timezone.now())
        word = secrets.token_urlsafe(24)
        Pass.objects.create(member=member, link=_digest(word))
        if by is not None:
            record(by, "session_link_made", f"{member.session_id} #{member.pk}")
    return word


def link_path(member: Member, word: str) -> str:
    """The address of a link, in the language of whose it is."""
    root = "/en" if member.language == "en" else ""
    return f"{root}/sessie/kom/{word}"


def pass_of(word: str) -> Pass | None:
    """The pass whose link holds *word*, while it works."""
    held = Pass.objects.select_related("member__session", "member__organisation")
    found = held.filter(link=_digest(word)).exclude(member__user__is_active=False).first()
    return found if found is not None and found.open else None


def inside_by(request: HttpRequest, word: str) -> Member | None:
    """Who is in already, in this browser, and opens a link of their own that was used."""
    own = Pass.objects.filter(link=_digest(word)).select_related("member").first()
    inside = member_by_cookie(request, own.member.session_id) if own else None
    return inside if own and inside and inside.person == own.member.person else None


@transaction.atomic
def take_up(held: Pass) -> str | None:
    """Use a link; returns what the browser is to show from then on, ``None`` when somebody was
    just ahead.
    """
    now = timezone.now()
    shown = secrets.token_urlsafe(32)
    fresh = Pass.objects.filter(pk=held.pk, used=None, ended=None)
    if not fresh.update(used=now, cookie=_digest(shown)):
        return None
    return shown


def let_in(response: HttpResponse, session: int, shown: str) -> None:
    """Give a browser the cookie of a session; scripts cannot read it, other sites not send it."""
    response.set_cookie(
        _name(session),
        shown,
        max_age=_LASTS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
        path="/",
    )


def let_out(response: HttpResponse, session: int) -> None:
    """Take the cookie away again."""
    response.delete_cookie(_name(session), path="/", samesite="Lax")


def member_by_cookie(request: HttpRequest, session: int) -> Member | None:
    """Who shows the cookie of a session; nobody once they are not invited any more, or the account
    they came in with is blocked.
    """
    shown = request.COOKIES.get(_name(session), "")
    if not shown:
        return None
    held = Member.objects.select_related("session", "organisation").filter(
        session_id=session,
        passes__cookie=_digest(shown),
        passes__ended=None,
        withdrawn=None,
        erased=None,
    )
    return held.exclude(user__is_active=False).first()


def shut_out(member: Member) -> None:
    """End every link and every browser of a member."""
    member.passes.filter(ended=None).update(ended=timezone.now())


def _name(session: int) -> str:
    return f"__Host-deelname-{session}" if settings.HTTPS else f"deelname-{session}"


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
