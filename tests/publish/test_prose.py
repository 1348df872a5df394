"""Editors' Markdown: what becomes of it, and what is kept out."""

from __future__ import annotations

import pytest

from duidelijk.publish.prose import charts, to_html


def test_headings_start_below_those_of_the_page() -> None:
    assert to_html("# Kop") == "<h3>Kop</h3>\n"
    assert to_html("###### Kop") == "<h6>Kop</h6>\n"


def test_html_is_shown_as_typed() -> None:
    assert "<script>" not in to_html("<script>alert(1)</script> en <b>vet</b>")
    assert "&lt;b&gt;vet" in to_html("<script>alert(1)</script> en <b>vet</b>")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x"]
)
def test_addresses_that_run_something_are_no_links(address: str) -> None:
    assert "<a " not in to_html(f"[klik]({address})")
    assert "<a " not in to_html(f"<{address}>")


@pytest.mark.parametrize(
    "address", ["/thema/gedrag", "https://www.cbs.nl/", "mailto:a@example.nl", "#tabel", "en/x:y"]
)
def test_ordinary_addresses_are_links(address: str) -> None:
    assert f'<a href="{address}">' in to_html(f"[klik]({address})")


def test_charts_in_a_text_are_found_with_their_words() -> None:
    text = "Zie ![hoe eenzaam](indicator:eenzaam) en ![](indicator:vacatures)."
    assert list(charts(text)) == [("eenzaam", "hoe eenzaam"), ("vacatures", "")]
