"""Search answers what people type: subjects, groups, places of then and now."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from read_page import get


def titles(site: Client, asked: str, root: str = "") -> list[str]:
    body = get(site, f"{root}/zoek?q={asked}")
    found = re.search(r'<ul class="gaps results">(.*?)</ul>', body, re.S)
    return re.findall(r"<li><a[^>]*>([^<]+)", found[1]) if found else []


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("haaren", "Haaren"),
        ("Appingedam", "Appingedam"),
        ("eenzaam", "Ernstige eenzaamheid"),
        ("zelfmoord", "Zelfdoding"),
        ("jeugd", "Kinderen"),
        ("bijstand", "Mensen met bijstand"),
        ("Helmond", "Helmond"),
        ("den haag", "'s-Gravenhage"),
        ("GM0794", "Helmond"),
        ("werk en inkomen", "Werk en inkomen"),
        ("kaarten", "Kaarten"),
        ("procentpunt", "procentpunt"),
        ("80590ned", "Werkloosheidspercentage"),
    ],
)
def test_what_people_type_is_found(site: Client, asked: str, first: str) -> None:
    found = titles(site, asked)
    assert first in found[:3], (asked, found[:5])


def test_jeugd_finds_young_people_and_youth_care(site: Client) -> None:
    assert {"Kinderen", "Jongeren", "Jeugdhulp"} <= set(titles(site, "jeugd"))


def test_a_place_of_then_says_what_it_is_now(site: Client) -> None:
    body = get(site, "/zoek?q=haaren")
    assert "verdeeld over Boxtel, Oisterwijk, Tilburg" in body


def test_a_place_that_is_newer_than_the_figures_leads_to_what_it_was(site: Client) -> None:
    body = get(site, "/zoek?q=eemsdelta")
    assert "zie nu Appingedam, Delfzijl, Loppersum" in body


def test_english_words_find_the_same(site: Client) -> None:
    assert "Young people" in titles(site, "youth", "/en")
    assert any("lonel" in each.lower() for each in titles(site, "lonely", "/en"))


def test_a_slip_of_the_pen_suggests_what_was_meant(site: Client) -> None:
    body = get(site, "/zoek?q=eenzaamheit&editie=2021-1")
    assert "Bedoelde u" in body and 'href="/edities/2021-1/indicator/' in body


def test_a_province_without_figures_is_known_and_said_to_have_none(site: Client) -> None:
    body = get(site, "/zoek?q=noord-brabant")
    assert "Noord-Brabant" in body and "provincie · zonder cijfers" in body


def test_many_readers_at_once_find_the_same(site: Client) -> None:
    """Stemmers keep their word on themselves: each thread needs its own."""
    import sys
    from concurrent.futures import ThreadPoolExecutor

    from duidelijk.web.dashboard.pages.search import _stem

    asked = [f"{stem}{end}" for stem in ("werk", "onderwijs", "gemeent") for end in ("en", "heid")]
    alone = [_stem.__wrapped__(word, "nl") for word in asked]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            many = list(pool.map(lambda word: _stem.__wrapped__(word, "nl"), asked * 300))
    finally:
        sys.setswitchinterval(before)
    assert many == alone * 300


def test_nothing_of_a_search_is_kept_or_comes_back_raw(site: Client) -> None:
    response = site.get("/zoek", {"q": "<script>alert(1)</script>"})
    assert response["Cache-Control"] == "no-store"
    assert b"<script>alert" not in response.content
    assert "Haaren" in titles(site, "haaren") and "Haaren" not in titles(site, "jeugd")


@pytest.mark.parametrize(
    "asked", ["", " ", "\x00", "'\"", "x" * 10_000, "%", "🙂", "a b c d e f g"]
)
def test_no_question_breaks_the_search(site: Client, asked: str) -> None:
    assert site.get("/zoek", {"q": asked}).status_code == 200


def test_another_edition_is_searched_when_asked(site: Client) -> None:
    body = get(site, "/zoek?q=jongeren&editie=2021-1")
    assert "/edities/2021-1/groep/jongeren" in body
    assert get(site, "/zoek?q=jongeren&editie=1999-9").count("/groep/jongeren") > 0
