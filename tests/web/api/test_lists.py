"""What is declared, and what an edition stands on."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import Chosen, Publication, Texts, development_key, write_texts
from duidelijk.foundation.checksums import write_sums
from duidelijk.foundation.home import Home
from duidelijk.regions import LEVELS
from duidelijk.web.library import library

Told = Callable[[str], Any]


def test_an_indicator_comes_with_its_whole_declaration(told: Told) -> None:
    found = told("indicators/werkloze_beroepsbevolking")["indicator"]
    assert found["title"]["en"] == "Unemployed people"
    assert found["polarity"] == "lower_is_favourable"
    assert found["source"]["id"] == "cbs"
    assert "ebb-oud" in [each["id"] for each in found["methods"]]
    assert found["limitations"]["nl"]
    assert found["figures"] == 87
    assert found["releases"]


def test_an_indicator_without_figures_is_there_too(told: Told) -> None:
    listed = {each["id"]: each for each in told("indicators")["indicators"]}
    assert listed["vacatures"]["figures"] == 0
    assert len(listed) == 132
    assert told("indicators?status=planned&theme=onderwijs")["indicators"]
    assert told("indicators/vacatures")["indicator"]["releases"] == []


def test_themes_name_their_indicators(told: Told) -> None:
    themes = told("themes")["themes"]
    listed = told("indicators")["indicators"]
    for theme in themes:
        assert set(theme["indicators"]) == {
            each["id"] for each in listed if each["theme"] == theme["id"]
        }
    assert len(themes) == 5


def test_groups_are_of_two_kinds(told: Told) -> None:
    groups = {each["id"]: each for each in told("groups")["groups"]}
    assert groups["leeftijd:16-24"]["dimension"] == "leeftijd"
    assert "leeftijd:16-24" in groups["jongeren"]["groups"]
    assert {each["kind"] for each in told("groups?kind=target")["groups"]} == {"target"}


def test_regions_are_found_by_level_and_year(told: Told) -> None:
    safety = told("regions?regionLevel=safety_region&edition=2021-1")["regions"]
    assert len(safety) == 25
    assert all(each["years"] for each in safety)
    of_year = told("regions?year=2005")["regions"]
    assert [each["code"] for each in of_year] == ["NL01"]
    levels = [each["level"] for each in told("regions")["regions"]]
    assert levels[0] == "country"
    assert levels == sorted(levels, key=LEVELS.index)


def test_releases_say_what_they_were_used_for(told: Told) -> None:
    releases = told("releases")["releases"]
    published = [each["published"] for each in releases]
    assert published == sorted(published)
    for each in told("releases?indicator=eenzaam")["releases"]:
        assert "eenzaam" in each["indicators"]


def test_editions_say_which_is_the_newest(told: Told) -> None:
    editions = told("editions")["editions"]
    assert [each["id"] for each in editions] == [f"2021-{number}" for number in range(1, 6)]
    assert [each["newest"] for each in editions] == [False] * 4 + [True]
    assert told("editions/2021-1")["edition"]["figures"] == 9336


@pytest.mark.parametrize(
    "resource", ["themes", "indicators", "groups", "regions", "releases", "editions", "striking"]
)
def test_every_list_comes_as_a_table_too(told: Told, ask: Any, resource: str) -> None:
    rows = told(resource)[resource]
    table = list(csv.DictReader(io.StringIO(ask(f"{resource}?f=csv&lang=en").content.decode())))
    assert len(table) == len(rows)
    for row, line in zip(rows, table, strict=True):
        for key, value in row.items():
            if isinstance(value, str):
                assert line[key] == value
            if isinstance(value, dict) and set(value) == {"nl", "en"}:
                assert line[key] == value["en"]


def test_a_table_without_rows_still_has_its_columns(ask: Any) -> None:
    table = ask("regions?regionLevel=ggd&edition=2021-1&f=csv").content.decode()
    assert table == "code,level,name,years,redrawn\n"


@pytest.fixture
def edited(corona_home: Path, tmp_path: Path, settings: Any) -> Client:
    """A site whose only edition has texts, choices and a publication."""
    folder = tmp_path / "editions" / "2021-1"
    shutil.copytree(corona_home / "editions" / "2021-1", folder)
    kept = Edition(folder).striking
    assert kept is not None
    first, second = kept["developments"][:2]
    texts = Texts(
        {"opening": Text("**Let op**", "**Note**")},
        {
            development_key(first): Chosen(Choice.OUT, Text("dubbel", "double")),
            development_key(second): Chosen(Choice.IN),
        },
        Publication(dt.datetime(2021, 3, 12, 9, tzinfo=dt.UTC), "2020-9", Text("fout", "mistake")),
    )
    write_texts(folder, texts)
    described = json.loads((folder / "edition.json").read_text())
    described |= {"corrects": "2020-9", "reason": {"nl": "fout", "en": "mistake"}}
    (folder / "edition.json").write_text(json.dumps(described))
    (folder / "SHA256SUMS").unlink()
    write_sums(folder)
    settings.HOME = Home(tmp_path)
    return Client(HTTP_HOST="127.0.0.1")


def test_what_editors_wrote_and_chose_is_told(edited: Client) -> None:
    whole = edited.get("/api/v1/editions/2021-1").json()["edition"]
    assert whole["texts"] == [
        {"name": "opening", "text": {"nl": "**Let op**\n", "en": "**Note**\n"}}
    ]
    assert whole["publishedAt"] == "2021-03-12T09:00:00+00:00"
    assert whole["corrects"] == "2020-9"
    assert whole["correctionReason"]["en"] == "mistake"
    listed = edited.get("/api/v1/striking").json()["striking"]
    assert listed[0]["choice"] == "out"
    assert listed[0]["choiceReason"] == {"nl": "dubbel", "en": "double"}
    assert listed[1]["choice"] == "in"
    assert listed[2]["choice"] is None


def test_an_edition_of_an_older_program_lacks_the_list_and_says_so(edited: Client) -> None:
    folder = library().folder / "2021-1"
    for name in ("striking.json", "coming.parquet", "revisions.parquet", "late.json"):
        (folder / name).unlink()
    answer = edited.get("/api/v1/striking")
    assert answer.status_code == 404
    assert "before there was a list" in answer.json()["detail"]
    for resource in ("figures", "changes", "indicators/eenzaam", "editions/2021-1", "openapi.json"):
        assert edited.get(f"/api/v1/{resource}").status_code == 200
