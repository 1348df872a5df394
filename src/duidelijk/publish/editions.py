"""An edition in words."""

from __future__ import annotations

from duidelijk.editions.edition import Edition
from duidelijk.publish.periods import date_words, month_words


def date_of(edition: Edition, language: str) -> str:
    """The date an edition speaks of, as exactly as it is known."""
    exact = edition.description["date_precision"] == "day"
    return (date_words if exact else month_words)(edition.date, language)
