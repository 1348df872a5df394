"""The fields of a form, from the schema and what is declared now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duidelijk.catalogue.schema import schema
from duidelijk.foundation.declarations import KeyPath
from duidelijk.publish.words import read_words
from duidelijk.web.declaring.kinds import resolved
from duidelijk.web.declaring.shapes import MISSING, Shape, option_text, shape_of, shown

_LABELS = Path(__file__).with_name("labels.yaml")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
Options = Callable[[str], list[tuple[str, str]]]
"""What can be referred to, as keys with titles, by the name of its kind."""


@dataclass
class Field:
    """One input of a form, or several that belong together."""

    name: str
    shape: str
    label: str
    help: str
    required: bool
    value: str = ""
    options: list[dict[str, Any]] = field(default_factory=list)
    children: list[Field] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    """Of rows: which row of the file each was; empty for a new one."""
    bounds: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    problems: list[str] = field(default_factory=list)
    filled: bool = False
    row: str = ""
    """What stands in a row, in a few words."""
    fresh: bool = False
    """Whether a row was added just now."""

    @property
    def id(self) -> str:
        return f"veld-{self.name.replace('.', '-') or 'geheel'}"

    @property
    def input(self) -> str:
        return {"yaml": f"y.{self.name}"}.get(self.shape, f"f.{self.name}")

    @property
    def rows(self) -> int:
        """Lines of a text area."""
        lines = self.value.split("\n")
        return min(14, max(2, sum(1 + len(each) // 70 for each in lines) + (self.shape == "lines")))

    @property
    def kind_of_input(self) -> str:
        if self.shape == "date" and (not self.value or _DATE.match(self.value)):
            return "date"
        return "text"

    @property
    def is_texts(self) -> bool:
        """Whether it is one text in two languages."""
        return self.shape == "group" and [each.language for each in self.children] == ["nl", "en"]

    @property
    def described_by(self) -> str:
        """Ids of what explains this field."""
        told = [f"{self.id}-hulp"] if self.help else []
        return " ".join([*told, *([f"{self.id}-fout"] if self.problems else [])])

    @property
    def open(self) -> bool:
        """Whether a part of the form that can be folded stands open."""
        return self.has_problems or (self.fresh if self.row else self.filled)

    @property
    def has_problems(self) -> bool:
        return bool(self.problems) or any(each.has_problems for each in self.children)


class Labels:
    """Names and explanations of what the schema holds, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = read_words(language, _LABELS)
        dutch = read_words("nl", _LABELS)
        english = read_words("en", _LABELS)
        self._help = {english[key]: dutch[key] for key in english if key.startswith("help.")}

    def label(self, name: str) -> str:
        """The name of a field: of its whole path, else of as much of its end as is known."""
        parts = [each for each in name.split(".") if not each.isdigit()]
        for start in range(len(parts)):
            found = self._words.get(f"label.{'.'.join(parts[start:])}")
            if found:
                return found
        return parts[-1].replace("_", " ")

    def help(self, description: str) -> str:
        """What the schema says of a field."""
        return self._help.get(description, "") if self.language == "nl" else description

    def choice(self, name: str, value: Any) -> str:
        """A value of an enumeration, in words."""
        parts = [each for each in name.split(".") if not each.isdigit()]
        for start in range(len(parts)):
            found = self._words.get(f"choice.{'.'.join(parts[start:])}.{value}")
            if found:
                return found
        return self._words.get(f"choice.{value}", str(value))


@dataclass
class Building:
    """Makes the fields of one thing."""

    labels: Labels
    options: Options
    origins: Mapping[str, list[int | None]]
    kind: str
    found: dict[str, Field] = field(default_factory=dict)

    def build(
        self, part: Mapping[str, Any], value: Any, name: str = "", required: bool = True
    ) -> Field:
        """The field of a part of the schema, with those in it."""
        shape = shape_of(part, value, name)
        made = Field(
            name=name,
            shape=shape.value,
            label=self.labels.label(f"{self.kind}.{name}") if name else "",
            help=self.labels.help(_own_description(part)),
            required=required,
            value="" if shape in (Shape.GROUP, Shape.ROWS, Shape.CHOICES) else shown(shape, value),
            filled=value is not MISSING and value not in ({}, []),
        )
        self.found[name] = made
        match shape:
            case Shape.GROUP:
                made.children = self._children(part, value, name, required or made.filled)
            case Shape.ROWS:
                self._rows(made, part, value, name)
            case Shape.CHOICE | Shape.CHOICES:
                made.options = self._choices(part, value, name, shape)
            case Shape.NUMBER:
                limits = {"minimum": "min", "maximum": "max", "exclusiveMinimum": "min"}
                made.bounds = {limits[key]: part[key] for key in limits if key in part}
        if name.endswith((".nl", ".en")):
            made.language = name[-2:]
            made.help = ""
            made.label = f"{self.labels.label(f'{self.kind}.{name[:-3]}')} ({made.language})"
        return made

    def _children(
        self, part: Mapping[str, Any], value: Any, name: str, required: bool
    ) -> list[Field]:
        held = value if isinstance(value, dict) else {}
        must = set(part.get("required", ())) if required else set()
        return [
            self.build(
                resolved(each), held.get(key, MISSING), f"{name}.{key}".strip("."), key in must
            )
            for key, each in part["properties"].items()
        ]

    def _rows(self, made: Field, part: Mapping[str, Any], value: Any, name: str) -> None:
        rows = value if isinstance(value, list) else []
        items = resolved(part["items"])
        known = self.origins.get(name, list(range(len(rows))))
        # a row that was typed just now has no place in the file yet
        made.origins = ["" if each is None else str(each) for each in known]
        made.origins += [""] * (len(rows) - len(made.origins))
        called = self.labels.label(f"row.{name.rpartition('.')[2]}")
        for index, each in enumerate(rows):
            child = self.build(items, each, f"{name}.{index}", True)
            child.label = f"{called} {index + 1}"
            child.row = _in_short(each, self.labels.language) or "…"
            child.fresh = not made.origins[index] or len(rows) == 1
            made.children.append(child)

    def _choices(
        self, part: Mapping[str, Any], value: Any, name: str, shape: Shape
    ) -> list[dict[str, Any]]:
        of = resolved(part["items"]) if shape is Shape.CHOICES else part
        chosen = value if shape is Shape.CHOICES and isinstance(value, list) else [value]
        held = [option_text(each) for each in chosen if each is not MISSING and each is not None]
        if "refers" in of:
            known = self.options(str(of["refers"]))
        else:
            values = of.get("enum", (True, False))
            known = [
                (option_text(each), self.labels.choice(name, option_text(each))) for each in values
            ]
        known += [(each, each) for each in held if each not in dict(known)]
        return [{"value": key, "title": title, "chosen": key in held} for key, title in known]

    def place(self, path: KeyPath, told: str) -> bool:
        """Put a problem beside the field it belongs to; ``False`` when it has none."""
        parts = [str(each) for each in path]
        while parts:
            found = self.found.get(".".join(parts))
            if found is not None:
                target = found.children[0] if found.is_texts and found.children else found
                (found if not found.is_texts else target).problems.append(told)
                return True
            parts.pop()
        return False


def _in_short(value: Any, language: str) -> str:
    """What a row is about: its first names, keys and periods."""
    told = []
    for key in ("code", "id", "period", "feed", "title", "indicator", "reason", "note"):
        found = value.get(key) if isinstance(value, dict) else None
        if isinstance(found, dict):
            found = found.get(language)
        if isinstance(found, str) and found:
            told.append(found if len(found) <= 70 else f"{found[:69]}…")
    return ", ".join(told[:2])


def _own_description(part: Mapping[str, Any]) -> str:
    """What the schema says of a field, but for what it says of every text and every reference."""
    said = str(part.get("description", ""))
    general = {"text"} | ({"key"} if "refers" in part else set())
    return "" if said in {schema()["$defs"][each]["description"] for each in general} else said


def problems_of(fields: Iterable[Field]) -> list[Field]:
    """Every field with a problem, in the order of the form."""
    found = []
    for each in fields:
        if each.problems:
            found.append(each)
        found += problems_of(each.children)
    return found
