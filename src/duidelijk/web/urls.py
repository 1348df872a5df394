"""Addresses: Dutch at ``/``, the same ones in English under ``/en/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, URLResolver, include, path

from duidelijk.web.dashboard import (
    downloads,
    exploring,
    feeds,
    files,
    list_views,
    site_views,
    views,
)
from duidelijk.web.operations.health import health
from duidelijk.web.questions import views as questions

handler404 = "duidelijk.web.dashboard.site_views.not_found"
handler500 = "duidelijk.web.dashboard.site_views.server_error"


_SUBJECTS = {"theme": "thema", "group": "groep", "region": "regio", "indicator": "indicator"}
"""What has a picture and a feed of its own, as it stands in an address."""

At = Callable[..., URLPattern]
Routes = list[URLPattern | URLResolver]


def _pages(language: str) -> Routes:
    def at(route: str, view: Callable[..., Any], **given: Any) -> URLPattern:
        return path(route, view, {"language": language, **given})

    of_edition = [*_subjects(at), *_indicator_files(at), *_lists(at), *_exploring(at)]
    return [
        at("", views.front),
        *of_edition,
        at("edities", site_views.archive),
        at("edities/<slug:edition>", views.front),
        path("edities/<slug:edition>/", include(of_edition)),
        at("edities/<slug:edition>/deelplaatje.png", downloads.share_picture, subject="front"),
        *_site(at),
    ]


def _subjects(at: At) -> Routes:
    """What an edition is about."""
    figure = "indicator/<slug:key>/cijfer/<slug:region>/<str:group>/<path:period>"
    return [
        at("thema/<slug:key>", views.theme),
        at("thema/<slug:key>/in-gewone-taal", views.plain),
        at("indicator/<slug:key>", views.indicator),
        at(figure, views.figure),
        at("groep", views.groups),
        at("groep/<slug:key>", views.group),
        at("regio", views.regions),
        at("regio/<slug:key>", views.region),
        at("regio/<slug:key>/naast/<slug:company>", views.region),
        *(
            at(f"{word}/<slug:key>/deelplaatje.png", downloads.share_picture, subject=subject)
            for subject, word in _SUBJECTS.items()
        ),
    ]


def _indicator_files(at: At) -> Routes:
    """What can be taken along."""
    return [
        at("indicator/<slug:key>.csv", downloads.csv_file),
        at("indicator/<slug:key>.vl.json", downloads.vega_file),
        at("indicator/<slug:key>.svg", downloads.svg_file),
        at("indicator/<slug:key>.png", downloads.png_file),
        at("indicator/<slug:key>/inbed", downloads.embedded),
    ]


def _lists(at: At) -> Routes:
    """Lists over a whole edition."""
    return [
        at("opvallend", list_views.striking),
        at("opvallend/op/<slug:order>", list_views.striking),
        at("opvallend/hoe", list_views.explained),
        at("verwacht", list_views.coming),
        at("bijgesteld", list_views.revised),
        at("ontbreekt", list_views.gaps),
        at("bronnen", list_views.sources),
    ]


def _exploring(at: At) -> Routes:
    """Maps, and series side by side."""
    level = "kaart/<slug:key>/<slug:level>"
    return [
        at("kaart", exploring.maps),
        at("kaart/<slug:key>", exploring.map_of),
        at(level, exploring.region_map),
        at(f"{level}/verandering", exploring.region_map, of_change=True),
        at("vergelijk", exploring.compare),
        at("vergelijk/<path:series>", exploring.compare),
        at("vergelijk-erbij", exploring.add_to_compare),
    ]


def _site(at: At) -> Routes:
    """What is of no one edition."""
    return [
        at("feed.atom", feeds.feed, subject=""),
        *(
            at(f"{word}/<slug:key>/feed.atom", feeds.feed, subject=subject)
            for subject, word in _SUBJECTS.items()
        ),
        at("trefzekerheid", site_views.track_record),
        at("sinds-de-editie", site_views.since),
        at("zoek", exploring.search),
        at("begrippen", site_views.glossary),
        at("over-de-cijfers", site_views.about),
        at("vragen", questions.questions),
        at("vraag/over", questions.ask, about=""),
        at("vraag/over/<path:about>", questions.ask),
        at("vraag/<slug:token>", questions.question),
        at("leeswijzer", site_views.reading),
        at("toegankelijkheid", site_views.accessibility),
    ]


urlpatterns = [
    path("edities/<slug:edition>/bestanden/<str:name>", files.download),
    path("static/<str:name>", files.static_file),
    path("gezondheid", health),
    path("robots.txt", files.robots),
    path("en/", include(_pages("en"))),
    path("en", views.front, {"language": "en"}),
    *_pages("nl"),
]
