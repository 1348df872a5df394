"""One view a kind of page: finds the edition, asks ``pages`` what to show, fills a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponsePermanentRedirect
from django.template.loader import get_template
from django.urls import Resolver404, resolve
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark_sprite
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import date_words, month_words
from duidelijk.web.dashboard.files import Unknown, versioned
from duidelijk.web.dashboard.pages.archive import archive_page
from duidelijk.web.dashboard.pages.coming import coming_page
from duidelijk.web.dashboard.pages.explained import explained_page
from duidelijk.web.dashboard.pages.figure import figure_page, periods_of
from duidelijk.web.dashboard.pages.front import front_page, legend
from duidelijk.web.dashboard.pages.indicator import indicator_page
from duidelijk.web.dashboard.pages.region import region_list, region_page, regions_page
from duidelijk.web.dashboard.pages.revised import revised_page
from duidelijk.web.dashboard.pages.since import since_page
from duidelijk.web.dashboard.pages.sources import sources_page
from duidelijk.web.dashboard.pages.striking import ORDERS, striking_page
from duidelijk.web.dashboard.pages.theme import gaps_page, theme_page
from duidelijk.web.dashboard.pages.track_record import track_record_page
from duidelijk.web.dashboard.pages.untested import untested
from duidelijk.web.dashboard.places import Place, is_english, other_language
from duidelijk.web.library import library
from duidelijk.web.words import words


def _edition(language: str, id_: str | None) -> tuple[Edition, Place]:
    """The edition asked for, or the newest; 404 with the ones there are."""
    editions = library().editions()
    newest = library().newest()
    if newest is None:
        raise Http404("no edition")
    if id_ is None:
        return newest, Place(language)
    if id_ not in editions:
        raise Unknown(id_, editions)
    return editions[id_], Place(language, id_)


def _render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    place: Place,
    edition: Edition | None,
    subject: Callable[[Place], str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Fill *template*; *subject* gives the address of the same page in another edition."""
    phrases = words(place.language)
    context |= {
        "w": phrases,
        "place": place,
        "lang": place.language,
        "alternate": other_language(request.path),
        "sprite": mark_safe(mark_sprite()),
        "style": versioned("duidelijk.css"),
        "theme_style": versioned("theme.css") if settings.THEME else "",
        "icon": versioned("icon.svg"),
        "legend": legend(place.language),
    }
    if edition is not None:
        context |= _edition_context(edition, place, subject or Place.front)
    response = HttpResponse(get_template(template).render(context, request), status=status)
    response["Content-Language"] = place.language
    response["Cache-Control"] = "public, max-age=300" if status == 200 else "no-store"
    return response


def _edition_context(
    edition: Edition, place: Place, subject: Callable[[Place], str]
) -> dict[str, Any]:
    """What every page of an edition needs for its bar and its foot."""
    language, monitor = place.language, edition.monitor
    ids = list(library().editions())
    at = ids.index(edition.id)
    around = {}
    for name, index in (("before", at - 1), ("after", at + 1)):
        if 0 <= index < len(ids):
            other = library().editions()[ids[index]]
            around[name] = {
                "title": other.title.to(language),
                "url": subject(place.of(other.id)),
            }
    exact = edition.description["date_precision"] == "day"
    note = edition.description.get("note")
    return {
        "edition": {
            "id": edition.id,
            "title": edition.title.to(language),
            "date": (date_words if exact else month_words)(edition.date, language),
            "iso": edition.date.isoformat(),
            "afterwards": edition.compiled_afterwards,
            "later_shown": number(edition.description["later_figures"], 0, language),
            "figures_shown": number(edition.description["figures"], 0, language),
            "note": note[language] if note else "",
            "newest": at == len(ids) - 1,
            "newest_url": subject(place.of(None)),
            "permanent": subject(place.of(edition.id)),
            **around,
        },
        "monitor": {
            "title": monitor.title.to(language),
            "lead": monitor.lead.to(language),
            "publisher": monitor.publisher.to(language),
            "synthetic": monitor.synthetic,
            "notice": monitor.notice.to(language) if monitor.notice else "",
        },
        "themes_nav": [
            {"id": each.id, "title": each.title.to(language), "url": place.theme(each.id)}
            for each in monitor.themes
        ],
    }


@require_safe
def front(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """The front page of an edition."""
    if not library().editions():
        return _render(request, "dashboard/empty.html", {}, Place(language), None, status=503)
    found, place = _edition(language, edition)
    context = front_page(found, place) | {"here": "front"}
    return _render(request, "dashboard/front.html", context, place, found)


@require_safe
def theme(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """A theme of an edition."""
    found, place = _edition(language, edition)
    context = theme_page(found, key, place)
    if context is None:
        raise Unknown(key, [each.id for each in found.monitor.themes])
    return _render(
        request, "dashboard/theme.html", context, place, found, lambda other: other.theme(key)
    )


@require_safe
def indicator(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """An indicator of an edition."""
    found, place = _edition(language, edition)
    context = indicator_page(found, key, place)
    if context is None:
        raise Unknown(key, found.monitor.indicators)
    phrases, described = words(language), context["indicator"]
    for name in ("polarity", "uncertainty", "frequency"):
        context[f"{name}_words"] = phrases[f"{name}_{described[name]}"]
    context["tier"] = phrases.get(f"tier_{context['tier_key']}", "")
    for level in context["regions"]:
        level["name"] = phrases[f"level_{level['level']}"]
    return _render(
        request,
        "dashboard/indicator.html",
        context,
        place,
        found,
        lambda other: other.indicator(key),
    )


@require_safe
def figure(
    request: HttpRequest,
    language: str,
    key: str,
    region: str,
    group: str,
    period: str,
    edition: str | None = None,
) -> HttpResponse:
    """One figure of an edition, with every release that gave it."""
    found, place = _edition(language, edition)
    context = figure_page(found, key, region, group, period, place)
    if context is None:
        raise Unknown(period, periods_of(found, key, region, group))

    def same(other: Place) -> str:
        """The same figure where the other edition holds it, else its indicator."""
        held = library().editions()[other.edition] if other.edition else library().newest()
        there = held is found or (
            held is not None and period in periods_of(held, key, region, group)
        )
        return other.figure(key, region, group, period) if there else other.indicator(key)

    return _render(request, "dashboard/figure.html", context, place, found, same)


@require_safe
def striking(
    request: HttpRequest, language: str, order: str = ORDERS[0], edition: str | None = None
) -> HttpResponse:
    """The list of what stands out, its table sorted by *order*."""
    found, place = _edition(language, edition)
    if order not in ORDERS:
        raise Unknown(order, ORDERS)
    context, phrases = striking_page(found, place, order), words(language)
    if context["kept"]:
        for each in context["orders"]:
            each["word"] = phrases[f"order_{each['key']}"].lower()
        for row in context["table"]:
            row["question"] = phrases[f"question_{row['question']}"]
        context["regions"] = region_list(found, place)
        context["untested"] = untested(found, place)
    return _render(
        request,
        "dashboard/striking.html",
        context | {"here": "striking"},
        place,
        found,
        lambda other: other.striking(order),
    )


@require_safe
def explained(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """How the list comes about."""
    found, place = _edition(language, edition)
    context = explained_page(found, place)
    template = f"dashboard/explained.{language}.html"
    return _render(request, template, context, place, found, Place.explained)


@require_safe
def coming(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What is to be expected next."""
    found, place = _edition(language, edition)
    context, phrases = coming_page(found, place), words(language)
    for group in context["groups"]:
        group["title"] = phrases[f"timing_{group['timing']}"]
        group["why"] = phrases[f"timing_{group['timing']}_why"]
    return _render(
        request,
        "dashboard/coming.html",
        context | {"here": "coming"},
        place,
        found,
        Place.coming,
    )


@require_safe
def region(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """A region of an edition."""
    found, place = _edition(language, edition)
    context = region_page(found, key, place)
    if context is None:
        raise Unknown(key, found.regions)
    context["region"]["level_name"] = words(language)[f"level_{context['region']['level']}"]
    return _render(
        request, "dashboard/region.html", context, place, found, lambda other: other.region(key)
    )


@require_safe
def revised(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What was revised since the edition before."""
    found, place = _edition(language, edition)
    context = revised_page(found, place)
    return _render(request, "dashboard/revised.html", context, place, found, Place.revised)


@require_safe
def gaps(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What an edition does not know."""
    found, place = _edition(language, edition)
    return _render(
        request, "dashboard/gaps.html", gaps_page(found, place), place, found, Place.gaps
    )


@require_safe
def sources(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every release an edition stands on."""
    found, place = _edition(language, edition)
    context = sources_page(found, place)
    return _render(request, "dashboard/sources.html", context, place, found, Place.sources)


@require_safe
def regions(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every region of an edition."""
    found, place = _edition(language, edition)
    context = regions_page(found, place)
    for each in context["levels"]:
        each["title"] = words(language)[f"level_{each['level']}"]
    return _render(request, "dashboard/regions.html", context, place, found, Place.regions)


@require_safe
def archive(request: HttpRequest, language: str) -> HttpResponse:
    """All editions."""
    found, place = _edition(language, None)
    context = archive_page(library().editions(), place)
    return _render(request, "dashboard/archive.html", context, place, found)


@require_safe
def track_record(request: HttpRequest, language: str) -> HttpResponse:
    """How what past editions called striking held up."""
    found, place = _edition(language, None)
    context = track_record_page(library().track_record(), library().editions(), place)
    return _render(request, "dashboard/track_record.html", context, place, found)


@require_safe
def since(request: HttpRequest, language: str) -> HttpResponse:
    """What came in since the newest edition, reviewed by nobody yet."""
    found, place = _edition(language, None)
    context = since_page(library().since(), found, place)
    return _render(request, "dashboard/since.html", context, place, found)


@require_safe
def reading(request: HttpRequest, language: str) -> HttpResponse:
    """How to read the pages."""
    found, place = _edition(language, None)
    return _render(request, f"dashboard/reading.{language}.html", {}, place, found)


@require_safe
def accessibility(request: HttpRequest, language: str) -> HttpResponse:
    """The accessibility statement."""
    found, place = _edition(language, None)
    return _render(request, f"dashboard/accessibility.{language}.html", {}, place, found)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A 404 that helps: what may have been meant, and the ways on."""
    if request.path.endswith("/") and _leads_somewhere(request.path.rstrip("/")):
        return HttpResponsePermanentRedirect(request.path.rstrip("/"))
    language = "en" if is_english(request.path) else "nl"
    newest = library().newest()
    meant = exception.meant if isinstance(exception, Unknown) else []
    context = {"suggestions": _suggestions(request.path, meant)}
    return _render(
        request, "dashboard/not_found.html", context, Place(language), newest, status=404
    )


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return not path.startswith("//")


def _suggestions(path: str, meant: list[str]) -> list[dict[str, str]]:
    """Addresses like *path* with its last part replaced by what may have been meant."""
    folder = f"/{path.lstrip('/')}".rpartition("/")[0]
    return [{"url": f"{folder}/{each}", "title": each} for each in meant]


def server_error(request: HttpRequest) -> HttpResponse:
    """A 500 that says so in both languages and shows nothing of the inside."""
    phrases = " · ".join(words(language)["server_error"] for language in ("nl", "en"))
    return HttpResponse(phrases, status=500, content_type="text/plain; charset=utf-8")
