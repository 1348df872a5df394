"""What people made of the figures as a sheet: a row a conclusion, question or signal."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue import Text
from duidelijk.duiding.report import SessionReport
from duidelijk.editions.edition import Edition
from duidelijk.publish.duiding.conclusions import ConclusionShown, of_session
from duidelijk.publish.duiding.naming import phrases
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.duiding.sessions import OpenShown, question_shown, signal_shown
from duidelijk.publish.open_data.edition_sheets import SHEETS
from duidelijk.publish.open_data.workbook import SheetColumn, Style, TableSheet

_MOST = 32_000
"""Excel has room for 32,767 characters in a cell."""
_COLUMNS: tuple[tuple[str, Text, float, Style], ...] = (
    ("example", Text("Nagespeeld voorbeeld", "Played example"), 12, "text"),
    ("session", Text("Sessie", "Session"), 34, "wrap"),
    ("held", Text("Gehouden op", "Held on"), 18, "text"),
    ("participants", Text("Deelnemers", "Participants"), 11, "whole"),
    ("kind", Text("Soort", "Kind"), 14, "text"),
    ("text", Text("Wat er staat", "What it says"), 70, "wrap"),
    ("status", Text("Status", "Status"), 16, "text"),
    ("confidence", Text("Hoe zeker", "How sure"), 20, "text"),
    ("chance", Text("Dat is", "That is"), 28, "text"),
    ("agree", Text("Eens", "Agree"), 8, "whole"),
    ("unsure", Text("Twijfel", "Unsure"), 8, "whole"),
    ("disagree", Text("Oneens", "Disagree"), 8, "whole"),
    ("sides", Text("Per perspectief", "By perspective"), 50, "wrap"),
    ("dissent", Text("Wie het oneens is, en waarom", "Who disagrees, and why"), 60, "wrap"),
    ("evidence", Text("Cijfers en bronnen", "Figures and sources"), 60, "wrap"),
    ("who", Text("Gevraagd aan of gesteld door", "Asked of or by"), 28, "wrap"),
    ("themes", Text("Thema’s", "Themes"), 26, "wrap"),
)
_NUMBERS = ("participants", "agree", "unsure", "disagree")
_YES = {"nl": {True: "ja", False: "nee"}, "en": {True: "yes", False: "no"}}


def duiding_sheet(edition: Edition, language: str) -> TableSheet:
    """Conclusions in order of status, then signals and questions, session by session."""
    rows = [row for each in edition.texts.duiding for row in _rows(edition, each, language)]
    kinds = {name: pl.Int64 if name in _NUMBERS else pl.String for name, *_ in _COLUMNS}
    table = pl.DataFrame(rows, schema=kinds, orient="row")
    columns = [
        SheetColumn(name, label.to(language), width, style)
        for name, label, width, style in _COLUMNS
    ]
    return TableSheet(SHEETS["duiding"].to(language), columns, [table])


def _rows(edition: Edition, report: SessionReport, language: str) -> list[dict[str, Any]]:
    known = phrases(language)
    titles = {each.id: each.title.to(language) for each in edition.monitor.themes}
    around: dict[str, Any] = dict.fromkeys(name for name, *_ in _COLUMNS) | {
        "example": _YES[language][report.example],
        "session": in_language(report.question, language).text[:_MOST],
        "held": report.held.isoformat(),
        "participants": report.participants,
    }

    def asked(kind: str, each: OpenShown) -> dict[str, Any]:
        told = {"kind": known[kind], "text": each.text.text[:_MOST], "who": each.who}
        return around | told | {"themes": _titles(each.themes, titles)}

    shown = of_session(edition, report, str, language)
    return [
        *(around | _conclusion(each, titles, known["told_conclusion"]) for each in shown),
        *(
            asked("told_signal", signal_shown(report, each, str, language))
            for each in report.signals
        ),
        *(
            asked("told_question", question_shown(report, each, str, language))
            for each in report.questions
        ),
    ]


def _conclusion(each: ConclusionShown, titles: dict[str, str], kind: str) -> dict[str, Any]:
    agreement = each.agreement
    count = agreement.count if agreement else None
    sides = agreement.sides if agreement else ()
    return {
        "kind": kind,
        "text": each.text.text[:_MOST],
        "status": each.status_words,
        "confidence": each.confidence_words or None,
        "chance": each.chance or None,
        "agree": count.agree if count else None,
        "unsure": count.unsure if count else None,
        "disagree": count.disagree if count else None,
        "sides": "; ".join(f"{one.name}: {one.words}" for one in sides)[:_MOST],
        "dissent": "; ".join(f"{one.by}: {one.words.text}" for one in each.dissent)[:_MOST],
        "evidence": "; ".join(one.caption.text for one in each.evidence)[:_MOST],
        "themes": _titles(each.themes, titles),
    }


def _titles(keys: tuple[str, ...], titles: dict[str, str]) -> str:
    return ", ".join(titles.get(each, each) for each in keys)
