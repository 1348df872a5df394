"""A theme in plain words, to be read out: short sentences, no tables, no abbreviations alone."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.developments import PAIRED_NAMES, Development
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import is_old, national, national_sentences
from duidelijk.publish.periods import period_words
from duidelijk.publish.plain import plain_change, plain_development, theme_summary
from duidelijk.publish.sentences import preposition
from duidelijk.publish.striking import told_in_order
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

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
        "striking": [_striking(edition, each, language) for each in _developments(edition, key)],
        "figures": [
            {
                "title": held[row["indicator"]].question.to(language),
                "text": " ".join(
                    [
                        national_sentences(edition, row["indicator"], language).get("value", ""),
                        plain_change(held[row["indicator"]], row, language),
                    ]
                ).strip(),
                "caution": caution.to(language)
                if (caution := held[row["indicator"]].caution)
                else "",
            }
            for row in shown
        ],
    }


def _developments(edition: Edition, key: str) -> list[Development]:
    """What stands out in a theme for the nation; regions and groups have their own pages."""
    listed: list[Development] = (edition.striking or {"developments": []})["developments"]
    return [
        each
        for each in listed
        if each["theme"] == key and (each["region"], each["group"]) == (NATION, TOTAL)
    ]


def _striking(edition: Edition, development: Development, language: str) -> str:
    first = told_in_order(development)[0]
    phrases = words(language)
    if first["comparison"] in PAIRED_NAMES:
        reference = first["reference_period"]
        basis = f"{preposition(reference, language)} {period_words(reference, language)}"
    else:
        basis = phrases["plain_expected"]
    value = national_sentences(edition, development["indicator"], language).get("value", "")
    told = plain_development(value, development["direction"], basis, language)
    return f"{told} {phrases['plain_possible']}" if development["tier"] == "possible" else told
