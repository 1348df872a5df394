"""Addresses: Dutch at ``/``, the same ones in English under ``/en/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from duidelijk.web.dashboard import exploring, files, list_views, site_views, views
from duidelijk.web.operations.health import health

handler404 = "duidelijk.web.dashboard.site_views.not_found"
handler500 = "duidelijk.web.dashboard.site_views.server_error"


def _pages(language: str) -> list[URLPattern | URLResolver]:
    given = {"language": language}
    subjects: list[URLPattern | URLResolver] = [
        path("thema/<slug:key>", views.theme, given, name=f"theme-{language}"),
        path("indicator/<slug:key>", views.indicator, given, name=f"indicator-{language}"),
        path(
            "indicator/<slug:key>/cijfer/<slug:region>/<str:group>/<path:period>",
            views.figure,
            given,
            name=f"figure-{language}",
        ),
        path("opvallend", list_views.striking, given, name=f"striking-{language}"),
        path(
            "opvallend/op/<slug:order>", list_views.striking, given, name=f"striking-by-{language}"
        ),
        path("opvallend/hoe", list_views.explained, given, name=f"explained-{language}"),
        path("verwacht", list_views.coming, given, name=f"coming-{language}"),
        path("groep", views.groups, given, name=f"groups-{language}"),
        path("groep/<slug:key>", views.group, given, name=f"group-{language}"),
        path("regio", views.regions, given, name=f"regions-{language}"),
        path("regio/<slug:key>", views.region, given, name=f"region-{language}"),
        path(
            "regio/<slug:key>/naast/<slug:company>",
            views.region,
            given,
            name=f"region-beside-{language}",
        ),
        path("kaart", exploring.maps, given, name=f"maps-{language}"),
        path("kaart/<slug:key>", exploring.map_of, given, name=f"map-of-{language}"),
        path("kaart/<slug:key>/<slug:level>", exploring.region_map, given, name=f"map-{language}"),
        path(
            "kaart/<slug:key>/<slug:level>/verandering",
            exploring.region_map,
            given | {"of_change": True},
            name=f"map-of-change-{language}",
        ),
        path("vergelijk", exploring.compare, given, name=f"compare-{language}"),
        path("vergelijk/<path:series>", exploring.compare, given, name=f"compared-{language}"),
        path("vergelijk-erbij", exploring.add_to_compare, given, name=f"add-{language}"),
        path("bijgesteld", list_views.revised, given, name=f"revised-{language}"),
        path("ontbreekt", list_views.gaps, given, name=f"gaps-{language}"),
        path("bronnen", list_views.sources, given, name=f"sources-{language}"),
    ]
    return [
        path("", views.front, given, name=f"front-{language}"),
        *subjects,
        path("edities", site_views.archive, given, name=f"archive-{language}"),
        path("edities/<slug:edition>", views.front, given, name=f"edition-{language}"),
        path("edities/<slug:edition>/", include(subjects)),
        path("trefzekerheid", site_views.track_record, given, name=f"track-record-{language}"),
        path("sinds-de-editie", site_views.since, given, name=f"since-{language}"),
        path("leeswijzer", site_views.reading, given, name=f"reading-{language}"),
        path("toegankelijkheid", site_views.accessibility, given, name=f"accessibility-{language}"),
    ]


urlpatterns = [
    path("edities/<slug:edition>/bestanden/<str:name>", files.download, name="download"),
    path("static/<str:name>", files.static_file, name="static"),
    path("gezondheid", health, name="health"),
    path("robots.txt", files.robots, name="robots"),
    path("en/", include(_pages("en"))),
    path("en", views.front, {"language": "en"}),
    *_pages("nl"),
]
