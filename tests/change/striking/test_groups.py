"""Group by group: what is counted, once a series, with false discoveries under control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator, TargetGroup, Text
from duidelijk.change.striking.groups import stacked

Rows = Callable[..., pl.DataFrame]


def groups(*given: tuple[str, tuple[str, ...], tuple[str, ...]]) -> list[TargetGroup]:
    return [TargetGroup(id_, Text(id_, id_), codes, whole) for id_, codes, whole in given]


def themes(indicator: Any, *keys: str) -> dict[str, Indicator]:
    return {key: indicator(key, theme=f"theme_of_{key}") for key in keys}


def test_groups_and_whole_indicators_are_counted_by_theme(rows: Rows, indicator: Any) -> None:
    young = {"group": "leeftijd:16-24"}
    table = rows(
        {"indicator": "a", "score": 5.0, "favourable": False, **young},
        {"indicator": "b", "score": 5.0, "favourable": True, **young},
        {"indicator": "c", "score": 5.0, "favourable": False},
        {"indicator": "d", "score": 5.0, "favourable": False},
        {"indicator": "a", "score": None, **young, "region": "GM0363"},
    )
    target = groups(("jongeren", ("leeftijd:16-24",), ("c",)))
    found = stacked(table, target, themes(indicator, "a", "b", "c", "d"), "NL01")
    told = {row["theme"]: (row["judged"], row["worse"], row["better"]) for row in found.to_dicts()}
    assert told == {
        "theme_of_a": (1, 1, 0),
        "theme_of_b": (1, 0, 1),
        "theme_of_c": (1, 1, 0),
    }


def test_one_test_a_series_its_main_one_where_it_can_be_tested(rows: Rows, indicator: Any) -> None:
    main = {"comparison": "previous", "main": True}
    table = rows(
        {"indicator": "a", "score": 6.0},
        {"indicator": "a", "score": 0.1, **main},
        {"indicator": "b", "score": 6.0},
        {"indicator": "b", "score": None, **main},
    )
    found = stacked(
        table, groups(("iedereen", ("total",), ())), themes(indicator, "a", "b"), "NL01"
    )
    told = {row["theme"]: row["worse"] for row in found.to_dicts()}
    assert told == {"theme_of_a": 0, "theme_of_b": 1}


def test_a_group_with_many_figures_must_be_surer(rows: Rows, indicator: Any) -> None:
    quiet = [
        {"indicator": f"i{number}", "group": "leeftijd:70+", "score": 0.1} for number in range(80)
    ]
    table = rows(
        {"indicator": "a", "group": "leeftijd:70+", "score": 2.3},
        {"indicator": "a", "group": "leeftijd:16-24", "score": 2.3},
        *quiet,
    )
    known = themes(indicator, "a", *[f"i{number}" for number in range(80)])
    target = groups(("oud", ("leeftijd:70+",), ()), ("jong", ("leeftijd:16-24",), ()))
    found = stacked(table, target, known, "NL01")
    worse = dict(found.group_by("target_group").agg(pl.col("worse").sum()).iter_rows())
    assert worse == {"oud": 0, "jong": 1}


def test_without_target_groups_there_is_nothing_to_count(rows: Rows, indicator: Any) -> None:
    assert stacked(rows({}), [], themes(indicator, "x"), "NL01").is_empty()
