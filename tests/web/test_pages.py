"""What stands on the pages, in both languages, without a browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import read_monitor
from duidelijk.cli.monitors import shipped_monitor

_VOID = {"meta", "link", "path", "circle", "rect", "line", "use", "br", "img", "input"}


class Outline(HTMLParser):
    """Collects links, ids and headings, and complains of tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open and self.open[-1] == tag, f"</{tag}> closes <{self.open[-1:]}>"
        self.open.pop()


def outline(body: str) -> Outline:
    found = Outline()
    found.feed(body)
    assert found.open == []
    return found


def get(site: Client, path: str) -> str:
    response = site.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def _every_path() -> list[str]:
    monitor = read_monitor(shipped_monitor("corona"))
    paths = ["/", "/edities", "/edities/2021-1", "/ontbreekt", "/bronnen", "/leeswijzer"]
    paths += ["/toegankelijkheid", "/edities/2021-3/bronnen", "/edities/2021-3/ontbreekt"]
    paths += ["/bijgesteld", "/edities/2021-1/bijgesteld"]
    paths += [
        f"/edities/2021-3/indicator/{figure}"
        for figure in (
            "werkloze_beroepsbevolking/cijfer/NL01/total/2020MM12",
            "zorgen_zorgen_over_coronavirus/cijfer/NL01/leeftijd:70+/2021-04-20",
            "zorgen_zorgen_over_coronavirus/cijfer/VR25/total/2021-04-20",
            "inwoners/cijfer/GM0003/total/2020JJ00",
        )
    ]
    paths += [f"/thema/{theme.id}" for theme in monitor.themes]
    paths += [f"/edities/2021-3/thema/{theme.id}" for theme in monitor.themes]
    return paths


@pytest.mark.parametrize("path", _every_path())
@pytest.mark.parametrize("root", ["", "/en"])
def test_a_page_is_well_formed_with_one_h1_and_no_repeated_id(
    site: Client, path: str, root: str
) -> None:
    address = f"{root}{path}" if path != "/" else root or "/"
    body = get(site, address)
    found = outline(body)
    assert found.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(found.headings, found.headings[1:], strict=False))
    assert len(found.ids) == len(set(found.ids))
    assert f'<html lang="{"en" if root else "nl"}">' in body


@pytest.mark.parametrize("edition", ["2021-1", "2021-5"])
@pytest.mark.parametrize("root", ["", "/en"])
def test_every_indicator_has_a_page_without_none_or_nan(
    site: Client, edition: str, root: str
) -> None:
    for key in read_monitor(shipped_monitor("corona")).indicators:
        body = get(site, f"{root}/edities/{edition}/indicator/{key}")
        found = outline(body)
        assert len(found.ids) == len(set(found.ids)), key
        text = re.sub(r"<[^>]+>", " ", body)
        assert not re.search(r"\b(None|nan|NaN|inf|True|False)\b", text), key


@pytest.mark.long
@pytest.mark.django_db
def test_no_link_on_the_pages_is_dead(site: Client) -> None:
    seen: set[str] = set()
    queue, figures = ["/", "/en"], ["/bijgesteld"]
    while (queue and len(seen) < 400) or (figures and len(seen) < 440):
        # there are thousands of pages of one figure: a few of them, last
        path = queue.pop() if queue and len(seen) < 400 else figures.pop()
        if path in seen:
            continue
        seen.add(path)
        response = site.get(path)
        assert response.status_code == 200, path
        if "text/html" not in response["Content-Type"]:
            continue
        found = outline(response.content.decode())
        for link in found.links:
            if link.startswith(("http://", "https://")):
                continue
            target, _, fragment = link.partition("#")
            if fragment:
                elsewhere = outline(site.get(target).content.decode()) if target else found
                assert fragment in elsewhere.ids, f"{link} on {path}"
            if target.startswith("/"):
                (figures if "/cijfer/" in target else queue).append(target)
    assert len(seen) > 100


def test_unemployment_in_march_2021_says_368_and_476_and_why(site: Client) -> None:
    dutch = get(site, "/edities/2021-1/indicator/werkloze_beroepsbevolking")
    assert "368\xa0duizend personen" in dutch
    assert "476\xa0duizend personen" in dutch
    assert "anders gemeten" in dutch
    assert "er is op twee manieren gemeten" in dutch
    english = get(site, "/en/edities/2021-1/indicator/werkloze_beroepsbevolking")
    assert "measured in another way" in english
    assert "they were measured in two ways" in english


def test_a_figure_known_only_from_later_is_marked(site: Client) -> None:
    body = get(site, "/edities/2021-1/indicator/zorgen_zorgen_over_coronavirus")
    assert "Achteraf samengesteld: dit cijfer komt uit een publicatie van 4\xa0mei 2021." in body
    assert "Van de 25 getoetste regio’s veranderde het cijfer aantoonbaar in 7" in body


def test_a_known_by_then_figure_is_not_marked(site: Client) -> None:
    body = get(site, "/edities/2021-1/indicator/werkloze_beroepsbevolking")
    assert "dit cijfer komt uit een publicatie van" not in body


def test_bankruptcies_get_no_judgement(site: Client) -> None:
    body = get(site, "/edities/2021-1/indicator/faillissementen_bedrijven")
    assert "geen oordeel: een stijging kan goed of slecht nieuws zijn" in body
    assert 'class="mark good"' not in body
    assert 'class="mark bad"' not in body


def test_context_quantities_are_shown_and_not_judged(site: Client) -> None:
    body = get(site, "/indicator/inwoners")
    assert "krijgt zelf geen oordeel" in body
    assert "Aa en Hunze" in body
    assert "gestegen" not in body.partition('id="gemeten"')[0].partition("<main")[2]


def test_a_gap_names_its_intended_source(site: Client) -> None:
    body = get(site, "/indicator/vacatures")
    assert "geen cijfers" in body
    assert "Beoogde bron: CBS" in body


def test_the_language_switch_leads_to_the_same_page_and_back(site: Client) -> None:
    for path in ("/", "/edities/2021-3/thema/gedrag", "/leeswijzer"):
        english = "/en" if path == "/" else f"/en{path}"
        assert f'href="{english}"' in get(site, path)
        assert f'href="{path}"' in get(site, english)


def test_moving_between_editions_keeps_the_subject(site: Client) -> None:
    body = get(site, "/edities/2021-3/thema/gedrag")
    assert 'href="/edities/2021-2/thema/gedrag"' in body
    assert 'href="/edities/2021-4/thema/gedrag"' in body
    assert 'href="/thema/gedrag"' in body


def test_the_newest_edition_is_the_same_with_and_without_its_id(site: Client) -> None:
    def main(path: str) -> str:
        body = get(site, path).partition("<main")[2].partition("</main>")[0]
        return body.replace("/edities/2021-5", "")

    assert main("/thema/werk_inkomen") == main("/edities/2021-5/thema/werk_inkomen")


def test_made_up_figures_say_so_on_every_page_in_both_languages(made_up_site: Client) -> None:
    for path in ("/", "/thema/wonen", "/indicator/stress", "/edities", "/ontbreekt", "/bronnen"):
        assert "Verzonnen cijfers" in get(made_up_site, path)
        english = "/en" if path == "/" else f"/en{path}"
        assert "Made-up figures" in get(made_up_site, english)


def test_real_figures_do_not_say_they_are_made_up(site: Client) -> None:
    assert "Verzonnen cijfers" not in get(site, "/")


def test_no_edition_yet_gives_a_page_that_says_so(settings: object, tmp_path: Path) -> None:
    from duidelijk.foundation.home import Home

    settings.HOME = Home(tmp_path)  # type: ignore[attr-defined]
    response = Client(HTTP_HOST="127.0.0.1").get("/")
    assert response.status_code == 503
    assert "duidelijk freeze" in response.content.decode()
