"""The outcome of a try or an import, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.figures.vintages import News
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import date_words, period_words
from duidelijk.sources.importing.outcome import Outcome
from duidelijk.web.data_desk.showing import region_words
from duidelijk.web.words import words


def outcome_words(outcome: Outcome, monitor: Monitor, language: str) -> dict[str, Any]:
    """What a page shows of an outcome."""
    phrases = words(language)
    return {
        "state": outcome.state,
        "figures": number(outcome.figures, 0, language),
        "news": [
            {"title": phrases[f"news_{each.value}"], "count": number(count, 0, language)}
            for each in News
            if (count := outcome.news.get(each.value, 0))
        ],
        "releases": [_release(each, language) for each in outcome.releases],
        "indicators": [_indicator(each, monitor, language) for each in outcome.indicators],
        "left_out": [
            {"why": why, "rows": number(rows, 0, language)}
            for why, rows in outcome.left_out.items()
        ],
        "sample": sample_rows(outcome.sample, monitor, language),
        "notes": outcome.notes,
        "more_warnings": outcome.more_warnings,
        "more_problems": outcome.more_problems,
    }


def _release(told: Mapping[str, Any], language: str) -> dict[str, str]:
    published = dt.date.fromisoformat(told["published"])
    return {
        "id": told["id"],
        "title": told["title"],
        "publisher": told["publisher"],
        "published": date_words(published, language),
    }


def _indicator(told: Mapping[str, Any], monitor: Monitor, language: str) -> dict[str, str]:
    known = monitor.indicators.get(told["indicator"] or "")
    periods = dict.fromkeys(
        _period(told[name], language) for name in ("first", "last") if told[name]
    )
    return {
        "title": known.title.to(language) if known else str(told["indicator"] or "?"),
        "figures": number(told["figures"], 0, language),
        "periods": " – ".join(periods),
        "regions": number(told["regions"], 0, language),
    }


def sample_rows(
    rows: Sequence[Mapping[str, Any]], monitor: Monitor, language: str
) -> list[dict[str, str]]:
    """The first figures, with ``?`` for what is not known."""
    phrases = words(language)
    found = []
    for row in rows:
        indicator = monitor.indicators.get(row["indicator"] or "")
        group = monitor.group_codes.get(row["group"] or "")
        value = "?"
        if row["value"] is not None:
            text = f"{row['value']:.10g}"
            value = number(row["value"], len(text.partition(".")[2]), language)
        elif row["missing"]:
            value = phrases.get(f"missing_{row['missing']}", row["missing"])
        found.append(
            {
                "indicator": indicator.title.to(language) if indicator else row["indicator"] or "?",
                "region": region_words(row["region"], language) if row["region"] else "?",
                "period": _period(row["period"], language) if row["period"] else "?",
                "group": group.title.to(language) if group else _group(row["group"], phrases),
                "value": value,
            }
        )
    return found


def _group(code: str | None, phrases: Mapping[str, str]) -> str:
    return phrases["map_everybody"] if code == "total" else code or "?"


def _period(code: str, language: str) -> str:
    try:
        return period_words(code, language)
    except ValueError:
        return code
