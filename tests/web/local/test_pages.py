"""The pages and answers of the local picture."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from agenda_room import let_in
from duidelijk.web.editorial.desk import monitor_in_force
from duidelijk.web.local.example.playing import play, script
from duidelijk.web.local.models import LocalMonitor, Observation, Shown
from duidelijk.web.local.reporting import read_by_keeper
from local_room import TOWNS, Area, reported, reporter

pytestmark = pytest.mark.django_db


def test_nothing_reported_is_told(people: Area, site: Client) -> None:
    assert "nog niets gemeld" in site.get("/lokaal").content.decode()
    assert "Nothing was reported" in site.get("/en/lokaal/thema/gedrag").content.decode()
    assert "niets openbaar gemeld" in site.get("/lokaal/gebied/GM0228").content.decode()
    for path in ("/lokaal/thema/weer", "/lokaal/gebied/GM9999", "/lokaal/gebied/NL01"):
        assert site.get(path).status_code == 404, path


def test_who_reports_and_who_is_silent(people: Area, site: Client) -> None:
    for town in people.towns[:6]:
        reported(town)
    reported(reporter("GG1106"))
    page = site.get("/lokaal").content.decode()
    assert "6 van de 35" in page
    assert "spreekt hun GGD" in page
    assert "De meeste gemeenten die melden zien het slechter worden." in page
    assert "Ede: meldt zelf" in page
    assert "alleen de GGD meldt" in page
    silent = page[page.index("niets is gehoord (") :]
    assert "Rotterdam" in silent
    assert "Zwolle" not in silent[: silent.index("</details>")]


def test_four_are_not_added_up_anywhere(people: Area, site: Client) -> None:
    for town in people.towns[:4]:
        reported(town)
    told = "4 gemeenten melden hierover; minder dan vijf tellen wij niet op."
    for path in ("/lokaal", "/lokaal/thema/onderwijs"):
        page = site.get(path).content.decode()
        assert told in page
        assert "slechter: 4" not in page
    for row in site.get("/api/v1/local").json()["local"]:
        assert (row["reporters"], row["lean"], row["worse"]) == (4, "too_few", None)


def test_beside_the_nation(people: Area, site: Client) -> None:
    for town in people.towns:
        reported(town, indicator="stagetekort_mbo")
    (row,) = site.get("/api/v1/local-indicators").json()["localIndicators"]
    assert (row["indicator"], row["trend"], row["share"]) == ("stagetekort_mbo", "risen", 1)
    assert row["lower"] < 0.8 < row["upper"]
    page = site.get("/en/lokaal/thema/onderwijs").content.decode()
    assert "7 of 7 municipalities: risen" in page


def test_back_to_the_sender(people: Area, site: Client) -> None:
    for town in people.towns:
        reported(town)
    reported(people.towns[3], "b", theme="gedrag", public=False, what="Alleen voor ons.")
    own = let_in(people.towns[3]).get("/werkplek/lokaal/eigen").content.decode()
    assert "Alleen voor ons." in own
    assert "Gelijkend naar" in own
    assert "Gedrag en naleving" in own
    public = site.get("/lokaal/gebied/GM0228").content.decode()
    assert "Alleen voor ons." not in public
    assert "Gedrag en naleving" not in public[public.index("<main") :]
    assert let_in(people.keeper).get("/werkplek/lokaal/eigen").status_code == 404


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_picture_in_the_api(people: Area, site: Client, form: str) -> None:
    for town in people.towns:
        reported(town)
    answer = site.get(f"/api/v1/local?theme=onderwijs&f={form}")
    assert answer.status_code == 200
    if form == "json":
        told: dict[str, Any] = answer.json()
        assert [each["targetGroup"] for each in told["local"]] == [None, "jongeren"]
        assert told["local"][0]["municipalities"] > 340
        assert told["local"][0]["lean"] == "worse"
    assert site.get("/api/v1/local?theme=weer").status_code == 404


def test_the_example_says_that_it_is_made_up(people: Area, site: Client) -> None:
    national = monitor_in_force()
    play(national)
    play(national)
    held = LocalMonitor.objects.get()
    measured = site.get(f"/lokaal/monitor/{held.pk}").content.decode()
    assert "Dit is een verzonnen voorbeeld" in measured
    assert (
        "gestegen" in measured
        and "één meting" in measured
        and "alleen de richting is vergelijkbaar" in measured
    )
    told = script()["reports"]
    assert Observation.objects.count() == sum(len(each["from"]) for each in told)
    towns = "/lokaal/gebied/GM0228", "/lokaal/gebied/GM0153"
    for path in ("/lokaal", "/lokaal/thema/onderwijs", *towns):
        assert "verzonnen voorbeeld" in site.get(path).content.decode(), path
    assert "verzonnen voorbeeld" in words_of(site.get(f"{towns[1]}.pdf").content)
    assert all(each["example"] for each in site.get("/api/v1/local").json()["local"])


def test_quotes_stand_in_the_draft(people: Area) -> None:
    for town in people.towns:
        reported(town)
    chosen = Observation.objects.get(region=TOWNS[1])
    read_by_keeper(chosen.pk, Shown.QUOTED, "", 1, people.keeper)
    page = let_in(people.keeper).get("/werkplek/lokaal/beeld").content.decode()
    assert "Mbo-studenten vinden geen stage. (Gemeente GM0080)" in page


def words_of(paper: bytes) -> str:
    """The text of a PDF."""
    pages = PdfReader(BytesIO(paper)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def test_the_own_picture_is_brought_along_as_pdf(people: Area, site: Client) -> None:
    for town in people.towns:
        reported(town, public=town is not people.towns[0])
    own = let_in(people.towns[0])
    assert "/werkplek/lokaal/eigen.pdf" in own.get("/werkplek/lokaal/eigen").content.decode()
    private = own.get("/werkplek/lokaal/eigen.pdf")
    assert private["Content-Type"] == "application/pdf" and private.content[:5] == b"%PDF-"
    text = words_of(private.content)
    assert "Groningen" in text and "vinden geen stage" in text
    assert "niet openbaar" in text
    public = words_of(site.get(f"/en/lokaal/gebied/{TOWNS[0]}.pdf").content)
    assert "Local picture of Groningen" in public
    assert "vinden geen stage" not in public and "not public" not in public
    assert site.get("/lokaal/gebied/NL01.pdf").status_code == 404
