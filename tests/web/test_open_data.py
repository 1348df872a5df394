"""Open data: the page of an edition's data, its files, the workbook and the catalogue."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from rdflib import DCTERMS, RDF, Graph, Namespace

from duidelijk.editions.edition import Edition
from duidelijk.foundation.checksums import read_sums
from duidelijk.foundation.home import Home
from read_page import get

DCAT = Namespace("http://www.w3.org/ns/dcat#")
OLD = ("datapackage.json", "figures.csv-metadata.json", "indicators.csv", "regions.csv")


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def own_site(corona_home: Path, tmp_path: Path, settings: Any) -> Client:
    """A client of the same editions, in a home where documents can be kept."""
    (tmp_path / "editions").symlink_to(corona_home / "editions")
    settings.HOME = Home(tmp_path)
    return Client(HTTP_HOST="127.0.0.1")


@pytest.mark.parametrize("root", ["", "/en"])
def test_the_page_leads_to_every_file_with_what_it_is(
    site: Client, corona_home: Path, root: str
) -> None:
    body = get(site, f"{root}/edities/2021-3/gegevens")
    folder = corona_home / "editions" / "2021-3"
    linked = re.findall(r'href="(/edities/2021-3/bestanden/([^"]+))"', body)
    assert {name for _, name in linked} == {path.name for path in folder.iterdir()}
    for address, name in linked:
        response = site.get(address)
        assert response.status_code == 200 and content(response) == (folder / name).read_bytes()
        assert response["Access-Control-Allow-Origin"] == "*"
    for digest in read_sums(folder).values():
        assert digest in body
    assert "<td></td>" not in body


def test_the_page_of_the_newest_edition_has_no_number(site: Client) -> None:
    body = get(site, "/gegevens")
    assert "/edities/2021-5/bestanden/figures.csv" in body
    assert '<a href="/gegevens" aria-current="page">' in body


@pytest.mark.parametrize("page", ["/", "/en/edities/2021-3/opvallend", "/indicator/inwoners"])
def test_every_page_leads_to_the_data_of_its_edition(site: Client, page: str) -> None:
    assert re.search(r'href="(/en)?(/edities/2021-3)?/gegevens"', get(site, page))


def test_the_citation_names_the_edition_and_its_permanent_address(
    site: Client, settings: Any
) -> None:
    settings.ADDRESS = "https://monitor.example.nl"
    body = get(site, "/gegevens")
    assert "editie oktober 2021 (2021-5)" in body
    assert "https://monitor.example.nl/edities/2021-5</p>" in body


def test_pages_lead_to_no_part_of_the_site_that_is_not_there(site: Client) -> None:
    from duidelijk.web.dashboard.optional import offered

    body = get(site, "/gegevens")
    for path in ("/api", "/edities/2021-5/editie.pdf"):
        assert (f'href="{path}"' in body) == offered(path)
    assert offered("/gegevens") and not offered("/dit/is/er/niet")


def test_a_csv_file_tells_where_it_is_described(site: Client) -> None:
    response = site.get("/edities/2021-3/bestanden/figures.csv")
    found = re.fullmatch(r'<([^>]+)>; rel="describedby"; type="([^"]+)"', response["Link"])
    assert found
    described = site.get(f"/edities/2021-3/bestanden/{found[1]}")
    assert described["Content-Type"] == found[2] == "application/csvm+json"
    assert json.loads(content(described))["tables"][0]["url"] == "figures.csv"
    assert "Link" not in site.get("/edities/2021-3/bestanden/regions.csv")


@pytest.mark.parametrize(
    "name", ["../SHA256SUMS", "edition.json/", ".", "../../made-from", "%2e%2e"]
)
def test_only_sealed_files_are_given(site: Client, name: str) -> None:
    assert site.get(f"/edities/2021-3/bestanden/{name}").status_code in (301, 404)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-8", slice(-8, None)),
        ("bytes=10-99999999999", slice(10, None)),
        ("bytes=-99999999999", slice(None)),
    ],
)
def test_a_program_can_read_a_part_of_a_file(
    site: Client, corona_home: Path, asked: str, part: slice
) -> None:
    name = "figures.by-indicator.parquet"
    whole = (corona_home / "editions" / "2021-3" / name).read_bytes()
    response = site.get(f"/edities/2021-3/bestanden/{name}", headers={"Range": asked})
    assert response.status_code == 206 and content(response) == whole[part]
    assert int(response["Content-Length"]) == len(whole[part])
    start = range(len(whole))[part].start
    told = f"bytes {start}-{start + len(whole[part]) - 1}/{len(whole)}"
    assert response["Content-Range"] == told


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("bytes=99999999999-", 416),
        ("bytes=-0", 416),
        ("bytes=9-2", 200),
        ("bytes=-", 200),
        ("bytes=0-1,4-5", 200),
        ("bytes=" + "9" * 5000 + "-", 200),
        ("rows=0-1", 200),
        ("", 200),
    ],
)
def test_what_is_no_part_gets_the_whole_or_a_refusal(site: Client, asked: str, status: int) -> None:
    address = "/edities/2021-3/bestanden/edition.json"
    response = site.get(address, headers={"Range": asked})
    assert response.status_code == status
    if status == 200:
        assert content(response) == content(site.get(address))


def test_a_file_is_sent_once_to_who_keeps_it(site: Client) -> None:
    address = "/edities/2021-3/bestanden/edition.json"
    etag = site.get(address)["ETag"]
    assert site.get(address, headers={"If-None-Match": etag}).status_code == 304
    one, other = ({"Range": "bytes=0-3", "If-Range": each} for each in (etag, '"other"'))
    assert site.get(address, headers=one).status_code == 206
    assert site.get(address, headers=other).status_code == 200


def test_asking_about_a_file_keeps_nobody_from_getting_it(site: Client) -> None:
    address = "/edities/2021-3/bestanden/groups.csv"
    head = site.head(address)
    assert head["Accept-Ranges"] == "bytes" and not content(head)
    assert int(head["Content-Length"]) == len(content(site.get(address))) > 0


def test_a_file_in_a_folder_of_the_edition_is_given(
    corona_home: Path, tmp_path: Path, settings: Any
) -> None:
    from duidelijk.foundation.checksums import write_sums

    folder = shutil.copytree(corona_home / "editions" / "2021-3", tmp_path / "editions" / "2021-3")
    (folder / "texts").mkdir()
    (folder / "texts" / "opening.nl.md").write_text("Wat opvalt.\n", encoding="utf-8")
    write_sums(folder)
    settings.HOME = Home(tmp_path)
    site = Client(HTTP_HOST="127.0.0.1")
    response = site.get("/edities/2021-3/bestanden/texts/opening.nl.md")
    assert response["Content-Type"].startswith("text/markdown")
    assert content(response).decode() == "Wat opvalt.\n"
    assert "texts/opening.nl.md" in get(site, "/gegevens")


def test_an_edition_of_before_these_files_shows_what_it_has(
    corona_home: Path, tmp_path: Path, settings: Any
) -> None:
    from duidelijk.foundation.checksums import write_sums

    folder = shutil.copytree(corona_home / "editions" / "2021-3", tmp_path / "editions" / "2021-3")
    for name in OLD:
        (folder / name).unlink()
    write_sums(folder)
    settings.HOME = Home(tmp_path)
    site = Client(HTTP_HOST="127.0.0.1")
    body = get(site, "/gegevens")
    assert not any(f"bestanden/{name}" in body for name in OLD)
    assert "Link" not in site.get("/edities/2021-3/bestanden/figures.csv")
    assert site.get("/edities/2021-3/bestanden/indicators.csv").status_code == 404
    assert content(site.get("/gegevens.xlsx"))[:2] == b"PK"
    assert Graph().parse(data=site.get("/catalogus.ttl").content, format="turtle")


@pytest.mark.parametrize(("root", "sheet"), [("", "Cijfers"), ("/en", "Figures")])
def test_the_workbook_is_made_once_and_kept(
    own_site: Client, tmp_path: Path, root: str, sheet: str
) -> None:
    response = own_site.get(f"{root}/edities/2021-1/gegevens.xlsx")
    assert response.status_code == 200
    first = content(response)
    book = openpyxl.load_workbook(io.BytesIO(first), read_only=True)
    assert sheet in book.sheetnames
    (kept,) = (tmp_path / "documents").rglob("*.xlsx")
    before = kept.stat().st_mtime_ns
    again = own_site.get(f"{root}/edities/2021-1/gegevens.xlsx")
    assert content(again) == first and kept.stat().st_mtime_ns == before
    known = own_site.get(
        f"{root}/edities/2021-1/gegevens.xlsx", headers={"If-None-Match": again["ETag"]}
    )
    assert known.status_code == 304
    assert "corona-2021-1" in response["Content-Disposition"]


def test_whoever_comes_while_too_many_wait_is_told_to_come_back(
    own_site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from duidelijk.web import documents

    full = threading.BoundedSemaphore(1)
    full.acquire()
    monkeypatch.setattr(documents, "_turns", full)
    response = own_site.get("/edities/2021-1/gegevens.xlsx")
    assert response.status_code == 503 and int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"


def test_the_readable_table_is_that_of_every_indicator_together(
    site: Client, corona_home: Path
) -> None:
    edition = Edition(corona_home / "editions" / "2021-1")
    text = content(site.get("/edities/2021-1/gegevens.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    figures = edition.figures()
    assert len(rows) == figures.height
    assert [float(row["value"]) if row["value"] else None for row in rows] == figures[
        "value"
    ].to_list()
    for name in ("title", "unit", "region_name", "group_name", "publisher", "licence"):
        assert all(row[name] for row in rows), name
    one = site.get("/edities/2021-1/indicator/vacatures.csv").content.decode()
    assert text.startswith(one.splitlines()[0] + "\n")


@pytest.mark.parametrize(("root", "sheet"), [("", "Cijfers"), ("/en", "Figures")])
def test_an_indicator_can_be_taken_as_a_workbook(
    site: Client, corona_home: Path, root: str, sheet: str
) -> None:
    key = "zorgen_zorgen_over_coronavirus"
    response = site.get(f"{root}/edities/2021-3/indicator/{key}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    held = Edition(corona_home / "editions" / "2021-3").figures_of(key)
    assert book[sheet].max_row == held.height + 1
    assert f'href="{root}/edities/2021-3/indicator/{key}.xlsx"' in get(
        site, f"{root}/edities/2021-3/indicator/{key}"
    )
    assert site.get("/indicator/onzin.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("form", "media"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")]
)
def test_the_catalogue_names_every_edition_and_leads_to_its_files(
    site: Client, form: str, media: str
) -> None:
    response = site.get(f"/catalogus.{form}")
    assert response["Access-Control-Allow-Origin"] == "*"
    graph = Graph().parse(data=response.content, format=media)
    found = {str(each) for each in graph.subjects(RDF.type, DCAT.Dataset)}
    assert found == {f"http://127.0.0.1/edities/2021-{number}" for number in range(1, 6)}
    files = {str(each) for each in graph.objects(None, DCAT.downloadURL)}
    assert len(files) >= 40
    told = response.content.decode()
    for address in sorted(each for each in files if "2021-1/bestanden" in each):
        sent = content(site.get(address.removeprefix("http://127.0.0.1")))
        assert hashlib.sha256(sent).hexdigest() in told


@pytest.mark.parametrize("shapes", ["", "-klassebereik"])
def test_the_catalogue_of_the_site_is_valid(site: Client, shared: Path, shapes: str) -> None:
    from pyshacl import validate

    graph = Graph().parse(data=site.get("/catalogus.ttl").content, format="turtle")
    path = shared / "data" / "standards" / f"dcat-ap-nl-SHACL{shapes}.ttl"
    valid, _, text = validate(graph, shacl_graph=Graph().parse(path), inference="none")
    assert valid, text


def test_the_address_of_the_catalogue_leads_to_the_form_that_is_asked(site: Client) -> None:
    def to(accept: str) -> str:
        response = site.get("/catalogus", headers={"Accept": accept})
        assert response.status_code == 303
        return str(response["Location"])

    assert to("application/ld+json") == "/catalogus.jsonld"
    assert to("application/rdf+xml;q=0.9, text/html;q=0.1") == "/catalogus.rdf"
    assert to("*/*") == to("image/png") == "/catalogus.ttl"
    assert to("text/html,application/xhtml+xml,*/*;q=0.8") == "/gegevens"
    graph = Graph().parse(data=site.get("/catalogus.ttl").content, format="turtle")
    (named,) = graph.subjects(RDF.type, DCAT.Catalog)
    assert str(named) == "http://127.0.0.1/catalogus"
    assert graph.value(named, DCTERMS.publisher)


@pytest.mark.parametrize("path", ["/", "/edities/2021-3", "/indicator/inwoners", "/en/gegevens"])
def test_pages_describe_their_data_for_search_engines(site: Client, path: str) -> None:
    (block,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', get(site, path), flags=re.DOTALL
    )
    told = json.loads(block)
    assert told["@type"] == "Dataset" and "/edities/" in told["@id"]
    for each in told["distribution"]:
        assert site.get(each["contentUrl"].removeprefix("http://127.0.0.1")).status_code == 200
