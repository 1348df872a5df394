"""Who may, where it may, and what is refused at the door."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import read_monitor
from duidelijk.catalogue.shipped import shipped_monitor
from duidelijk.foundation.home import Home
from duidelijk.web.accounts.rights import Role
from duidelijk.web.audit.models import Event
from duidelijk.web.declaring.place import LARGEST
from sent_form import Form, accepted

Somebody = Callable[..., Client]
BASE = "/werkplek/declaraties"
STRESS = f"{BASE}/indicator/stress"


@pytest.mark.parametrize("role", [each for each in Role.values if each != "editor"])
def test_only_editors_declare(role: str, somebody: Somebody, home: Home) -> None:
    client = somebody("een", role)
    for path in (BASE, STRESS, f"{BASE}/nieuw/bron", f"{BASE}/bestand/monitor.yaml"):
        assert client.get(path).status_code == 403, path
        assert client.post(path, {"look": "1"}).status_code in (403, 405), path
    assert BASE not in client.get("/werkplek").content.decode()


def test_editors_find_it_in_the_workspace(ann: Client, home: Home) -> None:
    assert f'href="{BASE}"' in ann.get("/werkplek").content.decode()


def test_the_list_says_what_is_there_and_what_is_wrong(ann: Client, corona: Home) -> None:
    page = ann.get(BASE).content.decode()
    assert "Alles is in orde" in page and "Werkloosheidspercentage" in page
    assert "bron nog niet gezien" in page and "voorbij" in page and "gestopt" in page
    page = ann.get(f"{BASE}?zoek=werkloosheidsp&soort=indicator").content.decode()
    assert "Werkloosheidspercentage" in page and "Voedselbank" not in page
    assert "Niets gevonden" in ann.get(f"{BASE}?zoek=zzzzqq").content.decode()
    page = ann.get(f"{BASE}?alleen=unverified").content.decode()
    assert page.count('class="tag"') == page.count('<tr><th scope="row">') > 10
    path = corona.monitor / "monitor.yaml"
    path.write_text(path.read_text().replace("- id: onderwijs", "- id: Onder wijs"))
    page = ann.get(f"/en{BASE}").content.decode()
    assert "has the wrong form" in page and "wrong: 1" in page
    page = ann.get(f"{BASE}?alleen=problems").content.decode()
    assert "heeft niet de juiste vorm" in page


def test_without_a_monitor_the_shipped_one_is_copied_first(
    ann: Client, home: Home, corona_home: Path, tmp_path: Path, settings: object
) -> None:
    bare = Home(Path(shutil.copytree(corona_home, tmp_path / "bare")))
    settings.HOME = bare  # type: ignore[attr-defined]
    page = ann.get(BASE).content.decode()
    assert "Monitor hierheen kopiëren" in page and "niveau" not in page
    assert ann.get(STRESS).status_code == 404
    assert ann.post(f"{BASE}/kopie").status_code == 302
    assert not bare.monitor.exists(), "only when it was asked for"
    shipped = shipped_monitor("corona")
    before = {path: path.read_bytes() for path in shipped.rglob("*.yaml")}
    ann.post(f"{BASE}/kopie", {"sure": "1"})
    assert read_monitor(bare.monitor) == read_monitor(shipped)
    assert Event.objects.filter(action="monitor_copied").count() == 1
    address = f"{BASE}/bron/cbs"
    given = Form(ann.get(address).content.decode()).given
    shown = ann.post(address, {**given, "f.licence": "CC0", "look": "1"})
    assert accepted(ann, address, shown).status_code == 302
    assert {path: path.read_bytes() for path in shipped.rglob("*.yaml")} == before
    answer = ann.post(f"{BASE}/kopie", {"sure": "1"}, follow=True)
    assert "Er is niets gekopieerd" in answer.content.decode()


def test_without_any_edition_it_says_how_to_begin(
    ann: Client, tmp_path: Path, settings: object
) -> None:
    settings.HOME = Home(tmp_path / "leeg")  # type: ignore[attr-defined]
    page = ann.get(BASE).content.decode()
    assert "duidelijk new-monitor" in page and str(tmp_path / "leeg/monitor") in page


def test_the_folder_of_the_package_is_never_written(ann: Client, home: Home) -> None:
    shutil.rmtree(home.monitor)
    home.monitor.symlink_to(shipped_monitor("starter"))
    before = (shipped_monitor("starter") / "indicators/stress.yaml").read_bytes()
    page = ann.get(STRESS).content.decode()
    assert "hoort bij het programma zelf" in page and 'name="look"' not in page
    given = Form(page).given
    for button in ("look", "save", "remove", "add"):
        answer = ann.post(STRESS, {**given, "f.decimals": "2", "reason": "x", button: "1"})
        assert answer.status_code == 409
    assert (shipped_monitor("starter") / "indicators/stress.yaml").read_bytes() == before


@pytest.mark.parametrize("front", ["", "/en"])
def test_a_folder_that_may_not_be_written_is_told_at_once(
    front: str, ann: Client, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    # the tests may run as root, who may write everywhere: ask as the server would be answered
    real = os.access
    refused = str(home.monitor)
    monkeypatch.setattr(
        os, "access", lambda path, mode: not str(path).startswith(refused) and real(path, mode)
    )
    told = "You can only read here" if front else "Hier kunt u alleen lezen"
    for path in (BASE, STRESS, f"{BASE}/bestand/monitor.yaml", f"{BASE}/nieuw/bron"):
        page = ann.get(f"{front}{path}").content.decode()
        assert told in page and str(home.monitor) in page, path
        assert 'name="look"' not in page and 'name="add"' not in page
    given = Form(ann.get(STRESS).content.decode()).given
    answer = ann.post(STRESS, {**given, "f.title.nl": "Getypt", "look": "1"})
    assert answer.status_code == 409
    assert Form(answer.content.decode()).given["f.title.nl"] == ["Getypt"], "nothing is lost"


@pytest.mark.parametrize(
    "path",
    [
        "bestand/../secret.yaml",
        "bestand/..%2f..%2fdb.sqlite3",
        "bestand//etc/passwd",
        "bestand/indicators/../../db.sqlite3",
        "bestand/indicators/%2e%2e/x.yaml",
        "bestand/figures/releases.csv",
        "bestand/indicators/x.yaml",
        "bestand/indicators/.yaml",
        "bestand/glossary.yaml",
        "indicator/..",
        "indicator/nergens",
        "indicator/%00",
        "onzin/stress",
        "nieuw/onzin",
        "nieuw/monitor",
        "versie/99",
        "thema/monitor",
    ],
)
def test_what_is_no_declaration_is_not_found(path: str, ann: Client, home: Home) -> None:
    (home.folder / "secret.yaml").write_text("geheim: ja\n")
    answer = ann.get(f"{BASE}/{path}")
    assert answer.status_code == 404
    assert "geheim" not in answer.content.decode()


def test_hostile_forms_are_no_error_and_change_nothing(ann: Client, home: Home) -> None:
    before = {path: path.read_bytes() for path in home.monitor.rglob("*") if path.is_file()}
    given = Form(ann.get(STRESS).content.decode()).given
    hostile: list[dict[str, object]] = [
        {"base": "{"},
        {"base": "[" * 5000},
        {"base": '"x"'},
        {"n.breaks": "99999999999999"},
        {"n.breaks": "-1", "add": "breaks.9.x"},
        {"add": "../../x"},
        {"add": "title.nl.x"},
        {"drop": "x.y.z"},
        {"drop": "region_levels.0"},
        {"o.breaks.0": "7", "n.breaks": "1"},
        {"f.id": "../../../etc/x"},
        {"f.id": "x" * 5000},
        {"f.title.nl": "\x00\x1b[31m\u202e"},
        {"f.title.nl": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")},
        {"f.definition.nl": "{{ 7*7 }} {% include 'x' %} <script>alert(1)</script>"},
        {"y.title": "!!python/object/apply:os.system ['ls']"},
        {"y.title": "nl: &a x\nen: *a"},
        {"y.": "a: b"},
        {"f.decimals": "1e9"},
        {"f.decimals": "9" * 400},
        {"f.region_levels": ["country", "country", "<b>"]},
        {"seen": "x", "save": "1", "reason": "x"},
        {"kant": "voor"},
    ]
    for extra in hostile:
        answer = ann.post(STRESS, {**given, "look": "1", **extra})
        assert answer.status_code in (200, 400, 409), extra
        assert "<script>alert" not in answer.content.decode()
    file = f"{BASE}/bestand/indicators/stress.yaml"
    form = Form(ann.get(file).content.decode()).given
    texts = ["", "[" * 4000, "a: &a [x]\nb: [*a,*a]", "x" * (LARGEST + 1), "\x00", "!!map {a: b}"]
    for text in [*texts, "a: 1\na: 2", "- 1", "null", "\ufeffid: stress"]:
        answer = ann.post(file, {**form, "text": text, "look": "1"})
        assert answer.status_code == 400, text[:20]
    assert {path: path.read_bytes() for path in home.monitor.rglob("*") if path.is_file()} == before


def test_what_the_schema_says_is_text_never_markup(ann: Client, home: Home) -> None:
    path = home.monitor / "monitor.yaml"
    bad = '"<img src=x onerror=alert(1)>"'
    path.write_text(path.read_text().replace('"Wonen"', bad))
    for address in (BASE, STRESS, f"{BASE}/thema/wonen", f"{BASE}/bestand/monitor.yaml"):
        assert "<img" not in ann.get(address).content.decode(), address


def test_a_broken_file_still_opens(ann: Client, home: Home) -> None:
    path = home.monitor / "indicators/stress.yaml"
    path.write_text(
        path.read_text()
        .replace("decimals: 1", "decimals: [1]")
        .replace("status: active", "status:\n  x: y")
    )
    page = ann.get(STRESS).content.decode()
    given = Form(page).given
    assert given["y.decimals"] == ["- 1"] and given["y.status"] == ["x: y"]
    given |= {"y.decimals": ["1"], "y.status": ["active"]}
    assert accepted(ann, STRESS, ann.post(STRESS, {**given, "look": "1"})).status_code == 302
    path.write_text("id: [")
    assert ann.get(STRESS).status_code == 404
    page = ann.get(BASE).content.decode()
    assert "is geen YAML" in page and f"{BASE}/bestand/indicators/stress.yaml" in page
    path.write_bytes(b"\xff\xfe")
    assert ann.get(f"{BASE}/bestand/indicators/stress.yaml").status_code == 200
