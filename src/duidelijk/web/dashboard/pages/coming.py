"""What is to be expected next, and how the expectations of the edition before came out."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import national, national_sentences
from duidelijk.publish.numbers import number
from duidelijk.web.dashboard.places import Place

TIMINGS = ("leading", "coincident", "lagging")


def coming_page(edition: Edition, place: Place) -> dict[str, Any]:
    """National expectations by whether an indicator runs ahead, with, or behind; then the score."""
    picture = national(edition)
    groups: dict[str, list[dict[str, Any]]] = {timing: [] for timing in TIMINGS}
    for indicator in edition.monitor.indicators.values():
        row = picture.latest.get(indicator.id)
        sentences = national_sentences(edition, indicator.id, place.language)
        if row is None or "coming" not in sentences or not row["fresh"]:
            continue  # what was expected before stands in the edition that said it
        if indicator.status == "stopped":
            continue
        groups[indicator.timing or "coincident"].append(
            {
                "title": indicator.title.to(place.language),
                "url": place.indicator(indicator.id),
                "now": sentences.get("value", ""),
                "coming": sentences["coming"],
            }
        )
    return {
        "groups": [{"timing": each, "rows": groups[each]} for each in TIMINGS if groups[each]],
        "score": _score(edition, place),
        "outside": _outside(edition, place),
    }


def _score(edition: Edition, place: Place) -> dict[str, str] | None:
    """How many of the expectations of the edition before came out; ``None`` when it had none."""
    came = edition.foretold
    if came.is_empty():
        return None
    inside = int(came["inside"].sum())
    language = place.language
    return {
        "came": number(len(came), 0, language),
        "inside": number(inside, 0, language),
        "percent": number(100.0 * inside / len(came), 0, language),
    }


def _outside(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """The national figures that came out otherwise than expected."""
    rows = edition.foretold.filter(
        (pl.col("region") == NATION) & (pl.col("group") == TOTAL) & ~pl.col("inside")
    )
    found = []
    for row in rows.iter_rows(named=True):
        sentences = national_sentences(edition, row["indicator"], place.language)
        if "foretold" in sentences:
            found.append(
                {
                    "title": edition.monitor.indicators[row["indicator"]].title.to(place.language),
                    "url": place.indicator(row["indicator"]),
                    "sentence": f"{sentences.get('value', '')} {sentences['foretold']}".strip(),
                }
            )
    return found
