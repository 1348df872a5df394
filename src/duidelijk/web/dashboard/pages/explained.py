"""How the list comes about, told with the figures of the edition itself."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import national_sentences
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_words
from duidelijk.publish.sentences import Change, difference_words, direction_word
from duidelijk.publish.striking import head_sentence, plain_sentence
from duidelijk.web.dashboard.pages.striking import entries
from duidelijk.web.dashboard.places import Place


def explained_page(edition: Edition, place: Place) -> dict[str, Any]:
    """What the page on the method shows: its counts, what is left out, and what is on the list."""
    found, language = edition.striking, place.language
    if found is None:
        return {"kept": False}
    return {
        "kept": True,
        "head": head_sentence(found, language),
        "plain": plain_sentence(found, language),
        "counts": {name: number(value, 0, language) for name, value in found["counts"].items()},
        "left_out": [
            example
            for each in found["plain"]["examples"]
            if (example := _left_out(edition, each, place))
        ],
        "listed": entries(edition, place, found["developments"], most=2),
    }


def _left_out(edition: Edition, place_of: dict[str, Any], place: Place) -> dict[str, Any] | None:
    """A figure that differs over five percent from the last time, and why it is not listed."""
    language, group = place.language, place_of["group"]
    indicator = edition.monitor.indicators[place_of["indicator"]]
    rows = edition.last_time_of(indicator.id, NATION, group)
    row = next((each for each in rows if each["period"] == place_of["period"]), None)
    sentences = national_sentences(edition, indicator.id, language, group)
    if row is None or "expected" not in sentences or row["reference_period"] is None:
        return None
    decimals = shown_decimals(indicator, row["decimals"])
    title = indicator.title.to(language)
    if group != TOTAL:
        title = f"{title}, {edition.monitor.group_codes[group].title.to(language).lower()}"
    return {
        "title": title,
        "url": place.indicator(indicator.id),
        "value": quantity(row["value"], decimals, indicator, language),
        "period": period_words(row["period"], language),
        "since": period_words(row["reference_period"], language),
        "apart": difference_words(indicator, Change(row, decimals), language),
        "direction": direction_word(indicator, row["difference"], language),
        "why": sentences["expected"],
    }
