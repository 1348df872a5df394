"""The size of a revision: in the unit, relative for counts, never a word of change."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator, Text
from duidelijk.publish.revisions import revision_words

MakeIndicator = Callable[..., Indicator]


@pytest.mark.parametrize(
    ("before", "after", "dutch", "english"),
    [
        (368.0, 377.0, "+9 duizend personen (+2,4 %)", "+9 thousand people (+2.4%)"),
        (368.0, 367.0, "−1 duizend personen (−0,3 %)", "−1 thousand people (−0.3%)"),
        (10.0, 15.0, "+5 duizend personen (+50 %)", "+5 thousand people (+50%)"),
        (0.0, 5.0, "+5 duizend personen", "+5 thousand people"),
    ],
)
def test_a_count_is_told_in_its_unit_and_relative(
    people: Indicator, before: float, after: float, dutch: str, english: str
) -> None:
    for language, expected in (("nl", dutch), ("en", english)):
        said = revision_words(people, before, after, 0, language)
        assert said.replace("\xa0", " ").replace("\u202f", " ") == expected


def test_a_share_is_told_in_percentage_points(indicator: MakeIndicator) -> None:
    assert revision_words(indicator(), 82.0, 82.3, 1, "nl") == "+0,3\xa0procentpunt"
    assert revision_words(indicator(), 82.0, 81.0, 1, "en") == "−1.0\xa0percentage point"


def test_no_more_decimals_than_both_were_published_in(indicator: MakeIndicator) -> None:
    assert revision_words(indicator(), 8.0, 9.04, 0, "nl") == "+1\xa0procentpunt"


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from(["nl", "en"]))
def test_a_revision_never_reads_as_a_change(before: float, after: float, language: str) -> None:
    texts = dict.fromkeys(("question", "definition", "population", "limitations"), Text("x", "x"))
    people = Indicator(
        id="x",
        title=Text("x", "x"),
        unit=Text("mensen", "people"),
        kind="count",
        decimals=0,
        polarity="no_judgement",
        uncertainty="count",
        frequency="month",
        reporting_delay=1,
        region_levels=("country",),
        source="x",
        status="active",
        **texts,
    )
    said = revision_words(people, before, after, 0, language)
    assert not re.search(r"gestegen|gedaald|risen|fallen|nan|inf", said)
