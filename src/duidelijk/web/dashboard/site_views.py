"""Pages that are of no one edition, and what is answered when nothing is found."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request as bare_bad_request

from duidelijk.duiding.scales import Confidence
from duidelijk.publish.duiding.naming import chance_words
from duidelijk.web.api.addresses import is_api
from duidelijk.web.api.gate import nothing_there
from duidelijk.web.api.problems import Problem
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.glossary import terms_of
from duidelijk.web.dashboard.pages.about import about_page
from duidelijk.web.dashboard.pages.archive import archive_page
from duidelijk.web.dashboard.pages.ending import ending_shown
from duidelijk.web.dashboard.pages.since import since_page
from duidelijk.web.dashboard.pages.track_record import track_record_page
from duidelijk.web.dashboard.places import Place, is_english
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.library import library
from duidelijk.web.words import words


@require_safe
def archive(request: HttpRequest, language: str) -> HttpResponse:
    """All editions."""
    found, place = edition_of(language, None)
    editions = library().editions()
    corrected = {key: library().corrected(each) for key, each in editions.items()}
    context = archive_page(editions, corrected, place)
    context["ending"] = ending_shown(library().ending(), timezone.localdate(), language)
    return render(request, "dashboard/archive.html", context, place, found)


@require_safe
def track_record(request: HttpRequest, language: str) -> HttpResponse:
    """How what past editions called striking held up."""
    found, place = edition_of(language, None)
    context = track_record_page(library().track_record(), library().editions(), place)
    return render(request, "dashboard/track_record.html", context, place, found)


@require_safe
def since(request: HttpRequest, language: str) -> HttpResponse:
    """What came in since the newest edition, reviewed by nobody yet."""
    found, place = edition_of(language, None)
    context = since_page(library().since(), found, place)
    return render(request, "dashboard/since.html", context, place, found)


@require_safe
def glossary(request: HttpRequest, language: str) -> HttpResponse:
    """The words that readers may not know."""
    found, place = edition_of(language, None)
    terms = [
        {"id": each.id, "term": each.term.to(language), "meaning": each.meaning.to(language)}
        for each in terms_of(found.monitor, language)
    ]
    return render(request, "dashboard/glossary.html", {"terms": terms}, place, found)


@require_safe
def about(request: HttpRequest, language: str) -> HttpResponse:
    """About the figures: where they come from, how they were chosen, what they cannot say."""
    found, place = edition_of(language, None)
    context = about_page(found, language)
    return render(request, f"dashboard/about.{language}.html", context, place, found)


@require_safe
def reading(request: HttpRequest, language: str) -> HttpResponse:
    """How to read the pages."""
    found, place = edition_of(language, None)
    context = {"likely": chance_words(Confidence.LIKELY, language)}
    return render(request, f"dashboard/reading.{language}.html", context, place, found)


@require_safe
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    """The accessibility statement."""
    found, place = edition_of(language, None)
    return render(request, f"dashboard/accessibility.{language}.html", {}, place, found)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 that helps: what may have been meant, and the ways on."""
    if is_api(request.path):
        return nothing_there(request.path)
    if request.path.endswith("/") and _leads_somewhere(request.path.rstrip("/")):
        query = request.META.get("QUERY_STRING", "")
        address = request.path.rstrip("/")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    language = "en" if is_english(request.path) else "nl"
    newest = library().newest()
    meant = exception.meant if isinstance(exception, Unknown) else {}
    context = {"suggestions": _suggestions(request.path, meant)}
    return render(request, "dashboard/not_found.html", context, Place(language), newest, status=404)


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return not path.startswith("//")


def _suggestions(path: str, meant: Mapping[str, str]) -> list[dict[str, str]]:
    """Addresses like *path* with its last part replaced by what may have been meant."""
    folder = f"/{path.lstrip('/')}".rpartition("/")[0]
    return [{"url": f"{folder}/{key}", "title": title} for key, title in meant.items()]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form that is larger than is taken in says so; what else makes no sense gets a bare 400."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent) or is_api(request.path):
        return bare_bad_request(request, exception)
    phrases = " · ".join(words(language)["form_too_big"] for language in ("nl", "en"))
    response = HttpResponse(phrases, status=413, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """A 500 that says so in both languages and shows nothing of the inside."""
    if is_api(request.path):
        return Problem(500, "Something went wrong here; it is written in the log").response()
    phrases = " · ".join(words(language)["server_error"] for language in ("nl", "en"))
    return HttpResponse(phrases, status=500, content_type="text/plain; charset=utf-8")
