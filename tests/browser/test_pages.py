"""The pages in a real browser: without JavaScript, light to load, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_the_front_page_is_light_and_asks_nothing_of_others(browser: Any, served: str) -> None:
    for path in ("/", "/edities/2021-1", "/en/edities/2021-3"):
        page = browser.new_page()
        answers: list[Any] = []
        complaints: list[str] = []
        page.on("response", lambda answer, kept=answers: kept.append(answer))
        page.on("console", lambda message, said=complaints: said.append(message.text))
        page.goto(f"{served}{path}", wait_until="networkidle")
        transferred = sum(
            each.request.sizes()["responseBodySize"] + each.request.sizes()["responseHeadersSize"]
            for each in answers
        )
        assert all(each.url.startswith(served) for each in answers)
        assert all(each.status == 200 for each in answers)
        assert len(answers) <= 8
        assert transferred <= 100_000
        assert complaints == []
        page.close()


def test_a_description_for_search_engines_is_no_script_to_a_browser(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/indicator/inwoners")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.reload(wait_until="networkidle")
    block = page.locator('script[type="application/ld+json"]').text_content()
    assert '"@type":"Dataset"' in block
    assert complaints == []


def test_all_of_it_works_without_javascript(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus", javascript=False)
    assert page.locator("svg.chart-wide").first.is_visible()
    assert page.locator("svg.tiles").is_visible()
    page.get_by_text("De cijfers achter de grafiek").click()
    assert page.get_by_role("cell", name="57,2").first.is_visible()
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/edities/2021-3/indicator/zorgen_zorgen_over_coronavirus")
    page.get_by_role("link", name="Behaviour").first.click()
    assert page.get_by_role("heading", level=1).text_content() == "Behaviour and compliance"


def test_an_alderman_gets_from_the_front_page_to_the_reason_in_two_clicks(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/edities/2021-1")
    page.get_by_role("link", name="In januari 2021 waren er 337").first.click()
    assert "337" in page.locator(".answer").inner_text()
    page.get_by_role("link", name="Hetzelfde cijfer in andere publicaties").click()
    row = page.get_by_role("row", name="dec 2020")
    assert "368" in row.inner_text() and "476" in row.inner_text()


def test_a_phone_shows_the_narrow_chart_and_a_desk_the_wide_one(
    open_page: Callable[..., Any],
) -> None:
    path = "/edities/2021-1/indicator/werkloze_beroepsbevolking"
    for width, shown, hidden in ((360, "narrow", "wide"), (1280, "wide", "narrow")):
        page = open_page(path, width=width)
        assert page.locator(f"svg.chart-{shown}").first.is_visible()
        assert not page.locator(f"svg.chart-{hidden}").first.is_visible()


def test_back_returns_to_where_the_reader_was(open_page: Callable[..., Any]) -> None:
    page = open_page("/edities/2021-3/thema/gedrag")
    page.get_by_role("link", name="Vorige editie: april 2021").click()
    page.wait_for_url("**/edities/2021-2/thema/gedrag")
    page.go_back()
    page.wait_for_url("**/edities/2021-3/thema/gedrag")
    page.locator(".timeline [aria-current]", has_text="mei 2021").wait_for()


def test_a_figure_leads_to_its_history_by_keyboard_without_javascript(
    open_merged: Callable[..., Any],
) -> None:
    path = "/edities/2022-1/indicator/bijstand_personen_gemeente"
    page = open_merged(path, javascript=False)
    page.get_by_role("link", name="Alle publicaties van dit cijfer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cijfer/NL01/total/2021JJ00")
    page.get_by_role("link", name="2020", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cijfer/NL01/total/2020JJ00")
    row = page.get_by_role("row", name="2 mei 2022").first
    assert "+8.425" in row.inner_text()
    page.get_by_role("link", name="English").click()
    assert "revised: +8,425" in page.get_by_role("row", name="2 May 2022").first.inner_text()


def test_a_narrow_table_is_stacked_and_still_read_as_a_table(
    open_merged: Callable[..., Any],
) -> None:
    for width in (360, 1280):
        page = open_merged("/edities/2022-1/bijgesteld", width=width)
        row = page.get_by_role("row", name="Rotterdam, 2020")
        assert row.get_by_role("cell").count() == 3
        assert row.get_by_role("cell").first.is_visible()
