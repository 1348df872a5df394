"""A copy of the site in a real browser, given by a plain web server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from static_site_running import exported, given_by_plain_server

pytestmark = pytest.mark.browser
PATHS = ("/", "/zoek", "/vergelijk", "/volgen", "/vragen", "/regio", "/indicator/stress")


@pytest.fixture(scope="module")
def copied(
    browser: Any, starter_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(starter_home, folder / "home")
    done = exported(folder / "home", folder / "site", "--edition", "2030-2")
    assert done.returncode == 0, done.stderr
    with given_by_plain_server(folder / "site") as address:
        yield address


def opened(browser: Any, width: int = 1280, javascript: bool = True) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript
    )
    page = context.new_page()
    page.asked, page.wrong = [], []
    page.on("request", lambda each: page.asked.append(each.url))
    page.on("console", lambda each: page.wrong.append(each.text) if each.type == "error" else None)
    return page


@pytest.mark.parametrize(("width", "root"), [(360, ""), (1280, "/en")])
def test_pages_are_accessible_and_ask_nothing_of_others(
    browser: Any, copied: str, width: int, root: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(browser, width)
    for path in PATHS:
        page.goto(f"{copied}{root}{path}")
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    assert page.wrong == []  # what the page itself forbids is told as an error
    assert all(each.startswith(copied) for each in page.asked)
    page.context.close()


def test_the_list_of_everything_is_narrowed_to_what_was_asked(browser: Any, copied: str) -> None:
    page = opened(browser)
    page.goto(f"{copied}/leeswijzer")
    page.fill("#q", "gelderland provincie niets")
    page.press("#q", "Enter")
    page.wait_for_url("**/zoek/?q=*")
    shown = page.locator(".results li:visible")
    assert page.input_value("#q-groot") == "gelderland provincie niets"
    assert shown.count() == 0 and page.is_visible("[data-none]")
    page.fill("#q-groot", "Gélderland provincie")
    assert shown.count() == 1
    assert page.locator("main section:visible").count() == 1
    assert page.is_hidden("[data-none]")
    shown.locator("a").click()
    page.wait_for_url("**/regio/PV25/")
    page.context.close()


def test_without_javascript_everything_is_listed(browser: Any, copied: str) -> None:
    page = opened(browser, 360, javascript=False)
    page.goto(f"{copied}/zoek?q=friesland")
    assert page.locator(".results li:visible").count() > 20
    assert page.is_hidden(".filter")
    page.goto(f"{copied}/vergelijk")
    assert page.locator("main form").count() == 0
    page.goto(f"{copied}/nergens")  # this server has a page of its own for that
    page.goto(f"{copied}/404.html")
    assert page.locator("main a").count() > 0
    page.context.close()
