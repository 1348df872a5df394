"""A running site with a workspace, and ways into it, for the tests with a real browser."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PASSWORD = "paard batterij nietje"


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

    def joined(self, browser: Any, name: str, role: str) -> str:
        """Makes an account without a second factor; gives its e-mail address."""
        page = new_page(browser)
        page.goto(f"{self.address}{self.invited(name, role)}")
        page.fill("#id_password", PASSWORD)
        page.click("main button[type=submit]")
        page.context.close()
        return f"{name}@example.nl"

    def forgot(self, email: str) -> str:
        """The address of a link to set a new password."""
        found = re.search(
            r"/account/nieuw-wachtwoord/\S+", self.command("people", "new-password", email)
        )
        assert found
        return found[0]

    def ask(self, browser: Any, text: str) -> str:
        """Asks a question as a reader does; gives the address of its answer."""
        page = new_page(browser)
        page.goto(f"{self.address}/vraag/over/opvallend")
        page.fill("#vraag", text)
        page.click("form.ask button[type=submit]")
        address = str(page.url)
        page.context.close()
        return address


_SENT_WITHIN = 7
"""Seconds in which a browser on a busy machine sends a form."""


def one_time_code(secret: str) -> str:
    """The code of an authenticator app at this moment (RFC 6238), with some of its time left: at
    the end of its thirty seconds it would be too old by the time it is sent.
    """
    left = 30 - time.time() % 30
    if left < _SENT_WITHIN:
        time.sleep(left)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(key, moment, hashlib.sha1).digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def new_page(browser: Any, width: int = 1280, javascript: bool = True) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.errors = []
    page.on("console", lambda each: page.errors.append(each.text) if each.type == "error" else None)
    return page


def join(page: Any, site: Site, link: str) -> None:
    page.goto(f"{site.address}{link}")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{site.address}/account/2fa/totp/activate/")
    page.fill("#id_code", one_time_code(page.inner_text(".secret").strip()))
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Herstelcodes")


def problems_of(page: Any, path: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]})
    problems = [f"{path}: {found.generate_report()}"] if found.violations_count else []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*problems, f"{path} is {wide} pixels too wide"] if wide > 0 else problems
