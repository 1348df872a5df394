"""Sentences on what was expected: from fields only, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from duidelijk.catalogue import Indicator, Text
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Reason
from duidelijk.publish.expectation_sentences import (
    coming_sentence,
    expectation_sentence,
    foretold_sentence,
    range_words,
    series_sentence,
)
from duidelijk.publish.sentences import Change

ROW: dict[str, Any] = {
    "comparison": "expected",
    "period": "2021KW02",
    "reference_period": "2021KW01",
    "value": 15.5,
    "reference": 12.5,
    "difference": 3.0,
    "lower": 1.2,
    "upper": 4.6,
    "minimum_detectable": 1.8,
    "verdict": "risen",
    "reason": None,
}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def said(indicator: Indicator, language: str = "nl", group: str = "total", **row: Any) -> str:
    return plain(expectation_sentence(indicator, Change({**ROW, **row}, 1), language, group))


@pytest.fixture
def share(indicator: Callable[..., Indicator]) -> Indicator:
    return indicator(minimum=0.0, maximum=100.0)


def test_more_than_expected(share: Indicator) -> None:
    assert said(share) == (
        "Dat is 3,0 procentpunt hoger dan verwacht op grond van eerdere cijfers "
        "(verwacht: 10,9 tot 14,3 %)."
    )
    assert said(share, "en") == (
        "That is 3.0 percentage points higher than expected from earlier figures "
        "(expected: 10.9 to 14.3%)."
    )


@pytest.mark.parametrize(
    ("comparison", "group", "words"),
    [
        ("nation", "total", "dan past bij wat er landelijk gebeurde"),
        ("nation", "leeftijd:16-24", "dan past bij iedereen samen"),
        ("without_crisis", "total", "dan zonder de crisis te verwachten was"),
        ("persistence", "total", "Gemiddeld over de laatste drie kwartalen is het 15,5 %"),
        ("nation_persistence", "total", "Gemiddeld over de laatste drie kwartalen"),
    ],
)
def test_every_question_has_its_words(
    share: Indicator, comparison: str, group: str, words: str
) -> None:
    assert words in said(share, comparison=comparison, group=group)


def test_within_what_was_expected_tells_what_would_have_shown(share: Indicator) -> None:
    fits = {"verdict": "no_demonstrable_change", "lower": -0.5, "upper": 4.6}
    assert said(share, **fits) == (
        "Geen aantoonbare afwijking: dit past bij de gewone schommeling (10,9 tot 16,0 %); "
        "een afwijking van 1,9 procentpunt of meer zou zijn opgevallen."
    )
    assert "het landelijke beeld" in said(share, comparison="nation", **fits)


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_cannot_be_told_has_its_reason(
    share: Indicator, reason: Reason, language: str
) -> None:
    broken = reason in (Reason.BREAK, Reason.BOUNDARY)
    verdict = "not_comparable" if broken else "not_testable"
    text = said(share, language, verdict=verdict, reason=reason.value)
    assert text.endswith(".") and "None" not in text


def test_a_declared_break_is_named(indicator: Callable[..., Indicator]) -> None:
    broken = indicator(breaks=(("2021KW02", Text("Andere vragenlijst.", "Another survey.")),))
    text = said(broken, verdict="not_comparable", reason="break")
    assert text == "Niet te vergelijken met wat ervoor was: andere vragenlijst."


def test_a_range_does_not_leave_what_can_be(share: Indicator) -> None:
    assert plain(range_words(share, (-3.0, 104.0), 0, "nl")) == "0 tot 100 %"


def test_what_comes_next_and_what_was_foretold(share: Indicator) -> None:
    row = {"low": 10.0, "high": 14.0, "decimals": 1, "coming_period": "2021KW03"}
    assert plain(coming_sentence(share, row, "nl")) == (
        "Voor het 3e kwartaal van 2021 verwachten wij op grond van eerdere cijfers 10,0 tot 14,0 %."
    )
    assert "de volgende meting" in coming_sentence(share, row | {"coming_period": None}, "nl")
    warned = coming_sentence(share, row, "nl", failed=True)
    assert warned.endswith("De vorige verwachting kwam niet uit.")
    assert "did not come true" in coming_sentence(share, row, "en", failed=True)
    for came, where in ((12.0, "erbinnen"), (14.1, "erboven"), (9.9, "eronder")):
        assert foretold_sentence(share, row | {"came": came}, "nl").endswith(f"ligt {where}.")


def test_a_region_or_group_is_named(share: Indicator) -> None:
    text = plain(series_sentence(share, "2021MM05", 7.25, 1, "Utrecht, vrouwen", "nl"))
    assert text == "Werkloosheid, Utrecht, vrouwen, in mei 2021: 7,2 %."


@pytest.mark.parametrize(
    "comparison", [each for each in Comparison if each not in ("previous", "year")]
)
@pytest.mark.parametrize("verdict", ["risen", "fallen", "no_demonstrable_change"])
def test_both_languages_hold_the_same_numbers(
    share: Indicator, comparison: Comparison, verdict: str
) -> None:
    import re

    row = {"comparison": comparison.value, "verdict": verdict}
    dutch, english = said(share, "nl", **row), said(share, "en", **row)
    numbers = re.findall(r"\d+,\d", dutch)
    assert [each.replace(",", ".") for each in numbers] == re.findall(r"\d+\.\d", english)
