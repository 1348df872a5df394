"""Every step of every scale has its words, in both languages."""

from __future__ import annotations

from enum import StrEnum

import pytest

from duidelijk.duiding.report import EvidenceKind
from duidelijk.duiding.scales import Confidence, Expected, Said, Seriousness, Stance, Status
from duidelijk.publish.duiding.naming import by_words, chance_words, phrases

_SCALES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("confidence", Confidence),
    ("serious", Seriousness),
    ("expected", Expected),
    ("stance", Stance),
    ("conclusion", Status),
    ("statement", Said),
    ("evidence", EvidenceKind),
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_has_its_own_words(language: str) -> None:
    for name, scale in _SCALES:
        said = {phrases(language)[f"{name}_{each}"] for each in scale}
        assert len(said) == len(scale)
    assert all(phrases(language)[f"conclusion_{each}_why"] for each in Status)


def test_a_chance_is_told_by_its_bounds() -> None:
    assert [chance_words(each, "nl") for each in Confidence] == [
        "een kans van minder dan 33 %",
        "een kans van 33 tot 66 %",
        "een kans van 66 tot 90 %",
        "een kans van 90 tot 99 %",
        "een kans van 99 % of meer",
    ]


def test_who_said_it_is_a_perspective_an_organisation_or_nobody() -> None:
    assert by_words("practice", "nl") == "uitvoering en praktijk"
    assert by_words("Gemeente Utrecht", "nl") == "Gemeente Utrecht"
    assert by_words("", "en") == "a participant"
