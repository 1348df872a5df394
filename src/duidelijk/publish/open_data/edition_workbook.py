"""An edition, or one of its indicators, as an Excel workbook in Dutch or English."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.publish.numbers import number
from duidelijk.publish.open_data.duiding_sheet import duiding_sheet
from duidelijk.publish.open_data.edition_sheets import (
    LABELS,
    SHEETS,
    changes_sheet,
    figures_sheet,
    striking_sheet,
)
from duidelijk.publish.open_data.list_sheets import (
    indicators_sheet,
    regions_sheet,
    sources_sheet,
)
from duidelijk.publish.open_data.signals_sheet import signals_sheet
from duidelijk.publish.open_data.workbook import (
    ROWS_A_SHEET,
    Style,
    TableSheet,
    TextSheet,
    write_workbook,
)
from duidelijk.publish.periods import date_words, month_words

_ABOUT = {
    "figures": ("Alle cijfers van deze editie, een per rij.", "All figures of this edition."),
    "changes": (
        "Elk nieuwste cijfer naast een eerder cijfer of een verwachting, met een oordeel.",
        "Every latest figure beside an earlier one or an expectation, with a verdict.",
    ),
    "striking": ("De lijst van wat opvalt.", "The list of what stands out."),
    "duiding": (
        "Wat mensen van de cijfers vonden: conclusies, vragen en signalen van sessies.",
        "What people made of the figures: conclusions, questions and signals of sessions.",
    ),
    "signals": (
        "Wat er met de signalen is gedaan: wat er gevraagd, geantwoord en gedaan was.",
        "What was done with the signals: what was asked, answered and done.",
    ),
    "indicators": (
        "Wat er gevolgd wordt: vragen, definities, eenheden en beperkingen.",
        "What is followed: questions, definitions, units and limitations.",
    ),
    "sources": (
        "De publicaties waar de cijfers uit komen, met datum en licentie.",
        "The releases the figures come from, with date and licence.",
    ),
    "regions": ("De gebieden met hun codes.", "The regions with their codes."),
}
_NOTES = {
    "nl": (
        "Een lege waarde is een ontbrekend cijfer, geen nul. Waarom het ontbreekt, staat ernaast.",
        "Marges zijn van 95 %. Staat er geen marge, dan geeft de bron die niet.",
        "Procenten zijn hele getallen: 12,5 met eenheid % is twaalf en een half procent.",
        "Niet te toetsen is iets anders dan geen verandering.",
        "Elk cijfer houdt de licentie van zijn publicatie; die staat op het blad Bronnen.",
        "Tel groepen en gebieden niet zelf op: zij overlappen elkaar.",
    ),
    "en": (
        "An empty value is a missing figure, not nought. Why it is missing stands beside it.",
        "Margins are of 95%. Where there is none, the source does not give it.",
        "Percentages are whole numbers: 12.5 with unit % is twelve and a half per cent.",
        "Cannot be tested is something else than no change.",
        "Every figure keeps the licence of its release, which is on the sheet Sources.",
        "Do not add up groups and regions yourself: they overlap.",
    ),
}
_WORDS = {
    "nl": {
        "reading": "Leeswijzer",
        "edition": "Editie",
        "date": "Stand van",
        "publisher": "Uitgever",
        "licence": "Licentie van de verzameling",
        "count": "Aantal cijfers",
        "address": "Vast adres",
        "cite": "Zo verwijst u ernaar",
        "sheets": "Bladen",
        "know": "Goed om te weten",
        "synthetic": "Let op: alle cijfers in dit bestand zijn verzonnen.",
        "split": "Excel heeft op één blad plaats voor 1.048.576 rijen. De cijfers gaan daarom "
        "verder op het blad “{next}”.",
    },
    "en": {
        "reading": "Read me",
        "edition": "Edition",
        "date": "As of",
        "publisher": "Publisher",
        "licence": "Licence of the collection",
        "count": "Number of figures",
        "address": "Permanent address",
        "cite": "How to cite",
        "sheets": "Sheets",
        "know": "Good to know",
        "synthetic": "Note: all figures in this file are made up.",
        "split": "A sheet of Excel has room for 1,048,576 rows. The figures therefore go on in "
        "the sheet “{next}”.",
    },
}

Row = Sequence[tuple[str, Style]]


def write_edition_workbook(
    edition: Edition,
    language: str,
    stream: BinaryIO,
    site: str = "",
    rows_a_sheet: int = ROWS_A_SHEET,
) -> None:
    """Write the workbook of *edition*; *site* is the address it is published at, if it has one."""
    sheets = [
        figures_sheet(edition, edition.figures(), language),
        changes_sheet(edition, language),
        striking_sheet(edition, language),
        *([duiding_sheet(edition, language)] if edition.texts.duiding else []),
        *([signals_sheet(edition, language)] if edition.texts.signals else []),
        indicators_sheet(edition, language),
        sources_sheet(edition, language),
        regions_sheet(edition, language),
    ]
    title = f"{edition.monitor.title.to(language)}, {edition.title.to(language)}"
    address = _address(edition, language, site)
    rows = _reading(edition, language, title, address)
    if edition.description["figures"] >= rows_a_sheet:
        told = _WORDS[language]["split"].format(next=f"{SHEETS['figures'].to(language)} 2")
        rows.append([("", "text"), (told, "wrap")])
    _write(edition, language, stream, title, [_page(language, rows), *sheets], rows_a_sheet)


def indicator_workbook(edition: Edition, indicator: Indicator, language: str, site: str) -> bytes:
    """The workbook of one indicator: its figures, and what they are."""
    title = indicator.title.to(language)
    address = _address(edition, language, site, f"/indicator/{indicator.id}")
    texts = (
        ("question", indicator.question),
        ("unit", indicator.unit),
        ("definition", indicator.definition),
        ("population", indicator.population),
        ("limitations", indicator.limitations),
    )
    rows: list[Row] = [
        [(title, "title")],
        *_facts(edition, language, title, address),
    ]
    for name, text in texts:
        rows.append([(LABELS[name].to(language), "bold"), (text.to(language), "wrap")])
    rows += _known(language)
    sheet = figures_sheet(edition, edition.figures_of(indicator.id), language)
    stream = io.BytesIO()
    _write(edition, language, stream, title, [_page(language, rows), sheet], ROWS_A_SHEET)
    return stream.getvalue()


def _address(edition: Edition, language: str, site: str, path: str = "") -> str:
    root = "/en" if language == "en" else ""
    return f"{site}{root}/edities/{edition.id}{path}" if site else ""


def _write(
    edition: Edition,
    language: str,
    stream: BinaryIO,
    title: str,
    sheets: Sequence[TableSheet | TextSheet],
    rows_a_sheet: int,
) -> None:
    author = edition.monitor.publisher.to(language)
    write_workbook(
        stream, sheets, title=title, author=author, date=edition.date, rows_a_sheet=rows_a_sheet
    )


def _page(language: str, rows: Sequence[Row]) -> TextSheet:
    return TextSheet(_WORDS[language]["reading"], (28, 84), rows)


def _reading(edition: Edition, language: str, title: str, address: str) -> list[Row]:
    """The first sheet: what this is, what is on each sheet, and what to beware of."""
    phrases, at = _WORDS[language], ("nl", "en").index(language)
    rows: list[Row] = [
        [(title, "title")],
        [("", "text"), (edition.monitor.lead.to(language), "wrap")],
        *_facts(edition, language, title, address),
    ]
    shown = number(edition.description["figures"], 0, language)
    rows += [[(phrases["count"], "bold"), (shown, "text")], [], [(phrases["sheets"], "bold")]]
    sometimes = {"duiding": edition.texts.duiding, "signals": edition.texts.signals}
    for key, name in SHEETS.items():
        if key in sometimes and not sometimes[key]:
            continue
        rows.append([(name.to(language), "text"), (_ABOUT[key][at], "wrap")])
    return rows + _known(language)


def _facts(edition: Edition, language: str, title: str, address: str) -> list[Row]:
    monitor, phrases = edition.monitor, _WORDS[language]
    exact = edition.description["date_precision"] == "day"
    told = (date_words if exact else month_words)(edition.date, language)
    name = f"{monitor.title.to(language)}, {edition.title.to(language)} ({edition.id})"
    subject = "" if name.startswith(title) else f"{title}. "
    cite = f"{subject}{name}. {monitor.publisher.to(language).rstrip('.')}. {address}".strip()
    rows: list[Row] = [
        [(phrases["edition"], "bold"), (name, "text")],
        [(phrases["date"], "bold"), (told, "text")],
        [(phrases["publisher"], "bold"), (monitor.publisher.to(language), "wrap")],
    ]
    if monitor.licence:
        rows.append([(phrases["licence"], "bold"), (monitor.licence, "text")])
    if address:
        rows.append([(phrases["address"], "bold"), (address, "link")])
    rows.append([(phrases["cite"], "bold"), (cite, "wrap")])
    if note := edition.description.get("note"):
        rows.append([("", "text"), (note[language], "wrap")])
    if monitor.synthetic:
        rows.append([("", "text"), (phrases["synthetic"], "bold")])
    return rows


def _known(language: str) -> list[Row]:
    rows: list[Row] = [[], [(_WORDS[language]["know"], "bold")]]
    for each in _NOTES[language]:
        rows.append([("", "text"), (each, "wrap")])
    return rows
