"""The editions, and what each stands on: its regions and releases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import polars as pl
from django.http import HttpRequest, HttpResponse

from duidelijk.editions.edition import Edition, RegionName
from duidelijk.regions import LEVELS
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    both,
    csv_answer,
    edition_asked,
    json_answer,
    named,
    release_named,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import Asked, OfRegions, OfReleases
from duidelijk.web.api.resources.declared import listed
from duidelijk.web.api.resources.filtering import check
from duidelijk.web.library import library


def editions(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every edition, in order of its date."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition_asked(None)
    rows = [edition_listed(request, each) for each in library().editions().values()]
    listing = Listing(request, "editions", asked, rows, shape=schemas.EditionListed)
    return csv_answer(listing) if chosen == "csv" else json_answer(listing)


def edition_listed(request: HttpRequest, edition: Edition) -> Told:
    """An edition, with how it was published."""
    about, published = edition.description, edition.texts.publication
    return named(request, edition) | {
        "figures": about["figures"],
        "laterFigures": about["later_figures"],
        "note": about.get("note"),
        "previous": about.get("previous"),
        "latestRelease": about.get("latest_release"),
        "newest": edition is library().newest(),
        "publishedAt": published.published.isoformat() if published else None,
        "corrects": edition.corrects,
        "correctionReason": both(edition.reason),
    }


def edition_whole(request: HttpRequest, edition: Edition) -> Told:
    """An edition with what its editors wrote, and what was revised."""
    texts = sorted(edition.texts.texts.items())
    return edition_listed(request, edition) | {
        "texts": [{"name": name, "text": both(text)} for name, text in texts],
        "revisions": edition.revised,
    }


def regions(request: HttpRequest, asked: OfRegions) -> HttpResponse:
    """The regions that an edition has figures of, by level and then by code."""
    edition = edition_asked(asked.edition)
    levels = asked.region_level
    years = _years(edition)
    rows: list[Told] = [
        {
            "code": code,
            "level": each.level,
            "name": both(each.name),
            "years": years.get(code, []),
            "redrawn": list(each.redrawn),
        }
        for code, each in sorted(edition.regions.items(), key=_by_level)
        if (not levels or each.level in levels)
        and (asked.year is None or asked.year in years.get(code, []))
    ]
    return listed(request, "regions", asked, edition, rows, schemas.Region)


def _by_level(found: tuple[str, RegionName]) -> tuple[int, str]:
    code, each = found
    return [*LEVELS].index(each.level), code  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _years(edition: Edition) -> Mapping[str, list[int]]:
    """The divisions of the country each region has figures in; an edition never changes."""
    scanned = pl.scan_parquet(edition.folder / "figures.by-region.parquet")
    found = scanned.group_by("region").agg(pl.col("region_year").unique().sort()).collect()
    return dict(found.iter_rows())


def releases(request: HttpRequest, asked: OfReleases) -> HttpResponse:
    """The releases an edition stands on, in order of publication."""
    edition = edition_asked(asked.edition)
    place = f"edition {edition.id}"
    check("source", asked.source, edition.monitor.sources, place)
    check("indicator", asked.indicator, edition.monitor.indicators, place)
    used: dict[str, list[str]] = {}
    for key, ids in sorted(edition.releases_of.items()):
        for id_ in ids:
            used.setdefault(id_, []).append(key)
    rows = [
        release_named(each)
        | {
            "source": each.source,
            "basis": each.basis or None,
            "retrieved": each.retrieved.isoformat() if each.retrieved else None,
            "sha256": each.sha256 or None,
            "indicators": used.get(id_, []),
        }
        for id_, each in edition.releases.items()
        if (not asked.source or each.source in asked.source)
        and (not asked.indicator or set(asked.indicator) & set(used.get(id_, [])))
    ]
    return listed(request, "releases", asked, edition, rows, schemas.Release)
