"""A release in words: by whom, when as far as known, under which licence."""

from __future__ import annotations

from duidelijk.editions.edition import Edition
from duidelijk.figures.release import Precision, Release
from duidelijk.publish.periods import date_words, month_words
from duidelijk.web.words import words

FACTS = "facts read on the page"
"""The licence of an article that figures were read in."""
_LICENCES = {FACTS: "lic_facts", "public domain": "lic_public"}


def published_words(release: Release, language: str) -> str:
    """The date of a release, no surer than it is known."""
    phrases = words(language)
    if release.precision is Precision.MONTH:
        return f"{month_words(release.published, language)} ({phrases['day_unknown']})"
    if release.precision is Precision.ESTIMATED:
        return f"{phrases['around']} {date_words(release.published, language)}"
    return date_words(release.published, language)


def publisher_words(edition: Edition, release: Release, language: str) -> str:
    """Who made the figure, and where it was read when that was elsewhere."""
    source = edition.monitor.sources[release.source]
    if source.kind == "news" or release.publisher.startswith(source.title):
        return release.publisher
    return f"{source.title}, {words(language)['read_at']} {release.publisher}"


def licence_words(licence: str, language: str) -> str:
    """A licence as it is called, or in words where it has no name."""
    key = _LICENCES.get(licence)
    return words(language)[key] if key else licence
