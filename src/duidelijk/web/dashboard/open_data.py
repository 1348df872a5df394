"""Open data of an edition: its page, the workbook, the readable table; and the site's catalogue."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.open_data.schema_org import as_block, edition_description
from duidelijk.web.dashboard.pages.catalogued import catalogued
from duidelijk.web.dashboard.pages.data import data_page
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute, edition_of, render
from duidelijk.web.documents import Busy, document_key, kept_document
from duidelijk.web.library import library
from duidelijk.web.ranges import sent_file
from duidelijk.web.words import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COME_BACK = 20
"""Seconds after which to ask again."""
_PART = 20_000
"""Figures that are sent at once."""
FORMS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("xml", "application/rdf+xml"),
}


@require_safe
def data(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every file of an edition, and how to use it."""
    found, place = edition_of(language, edition)
    site = absolute(request, "")
    context = data_page(found, place, site) | {"here": "data"}
    context["described"] = as_block(edition_description(found, language, site))
    return render(request, "dashboard/data.html", context, place, found, Place.data)


@require_safe
def workbook(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponseBase:
    """An edition as an Excel workbook: made when first asked for, then kept."""
    found, _ = edition_of(language, edition)
    etag = f'"{document_key(found)}.{language}.xlsx"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known

    def make() -> bytes:
        from duidelijk.publish.open_data.edition_workbook import write_edition_workbook

        stream = io.BytesIO()
        write_edition_workbook(found, language, stream, settings.ADDRESS)
        return stream.getvalue()

    try:
        kept = kept_document(found, f"edition.{language}.xlsx", make)
    except Busy:
        phrase = words(language)["workbook_busy"]
        busy = HttpResponse(phrase, status=503, content_type="text/plain; charset=utf-8")
        busy["Retry-After"] = str(_COME_BACK)
        busy["Cache-Control"] = "no-store"
        return busy
    if isinstance(kept, bytes):
        response: HttpResponseBase = HttpResponse(kept, content_type=XLSX)
        response["ETag"] = etag
    else:
        response = sent_file(request, kept, XLSX, etag)
    return _to_take(response, f"{found.monitor.id}-{found.id}-{language}.xlsx", language)


@require_safe
def named_figures(
    request: HttpRequest, language: str, edition: str | None = None
) -> HttpResponseBase:
    """Every figure of an edition with the names of its codes and its publication, as CSV."""
    found, _ = edition_of(language, edition)
    response = StreamingHttpResponse(
        _lines(found, language), content_type="text/csv; charset=utf-8"
    )
    return _to_take(response, f"{found.monitor.id}-{found.id}-{language}.csv", language)


def _lines(edition: Edition, language: str) -> Iterator[bytes]:
    """The table in parts that fit in memory."""
    from duidelijk.publish.open_data.named import figures_csv

    figures = edition.figures()
    for at in range(0, max(len(figures), 1), _PART):
        part = figures_csv(edition, figures.slice(at, _PART), language)
        yield part.write_csv(include_header=at == 0).encode()


def _to_take(response: HttpResponseBase, name: str, language: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Language"] = language
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def catalogue_address(request: HttpRequest) -> HttpResponse:
    """The address that names the catalogue: sends on to it in the form that is asked for."""
    wanted = {media.partition(";")[0]: form for form, (_, media) in FORMS.items()}
    chosen = request.get_preferred_type([*wanted, "text/html"])
    if chosen == "text/html":
        response: HttpResponse = HttpResponseRedirect(Place("nl").data())
    else:
        response = HttpResponseRedirect(f"/catalogus.{wanted.get(chosen or '', 'ttl')}")
    response.status_code = 303
    response["Vary"] = "Accept"
    return response


@require_safe
def catalogue(request: HttpRequest, form: str) -> HttpResponse:
    """The site's catalogue for other catalogues (DCAT-AP-NL)."""
    if library().newest() is None:
        raise Http404("no edition")
    kind, media = FORMS[form]
    from duidelijk.publish.open_data.serializing import serialized

    graph = catalogued(library().editions(), absolute(request, ""))
    response = HttpResponse(serialized(graph, kind), content_type=media)
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response
