"""Addresses: Dutch at ``/``, the same ones in English under ``/en/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from duidelijk.web.accounts import views as accounts
from duidelijk.web.agenda import doing_views, signal_feed
from duidelijk.web.agenda import public_views as signals
from duidelijk.web.agenda.addresses import AGENDA
from duidelijk.web.api.documentation import api_page
from duidelijk.web.api.openapi import landing, openapi_json
from duidelijk.web.api.service import api
from duidelijk.web.dashboard import (
    documents,
    downloads,
    duiding_views,
    exploring,
    feeds,
    files,
    list_views,
    open_data,
    publications,
    signal_views,
    site_views,
    views,
)
from duidelijk.web.dashboard.places import FACET_WORDS
from duidelijk.web.data_desk import entry_views, trying_views, upload_views
from duidelijk.web.data_desk import views as data_desk
from duidelijk.web.declaring import views as declaring
from duidelijk.web.door.addresses import DOOR
from duidelijk.web.duiding.addresses import SESSIONS
from duidelijk.web.editorial import views as editorial
from duidelijk.web.editorial.previewing import preview
from duidelijk.web.local import public_views as local
from duidelijk.web.local.addresses import LOCAL
from duidelijk.web.local.monitors import public_views as local_monitors
from duidelijk.web.notices import views as notices
from duidelijk.web.operations.health import health, metrics
from duidelijk.web.operations.security_contact import security_txt
from duidelijk.web.questions import desk
from duidelijk.web.questions import views as questions
from duidelijk.web.workspace import views as workspace

handler400 = "duidelijk.web.dashboard.site_views.bad_request"
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
        at("duiding/achteraf", duiding_views.record),  # no session has this name
        *of_edition,
        at("edities", site_views.archive),
        at("edities/<slug:edition>", views.front),
        path("edities/<slug:edition>/", include(of_edition)),
        at("edities/<slug:edition>/stand-van-de-signalen", signal_views.sealed),
        at("edities/<slug:edition>/deelplaatje.png", downloads.share_picture, subject="front"),
        *_site(at),
    ]


def _subjects(at: At) -> Routes:
    """What an edition is about."""
    figure = "indicator/<slug:key>/cijfer/<slug:region>/<str:group>/<path:period>"
    return [
        at("editie.pdf", documents.edition_document),
        at("samenvatting.pdf", documents.summary_document),
        at("regio/<slug:key>.pdf", documents.region_document),
        at("thema/<slug:key>", views.theme),
        at("thema/<slug:key>/in-gewone-taal", views.plain),
        at("thema/<slug:key>/duiding", duiding_views.theme_duiding),
        at("duiding", duiding_views.duiding),
        at("duiding/<slug:session>", duiding_views.session),
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
        at("indicator/<slug:key>.xlsx", downloads.xlsx_file),
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
        at("verschil", list_views.difference),
        at("ontbreekt", list_views.gaps),
        at("bronnen", list_views.sources),
        at("gegevens", open_data.data),
        at("gegevens.xlsx", open_data.workbook),
        at("gegevens.csv", open_data.named_figures),
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
        at("edities/feed.atom", publications.publications),
        *(
            at(f"{word}/<slug:key>/feed.atom", feeds.feed, subject=subject)
            for subject, word in _SUBJECTS.items()
        ),
        at("volgen", notices.follow),
        at("volgen/gevraagd", notices.asked),
        at("volgen/bevestigen/<str:word>", notices.confirm),
        at("volgen/afmelden/<str:word>", notices.unsubscribe),
        at("trefzekerheid", site_views.track_record),
        at("sinds-de-editie", site_views.since),
        at("zoek", exploring.search),
        at("begrippen", site_views.glossary),
        at("over-de-cijfers", site_views.about),
        at("api", api_page),
        *_signals(at),
        at("lokaal", local.local),
        at("lokaal/thema/<slug:theme>", local.theme_page),
        at("lokaal/gebied/<slug:key>", local.region),
        at("lokaal/gebied/<slug:key>.pdf", local.region_document),
        at("lokaal/wegwijzer", local_monitors.directory),
        at("lokaal/monitor/<int:number>", local_monitors.one),
        at("doen", doing_views.themes),
        at("doen/<slug:key>", doing_views.theme),
        at("vragen", questions.questions),
        at("vraag/over", questions.ask, about=""),
        at("vraag/over/<path:about>", questions.ask),
        at("vraag/<slug:token>", questions.question),
        at("leeswijzer", site_views.reading),
        at("toegankelijkheid", site_views.accessibility),
    ]


def _signals(at: At) -> Routes:
    """What was done with the signals, as it stands today."""
    lists = [("", ""), *((facet, word) for facet, word in FACET_WORDS.items())]
    found = []
    for facet, word in lists:
        named = f"/{word}/<slug:key>" if word else ""
        found += [
            at(f"signalen{named}", signals.tracker, facet=facet),
            at(f"signalen{named}/bladzijde/<int:page>", signals.tracker, facet=facet),
            at(f"signalen{named}/feed.atom", signal_feed.feed, facet=facet),
        ]
    return [
        *found,
        at("signalen/besluiten", signals.decisions),
        at("signalen/besluiten/bladzijde/<int:page>", signals.decisions),
        at("signalen/besluiten/<slug:table>", signals.decisions),
        at("signalen/besluiten/<slug:table>/bladzijde/<int:page>", signals.decisions),
        at("signalen/<int:number>", signals.signal),
        at("signalen/<int:number>/nota/<slug:ask>", signals.note),
        at("signalen/<int:number>/nota/<slug:ask>.pdf", signals.note_document),
    ]


_BEHIND_THE_DOOR: Routes = [
    path("account/uitnodiging/<str:word>", accounts.accept_invitation, name="invitation"),
    path("account/geen-uitnodiging", accounts.not_invited, name="accounts_not_invited"),
    path("account/nieuw-wachtwoord/<str:word>", accounts.new_password, name="new_password"),
    path("account/", include(DOOR)),
    path("werkplek", workspace.front, name="workspace_front"),
    path("werkplek/mensen", accounts.people, name="people"),
    path("werkplek/mensen/uitnodigen", accounts.invite_somebody, name="invite"),
    path("werkplek/mensen/uitnodiging/<int:key>/intrekken", accounts.withdraw, name="withdraw"),
    path("werkplek/mensen/organisatie", accounts.add_organisation, name="add_organisation"),
    path("werkplek/mensen/<int:key>", accounts.person, name="person"),
    path("werkplek/mensen/<int:key>/blokkeren", accounts.block, name="block"),
    path("werkplek/mensen/<int:key>/verwijderen", accounts.remove, name="remove_account"),
    path("werkplek/mensen/<int:key>/factor", accounts.forget_factor, name="forget_factor"),
    path(
        "werkplek/mensen/<int:key>/wachtwoord",
        accounts.new_password_link,
        name="new_password_link",
    ),
    path("werkplek/edities", editorial.editions, name="editions"),
    path("werkplek/edities/versie/<int:key>", editorial.version, name="text_version"),
    path("werkplek/edities/<slug:edition>", editorial.edition, name="edition_desk"),
    path("werkplek/edities/<slug:edition>/opvallend", editorial.choices, name="choices"),
    path(
        "werkplek/edities/<slug:edition>/vastzetten",
        editorial.send_to_review,
        name="send_to_review",
    ),
    path("werkplek/edities/<slug:edition>/uitgeven", editorial.approve, name="approve"),
    path("werkplek/edities/<slug:edition>/terugnemen", editorial.take_back, name="take_back"),
    path(
        "werkplek/edities/<slug:edition>/tekst/<str:name>/<slug:language>",
        editorial.text,
        name="text",
    ),
    path(
        "werkplek/edities/<slug:edition>/tekst/<str:name>/<slug:language>/klad",
        editorial.keep,
        name="keep_text",
    ),
    path("werkplek/bekijk/<slug:edition>", preview, name="preview"),
    path("werkplek/bekijk/<slug:edition>/<path:rest>", preview, name="preview_page"),
    *SESSIONS,
    *AGENDA,
    *LOCAL,
    path("werkplek/vragen", desk.questions, name="reader_questions"),
    path("werkplek/vragen/<int:key>", desk.question, name="reader_question"),
    path("werkplek/vragen/<int:key>/weghalen", desk.remove, name="remove_question"),
    path("werkplek/gegevens", data_desk.desk, name="data_desk"),
    path("werkplek/gegevens/invoer", entry_views.choose_indicator, name="choose_indicator"),
    path(
        "werkplek/gegevens/invoer/<slug:indicator>", entry_views.enter_figure, name="enter_figure"
    ),
    path("werkplek/gegevens/wachtend", entry_views.waiting_figures, name="waiting_figures"),
    path(
        "werkplek/gegevens/wachtend/<slug:entry>", entry_views.waiting_figure, name="waiting_figure"
    ),
    path("werkplek/gegevens/bestanden", upload_views.files, name="files"),
    path("werkplek/gegevens/bestanden/<slug:upload>", upload_views.upload, name="upload"),
    path("werkplek/gegevens/bestanden/<slug:upload>/proef", trying_views.tried, name="tried"),
    path(
        "werkplek/gegevens/bestanden/<slug:upload>/weg",
        upload_views.remove_upload,
        name="remove_upload",
    ),
    path("werkplek/declaraties", declaring.overview, name="declarations"),
    path("werkplek/declaraties/kopie", declaring.copy_shipped, name="declare_copy"),
    path("werkplek/declaraties/nieuw/<slug:kind>", declaring.new, name="declare_new"),
    path("werkplek/declaraties/versie/<int:key>", declaring.version, name="declaration_version"),
    path("werkplek/declaraties/bestand/<path:file>", declaring.file, name="declared_file"),
    path("werkplek/declaraties/<slug:kind>/<str:name>", declaring.thing, name="declared_thing"),
    path("werkplek/taken", workspace.jobs, name="jobs"),
    path("werkplek/logboek", workspace.log, name="log"),
]
"""Of who signed in; in both languages, found by name."""

urlpatterns = [
    path("static/<path:name>", files.static_file),
    path("edities/<slug:edition>/bestanden/<path:name>", files.download),
    path("catalogus", open_data.catalogue_address),
    *(path(f"catalogus.{each}", open_data.catalogue, {"form": each}) for each in open_data.FORMS),
    path("gezondheid", health),
    path("api/v1", landing),
    path("api/v1/openapi.json", openapi_json),
    path("api/v1/", api.urls),
    path("gezondheid/metrics", metrics),
    path(".well-known/security.txt", security_txt),
    path("robots.txt", files.robots),
    path("en/", include(_pages("en"))),
    path("en", views.front, {"language": "en"}),
    *i18n_patterns(*_BEHIND_THE_DOOR, prefix_default_language=False),
    *_pages("nl"),
]
