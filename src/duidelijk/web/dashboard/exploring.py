"""Pages to explore an edition with: maps, and whatever a reader sets side by side."""

from __future__ import annotations

import contextlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.mapped import level_to_show, levels_of
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.pages.comparable import region_meant
from duidelijk.web.dashboard.pages.compare import compare_page
from duidelijk.web.dashboard.pages.maps import map_page, maps_page
from duidelijk.web.dashboard.pages.named_series import MOST, Series, address
from duidelijk.web.dashboard.pages.search import listed, search_page
from duidelijk.web.dashboard.places import LEVEL_WORDS, Place
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.dashboard.static_copy import static_copy
from duidelijk.web.library import library
from duidelijk.web.words import words

_LONGEST = 600
_LEVELS = {word: level for level, word in LEVEL_WORDS.items()}


@require_safe
def maps(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every map there is."""
    found, place = edition_of(language, edition)
    context, phrases = maps_page(found, place), words(language)
    for theme in context["themes"]:
        for row in theme["rows"]:
            for each in row["levels"]:
                each["title"] = phrases[f"level_{each['level']}"]
    context["here"] = "maps"
    return render(request, "dashboard/maps.html", context, place, found, Place.maps)


@require_safe
def map_of(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """Sends on to the map of an indicator's most detailed level with room for names."""
    found, place = edition_of(language, edition)
    levels = levels_of(found)
    if key not in levels:
        raise Unknown(key, levels)
    return HttpResponseRedirect(place.map(key, level_to_show(levels[key])))


@require_safe
def region_map(
    request: HttpRequest,
    language: str,
    key: str,
    level: str,
    of_change: bool = False,
    edition: str | None = None,
) -> HttpResponse:
    """The map of one indicator: of where regions stand, or of what they did."""
    found, place = edition_of(language, edition)
    levels = levels_of(found)
    if key not in levels:
        raise Unknown(key, levels)
    context = map_page(found, key, _LEVELS.get(level, ""), of_change, place)
    phrases = words(language)
    if context is None:
        known = {LEVEL_WORDS[each]: phrases[f"level_{each}"] for each in levels[key]}
        raise Unknown(level, meant=known)
    context["level_name"] = phrases[f"level_{context['level']}"]
    for each in context["levels"]:
        each["title"] = phrases[f"level_{each['level']}"]
    for each in context["measures"]:
        each["title"] = phrases["map_change" if each["of_change"] else "map_level"]
    prefix = "map_verdict" if of_change else "standing"
    for each in context["map_legend"]:
        each["word"] = phrases[f"{prefix}_{each['mark']}"]
    context["here"] = "maps"

    def same(other: Place) -> str:
        """The same map where the other edition has it, else its list of maps."""
        held = library().editions()[other.edition] if other.edition else library().newest()
        there = held is not None and context["level"] in levels_of(held).get(key, ())
        return other.map(key, context["level"], of_change) if there else other.maps()

    return render(request, "dashboard/map.html", context, place, found, same)


@require_safe
def compare(
    request: HttpRequest, language: str, series: str = "", edition: str | None = None
) -> HttpResponse:
    """Series side by side, as the address names them."""
    found, place = edition_of(language, edition)
    try:
        asked = [Series.parse(each) for each in series[:_LONGEST].split("/") if each]
    except ValueError as error:
        raise Unknown(str(error)) from error
    asked = list(dict.fromkeys(asked))[:MOST]
    context = compare_page(found, library().editions(), asked, place) | {"here": "compare"}
    nothing = bool(asked) and not context["series"]

    def same(other: Place) -> str:
        """The same comparison where the other edition may have it, else an empty one."""
        held = library().editions()[other.edition] if other.edition else library().newest()
        there = held is found or any(each.edition or _may_hold(held, each) for each in asked)
        return address(other, asked if there else [])

    response = render(
        request,
        "dashboard/compare.html",
        context,
        place,
        found,
        same,
        status=404 if nothing else 200,
    )
    if context["missing"]:  # addresses that somebody made up need not be kept
        response["Cache-Control"] = "no-store"
    return response


def _may_hold(edition: Edition | None, series: Series) -> bool:
    """Whether an edition has figures of the indicator, and knows the region."""
    return (
        edition is not None
        and series.indicator in edition.counts
        and series.region in edition.regions
    )


@require_safe
def add_to_compare(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Takes the form that adds a series, and sends on to the address of the comparison."""
    found, place = edition_of(language, edition)
    asked = []
    for each in request.GET.getlist("reeks")[:MOST]:
        with contextlib.suppress(ValueError):
            asked.append(Series.parse(each[:_LONGEST]))
    indicator = request.GET.get("indicator", "")
    if indicator in found.monitor.indicators:
        group = request.GET.get("groep", TOTAL)
        group = group if group in found.monitor.group_codes else TOTAL
        other = request.GET.get("editie", "")
        of = library().editions().get(other, found)
        asked.append(
            Series(
                indicator,
                region_meant(of, request.GET.get("regio", ""), indicator, group),
                group,
                other if of is not found else None,
            )
        )
    response = HttpResponseRedirect(address(place, list(dict.fromkeys(asked))[:MOST]))
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    """What an edition holds about the words that were asked for."""
    asked_of = request.GET.get("editie", "")
    known = library().editions()
    found, place = edition_of(language, asked_of if asked_of in known else None)
    newest = library().newest()
    if newest is not None and found is newest and not found.not_out:
        place = Place(language)
    context = search_page(found, request.GET.get("q", ""), place)
    for each in context["results"]:
        each["word"] = words(language)[f"kind_{each['kind']}"]
    if static_copy():
        context["listed"] = listed(found, place)
        for each in context["listed"]:
            each["word"] = words(language)[f"kinds_{each['kind']}"]
    response = render(request, "dashboard/search.html", context, place, found)
    response["Cache-Control"] = "no-store"
    return response
