"""Exploring with and without JavaScript: by keyboard, by pointer, by screen reader."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

WORRY = "zorgen_zorgen_over_coronavirus"
MAP = f"/edities/2021-3/kaart/{WORRY}/veiligheidsregio"


def focused(page: Any) -> str:
    """What has the keyboard, by its name."""
    found: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
        " || document.activeElement.placeholder || document.activeElement.tagName"
    )
    return " ".join(found.split())


def test_a_walk_over_the_front_page_by_keyboard_meets_everything_in_reading_order(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/edities/2021-3")
    met = []
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        met.append(focused(page))
        seen = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            " || document.activeElement.matches('.tile, .scroll')"
        )
        assert seen, met[-1]
    order = [
        "Naar de inhoud",
        "Sociale impact van corona",
        "Zoeken",
        "English",
        "Werk en inkomen",
        "Groepen",
        "mei 2021",
        "De hele lijst",
        "Jongeren",
        "Sla de kaart over, naar de tabel",
        "Bekijk wat er ontbreekt",
        "Klopt dit niet?",
        "Toegankelijkheid",
    ]
    places = [met.index(each) for each in order]
    assert places == sorted(places)
    # a map is one stop: its 25 areas follow by arrow
    assert sum("Nederland" in each and "%" in each for each in met) == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_menu_opens_by_keyboard_and_closes(
    open_page: Callable[..., Any], javascript: bool
) -> None:
    page = open_page("/edities/2021-3/groep/jongeren", width=360, javascript=javascript)
    menu = page.locator("#menu")
    assert menu.is_hidden()
    page.locator(".menu-open").focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert menu.is_hidden()
    page.locator(".menu-open").click()
    menu.get_by_role("link", name="Kaarten").click()
    page.wait_for_url("**/edities/2021-3/kaart")
    assert page.locator("#menu").is_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.locator("#menu").is_visible() and page.locator(".menu-open").is_hidden()


def test_an_open_menu_never_lies_over_what_has_the_keyboard(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-3", width=360)
    page.locator(".menu-open").click()
    # past every place of the menu and the ones that open, close and leave it
    for _ in range(page.locator("#menu a").count() + 3):
        page.keyboard.press("Tab")
    assert page.locator("#menu").is_hidden()
    page.set_viewport_size({"width": 800, "height": 600})
    page.locator(".menu-open").click()
    page.set_viewport_size({"width": 1280, "height": 800})
    menu = page.locator("#menu")
    assert menu.evaluate("each => getComputedStyle(each).position") == "fixed"
    assert menu.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.locator(".menu-close").click()
    assert menu.evaluate("each => getComputedStyle(each).position") == "static"


def test_long_lists_are_narrowed_while_typing(open_page: Callable[..., Any]) -> None:
    page = open_page("/regio", width=360)
    page.locator("#f-lijst").fill("SUDWEST")
    assert page.locator(".regions li:visible").all_inner_texts() == ["Súdwest-Fryslân"]
    page.locator("#f-lijst").fill("")
    assert page.locator(".regions li:visible").count() > 300
    page = open_page("/edities/2021-5/kaart/bijstand_personen_gemeente/gemeente")
    page.locator("#f-tabel").fill("den haag")
    assert page.locator("tbody tr:visible").count() == 1
    plain = open_page("/regio", javascript=False)
    assert plain.locator("#f-lijst").is_hidden()


def test_a_map_is_travelled_by_arrows_and_left_by_tab(open_page: Callable[..., Any]) -> None:
    page = open_page(MAP)
    page.locator(".tile").first.focus()
    first = focused(page)
    page.keyboard.press("ArrowDown")
    second = focused(page)
    assert second != first and "%" in second
    assert " ".join(page.locator(".tip").inner_text().split()) == second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    assert "%" not in focused(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio/VR*")


def test_a_screen_reader_hears_a_map_as_a_list_of_links(open_page: Callable[..., Any]) -> None:
    page = open_page(MAP)
    tree = page.locator("main").aria_snapshot()
    assert 'heading "Hoeveel mensen maken zich zorgen' in tree
    assert 'group "Maakt zich zorgen over het coronavirus, veiligheidsregio’s"' in tree
    assert 'link "Gooi en Vechtstreek: 57,3' in tree
    assert "geen aantoonbaar verschil met Nederland" in tree
    assert 'table "Maakt zich zorgen over het coronavirus' in tree
    assert 'row "Haaglanden' in tree


def test_a_screen_reader_hears_the_front_page_in_its_outline(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/edities/2021-1")
    levels = page.locator("main").evaluate(
        "each => [...each.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    tree = page.locator("body").aria_snapshot()
    for landmark in ("banner", "main", "contentinfo", "navigation", "search"):
        assert landmark in tree, landmark


def test_groups_switch_in_place_and_back_returns(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-3/groep/jongeren")
    page.mouse.move(200, 200)
    page.wait_for_selector("html[data-switching=ready]")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Ouderen", exact=True).click()
    page.wait_for_url("**/groep/ouderen")
    assert page.get_by_role("heading", level=1).inner_text() == "Ouderen"
    assert page.evaluate("window.stayed") is True  # no reload
    assert page.title().startswith("Ouderen")
    assert page.get_by_role("link", name="English").get_attribute("href").endswith("/groep/ouderen")
    page.go_back()
    page.wait_for_url("**/groep/jongeren")
    page.get_by_role("heading", level=1, name="Jongeren", exact=True).wait_for()


def test_the_line_of_time_goes_to_the_same_page_of_another_edition(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/edities/2021-3/groep/jongeren")
    page.mouse.move(200, 200)
    page.wait_for_selector("html[data-switching=ready]")
    page.locator(".timeline [aria-current]").focus()
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "april 2021"
    page.keyboard.press("Enter")
    page.wait_for_url("**/edities/2021-2/groep/jongeren")
    page.locator(".timeline [aria-current]", has_text="april 2021").wait_for()


def test_a_chart_is_read_by_arrows(open_page: Callable[..., Any]) -> None:
    page = open_page(f"/edities/2021-3/indicator/{WORRY}")
    page.locator("svg.chart-wide").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".tip").inner_text().startswith("20 apr 2021: 57,2")
    page.keyboard.press("ArrowLeft")
    assert page.locator("[aria-live=polite]").last.inner_text().startswith("30 mrt 2021: 58,0")
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    page.keyboard.press("ArrowRight")  # back over a point that was read before
    assert page.locator(".tip").inner_text().startswith("20 apr 2021: 57,2")


def test_a_point_tells_its_figure_to_the_pointer_every_time(open_page: Callable[..., Any]) -> None:
    page = open_page(f"/edities/2021-3/indicator/{WORRY}")
    point = page.locator("svg.chart-wide circle").last
    for _ in range(2):
        point.hover()
        assert page.locator(".tip").inner_text().startswith("20 apr 2021: 57,2")
        page.locator("h1").hover()
        assert page.locator(".tip").is_hidden()


def test_arrows_go_from_one_line_to_another(open_page: Callable[..., Any]) -> None:
    page = open_page(f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}~NL01~leeftijd:16-24")
    page.locator("svg.chart-wide").first.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("[aria-live=polite]").last.inner_text()
    page.keyboard.press("ArrowDown")
    second = page.locator("[aria-live=polite]").last.inner_text()
    assert "57,2" in first and "43,1" in second
    assert first.startswith("1 ") and second.startswith("2 ")


def test_a_series_in_the_list_lights_up_its_line(open_page: Callable[..., Any]) -> None:
    page = open_page(f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}~NL01~leeftijd:16-24")
    page.locator('[data-series="b"]').hover()
    assert page.locator("svg.chart-wide .series-a.faded").count() == 1
    assert page.locator("svg.chart-wide .series-b.faded").count() == 0


def test_a_term_is_explained_in_place_and_by_a_link_without_javascript(
    open_page: Callable[..., Any],
) -> None:
    path = "/edities/2021-1/indicator/werkloze_beroepsbevolking"
    page = open_page(path)
    term = page.locator("a.term").first
    term.click()
    assert page.url.endswith(path)
    assert page.locator(".meaning").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".meaning").count() == 0
    plain = open_page(path, javascript=False)
    plain.locator("a.term").first.click()
    assert "/begrippen#" in plain.url


def test_search_answers_while_typing_and_after_enter(open_page: Callable[..., Any]) -> None:
    page = open_page("/zoek")
    page.mouse.move(200, 200)
    page.wait_for_selector("html[data-switching=ready]")
    page.locator("#q-groot").press_sequentially("haaren", delay=20)
    page.get_by_role("link", name="Haaren", exact=True).wait_for()
    plain = open_page("/", javascript=False)
    plain.get_by_role("searchbox").fill("eenzaam")
    plain.get_by_role("searchbox").press("Enter")
    plain.wait_for_url("**/zoek?q=eenzaam")
    assert plain.get_by_role("link", name="Eenzaamheid", exact=True).is_visible()


def test_a_series_is_added_by_the_form_without_javascript(open_page: Callable[..., Any]) -> None:
    page = open_page(f"/edities/2021-3/vergelijk/{WORRY}", javascript=False)
    page.get_by_label("Indicator", exact=True).select_option(WORRY)
    page.get_by_label("Groep", exact=True).select_option("leeftijd:70+")
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url(f"**/vergelijk/{WORRY}/{WORRY}~NL01~leeftijd:70+")
    assert page.locator(".series-list li").count() == 2
    page.get_by_role("link", name="Haal weg").first.click()
    assert page.locator(".series-list li").count() == 1


def test_a_question_is_asked_without_javascript_and_waits(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-3/regio/VR14", javascript=False)
    page.get_by_role("link", name="Klopt dit niet?").click()
    page.get_by_label("Uw vraag").fill("Waarom is er niets te zeggen over mijn regio?")
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_url("**/vraag/*")
    assert page.get_by_text("Uw vraag is verstuurd").is_visible()
    assert page.get_by_text("Waarom is er niets te zeggen").is_visible()


def test_nothing_in_the_console_and_nothing_from_elsewhere(browser: Any, served: str) -> None:
    paths = ("/edities/2021-3", MAP, "/groep/jongeren", "/regio/GM0794", "/vergelijk", "/zoek?q=x")
    for path in paths:
        page = browser.new_page()
        complaints: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message, said=complaints: said.append(message.text))
        page.on("pageerror", lambda error, said=complaints: said.append(str(error)))
        page.on("request", lambda request, kept=asked: kept.append(request.url))
        page.goto(f"{served}{path}", wait_until="networkidle")
        assert complaints == [], path
        assert all(url.startswith(served) for url in asked), path
        page.close()


def test_paper_is_white_whatever_the_screen(open_page: Callable[..., Any]) -> None:
    colour = "each => getComputedStyle(each).color"
    light = open_page(MAP).locator("h1").evaluate(colour)
    page = open_page(MAP, dark=True)
    assert page.locator("h1").evaluate(colour) != light
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("h1").evaluate(colour) == light, "else light letters on white paper"


def test_paper_and_forced_colours_keep_everything(browser: Any, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}{MAP}")
    page.emulate_media(media="print")
    assert page.locator(".menu").is_hidden() and page.locator(".menu-open").is_hidden()
    assert page.locator("svg.tiles").is_visible()
    assert page.locator("svg.facets.chart-wide").is_visible()
    page.emulate_media(media="screen", forced_colors="active")
    mark = page.locator(".tile use").first
    assert mark.evaluate("each => getComputedStyle(each).fill") not in ("none", "rgba(0, 0, 0, 0)")
    page.close()
