"""What pages have in common: a verdict and an indicator in a list, as templates show them."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.change.verdict import Verdict
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import mark, sparkline
from duidelijk.publish.national import course, is_old, national, national_sentences
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import period_label, period_words
from duidelijk.publish.sentences import (
    FAVOURABLE_WORDS,
    VERDICT_WORDS,
    Change,
    short_change,
)
from duidelijk.publish.series import Row


def verdict_shown(row: Row, indicator: Indicator, decimals: int, language: str) -> dict[str, Any]:
    """Mark, word, size and judgement of one comparison, for a template."""
    good = row["favourable"]
    changed = row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
    return {
        "mark": mark(row["verdict"], good),
        "word": VERDICT_WORDS[Verdict(row["verdict"])].to(language),
        "size": short_change(indicator, Change(row, decimals), language) if changed else "",
        "judgement": FAVOURABLE_WORDS[good].to(language) if changed and good is not None else "",
        "verdict": row["verdict"],
        "since": period_label(row["reference_period"], language) if changed else "",
    }


def indicator_row(
    edition: Edition, indicator: Indicator, address: str, language: str
) -> dict[str, Any]:
    """One indicator in a list: title, latest figure, course, verdict and sentence."""
    picture = national(edition)
    row, series = picture.latest.get(indicator.id), picture.series.get(indicator.id, [])
    shown: dict[str, Any] = {
        "id": indicator.id,
        "title": indicator.title.to(language),
        "question": indicator.question.to(language),
        "url": address,
        "stale": False,
        "stopped": False,
    }
    if row is None or not series:
        return shown
    decimals = shown_decimals(indicator, series[-1]["decimals"])
    good = row["favourable"]
    tone = {True: "good", False: "bad", None: ""}[good if row["fresh"] else None]
    changed = row["verdict"] in (Verdict.RISEN, Verdict.FALLEN) and row["fresh"]
    shown |= {
        "caution": indicator.caution.to(language) if indicator.caution and changed else "",
        "old": is_old(edition, row),
        "stopped": indicator.status == "stopped",
        "spark": sparkline(course(series, indicator), tone),
        "period": period_words(row["period"], language),
        "verdict": verdict_shown(row, indicator, decimals, language),
        "sentences": national_sentences(edition, indicator.id, language),
        "stale": not row["fresh"],
        "later": series[-1]["vintage"] == "later",
    }
    if row["value"] is not None:
        shown["value"] = quantity(row["value"], decimals, indicator, language)
    return shown
