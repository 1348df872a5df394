"""A release in words: by whom, when as far as known, under which licence."""

from __future__ import annotations

from duidelijk.catalogue import Indicator, Text
from duidelijk.editions.edition import Edition
from duidelijk.figures.release import Precision, Release
from duidelijk.publish.periods import date_words, month_words

FACTS = "facts read on the page"
"""The licence of an article that figures were read in."""
_LICENCES = {
    FACTS: Text("feiten, overgenomen van de pagina", "facts read on the page"),
    "public domain": Text("publiek domein", "public domain"),
}
_DAY_UNKNOWN = Text("dag onbekend", "day unknown")
_AROUND = Text("rond", "around")
_READ_AT = Text("gelezen bij", "read in")


def published_words(release: Release, language: str) -> str:
    """The date of a release, no surer than it is known."""
    if release.precision is Precision.MONTH:
        return f"{month_words(release.published, language)} ({_DAY_UNKNOWN.to(language)})"
    if release.precision is Precision.ESTIMATED:
        return f"{_AROUND.to(language)} {date_words(release.published, language)}"
    return date_words(release.published, language)


def publisher_words(edition: Edition, release: Release, language: str) -> str:
    """Who made the figure, and where it was read when that was elsewhere."""
    source = edition.monitor.sources[release.source]
    if source.kind == "news" or release.publisher.startswith(source.title):
        return release.publisher
    return f"{source.title}, {_READ_AT.to(language)} {release.publisher}"


def licence_words(licence: str, language: str) -> str:
    """A licence as it is called, or in words where it has no name."""
    known = _LICENCES.get(licence)
    return known.to(language) if known else licence


def publishers(edition: Edition, indicator: Indicator, language: str) -> str:
    """Who published the figures of an indicator in this edition; else its declared source."""
    found = [
        publisher_words(edition, edition.releases[each], language)
        for each in edition.releases_of.get(indicator.id, [])
    ]
    if not found:
        return edition.monitor.sources[indicator.source].title
    return ", ".join(dict.fromkeys(found))
