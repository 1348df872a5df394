"""Following by mail in a real browser, without JavaScript: from the form to the last letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mail_server import Post, mail_server
from serving import serving

pytestmark = pytest.mark.browser
STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"


@dataclass
class Site:
    address: str
    home: Path
    post: Post


@pytest.fixture
def site(tmp_path: Path, browser: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with a mail server and an edition that is yet to come out."""
    home = tmp_path / "home"
    shutil.copytree(STARTER, home / "monitor")
    with mail_server() as post:
        for name, value in {
            "DUIDELIJK_HOME": str(home),
            "DUIDELIJK_ADDRESS": "https://monitor.example.nl",
            "DUIDELIJK_SMTP_HOST": "127.0.0.1",
            "DUIDELIJK_SMTP_PORT": str(post.port),
            "DUIDELIJK_SMTP_SECURITY": "none",
        }.items():
            monkeypatch.setenv(name, value)
        _duidelijk("freeze", "2030-1")
        _duidelijk("freeze", "2030-2", "--for-review")
        for address in serving(home):
            yield Site(address, home, post)


def _duidelijk(*given: str) -> None:
    subprocess.run([sys.executable, "-m", "duidelijk", *given], check=True, env=os.environ)


def _link(site: Site, address: str) -> str:
    """The link of the letter to an address, or of its foot, at the site of this test."""
    text = site.post.to(address)[-1].get_content()
    path = re.search(r"https://monitor\.example\.nl(\S*/volgen/(?:bevestigen|afmelden)/\S+)", text)
    assert path, text
    return f"{site.address}{path[1]}"


def _problems(page: Any, name: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    problems = [f"{name}: {found.generate_report()}"] if found.violations_count else []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*problems, f"{name} is {wide} pixels too wide"] if wide > 0 else problems


@pytest.mark.parametrize(("root", "width"), [("", 360), ("/en", 1280)])
def test_somebody_follows_and_stops_without_javascript(
    browser: Any, site: Site, root: str, width: int
) -> None:
    english = bool(root)
    # axe itself needs a page that runs scripts: the flow is in one without, the look in another
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    looking = browser.new_context(viewport={"width": width, "height": 900})
    page, look, problems = context.new_page(), looking.new_page(), list[str]()
    page.set_default_timeout(10_000)

    page.goto(f"{site.address}{root}/edities")
    page.click(f'main a[href="{root}/volgen"]')
    look.goto(page.url)
    problems += _problems(look, "the form")
    page.fill("#adres", "ann@voorbeeld")  # a browser takes it, we do not
    page.check("#thema-wonen")
    page.click("main form button")
    alert = page.locator("[role=alert]")
    assert ("not an e-mail address" if english else "geen e-mailadres") in alert.inner_text()
    assert page.is_checked("#thema-wonen") and page.input_value("#adres") == "ann@voorbeeld"
    look.fill("#adres", "ann@voorbeeld")
    look.click("main form button")
    look.wait_for_selector("[role=alert]")
    problems += _problems(look, "the form with a problem")

    page.fill("#adres", "ann@example.nl")
    page.click("main form button")
    assert page.url == f"{site.address}{root}/volgen/gevraagd"

    confirming = _link(site, "ann@example.nl")
    look.goto(confirming)
    problems += _problems(look, "the button to confirm")
    page.goto(confirming)
    page.click("main form button")
    assert page.inner_text("h1") == ("You follow us" if english else "U volgt ons")
    assert ("Housing" if english else "Wonen") in page.inner_text("main")
    look.goto(confirming)
    problems += _problems(look, "confirmed")

    _duidelijk("publish", "2030-2")
    letter = site.post.to("ann@example.nl")[-1]
    assert ("May 2030" if english else "mei 2030") in letter["Subject"]
    stopping = _link(site, "ann@example.nl")
    look.goto(stopping)
    problems += _problems(look, "the button to stop")
    page.goto(stopping)
    page.click("main form button")
    stopped = "You get no more mail" if english else "U krijgt geen mail meer"
    assert page.inner_text("h1") == stopped
    look.goto(stopping)
    problems += _problems(look, "stopped")
    assert problems == []
    assert context.cookies() == looking.cookies() == []
    context.close()
    looking.close()
