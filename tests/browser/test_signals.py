"""A signal in real browsers, from a telephone to the public page; axe on all there is."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import serving
from workspace_site import Site, join, new_page, problems_of

pytestmark = pytest.mark.browser
_REGISTER = """
from duidelijk.web.agenda.commands import enter_example
enter_example("2021-1")
"""
TITLE = "Leerlingen zonder laptop missen lessen"


@pytest.fixture(scope="module")
def site(
    corona_home: Path, tmp_path_factory: pytest.TempPathFactory, browser: Any
) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("signals") / "home"
    home.mkdir()
    for name in ("editions", "figures"):
        shutil.copytree(corona_home / name, home / name)
    done = subprocess.run(
        [sys.executable, "-c", _REGISTER],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for address in serving(home):
        yield Site(address, home)


def _let_in(site: Site, browser: Any, name: str, role: str, **given: Any) -> Any:
    organisation = given.get("organisation", ("VNG", "association"))
    told = site.command(
        *("people", "invite", f"{name}@example.nl", "--role", role, "--name", name),
        *("--organisation", organisation[0], "--kind", organisation[1]),
    )
    link = next(each for each in told.split() if "/account/uitnodiging/" in each)
    page = new_page(browser, given.get("width", 1280), given.get("javascript", True))
    join(page, site, link[link.index("/account") :])
    return page


def _click(page: Any, words: str) -> None:
    page.click(f"main :is(a, button):text-is('{words}')")


def _looked_at(page: Any, path: str = "") -> None:
    """Nothing on the page is in anybody's way, here and in the other language."""
    here = str(page.url)
    address, _, rest = here.partition("/werkplek")
    for each in (here, f"{address}/en/werkplek{rest}") if rest or not path else (here,):
        if each != here:
            page.goto(each)
        problems = problems_of(page, each)
        assert not problems, problems[0]
    page.goto(here)


@pytest.mark.long
def test_a_signal_goes_the_whole_way(site: Site, browser: Any) -> None:
    ministry = ("Ministerie van OCW", "ministry")
    town = _let_in(
        site,
        browser,
        "ede",
        "participant",
        organisation=("Gemeente Ede", "municipality"),
        width=360,
        javascript=False,
    )
    editor = _let_in(site, browser, "redacteur", "editor")
    second = _let_in(site, browser, "tweede", "facilitator")
    asked = _let_in(site, browser, "ocw", "representative", organisation=ministry)
    publisher = _let_in(site, browser, "uitgever", "publisher")

    town.goto(f"{site.address}/werkplek/signalen/nieuw")
    town.fill("#id_signal_title", TITLE)
    town.fill("#id_signal_text", "Kinderen delen thuis een computer. Bel 06-12345678.")
    town.check("input[value=onderwijs]")
    _click(town, "Signaal melden")
    assert "06-12345678" in town.inner_text("[role=alert] code")
    town.errors.clear()  # a form that comes back has status 400
    town.fill("#id_signal_text", "Kinderen delen thuis een computer.")
    _click(town, "Signaal melden")
    town.wait_for_selector("text=Uw signaal is gemeld")
    desk = str(town.url)

    editor.goto(f"{site.address}/werkplek/signalen/geadresseerden")
    _looked_at(editor)
    editor.click("text=Ministerie van OCW")
    editor.select_option("#id_addressee_organisation", label="Ministerie van OCW")
    _click(editor, "Opslaan")
    editor.goto(desk)
    _click(editor, "Oppakken")
    _looked_at(editor)
    _click(editor, "Oppakken")
    _click(editor, "Iets vragen")
    editor.select_option("#id_ask_addressee", label="Ministerie van OCW")
    editor.fill("#id_ask_text", "Geef scholen geld voor laptops.")
    soon = (dt.date.today() + dt.timedelta(days=30)).isoformat()
    editor.fill("#id_ask_answer_by", soon)
    _looked_at(editor)
    editor.select_option("#id_ask_addressee", label="Ministerie van OCW")
    editor.fill("#id_ask_text", "Geef scholen geld voor laptops.")
    _click(editor, "Opslaan")
    _click(editor, "Signaalnota")
    assert "nog een concept" in editor.inner_text("main")
    _looked_at(editor)

    second.goto(desk)
    _click(second, "Instemmen met deze woorden")
    _click(second, "Instemmen met deze woorden")
    _click(second, "Voorleggen")
    _click(second, "Voorleggen")
    second.wait_for_selector("text=wacht op antwoord")

    asked.goto(f"{site.address}/werkplek/postvak")
    _looked_at(asked)
    asked.click(f"text={TITLE}")
    _click(asked, "Toezeggen")
    asked.fill("#id_step_reason", "Er komt 2,5 miljoen.")
    _click(asked, "Toezeggen")
    asked.click("main a.button:text-is('Actie vastleggen')")
    asked.fill("#id_action_title", "Laptops voor leerlingen")
    asked.fill("#id_action_money", "2,5 miljoen voor laptops")
    asked.fill("#id_action_aims", f"{site.address}/indicator/stagetekort_mbo")
    _click(asked, "Opslaan")
    _click(asked, "Mijlpaal toevoegen")
    asked.fill("#id_milestone_text", "De eerste laptops zijn geleverd")
    asked.fill("#id_milestone_due", soon)
    _click(asked, "Opslaan")
    _looked_at(asked)

    publisher.goto(desk)
    _click(publisher, "Signaal uitgeven")
    _looked_at(publisher)
    _click(publisher, "Uitgeven")
    publisher.wait_for_selector("text=Iedereen kan dit signaal nu zo lezen")

    reader = new_page(browser, 360, javascript=False)
    reader.goto(f"{site.address}/signalen")
    reader.fill("#woorden", "laptops")
    _click(reader, "Zoek")
    reader.click(f"text={TITLE}")
    told = reader.inner_text("main")
    for part in ("Er komt 2,5 miljoen.", "€ 2,5 miljoen", "niet waardoor het kwam"):
        assert part in told
    _click(reader, "Signaalnota")
    assert "Geef scholen geld voor laptops." in reader.inner_text("article.letter")
    for page in (town, editor, second, asked, publisher, reader):
        assert not page.errors, page.errors


@pytest.mark.parametrize("width", [1280, 360])
def test_public_pages_of_signals_are_accessible(site: Site, browser: Any, width: int) -> None:
    page, problems = new_page(browser, width), list[str]()
    paths = ["/signalen", "/signalen/1", "/signalen/2", "/signalen/1/nota/v1"]
    paths += ["/signalen/doelgroep/jongeren", "/signalen?q=niets&te-laat=1"]
    paths += ["/edities/2021-1/stand-van-de-signalen"]
    paths += ["/doen", "/doen/sociale_cohesie", "/doen/werk_inkomen"]
    paths += ["/signalen/besluiten", "/signalen/besluiten/tweede-kamer"]
    for path in [*paths, *(f"/en{each}" for each in paths)]:
        page.goto(f"{site.address}{path}")
        problems += problems_of(page, path)
    assert not problems, problems[0]
    assert not page.errors


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_the_desk_are_accessible(site: Site, browser: Any, width: int) -> None:
    page = _let_in(site, browser, f"kijker-{width}", "editor", width=width)
    paths = ["/werkplek/signalen", "/werkplek/signalen/nieuw", "/werkplek/signalen/overnemen"]
    paths += ["/werkplek/signalen/1", "/werkplek/signalen/1/woorden", "/werkplek/postvak"]
    paths += ["/werkplek/signalen/1/stap/signal/0/close", "/werkplek/signalen/1/samenvoegen"]
    paths += ["/werkplek/signalen/1/vraag/nieuw", "/werkplek/signalen/1/actie/nieuw"]
    paths += ["/werkplek/signalen/1/actie/1", "/werkplek/signalen/1/actie/1/mijlpaal"]
    paths += ["/werkplek/handelen", "/werkplek/handelen/nieuw", "/werkplek/handelen/1"]
    paths += ["/werkplek/handelen/1/woorden", "/werkplek/handelen/1/intrekken"]
    paths += ["/werkplek/overleg"]
    page.goto(f"{site.address}/werkplek/overleg")
    page.fill("#id_table_name", f"Stuurgroep {width}")
    _click(page, "Opslaan")
    paths.append(str(page.url).removeprefix(site.address))
    page.fill("#id_meeting_on", dt.date.today().isoformat())
    _click(page, "Opslaan")
    paths.append(str(page.url).removeprefix(site.address))
    problems = []
    for path in [*paths, *(f"/en{each}" for each in paths)]:
        page.goto(f"{site.address}{path}")
        problems += problems_of(page, path)
    assert not problems, problems[0]
    assert not page.errors, page.errors
