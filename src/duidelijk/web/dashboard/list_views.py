"""Lists over a whole edition: what stands out, what comes, what was revised, what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.pages.coming import coming_page
from duidelijk.web.dashboard.pages.difference import compared_with, difference_page
from duidelijk.web.dashboard.pages.explained import explained_page
from duidelijk.web.dashboard.pages.region import region_list
from duidelijk.web.dashboard.pages.revised import revised_page
from duidelijk.web.dashboard.pages.sources import sources_page
from duidelijk.web.dashboard.pages.striking import ORDERS, striking_page
from duidelijk.web.dashboard.pages.theme import gaps_page
from duidelijk.web.dashboard.pages.untested import untested
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.library import library
from duidelijk.web.words import words


@require_safe
def striking(
    request: HttpRequest, language: str, order: str = ORDERS[0], edition: str | None = None
) -> HttpResponse:
    """The list of what stands out, its table sorted by *order*."""
    found, place = edition_of(language, edition)
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
    return render(
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
    found, place = edition_of(language, edition)
    context = explained_page(found, place)
    template = f"dashboard/explained.{language}.html"
    return render(request, template, context, place, found, Place.explained)


@require_safe
def coming(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What is to be expected next."""
    found, place = edition_of(language, edition)
    context, phrases = coming_page(found, place), words(language)
    for group in context["groups"]:
        group["title"] = phrases[f"timing_{group['timing']}"]
        group["why"] = phrases[f"timing_{group['timing']}_why"]
    return render(
        request,
        "dashboard/coming.html",
        context | {"here": "coming"},
        place,
        found,
        Place.coming,
    )


@require_safe
def revised(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What was revised since the edition before."""
    found, place = edition_of(language, edition)
    context = revised_page(found, place, library().editions())
    return render(request, "dashboard/revised.html", context, place, found, Place.revised)


@require_safe
def difference(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What is different since the edition before, or from the one this corrects."""
    found, place = edition_of(language, edition)
    context = difference_page(found, compared_with(found, library().editions()), place)
    template = "dashboard/difference.html"
    return render(request, template, context, place, found, Place.difference)


@require_safe
def gaps(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """What an edition does not know."""
    found, place = edition_of(language, edition)
    return render(request, "dashboard/gaps.html", gaps_page(found, place), place, found, Place.gaps)


@require_safe
def sources(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every release an edition stands on."""
    found, place = edition_of(language, edition)
    context = sources_page(found, place)
    return render(request, "dashboard/sources.html", context, place, found, Place.sources)
