"""The catalogue of a site's editions for other catalogues: DCAT-AP-NL 3.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from duidelijk.catalogue import Monitor, Text
from duidelijk.catalogue.licences import LICENCES

_DCAT = Namespace("http://www.w3.org/ns/dcat#")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_ADMS = Namespace("http://www.w3.org/ns/adms#")
_EUROPEAN = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_PROFILE = URIRef("https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/")
_SHORT = {
    "dcat": _DCAT,
    "dct": DCTERMS,
    "foaf": FOAF,
    "skos": SKOS,
    "vcard": _VCARD,
    "spdx": _SPDX,
    "adms": _ADMS,
}
_LANGUAGES = {"nl": "NLD", "en": "ENG"}
_THEMES = ("SOCI", "GOVE")
"""Population and society; government and public sector."""


@dataclass(frozen=True)
class Distribution:
    """One way in which the data of an edition can be had."""

    id: str
    """Unique within the edition; it becomes a part of an address."""
    title: Text
    address: str
    media: str
    """As IANA registers it: ``text/csv``."""
    format: str
    """As the European list of file types has it: ``CSV``."""
    standard: str
    """Address of the standard that its contents follow."""
    languages: tuple[str, ...] = ("nl",)
    bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Issue:
    """An edition as the catalogue tells of it."""

    id: str
    address: str
    """Its permanent address."""
    page: str
    """The page about its data."""
    title: Text
    date: dt.date
    starts: dt.date | None
    ends: dt.date | None
    """First and last day its figures speak of."""
    distributions: tuple[Distribution, ...]
    corrects: str | None = None
    """The permanent address of the edition whose place it takes."""


@dataclass(frozen=True)
class Service:
    """An API."""

    address: str
    description: str
    """Address of its description (OpenAPI)."""
    page: str


def catalogue(
    monitor: Monitor,
    site: str,
    issues: Sequence[Issue],
    service: Service | None = None,
    contact_page: str = "/vraag/over",
) -> Graph:
    """The catalogue of *issues*, oldest first, of a *monitor* whose site is at *site*.

    Whoever has a question is sent to the *contact_page* of the site, unless the monitor declares
    another.
    """
    made = _Catalogue(monitor, site, contact_page)
    made.describe_people()
    made.describe_catalogue(issues)
    made.describe_series(issues)
    for before, issue in zip([None, *issues], issues, strict=False):
        made.describe_issue(issue, before, service)
    if service:
        made.describe_service(service, issues)
    return made.graph


class _Catalogue:
    def __init__(self, monitor: Monitor, site: str, contact_page: str) -> None:
        self.monitor, self.site, self.contact_page = monitor, site, f"{site}{contact_page}"
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in _SHORT.items():
            self.graph.bind(prefix, namespace)
        self.address = URIRef(f"{site}/catalogus")
        self.series = URIRef(f"{site}/catalogus#reeks")
        self.contact = URIRef(f"{site}/catalogus#contact")
        self.service = URIRef(f"{site}/catalogus#api")
        organisation = monitor.organisation
        named = organisation.identifier if organisation else None
        self.publisher = URIRef(named or f"{site}/catalogus#uitgever")
        self.licence = (
            URIRef(LICENCES[monitor.licence].european)
            if monitor.licence
            else URIRef(f"{site}/catalogus#licentie")
        )

    def add(self, subject: URIRef, *told: tuple[URIRef, URIRef | Literal]) -> None:
        for predicate, value in told:
            self.graph.add((subject, predicate, value))

    def both(self, subject: URIRef, predicate: URIRef, text: Text) -> None:
        for language in _LANGUAGES:
            self.add(subject, (predicate, Literal(text.to(language), language)))

    def describe_people(self) -> None:
        monitor = self.monitor
        organisation, contact = monitor.organisation, monitor.contact
        self.add(self.publisher, (RDF.type, FOAF.Agent), (RDF.type, FOAF.Organization))
        name = organisation.name if organisation else monitor.publisher
        self.both(self.publisher, FOAF.name, name)
        if organisation and organisation.page:
            self.add(self.publisher, (FOAF.homepage, URIRef(organisation.page)))
        page = contact.page if contact and contact.page else self.contact_page
        self.add(
            self.contact,
            (RDF.type, _VCARD.Kind),
            (RDF.type, _VCARD.Organization),
            (_VCARD.hasURL, URIRef(page)),
        )
        self.both(self.contact, _VCARD.fn, name)
        if contact and contact.email:
            self.add(self.contact, (_VCARD.hasEmail, URIRef(f"mailto:{contact.email}")))
        self.add(self.licence, (RDF.type, DCTERMS.LicenseDocument))
        if not monitor.licence:
            self.both(
                self.licence,
                RDFS.label,
                Text(
                    "Elk cijfer houdt de licentie van zijn publicatie.",
                    "Every figure keeps the licence of its release.",
                ),
            )

    def common(self, subject: URIRef) -> None:
        """What holds for everything that is published here."""
        self.add(
            subject,
            (DCTERMS.publisher, self.publisher),
            (DCTERMS.creator, self.publisher),
            (_DCAT.contactPoint, self.contact),
        )
        for theme in _THEMES:
            self.add(subject, (_DCAT.theme, URIRef(f"{_EUROPEAN}data-theme/{theme}")))
        for code in _LANGUAGES.values():
            self.add(subject, (DCTERMS.language, URIRef(f"{_EUROPEAN}language/{code}")))

    def of_data(self, subject: URIRef) -> None:
        """What holds for everything with figures."""
        self.common(subject)
        public = URIRef(f"{_EUROPEAN}access-right/PUBLIC")
        self.add(
            subject,
            (DCTERMS.accessRights, public),
            (DCTERMS.spatial, URIRef(f"{_EUROPEAN}country/NLD")),
        )

    def describe_catalogue(self, issues: Sequence[Issue]) -> None:
        self.add(self.address, (RDF.type, _DCAT.Catalog), (DCTERMS.license, self.licence))
        self.common(self.address)
        self.both(self.address, DCTERMS.title, self.monitor.title)
        self.both(self.address, DCTERMS.description, self.monitor.lead)
        self.add(
            self.address,
            (FOAF.homepage, URIRef(f"{self.site}/")),
            (_DCAT.dataset, self.series),
            *((_DCAT.dataset, URIRef(each.address)) for each in issues),
        )
        if issues:
            self.add(self.address, (DCTERMS.modified, _day(max(each.date for each in issues))))

    def describe_series(self, issues: Sequence[Issue]) -> None:
        self.add(
            self.series,
            (RDF.type, _DCAT.DatasetSeries),
            (DCTERMS.identifier, Literal(str(self.series))),
            (DCTERMS.accrualPeriodicity, URIRef(f"{_EUROPEAN}frequency/{_rhythm(issues)}")),
            (_DCAT.landingPage, URIRef(f"{self.site}/edities")),
        )
        self.of_data(self.series)
        self.both(self.series, DCTERMS.title, self.monitor.title)
        self.both(self.series, DCTERMS.description, self.monitor.lead)
        if issues:
            self.add(self.series, (DCTERMS.issued, _day(issues[0].date)))
            self.add(self.series, (DCTERMS.modified, _day(issues[-1].date)))

    def describe_issue(self, issue: Issue, before: Issue | None, service: Service | None) -> None:
        it = URIRef(issue.address)
        never = URIRef(f"{_EUROPEAN}frequency/NEVER")
        completed = URIRef(f"{_EUROPEAN}dataset-status/COMPLETED")
        self.add(
            it,
            (RDF.type, _DCAT.Dataset),
            (DCTERMS.identifier, Literal(issue.address)),
            (_DCAT.version, Literal(issue.id)),
            (_DCAT.inSeries, self.series),
            (DCTERMS.issued, _day(issue.date)),
            (DCTERMS.accrualPeriodicity, never),
            (_ADMS.status, completed),
            (_DCAT.landingPage, URIRef(issue.page)),
            (FOAF.page, URIRef(issue.page)),
            (DCTERMS.conformsTo, URIRef("https://specs.frictionlessdata.io/data-package/")),
        )
        self.of_data(it)
        title = self.monitor.title
        named = Text(f"{title.nl}, {issue.title.nl}", f"{title.en}, {issue.title.en}")
        self.both(it, DCTERMS.title, named)
        self.both(it, DCTERMS.description, self.monitor.lead)
        for theme in self.monitor.themes:
            self.both(it, _DCAT.keyword, theme.title)
        if before:
            self.add(it, (_DCAT.prev, URIRef(before.address)))
        if issue.corrects:
            self.add(it, (DCTERMS.replaces, URIRef(issue.corrects)))
        if issue.starts and issue.ends:
            span = URIRef(f"{issue.page}#perioden")
            self.add(it, (DCTERMS.temporal, span))
            self.add(span, (RDF.type, DCTERMS.PeriodOfTime))
            self.add(span, (_DCAT.startDate, _day(issue.starts)), (_DCAT.endDate, _day(issue.ends)))
        for each in issue.distributions:
            self.describe_distribution(issue, each, service)

    def describe_distribution(
        self, issue: Issue, each: Distribution, service: Service | None
    ) -> None:
        it = URIRef(f"{issue.page}#{each.id}")
        self.add(URIRef(issue.address), (_DCAT.distribution, it))
        self.add(
            it,
            (RDF.type, _DCAT.Distribution),
            (_DCAT.accessURL, URIRef(issue.page)),
            (_DCAT.downloadURL, URIRef(each.address)),
            (_DCAT.mediaType, URIRef(f"{_MEDIA}{each.media}")),
            (DCTERMS["format"], URIRef(f"{_EUROPEAN}file-type/{each.format}")),
            (DCTERMS.license, self.licence),
            (DCTERMS.conformsTo, URIRef(each.standard)),
            (DCTERMS.issued, _day(issue.date)),
        )
        self.both(it, DCTERMS.title, each.title)
        for language in each.languages:
            code = _LANGUAGES[language]
            self.add(it, (DCTERMS.language, URIRef(f"{_EUROPEAN}language/{code}")))
        if service:
            self.add(it, (_DCAT.accessService, self.service))
        if each.bytes is not None:
            self.add(it, (_DCAT.byteSize, Literal(each.bytes, datatype=XSD.nonNegativeInteger)))
        if each.sha256:
            checksum = URIRef(f"{it}.sha256")
            self.add(it, (_SPDX.checksum, checksum))
            self.add(
                checksum,
                (RDF.type, _SPDX.Checksum),
                (_SPDX.algorithm, _SPDX.checksumAlgorithm_sha256),
                (_SPDX.checksumValue, Literal(each.sha256, datatype=XSD.hexBinary)),
            )

    def describe_service(self, service: Service, issues: Sequence[Issue]) -> None:
        it = self.service
        self.common(it)
        self.add(self.address, (_DCAT.service, it))
        public = URIRef(f"{_EUROPEAN}access-right/PUBLIC")
        page = URIRef(service.page)
        self.add(page, (RDF.type, FOAF.Document))
        self.add(
            it,
            (RDF.type, _DCAT.DataService),
            (DCTERMS.identifier, Literal(str(it))),
            (DCTERMS.accessRights, public),
            (DCTERMS.license, self.licence),
            (_DCAT.endpointURL, URIRef(service.address)),
            (_DCAT.endpointDescription, URIRef(service.description)),
            (_DCAT.landingPage, page),
            (FOAF.page, page),
            (_DCAT.keyword, Literal("API", "nl")),
            *((_DCAT.servesDataset, URIRef(each.address)) for each in issues),
        )
        title = self.monitor.title
        self.both(it, DCTERMS.title, Text(f"API: {title.nl}", f"API: {title.en}"))
        self.both(
            it,
            DCTERMS.description,
            Text(
                "De cijfers, veranderingen en namen van alle edities, om op te vragen.",
                "The figures, changes and names of all editions, to be asked for.",
            ),
        )


_RHYTHMS = ((10, "WEEKLY"), (45, "MONTHLY"), (75, "BIMONTHLY"), (135, "QUARTERLY"))
_SLOWER = ((270, "ANNUAL_2"), (550, "ANNUAL"))


def _rhythm(issues: Sequence[Issue]) -> str:
    """How often an edition comes out, as the European list of frequencies has it."""
    if len(issues) < 3:
        return "UNKNOWN"
    days = (issues[-1].date - issues[0].date).days / (len(issues) - 1)
    return next((name for most, name in (*_RHYTHMS, *_SLOWER) if days <= most), "IRREG")


def _day(date: dt.date) -> Literal:
    return Literal(date.isoformat(), datatype=XSD.date)
