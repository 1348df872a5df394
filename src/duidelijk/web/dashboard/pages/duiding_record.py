"""What became of what groups expected: each expectation beside the verdict that came later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.change.pairing import Comparison
from duidelijk.editions.duiding_record import Followed, Judged, Outcome, counted, duiding_record
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark
from duidelijk.publish.duiding.conclusions import conclusion_shown, period_words
from duidelijk.publish.duiding.evidence import series_words
from duidelijk.publish.duiding.naming import phrases
from duidelijk.publish.duiding.sessions import question_shown, signal_shown
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.sentences import REASON_WORDS, VERDICT_WORDS
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def duiding_record_page(editions: Mapping[str, Edition], place: Place) -> dict[str, Any]:
    """What the page shows: how many expectations came true, each of them, and what is open."""
    followed = duiding_record(list(editions.values()))
    numbers = counted(followed)
    decided = numbers[Outcome.BORNE_OUT] + numbers[Outcome.NOT_BORNE_OUT]
    return {
        "rows": [_row(each, editions, place) for each in followed],
        "counts": [
            {"word": words(place.language)[f"duiding_is_{outcome}"], "count": number}
            for outcome, number in numbers.items()
        ],
        "real": sum(numbers.values()),
        "borne_out": numbers[Outcome.BORNE_OUT],
        "decided": decided,
        "example": any(each.report.example for each in followed),
        "open": [found for each in editions.values() if (found := _open(each, editions, place))],
    }


def _row(each: Followed, editions: Mapping[str, Edition], place: Place) -> dict[str, Any]:
    language, edition = place.language, editions[each.edition]
    there = place.of(each.edition)
    told = conclusion_shown(edition, each.report, each.conclusion, leading(place), language)
    return {
        "told": told,
        "url": f"{there.session(each.report.id)}#{told.anchor}",
        "edition": edition.title.to(language),
        "example": each.report.example,
        "series": series_words(edition, each.expectation.figure, language),
        "expected": phrases(language)[f"expected_{each.expectation.expected.value}"],
        "since": period_words(each.expectation.since, language),
        "outcome": words(language)[f"duiding_is_{each.outcome}"],
        "judged": _judged(each, each.judged, editions, place) if each.judged else None,
    }


def _judged(
    each: Followed, judged: Judged, editions: Mapping[str, Edition], place: Place
) -> dict[str, Any]:
    language, later = place.language, editions[judged.edition]
    indicator = later.monitor.indicators[each.expectation.figure.indicator]
    decimals = shown_decimals(indicator, judged.decimals)

    def shown(value: float | None) -> str:
        return "" if value is None else quantity(value, decimals, indicator, language)

    key = each.expectation.figure
    return {
        "mark": mark(judged.verdict.value, None),
        "word": VERDICT_WORDS[judged.verdict].to(language),
        "reason": REASON_WORDS[judged.reason].to(language) if judged.reason else "",
        "value": shown(judged.value),
        "period": period_words(judged.period, language),
        "reference": shown(judged.reference),
        "reference_period": period_words(judged.reference_period, language),
        "year": judged.comparison == Comparison.YEAR,
        "edition": later.title.to(language),
        "url": place.of(judged.edition).figure(key.indicator, key.region, key.group, judged.period),
    }


def _open(edition: Edition, editions: Mapping[str, Edition], place: Place) -> dict[str, Any] | None:
    """The questions and signals of an edition; ``None`` without any, or where it was corrected."""
    if any(each.corrects == edition.id for each in editions.values()):
        return None
    link, language, there = leading(place), place.language, place.of(edition.id)
    asked = [
        {"told": told, "url": there.session(report.id)}
        for report in edition.texts.duiding
        for told in (
            *(signal_shown(report, each, link, language) for each in report.signals),
            *(question_shown(report, each, link, language) for each in report.questions),
        )
    ]
    if not asked:
        return None
    return {"title": edition.title.to(language), "url": there.duiding(), "asked": asked}
