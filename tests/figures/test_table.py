"""The one shape of a table of figures."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import polars as pl
import pytest

from duidelijk.figures.table import SCHEMA, empty_table, in_order, period_table, with_periods
from duidelijk.periods import UnknownPeriod

Figures = Callable[..., pl.DataFrame]


def test_an_empty_table_has_every_column() -> None:
    assert empty_table().schema == SCHEMA and empty_table().is_empty()


def test_equal_figures_are_in_equal_order(figures: Figures) -> None:
    rows = [{"period": f"2021MM{m:02}", "release": r} for m in range(1, 13) for r in ("a", "b")]
    mixed = random.Random(1).sample(rows, len(rows))
    assert in_order(figures(*mixed)).equals(in_order(figures(*rows)))


def test_periods_are_added_to_each_row(figures: Figures) -> None:
    found = with_periods(figures({"period": "2021KW01"}, {"period": "2021-04-20"}))
    assert found.select("period_kind", "period_start", "period_end").rows() == [
        ("quarter", dt.date(2021, 1, 1), dt.date(2021, 3, 31)),
        ("wave", dt.date(2021, 4, 20), dt.date(2021, 4, 20)),
    ]


def test_a_table_of_periods_has_each_once() -> None:
    assert period_table(["2021MM02", "2021MM01", "2021MM02"])["period"].to_list() == [
        "2021MM01",
        "2021MM02",
    ]
    assert period_table([]).is_empty()


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(UnknownPeriod):
        period_table(["2021MM13"])
