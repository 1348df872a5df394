"""A municipality reports on a telephone; everybody reads the picture."""

from __future__ import annotations

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
_AREAS = """
from duidelijk.web.local.commands import enter_example
enter_example()
from duidelijk.web.accounts.models import Organisation
Organisation.objects.create(name="Gemeente Ede", kind="municipality", region="GM0228")
"""


@pytest.fixture(scope="module")
def site(corona_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("local") / "home"
    home.mkdir()
    for name in ("editions", "figures"):
        shutil.copytree(corona_home / name, home / name)
    done = subprocess.run(
        [sys.executable, "-c", _AREAS],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    for address in serving(home):
        yield Site(address, home)


def _accessible(page: Any, address: str) -> None:
    page.goto(address)
    problems = problems_of(page, address)
    assert not problems, problems[0]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "path", ["/lokaal", "/en/lokaal/thema/mentale_weerbaarheid", "/lokaal/gebied/GM0228"]
)
def test_everybody_reads_the_picture(site: Site, browser: Any, path: str, width: int) -> None:
    page = new_page(browser, width, True)
    _accessible(page, site.address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_municipality_reports_on_a_telephone(site: Site, browser: Any) -> None:
    told = site.command(
        *("people", "invite", "ede@example.nl", "--role", "participant", "--name", "Ede"),
        *("--organisation", "Gemeente Ede", "--kind", "municipality"),
    )
    link = next(each for each in told.split() if "/account/uitnodiging/" in each)
    page = new_page(browser, 360, True)
    join(page, site, link[link.index("/account") :])
    page.goto(f"{site.address}/werkplek/lokaal/melden")
    page.check("input[name=local_theme][value=onderwijs]")
    page.fill("#id_local_what", "Leerlingen komen niet terug na de vakantie.")
    for name, value in (
        ("trend", "risen"),
        ("bearing", "worse"),
        ("spread", "some"),
        ("public", "public"),
    ):
        page.check(f"input[name=local_{name}][value={value}]")
    page.click("main button:text-is('Meld het')")
    page.wait_for_selector("text=Uw melding telt nu mee")
    here = str(page.url)
    desk = f"{site.address}/werkplek/lokaal"
    english = here.replace(site.address, f"{site.address}/en")
    for address in (here, english, desk, f"{desk}/melden", f"{desk}/eigen", f"{desk}/beeld"):
        _accessible(page, address)
    page.goto(here)
    page.click("main button:text-is('Neem terug')")
    page.wait_for_selector("text=telt niet meer mee")
