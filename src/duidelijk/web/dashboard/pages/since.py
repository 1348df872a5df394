"""What came in since the newest edition: judged the same way, reviewed by nobody yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.figures.release import Release
from duidelijk.publish.charts.small import mark
from duidelijk.publish.developments import judgement, verdict_of
from duidelijk.publish.periods import date_words
from duidelijk.publish.releases import published_words, publisher_words
from duidelijk.publish.striking import head_sentence
from duidelijk.web.dashboard.places import Place


def since_page(found: Mapping[str, Any] | None, edition: Edition, place: Place) -> dict[str, Any]:
    """What the page shows; *found* is what ``duidelijk since`` kept, of this edition."""
    if found is None:
        return {"kept": False}
    language = place.language
    return {
        "kept": True,
        "head": head_sentence(found, language),
        "until": date_words(dt.date.fromisoformat(found["until"]), language),
        "developments": [
            {
                "sentence": each["sentences"][language],
                "tier": each["tier"],
                "mark": mark(verdict_of(each), each["favourable"]),
                "judgement": judgement(each, language),
                "source": _source(edition, found, each["release"], language),
                "title": edition.monitor.indicators[each["indicator"]].title.to(language),
                "url": place.indicator(each["indicator"]),
            }
            for each in found["developments"]
            if each["indicator"] in edition.monitor.indicators
        ],
    }


def _source(
    edition: Edition, found: Mapping[str, Any], release_id: str, language: str
) -> dict[str, str]:
    """Where the figure was published: no page of an edition shows it yet."""
    release = Release.from_json(found["releases"][release_id])
    return {
        "title": release.title,
        "address": release.address,
        "publisher": publisher_words(edition, release, language),
        "published": published_words(release, language),
    }
