"""Warnings at the door: what must be pointed out, and what must not."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import Group, GroupDimension, Indicator, Monitor, Text, read_monitor
from duidelijk.cli.monitors import read_shipped
from duidelijk.figures.door import figure_warnings, warnings
from duidelijk.figures.known import known_on
from duidelijk.figures.table import SCHEMA, with_periods
from duidelijk.regions import partition_of_year

Rows = Sequence[dict[str, Any]]
Told = Callable[..., list[str]]

MONTHS = [f"{year}MM{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13)]
SEASON = [10.0, 10.4, 11.1, 12.3, 14.0, 15.1, 15.3, 14.6, 13.2, 11.9, 10.8, 10.1]


@pytest.fixture(scope="module")
def monitor(indicator: Callable[..., Indicator]) -> Monitor:
    both = Text("x", "x")
    groups = tuple(Group(f"geslacht:{each}", both, both) for each in ("man", "vrouw"))
    ages = tuple(Group(f"leeftijd:{each}", both, both) for each in ("0-26", "27-44", "45+", "0-17"))
    dimensions = (GroupDimension("geslacht", both, groups), GroupDimension("leeftijd", both, ages))
    found = [
        indicator("share", groups=("geslacht", "leeftijd")),
        indicator("count", kind="count", decimals=0),
        indicator("tens", kind="count", decimals=0, rounding=10),
        indicator("thousands", kind="count", decimals=1, scale=1000.0),
        indicator("mood", kind="balance", decimals=0),
    ]
    return Monitor(
        id="proef",
        title=both,
        lead=both,
        publisher=both,
        synthetic=True,
        themes=(),
        editions=(),
        dimensions=dimensions,
        target_groups=(),
        sources={},
        measures=(),
        indicators={each.id: each for each in found},
    )


@pytest.fixture(scope="module")
def told(monitor: Monitor, figures: Callable[..., pl.DataFrame]) -> Told:
    """What is said of new rows beside known ones, a line each; ``single`` for no whole table."""

    def told(new: Rows, known: Rows, single: bool = False) -> list[str]:
        usual = {"indicator": "share", "decimals": None}
        tables = [
            figures(*({**usual, "release": release, **row} for row in rows))
            for rows, release in ((new, "new"), (known, "old"))
        ]
        found = (figure_warnings if single else warnings)(*tables, monitor)
        return [str(each) for each in found]

    return told


def series(values: Sequence[float | None], **other: Any) -> list[dict[str, Any]]:
    return [
        {"period": period, "value": value, **other}
        for period, value in zip(MONTHS, values, strict=False)
    ]


def steady(length: int, around: float, move: float, seed: int = 1) -> list[float]:
    """Values that move about evenly, to one decimal."""
    chance = random.Random(seed)
    return [round(around + chance.choice((-1, 1)) * move, 1) for _ in range(length)]


# --- jumps


def test_a_revision_far_outside_what_the_series_moves_is_told_with_both_numbers(told: Told) -> None:
    known = series([4.0, 4.1, 4.0, 3.9, 4.0, 4.1, 4.2, 4.1])
    (line,) = told([{"period": "2018MM03", "value": 7.5}], known, single=True)
    assert line.startswith("share, 2018MM03, NL01 (the Netherlands): was 4 and is 7.5 now")
    assert "a revision of 3.5, where this series usually moves 0.1 from period to period" in line
    assert "→ compare it with the source" in line


def test_an_ordinary_revision_is_not_told(told: Told) -> None:
    known = series([4.0, 4.1, 4.0, 3.9, 4.0, 4.1, 4.2, 4.1])
    assert told([{"period": "2018MM03", "value": 4.3}], known, single=True) == []
    assert told([{"period": "2018MM03", "value": 4.0}], known, single=True) == []


def test_a_new_period_that_jumps_further_than_ever_is_told(told: Told) -> None:
    known = series(SEASON + SEASON)
    (line,) = told([{"period": "2020MM01", "value": 16.0}], known, single=True)
    assert "is 16, after 10.1 in 2019MM12" in line
    assert "a step of 5.9, where the largest so far was 1.7" in line


def test_the_season_is_no_jump(told: Told) -> None:
    new = series(SEASON * 3)[24:]
    assert told(new, series(SEASON + SEASON)) == []


def test_a_gap_may_hide_several_steps(told: Told) -> None:
    known = series([4.0, 4.2, 4.4, 4.6, 4.8, 5.0, 5.2])
    assert told([{"period": "2019MM01", "value": 6.4}], known, single=True) == []
    assert told([{"period": "2018MM08", "value": 6.4}], known, single=True)


def test_nought_and_missing_are_no_jump(told: Told) -> None:
    small = {"indicator": "count", "region": "GM0363", "region_year": 2018}
    known = series([0, 1, 0, 0, 2, None, 0, 0, 1], **small)
    new = [{"period": "2018MM10", "value": 4.0, **small}]
    new += [{"period": "2018MM11", "value": None, "missing": "withheld", **small}]
    new += [{"period": "2018MM12", "value": 0.0, **small}]
    assert told(new, known) == []


def test_a_value_where_there_was_none_is_no_revision(told: Told) -> None:
    known = series([4.0, None, 4.1, 4.0, 4.1, 4.0, 4.1])
    assert told([{"period": "2018MM02", "value": 4.2}], known, single=True) == []


def test_what_a_small_sample_explains_is_no_jump(told: Told) -> None:
    limits = {"lower": 30.0, "upper": 50.0, "region": "VR01"}
    known = series([40.0, 41.0, 40.0, 41.0, 40.0, 41.0, 40.0], **limits)
    new = [{"period": "2018MM08", "value": 52.0, "lower": 42.0, "upper": 62.0, "region": "VR01"}]
    assert told(new, known) == []
    without = [{**row, "lower": None, "upper": None, "n": 60} for row in [*known, *new]]
    assert told(without[-1:], without[:-1]) == []
    certain = [{**row, "lower": None, "upper": None} for row in [*known, *new]]
    assert len(told(certain[-1:], certain[:-1])) == 1


def test_a_short_series_is_told_when_many_times_as_much(told: Told) -> None:
    known = [{"indicator": "count", "period": "2018MM01", "value": 2500.0}]
    (line,) = told([{"indicator": "count", "period": "2018MM02", "value": 25_100.0}], known)
    assert "too little is known of this series" in line
    assert told([{"indicator": "count", "period": "2018MM02", "value": 3100.0}], known) == []
    mood = [{"indicator": "mood", "period": "2018MM01", "value": 1.0}]
    assert told([{"indicator": "mood", "period": "2018MM02", "value": 9.0}], mood) == []


def test_the_first_figures_of_a_series_are_held_against_each_other(told: Told) -> None:
    assert told(series([4.0, 8.0, 4.0, 12.0, 0.0, 30.0]), []) == []
    lines = told(series([4.1, 4.2, 43.0, 4.4]), [])
    assert ["43" in line for line in lines] == [True, True]


def test_periods_of_another_kind_are_another_series(told: Told) -> None:
    known = series([10.0, 10.1, 10.0, 10.1, 10.0, 10.1], indicator="count")
    assert told([{"indicator": "count", "period": "2018JJ00", "value": 120.0}], known) == []


@given(st.lists(st.floats(-5, 5, allow_nan=False), min_size=12, max_size=30))
def test_a_step_no_larger_than_one_before_is_never_told(told: Told, moves: list[float]) -> None:
    values = [50.0]
    for move in moves:
        values.append(round(values[-1] + move, 1))
    largest = max(abs(b - a) for a, b in itertools.pairwise(values))
    values.append(values[-1] + largest)
    rows = series(values, indicator="mood")
    assert not [line for line in told(rows[-1:], rows[:-1]) if "a step of" in line]


# --- slips of unit


@pytest.mark.parametrize(("factor", "words"), [(1000, "1,000 times"), (0.001, "1/1,000 of")])
def test_thousands_for_ones_are_told_as_a_slip_and_not_as_a_jump(
    told: Told, factor: float, words: str
) -> None:
    known = series(steady(10, 368.0, 2.0), indicator="thousands")
    new = [{"indicator": "thousands", "period": "2018MM11", "value": 366.0 * factor}]
    (line,) = told(new, known)
    assert f"about {words} what was known" in line and "the unit" in line
    again = [{**new[0], "period": "2018MM05"}]
    (line,) = told(again, known, single=True)
    assert f"about {words} what was known" in line


def test_a_share_for_a_percentage_is_told_as_a_slip(told: Told) -> None:
    (line,) = told([{"period": "2018MM11", "value": 0.42}], series(steady(10, 42.0, 0.3)))
    assert "about 1/100 of what was known" in line


def test_a_series_that_grows_or_has_peaks_has_no_slip(told: Told) -> None:
    grows = series([0.1, 0.2, 0.3, 0.9, 2.0, 4.1, 8.3, 16.0, 20.0])
    assert not [each for each in told(grows[-1:], grows[:-1]) if "times what" in each]
    peaks = series([2, 300, 3, 250, 2, 280, 3], indicator="count")
    assert told([{"indicator": "count", "period": "2018MM08", "value": 260.0}], peaks) == []


# --- sums


def parts(period: str, whole: float, *values: float, **other: Any) -> list[dict[str, Any]]:
    """A total of a count and its division by age."""
    ages = ("0-26", "27-44", "45+", "0-17")
    row = {"indicator": "count", "period": period, **other}
    return [
        {**row, "value": whole},
        *(
            {**row, "group": f"leeftijd:{age}", "value": value}
            for age, value in zip(ages, values, strict=False)
        ),
    ]


KNOWN_PARTS = [
    row
    for month, added in enumerate((0, 5, 9, 12, 7), 1)
    for row in parts(f"2018MM{month:02}", 600 + 3 * added, 100 + added, 200 + added, 300 + added)
]


def test_groups_that_always_added_up_and_no_longer_do_are_told(told: Told) -> None:
    (line,) = told(parts("2018MM06", 606, 102, 202, 330), KNOWN_PARTS)
    assert line.startswith("count, 2018MM06, NL01 (the Netherlands), by leeftijd: ")
    assert "the 3 groups add up to 634, the total is 606" in line
    assert told(parts("2018MM06", 606, 102, 202, 302), KNOWN_PARTS) == []


def test_rounding_of_parts_is_allowed_for(told: Told) -> None:
    assert told(parts("2018MM06", 606, 102, 202, 303), KNOWN_PARTS) == []


def test_one_figure_that_breaks_a_sum_is_told_though_it_is_no_whole_table(told: Told) -> None:
    new = [{**parts("2018MM05", 621, 107, 207, 307)[0], "value": 640}]
    (line,) = told(new, KNOWN_PARTS, single=True)
    assert "the 3 groups add up to 621, the total is 640" in line


def test_groups_that_never_added_up_are_not_held_to_it(told: Told) -> None:
    ages = [
        row
        for month in range(1, 7)
        for row in parts(f"2018MM{month:02}", 600 + month, 100, 200, 300, 70)
    ]
    assert told(ages[-5:], ages[:-5]) == []


def test_a_missing_part_is_no_wrong_sum(told: Told) -> None:
    new = parts("2018MM06", 606, 102, 202, 302)[:3]
    withheld = {**new[-1], "group": "leeftijd:45+", "value": None, "missing": "withheld"}
    assert told([*new, withheld], KNOWN_PARTS) == []
    assert told(new, KNOWN_PARTS) == []


def test_one_wrong_sum_among_many_new_ones_is_told(told: Told) -> None:
    rows = [{**row, "release": "new"} for row in KNOWN_PARTS]
    rows[3] = {**rows[3], "value": 200.0}
    (line,) = told(rows, [])
    assert "by leeftijd: the 3 groups add up to 500, the total is 600" in line


def test_what_was_told_before_and_has_not_changed_is_not_told_again(told: Told) -> None:
    rows = [*KNOWN_PARTS]
    rows[3] = {**rows[3], "value": 200.0}
    assert told(rows, rows) == []


def test_shares_are_never_added_up(told: Told) -> None:
    rows = [{**row, "indicator": "share", "value": row["value"] / 10} for row in KNOWN_PARTS]
    assert told(rows, []) == []


def by_municipality(
    total: float, seed: int, year: int = 2022, wrong: float = 0.0, **other: Any
) -> list[dict[str, Any]]:
    """A count of every municipality rounded to tens, with the country as it really was."""
    codes = partition_of_year(year).municipalities()
    chance = random.Random(seed)
    exact = [chance.uniform(0.2, 1.8) * total / len(codes) for _ in codes]
    row = {"indicator": "tens", "period": f"{year}JJ00", "region_year": year, **other}
    rows = [
        {**row, "region": code, "value": round(value / 10) * 10.0}
        for code, value in zip(codes, exact, strict=True)
    ]
    rows[0]["value"] += wrong
    return [{**row, "region": "NL01", "value": round(sum(exact) / 10) * 10.0}, *rows]


def test_sums_of_rounded_municipalities_may_differ_from_the_country(told: Told) -> None:
    tables = [by_municipality(421_110, seed) for seed in range(20)]
    off = [sum(row["value"] for row in rows[1:]) - rows[0]["value"] for rows in tables]
    assert max(off) >= 50 and min(off) <= -50
    assert [line for rows in tables for line in told(rows, [])] == []


def test_municipalities_that_do_not_make_the_country_are_told(told: Told) -> None:
    (line,) = told(by_municipality(421_110, 1, wrong=9_000), [])
    assert line.startswith("tens, 2022JJ00, NL01 (the Netherlands): the 345 figures by municipal")
    assert "that of the country is" in line


def test_the_sums_in_a_published_table_are_in_order(told: Told) -> None:
    rows = by_municipality(421_110, 1)
    scale = 421_230 / sum(row["value"] for row in rows[1:])
    scaled = [{**row, "value": round(row["value"] * scale / 10) * 10.0} for row in rows[1:]]
    scaled[0]["value"] += 421_230 - sum(row["value"] for row in scaled)
    assert told([{**rows[0], "value": 421_110.0}, *scaled], []) == []


def test_a_table_without_every_municipality_is_not_added_up(told: Told) -> None:
    assert told(by_municipality(421_110, 1, wrong=9_000)[:-1], []) == []


def test_regions_that_never_made_the_country_are_not_held_to_it(told: Told) -> None:
    years = [
        [
            {**row, "period": f"2022MM{month:02}", "indicator": "tens"}
            for row in by_municipality(50_000, 1, wrong=9_000 + 10 * month)
        ]
        for month in (1, 2, 3, 4)
    ]
    known = [row for rows in years[:3] for row in rows]
    assert told(years[3], known) == []


# --- whole tables


def test_a_table_that_shrinks_is_told_with_its_share_and_examples(told: Told) -> None:
    rows = series(steady(20, 40.0, 0.1)) + series(steady(20, 41.0, 0.1), group="geslacht:man")
    (line,) = told(rows[:30], rows)
    assert line.startswith("share: no longer gives 10 of the 40 figures known before (25 %), as ")
    assert "share, 2019MM08, NL01 (the Netherlands), geslacht:man" in line
    assert told(rows, rows) == []


def test_values_that_became_missing_are_a_table_that_shrinks(told: Told) -> None:
    rows = series(steady(10, 40.0, 0.1))
    new = [{**row, "value": None, "missing": "not_delivered"} for row in rows[:4]] + rows[4:]
    (line,) = told(new, rows)
    assert "no longer gives 4 of the 10 figures" in line


def test_only_releases_that_are_followed_up_are_missed(told: Told) -> None:
    rows = series(steady(10, 40.0, 0.1))
    news = [{"period": "2017MM01", "value": 39.0, "release": "news"}]
    assert told(rows, [*rows, *news]) == []


def test_a_later_part_of_a_table_does_not_shrink_it(told: Told) -> None:
    rows = series(steady(12, 40.0, 0.1))
    assert told(rows[10:], rows[:10]) == []


def test_a_municipality_that_merged_is_not_missed(told: Told) -> None:
    usual = {"value": 40.0, "region_year": 2020}
    known = [{**usual, "period": "2020MM01", "region": code} for code in ("GM0003", "GM0363")]
    new = [{**known[1], "region_year": 2021}, {**known[1], "period": "2021MM01"}]
    assert told(new, known) == []


def test_a_period_that_repeats_the_one_before_is_told(told: Told) -> None:
    provinces = [f"PV{number}" for number in range(20, 32)]
    known = [
        {"region": code, "period": "2018MM01", "value": 30.0 + place}
        for place, code in enumerate(provinces)
    ]
    again = [{**row, "period": "2018MM02"} for row in known]
    (line,) = told(again, known)
    assert line.startswith("share, 2018MM02: all 12 figures are equal to those of 2018MM01")
    again[3]["value"] += 0.1
    assert told(again, known) == []
    assert (
        told([{**row, "value": 0.0} for row in again], [{**row, "value": 0.0} for row in known])
        == []
    )
    assert told(known[:4] + [{**row, "period": "2018MM02"} for row in known[:4]], []) == []


# --- all of it


def test_only_the_worst_are_told_one_by_one(told: Told) -> None:
    codes = partition_of_year(2018).municipalities()[:40]
    known = [
        {"period": period, "value": 40.0 + month % 2 / 10, "region": code, "region_year": 2018}
        for code in codes
        for month, period in enumerate(MONTHS[:12])
    ]
    new = [
        {"period": "2019MM01", "value": 60.0 + place, "region": code, "region_year": 2018}
        for place, code in enumerate(codes)
    ]
    lines = told(new, known)
    assert len(lines) == 6
    assert "is 99, after 40.1" in lines[0] and "35 more figures like these" in lines[-1]


def test_no_figures_give_no_warnings(monitor: Monitor) -> None:
    nothing = pl.DataFrame(schema=SCHEMA)
    assert warnings(nothing, nothing, monitor) == []


def test_what_the_checks_refuse_is_left_out(told: Told) -> None:
    wrong = [
        {"indicator": "nothing", "value": 1.0},
        {"period": "2018MM13", "value": 1.0},
        {"period": None, "value": 1.0},
        {"region": "XX99", "value": 1.0},
    ]
    assert told(wrong, series([4.0, 4.1, 4.0])) == []


def test_known_figures_of_other_indicators_do_not_matter(told: Told) -> None:
    other = series(steady(10, 40.0, 0.1), indicator="mood")
    assert told([{"period": "2018MM01", "value": 4.0}], other) == []


def test_ordinary_months_of_real_figures_are_not_told() -> None:
    """Three years before the crisis, a month at a time; and then the month that it began."""
    folder = Path(str(resources.files("duidelijk"))) / "monitors" / "corona"
    releases, table, _ = read_shipped(folder, real := read_monitor(folder))
    releases.sort(key=lambda each: each.published)
    known = with_periods(known_on(table, releases, dt.date(2030, 1, 1)))

    def of_month(year: int, month: int) -> list[str]:
        first, last = dt.date(year, month, 1), dt.date(year, month, 28)
        start = pl.col("period_start")
        new, before = known.filter(start.is_between(first, last)), known.filter(start < first)
        assert len(new) > 10
        return [str(each) for each in warnings(new, before, real)]

    calm = [
        line
        for year in (2017, 2018, 2019)
        for month in range(1, 13)
        for line in of_month(year, month)
    ]
    assert calm == []
    assert any(line.startswith("consumentenvertrouwen, 2020MM04") for line in of_month(2020, 4))
