"""What goes into an edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import EditionPlan, Text
from duidelijk.editions.content import compile_content, region_descriptions
from duidelijk.editions.edition import Edition
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
    assert not any("redrawn" in each for each in described["regions"].values())


def test_releases_of_one_day_stand_in_the_order_of_the_store(small: Any) -> None:
    """So the order of publication on a page is that by which the figure was chosen."""
    first, *others = small.releases.values()
    twin = dataclasses.replace(first, id="a-correction")  # of the same day, added later
    rows = small.figures.filter(pl.col("release") == first.id)
    figures = pl.concat([small.figures, rows.with_columns(pl.lit(twin.id).alias("release"))])
    known = {each.id: each for each in (first, twin, *others)}
    content = compile_content(small.monitor, small.monitor.editions[1], figures, known)
    ids = [each.id for each in content.releases]
    assert ids.index(first.id) + 1 == ids.index(twin.id)
    assert twin.id in set(content.figures["release"])


# --- municipalities that merged


@pytest.fixture
def merged(merged_home: Path) -> Callable[[str], Edition]:
    return lambda id_: Edition(merged_home / "editions" / id_)


LONG = "bijstand_personen_gemeente"


def test_a_merger_is_carried_and_the_comparison_says_so(merged: Callable[[str], Edition]) -> None:
    edition = merged("2022-1")
    carried = edition.carried_of(LONG)
    of_2020 = carried.filter(pl.col("period") == "2020JJ00").row(0, named=True)
    parts = edition.figures_of(LONG).filter(
        pl.col("region").is_in(["GM0003", "GM0010", "GM0024"]) & (pl.col("period") == "2020JJ00")
    )
    assert (of_2020["region"], of_2020["region_year"]) == ("GM1979", 2021)
    assert of_2020["value"] == parts["value"].sum() == 1660
    assert (of_2020["vintage"], of_2020["period_kind"]) == ("by_then", "year")
    (change,) = edition.change_of(LONG, "GM1979", "total")
    assert (change["carried"], change["reference"]) == (True, 1660)
    assert change["carried_from"] == "GM0003 GM0010 GM0024"
    assert change["verdict"] == "risen"


@pytest.mark.parametrize("code", ["GM0757", "GM0824", "GM0855", "GM0865", "VR20"])
def test_across_the_split_of_haaren_nothing_is_compared(
    merged: Callable[[str], Edition], code: str
) -> None:
    (change,) = merged("2022-1").change_of(LONG, code, "total")
    assert (change["verdict"], change["reason"]) == ("not_comparable", "boundary")
    assert not change["carried"]


def test_a_share_is_never_carried(merged: Callable[[str], Edition]) -> None:
    edition = merged("2022-1")
    assert edition.carried_of("ernstig_eenzaam").is_empty()
    (change,) = edition.change_of("ernstig_eenzaam", "GM1979", "total")
    assert change["reason"] == "no_reference"


def test_of_2023_every_merger_since_2020_is_carried(merged: Callable[[str], Edition]) -> None:
    carried = merged("2024-1").carried_of(LONG)
    assert set(carried["region"]) == {
        *("GM1979", "GM0439", "GM1980", "GM1982", "GM1991", "GM1992", "GM0363", "VR13", "VR14")
    }
    assert set(carried["region_year"]) == {2023}


def test_regions_tell_in_which_division_they_had_other_ground(
    merged: Callable[[str], Edition],
) -> None:
    regions = merged("2024-1").regions
    assert regions["GM0865"].redrawn == (2021,)
    assert regions["GM0439"].redrawn == (2022,)
    assert regions["VR14"].redrawn == (2023,)
    assert regions["GM0599"].redrawn == ()


def test_carried_figures_are_no_figures_of_the_source(merged_home: Path) -> None:
    folder = merged_home / "editions" / "2024-1"
    keys = ["indicator", "region", "region_year", "group", "period", "method"]
    figures = pl.read_parquet(folder / "figures.by-indicator.parquet")
    carried = pl.read_parquet(folder / "carried.parquet")
    assert "carried_from" not in figures.columns
    assert figures.join(carried, on=keys, how="semi").is_empty()
    assert list(carried.columns) == [*figures.columns, "carried_from"]
