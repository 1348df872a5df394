"""Pieces of SVG cannot come out malformed, whatever the words in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from duidelijk.publish.charts.markup import element, picture, text

HOSTILE = "</title><script>alert('x')</script>&\"<!-- ]]>"
words = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


def drawn(title: str, description: str = "") -> ET.Element:
    return ET.fromstring(
        picture(10, 20, "", id_="c", title=title, description=description, class_="chart")
    )


def test_a_picture_is_one_image_with_a_name_and_a_description() -> None:
    svg = drawn("Titel", "Zin.")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "c-t c-d"
    named = {each.get("id"): each.text for each in svg}
    assert named == {"c-t": "Titel", "c-d": "Zin."}


def test_without_a_description_none_is_referred_to() -> None:
    svg = drawn("Titel")
    assert svg.get("aria-labelledby") == "c-t" and len(svg) == 1


@given(words, words)
def test_any_words_come_through_as_words(title: str, description: str) -> None:
    svg = drawn(title, description)
    assert [each.tag for each in svg] == (["title", "desc"] if description else ["title"])
    assert "".join(svg[0].itertext()) == title


def test_markup_in_words_is_no_markup() -> None:
    assert drawn(HOSTILE)[0].text == HOSTILE
    assert ET.fromstring(element("g", text(HOSTILE), id=HOSTILE)).get("id") == HOSTILE


def test_control_characters_do_not_break_a_picture() -> None:
    drawn("bel\x07")


def test_attributes_are_written_as_asked() -> None:
    made = element("rect", class_="a", stroke_width=1.50, x=0.1 + 0.2, missing=None)
    assert made == '<rect class="a" stroke-width="1.5" x="0.3"/>'
