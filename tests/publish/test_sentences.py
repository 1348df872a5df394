"""Sentences: what they say in both languages, and what no sentence may ever say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator, Text
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.publish.sentences import (
    FAVOURABLE_WORDS,
    REASON_WORDS,
    VERDICT_WORDS,
    Change,
    break_between,
    carried_sentence,
    carried_words,
    change_sentence,
    difference_words,
    provenance_sentence,
    short_change,
    value_sentence,
)

MakeIndicator = Callable[..., Indicator]


def change(value: float | None = 4.2, reference: float | None = 3.9, **other: Any) -> Change:
    row: dict[str, Any] = {
        "period": "2020MM12",
        "reference_period": "2020MM11",
        "value": value,
        "reference": reference,
        "difference": None if value is None or reference is None else value - reference,
        "minimum_detectable": None,
        "verdict": "risen",
        "reason": None,
    }
    return Change({**row, **other}, other.pop("decimals", 1))


def plain(text: str) -> str:
    """With ordinary spaces, to be read in a test."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def both(indicator: Indicator, made: Change) -> tuple[str, str]:
    return plain(change_sentence(indicator, made, "nl")), plain(
        change_sentence(indicator, made, "en")
    )


def test_a_value(indicator: MakeIndicator, people: Indicator) -> None:
    found = value_sentence(indicator(), "2020MM12", 3.94, 1, "nl")
    assert found == "Werkloosheid in december 2020: 3,9\u202f%."
    found = value_sentence(people, "2021-04-20", 1368.4, 0, "en")
    assert found == "Unemployment on 20\u00a0April 2021: 1,368\u00a0thousand people."


def test_risen_and_fallen_shares(indicator: MakeIndicator) -> None:
    assert both(indicator(), change(4.2, 3.9)) == (
        "Dat is 0,3 procentpunt hoger dan in november 2020.",
        "That is 0.3 percentage points higher than in November 2020.",
    )
    assert both(indicator(), change(3.9, 4.2, verdict="fallen", reference_period="2020-11-20")) == (
        "Dat is 0,3 procentpunt lager dan op 20 november 2020.",
        "That is 0.3 percentage points lower than on 20 November 2020.",
    )


def test_risen_and_fallen_counts_also_relative(people: Indicator) -> None:
    assert both(people, Change({**change(452, 400).row}, 0)) == (
        "Dat is 52 duizend personen (13 %) meer dan in november 2020.",
        "That is 52 thousand people (13%) more than in November 2020.",
    )
    assert both(people, Change({**change(390, 400, verdict="fallen").row}, 0)) == (
        "Dat is 10 duizend personen (2,5 %) minder dan in november 2020.",
        "That is 10 thousand people (2.5%) fewer than in November 2020.",
    )


def test_a_change_in_a_year_held_against_other_years_may_be_nothing_special(
    indicator: MakeIndicator,
) -> None:
    row = {"verdict": "no_demonstrable_change", "minimum_detectable": 58.3, "comparison": "year"}
    own = indicator(kind="balance", unit=Text("punten", "points"))
    dutch, english = both(own, change(-8.0, -58.0, **row))
    assert dutch.startswith("Geen aantoonbare verandering sinds november 2020: +50,0 punten")
    assert "in een jaar kan gewone schommeling zijn; een verschil van 58,4 punten" in dutch
    assert "+50.0 points in a year can be ordinary fluctuation; a difference of 58.4" in english
    surveyed, _ = both(own, change(-8.0, -58.0, value_lower=-9.0, **row))
    assert "gewone schommeling" not in surveyed


def test_no_demonstrable_change_says_what_would_have_shown(indicator: MakeIndicator) -> None:
    made = change(4.2, 4.0, verdict="no_demonstrable_change", minimum_detectable=0.3123)
    assert both(indicator(), made) == (
        "Geen aantoonbare verandering sinds november 2020 (+0,2 procentpunt); "
        "een verschil van 0,4 procentpunt of meer zou zijn opgevallen.",
        "No demonstrable change since November 2020 (+0.2 percentage points); "
        "a difference of 0.4 percentage points or more would have been detected.",
    )


REASONS = {
    "missing": (
        "Niet te toetsen of dit een verandering is sinds november 2020: "
        "een van de twee cijfers ontbreekt.",
        "Whether this is a change since November 2020 cannot be tested: "
        "one of the two figures is missing.",
    ),
    "no_margins": (
        "Niet te toetsen of dit een verandering is sinds november 2020 (+0,3 procentpunt): "
        "de bron geeft geen marges, dus is niet te zeggen wat toeval is.",
        "Whether this is a change since November 2020 cannot be tested (+0.3 percentage points): "
        "the source gives no margins, so we cannot tell what is chance.",
    ),
    "short_history": (
        "Niet te toetsen of dit een verandering is sinds november 2020 (+0,3 procentpunt): "
        "de reeks is te kort om te weten welke verandering gewoon is.",
        "Whether this is a change since November 2020 cannot be tested (+0.3 percentage points): "
        "the series is too short to know which changes are usual.",
    ),
    "small_count": (
        "Niet te toetsen of dit een verandering is sinds november 2020 (+0,3 procentpunt): "
        "het gaat om gemiddeld minder dan vijf gevallen.",
        "Whether this is a change since November 2020 cannot be tested (+0.3 percentage points): "
        "there are fewer than five cases on average.",
    ),
    "gap": (
        "Niet te toetsen of dit een verandering is sinds november 2020 (+0,3 procentpunt): "
        "de periode ertussen ontbreekt, dus is niet bekend welke verandering gewoon is.",
        "Whether this is a change since November 2020 cannot be tested (+0.3 percentage points): "
        "the period in between is missing, so which change is usual is not known.",
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_what_cannot_be_tested_says_why(indicator: MakeIndicator, reason: str) -> None:
    value = None if reason == "missing" else 4.2
    made = change(value, verdict="not_testable", reason=reason)
    assert both(indicator(), made) == REASONS[reason]


def test_without_an_earlier_figure_there_is_nothing_to_compare(indicator: MakeIndicator) -> None:
    made = change(4.2, None, verdict="not_testable", reason="no_reference", reference_period=None)
    assert both(indicator(), made) == (
        "Niet te toetsen: er is geen eerder cijfer dat ermee te vergelijken is.",
        "Cannot be tested: there is no earlier figure that can be compared with it.",
    )


def test_what_cannot_be_compared_says_what_broke(indicator: MakeIndicator) -> None:
    broken = indicator(breaks=(("2020MM12", Text("Andere vraag.", "Another question")),))
    made = change(verdict="not_comparable", reason="break", difference=None)
    assert both(broken, made) == (
        "Niet te vergelijken met november 2020: andere vraag.",
        "Cannot be compared with November 2020: another question.",
    )
    abbreviation = indicator(breaks=(("2020MM12", Text("EBB herzien", "LFS revised")),))
    assert both(abbreviation, made)[1] == "Cannot be compared with November 2020: LFS revised."


@pytest.mark.parametrize(
    ("period", "broken"), [("2020MM11", False), ("2020MM12", True), ("2021MM01", False)]
)
def test_only_a_break_in_between_is_named(
    indicator: MakeIndicator, period: str, broken: bool
) -> None:
    declared = indicator(breaks=((period, Text("reden", "reason")),))
    assert (break_between(declared, "2020MM11", "2020MM12") is not None) == broken


def test_of_two_breaks_the_last_is_named(indicator: MakeIndicator) -> None:
    declared = indicator(breaks=(("2020MM02", Text("a", "a")), ("2020MM03", Text("b", "b"))))
    assert break_between(declared, "2020MM01", "2020MM04") == Text("b", "b")


def test_every_word_of_the_closed_sets_has_its_words() -> None:
    assert set(VERDICT_WORDS) == set(Verdict)
    assert set(REASON_WORDS) == set(Reason) - {Reason.BREAK}
    assert set(FAVOURABLE_WORDS) == {True, False, None}


def test_a_change_in_a_table(indicator: MakeIndicator, people: Indicator) -> None:
    assert plain(short_change(indicator(), change(7.0, 3.9), "nl")) == "+3,1 punten"
    assert plain(short_change(indicator(), change(3.9, 7.0), "en")) == "−3.1 points"
    assert plain(short_change(indicator(), change(4.0, 3.0), "nl")) == "+1,0 punt"
    assert plain(short_change(people, change(390, 400), "nl")) == "−2,5 %"
    assert plain(short_change(people, change(800, 400), "en")) == "+100%"
    assert short_change(indicator(), change(None), "nl") == ""


def test_from_nought_there_is_no_relative_change(people: Indicator) -> None:
    made = Change(change(12, 0).row, 0)
    assert plain(difference_words(people, made, "en")) == "12 thousand people"


@pytest.mark.parametrize(
    ("row", "dutch", "english"),
    [
        ({"status": "definitive", "vintage": "by_then"}, "", ""),
        ({"status": None}, "", ""),
        ({"status": "provisional"}, "Voorlopig cijfer.", "Provisional figure."),
        ({"status": "revised_provisional"}, "Voorlopig cijfer.", "Provisional figure."),
        (
            {"status": "provisional", "vintage": "later", "published": dt.date(2021, 6, 1)},
            "Voorlopig cijfer. Achteraf samengesteld: dit cijfer komt uit een publicatie van "
            "1 juni 2021.",
            "Provisional figure. Compiled afterwards: this figure is from a publication of "
            "1 June 2021.",
        ),
    ],
)
def test_a_reader_is_told_where_a_figure_stands(row: Any, dutch: str, english: str) -> None:
    assert plain(provenance_sentence(row, "nl")) == dutch
    assert plain(provenance_sentence(row, "en")) == english


def promised(sentence: str) -> float:
    found = re.search(r"difference of ([0-9,.]+)", sentence)
    assert found
    return float(found[1].replace(",", ""))


@given(st.floats(0.001, 1e4), st.integers(0, 3))
def test_the_promised_difference_is_rounded_up_by_less_than_one_step(
    indicator: MakeIndicator, least: float, decimals: int
) -> None:
    row = change(4.0, 4.0, verdict="no_demonstrable_change", minimum_detectable=least).row
    said = promised(change_sentence(indicator(), Change(row, decimals), "en"))
    assert least - 1e-6 <= said < least + 10.0**-decimals + 1e-6


def test_a_difference_as_large_as_promised_is_not_called_no_change(
    indicator: MakeIndicator,
) -> None:
    """Margins of 0.3 and 0.4 make 0.5: a difference of just 0.5 touches nought."""
    made = change(10.0, 9.5, verdict="no_demonstrable_change", minimum_detectable=0.5)
    assert promised(change_sentence(indicator(), made, "en")) > 0.5


def test_a_difference_that_can_be_seen_is_never_said_to_be_nought(indicator: MakeIndicator) -> None:
    made = Change(change(4.02, 3.99, minimum_detectable=0.01).row, 1)
    assert "0.0 percentage points" not in plain(change_sentence(indicator(), made, "en"))


def test_the_number_of_points_is_that_of_the_number_shown(indicator: MakeIndicator) -> None:
    for value, reference in [(3.1, 2.1), (4.1, 3.1), (5.3, 4.3)]:
        said = plain(difference_words(indicator(), change(value, reference), "en"))
        assert said == "1.0 percentage point"


values = st.none() | st.floats(0, 1e6)
PERIODS = ["2020MM11", "2020KW03", "2020W153", "2019SJ00", "2020-11-20", "2020-11-01/2020-11-20"]


@given(
    values,
    values,
    st.sampled_from(PERIODS) | st.none(),
    st.sampled_from([*Reason, None]),
    st.floats(1e-9, 1e6),
    st.integers(0, 4),
    st.sampled_from(["percent", "count", "balance", "duration", "score"]),
    st.sampled_from(["nl", "en"]),
)
def test_no_sentence_shows_what_is_not_there(
    indicator: MakeIndicator,
    value: float | None,
    reference: float | None,
    reference_period: str | None,
    reason: Reason | None,
    least: float,
    decimals: int,
    kind: str,
    language: str,
) -> None:
    if reference_period is None:
        reason, reference = Reason.NO_REFERENCE, None
    elif value is None or reference is None:
        reason = Reason.MISSING
    elif reason in (Reason.NO_REFERENCE, Reason.MISSING):
        reason = None
    row = dict(change(value, reference, reference_period=reference_period, reason=reason).row)
    if reason is Reason.BREAK:
        row |= {"verdict": Verdict.NOT_COMPARABLE, "difference": None}
    elif reason:
        row |= {"verdict": Verdict.NOT_TESTABLE}
    elif abs(row["difference"]) > least:
        row |= {"verdict": Verdict.RISEN if row["difference"] > 0 else Verdict.FALLEN}
    else:
        row |= {"verdict": Verdict.NO_DEMONSTRABLE_CHANGE, "minimum_detectable": least}
    declared = indicator(kind=kind, unit=Text("stuks", "pieces"))
    made = Change(row, decimals)
    texts = [change_sentence(declared, made, language), short_change(declared, made, language)]
    for text in texts:
        assert not re.search(r"None|nan|inf\b|--|  |\{|\}", text), text
        assert "-" not in text
    assert texts[0].endswith(".") and not texts[0].endswith("..") and texts[0][0].isupper()


@pytest.mark.parametrize(
    ("names", "dutch", "english"),
    [
        (
            ["Appingedam", "Delfzijl", "Loppersum"],
            "opgeteld uit Appingedam, Delfzijl en Loppersum",
            "added up from Appingedam, Delfzijl and Loppersum",
        ),
        (
            ["Beemster", "Purmerend"],
            "opgeteld uit Beemster en Purmerend",
            "added up from Beemster and Purmerend",
        ),
        (["Weesp"], "opgeteld uit Weesp", "added up from Weesp"),
        (["x"] * 7, "opgeteld uit 7 gemeenten", "added up from 7 municipalities"),
    ],
)
def test_a_sum_names_its_parts_or_counts_them(names: list[str], dutch: str, english: str) -> None:
    assert (carried_words(names, "nl"), carried_words(names, "en")) == (dutch, english)
    assert carried_sentence("2020JJ00", names, "nl") == f"Het cijfer van 2020 is {dutch}."
    assert carried_sentence("2020MM12", names, "en") == f"The figure of December 2020 is {english}."
