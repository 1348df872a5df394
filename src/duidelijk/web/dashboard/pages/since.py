"""What came in since the newest edition: judged the same way, reviewed by nobody yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark
from duidelijk.publish.periods import date_words
from duidelijk.publish.striking import head_sentence
from duidelijk.web.dashboard.places import Place

_VERDICTS = {"up": Verdict.RISEN.value, "down": Verdict.FALLEN.value}


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
                "mark": mark(_VERDICTS[each["direction"]], each["favourable"]),
                "title": edition.monitor.indicators[each["indicator"]].title.to(language),
                "url": place.indicator(each["indicator"]),
            }
            for each in found["developments"]
            if each["indicator"] in edition.monitor.indicators
        ],
    }
