"""Every declaration opens as a form in both languages, and changes nothing unless asked."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from duidelijk.foundation.home import Home
from duidelijk.web.declaring.kinds import KINDS
from duidelijk.web.declaring.place import declared
from sent_form import Form


@pytest.mark.parametrize(("of", "front"), [("home", ""), ("home", "/en"), ("corona", "")])
def test_saving_without_change_changes_no_byte(
    of: str, front: str, ann: Client, request: pytest.FixtureRequest
) -> None:
    home: Home = request.getfixturevalue(of)
    files = sorted(home.monitor.rglob("*.yaml"))
    before = {path: path.read_bytes() for path in files}
    seen: set[str] = set()
    things = declared().things
    assert {each.file for each in things} == {
        path.relative_to(home.monitor).as_posix() for path in files
    }
    nothing = "You changed nothing" if front else "U hebt niets veranderd"
    for thing in things:
        address = f"{front}/werkplek/declaraties/{thing.kind.slug}/{thing.key}"
        page = ann.get(address).content.decode()
        assert html.escape(thing.title("en" if front else "nl")) in page, address
        given = Form(page).given
        answer = ann.post(address, {**given, "look": "1"})
        assert nothing in answer.content.decode(), (address, answer.status_code)
        seen.add(thing.kind.name)
    assert {path: path.read_bytes() for path in files} == before
    lacking = {"feed", "term"} if of == "home" else set()
    assert seen == set(KINDS) - lacking


@pytest.mark.parametrize("front", ["", "/en"])
def test_every_kind_has_an_empty_form(front: str, ann: Client, home: Home) -> None:
    for kind in KINDS.values():
        answer = ann.get(f"{front}/werkplek/declaraties/nieuw/{kind.slug}")
        assert answer.status_code == (404 if kind.name == "monitor" else 200), kind.name


def test_every_file_opens_as_text_and_stays_as_it_is(ann: Client, corona: Home) -> None:
    for path in sorted(corona.monitor.rglob("*.yaml"))[::7]:
        address = f"/werkplek/declaraties/bestand/{path.relative_to(corona.monitor).as_posix()}"
        given = Form(ann.get(address).content.decode()).given
        answer = ann.post(address, {**given, "look": "1"})
        assert "U hebt niets veranderd" in answer.content.decode(), path


def test_a_form_says_all_that_stands_in_the_file(ann: Client, corona: Home) -> None:
    page = ann.get("/werkplek/declaraties/indicator/werkloosheidspercentage").content.decode()
    given = Form(page).given
    assert given["f.title.nl"] == ["Werkloosheidspercentage"]
    assert given["f.decimals"] == ["1"] and given["f.polarity"] == ["lower_is_favourable"]
    assert sorted(given["f.groups"]) == ["geslacht", "leeftijd"]
    assert given["f.region_levels"] == ["country"]
    assert given["n.methods"] == ["2"] and given["f.methods.1.in_use_from"] == ["2022-01-20"]
    assert given["f.tables"] == ["80590ned"] and given["f.materiality.points"] == ["0.2"]
    assert given["y.draw.0.where"] == ['Geslacht: T001038\r\nLeeftijd: "52052"']
    assert given["f.seasonally_adjusted"] == ["true"] and given["f.context"] == [""]
