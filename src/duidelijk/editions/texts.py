"""What editors wrote beside an edition's figures, and how the edition came to be published.

``texts/NAME.LANGUAGE.md`` hold the texts in Markdown, ``choices.json`` what was decided about each
striking development, ``duiding.json`` what sessions made of the figures, ``signals.json`` what was
asked and done, ``publication.json`` when it was published and what it corrects. An edition frozen
without editors may have none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.sealing import FILE as _SIGNALS
from duidelijk.agenda.sealing import as_document as signals_document
from duidelijk.agenda.sealing import from_document as signals_in
from duidelijk.catalogue import Monitor, Text
from duidelijk.duiding.report import SessionReport
from duidelijk.duiding.sealing import FILE as _DUIDING
from duidelijk.duiding.sealing import as_document, from_document
from duidelijk.editions.choice import Choice
from duidelijk.editions.freezing import read_document, write_document

LANGUAGES = ("nl", "en")
OPENING = "opening"
_THEME = "theme."
_FOLDER = "texts"
_CHOICES = "choices.json"
_PUBLICATION = "publication.json"


@dataclass(frozen=True)
class Chosen:
    """A choice with its reason, which a development that was left out must have."""

    choice: Choice
    reason: Text | None = None


@dataclass(frozen=True)
class Publication:
    """When an edition was published, and what it corrects."""

    published: dt.datetime
    """With its time zone; before it, the edition is under embargo."""
    corrects: str | None = None
    """The edition whose place it takes."""
    reason: Text | None = None
    """Why that was corrected, for everybody to read."""


@dataclass(frozen=True)
class Texts:
    """All that editors add to an edition."""

    texts: Mapping[str, Text] = field(default_factory=dict)
    """By name (``opening``, ``theme.ID``), in Markdown; English may be empty."""
    choices: Mapping[str, Chosen] = field(default_factory=dict)
    """By key of the development."""
    publication: Publication | None = None
    duiding: tuple[SessionReport, ...] = ()
    """What the sessions about its figures came to, in the order in which they were held."""
    signals: tuple[Dossier, ...] = ()
    """What asked for action, and what was done with it, as it stood then."""


def theme_text(theme: str) -> str:
    """The name of a theme's text."""
    return f"{_THEME}{theme}"


def text_names(monitor: Monitor) -> list[str]:
    """The texts that an edition of *monitor* has, in order: the opening, then one a theme."""
    return [OPENING, *(theme_text(each.id) for each in monitor.themes)]


def development_key(development: Mapping[str, Any]) -> str:
    """The key of an entry of ``striking.json``, by which editors' choices are kept."""
    parts = (development[key] for key in ("indicator", "region", "group", "method"))
    return "|".join(parts)


def read_texts(folder: Path) -> Texts:
    """What editors added to the edition in *folder*; all empty when nobody did."""
    found = {}
    for path in sorted((folder / _FOLDER).glob("*.nl.md")):
        name = path.name.removesuffix(".nl.md")
        english = path.with_name(f"{name}.en.md")
        found[name] = Text(
            nl=path.read_text(encoding="utf-8"),
            en=english.read_text(encoding="utf-8") if english.is_file() else "",
        )
    choices = _optional(folder / _CHOICES) or {}
    publication = _optional(folder / _PUBLICATION)
    duiding, signals = _optional(folder / _DUIDING), _optional(folder / _SIGNALS)
    return Texts(
        texts=found,
        choices={
            key: Chosen(Choice(each["choice"]), _text(each.get("reason")))
            for key, each in choices.items()
        },
        publication=_publication(publication) if publication else None,
        duiding=from_document(duiding) if duiding else (),
        signals=signals_in(signals) if signals else (),
    )


def write_texts(folder: Path, texts: Texts) -> None:
    """Write what editors added into the folder of an edition that is not sealed yet."""
    if texts.texts:
        (folder / _FOLDER).mkdir(exist_ok=True)
    for name, text in texts.texts.items():
        for language in LANGUAGES:
            if written := text.to(language).strip():
                path = folder / _FOLDER / f"{name}.{language}.md"
                path.write_text(written + "\n", encoding="utf-8")
    choices = {
        key: {"choice": each.choice.value} | _both("reason", each.reason)
        for key, each in texts.choices.items()
    }
    if choices:
        write_document(folder / _CHOICES, choices)
    if texts.duiding:
        write_document(folder / _DUIDING, as_document(texts.duiding))
    if texts.signals:
        write_document(folder / _SIGNALS, signals_document(texts.signals))
    if texts.publication is not None:
        told = texts.publication
        corrects = {"corrects": told.corrects} if told.corrects else {}
        write_document(
            folder / _PUBLICATION,
            {"published": told.published.astimezone(dt.UTC).isoformat()}
            | corrects
            | _both("reason", told.reason),
        )


def _publication(document: Mapping[str, Any]) -> Publication:
    return Publication(
        dt.datetime.fromisoformat(document["published"]),
        document.get("corrects"),
        _text(document.get("reason")),
    )


def _text(both: Mapping[str, str] | None) -> Text | None:
    return Text(nl=both["nl"], en=both["en"]) if both else None


def _both(name: str, text: Text | None) -> dict[str, Any]:
    return {name: {"nl": text.nl, "en": text.en}} if text else {}


def _optional(path: Path) -> Any:
    return read_document(path) if path.is_file() else None
