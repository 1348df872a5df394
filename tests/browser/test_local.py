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
from pathlib import Path
import duidelijk
from duidelijk.catalogue import read_monitor
from duidelijk.web.local.commands import enter_example
enter_example(read_monitor(Path(duidelijk.__file__).parent / "monitors" / "corona"))
from duidelijk.web.accounts.models import Organisation
Organisation.objects.create(name="Gemeente Ede", kind="municipality", region="GM0228")
Organisation.objects.create(name="Gemeente Breda", kind="municipality", region="GM0758")
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
    "path",
    [
        "/lokaal",
        "/en/lokaal/thema/mentale_weerbaarheid",
        "/lokaal/gebied/GM0228",
        "/lokaal/wegwijzer",
        "/en/lokaal/monitor/1",
    ],
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


_LIST = "code;naam;definitie;eenheid;populatie\nK1;Klachten;Aandeel met klachten;%;Volwassenen\n"
_FIGURES = "jaar;gemeente;indicator;waarde\n" + "".join(
    f"{year};Breda;K1;{value}\n" for year, value in enumerate(range(10, 22), 2009)
)


def test_a_municipality_offers_what_it_measures(site: Site, browser: Any, tmp_path: Path) -> None:
    (tmp_path / "lijst.csv").write_text(_LIST, "utf-8")
    (tmp_path / "cijfers.csv").write_text(_FIGURES, "utf-8")
    told = site.command(
        *("people", "invite", "breda@example.nl", "--role", "participant", "--name", "Breda"),
        *("--organisation", "Gemeente Breda", "--kind", "municipality"),
    )
    link = next(each for each in told.split() if "/account/uitnodiging/" in each)
    page = new_page(browser, 360, True)
    join(page, site, link[link.index("/account") :])
    monitors = f"{site.address}/werkplek/lokaal/monitors"
    _accessible(page, monitors)
    _accessible(page, f"{monitors}/nieuw")
    page.fill("#id_monitor_title", "Bredase peiling")
    page.check("input[name=monitor_public][value=public]")
    page.set_input_files("#file", tmp_path / "lijst.csv")
    page.click("main button:text-is('Opslaan')")
    page.wait_for_selector("text=De monitor is bewaard")
    here = str(page.url)
    _accessible(page, here)
    page.click("main a:text-is('Klachten')")
    page.wait_for_selector("legend:has-text('naast een landelijke')")
    _accessible(page, str(page.url))
    page.check("input[name=match_kind][value=direction]")
    page.select_option("#id_match_indicator", "psychisch_ongezond")
    page.click("main button:text-is('Opslaan')")
    page.wait_for_selector("text=Alleen in richting vergelijkbaar")
    _accessible(page, f"{here}/cijfers")
    page.set_input_files("#file", tmp_path / "cijfers.csv")
    page.click("main button:text-is('Bekijk het bestand')")
    page.wait_for_selector("text=Neem de cijfers over")
    _accessible(page, str(page.url))
    page.click("main button:text-is('Neem de cijfers over')")
    page.wait_for_selector("text=12 cijfers zijn overgenomen")
    for address in (here, here.replace("/werkplek", "/en/werkplek"), f"{here}/wijzigen"):
        _accessible(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto(f"{site.address}/lokaal/gebied/GM0758")
    assert "Bredase peiling" not in page.inner_text("h1")
    assert "gestegen" in page.inner_text("main")
    page.close()
