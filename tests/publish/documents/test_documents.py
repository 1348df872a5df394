"""Documents as a file: valid, the same every time, with names, bookmarks and pictures in words."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from typing import Any

import page
import pytest
from pypdf import PdfReader

from duidelijk.editions.edition import Edition
from duidelijk.foundation.problems import Refused
from duidelijk.publish.documents.region import region_pdf
from duidelijk.publish.documents.telling import _WORDS
from duidelijk.publish.words import read_words

from .conftest import COMPOUND, Making, pages_of, structure

KINDS = ("edition", "summary", "VR14")
LANGUAGES = ("nl", "en")


def _conforms(content: bytes) -> None:
    report = page.validate_pdf_bytes(content, profile="ua1")
    assert report.is_compliant, [(each.rule_id, each.message) for each in report.failures[:5]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_conforms_to_pdf_ua(
    edition: Edition, made: Making, kind: str, language: str
) -> None:
    _conforms(made(edition, kind, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_so_does_what_editors_wrote_however_hostile(
    edited: Edition, made: Making, kind: str, language: str
) -> None:
    _conforms(made(edited, kind, language))


@pytest.mark.parametrize("kind", ["edition", "summary", "PV26"])
def test_every_page_of_a_made_up_monitor_says_so(made_up: Edition, made: Making, kind: str) -> None:
    content = made(made_up, kind, "nl")
    _conforms(content)
    for text in pages_of(content):
        assert "Verzonnen cijfers." in text


def test_the_checker_finds_a_document_without_tags_wanting() -> None:
    import typst

    bare = typst.compile(b"= Kop", format="pdf", pdf_tags=False)
    assert not page.validate_pdf_bytes(bare, profile="ua1").is_compliant


@pytest.mark.parametrize("kind", KINDS)
def test_another_process_makes_the_same_bytes(edition: Edition, made: Making, kind: str) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from duidelijk.editions.edition import Edition\n"
        "from duidelijk.publish.documents.edition import edition_pdf\n"
        "from duidelijk.publish.documents.region import region_pdf\n"
        "from duidelijk.publish.documents.summary import summary_pdf\n"
        "e, kind = Edition(Path(sys.argv[1])), sys.argv[2]\n"
        "make = {'edition': edition_pdf, 'summary': summary_pdf}.get(kind)\n"
        "b = make(e, 'nl') if make else region_pdf(e, 'nl', kind)\n"
        "print(hashlib.sha256(b).hexdigest())\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(edition.folder), kind],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == hashlib.sha256(made(edition, kind, "nl")).hexdigest()


def _reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


@pytest.mark.parametrize(("language", "title"), [("nl", "Sociale impact"), ("en", "Social impact")])
def test_a_document_has_its_names_its_language_and_its_date(
    edition: Edition, made: Making, language: str, title: str
) -> None:
    reader = _reader(made(edition, "edition", language))
    told: Any = reader.metadata
    assert told.title.startswith(f"{title} ")
    assert told.author and told.keywords and told.subject
    assert told.creation_date.date() == edition.date
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)  # type: ignore[index]


def _bookmarks(outline: list[Any]) -> list[str]:
    found: list[str] = []
    for each in outline:
        found += _bookmarks(each) if isinstance(each, list) else [str(each.title)]
    return found


def test_the_bookmarks_name_every_theme_group_and_closing_part(
    edition: Edition, made: Making
) -> None:
    marks = _bookmarks(_reader(made(edition, "edition", "nl")).outline)
    themes = [theme.title.nl for theme in edition.monitor.themes]
    wanted = ["Wat we nu zien", *themes, "Wie wordt geraakt?", "Waar speelt het?"]
    wanted += ["Wat we niet weten", "Bronnen", "Leeswijzer"]
    places = [marks.index(each) for each in wanted]
    assert places == sorted(places)
    assert {each.title.nl for each in edition.monitor.target_groups} <= set(marks)
    assert all(f"Duiding: {theme}" in marks for theme in themes)


def test_text_is_taken_out_in_the_order_of_the_document(edition: Edition, made: Making) -> None:
    whole = " ".join(pages_of(made(edition, "edition", "nl"))[2:])
    at = 0
    for theme in edition.monitor.themes:
        for wanted in (theme.question.nl, "Wat opvalt", f"Duiding: {theme.title.nl}"):
            at = whole.index(wanted, at)
    development = (edition.striking or {})["developments"][0]
    sentence = " ".join(development["sentences"]["nl"].split())
    assert sentence in whole


def test_every_chart_says_in_words_what_the_pages_say(edition: Edition, made: Making) -> None:
    told = [each.get("/Alt", "") for each in structure(made(edition, "edition", "nl"), "Figure")]
    assert len(told) >= 20
    assert all(told)
    kept = {each["value"] for each in edition.sentences["nl"].values() if "value" in each}
    spoken = [each for each in told if any(value in each for value in kept)]
    assert len(spoken) >= len(told) - 2  # the maps tell how many areas differ
    assert all("gebieden" in each for each in told if each not in spoken)


@pytest.mark.parametrize(("kind", "pages"), [("summary", 2), ("VR14", 2), ("LD01", 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pages_are_never_more_and_little_is_told_on_one(
    edition: Edition, edited: Edition, made: Making, kind: str, pages: int, language: str
) -> None:
    for each in (edition, edited):
        assert len(pages_of(made(each, kind, language))) == pages


def test_two_pages_tell_what_the_figures_mean_where_a_session_said_so(
    edition: Edition, edited: Edition, made: Making
) -> None:
    (_, second) = pages_of(made(edited, "summary", "nl"))
    assert "Wat de cijfers betekenen" in second
    (report,) = edited.texts.duiding
    assert report.conclusions[0].text.nl[:60] in second
    assert "gedragen" in second and "nagespeeld voorbeeld" in second
    (_, english) = pages_of(made(edited, "summary", "en"))
    assert "played example" in english and "What the figures mean" in english
    assert "Wat de cijfers betekenen" not in pages_of(made(edition, "summary", "nl"))[1]


def test_a_document_of_an_edition_is_one_to_read(edition: Edition, made: Making) -> None:
    content = made(edition, "edition", "nl")
    pages = pages_of(content)
    assert 25 <= len(pages) <= 45
    assert len(content) <= 2_000_000
    assert all(len(text) > 150 for text in pages)
    assert all(f"pagina {n} van {len(pages)}" in text for n, text in enumerate(pages, 1) if n > 1)
    assert all("editie april 2021" in text for text in pages[1:])
    assert sum("Achteraf samengesteld" in text for text in pages) == len(pages)


def test_a_municipality_is_set_beside_the_nation_and_its_wider_area(
    of_municipalities: Edition, made: Making
) -> None:
    text = " ".join(pages_of(made(of_municipalities, "GM0794", "nl")))
    assert "Helmond" in text and "Uw gemeente" in text
    assert "hoger dan Nederland" in text
    assert "Veiligheidsregio Brabant-Zuidoost" in text
    assert "Waarstaatjegemeente" in text


def test_an_unknown_region_is_refused_with_what_may_be_meant(of_municipalities: Edition) -> None:
    with pytest.raises(Refused, match=r"GM0794 \(Helmond\)"):
        region_pdf(of_municipalities, "nl", "Helmon")
    for code in ("NL01", "GM9999", "", "'"):
        with pytest.raises(Refused):
            region_pdf(of_municipalities, "nl", code)


def test_long_words_break_where_dutch_breaks_them(edited: Edition, made: Making) -> None:
    raw = "\n".join(
        each.extract_text() for each in _reader(made(edited, "edition", "nl")).pages[2:5]
    )
    broken = {
        each
        for each in raw.split()
        if each.endswith("\u00ad") and COMPOUND.startswith(each.rstrip("\u00ad"))
    }
    assert broken
    legal = ["ar", "beids", "on", "ge", "schikt", "heids", "ver", "ze", "ke", "rin", "gen"]
    starts = {"".join(legal[:n]) for n in range(1, len(legal))}
    assert {each.rstrip("\u00ad") for each in broken} <= starts


def test_what_editors_wrote_and_chose_is_there(edited: Edition, made: Making) -> None:
    pages = pages_of(made(edited, "edition", "nl"))
    whole = " ".join(pages)
    developments = (edited.striking or {})["developments"]
    assert "De redactie opent met dit." in whole
    assert "Staat al elders." in whole
    assert " ".join(developments[0]["sentences"]["nl"].split()) not in whole
    assert "vraagt om duiding" in whole
    english = " ".join(pages_of(made(edited, "edition", "en")))
    assert "The editors open with this." in english
    assert "This text is in Dutch only. Over gedrag." in english


def test_the_page_of_a_theme_tells_what_the_session_said(edited: Edition, made: Making) -> None:
    pages = pages_of(made(edited, "edition", "nl"))
    (page,) = [
        each for each in pages if "Duiding: Gedrag en naleving" in each and "Hoe gaat" in each
    ]
    for told in (
        "Nagespeelde sessie: een voorbeeld. Niemand heeft dit echt gezegd.",
        "20 april 2021: 6 deelnemers (beleid 5, andere perspectieven 1).",
        "Jongeren houden minder afstand.",
        "gedragen 4 van de 6 eens · waarschijnlijk (een kans van 66 tot 90 %)",
        "Wie alleen stemmen telt, komt uit op ‘betwist’.",
        "andere perspectieven 1 oneens",
        "blijft ongeveer gelijk (na 30 mrt 2021)",
        "Op het plein staan ze dicht bij elkaar. (beleid)",
        "Niemand meet het in de trein. (een deelnemer)",
        "57,3 % van de jongeren houdt afstand.",
        "Open buitenplekken. (Gevraagd aan: gemeenten)",
        "Waar spreken ze af?",
    ):
        assert told in page, told
    whole = " ".join(pages)
    assert whole.count("Dit thema is in deze editie nog niet geduid.") == 3
    assert "lang lang" in whole and len(whole) < 300_000, "what has no end is broken off"
    english = " ".join(pages_of(made(edited, "edition", "en")))
    assert "Played session: an example. Nobody really said this." in english
    assert "supported 4 of 6 agree" in english and "A study" in english


def test_hostile_markdown_stands_as_it_was_typed(edited: Edition, made: Making) -> None:
    content = made(edited, "edition", "nl")
    whole = " ".join(pages_of(content))
    for typed in ('#panic("typst")', "$x^2$ @label", '#eval("1")', "<script>alert(1)</script>"):
        assert typed in whole
    links = [
        str(note.get_object()["/A"]["/URI"])
        for each in _reader(content).pages
        for note in each.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert "https://example.org/" in links
    assert not any(each.startswith("javascript") for each in links)


def test_an_edition_without_texts_says_what_was_not_interpreted(
    edition: Edition, made: Making
) -> None:
    whole = " ".join(pages_of(made(edition, "edition", "nl")))
    assert whole.count("Dit thema is in deze editie nog niet geduid.") == len(
        edition.monitor.themes
    )
    assert "Wat op duiding wacht" in whole


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    import re

    folder = _WORDS.parent
    known = set(read_words("nl", _WORDS))
    code = "\n".join(each.read_text(encoding="utf-8") for each in folder.glob("*.py"))
    asked = set(re.findall(r"""\.w\[["']([a-z_]+)["']\]""", code))
    assert asked <= known
    by_value = ("level_", "nation_", "verdict_", "reading_", "group_", "kind_")
    quoted = set(re.findall(r"""["']([a-z_]+)["']""", code))
    assert {each for each in known - quoted if not each.startswith(by_value)} == set()
