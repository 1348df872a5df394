"""Whether a code stood for the same territory in two divisions of the country."""

from __future__ import annotations

import polars as pl
import pytest

from duidelijk.figures.territory import redrawn, territory, years_redrawn
from duidelijk.regions import UnknownRegion


@pytest.mark.parametrize(
    ("code", "then", "now", "expected"),
    [
        ("NL01", 2019, 2023, False),
        ("GM0599", 2020, 2023, False),
        ("GM0439", 2021, 2022, True),  # Purmerend took in Beemster
        ("GM0439", 2020, 2021, False),
        ("GM0865", 2020, 2021, True),  # Vught received part of Haaren
        ("GM0363", 2022, 2023, True),  # Amsterdam took in Weesp on 24 March 2022
        ("VR14", 2022, 2023, True),  # and so Gooi en Vechtstreek lost it
        ("VR01", 2020, 2023, False),  # Groningen: its municipalities merged within it
        ("AM25", 2020, 2022, True),  # nobody knows
        ("GM0439", 2023, 2031, False),  # nothing is known after 2023
    ],
)
def test_a_code_keeps_its_territory_or_not(code: str, then: int, now: int, expected: bool) -> None:
    assert redrawn(code, then, now) == expected


def test_a_region_that_was_not_there_is_refused() -> None:
    with pytest.raises(UnknownRegion):
        redrawn("GM1979", 2020, 2021)


def test_the_years_are_those_of_the_later_division() -> None:
    assert years_redrawn("GM0439", [2023, 2020, 2021, 2022]) == [2022]
    assert years_redrawn("GM0439", [2020, 2023]) == [2023]
    assert years_redrawn("GM0439", [2022]) == []


def test_equal_numbers_are_the_same_territory() -> None:
    rows = [("GM0439", year) for year in (2020, 2021, 2021, 2022, 2023)] + [("GM1979", 2021)]
    schema = {"region": pl.String, "region_year": pl.Int16}
    figures = pl.DataFrame(rows, schema=schema, orient="row")
    assert figures.select(territory(figures).alias("t"))["t"].to_list() == [0, 0, 0, 1, 1, 0]
    one = figures.filter(pl.col("region_year") == 2021)
    assert one.with_columns(territory(one).alias("t"))["t"].to_list() == [0, 0, 0]
