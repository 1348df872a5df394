"""The archive: every edition, with what makes it what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import date_words, month_words
from duidelijk.web.dashboard.pages.revised import total_revised
from duidelijk.web.dashboard.pages.rows import national, national_sentences, strongest
from duidelijk.web.dashboard.places import Place

_DOWNLOADS = ("figures.csv", "figures.by-indicator.parquet", "datapackage.json", "SHA256SUMS")


def archive_page(editions: Mapping[str, Edition], place: Place) -> dict[str, Any]:
    """What the archive shows: the newest edition first."""
    return {"editions": [_edition(each, place) for each in reversed(list(editions.values()))]}


def _edition(edition: Edition, place: Place) -> dict[str, Any]:
    language = place.language
    exact = edition.description["date_precision"] == "day"
    ranked = strongest(national(edition).latest.values())
    sentence = ""
    if ranked:
        spoken = national_sentences(edition, ranked[0]["indicator"], language)
        sentence = " ".join(spoken[part] for part in ("value", "change") if part in spoken)
    return {
        "id": edition.id,
        "title": edition.title.to(language),
        "url": place.of(edition.id).front(),
        "date": (date_words if exact else month_words)(edition.date, language),
        "afterwards": edition.compiled_afterwards,
        "figures": number(edition.description["figures"], 0, language),
        "sentence": sentence,
        "revised": total_revised(edition, language),
        "revised_url": place.of(edition.id).revised(),
        "files": [
            {"name": name, "url": f"/edities/{edition.id}/bestanden/{name}"} for name in _DOWNLOADS
        ],
    }
