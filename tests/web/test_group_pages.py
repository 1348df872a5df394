"""One group across all themes: the story of young people from the real figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from duidelijk.editions.edition import Edition
from read_page import get, row, words

GROUPS = [
    "kinderen",
    "jongeren",
    "jongvolwassenen",
    "ouderen",
    "vrouwen",
    "mannen",
    "praktisch_opgeleid",
    "ondernemers",
    "weinig_geld",
]


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("edition", ["2021-1", "2021-3", "2021-5"])
@pytest.mark.parametrize("key", GROUPS)
def test_every_group_has_a_page_in_every_edition(
    site: Client, root: str, edition: str, key: str
) -> None:
    body = get(site, f"{root}/edities/{edition}/groep/{key}")
    assert body.count("<h1>") == 1
    assert 'aria-current="page"' in body


def test_young_people_are_found_in_work_mind_education_and_behaviour(site: Client) -> None:
    body = get(site, "/edities/2021-3/groep/jongeren")
    for told in (
        "In februari 2021 zochten 20.493 studenten in het mbo nog een stage of leerbaan.",
        "Voortijdig schoolverlaten",
        "Kinderen zonder school",
        "Psychische klachten",
        "Verandering in de bijstand in een jaar",
        "Maakt zich zorgen over het coronavirus",
    ):
        assert told in body, told
    assert "de reeks is te kort om te weten welke verandering gewoon is" in body


def test_a_group_stands_beside_everybody_of_the_same_period(
    site: Client, corona_home: Path
) -> None:
    edition = Edition(corona_home / "editions" / "2021-3")
    worry = "zorgen_zorgen_over_coronavirus"
    body = get(site, "/edities/2021-3/groep/jongeren")
    told = row(body, "Maakt zich zorgen over het coronavirus")
    (own,) = edition.change_of(worry, "NL01", "leeftijd:16-24")
    everybody = {
        each["period"]: each["value"]
        for each in edition.series_of(worry, "NL01", "total").iter_rows(named=True)
    }
    assert f"{own['value']:.1f}".replace(".", ",") in told
    assert f"Iedereen: {everybody[own['period']]:.1f}".replace(".", ",") in told
    assert own["value"] < everybody[own["period"]] and "lager" in told


def test_indicators_of_a_group_only_are_beside_nobody(site: Client) -> None:
    told = row(get(site, "/edities/2021-3/groep/jongeren"), "Tekort aan stages")
    assert "gaat alleen over deze groep" in told
    assert "Was 22.056" in told  # what it was, since no change can be tested


def test_counts_of_a_group_are_a_share_of_everybody(site: Client) -> None:
    body = words(get(site, "/edities/2021-5/groep/jongeren"))
    assert "% van iedereen" in body


def test_a_group_says_that_figures_are_never_added_up(site: Client) -> None:
    body = get(site, "/groep/jongeren")
    assert "nooit opgeteld" in body
    assert "Jongeren van 16 tot en met 24 jaar" in body and "Jongeren met bijstand" in body


def test_an_unknown_group_suggests_the_right_one(site: Client) -> None:
    assert 'href="/groep/jongeren"' in get(site, "/groep/jongere", 404)


def test_the_matrix_leads_to_the_groups(site: Client) -> None:
    for path in ("/edities/2021-1", "/edities/2021-1/groep"):
        assert 'href="/edities/2021-1/groep/jongeren"' in get(site, path)
