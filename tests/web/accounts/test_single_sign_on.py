"""Single sign-on against a second Django as identity provider, over HTTP on loopback."""

from __future__ import annotations

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from identity_provider import PASSWORD, SECRET

_PROVIDER = Path(__file__).parents[2] / "identity_provider.py"


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _duidelijk(environment: dict[str, str], *given: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "duidelijk", *given],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def site(
    corona_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a running site with single sign-on, and the environment of its commands."""
    folder = tmp_path_factory.mktemp("sso")
    (folder / "home").mkdir()
    (folder / "home" / "editions").symlink_to(corona_home / "editions")
    ours, theirs = _port(), _port()
    address = f"http://127.0.0.1:{ours}"
    environment = {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "DUIDELIJK_HOME": str(folder / "home"),
        "DUIDELIJK_ADDRESS": address,
        "DUIDELIJK_SECRET_KEY": "y" * 50,
        "DUIDELIJK_OIDC_ISSUER": f"http://127.0.0.1:{theirs}",
        "DUIDELIJK_OIDC_CLIENT_ID": "duidelijk",
        "DUIDELIJK_OIDC_CLIENT_SECRET": SECRET,
        "DUIDELIJK_OIDC_NAME": "Gemeente Helmond",
    }
    provider = subprocess.Popen(
        [sys.executable, str(_PROVIDER), str(theirs), "provider.db", address],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert provider.stdout is not None and provider.stdout.readline() == "ready\n"
    serving = subprocess.Popen(
        [sys.executable, "-m", "duidelijk", "serve", "--port", str(ours)], env=environment
    )
    try:
        for _ in range(200):
            try:
                httpx.get(f"{address}/gezondheid", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address, environment
    finally:
        for each in (serving, provider):
            each.terminate()
            each.wait(20)


@pytest.fixture
def browser() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True, timeout=20) as client:
        yield client


def _send(browser: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    """Send the first form of a page, but for those to sign out and of security keys."""
    form = next(
        each
        for each in re.findall(r"<form.*?</form>", page.text, re.S)
        if "post" in each.lower() and "logout" not in each and "mfa_login" not in each
    )
    action = re.search(r'action="([^"]+)"', form)
    pairs = re.findall(r'type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form)
    hidden = {name: html.unescape(value) for name, value in pairs}
    target = page.url.join(html.unescape(action[1])) if action else page.url
    return browser.post(target, data=hidden | fields, headers={"Referer": str(page.url)})


def _come_in(browser: httpx.Client, address: str, email: str, root: str = "") -> httpx.Response:
    """From our sign-in page to the provider's, and wherever that leads."""
    door = browser.get(f"{address}{root}/account/login/")
    assert "Gemeente Helmond" in door.text
    theirs = _send(browser, door)
    assert str(theirs.url.port) != address.rpartition(":")[2]
    return _send(browser, theirs, login=email, password=PASSWORD)


@pytest.fixture
def invited(site: tuple[str, dict[str, str]]) -> Callable[[str, str], None]:
    def invited(email: str, role: str) -> None:
        given = ("--name", email.partition("@")[0], "--organisation", "Helmond", "--role", role)
        _duidelijk(site[1], "people", "invite", email, *given)

    return invited


def test_who_was_invited_comes_in_without_a_password_here(
    site: tuple[str, dict[str, str]], browser: httpx.Client, invited: Callable[[str, str], None]
) -> None:
    address, environment = site
    invited("bea@helmond.nl", "editor")
    page = _come_in(browser, address, "bea@helmond.nl")
    assert (page.status_code, page.url.path) == (200, "/werkplek")
    assert "Dag, bea" in page.text, "an editor, and the provider sees to the second factor"
    assert "bea@helmond.nl  bea, Helmond: editor" in _duidelijk(environment, "people", "list")
    with httpx.Client(follow_redirects=True, timeout=20) as again:
        page = _come_in(again, address, "bea@helmond.nl", root="/en")
        assert page.url.path in ("/werkplek", "/en/werkplek")


def test_who_was_not_invited_stays_outside(
    site: tuple[str, dict[str, str]], browser: httpx.Client
) -> None:
    address, environment = site
    page = _come_in(browser, address, "ester@helmond.nl")
    assert (page.status_code, page.url.path) == (403, "/account/geen-uitnodiging")
    assert browser.get(f"{address}/werkplek").url.path == "/account/login/"
    assert "ester" not in _duidelijk(environment, "people", "list")


def test_an_address_that_is_not_verified_is_not_taken(
    site: tuple[str, dict[str, str]], browser: httpx.Client, invited: Callable[[str, str], None]
) -> None:
    address, environment = site
    invited("dirk@helmond.nl", "reader")
    page = _come_in(browser, address, "dirk@helmond.nl")
    assert (page.status_code, page.url.path) == (403, "/account/geen-uitnodiging")
    assert "dirk" not in _duidelijk(environment, "people", "list")
