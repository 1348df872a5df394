"""Maps tell apart only what can be told apart, and say the same in a table."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from read_page import get, words

WORRY = "/edities/2021-3/kaart/zorgen_zorgen_over_coronavirus/veiligheidsregio"
ASSISTANCE = "/edities/2021-5/kaart/bijstand_personen_gemeente/gemeente"


def test_what_cannot_be_told_apart_stays_neutral(site: Client) -> None:
    body = get(site, WORRY)
    tiles = re.findall(r'class="tile ([^"]+)"', body)
    assert len(tiles) == 25 and set(tiles) == {"alike"}
    assert "Geen van de 25 gebieden ligt aantoonbaar hoger of lager." in body
    assert "geen aantoonbaar verschil met Nederland (25)" in words(body)


def test_numbers_are_rates_and_every_municipality_has_a_tile(site: Client) -> None:
    body = get(site, ASSISTANCE)
    tiles = re.findall(r'class="tile ([^"]+)"', body)
    assert len(tiles) == 355
    counted = {name: tiles.count(name) for name in set(tiles)}
    told = words(body)
    assert f"liggen er {counted['higher bad']} aantoonbaar boven" in told
    assert f"en {counted['lower good']} eronder" in told
    assert "24,2 per 1.000 inwoners" in told


def test_every_region_of_the_map_is_in_the_table_and_a_link(site: Client) -> None:
    body = get(site, WORRY)
    svg = body[body.index('<svg viewBox="0 0') : body.index("</svg>", body.index("tiles"))]
    linked = set(re.findall(r'<a href="([^"]+)" aria-label', svg))
    table = set(re.findall(r'<th scope="row"><a href="([^"]+)"', body))
    assert len(linked) == 25 and linked == table


def test_the_map_of_change_has_the_verdicts(site: Client) -> None:
    body = get(site, f"{WORRY}/verandering")
    assert len(re.findall(r'class="tile fallen', body)) == 1  # Twente
    assert "Van de 25 getoetste gebieden" in body and "ongeveer 1 " in body


def test_small_multiples_stand_on_one_scale(site: Client) -> None:
    body = get(site, WORRY)
    assert body.count('class="facets chart-wide"') == 1
    assert body.count('class="facets chart-narrow"') == 1
    assert len(re.findall(r'class="facet"', body)) == 50
    assert 'class="facets' not in get(site, ASSISTANCE)


def test_small_multiples_show_the_measures_in_force_once_for_all(site: Client) -> None:
    body = get(site, WORRY)
    wide = re.search(r"<svg[^>]*facets chart-wide.*?</svg>", body, re.S)
    assert wide is not None
    shared = re.search(r'<g id="reeksen-onder">(.*?)</g>', wide[0])
    assert shared is not None and shared[1].count('class="m m') > 5
    assert wide[0].count('href="#reeksen-onder"') == 25
    assert wide[0].count('class="m m') == shared[1].count('class="m m')


def test_a_map_with_holes_says_which_areas_have_no_figure(site: Client) -> None:
    body = words(get(site, "/edities/2021-3/kaart/veiligthuis_meldingen/provincie"))
    assert "Geen cijfer van: Limburg, Noord-Brabant" in body
    whole = words(get(site, WORRY))
    assert "Geen cijfer van" not in whole


def test_every_map_in_the_list_is_there(site: Client) -> None:
    body = get(site, "/edities/2021-3/kaart")
    links = re.findall(r'<a href="(/edities/2021-3/kaart/[^"]+)"', body)
    assert len(links) > 30
    for link in links:
        assert site.get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/kaart/zorgen/veiligheidsregio", None),
        ("/kaart/zorgen_zorgen_over_coronavirus/gemeente", "Veiligheidsregio’s"),
        ("/kaart/zorgen_zorgen_over_coronavirus/onzin", "Veiligheidsregio’s"),
    ],
)
def test_a_map_that_is_not_there_says_which_are(
    site: Client, path: str, suggested: str | None
) -> None:
    body = get(site, path, 404)
    assert suggested is None or suggested in body


def test_the_map_of_an_indicator_leads_to_its_level(site: Client) -> None:
    response = site.get("/edities/2021-3/kaart/zorgen_zorgen_over_coronavirus")
    assert response["Location"] == WORRY


def test_counts_without_a_denominator_are_not_said_to_be_divided(site: Client) -> None:
    body = get(site, "/edities/2021-1/kaart/veiligthuis_meldingen/provincie")
    assert "niet te vergelijken" in body and "gedeeld door" not in body
