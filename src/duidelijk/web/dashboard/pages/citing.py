"""How to cite a figure, and whose it is."""

from __future__ import annotations

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.publish.editions import date_of
from duidelijk.publish.releases import publishers
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def source_line(edition: Edition, indicator: Indicator, language: str) -> str:
    """``Bron: CBS. Sociale impact van corona, editie mei 2021, stand van 12 mei 2021.``"""
    phrases = words(language)
    return (
        f"{phrases['source']}: {publishers(edition, indicator, language)}. "
        f"{edition.monitor.title.to(language)}, {phrases['edition'].lower()} "
        f"{edition.title.to(language)}, {phrases['as_of']} {date_of(edition, language)}."
    )


def citation(edition: Edition, indicator: Indicator, place: Place, site: str) -> str:
    """A reference that leads to just these figures, whatever edition comes after."""
    language = place.language
    address = f"{site}{place.cited(edition.id).indicator(indicator.id)}"
    return f"{indicator.title.to(language)}. {source_line(edition, indicator, language)} {address}"
