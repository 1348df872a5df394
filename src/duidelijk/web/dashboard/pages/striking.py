"""What stands out: the list, by theme, by region, and as a table to sort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from duidelijk.change.striking.listing import ON_LIST, Tier
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark, sparkline
from duidelijk.publish.chosen import left_out, needs_duiding, reason_words, shown
from duidelijk.publish.developments import (
    PAIRED_NAMES,
    Development,
    about,
    by_indicator,
    first_of_each,
    is_nation,
    judgement,
    listed,
    size,
    size_in_words,
    than,
    verdict_of,
)
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import course, national, national_sentences
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import period_label
from duidelijk.publish.sentences import capital
from duidelijk.publish.striking import head_sentence, plain_sentence
from duidelijk.web.dashboard.places import Place

ORDERS = ("rang", "indicator", "plaats", "verschil", "ondergrens", "toeval", "periode")
"""What the table can be sorted by, as it stands in an address."""
_MOST_MEMBERS = 12


def striking_page(edition: Edition, place: Place, order: str = ORDERS[0]) -> dict[str, Any]:
    """What the page of the list shows."""
    found = edition.striking
    if found is None:
        return {"kept": False}
    every = entries(edition, place, found["developments"])
    return {
        "kept": True,
        "head": head_sentence(found, place.language),
        "plain": plain_sentence(found, place.language),
        "striking": [each for each in every if each["tier"] == Tier.STRIKING],
        "possible": [each for each in every if each["tier"] == Tier.POSSIBLE],
        "table": _table(edition, place, found["developments"], order),
        "orders": _orders(place, order),
        "left_out": [_left_out(edition, each, place.language) for each in left_out(edition)],
        "unlisted": number(
            found["counts"]["judged"] - found["counts"]["listed"], 0, place.language
        ),
        "counts": {
            name: number(value, 0, place.language) for name, value in found["counts"].items()
        },
    }


def _left_out(edition: Edition, development: Development, language: str) -> dict[str, str]:
    """What the editors left out of the findings, and why."""
    indicator = edition.monitor.indicators[development["indicator"]]
    return {
        "title": indicator.title.to(language),
        "about": about(edition, development, language),
        "reason": reason_words(edition, development, language),
    }


def of_theme(
    edition: Edition, theme: str, place: Place, most: int | None = None
) -> list[dict[str, Any]]:
    """The developments of one theme, the first *most* of them."""
    own = [each for each in shown(edition) if each["theme"] == theme]
    return entries(edition, place, own, most)


def opening(edition: Edition, place: Place, most: int, per_theme: int) -> list[dict[str, Any]]:
    """The first entries of the list for a front page, so many of each theme at the most."""
    chosen = first_of_each(shown(edition), most, per_theme)
    return [_entry(edition, place, own) for own in chosen]


def of_indicator(edition: Edition, indicator: str, place: Place) -> dict[str, Any]:
    """The tier of an indicator's national course, and the groups and regions that differ."""
    developments = listed(edition)
    own = [each for each in developments if each["indicator"] == indicator]
    lead = next((each for each in own if is_nation(each)), None)
    return {
        "apart": [_member(edition, place, each) for each in own if each is not lead],
        "by_last_time": lead is not None and _by_last_time_only(lead),
    }


def _by_last_time_only(development: Development) -> bool:
    """Whether it is listed for its difference from the last time, while history expected it."""
    on_list = {each["comparison"] for each in development["evidence"] if each["tier"] in ON_LIST}
    asked = {each["comparison"] for each in development["evidence"]}
    return on_list <= PAIRED_NAMES and not asked <= PAIRED_NAMES


def entries(
    edition: Edition,
    place: Place,
    developments: Sequence[Development],
    most: int | None = None,
) -> list[dict[str, Any]]:
    """One entry an indicator, in order: the nation first, then the groups and regions that differ.

    The national thing is said once: what regions and groups have of their own stands under it.
    """
    return [_entry(edition, place, own) for own in by_indicator(developments)[:most]]


def _entry(edition: Edition, place: Place, own: list[Development]) -> dict[str, Any]:
    language = place.language
    lead = next((each for each in own if is_nation(each)), own[0])
    others = [each for each in own if each is not lead]
    indicator = edition.monitor.indicators[lead["indicator"]]
    series = national(edition).series.get(indicator.id, []) if is_nation(lead) else []
    good = lead["favourable"]
    best = min(own, key=lambda each: each["rank"])
    return {
        "id": indicator.id,
        "theme": indicator.theme,
        "tier": best["tier"],
        "title": indicator.title.to(language),
        "url": place.indicator(indicator.id),
        **_linked(edition, lead, language),
        "caution": indicator.caution.to(language) if indicator.caution else "",
        "needs_duiding": any(needs_duiding(edition, each) for each in own),
        "spark": sparkline(course(series, indicator), {True: "good", False: "bad", None: ""}[good]),
        "verdict": shown_verdict(edition, lead, language),
        "later": lead.get("later", False),
        "groups": [_member(edition, place, each) for each in others if each["region"] == NATION],
        "regions": [_member(edition, place, each) for each in others if each["region"] != NATION][
            :_MOST_MEMBERS
        ],
        "more_regions": max(sum(each["region"] != NATION for each in others) - _MOST_MEMBERS, 0),
    }


def _linked(edition: Edition, lead: Development, language: str) -> dict[str, str]:
    """The sentence in two: the figure itself, to be a link, and how it stands to what was expected.

    Of a region or group the whole is the link: its figure's sentence is kept nowhere apart.
    """
    whole: str = lead["sentences"][language]
    value = ""
    if is_nation(lead):
        value = national_sentences(edition, lead["indicator"], language).get("value", "")
    if not value or not whole.startswith(value):
        value = whole
    return {"value": value, "sentence": whole.removeprefix(value).strip()}


def _member(edition: Edition, place: Place, development: Development) -> dict[str, Any]:
    """A group or region under an entry: its name, what it differs, and its own sentence."""
    return {
        "name": capital(about(edition, development, place.language)),
        "url": figure_url(place, development),
        "size": size(edition, development, place.language),
        "mark": mark(verdict_of(development), development["favourable"]),
        "judgement": judgement(development, place.language),
        "tier": development["tier"],
    }


def figure_url(place: Place, development: Development) -> str:
    """The page of the figure a development is about."""
    return place.figure(
        development["indicator"],
        development["region"],
        development["group"],
        development["period"],
    )


def shown_verdict(edition: Edition, development: Development, language: str) -> dict[str, Any]:
    """Mark, word, size and judgement, as ``_verdict.html`` shows them."""
    good = development["favourable"]
    return {
        "mark": mark(verdict_of(development), good),
        "word": size_in_words(edition, development, language),
        "since": than(development, language),
        "size": "",
        "judgement": judgement(development, language),
    }


def _orders(place: Place, order: str) -> list[dict[str, Any]]:
    return [{"key": each, "url": place.striking(each), "current": each == order} for each in ORDERS]


def _table(
    edition: Edition, place: Place, developments: Sequence[Development], order: str
) -> list[dict[str, Any]]:
    language = place.language
    keys: dict[str, Callable[[Development], Any]] = {
        "rang": lambda each: each["rank"],
        "indicator": lambda each: (
            edition.monitor.indicators[each["indicator"]].title.to(language).casefold()
        ),
        "plaats": lambda each: about(edition, each, language).casefold(),
        "verschil": lambda each: -_in_meetings(each),
        "ondergrens": lambda each: -(each["strength"] or 0.0),
        "toeval": lambda each: each["evidence"][0]["q_value"],
        "periode": lambda each: each["period"],
    }
    ordered = sorted(developments, key=lambda each: (keys[order](each), each["rank"]))
    return [
        {
            "rank": each["rank"],
            "tier": each["tier"],
            "title": edition.monitor.indicators[each["indicator"]].title.to(language),
            "url": figure_url(place, each),
            "about": capital(about(edition, each, language)),
            "period": period_label(each["period"], language),
            "size": size(edition, each, language, each["evidence"][0]),
            "mark": mark(verdict_of(each), each["favourable"]),
            "judgement": judgement(each, language),
            "strength": number(each["strength"] or 0.0, 1, language),
            "chance": _chance(each["evidence"][0]["q_value"], language),
            "question": each["evidence"][0]["comparison"],
        }
        for each in ordered
    ]


def _in_meetings(development: Development) -> float:
    """The size of a difference in smallest differences worth a conversation."""
    first = development["evidence"][0]
    bound = min(abs(first["lower"]), abs(first["upper"]))
    return (first["strength"] or 0.0) * abs(first["difference"]) / bound if bound else 0.0


def _chance(q_value: float, language: str) -> str:
    """The share of false discoveries at which this would just be listed, in percent."""
    percent = q_value * 100.0
    if percent < 0.1:
        return f"< {number(0.1, 1, language)}"
    return number(percent, 1, language)
