"""What can be taken along: files, pictures, frames, citations, feeds."""

from __future__ import annotations

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.editions.edition import Edition
from read_page import get

WORRY = "zorgen_zorgen_over_coronavirus"
BASE = f"/edities/2021-3/indicator/{WORRY}"


def test_csv_holds_every_figure_with_its_publication(site: Client, corona_home: Path) -> None:
    response = site.get(f"{BASE}.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    held = Edition(corona_home / "editions" / "2021-3").figures_of(WORRY)
    assert len(rows) == held.height
    assert sum(float(row["value"]) for row in rows if row["value"]) == pytest.approx(
        held["value"].sum()
    )
    assert {row["publisher"] for row in rows} == {"RIVM"}
    assert {"Gooi en Vechtstreek", "Nederland"} <= {row["region_name"] for row in rows}
    assert response["Access-Control-Allow-Origin"] == "*"


def test_vega_lite_holds_its_own_data_and_source(site: Client) -> None:
    made = json.loads(site.get(f"{BASE}.vl.json").content)
    assert made["$schema"].endswith("vega-lite/v5.json")
    values = made["data"]["values"]
    assert values[-1]["value"] == 57.2 and values[-1]["lower"] < 57.2 < values[-1]["upper"]
    assert "RIVM" in made["usermeta"]["source"] and "/edities/2021-3/" in made["usermeta"]["source"]
    assert any(layer.get("mark", {}).get("type") == "line" for layer in made["layer"])


def test_a_picture_stands_alone_with_title_sentence_and_source(site: Client) -> None:
    root = ET.fromstring(site.get(f"{BASE}.svg").content)
    text = " ".join(each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "Maakt zich zorgen" in text and "57,2" in text and "Bron: RIVM" in text
    assert "var(--" not in ET.tostring(root, "unicode")


@pytest.mark.parametrize(
    ("path", "width"),
    [
        (f"{BASE}.png", 1520),
        (f"{BASE}/deelplaatje.png", 1200),
        ("/deelplaatje.png", None),
        ("/edities/2021-3/deelplaatje.png", 1200),
        ("/edities/2021-3/thema/gedrag/deelplaatje.png", 1200),
        ("/edities/2021-3/groep/jongeren/deelplaatje.png", 1200),
        ("/en/edities/2021-3/regio/VR14/deelplaatje.png", 1200),
    ],
)
def test_pictures_are_png_of_their_size(site: Client, path: str, width: int | None) -> None:
    response = site.get(path)
    if width is None:
        assert response.status_code == 404
        return
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", response.content[16:20])[0] == width


def test_what_has_no_figures_has_no_picture(site: Client) -> None:
    assert site.get("/indicator/vacatures.png").status_code == 404
    assert site.get("/indicator/vacatures.svg").status_code == 404
    assert site.get("/indicator/onzin.csv").status_code == 404
    assert site.get("/groep/onzin/deelplaatje.png").status_code == 404
    rows = site.get("/indicator/vacatures.csv").content.decode().splitlines()
    assert len(rows) == 1


def test_only_the_frame_may_stand_in_other_sites(site: Client) -> None:
    frame, page = site.get(f"{BASE}/inbed"), site.get(BASE)
    assert "frame-ancestors 'self' *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'self';" in f"{page['Content-Security-Policy']};"
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "Bron: RIVM" in frame.content.decode()


def test_the_page_gives_what_to_paste_and_how_to_cite(site: Client, settings: object) -> None:
    settings.ADDRESS = "https://monitor.example.nl"  # type: ignore[attr-defined]
    body = get(site, f"/indicator/{WORRY}")
    there = f"https://monitor.example.nl/edities/2021-5/indicator/{WORRY}"
    assert f'<iframe src="{there}/inbed"' in body
    assert f"editie oktober 2021, stand van oktober 2021. {there}" in body
    assert f'<meta property="og:image" content="{there}/deelplaatje.png">' in body


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/feed.atom", 10),
        ("/thema/gedrag/feed.atom", 5),
        (f"/indicator/{WORRY}/feed.atom", 1),
        ("/groep/vrouwen/feed.atom", 0),
        ("/regio/VR14/feed.atom", 0),
        ("/en/feed.atom", 10),
    ],
)
def test_feeds_are_atom_with_addresses_that_work(site: Client, path: str, least: int) -> None:
    response = site.get(path)
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(response.content)
    ns = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{ns}entry")
    assert len(entries) >= least
    ids = [each.findtext(f"{ns}id") for each in entries]
    assert len(set(ids)) == len(ids)
    for each in entries[:4]:
        link = each.find(f"{ns}link")
        assert link is not None and each.findtext(f"{ns}updated")
        address = str(link.get("href")).removeprefix("http://127.0.0.1")
        assert site.get(address).status_code == 200


def test_a_feed_of_nothing_is_not_found(site: Client) -> None:
    for path in ("/thema/x/feed.atom", "/groep/x/feed.atom", "/regio/x/feed.atom"):
        assert site.get(path).status_code == 404


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_column_of_a_table_to_take_along_is_explained(site: Client, root: str) -> None:
    header = site.get(f"{root}/indicator/vacatures.csv").content.decode().splitlines()[0]
    about = site.get(f"{root}/over-de-cijfers")
    explained = about.content.decode().partition('id="kolommen"')[2]
    for column in header.split(","):
        assert f"<code>{column}</code>" in explained, column
