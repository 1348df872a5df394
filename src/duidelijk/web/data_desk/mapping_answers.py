"""Answers from the form of a mapping: what was typed, as codes, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.table import MISSING
from duidelijk.regions import LEVELS
from duidelijk.sources.by_hand.typed import Mistyped, period_typed, plain, region_typed
from duidelijk.sources.sheets.guessing import Guesser, is_everybody
from duidelijk.sources.sheets.mapping import (
    HEADING_ROLES,
    IGNORE,
    NUMBERS,
    PLACES,
    ROLES,
    UNSETTLED,
    Column,
    FileMapping,
    Heading,
    column_range,
)
from duidelijk.web.data_desk.reading import Reading
from duidelijk.web.words import words

_SEPARATORS = (" - ", " | ", " / ", "_", "-", "/", "|", ";", ",")
REASONS = (*MISSING, "0", IGNORE)
"""What may stand for a text where a number should be."""


_LEAVE_OUT = {words(each)["map_leave_out"] for each in ("nl", "en")}
"""What people type to leave rows out, in either language."""


@dataclass
class Answers:
    """A mapping with what was typed, and what is wrong with that, by the name of the field."""

    mapping: FileMapping
    wrong: dict[str, str] = field(default_factory=dict)
    """What cannot be understood, in words."""
    typed: dict[str, str] = field(default_factory=dict)
    """What was typed there."""


def answered(found: Reading, given: Mapping[str, str], language: str) -> Answers:
    """The mapping of *found* with the answers *given* in a form."""
    answers = Answers(found.mapping)
    _Taking(found, given, language, answers).take()
    return answers


class _Taking:
    def __init__(
        self, found: Reading, given: Mapping[str, str], language: str, answers: Answers
    ) -> None:
        self.monitor, self.sheet, self.given = found.monitor, found.sheet, given
        self.phrases, self.answers = words(language), answers
        self.guesser = Guesser(found.monitor)

    def take(self) -> None:
        was = self.answers.mapping
        mapping = self._table(was)
        self.answers.mapping = replace(
            mapping,
            columns=tuple(self._column(n, each) for n, each in enumerate(was.columns)),
            headings=tuple(self._heading(n, each) for n, each in enumerate(was.headings)),
            fixed=self._fixed(was),
            names={place: self._names(place, was) for place in PLACES if was.names.get(place)},
            missing=self._missing(was),
        )

    def _text(self, name: str, before: str = "") -> str:
        return plain(self.given[name]) if name in self.given else before

    def _refuse(self, name: str, text: str, why: str) -> None:
        self.answers.wrong[name], self.answers.typed[name] = why, text

    def _table(self, was: FileMapping) -> FileMapping:
        """Where the table stands, and how its numbers are written."""
        decimal = self._text("decimal", was.decimal)
        level = self._text("region_level", was.region_level)
        rows = self._numbers("header_rows", was.header_rows)
        first = self._numbers("first_row", (was.first_row,))
        last = self._numbers("last_row", () if was.last_row is None else (was.last_row,))
        footer = was.footer
        if "footer" in self.given:
            footer = tuple(filter(None, (plain(each) for each in self.given["footer"].split("\n"))))
        if rows and first and first[0] <= rows[-1]:
            first_row = ", ".join(map(str, first))
            self._refuse("first_row", first_row, self.phrases["map_first_row_wrong"])
            first = (was.first_row,)
            rows = was.header_rows
        return replace(
            was,
            decimal=decimal if decimal in (".", ",", UNSETTLED) else was.decimal,
            region_level=level if level in (*LEVELS, "") else was.region_level,
            header_rows=rows,
            first_row=first[0] if first else was.first_row,
            last_row=last[0] if last else None,
            footer=footer,
        )

    def _numbers(self, name: str, before: tuple[int, ...]) -> tuple[int, ...]:
        text = self._text(name, ", ".join(map(str, before)))
        found = re.split(r"[ ,;]+", text) if text else []
        if all(each.isascii() and each.isdigit() and 0 < int(each) < 10**7 for each in found):
            return tuple(sorted({int(each) for each in found}))
        self._refuse(name, text, self.phrases["map_no_rows"])
        return before

    def _column(self, number: int, was: Column) -> Column:
        before = f"c{number}-"
        role = self._text(f"{before}is", was.role)
        if role not in (*ROLES, UNSETTLED):
            role = was.role
        now = replace(was, role=role)
        if role != was.role:
            now = Column(role, was.column, was.title)
        if role == "filter" and not now.keep:
            now = replace(now, keep=self._kept(now))
        elif role == "filter" and f"{before}keep" in self.given:
            lines = self.given[f"{before}keep"].split("\n")
            now = replace(now, keep=tuple(filter(None, map(plain, lines))) or now.keep)
        elif role == "split" and len(now.parts) < 2:
            if (cut := self._cut(now)) is None:
                self._refuse(f"{before}is", role, self.phrases["map_no_split"])
                return was
            now = replace(now, by=cut[0], parts=cut[1])
        elif role == "split":
            now = replace(now, parts=self._parts(before, now.parts))
        elif role in NUMBERS:
            now = self._value(before, now)
        return now

    def _value(self, before: str, now: Column) -> Column:
        """What holds for a column of numbers."""
        for place in PLACES:
            name = f"{before}{place}"
            if name in self.given:
                code = self._code(name, place, self._text(name))
                now = replace(now, **{place: code})  # type: ignore[arg-type]
        text = self._text(f"{before}times", "" if now.times is None else f"{now.times:g}")
        try:
            times = float(text.replace(",", ".")) if text else None
        except ValueError:
            times = -1.0
        if times is not None and not 0 < times < 1e12:
            self._refuse(f"{before}times", text, self.phrases["map_no_factor"])
            return now
        return replace(now, times=times)

    def _texts(self, column: Column) -> list[str]:
        at = (column_range(column.column) or (0, 0))[0]
        first = self.answers.mapping.first_row
        texts = (row.cell(at) for row in self.sheet.head if row.line >= first)
        return list(dict.fromkeys(each for each in texts if each))

    def _kept(self, column: Column) -> tuple[str, ...]:
        texts = self._texts(column)
        everybody = [text for text in texts if is_everybody(text)]
        return tuple((everybody or texts or ["?"])[:1])

    def _cut(self, column: Column) -> tuple[str, tuple[str, ...]] | None:
        texts = self._texts(column)
        for by in _SEPARATORS:
            counts = {len(text.split(by)) for text in texts}
            if len(counts) == 1 and (parts := counts.pop()) > 1:
                return by, (UNSETTLED,) * parts
        return None

    def _parts(self, before: str, parts: tuple[str, ...]) -> tuple[str, ...]:
        told = [self._text(f"{before}part{n}", part) for n, part in enumerate(parts)]
        known = (*PLACES, IGNORE, UNSETTLED)
        return tuple(new if new in known else old for new, old in zip(told, parts, strict=True))

    def _heading(self, number: int, was: Heading) -> Heading:
        before = f"h{number}-"
        role = self._text(f"{before}is", was.role)
        if was.role == "split":
            return replace(was, parts=self._parts(before, was.parts))
        return replace(was, role=role) if role in HEADING_ROLES and role != "split" else was

    def _fixed(self, was: FileMapping) -> dict[str, str]:
        found = dict(was.fixed)
        for place in PLACES:
            name = f"fixed-{place}"
            if name in self.given:
                found[place] = self._code(name, place, self._text(name))
                if not found[place]:
                    del found[place]
        return found

    def _names(self, place: str, was: FileMapping) -> dict[str, str]:
        found = dict(was.names[place])
        for number, text in enumerate(was.names[place]):
            name = f"n-{place}-{number}"
            # the text goes along: another may stand there by now
            if name in self.given and self.given.get(f"{name}-text", "") == text:
                found[text] = self._code(name, place, self._text(name)) or UNSETTLED
        return found

    def _missing(self, was: FileMapping) -> dict[str, str]:
        found = dict(was.missing)
        for number, text in enumerate(was.missing):
            why = self._text(f"m-{number}")
            if why in (*REASONS, UNSETTLED) and self.given.get(f"m-{number}-text", "") == text:
                found[text] = why
        return found

    def _code(self, name: str, place: str, text: str) -> str:
        """The code that somebody typed, or a name of; ``?`` for what means nothing."""
        if text.casefold() in _LEAVE_OUT:
            return IGNORE
        if text in ("", UNSETTLED, IGNORE):
            return text
        code: str | None = None
        try:
            if place == "region":
                code = region_typed(text, None, None)
            elif place == "period":
                code = period_typed(text, None)[0]
            elif place == "group":
                known = text == TOTAL or text in self.monitor.group_codes
                code = text if known else self.guesser.group_of(text)
            else:
                code = self.guesser.indicator_of(text)
        except Mistyped:
            code = None
        if code is None:
            self._refuse(name, text, self.phrases[f"map_unknown_{place}"])
            return UNSETTLED
        return code
