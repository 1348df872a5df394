"""What the catalogue tells of each edition: its addresses, its period and its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from duidelijk.catalogue import Text
from duidelijk.editions.description import kind_of
from duidelijk.editions.edition import Edition
from duidelijk.foundation.checksums import read_sums
from duidelijk.web.dashboard.optional import API, api_offered, offered
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.static_copy import static_copy

if TYPE_CHECKING:
    from rdflib import Graph

    from duidelijk.publish.open_data.dcat import Distribution, Issue

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SEALED = {
    "figures.csv": ("text/csv", "CSV", "https://www.w3.org/TR/tabular-data-model/"),
    "figures.by-indicator.parquet": (
        "application/vnd.apache.parquet",
        "PARQUET",
        "https://parquet.apache.org/docs/file-format/",
    ),
    "changes.parquet": (
        "application/vnd.apache.parquet",
        "PARQUET",
        "https://parquet.apache.org/docs/file-format/",
    ),
    "datapackage.json": (
        "application/json",
        "JSON",
        "https://specs.frictionlessdata.io/data-package/",
    ),
}
"""The sealed files by which an edition can be had; those made from them come after."""


def catalogued(editions: Mapping[str, Edition], site: str) -> Graph:
    """The catalogue of *editions*, oldest first, of the site at *site*."""
    from duidelijk.publish.open_data.dcat import Service, catalogue

    service = None
    if api_offered():
        service = Service(f"{site}{API}", f"{site}{API}/openapi.json", f"{site}/api")
    newest = list(editions.values())[-1]
    issues = [_issue(each, site, editions) for each in editions.values()]
    asking = Place("nl").about() if static_copy() else Place("nl").ask("")
    return catalogue(newest.monitor, site, issues, service, asking)


def _issue(edition: Edition, site: str, editions: Mapping[str, Edition]) -> Issue:
    from duidelijk.publish.open_data.dcat import Issue

    figures = pl.scan_parquet(edition.folder / "figures.by-indicator.parquet")
    first, last = figures.select(pl.min("period_start"), pl.max("period_end")).collect().row(0)
    place = Place("nl", edition.id)
    corrected = edition.corrects or ""
    return Issue(
        id=edition.id,
        address=f"{site}{place.front()}",
        page=f"{site}{place.data()}",
        title=edition.title,
        date=edition.date,
        starts=first,
        ends=last,
        distributions=(*_sealed(edition, site), *_made(edition, site)),
        corrects=f"{site}{place.of(corrected).front()}" if corrected in editions else None,
    )


def _sealed(edition: Edition, site: str) -> list[Distribution]:
    from duidelijk.publish.open_data.dcat import Distribution

    sums, found = read_sums(edition.folder), []
    for name, (media, format_, standard) in _SEALED.items():
        kind = kind_of(name)
        if name in sums and kind is not None:
            found.append(
                Distribution(
                    id=name,
                    title=kind.about,
                    address=f"{site}/edities/{edition.id}/bestanden/{name}",
                    media=media,
                    format=format_,
                    standard=standard,
                    languages=("nl", "en"),
                    bytes=(edition.folder / name).stat().st_size,
                    sha256=sums[name],
                )
            )
    return found


def _made(edition: Edition, site: str) -> list[Distribution]:
    """What is made from the sealed files when somebody asks for it."""
    from duidelijk.publish.open_data.dcat import Distribution

    found = []
    for language, called in (("nl", ("Nederlands", "Dutch")), ("en", ("Engels", "English"))):
        place = Place(language, edition.id)
        wanted = [
            ("xlsx", place.workbook(), _SHEET, "XLSX", "Excel", _OFFICE),
            ("csv", place.named_figures(), "text/csv", "CSV", "CSV", _TABULAR),
        ]
        if offered(f"{place.base}/editie.pdf"):
            wanted.append(
                ("pdf", f"{place.base}/editie.pdf", "application/pdf", "PDF", "PDF", _DOCUMENT)
            )
        for key, path, media, format_, name, standard in wanted:
            found.append(
                Distribution(
                    id=f"{key}-{language}",
                    title=Text(f"{name}, {called[0]}", f"{name}, {called[1]}"),
                    address=f"{site}{path}",
                    media=media,
                    format=format_,
                    standard=standard,
                    languages=(language,),
                )
            )
    return found


_OFFICE = "https://www.iso.org/standard/71691.html"
_TABULAR = "https://www.w3.org/TR/tabular-data-model/"
_DOCUMENT = "https://www.iso.org/standard/64599.html"
"""PDF/UA."""
