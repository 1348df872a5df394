"""The sentences of an edition as used, kept with it so that they read the same for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
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
    monitor: Monitor, figures: pl.DataFrame, changes: pl.DataFrame
) -> dict[str, dict[str, dict[str, str]]]:
    """Language → key → ``value``, ``change``, ``other`` and ``provenance``, for the whole nation.

    ``change`` speaks of the main comparison, ``other`` of the other one where there is one.
    *figures* and *changes* are those of the edition. Of a series with several kinds of period the
    one with the latest figure speaks. Regional sentences follow from the same fields when asked.
    """
    of_nation = changes.filter(pl.col("region") == NATION)
    national = latest_changes(of_nation)
    others = {
        (row["indicator"], row["group"], row["period"]): row
        for row in of_nation.filter(~pl.col("main")).iter_rows(named=True)
    }
    keys = ["indicator", "region", "group", "method", "period"]
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
            result[language][key] = _sentences(monitor, row, other, figure, language)
    return result


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
