"""What is new for the nation and cannot be tested: why not, and what its publisher says of it."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.change.striking.listing import Tier, developments
from duidelijk.change.verdict import Reason
from duidelijk.editions.edition import Edition
from duidelijk.publish.developments import about
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.expectation_sentences import series_sentence
from duidelijk.publish.national import national_sentences
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.releases import published_words, publisher_words
from duidelijk.publish.sentences import REASON_WORDS
from duidelijk.web.dashboard.places import Place

_GROUPS = 4


def untested(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """One entry an indicator, in order of theme: its new national figures, the reason, the source.

    The title of the publication is quoted: it is not our verdict.
    """
    if "tier" not in edition.changes.columns:
        return []
    rows = developments(edition.changes).filter(
        (pl.col("tier") == Tier.NOT_TESTABLE.value) & (pl.col("region") == NATION)
    )
    of_indicator: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        of_indicator.setdefault(row["indicator"], []).append(row)
    themes = edition.monitor.themes
    order = [each.id for theme in themes for each in edition.monitor.of_theme(theme.id)]
    return [_entry(edition, of_indicator[key], place) for key in order if key in of_indicator]


def _entry(edition: Edition, rows: list[dict[str, Any]], place: Place) -> dict[str, Any]:
    language = place.language
    indicator = edition.monitor.indicators[rows[0]["indicator"]]
    rows = sorted(rows, key=lambda row: (row["group"] != TOTAL, row["group"]))
    release = edition.releases[rows[0]["release"]]
    return {
        "title": indicator.title.to(language),
        "url": place.indicator(indicator.id),
        "figures": [_value(edition, row, language) for row in rows[:_GROUPS]],
        "more": max(len(rows) - _GROUPS, 0),
        "reason": _reason(rows[0]["reason"], language),
        "publication": release.title,
        "publisher": publisher_words(edition, release, language),
        "published": published_words(release, language),
        "later": release.published > edition.date,
        "address": release.address,
    }


def _value(edition: Edition, row: dict[str, Any], language: str) -> str:
    """What the figure is; a group is named, since an indicator's own sentence speaks of all."""
    if row["group"] == TOTAL:
        kept = national_sentences(edition, row["indicator"], language)
        return kept.get("value", "")
    if row["value"] is None:
        return ""
    indicator = edition.monitor.indicators[row["indicator"]]
    decimals = shown_decimals(indicator, row["decimals"])
    name = about(edition, row, language).lower()
    return series_sentence(indicator, row["period"], row["value"], decimals, name, language)


def _reason(reason: str, language: str) -> str:
    """Why there is no verdict; a declared break has its own words on the indicator's page."""
    words = REASON_WORDS.get(Reason(reason))
    return words.to(language) if words else ""
