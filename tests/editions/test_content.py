"""What goes into an edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import EditionPlan, Text
from duidelijk.editions.content import compile_content, region_descriptions
from duidelijk.foundation.problems import Refused


def test_an_edition_knows_the_one_before(small: Any) -> None:
    first, second = (plan.id for plan in small.monitor.editions)
    assert small.content(0).previous is None
    assert small.content(1).previous == first != second


def test_an_edition_before_any_figure_is_refused(small: Any) -> None:
    plan = EditionPlan("1990-1", dt.date(1990, 1, 1), Text("toen", "then"))
    with pytest.raises(Refused, match="would be empty"):
        compile_content(small.monitor, plan, small.figures, small.releases)


def test_no_figure_by_then_was_published_later(small: Any) -> None:
    for number, plan in enumerate(small.monitor.editions):
        content = small.content(number)
        late = content.figures.filter(pl.col("published") > plan.date)
        assert set(late["vintage"]) <= {"later"}
        assert content.compiled_afterwards == (len(late) > 0)


def test_figures_and_other_vintages_together_are_of_known_releases(small: Any) -> None:
    content = small.content(1)
    used = set(content.figures["release"]) | set(content.vintages["release"])
    assert {each.id for each in content.releases} == used
    published = [each.published for each in content.releases]
    assert published == sorted(published)


def test_every_change_carries_what_its_figure_says(small: Any) -> None:
    content = small.content(1)
    figures = {
        (row["indicator"], row["region"], row["group"], row["period"]): row
        for row in content.figures.iter_rows(named=True)
    }
    assert not content.changes.is_empty()
    for row in content.changes.iter_rows(named=True):
        figure = figures[row["indicator"], row["region"], row["group"], row["period"]]
        assert (row["value"], row["value_lower"], row["n"], row["vintage"], row["decimals"]) == (
            figure["value"],
            figure["lower"],
            figure["n"],
            figure["vintage"],
            figure["decimals"],
        )


def test_fresh_is_what_was_not_out_at_the_edition_before(small: Any) -> None:
    first, second = small.content(0), small.content(1)
    assert first.changes["fresh"].all()
    keys = ["indicator", "region", "group", "method", "period"]
    seen = set(first.figures.select(keys).iter_rows())
    for row in second.changes.iter_rows(named=True):
        assert row["fresh"] == (tuple(row[key] for key in keys) not in seen)
    assert second.changes["fresh"].any()


def test_the_order_of_the_store_makes_no_difference(small: Any) -> None:
    shuffled = dataclasses.replace(
        small, figures=small.figures.sample(fraction=1, shuffle=True, seed=7)
    )
    one, other = small.content(1), shuffled.content(1)
    assert other.figures.equals(one.figures)
    assert other.changes.equals(one.changes)
    assert other.vintages.equals(one.vintages)
    assert other.releases == one.releases


def test_every_region_with_figures_is_described_and_has_a_place(small: Any) -> None:
    content = small.content(1)
    described = region_descriptions(content)
    assert set(described["regions"]) == set(content.figures["region"])
    for code, each in described["regions"].items():
        assert each["name"]["nl"] and each["name"]["en"]
        if each["level"] != "country":
            assert code in described["tiles"][each["level"]]["at"]
