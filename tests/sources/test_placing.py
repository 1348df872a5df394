"""Rows find their plan, group, region and period as one by one they would."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import Draw, Indicator
from duidelijk.periods import Period, UnknownPeriod
from duidelijk.regions import UnknownRegion, level_of, partition_of_year
from duidelijk.sources import placing
from duidelijk.sources.placing import PART, PLAN, Placing, Skipped
from duidelijk.sources.planning import Plan

CODES = ("T", "1", "2", "3", "4000", "")
REGIONS = ("NL01", "NL00", "GM0363 ", "GM0999", "GM0344", "PV20", "X1", "")
PERIODS = ("2019JJ00", "2020JJ00", "2021JJ00", "2020KW01", "2020", "x", "")
LEVELS = (("country",), ("country", "municipality"), ("province", "municipality"))


def plans(choice: random.Random, indicator: Callable[..., Indicator]) -> list[Plan]:
    """Plans over three dimensions; some take the same rows as others, some in parts."""
    made = []
    for number in range(choice.randint(1, 12)):
        every = [
            ({"A": choice.choice(CODES[:5]), "B": choice.choice(CODES[:5])}, f"g{group}")
            for group in range(choice.randint(1, 4))
        ]
        measures = {"value": choice.choice("MNO")}
        limits: dict[str, dict[str, str]] = {}
        if choice.random() < 0.3:
            limits = {"lower": {"A": "1"}, "upper": {"B": "2"}}
        about = indicator(f"i{number}", frequency="year", region_levels=choice.choice(LEVELS))
        draw = Draw("feed", since=choice.choice((None, "2020JJ00")))
        plan = Plan(about, draw, measures, {}, "R", "P", tuple(every), 1, limits=limits)
        made.append(dataclasses.replace(plan, statuses={"2020JJ00": "provisional"}))
    return made


def rows(choice: random.Random) -> pl.DataFrame:
    columns: dict[str, Sequence[str]] = {"measure": ("M", "N", "O", "Q"), "A": CODES, "B": CODES}
    columns |= {"R": REGIONS, "P": PERIODS}
    found = [
        [choice.choice(values) or None for values in columns.values()]
        + [choice.choice((None, 1.0, 2.5))]
        for _ in range(choice.randint(0, 300))
    ]
    schema = {**dict.fromkeys(columns, pl.String()), "value": pl.Float64()}
    return pl.DataFrame(found, schema=schema, orient="row")


def one_by_one(table: pl.DataFrame, taken: Sequence[Plan]) -> Iterator[tuple[Any, ...]]:
    """What should come out, by looking at each row for each plan."""
    for row in table.iter_rows(named=True):
        for number, plan in enumerate(taken):
            for measure, codes, part, group in plan.recipes():
                if row["measure"] != measure or any(row[k] != v for k, v in codes.items()):
                    continue
                try:
                    period = Period.parse(row["P"] or "")
                    region = (row["R"] or "").strip().replace("NL00", "NL01")
                    level = level_of(region)
                except (UnknownPeriod, UnknownRegion):
                    continue
                since = Period.parse(plan.draw.since).start if plan.draw.since else None
                if period.kind != "year" or (since and period.start < since):
                    continue
                if level not in plan.indicator.region_levels:
                    continue
                year = period.end.year
                if row["value"] is None and region not in partition_of_year(year):
                    continue
                status = plan.statuses.get(row["P"])
                yield number, part, group, row["P"], region, year, row["value"], status


@pytest.mark.parametrize("largest", [0, 2**22])
@pytest.mark.parametrize("categories", [False, True])
def test_rows_are_placed_as_one_by_one(
    largest: int,
    categories: bool,
    indicator: Callable[..., Indicator],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(placing, "_LARGEST_TABLE", largest)
    choice = random.Random(7)
    placed = 0
    for _ in range(150):
        taken, table = plans(choice, indicator), rows(choice)
        expected = sorted(map(repr, one_by_one(table, taken)))
        if categories:
            table = table.with_columns(pl.col(pl.String).cast(pl.Categorical))
        found = Placing(taken).placed(table, Skipped())
        if PART not in found.columns:
            found = found.with_columns(pl.lit("value").alias(PART))
        names = (PLAN, PART, "group", "period", "region", "region_year", "value", "status")
        assert sorted(map(repr, found.select(names).rows())) == expected
        placed += len(found)
    assert placed > 500


def test_a_number_for_a_region_that_did_not_exist_is_kept_and_told(
    indicator: Callable[..., Indicator],
) -> None:
    about = indicator("i", frequency="year", region_levels=("municipality",))
    plan = Plan(about, Draw("f"), {"value": "M"}, {}, "R", "P", (({}, "total"),), None)
    names = {"measure": pl.String(), "R": pl.String(), "P": pl.String(), "value": pl.Float64()}
    gone = ("M", "GM0003", "2022JJ00")  # Appingedam was merged in 2021
    for value, kept in ((None, 0), (5.0, 1)):
        skipped = Skipped()
        table = pl.DataFrame([(*gone, value)], schema=names, orient="row")
        assert len(Placing([plan]).placed(table, skipped)) == kept
        assert skipped.out_of_time is bool(kept)
        assert skipped.counts == ({} if kept else {"regions that did not exist then": 1})
