"""The draft for a session: what five or more say, quotes with their names, nothing else."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from duidelijk.local.picture import Picture, Whereabouts, picture
from duidelijk.local.voices import REPORTS
from duidelijk.publish.local.draft import Quote, draft_text
from duidelijk.publish.local.naming import cell_sentences, coverage_sentence

PLACES = {f"GM{number:04}": Whereabouts("LD01", "", "0") for number in range(1, 21)}
QUOTES = {"onderwijs": [Quote("Geen stages\nmeer", "Ede")]}


def _picture(count: int, theme: str = "onderwijs") -> Picture:
    rows: list[dict[str, Any]] = [
        {
            "reporter": code,
            "theme": theme,
            "groups": ["jongeren"],
            "indicator": "stages",
            "trend": "risen",
            "bearing": "worse",
        }
        for code in list(PLACES)[:count]
    ]
    return picture(pl.DataFrame(rows, schema=REPORTS), PLACES, {"stages": "risen"})


def _named(kind: str, key: str) -> str:
    return f"[{kind} {key}]"


def test_a_draft_in_dutch() -> None:
    text = draft_text(_picture(9), ["onderwijs", "gedrag"], QUOTES, _named, "nl")
    assert "9 van de 20 gemeenten melden iets; van 11 horen wij niets." in text
    assert "Wie ontbreekt: [part LD01] 9 van 20." in text
    assert "### [theme onderwijs]" in text
    assert "- **[indicator stages].** 9 van 9 gemeenten: gestegen" in text
    assert "Zoals het landelijke cijfer." in text
    assert (
        "- **[group jongeren].** De meeste gemeenten die melden zien het slechter worden." in text
    )
    assert "> Geen stages meer (Ede)" in text
    assert "[theme gedrag]" not in text


def test_a_draft_of_too_few_tells_only_that() -> None:
    text = draft_text(_picture(3), ["onderwijs"], {}, _named, "en")
    assert "3 municipalities report on this; fewer than five are not added up." in text
    assert "[indicator stages]" not in text
    assert "[group jongeren]" not in text


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "1 municipality reports on this; fewer than five are not added up."), (0, "")],
)
def test_one_and_none_are_told_in_their_own_words(count: int, told: str) -> None:
    found = _picture(count)
    cell = found.cell("onderwijs")
    assert (cell_sentences(cell, "en") if cell else [""]) == [told]
    start = "1 of 20 municipalities reports" if count else "0 of 20 municipalities report"
    assert coverage_sentence(found.coverage, "en").startswith(start)
