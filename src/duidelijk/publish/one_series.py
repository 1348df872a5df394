"""One series of an edition: its rows with what was carried, and what was expected of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.editions.selecting import BY_THEN
from duidelijk.figures.carrying import parts_of
from duidelijk.publish.charts.line import Expected
from duidelijk.publish.national import is_old
from duidelijk.publish.sentences import carried_words
from duidelijk.publish.series import Row, expected_boxes


def carried_rows(edition: Edition, key: str, region: str, group: str) -> list[Row]:
    """The sums that stand in for figures of a region that took in others."""
    wanted = (pl.col("region") == region) & (pl.col("group") == group)
    return edition.carried_of(key).filter(wanted).to_dicts()


def one_a_period(
    edition: Edition, own: Iterable[Row], carried: Iterable[Row], language: str
) -> list[Row]:
    """The rows of one series in time order, by the rule of comparisons: what was known by then
    first, then the newest division of the country.

    Each with ``territory``, a number that differs where the region had other ground, and with
    ``carried``, the words that say what it was added up from.
    """
    rows = [*own, *carried]  # of two of one division the sum: the other is no figure of the region
    rows.sort(key=lambda row: (row["vintage"] == BY_THEN, row["region_year"]))
    chosen = {row["period"]: row for row in rows}
    for row in chosen.values():
        row["territory"] = territory(edition, row)
        row["carried"] = carried_from_words(edition, row.get("carried_from"), language)
    return sorted(chosen.values(), key=lambda row: (row["period_start"], row["period"]))


def territory(edition: Edition, row: Row) -> int:
    """A number that is equal for two figures of one region with the same ground."""
    return sum(year <= row["region_year"] for year in edition.regions[row["region"]].redrawn)


def carried_from_words(edition: Edition, carried_from: str | None, language: str) -> str:
    """What a figure was added up from, in words; empty for one that its source gave."""
    if not carried_from:
        return ""
    return carried_words(part_names(edition, carried_from, language), language)


def part_names(edition: Edition, carried_from: str, language: str) -> list[str]:
    """The names of the regions a figure was added up from."""
    return [edition.regions[code].name.to(language) for code in parts_of(carried_from)]


def expected_in(
    edition: Edition, indicator: Indicator, series: Sequence[Row], language: str
) -> list[Expected]:
    """What was expected of figures of a *series*, and is of the next one, for its chart."""
    if not series:
        return []
    last = series[-1]
    place = indicator.id, last["region"], last["group"]
    shown = {row["period"] for row in series}
    judged = [
        row
        for row in edition.expected_of(*place)
        if row["method"] == last["method"] and row["period"] in shown
    ]
    coming = [
        row
        for row in edition.coming_of(*place)
        if (row["method"], row["period"]) == (last["method"], last["period"])
    ]
    stopped = indicator.status == "stopped" or is_old(edition, last)
    return expected_boxes(
        indicator, judged, coming[0] if coming and not stopped else None, language
    )
