"""A real server and a real browser; both skip with a reason where Chromium is missing."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from serving import serving
from session_report import report, sealed

# Django's test fixtures object to the event loop that Playwright's synchronous interface runs
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _chromium() -> str:
    named = os.environ.get("DUIDELIJK_TEST_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("google-chrome")
    if not found or not Path(found).exists():
        pytest.skip("no Chromium (install it, or set DUIDELIJK_TEST_CHROMIUM)")
    return found


def _until_loaded(act: Callable[..., Any], page_of: Callable[[Any], Any]) -> Callable[..., Any]:
    """``act``, and then the whole of the page it led to. By itself it is done once an answer
    begins to come in, and on a busy machine the page is still empty then.
    """

    @functools.wraps(act)
    def acted(itself: Any, *given: Any, **named: Any) -> None:
        act(itself, *given, **named)
        page_of(itself).wait_for_load_state()

    return acted


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, in which whoever clicks waits for the page to be there."""
    path = _chromium()
    from playwright.sync_api import Locator, Page, sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        for name in ("click", "press"):
            for kind, page_of in ((Page, lambda each: each), (Locator, lambda each: each.page)):
                patched.setattr(kind, name, _until_loaded(getattr(kind, name), page_of))
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def served(corona_home: Path) -> Iterator[str]:
    """The address of ``duidelijk serve`` on the five editions."""
    _chromium()
    yield from serving(corona_home)


@pytest.fixture(scope="session")
def served_merged(merged_home: Path) -> Iterator[str]:
    """The same on editions of municipalities that merged, and of figures that were revised."""
    _chromium()
    yield from serving(merged_home)


@pytest.fixture(scope="session")
def served_duiding(corona_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same on two editions, of which the first was talked about in a played session."""
    _chromium()
    home = tmp_path_factory.mktemp("duiding")
    sealed(corona_home, home / "editions", report(example=True))
    sealed(corona_home, home / "editions", id_="2021-3")
    yield from serving(home)


@pytest.fixture
def open_duiding(browser: Any, served_duiding: str) -> Iterator[Callable[..., Any]]:
    """As ``open_page``, of the site of ``served_duiding``."""
    yield from _opener(browser, served_duiding)


@pytest.fixture
def open_page(browser: Any, served: str) -> Iterator[Callable[..., Any]]:
    """Opens a path of the site: ``open_page(path, width=360, dark=True, javascript=False)``."""
    yield from _opener(browser, served)


@pytest.fixture
def open_merged(browser: Any, served_merged: str) -> Iterator[Callable[..., Any]]:
    """As ``open_page``, of the site of ``served_merged``."""
    yield from _opener(browser, served_merged)


def _opener(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    contexts = []

    def open_(path: str, *, width: int = 1280, dark: bool = False, javascript: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{site}{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
