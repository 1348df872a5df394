"""A whole session in real browsers: twelve people of six perspectives, from agenda to report."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest

from serving import serving
from session_room import (
    CORONA,
    EDITION,
    ITEM,
    KINDS,
    PERSPECTIVES,
    Facilitator,
    come_in,
    home_of,
    visit,
)
from workspace_site import Site, new_page, problems_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Site]:
    """A site of which the edition of April 2021 is in review."""
    home = tmp_path_factory.mktemp("session") / "home"
    apart = shutil.ignore_patterns("written")
    shutil.copytree(CORONA, home / "monitor", ignore=apart)
    before = Site("", home)
    before.command("freeze", "2021-1")
    before.command("freeze", EDITION, "--for-review")
    for address in serving(home):
        yield Site(address, home)


@pytest.fixture(scope="module")
def lead(browser: Any, site: Site) -> Facilitator:
    """Who leads every session of the site."""
    return Facilitator(browser, site)


def _write(page: Any, at: int) -> None:
    """Writes alone, and hands in."""
    page.click(f"a:has-text('{ITEM}')")
    page.fill("#seen", f"Wat deelnemer {at} ziet")
    page.fill("#explained", "Bedrijven zijn dicht" if at % 3 else "Niemand begeleidt op afstand")
    page.check("input[name=serious][value=serious]")
    page.check("input[name=confidence][value=likely]")
    page.check("input[name=expected][value=falls]")


@pytest.mark.long
def test_words_on_a_device_are_of_one_person_and_never_thrown_away(
    browser: Any, site: Site, lead: Facilitator
) -> None:
    lead.begin()
    lead.compose()
    links = [lead.invite(f"Gast {at}", "policy", "ministry") for at in range(2)]
    page = come_in(browser, links[0])
    lead.go("Begin de eerste ronde")
    home = home_of(page)
    page.goto(home)
    page.click(f"a:has-text('{ITEM}')")
    here = page.url

    page.context.set_offline(True)
    page.fill("#seen", "Ingeleverd zonder verbinding")
    page.wait_for_selector("text=staan op dit toestel")
    page.click("button[name=done]", no_wait_after=True)
    page.wait_for_timeout(1000)  # nothing loads
    page.context.set_offline(False)
    page.goto(home)
    assert "nog niet verstuurd" in page.inner_text("main ol")
    page.goto(here)
    assert page.input_value("#seen") == "Ingeleverd zonder verbinding"
    page.wait_for_selector("#bewaard:has-text('Bewaard')")
    assert "nog niet verstuurd" not in _read(page, home)

    page.goto(here)
    page.context.set_offline(True)
    page.fill("#explained", "Alleen op dit toestel")
    page.wait_for_selector("text=staan op dit toestel")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(links[1])  # somebody else takes the same telephone
    page.click("main button[type=submit]")
    page.wait_for_url("**/sessie/*")
    page.goto(here)
    assert page.input_value("#seen") == page.input_value("#explained") == ""
    page.wait_for_timeout(1500)  # long enough to send what would be theirs
    assert "dit toestel" not in page.inner_text("main")

    lead.page.goto(lead.base)
    assert "nog aan het schrijven: 1" in lead.page.inner_text("main")
    lead.page.check("input[name=sure]")
    lead.page.click("button:has-text('Leg alles open')")
    page.goto(f"{home}/mijn")
    page.check("input[name=sure]")
    page.click("main button.danger")
    page.wait_for_selector("h1:has-text('vergeten')")
    assert page.evaluate("Object.keys(localStorage).length") == 1, "the words of the first alone"

    page.goto(lead.anew("Gast 0"))
    page.click("main button[type=submit]")
    page.wait_for_url("**/sessie/*")
    page.goto(here)
    box = page.locator("#ander")
    kept = [each.input_value() for each in box.locator("textarea").all()]
    assert kept == ["Ingeleverd zonder verbinding", "Alleen op dit toestel"]
    assert problems_of(page, "words on the device") == []
    box.get_by_role("button", name="Weggooien").first.click()
    box.get_by_role("button", name="Alsnog gebruiken").click()
    assert page.input_value("#text") == "Alleen op dit toestel"
    assert page.input_value("#said") == "explained"
    assert not box.is_visible()
    page.click("button:has-text('Plaatsen')")
    page.wait_for_selector("#gesprek :text('Alleen op dit toestel')")
    page.reload()
    assert not box.is_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k !== 'sessie-onderweg')") == []
    page.goto("about:blank")


def _read(page: Any, address: str) -> str:
    page.goto(address)
    return str(page.inner_text("main"))


def test_twelve_people_from_agenda_to_the_published_page(
    browser: Any, site: Site, lead: Facilitator
) -> None:
    lead.begin()
    lead.compose()
    lead.page.goto(lead.base)
    assert "Nog uit te nodigen" in lead.page.inner_text("main")
    links = [
        lead.invite(f"Deelnemer {at}", PERSPECTIVES[at // 2], KINDS[at // 2]) for at in range(12)
    ]
    door = new_page(browser, 360)
    problems = _looked_at(door, links[11])
    problems += _looked_at(door, f"{site.address}/sessie/kom/no-such-link")
    problems += _looked_at(door, f"{site.address}/sessie/1")
    door.errors.clear()  # the last two are refused
    people = [come_in(browser, link, javascript=at != 5) for at, link in enumerate(links)]
    again = new_page(browser, 360)
    again.goto(links[0])
    assert "werkt niet" in again.inner_text("h1")  # a link works once
    lead.page.goto(lead.base)
    assert "12 nu aanwezig" in lead.page.inner_text("main")
    parts = ("", "/gegevens", "/agenda", "/mensen", "/mensen/lijst", "/uitkomst", "/verslag")
    for path in (*parts, "/zaal", "/uitkomst/nieuw/conclusion", "/uitkomst/nieuw/question"):
        problems += _looked_at(lead.page, f"{lead.base}{path}")
    for path in ("/werkplek/sessies", "/werkplek/sessies/nieuw"):
        problems += _looked_at(lead.page, f"{site.address}{path}")
    for path in ("", "/inbrengen", "/mijn"):
        problems += _looked_at(people[8], f"{home_of(people[8])}{path}")

    people[1].get_by_role("link", name="Zelf een punt inbrengen").click()
    people[1].fill("#id_proposal_title", "Eenzaamheid")
    people[1].click("main button[type=submit]")
    lead.page.goto(f"{lead.base}/agenda")
    lead.page.click("button:has-text('Op de agenda')")

    lead.go("Begin de eerste ronde")
    for page in people:
        visit(page, home_of(page))
    for at, page in enumerate(people):
        _write(page, at)
    people[3].context.set_offline(True)
    people[3].fill("#hit", "Zonder verbinding geschreven")
    people[3].wait_for_selector("text=staan op dit toestel")
    people[3].context.set_offline(False)
    people[3].wait_for_selector("#bewaard:has-text('Bewaard')")
    problems += problems_of(people[2], "alone")
    for page in people:
        page.click("button[name=done]")
        page.wait_for_url("**/sessie/*")
    people[4].click(f"a:has-text('{ITEM}')")
    assert "Wat deelnemer 4 ziet" in people[4].inner_text("main")
    assert "Wat deelnemer 3 ziet" not in people[4].content()

    problems += _looked_at(people[8], people[4].url)
    lead.go("Leg alles open")
    lead.page.goto(f"{lead.base}/zaal")
    lead.page.click(f"button:has-text('1. {ITEM}')")
    lead.page.click("text=5 min")
    assert "Wat deelnemer 11 ziet" in lead.page.inner_text("#zaalgesprek")
    problems += problems_of(lead.page, "room")
    for page in people:
        visit(page, home_of(page))
        page.click(f".now a, ol a:has-text('{ITEM}')")
    order = lead.page.get_by_role("link", name="Ordenen")
    order.click()
    _read_as(
        lead.page, "Bedrijven die dicht zijn nemen geen stagiairs aan.", "Bedrijven zijn dicht"
    )
    _read_as(lead.page, "Op afstand begeleiden lukt niet.", "Niemand begeleidt op afstand")
    problems += problems_of(lead.page, "order")
    for at, page in enumerate(people):
        if at == 5:
            page.reload()  # without scripts nothing comes by itself
        reading = page.locator(".readings article").first
        reading.locator("textarea[name^=reason]").fill("Wij zien iets anders" if at > 9 else "")
        reading.get_by_role("button", name="oneens" if at > 9 else "eens", exact=True).click()
    for page in people[:5]:
        page.wait_for_selector(".weigh [aria-pressed=true]")
    problems += problems_of(people[0], "together")
    problems += _looked_at(people[8], people[0].url)

    room = new_page(browser, 1600)
    room.context.add_cookies(lead.page.context.cookies())
    room.goto(f"{lead.base}/zaal")
    people[6].fill("#text", "Dit zegt iemand in de zaal")
    began = time.monotonic()
    people[6].click("button:has-text('Plaatsen')")
    for page in (room, people[0], people[11]):
        page.wait_for_selector("text=Dit zegt iemand in de zaal")
    assert time.monotonic() - began < 5  # what it takes is measured in bench/sessions.py

    lead.go("Laat iedereen opnieuw schatten")
    visit(people[2], home_of(people[2]))
    people[2].click(f"a:has-text('{ITEM}')")
    people[2].check("input[name=serious][value=noticeable]")
    people[2].click("button[name=done]")
    lead.go("Leg de nieuwe schattingen open")

    lead.page.goto(f"{lead.base}/agenda")
    item = lead.page.locator("ol.numbered form").first.get_attribute("action").rsplit("/", 1)[1]
    lead.page.goto(f"{lead.base}/ordenen/{item}")
    lead.page.locator("button[name=conclude]").first.click()
    lead.page.goto(f"{lead.base}/uitkomst")
    lead.page.locator("main").get_by_role("link", name="Veranderen").click()
    lead.page.fill("#text_en", "Companies that are closed take no interns.")
    lead.page.get_by_label("Jongeren", exact=True).check()
    lead.page.check("input[name=confidence][value=likely]")
    lead.page.check("input[name=expected][value=falls]")
    problems += problems_of(lead.page, "outcome")
    lead.page.click("main form button[type=submit]")
    for kind, text in (("signal", "Maak stages mogelijk."), ("question", "Wie stopt er?")):
        lead.page.goto(f"{lead.base}/uitkomst/nieuw/{kind}")
        lead.page.fill("#text_nl", text)
        lead.page.get_by_label("Onderwijs", exact=True).check()
        lead.page.click("main form button[type=submit]")
    for at, page in enumerate(people):
        visit(page, f"{home_of(page)}/verslag")
        page.get_by_label("oneens" if at > 9 else "eens", exact=True).first.check()
        if at > 9:
            page.locator("textarea[name^=reason-]").first.fill("Te stellig")
        page.get_by_role("button", name="Bewaar wat ik vind").first.click()
    for page in people[:8]:
        visit(page, f"{home_of(page)}/verslag")
        page.check("input[name=agrees][value=yes]")
        page.click("button:has-text('Versturen')")
        page.wait_for_selector("text=dat is bewaard")
    problems += _looked_at(people[8], f"{home_of(people[8])}/verslag")
    waiting, typing = people[2], people[3]
    for page in (waiting, typing):
        visit(page, f"{home_of(page)}/verslag")
    typing.fill("#opmerking", "Nog niet verstuurd")
    lead.go("Stel het verslag vast")
    waiting.wait_for_selector("main:not(:has(#opmerking))")  # it loads itself anew
    typing.wait_for_selector("#verder:visible")
    assert typing.input_value("#opmerking") == "Nog niet verstuurd"
    lead.page.goto(f"{lead.base}/verslag")
    assert "Concept" not in lead.page.inner_text("main")
    assert all(not page.errors for page in (lead.page, room, people[0], people[6], people[11]))
    assert problems == []

    for page in (lead.page, room, again, door, *people):
        page.goto("about:blank")  # none of them asks for anything any more
    site.command("publish", EDITION)
    _public(browser, site)


def _public(browser: Any, site: Site) -> None:
    """What readers see of it, in both languages."""
    page = new_page(browser, 360)
    page.goto(f"{site.address}/edities/{EDITION}/thema/onderwijs/duiding")
    told = page.inner_text("main")
    assert "Bedrijven die dicht zijn nemen geen stagiairs aan." in told
    assert "Te stellig" in told
    assert "Nagespeelde sessie" in told
    assert not re.search(r"Deelnemer \d", told)
    problems = problems_of(page, "duiding")
    page.goto(f"{site.address}/en/edities/{EDITION}/thema/onderwijs/duiding")
    assert "Companies that are closed take no interns." in page.inner_text("main")
    assert problems + problems_of(page, "duiding, English") == []


def _looked_at(page: Any, address: str) -> list[str]:
    """The problems of a page in Dutch on a large screen, and in English on a small one."""
    found, before = [], page.viewport_size
    for width, language in ((1280, ""), (360, "/en")):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(re.sub(r"(?<=\d)/(?=werkplek|sessie)", f"{language}/", address, count=1))
        found += problems_of(page, f"{language}{address} at {width}")
    page.set_viewport_size({"width": before["width"], "height": 900})
    page.goto(address)
    return found


def _read_as(page: Any, title: str, of: str) -> None:
    """Puts every statement with these words under a reading."""
    page.fill("#titel", title)
    for box in page.locator(f"li:has-text('{of}') input[name=statement]").all():
        box.check()
    page.click("button[name=new]")
    page.wait_for_selector(f"h2:has-text('{title}')")
