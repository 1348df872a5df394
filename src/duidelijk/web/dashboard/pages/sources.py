"""The sources of an edition: every release, how its date is known, and how much comes from it."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.publish.numbers import number
from duidelijk.publish.releases import licence_words, published_words, publisher_words
from duidelijk.web.dashboard.places import Place


def sources_page(edition: Edition, place: Place) -> dict[str, Any]:
    """What the page of sources shows, the latest release first."""
    language = place.language
    table = pl.scan_parquet(edition.folder / "figures.by-indicator.parquet")
    counted = dict(table.group_by("release").agg(pl.len()).collect().iter_rows())
    releases = sorted(
        edition.releases.values(), key=lambda each: (each.published, each.id), reverse=True
    )
    return {
        "releases": [
            {
                "publisher": publisher_words(edition, each, language),
                "title": each.title,
                "address": each.address,
                "licence": licence_words(each.licence, language),
                "published": published_words(each, language),
                "later": each.published > edition.date,
                "count": number(counted[each.id], 0, language) if each.id in counted else "",
            }
            for each in releases
        ]
    }
