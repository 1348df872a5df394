"""The pages and answers of the local picture."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from agenda_room import let_in
from duidelijk.web.local.example.playing import play, script
from duidelijk.web.local.models import Observation, Shown
from duidelijk.web.local.reporting import read_by_keeper
from local_room import TOWNS, Area, reported, reporter


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
    play()
    play()
    told = script()["reports"]
    assert Observation.objects.count() == sum(len(each["from"]) for each in told)
    for path in ("/lokaal", "/lokaal/thema/onderwijs", "/lokaal/gebied/GM0228"):
        assert "verzonnen voorbeeld" in site.get(path).content.decode(), path
    assert all(each["example"] for each in site.get("/api/v1/local").json()["local"])


def test_quotes_stand_in_the_draft(people: Area) -> None:
    for town in people.towns:
        reported(town)
    chosen = Observation.objects.get(region=TOWNS[1])
    read_by_keeper(chosen.pk, Shown.QUOTED, "", 1, people.keeper)
    page = let_in(people.keeper).get("/werkplek/lokaal/beeld").content.decode()
    assert "Mbo-studenten vinden geen stage. (Gemeente GM0080)" in page
