"""The catalogue for other catalogues: valid by the shapes of DCAT-AP-NL, and true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from duidelijk.catalogue import Text
from duidelijk.catalogue.model import Contact, Organisation
from duidelijk.publish.open_data.dcat import Distribution, Issue, Service, catalogue
from duidelijk.publish.open_data.serializing import serialized

SITE = "https://monitor.example.nl"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SHAPES = ("", "-klassebereik", "-aanbevolen")
API = Service(f"{SITE}/api/v1", f"{SITE}/api/v1/openapi.json", f"{SITE}/api")


def issue(number: int = 1, **other: Any) -> Issue:
    address = f"{SITE}/edities/2021-{number}"
    file = Distribution(
        id="figures.csv",
        title=Text("Alle cijfers", "All figures"),
        address=f"{address}/bestanden/figures.csv",
        media="text/csv",
        format="CSV",
        standard="https://www.w3.org/TR/tabular-data-model/",
        bytes=12,
        sha256="a" * 64,
    )
    fields: dict[str, Any] = {
        "id": f"2021-{number}",
        "address": address,
        "page": f"{address}/gegevens",
        "title": Text("maart 2021", "March 2021"),
        "date": dt.date(2021, 2 * number, 11),
        "starts": dt.date(2020, 1, 1),
        "ends": dt.date(2021, 2, 28),
        "distributions": (file,),
    }
    return Issue(**{**fields, **other})


def report(graph: Graph, shared: Path, shapes: str) -> tuple[bool, str]:
    from pyshacl import validate

    path = shared / "data" / "standards" / f"dcat-ap-nl-SHACL{shapes}.ttl"
    valid, _, text = validate(graph, shacl_graph=Graph().parse(path), inference="none")
    return bool(valid), str(text)


@pytest.mark.parametrize("shapes", SHAPES)
def test_a_catalogue_is_valid_by_the_shapes(
    monitor_of: Callable[..., Any], shared: Path, shapes: str
) -> None:
    organisation = Organisation(
        Text("Gemeente", "Municipality"), "https://identifier.overheid.nl/tooi/id/gemeente/gm0363"
    )
    monitor = monitor_of(
        organisation=organisation, contact=Contact("data@example.nl"), licence="CC BY 4.0"
    )
    valid, text = report(catalogue(monitor, SITE, [issue(1), issue(2)], API), shared, shapes)
    assert valid, text


@pytest.mark.parametrize("shapes", SHAPES[:2])
def test_one_of_a_monitor_that_declares_no_more_than_it_must_is_valid_too(
    monitor_of: Callable[..., Any], shared: Path, shapes: str
) -> None:
    valid, text = report(catalogue(monitor_of(), SITE, [issue()]), shared, shapes)
    assert valid, text


def test_the_shapes_find_what_is_missing(monitor_of: Callable[..., Any], shared: Path) -> None:
    graph = catalogue(monitor_of(), SITE, [issue()])
    graph.remove((None, DCTERMS.license, None))
    assert not report(graph, shared, "")[0]


def test_editions_are_told_in_order_with_their_files(monitor_of: Callable[..., Any]) -> None:
    monitor = monitor_of(licence="CC0 1.0")
    issues = [issue(number) for number in (1, 2, 3)]
    graph = catalogue(monitor, SITE, [*issues[:2], issue(3, corrects=issues[1].address)])
    last = URIRef(issues[2].address)
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == {URIRef(each.address) for each in issues}
    assert graph.value(last, DCAT.prev) == URIRef(issues[1].address)
    assert graph.value(last, DCTERMS.replaces) == URIRef(issues[1].address)
    assert graph.value(last, DCTERMS.identifier) == Literal(issues[2].address)
    (series,) = graph.subjects(RDF.type, DCAT.DatasetSeries)
    assert graph.value(last, DCAT.inSeries) == series
    assert str(graph.value(series, DCTERMS.accrualPeriodicity)).endswith("/BIMONTHLY")
    file = graph.value(last, DCAT.distribution)
    assert graph.value(file, DCAT.downloadURL) == URIRef(
        f"{SITE}/edities/2021-3/bestanden/figures.csv"
    )
    assert str(graph.value(file, DCTERMS.license)).endswith("/licence/CC0")
    assert graph.value(file, DCAT.byteSize).toPython() == 12


@pytest.mark.parametrize(
    ("dates", "rhythm"),
    [
        ([(2021, 1, 1), (2021, 3, 1)], "UNKNOWN"),
        ([(2021, 1, 1), (2021, 2, 1), (2021, 3, 1)], "MONTHLY"),
        ([(2021, 1, 1), (2021, 4, 1), (2021, 7, 1)], "QUARTERLY"),
        ([(2019, 1, 1), (2020, 1, 1), (2021, 1, 1)], "ANNUAL"),
        ([(2009, 1, 1), (2015, 1, 1), (2021, 1, 1)], "IRREG"),
    ],
)
def test_the_rhythm_is_that_of_the_dates(
    monitor_of: Callable[..., Any], dates: list[tuple[int, int, int]], rhythm: str
) -> None:
    issues = [issue(at, date=dt.date(*date)) for at, date in enumerate(dates, 1)]
    graph = catalogue(monitor_of(), SITE, issues)
    (series,) = graph.subjects(RDF.type, DCAT.DatasetSeries)
    assert str(graph.value(series, DCTERMS.accrualPeriodicity)).endswith(f"/{rhythm}")


def test_who_answers_is_who_was_declared_else_the_form_of_the_site(
    monitor_of: Callable[..., Any],
) -> None:
    asked = catalogue(monitor_of(contact=Contact("data@example.nl")), SITE, [])
    (contact,) = asked.subjects(RDF.type, VCARD.Kind)
    assert asked.value(contact, VCARD.hasEmail) == URIRef("mailto:data@example.nl")
    form = catalogue(monitor_of(), SITE, [])
    (contact,) = form.subjects(RDF.type, VCARD.Kind)
    assert form.value(contact, VCARD.hasURL) == URIRef(f"{SITE}/vraag/over")


@pytest.mark.parametrize("form", ["turtle", "json-ld", "xml"])
def test_every_form_says_the_same_in_the_same_bytes(
    monitor_of: Callable[..., Any], form: str
) -> None:
    graph = catalogue(monitor_of(), SITE, [issue(1), issue(2)], API)
    other = Graph(bind_namespaces="none")
    for prefix, namespace in graph.namespaces():
        other.bind(prefix, namespace)
    for triple in sorted(graph, reverse=True):  # the order of a set differs from run to run
        other.add(triple)
    made = [serialized(each, form) for each in (graph, other)]
    assert made[0] == made[1]
    assert set(Graph().parse(data=made[0], format=form)) == set(graph)
