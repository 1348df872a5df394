"""``security.txt`` (RFC 9116): where somebody who found a weakness can report it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_LASTS = dt.timedelta(days=180)
"""The contact is a setting of a running server; who reads it later should look again."""


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """The contacts that were set; 404 when there are none."""
    if not settings.SECURITY_CONTACT:
        raise Http404("no contact")
    today = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {_address(each)}" for each in settings.SECURITY_CONTACT]
    lines.append(f"Expires: {today + _LASTS:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: nl, en")
    if settings.ADDRESS:
        lines.append(f"Canonical: {settings.ADDRESS}/.well-known/security.txt")
    text = "".join(f"{line}\n" for line in lines)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _address(contact: str) -> str:
    """A contact as an address: a bare one is of mail."""
    return contact if ":" in contact else f"mailto:{contact}"
