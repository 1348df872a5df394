"""What editors wrote and chose, and what was corrected, as readers see it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Chosen, Texts, development_key
from duidelijk.foundation.checksums import write_sums
from duidelijk.foundation.home import Home

OPENING = """Mensen voelen zich **vaker somber**.

![Hoeveel mensen zich ongezond voelen](indicator:psychisch_ongezond)

Zie ook ![vacatures](indicator:vacatures) en <script>alert(1)</script>."""


@pytest.fixture
def home(corona_home: Path, tmp_path: Path, settings: object) -> Home:
    settings.HOME = Home(tmp_path)  # type: ignore[attr-defined]
    return Home(tmp_path)


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_HOST="127.0.0.1")


def published(corona_home: Path, home: Home, texts: Texts, id_: str = "2021-5") -> Edition:
    return Edition(publish(corona_home / "editions" / id_, home.editions, texts))


def test_texts_stand_on_their_pages_in_their_language(
    corona_home: Path, home: Home, reader: Client
) -> None:
    texts = {"opening": Text(OPENING, "People feel *worse*."), "theme.gedrag": Text("Gedrag!", "")}
    published(corona_home, home, Texts(texts=texts))
    front = reader.get("/").content.decode()
    assert "<strong>vaker somber</strong>" in front
    assert "<script>alert" not in front
    drawn = front.partition('class="prose editors"')[2].partition("<figcaption>")
    assert "<svg" in drawn[0] and "Hoeveel mensen zich ongezond voelen" in drawn[0]
    assert '<a href="/indicator/vacatures">vacatures</a>' in front
    assert "People feel <em>worse</em>" in reader.get("/en/").content.decode()
    theme = reader.get("/en/thema/gedrag").content.decode()
    assert 'lang="nl"><p>Gedrag!</p>' in theme
    assert "only available in Dutch" in theme


def test_what_was_left_out_is_not_in_front_and_its_reason_is_on_the_list(
    corona_home: Path, home: Home, reader: Client
) -> None:
    held = Edition(corona_home / "editions" / "2021-4").striking
    assert held is not None
    first, second = held["developments"][0], held["developments"][-1]
    assert first["indicator"] != second["indicator"]
    choices = {
        development_key(each): Chosen(Choice.OUT, Text("Dubbelop.", "Twice."))
        for each in held["developments"]
        if each["indicator"] == first["indicator"]
    }
    choices[development_key(second)] = Chosen(Choice.NEEDS_DUIDING)
    published(corona_home, home, Texts(choices=choices), "2021-4")
    sentence = first["sentences"]["nl"]
    page = reader.get("/").content.decode()
    assert sentence not in page.replace("</a> ", " ")
    listed = reader.get("/opvallend").content.decode()
    assert "Dubbelop." in listed and "vraagt duiding" in listed
    assert "Twice." in reader.get("/en/opvallend").content.decode()


def test_a_correction_and_what_it_corrects_point_to_each_other(
    corona_home: Path, home: Home, reader: Client
) -> None:
    published(corona_home, home, Texts())
    better = home.editions / "2021-6"
    shutil.copytree(home.editions / "2021-5", better)
    told = json.loads((better / "edition.json").read_text())
    told |= {"id": "2021-6", "corrects": "2021-5", "reason": {"nl": "Een fout.", "en": "A slip."}}
    (better / "edition.json").write_text(json.dumps(told))
    (better / "SHA256SUMS").unlink()
    write_sums(better)
    old = reader.get("/edities/2021-5/thema/gedrag").content.decode()
    assert 'zie editie <a href="/edities/2021-6/thema/gedrag">2021-6</a>.</strong> Een fout.' in old
    new = reader.get("/en/").content.decode()
    assert 'corrects edition <a href="/en/edities/2021-5">2021-5</a>.</strong> A slip.' in new
    assert 'id="e-2021-6"' in new and 'id="e-2021-5"' not in new, "only the better one is in line"
    assert 'id="e-2021-5"' in old, "but for who reads the other"
    assert 'id="e-voor"' not in new, "nor does one step back to it"
    listed = reader.get("/edities").content.decode()
    assert "Wat is een verbetering?" in listed and "Een fout." in listed
    told = reader.get("/api/v1/editions/2021-6").json()["edition"]
    assert told["corrects"] == "2021-5", "it was sealed without editors"
    assert told["correctionReason"] == {"nl": "Een fout.", "en": "A slip."}
    assert told["previous"] == "2021-4"
    # a copy of one edition: the reason is told, and nothing leads to what is not there
    shutil.rmtree(home.editions / "2021-5")
    for page in ("/en/", "/en/edities", "/en/edities/feed.atom", "/catalogus.ttl"):
        shown = reader.get(page).content.decode()
        assert "edities/2021-5" not in shown, page
        assert page == "/catalogus.ttl" or "A slip." in shown, page
