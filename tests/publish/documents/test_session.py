"""The report of a session: the answer first, everything traced, the same on paper and in Word."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from duidelijk.catalogue import Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.duiding.report import FigureKey, SessionReport
from duidelijk.duiding.scales import Attribution
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.region_charts import region_chart
from duidelijk.publish.documents.session import session_docx, session_pdf
from duidelijk.publish.documents.session_telling import WORDS
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.region_figures import region_figures
from duidelijk.publish.words import read_words

from .conftest import joined, pages_of, structure
from .reports import HOSTILE, HUGE, drawn_indicator, empty_report, report_of, written_over

Making = Callable[..., bytes]
LANGUAGES = ("nl", "en")
MAKING = pytest.mark.parametrize("make", [session_pdf, session_docx])


@pytest.fixture(scope="module")
def report(edition: Edition) -> SessionReport:
    return report_of(edition)


def _opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def _words(made: Any) -> str:
    """All text of the body, tables and linked words too."""
    found = []
    for each in made.element.body.iter(qn("w:p")):
        found.append("".join(text.text or "" for text in each.iter(qn("w:t"))))
    return joined("\n".join(found).replace("\u200b", ""))


def _text(make: Making, content: bytes) -> str:
    if make is session_docx:
        return _words(_opened(content))
    return " ".join(pages_of(content)).replace("\u200b", "")


def _conforms(content: bytes) -> None:
    told = page.validate_pdf_bytes(content, profile="ua1")
    assert told.is_compliant, [(each.rule_id, each.message) for each in told.failures[:5]]


_IN_ORDER = {
    "nl": [
        "Verslag van een duidingssessie",
        "Hoe gaat het met jongeren?",
        "12 deelnemers keken samen naar de cijfers. Zij kwamen tot 3 conclusies: 1 gedragen, "
        "1 betwist, 1 nog niet bekend.",
        "Wanneer: 20 april 2021.",
        "beleid (6), uitvoering en praktijk (5), andere perspectieven (1)",
        "gemeente (8), ministerie (4)",
        "Wie ontbrak: wetenschap.",
        "Wat gezegd is mag worden verteld, niet wie het zei",
        "Wij spraken elkaar.",
        "Bijbanen vielen weg.",
        "waarschijnlijk (een kans van 66 tot 90 %)",
        "Volgens de telling zou deze conclusie “betwist” zijn.",
        "Rust op: [1] [3]",
        "Allen samen 4 1 2 7",
        "Het begon eerder. — een deelnemer",
        "daalt (na maart 2021)",
        "Het herstelt vanzelf.",
        "even goed wel als niet",
        "Rust op: [2] [1]",
        "Dat zien wij niet. — uitvoering en praktijk",
        "Stages: wij weten het niet.",
        "de groep zei niet hoe zeker dit is",
        "Er zijn te weinig stages.",
        "Gevraagd aan: OCW.",
        "Wie viel buiten de steun?",
        "Gevraagd door: wetenschap.",
        "Werk van jongeren",
        "vooraf ernstig en na het gesprek merkbaar. 3 deelnemers oordeelden de tweede keer anders.",
        "9 deelnemers vinden dat dit verslag klopt, 2 vinden van niet.",
        "Te stellig.",
        "Mastrandrea",
        "[1] De horeca is dicht. (wat ik zie, uitvoering en praktijk)",
        "[2] Zie de studie. (hoe ik het verklaar, een deelnemer) [4]",
        "[3] Cijfer: Het cijfer daalde.",
        "[4] Bron elders: Een studie example.nl/studie",
    ],
    "en": [
        "Report of an interpretation session",
        "How are young people?",
        "12 participants looked at the figures together.",
        "Side jobs were lost.",
        "likely (a chance of 66 to 90%)",
        "It recovers by itself.",
        "Stages: wij weten het niet.",
        "The middle of the group found this serious before and noticeable after talking.",
        "[1] De horeca is dicht. (what I see, practice)",
        "[3] Figure: The figure fell.",
    ],
}


@MAKING
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_comes_first_and_all_it_rests_on_follows(
    edition: Edition, report: SessionReport, make: Making, language: str
) -> None:
    content = make(report, edition, language)
    whole = _text(make, content)
    if make is session_docx:
        whole = _text(make, content).replace("[1]D", "[1] D").replace("[2]Z", "[2] Z")
        whole = re.sub(r"\[(\d)\](?=\w)", r"[\1] ", whole)
    else:  # the running words of a new page stand between
        whole = re.sub(r"\[\d\](?= \[\d\] \[)", "", whole)
    at = 0
    for wanted in _IN_ORDER[language]:
        found = whole.find(wanted, at)
        assert found >= 0, (wanted, whole[at : at + 600])
        at = found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_conforms_with_a_chart_in_words_and_references_that_lead(
    edition: Edition, report: SessionReport, language: str
) -> None:
    content = session_pdf(report, edition, language, "https://monitor.example.nl")
    _conforms(content)
    told = [each.get("/Alt", "") for each in structure(content, "Figure")]
    title = edition.monitor.indicators[drawn_indicator(edition)].title.to(language)
    assert len(told) == 1 and told[0].startswith(title)
    reader = PdfReader(io.BytesIO(content))
    notes = [each.get_object() for one in reader.pages for each in one.get("/Annots", [])]
    actions = [each.get("/A", {}) for each in notes]
    inward = [n for n, a in zip(notes, actions, strict=True) if "/Dest" in n or "/D" in a]
    assert len(inward) >= 6
    addresses = {str(each["/URI"]) for each in actions if "/URI" in each}
    assert "https://example.nl/studie" in addresses
    assert any(each.startswith("https://monitor.example.nl/") for each in addresses)
    info: Any = reader.metadata
    assert info.title == report.question.to(language)
    assert info.creation_date.date() == report.held


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_document_has_what_a_screen_reader_needs(
    edition: Edition, report: SessionReport, language: str
) -> None:
    made = _opened(session_docx(report, edition, language))
    locale = {"nl": "nl-NL", "en": "en-GB"}[language]
    own = made.core_properties
    assert (own.title, own.language) == (report.question.to(language), locale)
    assert own.author == edition.monitor.publisher.to(language)
    assert own.created.date() == own.modified.date() == report.held
    default = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == locale
    styles = [each.style.name for each in made.paragraphs]
    levels = [int(each[-1]) for each in styles if each.startswith("Heading")]
    assert styles.count("Title") == 1 and levels[0] == 1 and {1, 2, 3} == set(levels)
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert {"List Bullet", "List Number", "Quote", "Reference"} <= set(styles)
    assert len(made.tables) == 7
    for table in made.tables:
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads[0] and not any(heads[1:]) and len(heads) > 1
    pictures = list(made.element.body.iter(qn("wp:docPr")))
    told = [each.get("descr") for each in pictures if each.get("descr")]
    title = edition.monitor.indicators[drawn_indicator(edition)].title.to(language)
    assert len(told) == 1 and told[0].startswith(title)
    for each in pictures:  # the others stand beside the word that says the same
        assert each.get("descr") or any("decorative" in part.tag for part in each.iter())
    assert len({each.get("id") for each in pictures}) == len(pictures)
    foot = made.sections[0].footer._element.xml
    assert "PAGE" in foot and "NUMPAGES" in foot


def test_references_in_word_lead_to_entries_that_are_there(
    edition: Edition, report: SessionReport
) -> None:
    body = _opened(session_docx(report, edition, "nl")).element.body
    named = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    led = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))} - {None}
    assert named == [f"reference_{n}" for n in range(1, 5)]
    assert led == set(named)


def test_each_numbered_list_begins_at_one(edition: Edition, report: SessionReport) -> None:
    made = _opened(session_docx(report, edition, "nl"))
    numbered = [each for each in made.paragraphs if each.style.name == "List Number"]
    ids = [each._p.pPr.numPr.numId.val for each in numbered]
    assert len(ids) == len(set(ids)) == 2


@MAKING
def test_what_has_no_english_stands_in_dutch_and_is_marked_so(
    edition: Edition, report: SessionReport, make: Making
) -> None:
    untold = dataclasses.replace(report, question=Text("Hoe gaat het?", ""))
    content = make(untold, edition, "en")
    assert "Where there is no translation" in _text(make, content)
    whole = dataclasses.replace(report, conclusions=(), signals=(), questions=(), language="en")
    assert "Where there is no translation" not in _text(make, make(whole, edition, "en"))
    if make is session_docx:
        body = _opened(content).element.body
        dutch = [
            "".join(text.text for text in run.iter(qn("w:t")))
            for run in body.iter(qn("w:r"))
            if any(each.get(qn("w:val")) == "nl-NL" for each in run.iter(qn("w:lang")))
        ]
        assert {"Hoe gaat het?", "Stages: wij weten het niet.", "De horeca is dicht."} <= set(dutch)
        assert "Side jobs were lost." not in dutch
    else:
        _conforms(content)
        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as opened:
            marked = {
                str(each["/Lang"])
                for each in opened.objects
                if isinstance(each, pikepdf.Dictionary) and "/Lang" in each
            }
        assert any(each.startswith("nl") for each in marked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_and_an_example_say_so_on_every_page(
    edition: Edition, report: SessionReport, language: str
) -> None:
    played = dataclasses.replace(report, example=True)
    words = read_words(language, WORDS)
    content = session_pdf(played, edition, language, draft=True)
    _conforms(content)
    for text in pages_of(content):
        assert words["draft"] in text and words["example"] in text
    made = _opened(session_docx(played, edition, language, draft=True))
    head = " ".join(each.text for each in made.sections[0].header.paragraphs)
    for notice in (words["draft"], words["example"]):
        assert notice in head and notice in _words(made)
    real = session_pdf(report, edition, language)
    assert words["draft"] not in "".join(pages_of(real))
    assert words["example"] not in "".join(pages_of(real))


def test_a_made_up_monitor_is_told_too(made_up: Edition) -> None:
    report = empty_report(made_up)
    assert all(
        "Verzonnen cijfers." in each for each in pages_of(session_pdf(report, made_up, "nl"))
    )
    head = _opened(session_docx(report, made_up, "nl")).sections[0].header
    assert "Verzonnen cijfers." in head.paragraphs[0].text


@MAKING
def test_a_session_that_came_to_nothing_has_a_report(edition: Edition, make: Making) -> None:
    whole = _text(make, make(empty_report(edition), edition, "nl"))
    assert "De groep trok geen conclusies." in whole
    assert "Nog niemand zei iets over dit verslag." in whole
    assert "met de organisatie erbij" in whole
    assert "Waar dit op rust" not in whole


@MAKING
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_words_stand_as_they_were_typed(
    edition: Edition, report: SessionReport, make: Making, language: str
) -> None:
    content = make(written_over(report, HOSTILE), edition, language)
    if make is session_pdf:
        _conforms(content)
    whole = _text(make, content)
    typed = ["<script>alert(1)</script> &amp;", '#panic("typst")', "$x^2$", "@label <label> [blok]"]
    for each in [*typed, "nul tab geen omgekeerd", '`#eval("1")`']:
        assert each in whole, each
    if make is session_docx:
        assert "שלום سلام 😀" in whole


@pytest.mark.parametrize("words", ["", " \n\n ", "\x00", "\u200b", "\u0301", "\u202e"])
def test_words_that_cannot_be_seen_keep_no_report_from_being_made(
    edition: Edition, report: SessionReport, words: str
) -> None:
    told = written_over(report, words)
    _conforms(session_pdf(told, edition, "nl"))
    assert "Conclusie 1: " in _words(_opened(session_docx(told, edition, "nl")))


@MAKING
def test_a_megabyte_of_words_is_printed(
    edition: Edition, report: SessionReport, make: Making
) -> None:
    (first, *rest) = report.statements
    long = dataclasses.replace(first, text=HUGE)
    told = dataclasses.replace(
        report, statements=(long, *rest), question=Text(f"Lang{'g' * 3000}", "")
    )
    content = make(told, edition, "nl")
    assert _text(make, content).count("zonderling") == HUGE.count("zonderling")


@MAKING
def test_another_process_makes_the_same_bytes(
    edition: Edition, report: SessionReport, make: Making
) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from reports import report_of\n"
        "from duidelijk.editions.edition import Edition\n"
        "from duidelijk.publish.documents import session\n"
        "e = Edition(Path(sys.argv[1]))\n"
        "made = getattr(session, sys.argv[3])(report_of(e), e, 'nl')\n"
        "print(hashlib.sha256(made).hexdigest())\n"
    )
    here = str(Path(__file__).parent)
    told = subprocess.run(
        [sys.executable, "-c", code, str(edition.folder), here, make.__name__],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    made = make(report, edition, "nl")
    assert told.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_no_entry_of_the_package_holds_the_clock(edition: Edition, report: SessionReport) -> None:
    with zipfile.ZipFile(io.BytesIO(session_docx(report, edition, "nl"))) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in each for each in package.namelist())


def test_a_figure_of_another_edition_is_told_and_not_drawn(
    edition: Edition, report: SessionReport
) -> None:
    (item,) = report.items
    other = dataclasses.replace(item.evidence[0], edition="2020-1")
    told = dataclasses.replace(report, items=(dataclasses.replace(item, evidence=(other,)),))
    content = session_pdf(told, edition, "nl")
    assert structure(content, "Figure") == []
    assert "Het cijfer daalde." in " ".join(pages_of(content))


def test_a_figure_of_a_region_is_drawn_beside_the_nation(
    edition: Edition, report: SessionReport
) -> None:
    t = Telling(edition, "nl")
    drawn = (each for each in region_figures(edition, "VR14") if region_chart(t, each))
    key = FigureKey(next(drawn).indicator.id, "VR14", TOTAL)
    (item,) = report.items
    regional = dataclasses.replace(item.evidence[0], figure=key)
    unknown = dataclasses.replace(regional, figure=FigureKey(key.indicator, "VR99", TOTAL))
    of_group = dataclasses.replace(regional, figure=FigureKey(key.indicator, "VR14", "leeftijd:x"))
    evidence = (regional, unknown, of_group)
    told = dataclasses.replace(report, items=(dataclasses.replace(item, evidence=evidence),))
    content = session_pdf(told, edition, "nl")
    _conforms(content)
    (figure,) = structure(content, "Figure")
    assert edition.regions["VR14"].name.nl in figure["/Alt"]


def test_the_organisation_is_named_where_that_was_agreed(
    edition: Edition, report: SessionReport
) -> None:
    (first, *rest) = report.statements
    told = dataclasses.replace(
        report,
        attribution=Attribution.ORGANISATION,
        statements=(dataclasses.replace(first, by="Gemeente Helmond"), *rest),
    )
    whole = " ".join(pages_of(session_pdf(told, edition, "nl")))
    assert "(hoe ik het verklaar, Gemeente Helmond)" in whole
    assert "Chatham House" not in whole


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    known = set(read_words("nl", WORDS))
    code = "\n".join(each.read_text(encoding="utf-8") for each in WORDS.parent.glob("session*.py"))
    asked = set(re.findall(r"""\.say\[["']([a-z_]+)["']\]""", code))
    assert asked <= known
    quoted = set(re.findall(r"""["']([a-z_]+)["']""", code))
    by_value = ("fact_", "scale_")
    assert {each for each in known - quoted if not each.startswith(by_value)} == set()
