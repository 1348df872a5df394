"""Revised is kept apart from rounded, new and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.editions.revising import Difference, differences, kind_of_difference

MakeFigures = Callable[..., pl.DataFrame]


def kind(before: float | None, places: int, after: float | None, places_after: int) -> str:
    frame = pl.DataFrame(
        {"b": [before], "db": [places], "a": [after], "da": [places_after]},
        schema={"b": pl.Float64, "db": pl.Int8, "a": pl.Float64, "da": pl.Int8},
    )
    columns = [pl.col(name) for name in ("b", "db", "a", "da")]
    return str(frame.select(kind_of_difference(*columns)).item())


@pytest.mark.parametrize(
    ("before", "places", "after", "places_after", "expected"),
    [
        (4.1, 1, 4.1, 1, "same"),
        (4.0, 1, 4.0, 0, "same"),
        (4.1, 1, 4.2, 1, "revised"),
        (4.14, 2, 4.1, 1, "rounded"),
        (4.1, 1, 4.14, 2, "rounded"),
        (4.19, 2, 4.1, 1, "truncated"),
        (4.1, 1, 4.19, 2, "truncated"),
        (4.19, 2, 4.3, 1, "revised"),
        (-4.14, 2, -4.1, 1, "rounded"),
        (-4.19, 2, -4.1, 1, "truncated"),
        (0.5, 1, 0.0, 0, "rounded"),
        (1.5, 1, 2.0, 0, "rounded"),
        (2.5, 1, 2.0, 0, "rounded"),
        (2.5, 1, 3.0, 0, "rounded"),
        (0.285, 3, 0.28, 2, "rounded"),
        (0.275, 3, 0.28, 2, "rounded"),
        (1.005, 3, 1.0, 2, "rounded"),
        (-2.5, 1, -2.0, 0, "rounded"),
        (None, 1, 4.1, 1, "new"),
        (4.1, 1, None, 1, "withdrawn"),
    ],
)
def test_a_kind_of_difference(
    before: float | None, places: int, after: float | None, places_after: int, expected: str
) -> None:
    assert kind(before, places, after, places_after) == expected


tenths = st.integers(-10_000, 10_000)


@given(tenths, st.integers(0, 3), tenths, st.integers(0, 3))
def test_the_kind_is_the_same_in_both_directions(
    before: int, places: int, after: int, places_after: int
) -> None:
    one, other = before / 10**places, after / 10**places_after
    assert kind(one, places, other, places_after) == kind(other, places_after, one, places)


@given(
    st.integers(-(10**6), 10**6),
    st.integers(0, 2),
    st.sampled_from([(ROUND_HALF_EVEN, "rounded"), (ROUND_DOWN, "truncated")]),
)
def test_a_figure_that_was_only_shortened_is_never_called_revised(
    thousandths: int, places: int, way: tuple[str, str]
) -> None:
    fine = Decimal(thousandths) / 1000
    short = fine.quantize(Decimal(10) ** -places, way[0])
    found = kind(float(fine), 3, float(short), places)
    assert found in ("same", "rounded", way[1])
    assert (found == "same") == (fine == short)


def test_each_key_of_either_table_has_one_row(figures: MakeFigures) -> None:
    before = figures(
        {"period": "2020MM01", "value": 1.0},
        {"period": "2020MM02", "value": 2.0},
        {"period": "2020MM03", "value": 3.0},
        {"period": "2020MM05", "value": None},
    )
    after = figures(
        {"period": "2020MM01", "value": 1.0, "release": "r2"},
        {"period": "2020MM02", "value": 2.5, "release": "r2"},
        {"period": "2020MM04", "value": 4.0, "release": "r2"},
        {"period": "2020MM05", "value": None, "release": "r2"},
    )
    found = differences(before, after).select(
        "period", "before", "after", "release_before", "release_after", "kind"
    )
    assert found.rows() == [
        ("2020MM01", 1.0, 1.0, "r1", "r2", "same"),
        ("2020MM02", 2.0, 2.5, "r1", "r2", "revised"),
        ("2020MM03", 3.0, None, "r1", None, "withdrawn"),
        ("2020MM04", None, 4.0, None, "r2", "new"),
    ]


def test_a_value_that_is_withheld_since_is_withdrawn(figures: MakeFigures) -> None:
    found = differences(figures({}), figures({"value": None, "missing": "withheld"}))
    assert found["kind"].to_list() == [Difference.WITHDRAWN]


def test_nothing_differs_from_itself(figures: MakeFigures) -> None:
    same = figures({"value": 4.123}, {"period": "2021MM02"})
    assert differences(same, same)["kind"].to_list() == ["same", "same"]
    assert differences(figures(), figures()).is_empty()
