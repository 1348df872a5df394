"""What everybody sees of local monitors: each of them, and the directory of local figures."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.local.matching import Match
from duidelijk.publish.about_region import filled
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.local.models import LocalMonitor, LocalSeries, MonitorIndicator
from duidelijk.web.local.monitors.showing import (
    SIDE_BY_SIDE,
    indicators_shown,
    monitor_shown,
    series_shown,
)
from duidelijk.web.local.public_views import fresh

_HERE = {"here": "local"}
_SERIES_SHOWN = 500
_EXAMPLE = ("GM0363", "Amsterdam")
"""Of whom a place is shown that has one page for each region; the others are one step away."""


def public_monitors() -> Any:
    """The monitors that everybody sees."""
    every = LocalMonitor.objects.select_related("organisation")
    return every.filter(public=True, withdrawn=None)


@require_safe
def directory(request: HttpRequest, language: str) -> HttpResponse:
    """Where regional and local figures are seen, indicator by indicator."""
    edition, place = edition_of(language, None)
    found = list(public_monitors())
    context = {
        "themes": _themes(edition, place),
        "general": [
            {"title": each.title.to(language), "address": filled(each.address, *_EXAMPLE)}
            for each in edition.monitor.local
        ],
        "directories": [_counted(each, language) for each in found if each.directory],
        "monitors": [_counted(each, language) for each in found if not each.directory],
    }
    return fresh(render(request, "local/directory.html", context | _HERE, place, edition))


@require_safe
def one(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One local monitor: what it measures, what that is nationally, and where it goes."""
    edition, place = edition_of(language, None)
    held = public_monitors().filter(pk=number).first()
    if held is None:
        raise Unknown(str(number), [])
    rows = held.indicators.all()
    found = LocalSeries.objects.filter(indicator__monitor=held)
    measured = found.select_related("indicator", "indicator__monitor")[:_SERIES_SHOWN]
    matched = rows.filter(match__in=SIDE_BY_SIDE)
    flawed = rows.exclude(flaws=[]).exclude(match__in=SIDE_BY_SIDE)
    rest = rows.filter(flaws=[]).exclude(match__in=SIDE_BY_SIDE)
    context = {
        "m": monitor_shown(held, language),
        "count": rows.count(),
        "matched": indicators_shown(matched, edition, language),
        "flawed": indicators_shown(flawed, edition, language),
        "rest": indicators_shown(rest, edition, language),
        "series": [series_shown(each, edition, language) for each in measured],
    }
    return fresh(render(request, "local/public_monitor.html", context | _HERE, place, edition))


def _counted(held: LocalMonitor, language: str) -> dict[str, Any]:
    rows = held.indicators
    return monitor_shown(held, language) | {
        "count": rows.count(),
        "matched": rows.filter(match__in=SIDE_BY_SIDE).count(),
        "flawed": rows.exclude(flaws=[]).count(),
    }


def _themes(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """Every indicator by theme, with the places its declaration names and the monitors matched."""
    matched: dict[str, list[MonitorIndicator]] = {}
    decided = Q(match=Match.SAME) | Q(match=Match.DIRECTION)
    public = MonitorIndicator.objects.filter(
        decided, monitor__public=True, monitor__withdrawn=None
    ).select_related("monitor")
    for row in public.order_by("monitor__title", "order"):
        matched.setdefault(row.indicator, []).append(row)
    declared = edition.monitor
    return [
        {
            "id": theme.id,
            "title": theme.title.to(place.language),
            "indicators": [
                {
                    "title": each.title.to(place.language),
                    "url": place.indicator(each.id),
                    "places": [
                        {"title": told.title.to(place.language), "address": told.address}
                        for told in each.local
                    ],
                    "monitors": [_beside(row, place) for row in matched.get(each.id, ())],
                }
                for each in declared.indicators.values()
                if each.theme == theme.id and not each.context
            ],
        }
        for theme in declared.themes
    ]


def _beside(row: MonitorIndicator, place: Place) -> dict[str, Any]:
    return {
        "title": row.monitor.title,
        "url": place.local_monitor(row.monitor_id),
        "name": row.name,
        "same": row.match == Match.SAME,
    }
