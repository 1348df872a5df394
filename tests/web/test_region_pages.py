"""A region beside the nation and its peers, with its gaps and the ways to local figures."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from duidelijk.web.library import library
from read_page import get, row, words


def test_a_municipality_stands_beside_the_nation_as_a_rate(site: Client) -> None:
    told = row(get(site, "/edities/2021-5/regio/GM0794"), "Mensen met bijstand per gemeente")
    assert "2.650" in told and "28,7 per 1.000 inwoners" in told
    assert "Nederland: 24,2 per 1.000 inwoners" in told and "hoger" in told


def test_peers_can_be_chosen_by_likeness_or_by_class(site: Client) -> None:
    alike = words(get(site, "/edities/2021-5/regio/GM0363"))
    assert "Rotterdam, 's-Gravenhage, Utrecht" in alike.replace(" ,", ",")
    assert "1 van de 8 heeft een hoger cijfer" in alike
    of_size = get(site, "/edities/2021-5/regio/GM0794/naast/grootte")
    assert "50.000 tot 100.000 inwoners" in of_size
    assert re.search(r'href="/edities/2021-5/regio/GM0794/naast/grootte" aria-current', of_size)
    # urbanity was not collected for the demonstration: no figure, no choice
    assert "naast/stedelijkheid" not in of_size
    assert site.get("/regio/GM0794/naast/hoogte").status_code == 404


def test_a_safety_region_has_its_municipalities_and_a_municipality_its_areas(site: Client) -> None:
    region = get(site, "/edities/2021-3/regio/VR14")
    assert 'href="/edities/2021-3/regio/GM0402"' in region  # Hilversum
    town = get(site, "/edities/2021-3/regio/GM0402")
    assert 'href="/edities/2021-3/regio/VR14"' in town


def test_links_out_have_the_region_filled_in(site: Client) -> None:
    body = get(site, "/regio/GM0794")
    assert "regioncode=794" in body
    assert "Waarstaatjegemeente (VNG): Helmond" in body
    assert "{" not in "".join(re.findall(r'href="(https[^"]+)"', body))


def test_gaps_are_listed_by_theme_with_where_to_look(site: Client) -> None:
    body = words(get(site, "/regio/GM0794"))
    assert "Wat we van dit gebied niet weten" in body
    assert "Sociale cohesie (23)" in body


@pytest.mark.parametrize(("code", "to"), [("gm0794", "GM0794"), ("vr14", "VR14")])
def test_a_code_in_other_letters_is_sent_on(site: Client, code: str, to: str) -> None:
    response = site.get(f"/regio/{code}")
    assert response.status_code == 302
    assert response["Location"] == f"/regio/{to}"


def test_a_municipality_that_is_no_more_says_what_it_became(site: Client) -> None:
    haaren = get(site, "/edities/2021-5/regio/GM0788")
    assert "bestaat niet meer sinds 1 januari 2021" in haaren
    for name in ("Boxtel", "Oisterwijk", "Tilburg", "Vught"):
        assert name in haaren


def test_one_that_is_newer_than_the_figures_leads_to_what_it_was(site: Client) -> None:
    body = get(site, "/edities/2021-5/regio/GM1979", 404)  # Eemsdelta
    for code, name in (("GM0003", "Appingedam"), ("GM0010", "Delfzijl"), ("GM0024", "Loppersum")):
        assert f'href="/edities/2021-5/regio/{code}">{name}<' in body


def test_one_that_went_over_into_one_other_is_sent_on(
    merged_site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert merged_site.get("/edities/2023-1/regio/GM0370").status_code == 200  # Beemster
    monkeypatch.delitem(library().editions()["2023-1"].regions, "GM0370")  # without any figure
    response = merged_site.get("/en/edities/2023-1/regio/GM0370")  # not kept yet
    assert response.status_code == 302
    assert response["Location"] == "/en/edities/2023-1/regio/GM0439"  # Purmerend


def test_every_page_tells_the_same_standing_as_the_map(site: Client) -> None:
    standing = {"higher": "hoger", "lower": "lager", "alike": "geen aantoonbaar verschil"}
    body = get(site, "/edities/2021-5/kaart/ww_personen_gemeente/gemeente")
    tiles = dict(
        re.findall(r'<a href="/edities/2021-5/regio/(GM\d{4})"[^>]*class="tile (\w+)', body)
    )
    assert len(tiles) == 355
    for code in ("GM0281", "GM0024", "GM0794", "GM0363", "GM0060"):
        told = row(get(site, f"/edities/2021-5/regio/{code}"), "Mensen met WW per gemeente")
        assert standing[tiles[code]] in told, code


def test_the_line_of_time_leads_to_pages_that_are_there(site: Client) -> None:
    for path in ("/regio/GM0344", "/kaart/bijstand_personen_gemeente/gemeente"):
        timeline = re.search(r"<ol>(.*?)</ol>", get(site, path), re.S)
        assert timeline
        for link in re.findall(r'href="([^"]+)"', timeline[1]):
            assert site.get(link).status_code == 200, link


@pytest.mark.parametrize("code", ["GM9999", "helmond", "VR99", "NL01", "x" * 300])
def test_an_unknown_region_never_breaks(site: Client, code: str) -> None:
    assert site.get(f"/regio/{code}").status_code == 404


def test_of_few_respondents_is_said_how_many_and_nobody_is_ranked(site: Client) -> None:
    body = get(site, "/edities/2021-3/regio/VR09")
    few = row(body, ">Blijft thuis bij klachten<")
    assert "37,7 – 87,4" in few and "12 ondervraagden" in few
    assert "te weinig ondervraagden om te rangschikken" in few
    many = row(body, ">Houdt 1,5 meter afstand<")
    assert "58,9 – 64,0" in many and "ondervraagden" not in many
    assert "Was 65,2 % (30 mrt 2021)" in many


def test_a_region_without_news_says_from_when_its_figures_are(site: Client) -> None:
    said = "Deze editie heeft over deze regio geen nieuwe cijfers. Het nieuwste is van 20 apr 2021."
    assert said in get(site, "/edities/2021-5/regio/VR09")
    assert said not in get(site, "/edities/2021-3/regio/VR09")


def test_one_that_is_no_more_still_lies_somewhere_and_has_no_links_of_its_own(
    site: Client,
) -> None:
    body = words(get(site, "/edities/2021-5/regio/GM0788"))
    assert "Deze gemeente lag in:" in body and "Brabant-Noord" in body
    assert "Waar u meer lokale cijfers vindt" not in body
    assert "Haaren opgeheven" in words(get(site, "/edities/2021-5/regio"))
