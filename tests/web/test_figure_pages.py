"""The page of one figure: every release that gave it, what it was added up from, its series."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve

from duidelijk.foundation.home import Home
from duidelijk.web.dashboard.places import Place
from read_page import get as read
from read_page import words

LONG = "bijstand_personen_gemeente"


def get(site: Client, path: str) -> str:
    response = site.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def figure(edition: str, key: str, region: str, period: str, group: str = "total") -> str:
    return Place("nl", edition).figure(key, region, group, period)


def rows(body: str, id_: str) -> list[str]:
    """The text of each row of the table in a section, without its head."""
    section = body.partition(f'id="{id_}"')[2].partition("</section>")[0]
    found = re.findall(r"<tr[ >].*?</tr>", section.partition("<tbody")[2], re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def test_every_release_stands_in_the_order_of_publication(site: Client) -> None:
    body = get(site, figure("2021-1", "werkloze_beroepsbevolking", "NL01", "2020MM12"))
    first, second = rows(body, "publicaties")
    assert first.startswith("21 januari 2021")
    assert "368 duizend personen" in first
    assert "eerste bekende publicatie in deze editie" in first
    assert second.startswith("16 juli 2026")
    assert "476 duizend personen" in second
    assert "anders gemeten na de datum van deze editie" in second
    assert "Oude meetmethode" in first and "Nieuwe meetmethode" in second
    assert "Er is geen publicatie bekend die dit cijfer heeft herzien." in body


def test_the_bars_under_a_chart_are_explained_where_they_are_drawn(site: Client) -> None:
    path = figure("2021-1", "werkloze_beroepsbevolking", "NL01", "2020MM12")
    body = get(site, path)
    assert "Balken: maatregelen van kracht" in body.partition("<figcaption>")[2]


def test_a_revision_says_by_how_much_in_the_unit_and_relative(merged_site: Client) -> None:
    path = figure("2022-1", LONG, "NL01", "2020JJ00")
    first, second = rows(get(merged_site, path), "publicaties")
    assert "421.230 personen" in first and "in deze editie" not in first
    assert second.startswith("2 mei 2022")
    assert "429.655 personen" in second
    assert "herzien: +8.425 personen (+2,0 %) in deze editie" in second
    _, english = rows(get(merged_site, f"/en{path}"), "publicaties")
    assert english.startswith("2 May 2022")
    assert "revised: +8,425 people (+2.0%) in this edition" in english


def test_an_earlier_edition_shows_what_it_held_and_marks_what_came_later(
    merged_site: Client,
) -> None:
    first, second = rows(
        get(merged_site, figure("2021-1", LONG, "NL01", "2020JJ00")), "publicaties"
    )
    assert "in deze editie" in first
    assert "na de datum van deze editie" in second and "in deze editie" not in second


def test_a_date_is_told_no_surer_than_it_is_known(merged_site: Client) -> None:
    body = get(merged_site, figure("2022-1", LONG, "NL01", "2021JJ00"))
    assert rows(body, "publicaties")[0].startswith("maart 2022 (dag onbekend)")


def test_what_was_withdrawn_and_what_was_only_rounded_say_so(merged_site: Client) -> None:
    gone = rows(get(merged_site, figure("2022-1", LONG, "GM0344", "2020JJ00")), "publicaties")[1]
    assert "te onzeker om te publiceren ingetrokken" in gone
    short = rows(
        get(merged_site, figure("2022-1", "ernstig_eenzaam", "NL01", "2020JJ00")), "publicaties"
    )[1]
    assert "11,0 % anders afgerond" in short and "herzien" not in short


def test_a_merged_municipality_shows_what_its_figure_was_added_up_from(
    merged_site: Client,
) -> None:
    body = get(merged_site, figure("2022-1", LONG, "GM1979", "2020JJ00"))
    assert "1.660\xa0personen" in body.partition('class="answer"')[2].partition("</p>")[0]
    assert "opgeteld uit Appingedam, Delfzijl en Loppersum" in body
    assert "De bron gaf dit cijfer niet zelf." in body
    for code, value in (("GM0003", "460"), ("GM0010", "970"), ("GM0024", "230")):
        part = figure("2022-1", LONG, code, "2020JJ00")
        assert re.search(rf'<a href="{part}">\w+</a>: {value}\xa0personen', body)
        assert get(merged_site, part)
    english = get(merged_site, "/en" + figure("2022-1", LONG, "GM1979", "2020JJ00"))
    assert "added up from Appingedam, Delfzijl and Loppersum" in english


def test_the_latest_figure_says_what_it_was_compared_with(merged_site: Client) -> None:
    body = get(merged_site, figure("2022-1", LONG, "GM1979", "2021JJ00"))
    assert "Dat is 250\xa0personen (15\u202f%) meer dan in 2020." in body
    assert "Het cijfer van 2020 is opgeteld uit Appingedam, Delfzijl en Loppersum." in body
    english = get(merged_site, "/en" + figure("2022-1", LONG, "GM1979", "2021JJ00"))
    assert "The figure of 2020 is added up from Appingedam, Delfzijl and Loppersum." in english


def test_carried_figures_are_marked_in_chart_and_table(merged_site: Client) -> None:
    body = get(merged_site, figure("2024-1", LONG, "GM0439", "2023JJ00"))
    assert "Ruitje: opgeteld uit de gemeenten van toen." in body
    diamonds = re.findall(r'class="dot dot-a carried"><title>([^<]+)', body)
    assert "2021: 1.910\xa0personen (opgeteld uit Beemster en Purmerend)" in diamonds
    of_2021 = next(row for row in rows(body, "reeks") if row.startswith("2021"))
    assert of_2021.endswith("opgeteld uit Beemster en Purmerend")
    of_2022 = next(row for row in rows(body, "reeks") if row.startswith("2022"))
    assert "opgeteld" not in of_2022


def test_an_area_is_added_up_from_many_and_says_how_many(merged_site: Client) -> None:
    body = get(merged_site, figure("2024-1", LONG, "VR13", "2022JJ00"))
    assert "opgeteld uit 7 gemeenten" in body
    assert "Weesp" in body


def test_across_a_split_the_line_is_broken_and_the_rows_say_why(merged_site: Client) -> None:
    body = get(merged_site, figure("2022-1", LONG, "GM0865", "2021JJ00"))
    assert "Niet te vergelijken met 2020: de grenzen van de regio zijn veranderd." in body
    now, then = rows(body, "reeks")[:2]
    assert now.startswith("2021") and "ander gebied" not in now
    assert then.startswith("2020") and then.endswith("ander gebied")
    assert "Gat in de lijn" in body
    assert "opgeteld" not in body


def test_the_indicator_leads_to_each_of_its_figures(site: Client) -> None:
    key = "zorgen_zorgen_over_coronavirus"
    body = get(site, f"/edities/2021-3/indicator/{key}")
    links = set(re.findall(rf'href="(/edities/2021-3/indicator/{key}/cijfer/[^"]+)"', body))
    parts = {tuple(link.split("/")[6:8]) for link in links}
    assert ("NL01", "total") in parts and ("NL01", "leeftijd:70+") in parts
    assert {f"VR{number:02}" for number in range(1, 26)} <= {region for region, _ in parts}
    table = body.partition('id="verloop"')[2].partition("</section>")[0]
    periods = re.findall(r'<tr><th scope="row"><a href="([^"]+)"', table)
    assert len(periods) == len(set(periods)) == 11
    assert "Alle publicaties van dit cijfer" in body
    for link in sorted(links)[::7]:
        get(site, link)


@pytest.mark.parametrize(
    "period", ["2021MM03", "20210311", "2021-03-11", "2021-04-14/2021-04-20", "2021W109"]
)
@pytest.mark.parametrize("group", ["total", "leeftijd:70+", "leeftijd:<18"])
def test_every_code_has_an_address_that_leads_back(period: str, group: str) -> None:
    for language in ("nl", "en"):
        address = Place(language, "2021-1").figure("x", "GM0003", group, period)
        assert "<" not in address
        from urllib.parse import unquote

        found = resolve(unquote(address))
        assert found.kwargs["period"] == period
        assert found.kwargs["group"] == group


def test_a_figure_that_is_not_there_is_helped(site: Client) -> None:
    known = figure("2021-1", "werkloze_beroepsbevolking", "NL01", "2020MM12")
    wrong = site.get(known.replace("2020MM12", "2020MM21"))
    assert wrong.status_code == 404
    assert f'href="{known}"' in wrong.content.decode()
    for path in (
        known.replace("NL01", "GM9999"),
        known.replace("total", "leeftijd:0-17"),
        known.replace("werkloze_beroepsbevolking", "werkloos"),
        known.replace("2020MM12", "<script>"),
    ):
        response = site.get(path)
        assert response.status_code == 404
        assert b"<script>" not in response.content


def test_moving_between_editions_keeps_the_figure_where_it_is_held(merged_site: Client) -> None:
    body = get(merged_site, figure("2022-1", LONG, "GM1979", "2021JJ00"))
    assert f'href="/edities/2021-1/indicator/{LONG}"' in body  # nothing of Eemsdelta then
    assert f'href="{figure("2023-1", LONG, "GM1979", "2021JJ00")}"' in body


def test_every_figure_has_a_page_without_none_or_nan(merged_site: Client) -> None:
    body = get(merged_site, f"/edities/2024-1/indicator/{LONG}")
    links = re.findall(rf'href="(/edities/2024-1/indicator/{LONG}/cijfer/[^"]+)"', body)
    assert len(links) > 340
    for link in links[:: len(links) // 40]:
        text = re.sub(r"<[^>]+>", " ", get(merged_site, link))
        assert not re.search(r"\b(None|nan|NaN|inf|True|False)\b", text), link


def test_an_edition_sealed_before_there_was_all_this_still_has_its_pages(
    merged_home: Path, tmp_path: Path, settings: object
) -> None:
    """An edition never changes: one without the newer files and columns is shown as it is."""
    home = Home(tmp_path / "home")
    folder = home.editions / "2022-1"
    shutil.copytree(merged_home / "editions" / "2022-1", folder)
    (folder / "carried.parquet").unlink()
    (folder / "revisions.parquet").unlink()
    import polars as pl

    changes = pl.read_parquet(folder / "changes.parquet").drop("carried", "carried_from")
    changes.write_parquet(folder / "changes.parquet")
    described = json.loads((folder / "edition.json").read_text("utf-8"))
    del described["revisions"], described["previous_sealed"]
    (folder / "edition.json").write_text(json.dumps(described), "utf-8")
    regions = json.loads((folder / "regions.json").read_text("utf-8"))
    for each in regions["regions"].values():
        each.pop("redrawn", None)
    (folder / "regions.json").write_text(json.dumps(regions), "utf-8")
    settings.HOME = home  # type: ignore[attr-defined]
    site = Client(HTTP_HOST="127.0.0.1")
    assert "werd dit nog niet bijgehouden" in get(site, "/bijgesteld")
    for path in ("/", "/edities", f"/indicator/{LONG}"):
        shown = get(site, path).partition("<main")[2].partition("</main>")[0]
        told = shown.partition('<section aria-labelledby="verbetering"')  # says what it is at all
        assert "bijgesteld" not in told[0] + told[2].partition("</section>")[2]
    assert "1.910" in get(site, figure("2022-1", LONG, "GM1979", "2021JJ00"))


def test_the_figure_a_page_is_about_is_marked_among_its_neighbours(site: Client) -> None:
    key = "consumentenvertrouwen"
    old = get(site, figure("2021-5", key, "NL01", "2016MM02"))
    found = rows(old, "reeks")
    marked = re.findall(r'<tr class="about" aria-current="true">.*?</tr>', old)
    assert len(found) == 36 and len(marked) == 1
    assert "2016MM02" in marked[0]
    assert "De 36 rond dit cijfer" in old and "De nieuwste 36" not in old
    latest = get(site, figure("2021-5", key, "NL01", "2021MM06"))
    assert 'class="about"' in latest and "De nieuwste 36" in latest


def test_the_newest_figure_has_its_verdict_and_what_was_expected(site: Client) -> None:
    figure = "/edities/2021-5/indicator/psychisch_ongezond/cijfer/NL01/total"
    body = words(read(site, f"{figure}/2021KW02"))
    assert (
        "gestegen +3,7 punten (ongunstig) mogelijk opvallend: 3,0 punten hoger dan verwacht" in body
    )
    assert "Dat is 3,0 procentpunt hoger dan verwacht" in body
    assert "Gemiddeld over de laatste drie kwartalen" in body


def test_an_older_figure_leads_to_the_newest(site: Client) -> None:
    figure = "/edities/2021-5/indicator/psychisch_ongezond/cijfer/NL01/total"
    body = read(site, f"{figure}/2020KW04")
    assert "Alleen het nieuwste wordt getoetst." in body
    assert f'href="{figure}/2021KW02"' in body
    assert "Wat te verwachten was" not in body


def test_both_comparisons_are_told_as_on_the_page_of_the_indicator(site: Client) -> None:
    figure = "/edities/2021-5/indicator/ww_uitkeringen/cijfer/NL01/total/2021MM08"
    body = words(read(site, figure))
    assert "Geen aantoonbare verandering sinds augustus 2020" in body
    assert "Dat is 11,3 duizend uitkeringen (5,0 %) minder dan in juli 2021." in body
