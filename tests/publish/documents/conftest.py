"""Editions with and without editors' texts, and their documents, each made once a run."""

from __future__ import annotations

import dataclasses
import io
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from duidelijk.catalogue import Text
from duidelijk.duiding.report import SessionReport
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import Chosen, Texts, development_key, write_texts
from duidelijk.publish.documents.edition import edition_pdf
from duidelijk.publish.documents.region import region_pdf
from duidelijk.publish.documents.summary import summary_pdf
from session_report import CONTESTED, SUPPORTED, report

HOSTILE = r"""
##### Diep #haakje

#panic("typst") $x^2$ @label <label> [blok] `#eval("1")` \u{41} #import "style.typ": *

<script>alert(1)</script> &amp; "]) #text(red)[weg]

![van elders](https://example.org/plaatje.png) [verder](javascript:alert(1)) [echt](https://example.org/)

![weg](indicator:bestaat_niet)

> - lijst in een citaat
>   1. en nog een
>
> # Kop in een citaat

* **vet *schuin* vet**

---

```
#raw
```
"""
CHARTED = "naleving_houd_1_5m_afstand"
COMPOUND = "arbeidsongeschiktheidsverzekeringen"


@pytest.fixture(scope="session")
def edition(corona_home: Path) -> Edition:
    """The shipped edition of April 2021, which no editor wrote in."""
    return Edition(corona_home / "editions" / "2021-2")


@pytest.fixture(scope="session")
def of_municipalities(corona_home: Path) -> Edition:
    """The shipped edition that has figures of municipalities."""
    return Edition(corona_home / "editions" / "2021-5")


@pytest.fixture(scope="session")
def made_up(starter_home: Path) -> Edition:
    """An edition of the made-up monitor."""
    return Edition(starter_home / "editions" / "2030-2")


@pytest.fixture(scope="session")
def edited(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The same edition with texts, choices and a duiding; some of them hostile."""
    folder = tmp_path_factory.mktemp("edited") / edition.id
    shutil.copytree(edition.folder, folder)
    developments = (edition.striking or {})["developments"]
    keys = [development_key(each) for each in developments]
    assert len(set(keys)) > 2
    write_texts(
        folder,
        Texts(
            texts={
                "opening": Text(
                    f"De redactie opent met dit.\n\n{' '.join([COMPOUND] * 40)}",
                    "The editors open with this.",
                ),
                "theme.gedrag": Text(
                    f"Over gedrag.\n\n![Het verloop](indicator:{CHARTED})\n\n## Kop",
                    "",
                ),
                "theme.onderwijs": Text(HOSTILE, HOSTILE),
            },
            choices={
                keys[0]: Chosen(Choice.OUT, Text("Staat al elders.", "Is told elsewhere.")),
                keys[1]: Chosen(Choice.NEEDS_DUIDING),
            },
            duiding=(_session(),),
        ),
    )
    return Edition(folder)


def _session() -> SessionReport:
    """A played session whose contested conclusion is hostile and has no end."""
    bad = dataclasses.replace(
        CONTESTED,
        text=Text(f"{'lang ' * 99}{'aan' * 5000}\n\n\u202eomgekeerd {HOSTILE}", ""),
        themes=("mentale_weerbaarheid",),
    )
    return report(example=True, conclusions=(SUPPORTED, bad))


Making = Callable[[Edition, str, str], bytes]


@pytest.fixture(scope="session")
def made() -> Making:
    """Makes a document: ``edition``, ``summary`` or the code of a region; each once."""

    @cache
    def made(edition: Edition, kind: str, language: str) -> bytes:
        if kind == "edition":
            return edition_pdf(edition, language)
        if kind == "summary":
            return summary_pdf(edition, language)
        return region_pdf(edition, language, kind)

    return made


def pages_of(content: bytes) -> list[str]:
    """The text of each page as a machine reads it, without line ends and soft hyphens."""
    reader = PdfReader(io.BytesIO(content))
    return [joined(page.extract_text()) for page in reader.pages]


def joined(text: str) -> str:
    """Lines as one, words that a line parted put together."""
    return " ".join(text.replace("\u00ad\n", "").replace("\u00ad", "").split())


def structure(content: bytes, wanted: str) -> list[Any]:
    """The elements of the structure tree with the role *wanted*, in order."""
    found: list[Any] = []
    with pikepdf.open(io.BytesIO(content)) as document:

        def walk(node: Any) -> None:
            if isinstance(node, pikepdf.Array):
                for each in node:
                    walk(each)
            elif isinstance(node, pikepdf.Dictionary):
                if str(node.get("/S", "")) == f"/{wanted}":
                    found.append({str(key): str(node[key]) for key in node if key == "/Alt"})
                if "/K" in node:
                    walk(node["/K"])

        walk(document.Root.StructTreeRoot)
    return found
