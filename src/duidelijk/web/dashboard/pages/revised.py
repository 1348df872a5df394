"""What was revised since the edition before: how much per indicator, and the largest revisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from duidelijk.catalogue import EditionPlan, Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import date_words, month_words, period_label
from duidelijk.publish.releases import published_words
from duidelijk.publish.revisions import compared_decimals, revision_words
from duidelijk.publish.sentences import capital
from duidelijk.publish.series import Row
from duidelijk.web.dashboard.places import Place

_MOST_ROWS = 60
_LARGEST = 5
"""Revisions shown of an indicator; fewer where many indicators were revised."""


@dataclass(frozen=True)
class Revised:
    """The revisions of an edition, sorted out once."""

    counted: dict[str, dict[str, int]]
    """By indicator: how many figures by kind of difference."""
    largest: dict[str, list[Row]]
    """By indicator: the largest revisions, then what was withdrawn."""


def revised_page(edition: Edition, place: Place, shown: Collection[str]) -> dict[str, Any]:
    """What the page of revisions shows, with links to the editions that are *shown* only."""
    language = place.language
    plan = _before(edition)
    if plan is None:
        return {"since": None, "kept": True, "total": None, "indicators": []}
    found = _revised(edition)
    keys = sorted(
        found.counted,
        key=lambda key: (-found.counted[key].get(Difference.REVISED, 0), key),
    )
    return {
        "since": {
            "title": plan.title.to(language),
            "date": (date_words if plan.date_precision == "day" else month_words)(
                plan.date, language
            ),
            "url": place.of(plan.id).front() if plan.id in shown else "",
        }
        if edition.revised is not None
        else None,
        "kept": edition.revised is not None,
        "total": total_revised(edition, language),
        "indicators": [_indicator(edition, key, found, place) for key in keys],
    }


def total_revised(edition: Edition, language: str) -> dict[str, Any] | None:
    """How many figures were revised, shortened and withdrawn; ``None`` when that is not told."""
    counted = edition.revised
    return None if counted is None else _shown_counts(counted, language)


def _shown_counts(counted: dict[str, int], language: str) -> dict[str, Any]:
    shortened = counted.get(Difference.ROUNDED, 0) + counted.get(Difference.TRUNCATED, 0)
    found = {
        "revised": counted.get(Difference.REVISED, 0),
        "rounded": shortened,
        "withdrawn": counted.get(Difference.WITHDRAWN, 0),
    }
    shown: dict[str, Any] = {name: number(each, 0, language) for name, each in found.items()}
    return shown | {"any": any(found.values()), "one": found["revised"] == 1}


def _before(edition: Edition) -> EditionPlan | None:
    """The edition before, as the declarations plan it."""
    before = edition.description["previous"]
    return next((each for each in edition.monitor.editions if each.id == before), None)


@lru_cache(maxsize=64)
def _revised(edition: Edition) -> Revised:
    """The revisions of an edition; kept, since an edition never changes."""
    table = edition.revisions()
    counted: dict[str, dict[str, int]] = {}
    for key, kind, count in (
        table.group_by("indicator", "kind").len().sort("indicator", "kind").collect().iter_rows()
    ):
        counted.setdefault(key, {})[kind] = count
    size = (pl.col("after") - pl.col("before")).abs()
    told = table.filter(pl.col("kind") != Difference.ROUNDED.value)
    largest = (
        told.with_columns(size.alias("size"))
        .sort(
            ["indicator", "size", "region", "group", "period"],
            descending=[False, True, False, False, True],
            nulls_last=True,
        )
        .group_by("indicator", maintain_order=True)
        .head(_LARGEST)
        .collect()
    )
    rows: dict[str, list[Row]] = {}
    for row in largest.iter_rows(named=True):
        rows.setdefault(row["indicator"], []).append(row)
    return Revised(counted, rows)


def _indicator(edition: Edition, key: str, found: Revised, place: Place) -> dict[str, Any]:
    indicator, language = edition.monitor.indicators.get(key), place.language
    each = max(1, min(_LARGEST, _MOST_ROWS // len(found.counted)))
    rows = found.largest.get(key, [])[:each] if indicator else []
    return {
        "id": key,
        "title": indicator.title.to(language) if indicator else key,
        "url": place.indicator(key) if indicator else "",
        "counts": _shown_counts(found.counted[key], language),
        "rows": [revision_row(edition, indicator, row, place) for row in rows if indicator],
    }


def revision_row(
    edition: Edition,
    indicator: Indicator,
    row: Row,
    place: Place,
    other: Edition | None = None,
) -> dict[str, Any]:
    """A figure that was revised or withdrawn, as ``_revised_rows.html`` shows it.

    *other* is the edition it stood in, where *edition* may not name its release or its region.
    """
    language = place.language
    held = (edition,) if other is None else (edition, other)
    before = shown_decimals(indicator, row["decimals_before"])
    shown: dict[str, Any] = {
        "name": _figure_name(held, row, language),
        "url": place.figure(indicator.id, row["region"], row["group"], row["period"])
        if row["release_after"]
        else "",
        "before": quantity(row["before"], before, indicator, language),
        "before_release": _release(held, row["release_before"], language),
        "after": "",
        "after_release": _release(held, row["release_after"], language),
        "difference": "",
        "kind": row["kind"],
    }
    if row["after"] is not None:
        after = shown_decimals(indicator, row["decimals_after"])
        compared = compared_decimals(row["kind"], row["decimals_before"], row["decimals_after"])
        shown["after"] = quantity(row["after"], after, indicator, language)
        shown["difference"] = revision_words(
            indicator, row["before"], row["after"], compared, language
        )
    return shown


def _figure_name(held: Sequence[Edition], row: Row, language: str) -> str:
    """``Nederland, 2020``, with the group when it is not everybody."""
    edition = next(each for each in held if row["region"] in each.regions)
    parts = [
        edition.regions[row["region"]].name.to(language),
        period_label(row["period"], language),
    ]
    if row["group"] != TOTAL and row["group"] in edition.monitor.group_codes:
        parts.insert(1, edition.monitor.group_codes[row["group"]].title.to(language))
    return capital(", ".join(parts))


def _release(held: Sequence[Edition], id_: str | None, language: str) -> dict[str, str] | None:
    found = (each.releases.get(id_ or "") for each in held)
    release = next((each for each in found if each is not None), None)
    if release is None:
        return None
    return {
        "title": release.title,
        "address": release.address,
        "published": published_words(release, language),
    }
