"""The data of an edition: every file there is, what it is, and how to check and cite it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from duidelijk.catalogue.licences import LICENCES
from duidelijk.editions.description import file_kinds, kind_of
from duidelijk.editions.edition import Edition
from duidelijk.foundation.checksums import SUMS, read_sums
from duidelijk.publish.editions import date_of
from duidelijk.publish.numbers import NARROW, number
from duidelijk.publish.open_data.csv_on_the_web import METADATA
from duidelijk.publish.releases import licence_words
from duidelijk.web.dashboard.optional import API, api_offered, offered
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

_KINDS = {
    ".csv": "CSV",
    ".json": "JSON",
    ".parquet": "Parquet",
    ".md": "Markdown",
    ".pdf": "PDF",
    "": "tekst",
}
_STEP = 1000


def data_page(edition: Edition, place: Place, site: str) -> dict[str, Any]:
    """What the page shows; *site* is the address that readers find it at."""
    language, named = place.language, place.of(edition.id)
    monitor, sealed = edition.monitor, read_sums(edition.folder)
    api = api_offered()
    licence = LICENCES.get(monitor.licence or "")
    return {
        "workbook": named.workbook(),
        "readable": named.named_figures(),
        "document": f"{named.base}/editie.pdf" if offered(f"{named.base}/editie.pdf") else "",
        "api": {"page": f"{place.root}/api", "description": f"{API}/openapi.json"} if api else None,
        "files": [_file(edition, name, named) for name in _in_order(sealed)],
        "total": _size(sum((edition.folder / each).stat().st_size for each in sealed), language),
        "sums": "".join(f"{digest}  {name}\n" for name, digest in sealed.items()),
        "metadata": METADATA in sealed,
        "licence": {"name": monitor.licence, "address": licence.address} if licence else None,
        "licences": _licences(edition, language),
        "citation": citation(edition, place, site),
        "there": f"{site}/edities/{edition.id}",
        "folder": f"{monitor.id}-{edition.id}",
    }


def citation(edition: Edition, place: Place, site: str) -> str:
    """A reference to an edition that stays right whatever comes after."""
    language, phrases = place.language, words(place.language)
    monitor = edition.monitor
    publisher = monitor.organisation.name if monitor.organisation else monitor.publisher
    return (
        f"{publisher.to(language).rstrip('.')}. {monitor.title.to(language)}, "
        f"{phrases['edition'].lower()} {edition.title.to(language)} ({edition.id}), "
        f"{phrases['as_of']} {date_of(edition, language)}. "
        f"{site}{place.cited(edition.id).front()}"
    )


def _in_order(sealed: dict[str, str]) -> list[str]:
    """The figures first, then as the descriptions have them, the checksums last."""
    order = {each.name: at for at, each in enumerate(file_kinds())}

    def place(name: str) -> tuple[bool, int, str]:
        kind = kind_of(name)
        return (name != "figures.csv", order[kind.name] if kind else len(order), name)

    return [*sorted(sealed, key=place), SUMS]


def _file(edition: Edition, name: str, place: Place) -> dict[str, Any]:
    kind, path, language = kind_of(name), edition.folder / name, place.language
    shown = _KINDS.get(path.suffix, path.suffix.lstrip(".").upper())
    return {
        "name": name,
        "url": place.file(name),
        "about": kind.about.to(language) if kind else "",
        "kind": "text" if shown == "tekst" and language == "en" else shown,
        "size": _size(path.stat().st_size, language),
    }


def _size(size: int, language: str) -> str:
    """``2,6 MB``: thousands of bytes, as file managers and providers count."""
    value, units = float(size), ["bytes", "kB", "MB", "GB"]
    while value >= _STEP and len(units) > 1:
        value, units = value / _STEP, units[1:]
    decimals = 1 if units[0] != "bytes" and value < 10 else 0
    return f"{number(value, decimals, language)}{NARROW}{units[0]}"


def _licences(edition: Edition, language: str) -> list[dict[str, Any]]:
    """Under which licences the releases came out, the most used first."""
    counted = Counter(each.licence for each in edition.releases.values())
    return [
        {"name": licence_words(licence, language), "count": number(many, 0, language)}
        for licence, many in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]
