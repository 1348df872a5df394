"""An indicator: the answer, the chart, groups, regions, vintages, and how it is measured."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

from duidelijk.catalogue import Indicator, Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.line import Expected
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.group_series import groups_with_course
from duidelijk.publish.national import is_old, latest_rows, national, national_sentences
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.one_series import expected_in
from duidelijk.publish.periods import date_words, period_words
from duidelijk.publish.releases import licence_words, published_words, publisher_words
from duidelijk.publish.sentences import FAVOURABLE_WORDS
from duidelijk.publish.series import Row, indicator_chart, recent
from duidelijk.web.dashboard.glossary import with_terms
from duidelijk.web.dashboard.pages.breakdown import group_table, region_parts
from duidelijk.web.dashboard.pages.citing import citation
from duidelijk.web.dashboard.pages.judged import expectations, tier_words
from duidelijk.web.dashboard.pages.named_series import MOST, Series, address
from duidelijk.web.dashboard.pages.rows import verdict_shown
from duidelijk.web.dashboard.pages.series import chart_key, measures_drawn, series_table
from duidelijk.web.dashboard.pages.striking import of_indicator
from duidelijk.web.dashboard.pages.vintages import vintage_parts
from duidelijk.web.dashboard.places import Place


def indicator_page(edition: Edition, key: str, place: Place, site: str) -> dict[str, Any] | None:
    """What the page of an indicator shows; ``None`` when the edition declares no such indicator.

    *site* is the address of the whole site, for what is taken elsewhere.
    """
    indicator = edition.monitor.indicators.get(key)
    if indicator is None:
        return None
    language = place.language
    picture = national(edition)
    series, row = picture.series.get(key, []), picture.latest.get(key)
    latest = latest_rows(edition.changes_of(key))
    sentences = national_sentences(edition, key, language)
    vintages = vintage_parts(edition, indicator, series, place)
    expected = expected_in(edition, indicator, series, language)
    theme = next((t for t in edition.monitor.themes if t.id == indicator.theme), None)
    return {
        "indicator": _described(edition, indicator, place),
        "theme": (
            {"title": theme.title.to(language), "url": place.theme(theme.id)} if theme else None
        ),
        "sentences": sentences,
        **of_indicator(edition, key, place),
        "tier": tier_words(edition, (key, NATION, TOTAL), language),
        "expectations": expectations(edition, row, sentences, place) if row else None,
        "stale": row is not None and not row["fresh"],
        "old": row is not None and is_old(edition, row),
        "late_since": _late_since(edition, key, language),
        "caution": indicator.caution.to(language)
        if indicator.caution and row and row["favourable"] is not None
        else "",
        "key": chart_key(indicator, recent(series, edition.monitor.crisis_start), expected),
        "verdict": _verdict(row, indicator, series, language),
        "chart": _chart(edition, indicator, series, sentences, expected, language),
        "later_share": _later(series, language),
        "groups": group_table(edition, indicator, latest, place),
        **region_parts(edition, indicator, latest, place),
        "table": series_table(edition, indicator, series, place) if series else None,
        "measures_shown": measures_drawn(edition, series, language),
        "history": place.figure(key, NATION, TOTAL, series[-1]["period"]) if series else "",
        "vintages": vintages,
        "releases": _releases(edition, key, language),
        "has_figures": key in edition.counts,
        "take": _take(edition, indicator, place, site),
    }


def _take(edition: Edition, indicator: Indicator, place: Place, site: str) -> dict[str, str]:
    """What can be taken along, always of this very edition."""
    named, key = place.of(edition.id), indicator.id
    frame = f"{site}{named.embedded(key)}"
    title = escape(indicator.title.to(place.language))
    groups = [Series(key, NATION, code) for code in groups_with_course(edition, indicator)]
    return {
        "csv": named.download(key, "csv"),
        "xlsx": named.download(key, "xlsx"),
        "svg": named.download(key, "svg"),
        "png": named.download(key, "png"),
        "vega": named.download(key, "vl.json"),
        "compare": address(place, [Series(key), *groups][:MOST]),
        "citation": citation(edition, indicator, place, site),
        "embed": f'<iframe src="{frame}" title="{title}" width="100%" height="560" '
        'loading="lazy"></iframe>',
    }


def _verdict(
    row: Row | None, indicator: Indicator, series: list[Row], language: str
) -> dict[str, Any] | None:
    if row is None or not series:
        return None
    decimals = shown_decimals(indicator, series[-1]["decimals"])
    shown = verdict_shown(row, indicator, decimals, language)
    if row["value"] is not None:
        shown["value"] = quantity(row["value"], decimals, indicator, language)
    shown["period"] = period_words(row["period"], language)
    return shown


def _chart(
    edition: Edition,
    indicator: Indicator,
    series: list[Row],
    sentences: dict[str, str],
    expected: list[Expected],
    language: str,
) -> str:
    spoken = " ".join(sentences.get(part, "") for part in ("value", "change")).strip()
    return indicator_chart(
        indicator,
        recent(series, edition.monitor.crisis_start),
        language=language,
        title=f"{indicator.title.to(language)}, {edition.regions[NATION].name.to(language)}"
        if NATION in edition.regions
        else indicator.title.to(language),
        description=spoken,
        measures=edition.monitor.measures,
        until=edition.date,
        expected=expected,
    )


def _later(series: list[Row], language: str) -> dict[str, str] | None:
    """How many points of the series are only known from later releases; ``None`` when none is."""
    later = sum(row["vintage"] == "later" for row in series)
    if not later:
        return None
    newest = max(row["published"] for row in series if row["vintage"] == "later")
    return {
        "count": number(later, 0, language),
        "of": number(len(series), 0, language),
        "published": date_words(newest, language),
    }


def _late_since(edition: Edition, key: str, language: str) -> str:
    """The day since which the source did not answer when this edition was made; mostly none."""
    late = edition.late.get(key)
    return date_words(dt.date.fromisoformat(late["since"]), language) if late else ""


def _described(edition: Edition, indicator: Indicator, place: Place) -> dict[str, Any]:
    """The declaration in one language, for the part on how it is measured."""
    language = place.language
    source = edition.monitor.sources[indicator.source]

    def explained(text: Text) -> str:
        return with_terms(text.to(language), edition.monitor, language, place.glossary())

    return {
        "id": indicator.id,
        "title": indicator.title.to(language),
        "question": indicator.question.to(language),
        "definition": explained(indicator.definition),
        "population": explained(indicator.population),
        "unit": indicator.unit.to(language),
        "polarity": indicator.polarity,
        "uncertainty": indicator.uncertainty,
        "frequency": indicator.frequency,
        "delay": indicator.reporting_delay,
        "status": indicator.status,
        "context": indicator.context,
        "limitations": explained(indicator.limitations),
        "crisis_effect": explained(indicator.crisis_effect) if indicator.crisis_effect else "",
        "disclosure": indicator.disclosure.to(language) if indicator.disclosure else "",
        "judgement": FAVOURABLE_WORDS[None].to(language),
        "breaks": [
            {"period": period_words(each.period, language), "text": each.reason.to(language)}
            for each in indicator.breaks
        ],
        "events": [
            {"period": period_words(each.period, language), "text": each.note.to(language)}
            for each in indicator.events
        ],
        "methods": [
            {
                "title": each.title.to(language),
                "text": each.explanation.to(language) if each.explanation else "",
                "current": each.id == indicator.method_on(edition.date),
            }
            for each in indicator.methods
        ],
        "local": [
            {"title": each.title.to(language), "address": each.address}
            for each in indicator.local
            if "{" not in each.address
        ],
        "source": source.title,
        "source_address": source.address,
        "source_note": source.note.to(language) if source.note else "",
        "licence": licence_words(indicator.licence or source.licence, language),
        "tables": indicator.tables,
    }


def _releases(edition: Edition, key: str, language: str) -> list[dict[str, Any]]:
    """The releases the indicator's figures come from, newest first."""
    used = [edition.releases[each] for each in edition.releases_of.get(key, ())]
    return [
        {
            "publisher": publisher_words(edition, release, language),
            "title": release.title,
            "address": release.address,
            "published": published_words(release, language),
            "later": release.published > edition.date,
        }
        for release in sorted(used, key=lambda r: (r.published, r.id), reverse=True)
    ]
