"""Signals as a sheet: a row a signal, and one for all that was asked, done and promised of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from duidelijk.agenda.dossier import Action, Ask, Dossier
from duidelijk.agenda.standing import Standing, outside, standing
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.edition_names import EditionNames
from duidelijk.publish.agenda.naming import phrases
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.open_data.edition_sheets import SHEETS
from duidelijk.publish.open_data.workbook import SheetColumn, Style, TableSheet

_MOST = 32_000
"""Excel has room for 32,767 characters in a cell."""
_COLUMNS: tuple[tuple[str, Text, float, Style], ...] = (
    ("example", Text("Voorbeeld", "Example"), 11, "text"),
    ("number", Text("Signaal", "Signal"), 9, "whole"),
    ("title", Text("Waarover", "About"), 44, "wrap"),
    ("kind", Text("Soort", "Kind"), 12, "text"),
    ("text", Text("Wat er staat", "What it says"), 70, "wrap"),
    ("who", Text("Gemeld door, gevraagd aan of van", "Raised by, asked of or of"), 32, "wrap"),
    ("state", Text("Stand", "State"), 18, "text"),
    ("first", Text("Gemeld, voorgelegd of begonnen", "Raised, put or begun"), 14, "date"),
    ("due", Text("Moet er zijn op", "Due on"), 14, "date"),
    ("last", Text("Laatste stap", "Last step"), 14, "date"),
    ("reason", Text("Antwoord of reden", "Answer or reason"), 60, "wrap"),
    ("euros", Text("Publiek geld (euro)", "Public money (euros)"), 16, "whole"),
    ("themes", Text("Thema’s", "Themes"), 26, "wrap"),
    ("groups", Text("Groepen", "Groups"), 22, "wrap"),
    ("regions", Text("Gebieden", "Regions"), 22, "wrap"),
)
_KINDS = {"whole": pl.Int64, "date": pl.Date}
_YES = {"nl": {True: "ja", False: "nee"}, "en": {True: "yes", False: "no"}}
_NAMED = {
    Thing.SIGNAL: Text("signaal", "signal"),
    Thing.ACTION: Text("actie", "action"),
    Thing.MILESTONE: Text("mijlpaal", "milestone"),
}
_FIRST = {
    Thing.SIGNAL: ("raise",),
    Thing.ASK: ("put",),
    Thing.ACTION: ("start",),
    Thing.MILESTONE: ("set",),
}
"""The step by which each kind of thing came up for everybody."""

_Row = dict[str, Any]


def signals_sheet(edition: Edition, language: str) -> TableSheet:
    """Each signal with its asks, actions and milestones, as they stood with the edition."""
    names = EditionNames(edition, language)
    rows = [row for each in edition.texts.signals for row in _Rows(each, names, language).all()]
    schema = {name: _KINDS.get(style, pl.String) for name, _, _, style in _COLUMNS}
    columns = [
        SheetColumn(name, label.to(language), width, style)
        for name, label, width, style in _COLUMNS
    ]
    table = pl.DataFrame(rows, schema=schema, orient="row")
    return TableSheet(SHEETS["signals"].to(language), columns, [table])


class _Rows:
    def __init__(self, dossier: Dossier, names: EditionNames, language: str) -> None:
        self._dossier, self._language = dossier, language
        self._stands: Standing = standing(dossier)
        self._words = phrases(language)
        self._around: _Row = dict.fromkeys(name for name, *_ in _COLUMNS) | {
            "example": _YES[language][dossier.example],
            "number": dossier.number,
            "title": self._text(dossier.title),
            "themes": ", ".join(names.of("theme", each) for each in dossier.themes),
            "groups": ", ".join(names.of("group", each) for each in dossier.groups),
            "regions": ", ".join(names.of("region", each) for each in dossier.regions),
        }

    def all(self) -> list[_Row]:
        told = self._dossier
        found = [
            self._row(Thing.SIGNAL, "", told.text, told.raised_by)
            | {"state": self._words[f"stage_{self._stands.stage}"]}
        ]
        found += [self._ask(each) for each in outside(told).asks]
        for action in told.actions:
            found.append(self._action(action))
            owner = self._text(action.owner.name)
            found += [
                self._row(Thing.MILESTONE, each.id, each.text, owner)
                | {"due": self._stands.due(each)}
                for each in action.milestones
            ]
        return found

    def _ask(self, ask: Ask) -> _Row:
        row = self._row(Thing.ASK, ask.id, ask.text, self._text(ask.addressee.name))
        kind = self._words[f"ask_is_{ask.kind}"].lower()
        return row | {"kind": kind, "due": self._stands.answer_due(ask)}

    def _action(self, action: Action) -> _Row:
        words = ": ".join(filter(None, [self._text(action.title), self._text(action.text)]))
        row = self._row(Thing.ACTION, action.id, action.title, self._text(action.owner.name))
        euros = sum(each.euros for each in action.money)
        return row | {"text": words[:_MOST], "euros": euros if action.money else None}

    def _row(self, thing: Thing, key: str, text: Text, who: str) -> _Row:
        """A thing with where it stands, when it came up and what was said of it last."""
        steps = self._stands.steps_of(thing, key)
        first = [each.on for each in steps if each.name in _FIRST[thing]]
        last = steps[-1] if steps else None
        days: dict[str, dt.date | None] = {
            "first": first[0] if first else None,
            "last": last.on if last else None,
        }
        reason = self._text(last.reason) if last else ""
        kind = _NAMED[thing].to(self._language) if thing in _NAMED else None
        state = self._words[f"state_{thing}_{self._stands.of(thing, key)}"]
        told = {"kind": kind, "text": self._text(text), "who": who, "state": state}
        return self._around | told | days | {"reason": reason or None}

    def _text(self, text: Text) -> str:
        return in_language(text, self._language).text[:_MOST]
