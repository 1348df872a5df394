"""Documents of an edition: the whole, two pages for councils, two pages for a region."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of
from duidelijk.web.dashboard.views import other_region
from duidelijk.web.documents import Busy, document_key, kept_document
from duidelijk.web.words import words

_COME_BACK = 10
"""Seconds after which to ask again."""


@require_safe
def edition_document(
    request: HttpRequest, language: str, edition: str | None = None
) -> HttpResponseBase:
    """The whole of an edition as a document: as it was sealed, else made from what was."""
    found, _ = edition_of(language, edition)
    sealed = found.folder / f"edition.{language}.pdf"
    if sealed.is_file():
        return _sent(request, found, "edition", language, lambda: sealed)

    def make() -> bytes:
        from duidelijk.publish.documents.edition import edition_pdf

        return edition_pdf(found, language, settings.ADDRESS)

    return _sent(request, found, "edition", language, _kept(found, "edition", language, make))


@require_safe
def summary_document(
    request: HttpRequest, language: str, edition: str | None = None
) -> HttpResponseBase:
    """Two pages on an edition for councils."""
    found, _ = edition_of(language, edition)

    def make() -> bytes:
        from duidelijk.publish.documents.summary import summary_pdf

        return summary_pdf(found, language, settings.ADDRESS)

    return _sent(request, found, "summary", language, _kept(found, "summary", language, make))


@require_safe
def region_document(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponseBase:
    """Two pages on a region."""
    found, place = edition_of(language, edition)
    if key not in found.regions or key == NATION:
        return _other(found, place, key)

    def make() -> bytes:
        from duidelijk.publish.documents.region import region_pdf

        return region_pdf(found, language, key, settings.ADDRESS)

    return _sent(request, found, key, language, _kept(found, key, language, make))


def _other(edition: Edition, place: Place, key: str) -> HttpResponse:
    """Sends on to the document of what a code became. Raises ``Unknown``."""
    return HttpResponseRedirect(place.region_document(other_region(edition, place, key)))


def _kept(
    edition: Edition, name: str, language: str, make: Callable[[], bytes]
) -> Callable[[], Path | bytes]:
    return lambda: kept_document(edition, f"{name}.{language}.pdf", make)


def _sent(
    request: HttpRequest,
    edition: Edition,
    name: str,
    language: str,
    get: Callable[[], Path | bytes],
) -> HttpResponseBase:
    """The document, or that the reader should come back; nothing to who has it already."""
    etag = f'"{document_key(edition)}.{name}.{language}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    try:
        found = get()
    except Busy:
        busy = HttpResponse(
            words(language)["document_busy"], status=503, content_type="text/plain; charset=utf-8"
        )
        busy["Retry-After"] = str(_COME_BACK)
        busy["Cache-Control"] = "no-store"
        return busy
    response: HttpResponseBase
    if isinstance(found, Path):
        response = FileResponse(found.open("rb"), content_type="application/pdf")
    else:
        response = HttpResponse(found, content_type="application/pdf")
    filename = f"{edition.monitor.id}-{edition.id}-{name}-{language}.pdf"
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Content-Language"] = language
    response["Cache-Control"] = "public, max-age=300"
    response["ETag"] = etag
    return response
