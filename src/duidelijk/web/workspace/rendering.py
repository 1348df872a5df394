"""What every page behind the door needs: words, the stylesheet, who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from duidelijk.publish.charts.small import mark_sprite
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.dashboard.files import versioned
from duidelijk.web.dashboard.places import Place, other_language
from duidelijk.web.library import library
from duidelijk.web.words import words

_ROOMS: tuple[tuple[str, str, Right], ...] = (
    ("workspace_front", "ws_front", Right.WORKSPACE),
    ("editions", "ws_editions", Right.READ_REVIEW),
    ("sessions", "ws_sessions", Right.TAKE_PART),
    ("signals_desk", "ws_signals", Right.RAISE_SIGNALS),
    ("inbox", "ws_inbox", Right.RAISE_SIGNALS),
    ("local_desk", "ws_local", Right.REPORT_LOCAL),
    ("reader_questions", "ws_questions", Right.ANSWER),
    ("data_desk", "ws_data_desk", Right.KEEP_FIGURES),
    ("declarations", "ws_declarations", Right.KEEP_FIGURES),
    ("people", "ws_people", Right.MANAGE_PEOPLE),
    ("jobs", "ws_jobs", Right.SEE_JOBS),
    ("log", "ws_log", Right.READ_LOG),
)
"""The rooms: name of the address, key of the title, who may come in."""


def layout(request: HttpRequest) -> dict[str, Any]:
    """What the layout of pages behind the door fills in."""
    language = get_language() or "nl"
    place = Place(language)
    newest = library().newest()
    user = request.user if isinstance(request.user, User) else None
    return {
        "w": words(language),
        "lang": language,
        "place": place,
        "alternate": other_language(request.path),
        "style": versioned("duidelijk.css"),
        "private_style": versioned("workspace.css"),
        "private_script": versioned("workspace.js"),
        "session_style": versioned("session.css"),
        "session_script": versioned("session.js"),
        "theme_style": versioned("theme.css") if settings.THEME else "",
        "icon": versioned("icon.svg"),
        "sprite": mark_safe(mark_sprite()),
        "monitor": {"title": newest.monitor.title.to(language)} if newest else None,
        "synthetic": newest is not None and newest.monitor.synthetic,
        "user": user,
        "rooms": _rooms(user, request, words(language)) if user else [],
        "mail": settings.MAIL,
        "single_sign_on": bool(settings.OIDC_ISSUER),
    }


def for_libraries(request: HttpRequest) -> dict[str, Any]:
    """The layout for pages of libraries (signing in); a context processor.

    Every other page is given what it needs by who renders it.
    """
    if "/account/" not in request.path:
        return {}
    return {"request": request, "messages": get_messages(request), **layout(request)}


def _rooms(user: User, request: HttpRequest, phrases: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for name, title, right in _ROOMS:
        if user.may(right):
            url = reverse(name)
            front = name == "workspace_front"
            here = request.path == url if front else request.path.startswith(url)
            found.append({"url": url, "title": phrases[title], "here": here})
    return found


def render_private(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Fill *template* for who is signed in; never kept by anybody on the way."""
    whole = {"messages": get_messages(request), **layout(request), **context}
    response = HttpResponse(get_template(template).render(whole, request), status=status)
    response["Content-Language"] = whole["lang"]
    response["Cache-Control"] = "private, no-store"
    return response
