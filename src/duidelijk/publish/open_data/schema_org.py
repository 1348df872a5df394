"""Editions and indicators as schema.org data sets, for search engines: JSON-LD in a page."""

from __future__ import annotations

import json
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.licences import LICENCES
from duidelijk.editions.edition import Edition

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_LONGEST = 5000
"""Characters that a description may have."""


def edition_description(edition: Edition, language: str, site: str) -> dict[str, Any]:
    """An edition as a ``Dataset``; *site* is the address it is published at, without a slash."""
    monitor = edition.monitor
    address = _of(edition, language, site)
    return {
        **_common(edition, language, site),
        "@id": address,
        "url": address,
        "identifier": address,
        "name": f"{monitor.title.to(language)}, {edition.title.to(language)}",
        "description": monitor.lead.to(language)[:_LONGEST],
        "version": edition.id,
        "keywords": [each.title.to(language) for each in monitor.themes],
        "distribution": [
            _download(f"{address}/gegevens.xlsx", _SHEET),
            _download(f"{address}/gegevens.csv", "text/csv"),
            _download(f"{site}/edities/{edition.id}/bestanden/figures.csv", "text/csv"),
        ],
        "includedInDataCatalog": {"@type": "DataCatalog", "url": f"{site}/catalogus.jsonld"},
    }


def indicator_description(
    edition: Edition, indicator: Indicator, language: str, site: str
) -> dict[str, Any]:
    """An indicator of an edition as a ``Dataset`` that is part of it."""
    edition_address = _of(edition, language, site)
    address = f"{edition_address}/indicator/{indicator.id}"
    return {
        **_common(edition, language, site),
        "@id": address,
        "url": address,
        "identifier": address,
        "name": indicator.title.to(language),
        "description": f"{indicator.question.to(language)} {indicator.definition.to(language)}"[
            :_LONGEST
        ],
        "variableMeasured": {
            "@type": "PropertyValue",
            "name": indicator.title.to(language),
            "unitText": indicator.unit.to(language),
        },
        "isPartOf": edition_address,
        "distribution": [
            _download(f"{address}.xlsx", _SHEET),
            _download(f"{address}.csv", "text/csv"),
        ],
    }


def as_block(description: dict[str, Any]) -> str:
    """A description as it can stand in a page: nothing in it can end the element it stands in."""
    text = json.dumps(description, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _UNSAFE.items():
        text = text.replace(character, escaped)
    return text


def _common(edition: Edition, language: str, site: str) -> dict[str, Any]:
    monitor = edition.monitor
    organisation = monitor.organisation
    publisher: dict[str, Any] = {
        "@type": "Organization",
        "name": (organisation.name if organisation else monitor.publisher).to(language),
    }
    if organisation and (address := organisation.page or organisation.identifier):
        publisher["url"] = address
    licence = LICENCES[monitor.licence].address if monitor.licence else f"{site}/over-de-cijfers"
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "inLanguage": language,
        "datePublished": edition.date.isoformat(),
        "creator": publisher,
        "publisher": publisher,
        "license": licence,
        "isAccessibleForFree": True,
        "spatialCoverage": "Nederland" if language == "nl" else "The Netherlands",
    }


def _of(edition: Edition, language: str, site: str) -> str:
    return f"{site}{'/en' if language == 'en' else ''}/edities/{edition.id}"


def _download(address: str, media: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": media}
