"""The list on its pages: the same sentences everywhere, and every way to them."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duidelijk.editions.edition import Edition
from duidelijk.foundation.home import Home
from duidelijk.publish.numbers import shown_decimals
from duidelijk.publish.sentences import value_sentence
from duidelijk.web.dashboard.pages.striking import ORDERS


def get(site: Client, path: str) -> str:
    response = site.get(path)
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


def words(body: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))


@pytest.fixture
def told(corona_home: Path) -> dict[str, Any]:
    path = corona_home / "editions" / "2021-1" / "striking.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("root", "language"), [("", "nl"), ("/en", "en")])
def test_every_national_sentence_is_on_the_list_and_on_its_theme(
    site: Client, told: dict[str, Any], root: str, language: str
) -> None:
    page = words(get(site, f"{root}/edities/2021-1/opvallend"))
    for each in told["developments"]:
        sentence = words(each["sentences"][language])
        assert sentence in page
        assert sentence in words(get(site, f"{root}/edities/2021-1/thema/{each['theme']}"))


def test_the_front_page_opens_with_the_top_of_the_list_at_most_two_a_theme(
    site: Client, told: dict[str, Any]
) -> None:
    page = words(get(site, "/edities/2021-1"))
    shown = [
        each["theme"] for each in told["developments"] if words(each["sentences"]["nl"]) in page
    ]
    assert words(told["developments"][0]["sentences"]["nl"]) in page
    assert 0 < len(shown) <= 5 and max(shown.count(theme) for theme in shown) <= 2
    assert "naar verwachting hoogstens" in page


@pytest.mark.parametrize("order", ORDERS)
def test_the_table_can_be_sorted_by_every_component(
    site: Client, told: dict[str, Any], order: str
) -> None:
    path = "/edities/2021-1/opvallend" + ("" if order == "rang" else f"/op/{order}")
    table = get(site, path).split('id="tabel"')[1]
    assert table.count('role="rowheader"') == len(told["developments"])
    assert table.count("aria-current") == 1


def test_a_table_is_in_the_order_that_was_asked(site: Client) -> None:
    table = get(site, "/edities/2021-1/opvallend/op/indicator").split('id="tabel"')[1]
    titles = re.findall(r'rowheader"><a[^>]*>([^<]+)</a>', table)
    assert titles == sorted(titles, key=str.casefold)
    table = get(site, "/edities/2021-1/opvallend/op/toeval").split('id="tabel"')[1]
    chances = re.findall(r">([<\d, ]+)\s%</td>", table)
    numbers = [float(each.lstrip("< ").replace(",", ".")) for each in chances]
    assert len(numbers) > 20 and numbers == sorted(numbers)
    table = get(site, "/edities/2021-1/opvallend/op/verschil").split('id="tabel"')[1]
    points = [float(each.replace(",", ".")) for each in re.findall(r"[+−]([\d,]+) punt", table)]
    assert points[0] == max(points)


def test_an_order_that_is_not_there_is_not_found(site: Client) -> None:
    response = site.get("/edities/2021-1/opvallend/op/geluk")
    assert response.status_code == 404


def test_an_indicator_tells_what_was_expected_and_what_comes(site: Client) -> None:
    page = words(get(site, "/edities/2021-5/indicator/psychisch_ongezond"))
    for part in ("Wat te verwachten was", "De vorige editie verwachtte", "Voor het 3e kwartaal"):
        assert part in page
    assert "mogelijk" in page


def test_a_region_has_a_page_with_what_it_does_otherwise(site: Client) -> None:
    page = words(get(site, "/edities/2021-3/regio/VR14"))
    assert "Gooi en Vechtstreek" in page and "past bij het landelijke beeld" in page
    assert site.get("/edities/2021-3/regio/VR99").status_code == 404


def test_the_explanation_holds_the_numbers_of_the_edition(
    site: Client, told: dict[str, Any]
) -> None:
    page = words(get(site, "/edities/2021-1/opvallend/hoe"))
    assert f"{told['plain']['flagged']}" in page
    assert "Niet op de lijst, en waarom niet" in page
    assert "past bij de gewone schommeling" in page


def test_what_to_expect_is_set_apart_by_timing(site: Client) -> None:
    page = get(site, "/verwacht")
    places = [page.index(f'id="{timing}"') for timing in ("leading", "coincident", "lagging")]
    assert places == sorted(places)
    assert "10 van de 11 verwachtingen uit de vorige editie kwamen uit" in words(page)
    # what got no new figure keeps the expectation of the edition that said it
    assert "Voor de volgende meting" not in page


def test_the_track_record_follows_every_edition(site: Client, corona_home: Path) -> None:
    record = json.loads((corona_home / "track-record.json").read_text(encoding="utf-8"))
    page = words(get(site, "/trefzekerheid"))
    mine, plain = record["national"]["list"], record["national"]["plain"]
    for counted in (mine, plain):
        share = round(100 * counted["next_held"] / counted["next_known"])
        told = f"{counted['next_held']} van de {counted['next_known']}"
        assert told in page and f"({share} %)" in page.replace("\u00a0", " ")
    assert "achteraf gemaakt" in page and "verwacht, gemiddeld over drie" in page
    assert all(title in page for title in ("maart 2021", "oktober 2021"))


def test_without_a_track_record_the_page_says_so(made_up_site: Client, starter_home: Path) -> None:
    kept = Home(starter_home).track_record
    aside = kept.with_suffix(".aside")
    there = kept.is_file()
    if there:
        kept.rename(aside)
    try:
        assert "nog niets te volgen" in get(made_up_site, "/trefzekerheid")
        for broken in ("{}", "[]", "{broken"):
            kept.write_text(broken)
            assert "nog niets te volgen" in get(made_up_site, "/trefzekerheid")
    finally:
        kept.unlink(missing_ok=True)
        if there:
            aside.rename(kept)


def test_what_came_since_is_marked_as_not_reviewed(
    site: Client, corona_home: Path, told: dict[str, Any]
) -> None:
    since = Home(corona_home).since
    assert "Nog niet nagekeken" in get(site, "/sinds-de-editie")
    releases = json.loads((corona_home / "editions/2021-1/releases.json").read_text())
    kept = {"until": "2021-12-31", "releases": {each["id"]: each for each in releases}, **told}
    since.write_text(json.dumps({"edition": "2021-5", **kept}))
    try:
        page = words(get(site, "/sinds-de-editie"))
        assert words(told["developments"][0]["sentences"]["nl"]) in page
        assert page.count("niet nagekeken") >= len(told["developments"])
        assert 'rel="external"' in get(site, "/sinds-de-editie")
        other = json.dumps({"edition": "2021-1", **kept})
        for unfit in (other, "{broken", "{}", "[]", '{"edition": "2021-5"}'):
            since.write_text(unfit)
            assert "nog niet gekeken" in words(get(site, "/sinds-de-editie"))
    finally:
        since.unlink()


def test_the_matrix_counts_what_is_sure_and_for_how_many_themes(
    site: Client, told: dict[str, Any]
) -> None:
    page = words(get(site, "/edities/2021-1"))
    worse = sum(row["worse"] for row in told["groups"] if row["target_group"] == "vrouwen")
    assert f"{worse} ongunstiger in 1 thema" in page


@pytest.mark.parametrize(
    ("path", "boxes"),
    [
        ("/edities/2021-5/indicator/psychisch_ongezond", 2),  # judged, and the next quarter
        ("/edities/2021-5/indicator/psychisch_ongezond/cijfer/NL01/total/2021KW02", 2),
        ("/edities/2021-1/indicator/bijstand_personen", 0),
    ],
)
def test_a_chart_draws_what_was_and_is_expected(site: Client, path: str, boxes: int) -> None:
    page = get(site, path)
    # one chart for wide screens, one for phones
    assert page.count('class="expected"') - page.count('<ul class="expected"') == 2 * boxes
    assert ("Vakje: wat er op grond van eerdere cijfers" in page) == bool(boxes)


def test_a_balance_that_rose_is_not_told_as_a_fall(site: Client) -> None:
    page = words(get(site, "/edities/2021-5/opvallend/hoe"))
    assert "meer dan 5" in page and "%" in page
    assert "Consumentenvertrouwen:" not in page.split("Niet op de lijst")[-1]


@pytest.mark.parametrize("path", ["/edities/2021-3/regio/VR14", "/edities/2021-5/regio/GM0344"])
def test_a_region_without_developments_promises_nothing(site: Client, path: str) -> None:
    page = words(get(site, path))
    assert "nergens aantoonbaar" not in page
    assert ("staat niets op de lijst" in page) != ("is geen verandering te toetsen" in page)
    assert ("één op de twintig" in page) == ("staat niets op de lijst" in page)


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_region_can_be_reached(site: Client, root: str) -> None:
    front = get(site, f"{root}/edities/2021-3")
    assert f'href="{root}/edities/2021-3/regio"' in front
    every = get(site, f"{root}/edities/2021-3/regio")
    assert f'href="{root}/edities/2021-3/regio/VR14"' in every and "Zaanstreek" in every


def test_what_is_listed_for_the_last_time_only_says_so(site: Client) -> None:
    page = words(get(site, "/edities/2021-1/indicator/zorgen_zorgen_over_coronavirus"))
    assert "om het verschil met de vorige keer" in page
    assert "Over de laatste drie metingen samen geen aantoonbare afwijking" in page


def test_the_figure_in_a_sentence_is_the_figure_and_not_the_mean_of_three(
    corona_home: Path, told: dict[str, Any]
) -> None:
    edition = Edition(corona_home / "editions" / "2021-1")
    for each in told["developments"]:
        if each["evidence"][0]["comparison"] != "persistence":
            continue
        figures = edition.series_of(each["indicator"], each["region"], each["group"])
        (figure,) = figures.filter(figures["period"] == each["period"])["value"].unique().to_list()
        own = next(e for e in each["evidence"] if e["comparison"] == "expected")
        assert own["value"] == pytest.approx(figure)
        indicator = edition.monitor.indicators[each["indicator"]]
        decimals = shown_decimals(indicator, each["decimals"])
        for language in ("nl", "en"):
            first = value_sentence(indicator, each["period"], figure, decimals, language)
            assert each["sentences"][language].startswith(first)


def test_a_figure_that_changed_as_expected_says_how_that_fits(site: Client) -> None:
    page = words(get(site, "/edities/2021-3/indicator/faillissementen_bedrijven"))
    assert "gedaald −63 %" in page and "Veranderd is iets anders dan onverwacht." in page
    untested = words(get(site, "/edities/2021-3/indicator/werkloosheidspercentage"))
    assert "Of het past bij zijn eigen verloop, is dat wel." in untested
    assert "Veranderd is iets anders" not in untested


def test_what_falls_outside_its_range_and_is_not_listed_says_why(site: Client) -> None:
    page = words(get(site, "/edities/2021-3/indicator/ww_uitkeringen"))
    assert "uitkeringen). Dat staat niet op de lijst van wat opvalt" in page
    old = words(get(site, "/edities/2021-3/indicator/werkloze_beroepsbevolking"))
    assert "360 tot 404 duizend personen). Het cijfer is niet nieuw in deze editie" in old
    listed = words(get(site, "/edities/2021-5/indicator/psychisch_ongezond"))
    assert "Dat staat niet op de lijst" not in listed


def test_groups_without_proof_of_harm_are_not_called_hit(site: Client) -> None:
    told = "Wie wordt geraakt, is uit deze editie"
    assert "Buiten Gedrag en naleving is voor geen enkele groep" in words(
        get(site, "/edities/2021-1/groep")
    )
    assert told in words(get(site, "/edities/2021-5/groep"))
