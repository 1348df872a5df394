"""The workspace in a real browser: coming in, writing, choosing, publishing; axe on every page."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import serving
from workspace_site import Site, join, new_page, problems_of

pytestmark = pytest.mark.browser

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"
DESK = "/werkplek/edities/2030-1"
DATA = "/werkplek/gegevens"
DECLARED = "/werkplek/declaraties"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("workspace") / "home"
    shutil.copytree(STARTER, home / "monitor")
    declared = home / "monitor" / "monitor.yaml"
    plan = "  - {id: 2030-9, date: 2030-03-20, title: {nl: eerder, en: earlier}}\n"
    text = declared.read_text().replace("editions:\n", f"editions:\n{plan}")
    declared.write_text(f"rhythm: {{months: 2}}\n{text}")
    before = Site("", home)
    before.command("freeze", "2030-9")  # a site is only served once something is out
    before.command("freeze", "2030-1", "2030-2", "--for-review")
    declared.write_text(f"four_eyes: true\n{declared.read_text()}")
    for address in serving(home):
        yield Site(address, home)


@pytest.mark.long
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_the_workspace_is_accessible(browser: Any, site: Site, width: int) -> None:
    page, problems = new_page(browser, width), list[str]()
    link = site.invited(f"toets-{width}", "administrator", "editor", "publisher")
    lost = site.forgot(site.joined(browser, f"kwijt-{width}", "reader"))
    paths = [link, lost, f"/en{lost}", "/account/login/", "/en/account/login/"]
    site.ask(browser, "Klopt dit?")
    for path in (*paths, "/account/geen-uitnodiging"):
        page.goto(f"{site.address}{path}")
        problems += problems_of(page, path)
    page.errors.clear()  # the last of these is a 403, as it should be
    join(page, site, link)
    paths = ["/werkplek", "/werkplek/mensen", "/werkplek/mensen/uitnodigen", "/werkplek/logboek"]
    paths += ["/werkplek/mensen/organisatie", "/werkplek/mensen/1", "/werkplek/taken"]
    desk = "/werkplek/edities/2030-2"
    paths += ["/werkplek/vragen", "/werkplek/vragen/1", "/werkplek/bekijk/2030-2"]
    paths += ["/werkplek/bekijk/2030-2/opvallend", "/werkplek/bekijk/2030-2/verschil"]
    paths += ["/werkplek/edities", desk, f"{desk}/opvallend", f"{desk}/tekst/opening/nl"]
    paths += [DATA, f"{DATA}/invoer", f"{DATA}/invoer/stress", f"{DATA}/wachtend"]
    paths += [f"{DATA}/bestanden"]
    paths += [DECLARED, f"{DECLARED}/indicator/stress", f"{DECLARED}/nieuw/indicator"]
    paths += [f"{DECLARED}/monitor/monitor", f"{DECLARED}/indeling/leeftijd"]
    paths += [f"{DECLARED}/bestand/monitor.yaml"]
    paths += ["/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/webauthn/add/"]
    paths += ["/account/password/change/", "/account/logout/"]
    for path in [*paths, *(f"/en{each}" for each in paths)]:
        answer = page.goto(f"{site.address}{path}")
        assert answer.status == 200, path
        problems += problems_of(page, path)
    page.goto(f"{site.address}/werkplek/mensen")
    assert page.is_visible("nav.rooms a"), "the rooms can be reached at every width"
    page.click(f"text=kwijt-{width}")
    page.click("text=Link voor nieuw wachtwoord")
    assert "/account/nieuw-wachtwoord/" in page.input_value("input.link")
    problems += problems_of(page, "the link for a new password")
    assert problems == []
    assert page.errors == []


def test_a_new_password_is_set_and_a_question_answered(browser: Any, site: Site) -> None:
    page = new_page(browser)
    page.goto(f"{site.address}{site.forgot(site.joined(browser, 'vergeten', 'reader'))}")
    page.fill("#id_password", "vier heel andere woorden")
    page.click("main button[type=submit]")
    assert "Uw nieuwe wachtwoord is bewaard" in page.content()
    page.fill("input[name=login]", "vergeten@example.nl")
    page.fill("input[name=password]", "vier heel andere woorden")
    page.click("main form button[type=submit]:has-text('Inloggen')")
    assert "Dag, vergeten" in page.content()
    answered = site.ask(browser, "Waarom is dit zo?")
    editor = new_page(browser)
    join(editor, site, site.invited("antwoord", "editor"))
    editor.goto(f"{site.address}/werkplek/vragen")
    editor.click("li:has-text('Waarom is dit zo?') a")
    editor.fill("#answer", "Omdat het **zo** is.")
    editor.click("button[name=look]")
    assert editor.inner_text(".prose strong") == "zo"
    editor.click("button[name=save]")
    editor.goto(answered)
    assert editor.inner_text(".prose strong") == "zo"
    assert page.errors == editor.errors == []
    page.context.close()
    editor.context.close()


@pytest.mark.long
def test_an_edition_is_written_chosen_and_published(browser: Any, site: Site) -> None:
    editor, publisher = new_page(browser), new_page(browser)
    join(editor, site, site.invited("anna", "editor"))
    editor.goto(f"{site.address}{DESK}/tekst/opening/nl")
    editor.fill("#text", "Wat we **zien**.")
    editor.wait_for_selector("#voorbeeld strong")
    editor.goto(f"{site.address}{DESK}/tekst/opening/nl")
    assert editor.input_value("#text") == "Wat we **zien**.", "a closed window loses nothing"
    editor.click("button[name=save]")
    for name in ("theme.wonen", "theme.welzijn"):
        editor.goto(f"{site.address}{DESK}/tekst/{name}/nl")
        editor.fill("#text", f"Over {name}.")
        editor.click("button[name=save]")
    editor.goto(f"{site.address}{DESK}/opvallend")
    for each in editor.query_selector_all("input[value=in]"):
        each.check()
    editor.click("main form button[type=submit]")
    assert "Alles is klaar" in editor.content()
    join(publisher, site, site.invited("pim", "publisher"))
    publisher.goto(f"{site.address}{DESK}")
    publisher.click("text=Goedkeuren en uitgeven")
    until = time.monotonic() + 60
    while not (site.home / "editions" / "2030-1").is_dir() and time.monotonic() < until:
        time.sleep(0.3)
    publisher.goto(f"{site.address}/edities/2030-1")
    assert publisher.inner_text(".editors") == "Wat we zien."
    assert editor.errors == publisher.errors == []


def test_writing_works_without_javascript(browser: Any, site: Site) -> None:
    page = new_page(browser, javascript=False)
    join(page, site, site.invited("zonder", "editor"))
    page.goto(f"{site.address}/werkplek/edities/2030-2/tekst/opening/nl")
    page.fill("#text", "Zonder *script*.")
    page.click("button[name=look]")
    assert page.inner_text("#voorbeeld") == "Zonder script."
    assert page.input_value("#text") == "Zonder *script*."
    page.click("button[name=save]")
    assert "Opgeslagen." in page.content()


@pytest.mark.parametrize(
    ("width", "language", "javascript"), [(1280, "", False), (360, "/en", True)]
)
def test_figures_come_in_at_the_data_desk(
    browser: Any, site: Site, tmp_path: Path, width: int, language: str, javascript: bool
) -> None:
    """A figure is entered and confirmed by two, a file answered and imported.

    Axe, which itself needs JavaScript, looks at every page on the way, also with mistakes on it.
    """
    problems: list[str] = []
    english = bool(language)
    keeper, second = (new_page(browser, width, javascript) for _ in range(2))
    keeper.set_default_timeout(30_000)
    join(keeper, site, site.invited(f"kees-{width}", "editor"))
    join(second, site, site.invited(f"tom-{width}", "editor"))

    def looked(page: Any, where: str) -> None:
        if javascript:
            problems.extend(problems_of(page, where))

    # each stands out whichever of the two came first
    month, value = ("april 2030", "4.700.000") if english else ("mei 2030", "470.000.000")
    keeper.goto(f"{site.address}{language}{DATA}/invoer?zoek=schade")
    keeper.click("main ul a")
    keeper.fill("#id_period", month)
    keeper.fill("#id_value", "4.7oo.ooo")
    keeper.click("button[name=look]")
    looked(keeper, "a form with mistakes")
    keeper.fill("#id_value", value)
    keeper.fill("#id_title", "Schade")
    keeper.fill("#id_address", "https://example.org/schade")
    keeper.fill("#id_published", "2030-06-20")
    keeper.click("button[name=look]")
    keeper.check("input[name=accepted]")
    looked(keeper, "a figure that stands out")
    keeper.click("button[name=save]")
    keeper.click("main ul.plain a")
    assert keeper.query_selector("button[name=confirm]") is None, "nobody confirms their own"
    second.goto(keeper.url)
    looked(second, "a figure that waits")
    second.click("button[name=confirm]")
    assert ("confirmed" if english else "bevestigd") in second.inner_text("[role=status]")

    file = tmp_path / f"stress-{width}.csv"
    head = "Stress per provincie;;\nProvincie;18-34;Totaal\n"
    file.write_text(f"{head}Groningen;13,1;12,8\nUtrecht;x;9,{width % 7}\n", encoding="utf-8")
    keeper.goto(f"{site.address}{language}{DATA}/bestanden")
    keeper.set_input_files("#file", str(file))
    keeper.click("main form button[type=submit]")
    looked(keeper, "a proposal")
    keeper.fill("#fixed-period", "2030")
    keeper.fill("#fixed-indicator", "geluk")
    keeper.click("button[name=try]")
    looked(keeper, "answers with mistakes")
    keeper.fill("#fixed-indicator", "stress")
    keeper.select_option("#m-0", "withheld")
    keeper.select_option("#source", "verzonnen")
    keeper.fill("#title", f"Stress {width}")
    keeper.fill("#address", "https://example.org/stress")
    keeper.fill("#published", "2031-03" if english else "2031-02")
    keeper.click("button[name=try]")
    _until(keeper, "button[name=import]")
    looked(keeper, "a try")
    keeper.click("button[name=import]")
    _until(keeper, "text=/are stored|zijn opgeslagen/")
    looked(keeper, "an import")
    keeper.goto(f"{site.address}{language}{DATA}")
    assert f"Stress {width}" in keeper.content()
    looked(keeper, "the desk")
    assert problems == []


def _until(page: Any, selector: str) -> None:
    """Ask again, as somebody without JavaScript does, until a page shows something."""
    until = time.monotonic() + 60
    while page.query_selector(selector) is None and time.monotonic() < until:
        time.sleep(0.5)
        page.reload()
    assert page.query_selector(selector) is not None, page.inner_text("main")


@pytest.mark.parametrize(("width", "front"), [(1280, ""), (360, "/en")])
def test_a_declaration_is_changed_and_put_back(
    browser: Any, site: Site, width: int, front: str
) -> None:
    path = site.home / "monitor/indicators/stress.yaml"
    before = path.read_text()
    page, problems = new_page(browser, width, javascript=False), list[str]()
    join(page, site, site.invited(f"declaratie-{width}", "editor"))
    with_script = new_page(browser, width)  # axe itself is a script
    with_script.context.add_cookies(page.context.cookies())

    def looked_at(name: str) -> None:
        with_script.goto(f"{site.address}/werkplek")  # so that its stylesheets are found
        with_script.set_content(page.content(), wait_until="domcontentloaded")
        problems.extend(each for each in problems_of(with_script, name))

    look = "main form.declaring p.actions button[name=look]"
    page.goto(f"{site.address}{front}{DECLARED}")
    page.fill("#zoek", "stress")
    page.click("main form[role=search] button")
    page.click("main table a >> nth=0")
    page.fill("#veld-decimals", "9")
    page.click(look)
    assert page.get_attribute("#veld-decimals", "aria-invalid") == "true"
    assert page.input_value("#veld-decimals") == "9"
    looked_at("problems")
    page.fill("#veld-decimals", "2")
    page.click("details.later > summary")
    page.click("button[name=add][value=events]")
    page.fill("#veld-events-0-period", "2030MM02")
    page.fill("#veld-events-0-note-nl", "Het water stond hoog.")
    page.fill("#veld-events-0-note-en", "The water was high.")
    page.click(look)
    assert "decimals: 2" in page.inner_text(".difference .new >> nth=0")
    assert path.read_text() == before
    looked_at("difference")
    page.fill("#waarom", "Zo geeft de bron het.")
    page.click("button[name=save]")
    assert "decimals: 2" in path.read_text() and "2030MM02" in path.read_text()
    page.click("details.versions > summary")
    page.click("details.versions a >> nth=0")
    looked_at("version")
    page.click("main a[href*='kant=voor']")
    page.click("button[name=look]")
    page.fill("#waarom", "Toch niet.")
    page.click("button[name=save]")
    assert path.read_text() == before
    looked_at("file")
    assert problems == []
