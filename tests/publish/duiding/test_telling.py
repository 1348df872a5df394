"""Duiding in words: languages, addresses, agreement, order, and who said it."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import Text
from duidelijk.duiding.agreement import Count
from duidelijk.duiding.report import Evidence, EvidenceKind, Expectation, FigureKey
from duidelijk.duiding.scales import Expected, Status
from duidelijk.editions.edition import Edition
from duidelijk.publish.duiding.agreeing import agreement
from duidelijk.publish.duiding.conclusions import of_group, of_session, of_theme
from duidelijk.publish.duiding.evidence import address_of, evidence_shown, series_words
from duidelijk.publish.duiding.plain import Words, as_written, in_language, safe_address
from duidelijk.publish.duiding.sessions import session_shown, sessions_of, told_by
from session_report import CONTESTED, DISTANCE, FIGURE, REPORT, SUPPORTED, report, sealed


@pytest.fixture(scope="module")
def edition(corona_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return sealed(corona_home, tmp_path_factory.mktemp("sealed"), report())


def test_a_text_stands_in_the_language_of_the_reader_or_says_that_it_does_not() -> None:
    assert in_language(Text("ja", "yes"), "en") == Words("yes")
    assert in_language(Text("ja", " "), "en") == Words("ja", "nl")
    assert in_language(Text("", "yes"), "nl") == Words("yes", "en")
    assert in_language(Text("", ""), "en") == Words("")
    assert as_written("ja", "nl", "nl") == Words("ja")
    assert as_written("ja", "nl", "en") == Words("ja", "nl")


def test_paragraphs_are_parted_by_empty_lines() -> None:
    text = Words("een\ntwee\r\n \r\ndrie\n\n\n\nvier\n")
    assert text.paragraphs == ["een\ntwee", "drie", "vier"]
    assert Words("\n \n").paragraphs == []


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.nl/a?b=c#d", True),
        ("HTTP://example.nl", True),
        ("/edities/2021-2/indicator/x", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("//example.nl", False),
        ("/\\example.nl", False),
        ("https:///nergens", False),
        ("https://a b.nl", False),
        ("data:text/html,x", False),
        ("/a\nb", False),
        ("", False),
    ],
)
def test_only_addresses_of_pages_are_kept(address: str, safe: bool) -> None:
    assert safe_address(address) == (address if safe else "")


@given(st.text(max_size=40))
def test_no_address_begins_with_anything_else(address: str) -> None:
    kept = safe_address(address)
    assert kept == "" or kept.lower().startswith(("http://", "https://", "/"))
    assert not kept.startswith(("//", "/\\"))


def test_a_figure_without_an_address_leads_to_its_page() -> None:
    figure = Evidence(EvidenceKind.FIGURE, Text("x", ""), "", "2021-2", DISTANCE, "2021-03-30")
    assert address_of(figure) == FIGURE.address
    shown = evidence_shown((figure, FIGURE, FIGURE), lambda address: address, "nl")
    assert [each.caption.text for each in shown] == ["x", FIGURE.caption.nl], "twice is once"


def test_agreement_is_told_by_perspective_and_never_in_total_alone() -> None:
    told = agreement(
        {"": Count(0, 0, 1), "science": Count(1, 1, 0), "policy": Count(3, 0, 2)}, "nl"
    )
    assert told is not None and told.words == "4 van de 8 eens"
    assert [(each.name, each.words) for each in told.sides] == [
        ("beleid", "3 eens, 2 oneens"),
        ("wetenschap", "1 eens, 1 twijfel"),
        ("andere perspectieven", "1 oneens"),
    ]
    widths = [
        sum(
            float((each.get("width") or "").rstrip("%"))
            for each in ET.fromstring(side.bar).iter("rect")
        )
        for side in told.sides
    ]
    assert widths == pytest.approx([100, 40, 20]), "a person is as wide in each"
    assert agreement({}, "nl") is None
    assert agreement({"policy": Count()}, "nl") is None


def test_conclusions_stand_in_order_of_status(edition: Edition) -> None:
    found = of_theme(edition, "gedrag", str, "nl")
    assert [each.status for each in found] == [Status.SUPPORTED, Status.CONTESTED]
    assert [each.id for each in of_theme(edition, "mentale_weerbaarheid", str, "nl")] == ["2"]
    assert of_theme(edition, "onderwijs", str, "nl") == []
    assert [each.id for each in of_group(edition, "jongeren", str, "en")] == ["1"]
    (first, second) = of_session(edition, REPORT, str, "nl")
    assert first.deviates and not second.deviates
    assert (first.chance, second.chance) == ("een kans van 66 tot 90 %", "")
    assert first.statements[1].by == "een deelnemer"


def test_who_said_it_and_when(edition: Edition) -> None:
    assert (
        told_by(REPORT, "en")
        == "20\u00a0April 2021: 6 participants (policy 5, other perspectives 1)."
    )
    alone = report(perspectives={"": 1})
    assert told_by(alone, "nl") == "20\u00a0april 2021: één deelnemer."
    nameless = report(perspectives={"": 3})
    assert told_by(nameless, "en") == "20\u00a0April 2021: 3 participants."
    shown = session_shown(edition, REPORT, str, "nl", "mentale_weerbaarheid")
    assert [each.id for each in shown.conclusions] == ["2"]
    assert (shown.signals, shown.questions, shown.items) == ((), (), ())
    assert sessions_of(edition, "onderwijs") == []


def test_estimates_of_before_and_after_stand_beside_each_other(edition: Edition) -> None:
    (item,) = session_shown(edition, REPORT, str, "nl").items
    serious, expected = item.scales
    assert [(each.words, each.first, each.revised) for each in serious.steps if each.first] == [
        ("licht", 2, 0),
        ("ernstig", 4, 6),
    ]
    assert len(serious.steps) == 5 and len(expected.steps) == 4, "steps that nobody chose too"
    assert serious.again and item.changed.endswith("inschatten: 2.")


def test_a_series_is_told_by_name_even_when_it_is_no_more(edition: Edition) -> None:
    assert (
        series_words(edition, FigureKey("weg", "XX", "leeftijd:0"), "nl") == "weg (leeftijd:0, XX)"
    )
    assert "16" in series_words(edition, DISTANCE, "en")


def test_who_does_not_know_expects_nothing(edition: Edition) -> None:
    unknown = dataclasses.replace(SUPPORTED, expectation=Expectation(DISTANCE, Expected.UNKNOWN))
    (found,) = of_session(edition, report(conclusions=(unknown,)), str, "nl")
    assert found.expectation is None
    (other,) = of_session(edition, report(conclusions=(CONTESTED,)), str, "nl")
    assert other.expectation is not None and other.expectation.since == "30 mrt 2021"
