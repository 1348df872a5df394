"""Periods and dates in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.publish.periods import (
    date_words,
    month_words,
    period_label,
    period_words,
    short_months,
)

WORDS = {
    "2021JJ00": ("2021", "2021"),
    "2020MM12": ("december 2020", "December 2020"),
    "2020KW04": ("het 4e kwartaal van 2020", "the fourth quarter of 2020"),
    "2021HJ01": ("de 1e helft van 2021", "the first half of 2021"),
    "2020SJ00": ("schooljaar 2020–2021", "school year 2020–2021"),
    "2020W153": ("week 53 van 2020", "week 53 of 2020"),
    "20210311": ("11\u00a0maart 2021", "11\u00a0March 2021"),
    "2021-04-20": ("20\u00a0april 2021", "20\u00a0April 2021"),
    "2021-04-14/2021-04-20": (
        "14\u00a0april 2021 tot en met 20\u00a0april 2021",
        "14\u00a0April 2021 to 20\u00a0April 2021",
    ),
    "2021X000": (
        "1\u00a0januari 2021 tot en met 3\u00a0januari 2021",
        "1\u00a0January 2021 to 3\u00a0January 2021",
    ),
}
LABELS = {
    "2021JJ00": ("2021", "2021"),
    "2020MM03": ("mrt 2020", "Mar 2020"),
    "2020KW04": ("K4 2020", "Q4 2020"),
    "2021HJ01": ("helft 1 2021", "H1 2021"),
    "2020SJ00": ("2020/21", "2020/21"),
    "2099SJ00": ("2099/00", "2099/00"),
    "2020W153": ("wk 53 2020", "wk 53 2020"),
    "20210311": ("11 mrt 2021", "11 Mar 2021"),
    "2021-05-20": ("20 mei 2021", "20 May 2021"),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_period_in_a_sentence(code: str) -> None:
    assert (period_words(code, "nl"), period_words(code, "en")) == WORDS[code]


@pytest.mark.parametrize("code", LABELS)
def test_a_period_in_a_table(code: str) -> None:
    assert (period_label(code, "nl"), period_label(code, "en")) == LABELS[code]


@given(st.dates(dt.date(1900, 1, 1)), st.sampled_from(["nl", "en"]))
def test_different_days_have_different_words(day: dt.date, language: str) -> None:
    following = day + dt.timedelta(days=1) if day < dt.date.max else day - dt.timedelta(days=1)
    assert date_words(day, language) != date_words(following, language)
    assert date_words(day, language).endswith(month_words(day, language))


def test_months_are_cut_short_as_whole_words_only() -> None:
    assert short_months("oktober 2021", "nl") == "okt 2021"
    assert short_months("Special: October 2021", "en") == "Special: Oct 2021"
    assert short_months("Maartensdijk 2021", "nl") == "Maartensdijk 2021"
