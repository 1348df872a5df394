"""Markdown becomes blocks: nothing lost, no level of heading left out."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duidelijk.publish.documents.blocks import Block
from duidelijk.publish.documents.written import opening_of, written

from .conftest import HOSTILE


def _none(indicator: str, words: str) -> Block | None:
    return None


def _drawn(indicator: str, words: str) -> Block | None:
    return {"kind": "figure", "title": [indicator], "alt": words}


def _headings(blocks: list[Block]) -> list[int]:
    found = []
    for each in blocks:
        if each["kind"] == "heading":
            found.append(each["level"])
        found += _headings(each.get("blocks", []))
        for item in each.get("items", []):
            found += _headings(item)
    return found


def test_styles_links_and_lists_are_kept() -> None:
    blocks = written(
        "Een **vet** woord, [een adres](https://a.nl/) en *schuin*.\n\n1. a\n2. b", _none, under=1
    )
    runs: list[Any] = blocks[0]["runs"]
    assert {"text": "vet", "strong": True} in runs
    assert {"text": "een adres", "link": "https://a.nl/"} in runs
    assert {"text": "schuin", "emphasis": True} in runs
    assert blocks[1]["kind"] == "list" and blocks[1]["ordered"]
    assert [item[0]["runs"][0]["text"] for item in blocks[1]["items"]] == ["a", "b"]


def test_a_chart_stands_under_its_paragraph_and_one_that_is_not_there_is_left_out() -> None:
    text = "Kijk ![zo](indicator:x) hier."
    first, second = written(text, _drawn, under=1)
    assert "".join(each["text"] for each in first["runs"]) == "Kijk  hier."
    assert second["figures"] == [{"kind": "figure", "title": ["x"], "alt": "zo"}]
    assert len(written(text, _none, under=1)) == 1


def test_addresses_within_the_site_are_words_on_paper() -> None:
    (block,) = written("[thema](/thema/gedrag) [anker](#x)", _none, under=1)
    assert not any("link" in each for each in block["runs"] if isinstance(each, dict))


@given(st.lists(st.integers(1, 6), max_size=8), st.integers(1, 2))
def test_no_level_of_heading_is_left_out(levels: list[int], under: int) -> None:
    text = "\n\n".join(f"{'#' * level} kop" for level in levels)
    last = under
    for level in _headings(written(text, _none, under=under)):
        assert under < level <= last + 1 or level == 4 == last
        last = level


@given(st.text(max_size=200))
def test_anything_typed_becomes_blocks(text: str) -> None:
    written(text, _drawn, under=1)


def test_an_opening_is_cut_between_paragraphs_and_never_empty() -> None:
    blocks = written("# Kop\n\n" + "\n\n".join(["woord " * 50] * 5) + HOSTILE, _none, under=1)
    assert [each["kind"] for each in opening_of(blocks, 700)] == ["paragraph"] * 2
    assert len(opening_of(blocks, 1)) == 1
    assert opening_of([], 100) == []
