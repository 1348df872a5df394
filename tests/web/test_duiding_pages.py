"""What people made of the figures, as readers find it: on pages, in search and by the API."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.client.frames import WHOLE, polars_frame
from duidelijk.duiding.report import Dissent, Evidence, EvidenceKind, SessionReport, Statement
from duidelijk.duiding.scales import Attribution, Said
from duidelijk.foundation.home import Home
from duidelijk.web.api import schemas
from session_report import EDITION, FIGURE, REPORT, SUPPORTED, report, sealed

AT = f"/edities/{EDITION}"
SESSION = "/duiding/jongeren"
PLAYED = {
    "nl": "Nagespeelde sessie: een voorbeeld. Niemand heeft dit echt gezegd.",
    "en": "Played session: an example. Nobody really said this.",
}
HOSTILE = "<script>alert(1)</script> *vet* [weg](javascript:alert(1)) \u202eomgekeerd مرحبا"


@pytest.fixture
def home(tmp_path: Path, settings: object) -> Home:
    settings.HOME = Home(tmp_path)  # type: ignore[attr-defined]
    return Home(tmp_path)


def reading(corona_home: Path, home: Home, *reports: SessionReport) -> Client:
    sealed(corona_home, home.editions, *reports)
    return Client(HTTP_HOST="127.0.0.1")


def page(reader: Client, path: str) -> str:
    response = reader.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def words_of(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_theme_begins_with_who_said_what_and_how_sure(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, report())
    shown = page(reader, "/thema/gedrag")
    assert shown.index('id="duiding"') < shown.index('id="opvallend"')
    told = words_of(shown[shown.index('id="duiding"') : shown.index('id="opvallend"')])
    assert "20 april 2021: 6 deelnemers (beleid 5, andere perspectieven 1)." in told
    assert "gedragen 4 van de 6 eens" in told and "betwist 2 van de 5 eens" in told
    assert "waarschijnlijk (een kans van 66 tot 90 %)" in told
    assert told.index("gedragen") < told.index("betwist"), "what is supported comes first"
    assert 'href="/thema/gedrag/duiding"' in shown
    none = words_of(page(reader, "/thema/onderwijs"))
    assert "Over dit thema trok geen duidingssessie een conclusie." in none


def test_everything_stands_on_the_page_of_a_theme_and_of_the_session(
    corona_home: Path, home: Home
) -> None:
    reader = reading(corona_home, home, report())
    for path in ("/thema/gedrag/duiding", SESSION, f"{AT}{SESSION}"):
        shown = page(reader, path)
        told = words_of(shown)
        for each in (
            "Op het plein staan ze dicht bij elkaar.",
            "een deelnemer · wat er ontbreekt",
            "Dat zie ik anders.",
            "Niet aan tafel, wel gewenst: bestuur en wetenschap.",
            "Wie alleen stemmen telt, komt uit op ‘betwist’.",
            "beleid 4 eens, 1 twijfel andere perspectieven 1 oneens",
            "Houdt 1,5 meter afstand (Jongeren van 16 tot en met 24 jaar) : blijft ongeveer gelijk",
            "Deelnemers die na het gesprek iets anders inschatten: 2.",
            "ernstig 4 6",
            "5 van de 6 deelnemers die het verslag lazen",
            "Te stellig.",
            "Gevraagd aan: gemeenten",
            "Gesteld door: beleid",
        ):
            assert each in told, (path, each)
        assert "<p>De eerste alinea.</p><p>De tweede alinea.</p>" in shown
        assert f'href="{FIGURE.address}"' in shown
        assert 'href="https://example.org/studie" rel="noopener nofollow"' in shown
        assert "<details" in shown and "Nagespeeld" not in shown
    assert reader.get(FIGURE.address).status_code == 200
    assert "Over dit thema" not in page(reader, "/thema/gedrag/duiding")


def test_what_is_only_in_dutch_says_so_to_a_screen_reader(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, report())
    shown = page(reader, f"/en{SESSION}")
    assert 'lang="nl">De zorgen zijn minder groot.</h4>' in shown
    assert '<blockquote dir="auto" lang="nl"><p>Op het plein' in shown
    assert '<h4 dir="auto">Young people keep less distance.</h4>' in shown
    told = words_of(shown)
    assert "4 of 6 agree" in told and "likely (a chance of 66 to 90%)" in told
    assert f'href="/en{FIGURE.address}"' in shown
    assert 'lang="nl">De zorgen zijn minder groot.</a>' in page(reader, "/en/zoek?q=zorgen")


def test_what_was_said_in_english_says_so_on_dutch_pages(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, dataclasses.replace(REPORT, language="en"))
    assert '<blockquote dir="auto" lang="en">' in page(reader, SESSION)
    assert '<blockquote dir="auto"><p>Op het plein' in page(reader, f"/en{SESSION}")


def test_front_groups_menu_and_edition_lead_to_it(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, report())
    front = page(reader, "/")
    assert "Jongeren houden minder afstand." in front
    assert front.count("Over dit thema trok geen duidingssessie een conclusie.") == 3
    assert "Over deze editie is geen" not in front
    assert '<li><a href="/duiding">Duiding</a></li>' in front
    group = page(reader, "/groep/jongeren")
    assert "Jongeren houden minder afstand." in group
    assert "De zorgen zijn minder groot." not in group, "it names no group"
    assert 'id="duiding"' not in page(reader, "/groep/ouderen")
    whole = words_of(page(reader, "/duiding"))
    assert "Hoe gaat het met jongeren?" in whole and "Waar spreken ze af?" in whole
    assert "Open buitenplekken." in whole
    assert 'aria-current="page">Duiding' in page(reader, "/duiding")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_played_says_so_everywhere(corona_home: Path, home: Home, language: str) -> None:
    reader = reading(corona_home, home, report(example=True))
    root = "" if language == "nl" else "/en"
    short = {"nl": "nagespeeld voorbeeld", "en": "played example"}[language]
    for path in ("/thema/gedrag", "/thema/gedrag/duiding", SESSION, "/duiding", "/groep/jongeren"):
        assert PLAYED[language] in page(reader, f"{root}{path}"), path
    assert PLAYED[language] in page(reader, f"{root}/duiding/achteraf")
    assert short in page(reader, root or "/")
    asked = {"nl": "afstand", "en": "distance"}[language]
    assert PLAYED[language] in page(reader, f"{root}/zoek?q={asked}")
    told = reader.get("/api/v1/duiding").json()
    assert told["sessions"][0]["example"] is True
    assert all(each["example"] is True for each in told["duiding"])


def test_without_a_session_it_is_said_in_a_line(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home)
    none = "Over deze editie is geen duidingssessie gehouden."
    assert page(reader, "/").count(none) == 1
    for path in ("/thema/gedrag", "/duiding"):
        assert none in page(reader, path)
    assert "No interpretation session was held on this edition." in page(reader, "/en/duiding")
    assert reader.get(SESSION).status_code == 404
    assert "Er is nog geen verwachting" in page(reader, "/duiding/achteraf")
    assert reader.get("/api/v1/duiding").json()["duiding"] == []


@pytest.mark.parametrize(
    "text", [HOSTILE, "a" * 1_000_000, "\u202e" * 500], ids=["html", "mb", "rtl"]
)
def test_hostile_words_stand_as_they_were_typed(corona_home: Path, home: Home, text: str) -> None:
    one = dataclasses.replace(
        SUPPORTED, text=Text(text, ""), dissent=(Dissent("policy", text),), statements=("9",)
    )
    bad = Evidence(EvidenceKind.SOURCE, Text(text, ""), "javascript:alert(1)")
    statement = Statement("9", Said.ADDED, text, "Gemeente <b>X</b>", (bad,))
    reader = reading(
        corona_home,
        home,
        report(attribution=Attribution.ORGANISATION, conclusions=(one,), statements=(statement,)),
    )
    for path in ("/", "/thema/gedrag", "/thema/gedrag/duiding", SESSION, "/duiding"):
        shown = page(reader, path)
        assert "<script>alert" not in shown and 'href="javascript' not in shown, path
        assert "<b>X</b>" not in shown
        assert "<em>vet" not in shown
    assert "Gemeente &lt;b&gt;X&lt;/b&gt;" in page(reader, SESSION)
    assert reader.get("/zoek?q=afstand").status_code == 200
    assert len(page(reader, "/")) < 200_000, "a line stays a line"
    assert reader.get("/api/v1/duiding").json()["duiding"][0]["text"]["nl"] == text
    assert reader.get("/gegevens.xlsx").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/edities/2099-1/indicator/x",
        f"{AT}/indicator/weg",
        f"{AT}/indicator/naleving_houd_1_5m_afstand/cijfer/NL01/total/1999MM01",
        "//elders.example",
        "/\\elders.example",
        "/nergens",
        "data:text/html,x",
    ],
)
def test_evidence_never_leads_to_nothing(corona_home: Path, home: Home, address: str) -> None:
    lost = Evidence(EvidenceKind.FIGURE, Text("Een cijfer dat weg is", ""), address)
    one = dataclasses.replace(SUPPORTED, evidence=(lost,))
    shown = page(reading(corona_home, home, report(conclusions=(one,))), SESSION)
    assert "Een cijfer dat weg is" in shown
    assert address not in shown


def test_search_finds_conclusions_questions_and_signals(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, report())
    for asked, found in (
        ("minder afstand", f"{SESSION}#c-jongeren-1"),
        ("spreken af", SESSION),
        ("buitenplekken", SESSION),
        ("duiding", "/duiding"),
    ):
        assert f'href="{found}"' in page(reader, f"/zoek?q={asked}"), asked


def test_the_api_gives_all_of_it_by_its_shape(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, report())
    told = reader.get("/api/v1/duiding").json()
    schemas.Duiding.model_validate(told)
    first = told["duiding"][1]
    assert (first["status"], first["suggested"], first["chanceFrom"]) == (
        "supported",
        "contested",
        66,
    )
    assert {"perspective": "other", "agree": 0, "unsure": 0, "disagree": 1} in first["agreement"]
    assert first["evidence"][0]["address"] == f"http://127.0.0.1{FIGURE.address}"
    path, _, anchor = first["address"].removeprefix("http://127.0.0.1").partition("#")
    assert f'id="{anchor}"' in page(reader, path)
    assert told["sessions"][0]["statements"][1]["by"] is None
    one = reader.get("/api/v1/duiding?theme=mentale_weerbaarheid").json()
    assert [each["id"] for each in one["duiding"]] == ["2"]
    assert len(reader.get("/api/v1/duiding?targetGroup=jongeren").json()["duiding"]) == 1
    assert reader.get("/api/v1/duiding?targetGroup=ouderen").json()["sessions"] == []
    assert reader.get("/api/v1/duiding?theme=weg").status_code == 404
    frame = polars_frame(told["duiding"], WHOLE["duiding"], "en")
    assert frame["text"].to_list()[1] == "Young people keep less distance."
    assert frame["chance_to"].to_list() == [None, 90] and frame["agree"].sum() == 6
    table = reader.get("/api/v1/duiding?f=csv&lang=nl").content.decode().splitlines()
    assert table[0].startswith("session,id,text,status") and len(table) == 3
    kept = json.loads(reader.get(f"{AT}/bestanden/duiding.json").getvalue())
    assert kept["sessions"][0]["id"] == "jongeren"


def test_what_became_of_it_stands_beside_what_was_expected(corona_home: Path, home: Home) -> None:
    sealed(corona_home, home.editions, report())
    sealed(corona_home, home.editions, id_="2021-3")
    reader = Client(HTTP_HOST="127.0.0.1")
    shown = page(reader, "/duiding/achteraf")
    told = words_of(shown)
    assert "Uitgekomen: 1 van de 2 verwachtingen waarover later een oordeel kwam." in told
    assert "57,8 % (20 apr 2021)" in told and "was 57,3 % (30 mrt 2021)" in told
    assert "Open buitenplekken." in told
    assert "uitgekomen" in told and "niet uitgekomen" in told
    assert 'href="/duiding/achteraf"' in page(reader, "/trefzekerheid")
    assert 'href="/duiding/achteraf"' in page(reader, "/duiding")
    english = words_of(page(reader, "/en/duiding/achteraf"))
    assert "stays about the same" in english and "did not come true" in english
    # the newest edition holds no session: its pages say so, those of the other keep theirs
    assert "geen duidingssessie" in page(reader, "/duiding")
    assert f'href="{AT}/duiding"' in page(reader, "/duiding")


def test_the_reading_guide_explains_what_a_conclusion_carries(
    corona_home: Path, home: Home
) -> None:
    reader = reading(corona_home, home)
    for path, each in (
        ("/leeswijzer", "‘Waarschijnlijk’ is een kans van 66 tot 90 %."),
        ("/en/leeswijzer", "“Likely” is a chance of 66 to 90%."),
    ):
        shown = page(reader, path)
        assert each in words_of(shown)
        marks = ("supported", "contested", "unknown")
        assert all(f'href="#mark-status_{key}"' in shown for key in marks)


def test_an_edition_without_a_session_leads_to_what_was_said_last(
    corona_home: Path, home: Home
) -> None:
    for later in ("2021-1", "2021-3"):
        shutil.copytree(corona_home / "editions" / later, home.editions / later)
    reader = reading(corona_home, home, report(example=True))
    for path in ("/", "/duiding", "/thema/gedrag", "/thema/gedrag/duiding"):
        shown = page(reader, path)
        assert "De laatste duiding staat bij editie april 2021" in words_of(shown), path
        ending = "thema/gedrag/duiding" if "thema" in path else "duiding"
        assert f'href="{AT}/{ending}"' in shown, path
    told = words_of(page(reader, "/en/duiding"))
    assert "Young people keep less distance." in told and "played example" in told
    for path in ("/edities/2021-1/duiding", "/thema/onderwijs"):
        assert "De laatste duiding" not in page(reader, path), "nothing was said before, or of it"
    assert reader.get(SESSION)["Location"] == f"{AT}{SESSION}"
    assert reader.get("/en" + SESSION)["Location"] == f"/en{AT}{SESSION}"
    assert reader.get("/duiding/nergens").status_code == 404


def test_a_contested_conclusion_names_who_is_against(corona_home: Path, home: Home) -> None:
    reader = reading(corona_home, home, report())
    told = words_of(page(reader, SESSION))
    assert "In deze perspectieven is men er eerder tegen dan voor: beleid." in told
    assert "In de balken is vol: eens" in told


def test_the_documents_are_found_on_a_telephone_too(corona_home: Path, home: Home) -> None:
    foot = page(reading(corona_home, home), "/").partition('<footer class="foot">')[2]
    assert 'href="/editie.pdf"' in foot or f'href="{AT}/editie.pdf"' in foot
    assert "samenvatting.pdf" in foot
