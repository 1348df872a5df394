"""Notes of figures, in the reader's language as far as the system wrote them."""

from __future__ import annotations

import pytest

from duidelijk.publish.notes import note_words

WILSON = "limits reckoned from n = 1,640 and design effect 1.5 (95 %, Wilson)"
STUDENT = "limits reckoned from n = 90 and design effect 1 (95 %, Student, standard deviation 2.5)"


@pytest.mark.parametrize(
    ("note", "dutch"),
    [
        (None, ""),
        ("zonder Zeeland", "zonder Zeeland"),
        (WILSON, "marge (95 %) berekend uit n = 1.640 en designeffect 1,5"),
        (
            f"zonder Zeeland; {STUDENT}",
            "zonder Zeeland; marge (95 %) berekend uit n = 90 en designeffect 1, "
            "standaarddeviatie 2,5",
        ),
        ("withdrawn by the source", "ingetrokken door de bron"),
    ],
)
def test_what_the_system_wrote_is_in_the_language(note: str | None, dutch: str) -> None:
    assert note_words(note, "nl").replace("\u202f", " ").replace("\xa0", " ") == dutch
    assert note_words(note, "en") == (note or "")


@pytest.mark.parametrize(
    ("note", "dutch", "english"),
    [
        ("nl: zonder Zeeland | en: without Zeeland", "zonder Zeeland", "without Zeeland"),
        (
            "nl: ruim 3; personen | en: over 3; people; withdrawn by the source",
            "ruim 3; personen; ingetrokken door de bron",
            "over 3; people; withdrawn by the source",
        ),
        ("bron: CBS | bewerkt", "bron: CBS | bewerkt", "bron: CBS | bewerkt"),
        ("a; withdrawn by the source; b", "a; ingetrokken door de bron; b", None),
    ],
)
def test_a_note_in_two_languages_is_read_in_one(note: str, dutch: str, english: str | None) -> None:
    assert note_words(note, "nl") == dutch
    assert note_words(note, "en") == (english or note)
