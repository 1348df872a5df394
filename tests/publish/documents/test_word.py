"""Every kind of block has its place in a Word document; no sign that is typed makes one fail."""

from __future__ import annotations

import datetime as dt
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.paper import mark_picture
from duidelijk.publish.documents import blocks as b
from duidelijk.publish.documents.edition import edition_document
from duidelijk.publish.documents.legible import drawable, without_forbidden
from duidelijk.publish.documents.region import region_pages
from duidelijk.publish.documents.summary import summary_pages
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.documents.word import word
from duidelijk.publish.documents.written import written

_DAY = dt.date(2021, 4, 20)
_SVG = mark_picture("risen", None)
_TEMPLATES = Path(b.__file__).with_name("templates")


def _document(*blocks: b.Block, **other: Any) -> dict[str, Any]:
    cover = {"kicker": "Soort", "title": "Titel", "subtitle": "Onder"}
    told: dict[str, Any] = {
        "kind": "report",
        "language": "nl",
        "title": "Titel",
        "author": "Wij",
        "description": "Over iets",
        "keywords": ["a", "b"],
        "warning": "",
        "running": "boven",
        "running_right": "",
        "foot": "onder",
        "page_word": "pagina",
        "of_word": "van",
        "contents_word": "inhoud",
        "cover": {**cover, "date": "", "publisher": "", "blocks": []},
        "blocks": list(blocks),
    }
    return {**told, **other}


def _made(*blocks: b.Block, **other: Any) -> Any:
    return Document(io.BytesIO(word(_document(*blocks, **other), _DAY)))


def _told(made: Any) -> list[tuple[str, str]]:
    """Style and words of what follows the title."""
    return [(each.style.name, each.text) for each in made.paragraphs[3:]]


def test_every_kind_of_block_that_is_typeset_is_known_to_word() -> None:
    source = (_TEMPLATES / "blocks.typ").read_text(encoding="utf-8")
    kinds = set(re.findall(r'kind == "(\w+)"', source)) | {"choice"}
    line = b.paragraph("woorden")
    rows = b.table(["a", "b"], [[b.cell("c"), b.cell("d")]], [1, "auto"], align=["left", "right"])
    figure = {"kind": "figure", "title": ["t"], "said": ["s"], "svg": _SVG, "alt": "beeld"}
    examples = {
        "heading": b.heading("kop", 1, fresh_page=True),
        "lead": b.paragraph("woorden", kind="lead"),
        "paragraph": line,
        "small": b.sticky(b.paragraph("woorden", kind="small")),
        "note": b.paragraph("woorden", kind="note"),
        "quote": b.quote(line, b.bullets([["punt"]])),
        "reference": b.reference("reference-1", "[1]", "woorden"),
        "list": b.bullets([["punt"]]),
        "finding": {
            "kind": "finding",
            "runs": ["zin"],
            "under": [["onder"]],
            "spark": _SVG,
            "beside": [["naast"]],
        },
        "table": rows,
        "figure": {**figure, "key": "sleutel", "table": rows},
        "picture": b.picture(_SVG, "beeld", 50, "bijschrift"),
        "lines": b.lines(3),
        "rule": {"kind": "rule"},
        "together": b.together(line),
        "letter": b.letter([line]),
        "shortened": b.shortened("kop", [line], rows, [line]),
        "figures": b.figures([figure, figure]),
        "beside": b.beside([1, 2], [line], [rows]),
        "choice": b.first_that_fits(line, rows),
    }
    assert set(examples) == kinds
    for each in examples.values():
        assert len(list(_made(each).element.body)) > 4
    with pytest.raises(KeyError):
        _made({"kind": "onbekend"})


def test_styles_languages_and_addresses_of_runs_are_kept() -> None:
    runs: list[b.Run] = [
        b.run("vet", strong=True),
        b.run("schuin", emphasis=True),
        b.run("stil", quiet=True),
        b.run("English", lang="en"),
        b.BREAK,
        b.run("elders", link="https://example.nl/?a=1&b=<2>"),
        b.run("[1]", to="reference-1"),
        b.mark(_SVG),
    ]
    made = _made(b.paragraph(*runs), b.reference("reference-1", "[1]", "bron"))
    line = made.paragraphs[3]
    assert [(each.text, each.bold, each.italic) for each in line.runs[:2]] == [
        ("vet", True, None),
        ("schuin", None, True),
    ]
    assert line.runs[3]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    outward, inward = line.hyperlinks
    assert outward.address == "https://example.nl/?a=1&b=<2>"
    assert inward.fragment == "reference_1"
    assert line.text.startswith("vetschuinstilEnglish\nelders")


def test_lists_in_lists_are_set_deeper_and_numbers_begin_where_they_should() -> None:
    text = "- een\n  - twee\n    - drie\n      - vier\n\n3. derde\n4. vierde\n\n   nog iets"
    text += "\n\n> een citaat"
    told = _told(_made(*written(text, lambda *_: None, under=1)))
    assert told == [
        ("List Bullet", "een"),
        ("List Bullet 2", "twee"),
        ("List Bullet 3", "drie"),
        ("List Bullet 3", "vier"),
        ("List Number", "derde"),
        ("List Number", "vierde"),
        ("List Continue", "nog iets"),
        ("Quote", "een citaat"),
    ]
    made = _made({"kind": "list", "ordered": True, "start": 3, "items": [[b.paragraph("derde")]]})
    number = made.paragraphs[3]._p.pPr.numPr.numId.val
    held = made.part.numbering_part.element.num_having_numId(number)
    assert held.find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "3"


def test_tables_that_follow_each_other_stay_apart() -> None:
    rows = b.table(["a"], [[b.cell("b")]], [1])
    made = _made(rows, rows)
    assert len(made.tables) == 2
    kinds = [each.tag.rpartition("}")[2] for each in made.element.body]
    assert "tbl tbl" not in " ".join(kinds)


def test_names_that_are_too_long_for_a_property_are_cut() -> None:
    made = _made(title="t" * 1000, keywords=["k" * 300, "l"], author="\x00a\ufffe")
    own = made.core_properties
    assert (len(own.title), len(own.keywords), own.author) == (255, 255, "a")


@pytest.mark.parametrize("kind", ["edition", "summary", "region"])
def test_the_other_documents_can_be_told_so_too(edition: Edition, kind: str) -> None:
    t = Telling(edition, "nl")
    whole = edition_document(t)
    if kind != "edition":
        pages = summary_pages(t) if kind == "summary" else region_pages(t, "VR14")
        whole = {**whole, "kind": kind, "blocks": [], "pages": pages}
    content = word(whole, edition.date)
    made = Document(io.BytesIO(content))
    assert content == word(whole, edition.date)
    assert made.tables
    told = list(made.element.body.iter(qn("wp:docPr")))
    assert told
    for each in told:
        assert each.get("descr") or any("decorative" in part.tag for part in each.iter())
    levels = [int(e.style.name[-1]) for e in made.paragraphs if e.style.name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=120))
def test_whatever_is_typed_is_printed_and_conforms(text: str) -> None:
    told = _document(
        b.heading(text, 1),
        b.paragraph(text, b.run(text, strong=True, lang="en"), b.run(text, tag=True)),
    )
    content = typeset(told, _DAY)
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant
    assert len(Document(io.BytesIO(word(told, _DAY))).paragraphs) == 5


def test_signs_without_a_picture_are_told_and_the_rest_stays() -> None:
    assert drawable("a\x00b שלום é ✓ \U0001f600\u202e\u200b") == "ab [?] é ✓ [?]\u200b"
    assert drawable({"runs": ["\x0b", {"text": "中中"}], "n": 3}) == {
        "runs": ["", {"text": "[?]"}],
        "n": 3,
    }
    whole = {"link": "https://例.nl/\x00", "alt": "中"}
    assert drawable(whole) == {"link": "https://例.nl/", "alt": "中"}
    assert drawable("Беларусь, Ελλάδα, Çağrı") == "Беларусь, Ελλάδα, Çağrı"
    assert without_forbidden("a\x00\x0b\ud800\ufffe\uffffb\t\u202e\u2067שלום") == "ab\tשלום"


@pytest.mark.parametrize(
    "address", ["https://例.nl/a b", f"https://a.nl/{'b' * 90_000}", "https://"]
)
def test_an_address_of_any_length_keeps_no_document_from_being_made(address: str) -> None:
    told = _document(b.paragraph(b.run("daar", link=address)))
    assert page.validate_pdf_bytes(typeset(told, _DAY), profile="ua1").is_compliant
    (line,) = Document(io.BytesIO(word(told, _DAY))).paragraphs[3:]
    assert line.text == "daar"
    assert len(line.hyperlinks) == (len(address) < 2000)
