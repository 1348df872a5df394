"""The sentences of an edition as used, kept with it so that they read the same for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.change.pairing import PAIRED, Comparison
from duidelijk.publish.expectation_sentences import (
    coming_sentence,
    expectation_sentence,
    foretold_sentence,
)
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.sentences import (
    Change,
    change_sentence,
    provenance_sentence,
    value_sentence,
)

LANGUAGES = ("nl", "en")
NATION = "NL01"


def sentence_key(indicator: str, region: str, group: str) -> str:
    """The key of a series' sentences in ``sentences.json``."""
    return f"{indicator}|{region}|{group}"


def edition_sentences(
    monitor: Monitor,
    figures: pl.DataFrame,
    changes: pl.DataFrame,
    coming: pl.DataFrame,
    foretold: pl.DataFrame,
) -> dict[str, dict[str, dict[str, str]]]:
    """Language → key → the sentences by name, for the whole nation.

    ``value``; ``change`` speaks of the main comparison, ``other`` of the other one where there is
    one; ``expected``, ``nation``, ``persistence`` and ``without_crisis`` of what was expected,
    where that could be told; ``coming`` of the next figure, ``foretold`` of what was said of this
    one before; ``provenance``. All tables are those of the edition. Of a series with several kinds
    of period the one with the latest figure speaks. Regional sentences follow from the same fields
    when asked.
    """
    of_nation = changes.filter(pl.col("region") == NATION)
    national = latest_changes(of_nation)
    others = {
        (row["indicator"], row["group"], row["period"]): row
        for row in of_nation.filter(~pl.col("main") & pl.col("comparison").is_in(PAIRED)).iter_rows(
            named=True
        )
    }
    keys = ["indicator", "region", "group", "method", "period"]
    expected = _expected(of_nation)
    ahead = {tuple(row[key] for key in keys): row for row in coming.iter_rows(named=True)}
    before = {tuple(row[key] for key in keys): row for row in foretold.iter_rows(named=True)}
    details = {
        tuple(row[key] for key in keys): row
        for row in figures.filter(pl.col("region") == NATION)
        .join(national.select(keys), on=keys, how="semi")
        .iter_rows(named=True)
    }
    result: dict[str, dict[str, dict[str, str]]] = {language: {} for language in LANGUAGES}
    for row in national.iter_rows(named=True):
        figure = details[tuple(row[key] for key in keys)]
        other = others.get((row["indicator"], row["group"], row["period"]))
        for language in LANGUAGES:
            key = sentence_key(row["indicator"], NATION, row["group"])
            found = _sentences(monitor, row, other, figure, language)
            place = tuple(row[key] for key in keys)
            indicator = monitor.indicators[row["indicator"]]
            decimals = shown_decimals(indicator, figure["decimals"])
            for each in expected.get(place, ()):
                found[each["comparison"]] = expectation_sentence(
                    indicator, Change(each, decimals), language, row["group"]
                )
            if place in ahead:
                failed = place in before and not before[place]["inside"]
                found["coming"] = coming_sentence(indicator, ahead[place], language, failed)
            if place in before:
                found["foretold"] = foretold_sentence(indicator, before[place], language)
            result[language][key] = found
    return result


def _expected(changes: pl.DataFrame) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
    """The comparisons with something expected, by series and period.

    That something cannot be told is told once, by ``expected``; of what lasted and of a course
    without the crisis only what they show.
    """
    shown = changes.filter(~pl.col("comparison").is_in(PAIRED)).filter(
        (pl.col("comparison") == Comparison.EXPECTED.value) | pl.col("score").is_not_null()
    )
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in shown.iter_rows(named=True):
        key = tuple(row[name] for name in ("indicator", "region", "group", "method", "period"))
        found.setdefault(key, []).append(row)
    return found


def latest_changes(changes: pl.DataFrame) -> pl.DataFrame:
    """Of each indicator, region and group the main comparison of its latest figure, a row each."""
    return (
        changes.filter(pl.col("main"))
        .sort("indicator", "region", "group", "period_end", "period")
        .unique(["indicator", "region", "group"], keep="last", maintain_order=True)
    )


def _sentences(
    monitor: Monitor,
    row: Mapping[str, Any],
    other: Mapping[str, Any] | None,
    figure: Mapping[str, Any],
    language: str,
) -> dict[str, str]:
    indicator = monitor.indicators[row["indicator"]]
    decimals = shown_decimals(indicator, figure["decimals"])
    found = {"change": change_sentence(indicator, Change(row, decimals), language)}
    if row["value"] is not None:
        found["value"] = value_sentence(indicator, row["period"], row["value"], decimals, language)
    if other is not None and other["reference_period"] is not None:
        found["other"] = change_sentence(indicator, Change(other, decimals), language)
    provenance = provenance_sentence(figure, language)
    if provenance:
        found["provenance"] = provenance
    return found
