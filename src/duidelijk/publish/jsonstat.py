"""Figures as a cube by JSON-stat 2.0 (json-stat.org): few cells are filled, so these are named.

Always the same six dimensions, so that a script can count on them; those with one category cost a
reader nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.periods import period_words

DIMENSIONS = ("indicator", "region", "regionYear", "group", "period", "method")
"""In the order of the cells."""
MOST_CELLS = 2**53
"""Places of cells are numbers in JavaScript too."""
_COLUMNS = ("indicator", "region", "region_year", "group", "period", "method")
_LABELS = {
    "indicator": ("Indicator", "Indicator"),
    "region": ("Gebied", "Region"),
    "regionYear": ("Jaar van de gebiedsindeling", "Year of the division of the country"),
    "group": ("Groep", "Group"),
    "period": ("Periode", "Period"),
    "method": ("Meetmethode", "Method of measuring"),
}
_ONE_METHOD = ("de enige methode", "the only method")

Document = dict[str, Any]


def dataset(
    figures: pl.DataFrame,
    edition: Edition,
    language: str,
    everyone: str,
    states: Mapping[str, str],
) -> Document:
    """A dataset of *figures* (of distinct keys) with labels in *language*.

    *everyone* is what the group of everybody is called; *states* says what each status and each
    reason for a missing value means. Raises ``OverflowError`` when the cube has more cells than
    can be counted.
    """
    codes = [_codes(figures, column) for column in _COLUMNS]
    size = [len(each) for each in codes]
    if prod(size) > MOST_CELLS:
        raise OverflowError
    told: Document = {
        "version": "2.0",
        "class": "dataset",
        "label": f"{edition.monitor.title.to(language)}: {edition.title.to(language)}",
        "source": "; ".join(_publishers(figures, edition)),
        "updated": (figures["published"].max() or edition.date).isoformat(),  # type: ignore[union-attr]
        "id": list(DIMENSIONS),
        "size": size,
        "role": {"time": ["period"], "geo": ["region"], "metric": ["indicator"]},
    }
    labelled = _labellers(edition, language, everyone)
    told["dimension"] = {
        name: _dimension(name, each, labelled[name], language)
        for name, each in zip(DIMENSIONS, codes, strict=True)
    }
    told["dimension"]["indicator"]["category"]["unit"] = _units(codes[0], edition, language)
    return told | _cells(figures, codes, size) | {"extension": {"status": {"label": dict(states)}}}


def _codes(figures: pl.DataFrame, column: str) -> list[Any]:
    """The categories of a dimension: periods in order of time, else in order of code."""
    if column == "period":
        return (
            figures.sort("period_start", "period_end", "period")["period"]
            .unique(maintain_order=True)
            .to_list()
        )
    return figures[column].unique().sort().to_list()


def _cells(figures: pl.DataFrame, codes: list[list[Any]], size: list[int]) -> Document:
    """The filled cells by their place, with what is not definitive or is missing."""
    if figures.is_empty():
        return {"value": {}, "status": {}}
    place = pl.lit(0, pl.Int64)
    for column, known, length in zip(_COLUMNS, codes, size, strict=True):
        at = pl.col(column).replace_strict(known, list(range(length)), return_dtype=pl.Int64)
        place = place * length + at
    state = pl.coalesce("missing", pl.col("status").replace("definitive", None))
    cells = figures.select(place.cast(pl.String).alias("place"), "value", state.alias("state"))
    given = cells.filter(pl.col("value").is_not_null())
    marked = cells.filter(pl.col("state").is_not_null())
    return {
        "value": dict(given.select("place", "value").iter_rows()),
        "status": dict(marked.select("place", "state").iter_rows()),
    }


def _dimension(name: str, codes: list[Any], label: Callable[[Any], str], language: str) -> Document:
    keys = [_key(code) for code in codes]
    labels = {key: label(code) for key, code in zip(keys, codes, strict=True)}
    nl, en = _LABELS[name]
    return {
        "label": en if language == "en" else nl,
        "category": {"index": keys, "label": labels},
    }


def _key(code: Any) -> str:
    """A category as text; the only method has no name of its own."""
    return str(code) if code != "" else "-"


def _labellers(edition: Edition, language: str, everyone: str) -> dict[str, Callable[[Any], str]]:
    monitor, regions = edition.monitor, edition.regions
    groups = {code: each.title.to(language) for code, each in monitor.group_codes.items()}
    groups[TOTAL] = everyone
    methods = {
        each.id: each.title.to(language)
        for indicator in monitor.indicators.values()
        for each in indicator.methods
    }
    methods[""] = _ONE_METHOD[language == "en"]
    return {
        "indicator": lambda code: monitor.indicators[code].title.to(language),
        "region": lambda code: regions[code].name.to(language) if code in regions else code,
        "regionYear": str,
        "group": lambda code: groups.get(code, code),
        "period": lambda code: period_words(code, language),
        "method": lambda code: methods.get(code, code),
    }


def _units(codes: list[str], edition: Edition, language: str) -> Document:
    told = {code: edition.monitor.indicators[code] for code in codes}
    return {
        code: {"label": each.unit.to(language), "decimals": max(0, each.decimals)}
        for code, each in told.items()
    }


def _publishers(figures: pl.DataFrame, edition: Edition) -> list[str]:
    used = figures["release"].unique().to_list()
    return sorted({edition.releases[each].publisher for each in used})
