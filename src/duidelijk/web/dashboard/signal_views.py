"""How the signals stood when an edition came out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.web.dashboard.pages.signals import sealed_page
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of, render


@require_safe
def sealed(request: HttpRequest, language: str, edition: str) -> HttpResponse:
    """Every signal of an edition, as sealed."""
    found, place = edition_of(language, edition)
    context = sealed_page(found, place) | {"here": "signals"}
    return render(request, "dashboard/signals.html", context, place, found, _same)


def _same(other: Place) -> str:
    """The page has no address without an edition: of the newest it is that of today."""
    return other.sealed_signals() if other.edition else other.signals()
