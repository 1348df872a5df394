"""One view a subject of an edition: find the edition, ask ``pages`` what to show, fill in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.open_data.schema_org import (
    as_block,
    edition_description,
    indicator_description,
)
from duidelijk.regions import suggest
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.pages.ending import ending_shown
from duidelijk.web.dashboard.pages.figure import figure_page, periods_of
from duidelijk.web.dashboard.pages.front import front_page
from duidelijk.web.dashboard.pages.groups import group_page, groups_page
from duidelijk.web.dashboard.pages.indicator import indicator_page
from duidelijk.web.dashboard.pages.indicator_record import indicator_record
from duidelijk.web.dashboard.pages.plain import plain_page
from duidelijk.web.dashboard.pages.region import (
    NEAREST,
    companies,
    region_page,
    regions_page,
    related,
)
from duidelijk.web.dashboard.pages.theme import theme_page
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute, edition_of, render
from duidelijk.web.library import library
from duidelijk.web.words import words


@require_safe
def front(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """The front page of an edition."""
    if not library().editions():
        return render(request, "dashboard/empty.html", {}, Place(language), None, status=503)
    found, place = edition_of(language, edition)
    context = front_page(found, place) | {"here": "front"}
    if context["where"]:
        for each in context["where"]["map_legend"]:
            each["word"] = words(language)[f"standing_{each['mark']}"]
    site = absolute(request, "")
    context["described"] = as_block(edition_description(found, language, site))
    context["ending"] = ending_shown(library().ending(), timezone.localdate(), language)
    return render(request, "dashboard/front.html", context, place, found, pictured=True)


@require_safe
def theme(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """A theme of an edition."""
    found, place = edition_of(language, edition)
    context = theme_page(found, key, place)
    if context is None:
        raise Unknown(key, [each.id for each in found.monitor.themes])
    return render(
        request,
        "dashboard/theme.html",
        context,
        place,
        found,
        lambda other: other.theme(key),
        pictured=True,
        feed=f"{Place(language).theme(key)}/feed.atom",
    )


@require_safe
def plain(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """A theme in plain words."""
    found, place = edition_of(language, edition)
    context = plain_page(found, key, place)
    if context is None:
        raise Unknown(key, [each.id for each in found.monitor.themes])
    return render(
        request, "dashboard/plain.html", context, place, found, lambda other: other.plain(key)
    )


@require_safe
def indicator(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """An indicator of an edition."""
    found, place = edition_of(language, edition)
    context = indicator_page(found, key, place, absolute(request, ""))
    if context is None:
        raise Unknown(key, found.monitor.indicators)
    phrases, shown = words(language), context["indicator"]
    for name in ("polarity", "uncertainty", "frequency"):
        context[f"{name}_words"] = phrases[f"{name}_{shown[name]}"]
    described = indicator_description(
        found, found.monitor.indicators[key], language, absolute(request, "")
    )
    context["described"] = as_block(described)
    context["record"] = indicator_record(library().editions().values(), found, key, place)
    for level in context["regions"]:
        level["name"] = phrases[f"level_{level['level']}"]
    return render(
        request,
        "dashboard/indicator.html",
        context,
        place,
        found,
        lambda other: other.indicator(key),
        pictured=True,
        feed=f"{Place(language).indicator(key)}/feed.atom",
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
    found, place = edition_of(language, edition)
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

    return render(request, "dashboard/figure.html", context, place, found, same)


@require_safe
def groups(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every group of people, theme by theme."""
    found, place = edition_of(language, edition)
    context = groups_page(found, place) | {"here": "groups"}
    return render(request, "dashboard/groups.html", context, place, found, Place.groups)


@require_safe
def group(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """One group of people across all themes."""
    found, place = edition_of(language, edition)
    context = group_page(found, key, place)
    if context is None:
        raise Unknown(key, [each.id for each in found.monitor.target_groups])
    context["here"] = "groups"
    return render(
        request,
        "dashboard/group.html",
        context,
        place,
        found,
        lambda other: other.group(key),
        pictured=True,
        feed=f"{Place(language).group(key)}/feed.atom",
    )


@require_safe
def region(
    request: HttpRequest,
    language: str,
    key: str,
    company: str = NEAREST,
    edition: str | None = None,
) -> HttpResponse:
    """A region of an edition, beside the peers of a *company*."""
    found, place = edition_of(language, edition)
    if company not in companies(found):
        raise Unknown(company, companies(found))
    context = region_page(found, key, place, company)
    if context is None:
        return HttpResponseRedirect(place.region(other_region(found, place, key)))
    context["region"]["level_name"] = words(language)[f"level_{context['region']['level']}"]
    for each in context["around"]:
        each["level_name"] = words(language)[f"one_{each['level']}"]
    return render(
        request,
        "dashboard/region.html",
        context | {"here": "regions"},
        place,
        found,
        lambda other: _same_region(other, key, company),
        pictured=company == NEAREST,
        feed=f"{Place(language).region(key)}/feed.atom",
    )


def _same_region(place: Place, key: str, company: str) -> str:
    """The same region in another edition; the list of regions where that has none of it."""
    held = library().editions()[place.edition] if place.edition else library().newest()
    if held is None or key not in held.regions:
        return place.regions()
    return place.region(key, "" if company == NEAREST else company)


def other_region(edition: Edition, place: Place, key: str) -> str:
    """The region meant by a code written otherwise, or of a municipality that went over into one
    other.

    Raises ``Unknown`` with the regions that may have been meant.
    """
    if key.upper() in edition.regions and key.upper() != NATION:
        return key.upper()
    near = related(edition, key)
    if len(near) == 1:
        return near[0]
    meant = [*near, *(each.code for each in suggest(key) if each.code in edition.regions)]
    if not meant:
        raise Unknown(key, edition.regions)
    names = {each: edition.regions[each].name.to(place.language) for each in meant}
    raise Unknown(key, meant=names)


@require_safe
def regions(request: HttpRequest, language: str, edition: str | None = None) -> HttpResponse:
    """Every region of an edition."""
    found, place = edition_of(language, edition)
    context = regions_page(found, place)
    for each in context["levels"]:
        each["title"] = words(language)[f"level_{each['level']}"]
    context["here"] = "regions"
    return render(request, "dashboard/regions.html", context, place, found, Place.regions)
