"""Leading and taking part in a session in real browsers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workspace_site import Site, join, new_page

CORONA = Path(__file__).resolve().parents[1] / "src/duidelijk/monitors/corona"
EDITION, ITEM = "2021-2", "Tekort aan stages in het mbo"
PERSPECTIVES = ("policy", "practice", "governing", "science", "lived_experience", "data")
KINDS = ("ministry", "ggd", "municipality", "knowledge_institute", "experience_experts", "police")


class Facilitator:
    """Who leads, on a large screen."""

    def __init__(self, browser: Any, site: Site) -> None:
        self.site = site
        self.page = new_page(browser)
        join(self.page, site, site.invited("leider", "facilitator"))

    def begin(self) -> None:
        """Opens a session on the edition in review."""
        page = self.page
        page.goto(f"{self.site.address}/werkplek/sessies/nieuw?editie={EDITION}")
        page.fill("#id_session_question", "Wat betekent deze periode voor jongeren?")
        page.fill("#id_session_starts", "2021-04-28T10:00")
        for each in PERSPECTIVES:
            page.fill(f"#id_wanted_{each}", "2")
        page.check("#id_session_example")
        page.click("main button[type=submit]")
        page.wait_for_url("**/agenda")
        self.base = page.url.removesuffix("/agenda")

    def compose(self) -> None:
        """Two striking developments, and a figure of one's own choice put first."""
        page = self.page
        for box in page.locator("input[name=development]").all()[:2]:
            box.check()
        page.click("button[name=compose]")
        page.fill("#id_proposal_title", ITEM)
        address = f"{self.site.address}/werkplek/bekijk/{EDITION}/indicator/stagetekort_mbo"
        page.fill("#id_proposal_address", address)
        page.click("button[name=add]")
        for _ in range(2):
            page.click(f"[aria-label='Omhoog: {ITEM}']")
        assert page.locator("ol.numbered > li").first.inner_text().startswith(ITEM)

    def invite(self, name: str, perspective: str, kind: str) -> str:
        """The link of somebody who is invited."""
        page = self.page
        page.goto(f"{self.base}/mensen")
        page.fill("#id_name", name)
        page.fill("#id_guest_organisation", f"Organisatie {kind}")
        page.select_option("#id_guest_kind", kind)
        page.select_option("#id_perspective", perspective)
        page.click("main form:has(#id_name) button[type=submit]")
        return str(page.input_value("input.link"))

    def anew(self, name: str) -> str:
        """Another link of somebody who lost the way in."""
        self.page.goto(f"{self.base}/mensen")
        self.page.click(f"button[aria-label='Opnieuw laten binnenkomen: {name}']")
        return str(self.page.input_value("input.link"))

    def go(self, button: str) -> None:
        """Brings the session on."""
        self.page.goto(self.base)
        self.page.click(f"button:has-text('{button}')")
        self.page.wait_for_load_state()


def come_in(browser: Any, link: str, javascript: bool = True) -> Any:
    """A telephone on which somebody took up their link."""
    page = new_page(browser, 360, javascript)
    page.goto(link)
    page.click("main button[type=submit]")
    page.wait_for_url("**/sessie/*")
    return page


_LOADED_ANEW = ("interrupted by another navigation", "ERR_ABORTED")


def visit(page: Any, address: str) -> None:
    """Goes to a page, also where the one that is open loads itself anew: the session went on."""
    from playwright.sync_api import Error

    try:
        page.goto(address)
    except Error as error:
        if not any(each in str(error) for each in _LOADED_ANEW):
            raise
        page.wait_for_load_state()
        page.goto(address)


def home_of(page: Any) -> str:
    """The address where a participant starts."""
    before, _, after = page.url.partition("/sessie/")
    return f"{before}/sessie/{after.split('/')[0].split('?')[0].split('#')[0]}"
