"""What people type: read when it can mean one thing, refused when it can mean two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator
from duidelijk.figures.release import Precision
from duidelijk.sources.by_hand.typed import (
    Mistyped,
    date_typed,
    number_typed,
    period_typed,
    plain,
    region_typed,
    whole_typed,
)


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("12", 12.0, 0),
        ("12,30", 12.3, 2),
        ("12.3", 12.3, 1),
        ("−3,5", -3.5, 1),
        ("+4", 4.0, 0),
        ("421 230", 421_230.0, 0),
        ("421\u202f230,5", 421_230.5, 1),
        ("1.234.567", 1_234_567.0, 0),
        ("1,234,567", 1_234_567.0, 0),
        ("1.234,5", 1234.5, 1),
        ("1,234.50", 1234.5, 2),
        ("0,123", 0.123, 3),
        ("1234,567", 1234.567, 3),
        (" 7 ", 7.0, 0),
    ],
)
def test_a_number_is_read_in_dutch_and_in_english(text: str, value: float, decimals: int) -> None:
    assert number_typed(text) == (value, decimals)


@pytest.mark.parametrize("text", ["1.234", "1,234", "421.230"])
def test_a_number_that_can_be_read_in_two_ways_is_refused_with_both(text: str) -> None:
    with pytest.raises(Mistyped, match=r"two ways → write (1234|421230)"):
        number_typed(text)
    assert number_typed(text, 3)[1] == 3
    assert number_typed(text, -3) == (float(text.replace(",", "").replace(".", "")), 0)


@pytest.mark.parametrize(
    "text", ["", "veel", "1.2.3", "12,34,56", "1e5", "NaN", "0x1", "1 2", "٣", "9" * 50]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Mistyped, match="is not a number"):
        number_typed(text)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_with_two_decimals_comes_back(value: object) -> None:
    for text in (f"{value}", f"{value}".replace(".", ",")):
        assert number_typed(text) == (float(str(value)), 2)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_mistyped(text: str) -> None:
    for read in (number_typed, whole_typed, date_typed):
        try:
            read(text)
        except Mistyped as mistyped:
            assert mistyped.remedy


def test_a_whole_number_may_have_thousands() -> None:
    assert whole_typed("5.002") == 5002
    with pytest.raises(Mistyped, match="not a whole number"):
        whole_typed("12,5")


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2021-03-11", dt.date(2021, 3, 11), Precision.DAY),
        ("11-3-2021", dt.date(2021, 3, 11), Precision.DAY),
        ("11 maart 2021", dt.date(2021, 3, 11), Precision.DAY),
        ("2021-02", dt.date(2021, 2, 28), Precision.MONTH),
        ("februari 2020", dt.date(2020, 2, 29), Precision.MONTH),
    ],
)
def test_a_date_is_a_day_or_the_last_day_of_a_month(
    text: str, date: dt.date, precision: Precision
) -> None:
    assert date_typed(text) == (date, precision)


@pytest.mark.parametrize("text", ["2021-02-30", "2021-13", "gisteren", "", "2021", "11-3-21"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Mistyped):
        date_typed(text)


def test_a_day_is_a_wave_for_a_survey_in_waves(indicator: Callable[..., Indicator]) -> None:
    wave, month = indicator(frequency="wave"), indicator()
    assert period_typed("20 april 2021", wave) == ("2021-04-20", None)
    assert period_typed("20 april 2021", month) == ("20210420", None)
    assert period_typed("maart 2021*", month) == ("2021MM03", "provisional")
    assert period_typed("2021-04-14/2021-04-20", wave) == ("2021-04-14/2021-04-20", None)
    with pytest.raises(Mistyped, match="unknown period"):
        period_typed("onlangs", month)


def test_a_region_is_told_by_its_levels(indicator: Callable[..., Indicator]) -> None:
    towns = indicator(region_levels=("country", "municipality"))
    assert region_typed("Utrecht", towns, 2021) == "GM0344"
    assert region_typed("Utrecht", indicator(region_levels=("province",)), 2021) == "PV26"
    assert region_typed(" gm0363 ", None, None) == "GM0363"
    assert region_typed("NL00", None, None) == "NL01"
    with pytest.raises(Mistyped, match=r"not the name of one region → write .*PV26"):
        region_typed("Utrecht", None, 2021)
    with pytest.raises(Mistyped, match=r"unknown region|not the name of one"):
        region_typed("Atlantis an Sich", towns, 2021)


def test_characters_that_cannot_be_seen_are_left_out() -> None:
    assert plain("\ufeff a\u00adb \n\t c\u200b\ud800") == "ab c"
