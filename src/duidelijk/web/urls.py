"""Addresses: Dutch at ``/``, the same ones in English under ``/en/``."""

from __future__ import annotations

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


def _pages(language: str) -> list[URLPattern | URLResolver]:
    given = {"language": language}
    subjects: list[URLPattern | URLResolver] = [
        path("thema/<slug:key>", views.theme, given, name=f"theme-{language}"),
        path("thema/<slug:key>/in-gewone-taal", views.plain, given, name=f"plain-{language}"),
        path("indicator/<slug:key>", views.indicator, given, name=f"indicator-{language}"),
        path(
            "indicator/<slug:key>/cijfer/<slug:region>/<str:group>/<path:period>",
            views.figure,
            given,
            name=f"figure-{language}",
        ),
        path("indicator/<slug:key>.csv", downloads.csv_file, given, name=f"csv-{language}"),
        path("indicator/<slug:key>.vl.json", downloads.vega_file, given, name=f"vega-{language}"),
        path("indicator/<slug:key>.svg", downloads.svg_file, given, name=f"svg-{language}"),
        path("indicator/<slug:key>.png", downloads.png_file, given, name=f"png-{language}"),
        path("indicator/<slug:key>/inbed", downloads.embedded, given, name=f"embed-{language}"),
        *(
            path(
                f"{word}/<slug:key>/deelplaatje.png",
                downloads.share_picture,
                given | {"subject": subject},
                name=f"picture-{subject}-{language}",
            )
            for subject, word in _SUBJECTS.items()
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
        path(
            "edities/<slug:edition>/deelplaatje.png",
            downloads.share_picture,
            given | {"subject": "front"},
            name=f"picture-{language}",
        ),
        path("feed.atom", feeds.feed, given | {"subject": ""}, name=f"feed-{language}"),
        *(
            path(
                f"{word}/<slug:key>/feed.atom",
                feeds.feed,
                given | {"subject": subject},
                name=f"feed-{subject}-{language}",
            )
            for subject, word in _SUBJECTS.items()
        ),
        path("trefzekerheid", site_views.track_record, given, name=f"track-record-{language}"),
        path("sinds-de-editie", site_views.since, given, name=f"since-{language}"),
        path("zoek", exploring.search, given, name=f"search-{language}"),
        path("begrippen", site_views.glossary, given, name=f"glossary-{language}"),
        path("over-de-cijfers", site_views.about, given, name=f"about-{language}"),
        path("vragen", questions.questions, given, name=f"questions-{language}"),
        path("vraag/over", questions.ask, given | {"about": ""}, name=f"ask-front-{language}"),
        path("vraag/over/<path:about>", questions.ask, given, name=f"ask-{language}"),
        path("vraag/<str:token>", questions.question, given, name=f"question-{language}"),
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
