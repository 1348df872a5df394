"""What looks like personal data is found; what policy texts are full of is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.agenda.personal_data import Kind, personal_data

_MONITOR = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/corona"
_EXAMPLE = Path(__file__).resolve().parents[2] / "src/duidelijk/web/agenda/example"


@pytest.mark.parametrize(
    ("text", "kind", "fragment"),
    [
        ("Mail jan.jansen@example.nl graag", Kind.EMAIL, "jan.jansen@example.nl"),
        ("bel 06-12345678.", Kind.TELEPHONE, "06-12345678"),
        ("bel 06 12 34 56 78", Kind.TELEPHONE, "06 12 34 56 78"),
        ("bel +31 6 1234 5678", Kind.TELEPHONE, "+31 6 1234 5678"),
        ("bel (020) 123 45 67 overdag", Kind.TELEPHONE, "(020) 123 45 67"),
        ("nummer 070-3456789", Kind.TELEPHONE, "070-3456789"),
        ("bsn 111222333", Kind.CITIZEN_NUMBER, "111222333"),
        ("bsn 1112.22.333, van hem", Kind.CITIZEN_NUMBER, "1112.22.333"),
        ("rekening NL91 ABNA 0417 1643 00", Kind.BANK_ACCOUNT, "NL91 ABNA 0417 1643 00"),
        ("woont op 1234 AB 12 en", Kind.HOUSE, "1234 AB 12"),
    ],
)
def test_what_points_at_somebody_is_found(text: str, kind: Kind, fragment: str) -> None:
    (found,) = personal_data(text)
    assert (found.kind, found.fragment) == (kind, fragment)
    assert text[found.start :].startswith(fragment)


@pytest.mark.parametrize(
    "text",
    [
        "Er is € 58.500.000 beschikbaar, of 58.5 miljoen.",
        "In 2020-2021 waren er 20.493 plekken te weinig, in 2019 nog 12.209.",
        "Op 08-12-2020 en 2021-02-01 is erover gesproken.",
        "CBS 80590ned, 37789ksz en Kamerstuk 35 883 nr. 1, 25295-988.",
        "Stb. 2021, 309 en Stcrt. 2021, 2100.",
        "bsn 111222334 klopt niet, en 123456789 ook niet",
        "rekening NL91 ABNA 1417 1643 01 bestaat niet",
        "Postbus 20018, 2500 EA Den Haag",
        "https://zoek.officielebekendmakingen.nl/kst-31524-465.html",
        "Van 25.000 tot 30.000 mensen; 112 en 113 worden vaker gebeld.",
    ],
)
def test_what_points_at_nobody_is_left_alone(text: str) -> None:
    assert personal_data(text) == []


def test_real_texts_raise_no_false_alarm() -> None:
    read = 0
    for path in [*_MONITOR.rglob("*.yaml"), *_MONITOR.rglob("*.md"), *_EXAMPLE.glob("*.yaml")]:
        found = personal_data(path.read_text(encoding="utf-8"))
        assert found == [], (path.name, found)
        read += 1
    assert read > 150


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    for each in personal_data(text):
        assert each.fragment in text
