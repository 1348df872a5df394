"""A theme in plain words, to be read out: short sentences, no tables, no abbreviations alone."""

from __future__ import annotations

from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.publish.plain import theme_summary
from duidelijk.web.dashboard.pages.rows import is_old, national, national_sentences
from duidelijk.web.dashboard.pages.striking import of_theme
from duidelijk.web.dashboard.places import Place

_NAMED = 4


def plain_page(edition: Edition, key: str, place: Place) -> dict[str, Any] | None:
    """What the plain page of a theme shows; ``None`` when the edition has no such theme."""
    theme = next((each for each in edition.monitor.themes if each.id == key), None)
    if theme is None:
        return None
    language = place.language
    picture = national(edition)
    declared = edition.monitor.of_theme(key)
    rows = [picture.latest[each.id] for each in declared if each.id in picture.latest]
    fresh = [row for row in rows if row["fresh"]]
    held = {each.id: each for each in declared}
    shown = sorted(
        (row for row in rows if not is_old(edition, row)),
        key=lambda row: (not row["fresh"], not held[row["indicator"]].headline, row["indicator"]),
    )[:_NAMED]
    return {
        "theme": {
            "id": key,
            "title": theme.title.to(language),
            "question": theme.question.to(language),
            "url": place.theme(key),
        },
        "opening": theme_summary(
            theme.title.to(language),
            edition.title.to(language),
            fresh,
            sum(each.id not in edition.counts for each in declared),
            language,
        ),
        "striking": [
            f"{each['value']} {each['sentence']}" for each in of_theme(edition, key, place)
        ],
        "figures": [
            {
                "title": held[row["indicator"]].question.to(language),
                "text": " ".join(
                    national_sentences(edition, row["indicator"], language).get(part, "")
                    for part in ("value", "change")
                ).strip(),
                "caution": caution.to(language)
                if (caution := held[row["indicator"]].caution)
                else "",
            }
            for row in shown
        ],
    }
