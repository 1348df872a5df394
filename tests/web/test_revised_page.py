"""What was revised since the edition before, apart from what changed."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.foundation.home import Home


def get(site: Client, path: str) -> str:
    response = site.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def main(body: str) -> str:
    """The text of the page itself."""
    part = body.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


def test_it_counts_by_indicator_and_tells_the_largest(merged_site: Client) -> None:
    body = get(merged_site, "/edities/2022-1/bijgesteld")
    text = main(body)
    assert "Vergeleken met editie juni 2021 , zoals die is vastgelegd." in text
    assert "Mensen met bijstand per gemeente 5 0 1" in text
    assert "Ernstige eenzaamheid 0 4 0" in text
    assert "Samen 5 4 1" in text
    assert (
        "Nederland, 2020 421.230 personen Kerncijfers per gemeente, 2021-03-26 , 26 maart 2021 "
        "429.655 personen Kerncijfers per gemeente, 2022-05-02 , 2 mei 2022 "
        "+8.425 personen (+2,0 %)"
    ) in text
    order = [
        text.index(f"{name}, 2020 ")
        for name in ("Nederland", "Amsterdam-Amstelland", "Amsterdam", "Rotterdam")
    ]
    assert order == sorted(order)
    assert 'href="https://example.org/verzonnen-2022-05-02"' in body
    for link in re.findall(r'href="(/edities/2022-1/indicator/[^"]+)"', body):
        get(merged_site, link)


def test_it_says_the_same_in_english(merged_site: Client) -> None:
    text = main(get(merged_site, "/en/edities/2022-1/bijgesteld"))
    assert "Revised since the previous edition" in text
    assert "Compared with edition June 2021 , as it was sealed." in text
    assert "The Netherlands, 2020 421,230 people" in text
    assert "+8,425 people (+2.0%)" in text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/edities/2021-1/bijgesteld", "Dit is de eerste editie."),
        ("/en/edities/2021-1/bijgesteld", "This is the first edition."),
        ("/bijgesteld", "Geen enkel cijfer uit de vorige editie is bijgesteld, anders afgerond"),
        ("/en/bijgesteld", "No figure of the previous edition was revised, rounded differently"),
    ],
)
def test_nothing_to_tell_is_said_plainly(merged_site: Client, path: str, words: str) -> None:
    body = get(merged_site, path)
    assert words in main(body)
    assert "<table" not in body


def test_it_is_kept_apart_from_what_changed(merged_site: Client) -> None:
    text = main(get(merged_site, "/edities/2022-1/bijgesteld"))
    assert "Het is iets anders dan veranderd" in text
    assert not re.search(r"gestegen|gedaald|gunstig|aantoonbaar", text)


def test_the_front_page_and_the_archive_lead_to_it(merged_site: Client) -> None:
    front = get(merged_site, "/edities/2022-1")
    assert "5 cijfers uit de vorige editie zijn bijgesteld." in main(front)
    assert 'href="/edities/2022-1/bijgesteld"' in front
    assert "bijgesteld" not in main(get(merged_site, "/edities/2021-1"))
    assert "Geen enkel cijfer uit de vorige editie is bijgesteld." in main(get(merged_site, "/"))
    archive = get(merged_site, "/edities")
    assert re.search(r'href="/edities/2022-1/bijgesteld">[^<]+</a>: 5<', archive)
    assert 'href="/edities/2021-1/bijgesteld"' not in archive


def test_without_the_edition_before_it_is_against_what_was_known_then(
    merged_home: Path, tmp_path: Path, settings: object
) -> None:
    from duidelijk.catalogue.reading import monitor_from
    from duidelijk.cli.freezing import freeze_edition
    from duidelijk.editions.freezing import read_document
    from duidelijk.figures.store import FigureStore

    home = Home(tmp_path / "home")
    shutil.copytree(Home(merged_home).figures, home.figures)
    declarations = read_document(merged_home / "editions" / "2022-1" / "catalogue.json")
    monitor, store = monitor_from(declarations), FigureStore(home.figures)
    plan = next(each for each in monitor.editions if each.id == "2022-1")
    freeze_edition(home, monitor, declarations, plan, store.figures(), store.releases())
    settings.HOME = home  # type: ignore[attr-defined]
    text = main(get(Client(HTTP_HOST="127.0.0.1"), "/bijgesteld"))
    assert "wat er bekend was op 15 juni 2021." in text
    assert "Samen 5 4 1" in text
