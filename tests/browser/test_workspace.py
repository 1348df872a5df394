"""The workspace in a real browser: coming in, writing, choosing, publishing; axe on every page."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import serving

pytestmark = pytest.mark.browser

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"
PASSWORD = "paard batterij nietje"
DESK = "/werkplek/edities/2030-1"
DECLARED = "/werkplek/declaraties"


class Site:
    """A running site with an edition in review, and a way in for people of every role."""

    def __init__(self, address: str, home: Path) -> None:
        self.address, self.home = address, home

    def command(self, *given: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "duidelijk", *given],
            env={**os.environ, "DUIDELIJK_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def invited(self, name: str, *roles: str) -> str:
        given = [each for role in roles for each in ("--role", role)]
        given += ["--name", name, "--organisation", "VNG", "--kind", "association"]
        told = self.command("people", "invite", f"{name}@example.nl", *given)
        found = re.search(r"/account/uitnodiging/\S+", told)
        assert found
        return found[0]


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


def _code(secret: str) -> str:
    """The code of an authenticator app at this moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(key, moment, hashlib.sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def _page(browser: Any, width: int = 1280, javascript: bool = True) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.errors = []
    page.on("console", lambda each: page.errors.append(each.text) if each.type == "error" else None)
    return page


def _join(page: Any, site: Site, link: str) -> None:
    page.goto(f"{site.address}{link}")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{site.address}/account/2fa/totp/activate/")
    page.fill("#id_code", _code(page.inner_text(".secret").strip()))
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Herstelcodes")


def _problems(page: Any, path: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    problems = [f"{path}: {found.generate_report()}"] if found.violations_count else []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*problems, f"{path} is {wide} pixels too wide"] if wide > 0 else problems


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_the_workspace_is_accessible(browser: Any, site: Site, width: int) -> None:
    page, problems = _page(browser, width), list[str]()
    link = site.invited(f"toets-{width}", "administrator", "editor", "publisher")
    for path in (link, "/account/login/", "/en/account/login/", "/account/geen-uitnodiging"):
        page.goto(f"{site.address}{path}")
        problems += _problems(page, path)
    page.errors.clear()  # the last of these is a 403, as it should be
    _join(page, site, link)
    paths = ["/werkplek", "/werkplek/mensen", "/werkplek/mensen/uitnodigen", "/werkplek/logboek"]
    paths += ["/werkplek/mensen/organisatie", "/werkplek/mensen/1", "/werkplek/taken"]
    desk = "/werkplek/edities/2030-2"
    paths += ["/werkplek/edities", desk, f"{desk}/opvallend", f"{desk}/tekst/opening/nl"]
    paths += [DECLARED, f"{DECLARED}/indicator/stress", f"{DECLARED}/nieuw/indicator"]
    paths += [f"{DECLARED}/monitor/monitor", f"{DECLARED}/indeling/leeftijd"]
    paths += [f"{DECLARED}/bestand/monitor.yaml"]
    paths += ["/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/webauthn/add/"]
    paths += ["/account/password/change/", "/account/3rdparty/", "/account/logout/"]
    for path in [*paths, *(f"/en{each}" for each in paths)]:
        answer = page.goto(f"{site.address}{path}")
        assert answer.status == 200, path
        problems += _problems(page, path)
    assert problems == []
    assert page.errors == []


def test_an_edition_is_written_chosen_and_published(browser: Any, site: Site) -> None:
    editor, publisher = _page(browser), _page(browser)
    _join(editor, site, site.invited("anna", "editor"))
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
    _join(publisher, site, site.invited("pim", "publisher"))
    publisher.goto(f"{site.address}{DESK}")
    publisher.click("text=Goedkeuren en uitgeven")
    until = time.monotonic() + 60
    while not (site.home / "editions" / "2030-1").is_dir() and time.monotonic() < until:
        time.sleep(0.3)
    publisher.goto(f"{site.address}/edities/2030-1")
    assert publisher.inner_text(".editors") == "Wat we zien."
    assert editor.errors == publisher.errors == []


def test_writing_works_without_javascript(browser: Any, site: Site) -> None:
    page = _page(browser, javascript=False)
    _join(page, site, site.invited("zonder", "editor"))
    page.goto(f"{site.address}/werkplek/edities/2030-2/tekst/opening/nl")
    page.fill("#text", "Zonder *script*.")
    page.click("button[name=look]")
    assert page.inner_text("#voorbeeld") == "Zonder script."
    assert page.input_value("#text") == "Zonder *script*."
    page.click("button[name=save]")
    assert "Opgeslagen." in page.content()


@pytest.mark.parametrize(("width", "front"), [(1280, ""), (360, "/en")])
def test_a_declaration_is_changed_and_put_back(
    browser: Any, site: Site, width: int, front: str
) -> None:
    path = site.home / "monitor/indicators/stress.yaml"
    before = path.read_text()
    page, problems = _page(browser, width, javascript=False), list[str]()
    _join(page, site, site.invited(f"declaratie-{width}", "editor"))
    with_script = _page(browser, width)  # axe itself is a script
    with_script.context.add_cookies(page.context.cookies())

    def looked_at(name: str) -> None:
        with_script.goto(f"{site.address}/werkplek")  # so that its stylesheets are found
        with_script.set_content(page.content(), wait_until="domcontentloaded")
        problems.extend(each for each in _axe(with_script, name))

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


def _axe(page: Any, name: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    return [f"{name}: {found.generate_report()}"] if found.violations_count else []
