"""axe on every type of page, in both languages, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

PAGES = {
    "front": "/edities/2021-1",
    "newest": "/",
    "theme": "/edities/2021-3/thema/gedrag",
    "indicator": "/edities/2021-1/indicator/werkloze_beroepsbevolking",
    "survey": "/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus",
    "context": "/indicator/inwoners",
    "gap": "/indicator/vacatures",
    "figure": "/edities/2021-1/indicator/werkloze_beroepsbevolking/cijfer/NL01/total/2020MM12",
    "striking": "/edities/2021-1/opvallend",
    "explained": "/edities/2021-1/opvallend/hoe",
    "to expect": "/verwacht",
    "groups": "/edities/2021-1/groep",
    "group": "/edities/2021-3/groep/jongeren",
    "maps": "/kaart",
    "map": "/edities/2021-3/kaart/zorgen_zorgen_over_coronavirus/veiligheidsregio",
    "map of change": "/edities/2021-1/kaart/draagvlak_avondklok/veiligheidsregio/verandering",
    "map of municipalities": "/kaart/bijstand_personen_gemeente/gemeente",
    "compare": "/vergelijk",
    "compared": "/edities/2021-3/vergelijk/zorgen_zorgen_over_coronavirus"
    "/zorgen_zorgen_over_coronavirus~NL01~leeftijd:16-24/bijstand_personen/onzin",
    "plain": "/edities/2021-1/thema/werk_inkomen/in-gewone-taal",
    "embedded": "/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus/inbed",
    "local, nothing reported": "/lokaal",
    "search": "/zoek?q=jeugd",
    "nothing found": "/zoek?q=eenzaamheit",
    "glossary": "/begrippen",
    "about": "/over-de-cijfers",
    "api": "/api",
    "ask": "/vraag/over/groep/jongeren",
    "questions": "/vragen",
    "follow without mail": "/volgen",
    "asked to follow": "/volgen/gevraagd",
    "link that is too old": "/volgen/bevestigen/onzin",
    "stopped": "/volgen/afmelden/onzin",
    "municipality": "/regio/GM0794",
    "region": "/edities/2021-3/regio/VR14",
    "regions": "/edities/2021-3/regio",
    "track record": "/trefzekerheid",
    "since the edition": "/sinds-de-editie",
    "nothing revised": "/bijgesteld",
    "difference": "/edities/2021-2/verschil",
    "no difference": "/edities/2021-1/verschil",
    "gaps": "/ontbreekt",
    "sources": "/bronnen",
    "data": "/edities/2021-3/gegevens",
    "archive": "/edities",
    "reading": "/leeswijzer",
    "accessibility": "/toegankelijkheid",
    "not found": "/thema/gedrog",
}


_COUNT = "indicator/bijstand_personen_gemeente"
MERGED = {
    "revised": "/edities/2022-1/bijgesteld",
    "revised figure": f"/edities/2022-1/{_COUNT}/cijfer/NL01/total/2020JJ00",
    "carried figure": f"/edities/2022-1/{_COUNT}/cijfer/GM1979/total/2020JJ00",
    "municipalities": f"/edities/2022-1/{_COUNT}",
}
"""Pages that say more where municipalities merged and figures were revised."""


DUIDING = {
    "front with duiding": "/edities/2021-2",
    "theme with duiding": "/edities/2021-2/thema/gedrag",
    "theme without duiding": "/edities/2021-2/thema/onderwijs",
    "duiding of a theme": "/edities/2021-2/thema/gedrag/duiding",
    "duiding": "/edities/2021-2/duiding",
    "no duiding": "/duiding",
    "session": "/edities/2021-2/duiding/jongeren",
    "group with duiding": "/edities/2021-2/groep/jongeren",
    "what became of it": "/duiding/achteraf",
}
"""Pages that say what people made of the figures."""


def address(path: str, language: str) -> str:
    if language == "nl":
        return path
    return "/en" if path == "/" else f"/en{path}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(open_page: Callable[..., Any], name: str, language: str) -> None:
    _accessible(open_page, address(PAGES[name], language))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", MERGED)
def test_a_page_of_mergers_is_accessible(
    open_merged: Callable[..., Any], name: str, language: str
) -> None:
    _accessible(open_merged, address(MERGED[name], language))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", DUIDING)
def test_a_page_of_duiding_is_accessible(
    open_duiding: Callable[..., Any], name: str, language: str
) -> None:
    _accessible(open_duiding, address(DUIDING[name], language))


_SAMPLE = """
for (const many of document.querySelectorAll('tbody, svg.tiles, ul.regions')) {
  [...many.children].slice(30).forEach(each => each.remove());
}
"""
"""Hundreds of rows, tiles or links that are made alike are checked by the first thirty."""


def _accessible(open_page: Callable[..., Any], path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    english = path.startswith("/en")
    page = open_page(path)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    _fits(page)
    page.evaluate(_SAMPLE)

    # over the two languages every width meets both themes
    for width, dark in ((1280, english), (360, not english)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        found = Axe().run(
            page,
            options={
                "runOnly": [
                    "wcag2a",
                    "wcag2aa",
                    "wcag21a",
                    "wcag21aa",
                    "wcag22aa",
                    "best-practice",
                ],
                "resultTypes": ["violations"],  # of what is in order no list is made
            },
        )
        assert found.violations_count == 0, f"{width} {dark}: {found.generate_report()}"


def _fits(page: Any) -> None:
    """No width makes the page scroll sideways."""
    for width in (1280, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_keyboard_reaches_everything_in_order(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-1/indicator/zorgen_zorgen_over_coronavirus")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", reached[-1]
        if reached[-1] == "De cijfers achter de grafiek":
            break
    page.keyboard.press("Enter")
    assert page.locator("details[open] table").first.is_visible()


def test_a_screen_reader_hears_the_chart_as_a_sentence(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-1/indicator/werkloze_beroepsbevolking")
    chart = page.get_by_role("img").first
    assert chart.evaluate("each => each.tagName") == "svg"
    described = chart.evaluate("each => each.querySelector('desc').textContent")
    assert "337" in described and "december 2020" in described
    headings = page.get_by_role("heading").all_text_contents()
    assert headings[0].startswith("Hoeveel mensen zijn werkloos?")
    assert {"Het verloop", "Hoe dit gemeten wordt"} <= set(headings)
