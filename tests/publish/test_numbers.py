"""Numbers as people read them, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator, Text
from duidelijk.publish.numbers import (
    MINUS,
    difference_unit,
    number,
    quantity,
    shown_decimals,
    signed,
)

MakeIndicator = Callable[..., Indicator]


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (0, 0, "0", "0"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (1234567, 0, "1.234.567", "1,234,567"),
        (999.96, 1, "1.000,0", "1,000.0"),
        (4, 2, "4,00", "4.00"),
        (-3.25, 2, "\u22123,25", "\u22123.25"),
        (-1234.5, 1, "\u22121.234,5", "\u22121,234.5"),
        (-0.0, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.06, 1, "\u22120,1", "\u22120.1"),
        (-0.4, 0, "0", "0"),
    ],
)
def test_a_number(value: float, decimals: int, dutch: str, english: str) -> None:
    assert (number(value, decimals, "nl"), number(value, decimals, "en")) == (dutch, english)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.14, "+3.1"),
        (-3.14, "\u22123.1"),
        (0, "0.0"),
        (0.04, "0.0"),
        (-0.04, "0.0"),
        (-0.0, "0.0"),
    ],
)
def test_a_sign_is_shown_only_when_something_is_left_of_the_number(
    value: float, shown: str
) -> None:
    assert signed(value, 1, "en") == shown


numbers = st.floats(-1e12, 1e12)


@given(numbers, st.integers(0, 4), st.sampled_from(["nl", "en"]))
def test_a_number_reads_back_as_itself_to_its_decimals(
    value: float, decimals: int, language: str
) -> None:
    text = number(value, decimals, language)
    comma, point = (".", ",") if language == "nl" else (",", ".")
    read = float(text.replace(comma, "").replace(point, ".").replace(MINUS, "-"))
    assert read == pytest.approx(
        value, abs=0.5 * 10.0**-decimals + 1e-9 + 1e-3 * (abs(value) > 1e9)
    )
    assert "-" not in text
    assert len(text.partition(point)[2]) == decimals


@given(numbers, st.integers(0, 4))
def test_dutch_and_english_differ_only_in_their_marks(value: float, decimals: int) -> None:
    swapped = number(value, decimals, "nl").translate(str.maketrans(",.", ".,"))
    assert swapped == number(value, decimals, "en")


def test_a_share_has_a_space_before_its_sign_in_dutch_only(indicator: MakeIndicator) -> None:
    assert quantity(12.5, 1, indicator(), "nl") == "12,5\u202f%"
    assert quantity(12.5, 1, indicator(), "en") == "12.5%"


def test_a_number_and_its_unit_stay_on_one_line(people: Indicator) -> None:
    assert quantity(1368, 0, people, "nl") == "1.368\u00a0duizend personen"
    assert quantity(1368, 0, people, "en") == "1,368\u00a0thousand people"


def test_shares_differ_by_percentage_points(indicator: MakeIndicator, people: Indicator) -> None:
    assert difference_unit(indicator(), "nl") == "procentpunt"
    assert difference_unit(indicator(), "en") == "percentage points"
    assert difference_unit(indicator(), "en", plural=False) == "percentage point"
    assert difference_unit(people, "nl") == "duizend personen"
    hours = indicator(kind="duration", unit=Text("uur", "hours"))
    assert difference_unit(hours, "en") == "hours"


@pytest.mark.parametrize(("published", "shown"), [(0, 0), (1, 1), (3, 1), (None, 1)])
def test_never_more_decimals_are_shown_than_were_published(
    indicator: MakeIndicator, published: int | None, shown: int
) -> None:
    assert shown_decimals(indicator(decimals=1), published) == shown
