"""Series side by side: any indicator, group, region and edition, in the address."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from read_page import get, words

WORRY = "zorgen_zorgen_over_coronavirus"


def test_groups_and_regions_stand_side_by_side(site: Client) -> None:
    path = f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}~NL01~leeftijd:16-24/{WORRY}~VR14"
    body = get(site, path)
    told = words(body)
    assert "57,2 %" in told.replace("\u202f", " ") and "43,1 %" in told.replace("\u202f", " ")
    assert "Gooi en Vechtstreek" in told
    assert body.count("series-list") == 1
    assert len(re.findall(r'class="series series-[abc]"', body)) == 6  # wide and narrow


def test_other_units_get_a_chart_of_their_own(site: Client) -> None:
    body = get(site, f"/edities/2021-3/vergelijk/{WORRY}/bijstand_personen")
    assert body.count('<figure class="compared">') == 2
    assert 'class="measures"' in body


def test_two_editions_of_one_series_tell_what_each_said(site: Client) -> None:
    key = "werkloze_beroepsbevolking"
    body = get(site, f"/edities/2021-5/vergelijk/{key}/{key}~NL01~total~2021-1")
    heads = re.findall(r'<th scope="col" class="right">([^<]+)', body)
    assert heads == [
        "oktober 2021 (duizend personen)",
        "maart 2021 (duizend personen)",
    ]


def test_the_form_adds_a_series_by_the_name_of_a_region(site: Client) -> None:
    response = site.get(
        "/edities/2021-3/vergelijk-erbij",
        {"reeks": WORRY, "indicator": WORRY, "regio": "gooi en vechtstreek", "editie": "2021-1"},
    )
    assert response.status_code == 302
    assert response["Location"] == (f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}~VR14~total~2021-1")
    assert site.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("Utrecht", "VR09"),
        ("drenthe", "VR03"),
        ("VR14", "VR14"),
        ("", ""),
        ("Gooi en Vechtstr", "VR14"),
    ],
)
def test_a_name_means_the_region_that_has_the_figures(
    site: Client, written: str, region: str
) -> None:
    asked = {"indicator": WORRY, "regio": written}
    response = site.get("/edities/2021-3/vergelijk-erbij", asked)
    assert response["Location"].partition("~")[2] == region


def test_a_name_that_may_mean_several_is_asked_about(site: Client) -> None:
    asked = {"reeks": WORRY, "indicator": WORRY, "regio": "Brabant"}
    response = site.get("/edities/2021-3/vergelijk-erbij", asked)
    assert response["Location"] == f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}~Brabant"
    body = get(site, response["Location"])
    for code, name in (("VR21", "Brabant-Noord"), ("VR22", "Brabant-Zuidoost")):
        assert (
            f'href="/edities/2021-3/vergelijk/{WORRY}/{WORRY}~{code}">{name} (veiligheidsregio)</a>'
            in body
        )


def test_namesakes_with_figures_are_told_apart(site: Client) -> None:
    asked = {"indicator": "inwoners", "regio": "Bergen"}
    response = site.get("/edities/2021-3/vergelijk-erbij", asked)
    assert response["Location"] == "/edities/2021-3/vergelijk/inwoners~Bergen"
    body = get(site, response["Location"], 404)
    assert "~GM0373" in body and "~GM0893" in body


def test_a_series_of_another_edition_is_offered_where_it_is(site: Client) -> None:
    body = get(site, "/vergelijk/ao_personen_gemeente~GM0203~total~2021-1", 404)
    links = re.findall(r'href="(/vergelijk/ao_[^"]+)"', body)
    assert links and links[0] == "/vergelijk/ao_personen_gemeente~GM0203"
    for link in links:
        assert "Deze editie heeft geen cijfers" not in get(site, link)


def test_what_there_is_instead_is_offered(site: Client) -> None:
    body = get(site, f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}~VR14~leeftijd:16-24")
    start = f"/edities/2021-3/vergelijk/{WORRY}/{WORRY}"
    assert f'href="{start}~VR14">iedereen</a>' in body
    assert f'href="{start}~NL01~leeftijd:16-24">Nederland</a>' in body


def test_a_series_that_is_not_there_is_named_and_can_be_taken_away(site: Client) -> None:
    body = get(site, f"/edities/2021-3/vergelijk/{WORRY}/onzin~VR99")
    assert "<strong>onzin, VR99, iedereen</strong>" in body
    assert site.get("/vergelijk/onzin").status_code == 404
    assert site.get(f"/vergelijk/{WORRY}/onzin")["Cache-Control"] == "no-store"
    assert f'href="/edities/2021-3/vergelijk/{WORRY}"' in body


@pytest.mark.parametrize(
    "series",
    [
        "a~b~c~d~e",
        "~~~",
        "~",
        "%3Cscript%3E",
        "x" * 5000,
        "/".join(f"a{n}" for n in range(50)),
        "zorgen_zorgen_over_coronavirus~..~..",
        f"{WORRY}~NL01~%22onload=",
    ],
)
def test_a_mixed_up_address_never_breaks_or_comes_back_raw(site: Client, series: str) -> None:
    response = site.get(f"/vergelijk/{series}")
    assert response.status_code in (200, 404)
    assert b"<script>" not in response.content.replace(b"<script src", b"")
    assert b'"onload=' not in response.content


def test_at_most_six_series_are_taken(site: Client) -> None:
    keys = ["naleving_avondklok", "draagvlak_avondklok", "moeite_avondklok", WORRY]
    keys += ["consumentenvertrouwen", "bijstand_personen", "ww_uitkeringen"]
    body = get(site, f"/edities/2021-3/vergelijk/{'/'.join(keys)}")
    assert len(re.findall(r'data-series="', body)) == 6
    assert "Haal er eerst een weg" in body


def test_the_first_page_offers_comparisons_that_work(site: Client) -> None:
    body = get(site, "/edities/2021-3/vergelijk")
    links = re.findall(r'<li><a href="(/edities/2021-3/vergelijk/[^"]+)"', body)
    assert links
    for link in links:
        assert "Deze editie heeft geen cijfers van" not in get(site, link)
