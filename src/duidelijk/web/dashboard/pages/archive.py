"""The archive: every edition, with what makes it what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.publish.announcing import reason_words
from duidelijk.publish.editions import date_of
from duidelijk.publish.numbers import number
from duidelijk.web.dashboard.pages.difference import compared_with
from duidelijk.web.dashboard.pages.revised import total_revised
from duidelijk.web.dashboard.pages.striking import opening
from duidelijk.web.dashboard.places import Place

_DOWNLOADS = ("figures.csv", "figures.by-indicator.parquet", "datapackage.json", "SHA256SUMS")


def archive_page(
    editions: Mapping[str, Edition], corrected: Mapping[str, str | None], place: Place
) -> dict[str, Any]:
    """What the archive shows: the newest edition first. *corrected* is what each corrects."""
    return {
        "editions": [
            _edition(each, editions, corrected[each.id], place)
            for each in reversed(list(editions.values()))
        ]
    }


def _edition(
    edition: Edition, editions: Mapping[str, Edition], wrong: str | None, place: Place
) -> dict[str, Any]:
    language = place.language
    better = next((each for each in editions.values() if each.corrects == edition.id), None)
    comparable = compared_with(edition, editions) is not None
    first = opening(edition, place.of(edition.id), 1, 1)
    sentence = f"{first[0]['value']} {first[0]['sentence']}".strip() if first else ""
    return {
        "id": edition.id,
        "title": edition.title.to(language),
        "url": place.of(edition.id).front(),
        "date": date_of(edition, language),
        "corrects": _other(wrong, editions, place) | {"reason": reason_words(edition, language)}
        if wrong
        else None,
        "corrected_by": _other(better.id, editions, place) if better else None,
        "afterwards": edition.compiled_afterwards,
        "figures": number(edition.description["figures"], 0, language),
        "sentence": sentence,
        "revised": total_revised(edition, language),
        "difference": place.of(edition.id).difference() if comparable else "",
        "revised_url": place.of(edition.id).revised(),
        "files": [{"name": name, "url": place.of(edition.id).file(name)} for name in _DOWNLOADS],
    }


def _other(edition: str, editions: Mapping[str, Edition], place: Place) -> dict[str, str]:
    """An edition by its number, with its address when it is here."""
    return {"id": edition, "url": place.of(edition).front() if edition in editions else ""}
