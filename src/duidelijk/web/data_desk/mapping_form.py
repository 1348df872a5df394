"""The form of a mapping: what each column is, and what the texts in it mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from duidelijk.catalogue.model import TOTAL
from duidelijk.regions import LEVELS
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.guessing import Guesser
from duidelijk.sources.sheets.mapping import (
    IGNORE,
    NUMBERS,
    PLACES,
    ROLES,
    UNSETTLED,
    Column,
    Heading,
    column_range,
    headed,
)
from duidelijk.web.data_desk.mapping_answers import REASONS, Answers
from duidelijk.web.data_desk.reading import Reading
from duidelijk.web.data_desk.showing import region_words
from duidelijk.web.data_desk.telling import Wrong
from duidelijk.web.words import words

_EXAMPLES = 3
_CANDIDATE = re.compile(r"(\S+) \((.+?)\)(?= or |, or |$|;)")


def form_context(found: Reading, answers: Answers, language: str) -> dict[str, Any]:
    """What the form of a mapping shows."""
    showing = _Showing(found, answers, language)
    mapping = answers.mapping
    return {
        "columns": [showing.column(n, each) for n, each in enumerate(mapping.columns)],
        "headings": [showing.heading(n, each) for n, each in enumerate(mapping.headings)],
        "fixed": [showing.fixed(place) for place in PLACES],
        "names": [each for place in PLACES if (each := showing.names(place))["rows"]],
        "missing": list(showing.missing()),
        "table": showing.table(),
        "sheets": [
            {"name": each.name, "here": each is found.sheet}
            for each in found.sheets
            if len(found.sheets) > 1
        ],
        "open": found.open,
        "groups": [
            {"code": TOTAL, "title": words(language)["map_everybody"]},
            *(
                {"code": code, "title": each.title.to(language)}
                for code, each in found.monitor.group_codes.items()
            ),
        ],
        "indicators": [
            {"code": key, "title": each.title.to(language)}
            for key, each in found.monitor.indicators.items()
        ],
    }


def wrong_in(shown: Mapping[str, Any], phrases: Mapping[str, str]) -> list[Wrong]:
    """What is wrong or open in the form that ``form_context`` gave, in its order."""
    found = []
    for label, field in _labelled(shown, phrases):
        if field["wrong"]:
            found.append(Wrong(field["name"], f"{label}: {field['wrong']}"))
        elif field["open"]:
            found.append(Wrong(field["name"], phrases["map_is_open"].format(what=label)))
    return found


def _labelled(
    shown: Mapping[str, Any], phrases: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of the form, with how it is called in a list."""
    for column in shown.get("columns", ()):
        titled = f"{phrases['map_column']} {column['letters']}"
        yield f"{titled} “{column['title']}”" if column["title"] else titled, column["role"]
        fields = [(phrases[each["place"]], each) for each in column["places"]]
        fields += [(phrases["map_times"], column["times"])] if "times" in column else []
        fields += [(f"{phrases['map_part']} {p['number']}", p) for p in column.get("parts", ())]
        for label, field in fields:
            what = label[0].lower() + label[1:]
            told = phrases["map_of_column"].format(letters=column["letters"], what=what)
            yield told, field
    for heading in shown.get("headings", ()):
        for field in (*heading.get("parts", ()), *filter(None, (heading.get("role"),))):
            yield f"{phrases['map_row']} {heading['row']}", field
    for block in shown.get("names", ()):
        for field in block["rows"]:
            yield f"“{field['text']}”" if field["text"] else phrases["map_empty"], field
    for field in shown.get("missing", ()):
        yield f"“{field['text']}”" if field["text"] else phrases["map_empty"], field
    for field in shown.get("fixed", ()):
        yield phrases[field["place"]], field
    for name, field in shown.get("table", {}).items():
        yield phrases[f"map_{name}"], field


class _Showing:
    def __init__(self, found: Reading, answers: Answers, language: str) -> None:
        self.found, self.answers, self.language = found, answers, language
        self.mapping, self.phrases = answers.mapping, words(language)
        self.guesser = Guesser(found.monitor, _words_above(found.sheet))

    def field(self, name: str, value: str, **more: Any) -> dict[str, Any]:
        """A field with its value, or what was typed there and why that is wrong."""
        wrong = self.answers.wrong.get(name, "")
        plainly = {UNSETTLED: "", IGNORE: self.phrases["map_leave_out"]}.get(value, value)
        shown = self.answers.typed.get(name, plainly)
        return {"name": name, "value": shown, "wrong": wrong, "open": value == UNSETTLED, **more}

    def choices(self, known: tuple[str, ...], chosen: str, prefix: str) -> list[dict[str, Any]]:
        every = ((UNSETTLED,) if chosen == UNSETTLED else ()) + known
        return [
            {
                "value": each,
                "title": self.phrases["map_pick"]
                if each == UNSETTLED
                else self.phrases[f"{prefix}{each}"],
                "chosen": each == chosen,
            }
            for each in every
        ]

    def column(self, number: int, column: Column) -> dict[str, Any]:
        before = f"c{number}-"
        shown: dict[str, Any] = {
            "letters": column.column,
            "title": column.title or self._title(column),
            "examples": self._examples(column),
            "role": self.field(
                f"{before}is",
                column.role,
                choices=self.choices(ROLES, column.role, "column_is_"),
            ),
            "places": [],
            "open": column.role == UNSETTLED,
        }
        if column.role in NUMBERS:
            shown["places"] = [self._place(before, column, place) for place in PLACES]
            times = "" if column.times is None else f"{column.times:g}"
            shown["times"] = self.field(f"{before}times", times)
        elif column.role == "split":
            shown["by"], shown["parts"] = column.by, list(self._parts(before, column.parts))
        elif column.role == "filter":
            shown["keep"] = self.field(f"{before}keep", "\n".join(column.keep))
        shown["open"] = shown["open"] or any(
            each["open"] or each["wrong"] for each in (*shown["places"], *shown.get("parts", ()))
        )
        return shown

    def _place(self, before: str, column: Column, place: str) -> dict[str, Any]:
        code = getattr(column, place)
        near = ""
        if code == UNSETTLED and place in ("indicator", "group"):
            like = (
                self.guesser.indicators_like if place == "indicator" else self.guesser.groups_like
            )
            near = like(column.title or self._title(column))
        told = candidates(near, self.language)
        return self.field(f"{before}{place}", code, place=place, near=told)

    def _parts(self, before: str, parts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        for number, part in enumerate(parts):
            choices = self.choices((*PLACES, IGNORE), part, "column_is_")
            yield self.field(f"{before}part{number}", part, number=number + 1, choices=choices)

    def _title(self, column: Column) -> str:
        first, last = column_range(column.column) or (0, 0)
        titles = headed(self.found.sheet, self.mapping.header_rows).titles
        told = [titles[at] for at in (first, last or first) if at < len(titles) and titles[at]]
        return " … ".join(dict.fromkeys(told))

    def _examples(self, column: Column) -> list[str]:
        first, last = column_range(column.column) or (0, 0)
        end = first if last is None else last
        rows = [row for row in self.found.sheet.head if row.line >= self.mapping.first_row]
        texts = (row.cell(at) for row in rows[:100] for at in range(first, end + 1))
        return list(dict.fromkeys(each[:40] for each in texts if each))[:_EXAMPLES]

    def heading(self, number: int, heading: Heading) -> dict[str, Any]:
        before = f"h{number}-"
        if heading.role == "split":
            parts = list(self._parts(before, heading.parts))
            return {"row": heading.row, "by": heading.by, "parts": parts}
        choices = self.choices((*PLACES, IGNORE), heading.role, "column_is_")
        return {
            "row": heading.row,
            "role": self.field(f"{before}is", heading.role, choices=choices),
        }

    def fixed(self, place: str) -> dict[str, Any]:
        code = self.mapping.fixed.get(place, "")
        code = UNSETTLED if code == "given" else code
        near = candidates(self.found.hints.get(("fixed", place), ""), self.language)
        return self.field(f"fixed-{place}", code, place=place, near=near)

    def names(self, place: str) -> dict[str, Any]:
        rows = []
        for number, (text, code) in enumerate(self.mapping.names.get(place, {}).items()):
            near = candidates(self.found.hints.get(("names", place, text), ""), self.language)
            rows.append(self.field(f"n-{place}-{number}", code, text=text, near=near))
        still = sum(each["open"] or bool(each["wrong"]) for each in rows)
        return {
            "place": place,
            "rows": sorted(rows, key=lambda each: not (each["open"] or each["wrong"])),
            "open": still,
            "title": self.phrases[f"map_names_{place}"],
        }

    def missing(self) -> Iterator[dict[str, Any]]:
        for number, (text, why) in enumerate(self.mapping.missing.items()):
            choices = self.choices(REASONS, why, "missing_means_")
            yield self.field(f"m-{number}", why, text=text, choices=choices)

    def table(self) -> dict[str, Any]:
        mapping = self.mapping
        signs = ((UNSETTLED,) if mapping.decimal == UNSETTLED else ()) + (",", ".")
        names = {
            ",": self.phrases["map_comma"],
            ".": self.phrases["map_point"],
            UNSETTLED: self.phrases["map_pick"],
        }
        levels = [
            {"value": each, "title": self.phrases[f"level_{each}"] if each else "—"}
            for each in ("", *LEVELS)
        ]
        return {
            "header_rows": self.field("header_rows", ", ".join(map(str, mapping.header_rows))),
            "first_row": self.field("first_row", str(mapping.first_row)),
            "last_row": self.field(
                "last_row", "" if mapping.last_row is None else str(mapping.last_row)
            ),
            "footer": self.field("footer", "\n".join(mapping.footer)),
            "decimal": self.field(
                "decimal",
                mapping.decimal,
                choices=[
                    {"value": each, "title": names[each], "chosen": each == mapping.decimal}
                    for each in signs
                ],
            ),
            "region_level": self.field(
                "region_level",
                mapping.region_level,
                choices=[
                    each | {"chosen": each["value"] == mapping.region_level} for each in levels
                ],
            ),
        }


def candidates(hint: str, language: str) -> list[dict[str, str]]:
    """The codes that a hint names, with their titles; those of regions in *language*."""
    found = []
    for code, title in _CANDIDATE.findall(hint):
        region = region_words(code, language)
        found.append({"code": code, "title": title if region == code else region})
    return found


def _words_above(sheet: Sheet) -> str:
    return " ".join(cell for row in sheet.head[:10] for cell in row.cells if cell)
