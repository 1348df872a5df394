"""Problems in the language of the page: what rooms below tell in English, by ``problems.yaml``.

A sentence that is not there stays English and is marked so, for who reads it aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from duidelijk.foundation.problems import Problem, Refused

_FILE = Path(__file__).parent / "problems.yaml"
_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Told:
    """One problem as a page shows it."""

    where: str
    line: int
    what: str
    remedy: str
    what_language: str = ""
    """Of the sentence, where that is not the language of the page."""
    remedy_language: str = ""

    @property
    def what_ended(self) -> str:
        """What is wrong, as a whole sentence."""
        return ended(self.what)

    @property
    def remedy_ended(self) -> str:
        """What to do, as a whole sentence."""
        return ended(self.remedy)


@dataclass(frozen=True)
class Wrong:
    """A mistake in a form, in the list above it."""

    id: str
    """Of the field; empty when it is of the whole."""
    text: str


def told(
    problems: Iterable[Problem], language: str, labels: Mapping[str, str] | None = None
) -> list[Told]:
    """Problems for a page; *labels* are those of the fields that problems are of."""
    found = []
    for each in problems:
        what, what_known = translated(each.what, language)
        remedy, remedy_known = translated(each.remedy, language)
        if what_known:
            what = _whole(what, _subject(each, language, labels or {}), language)
        if remedy_known:
            remedy = _begun(remedy)
        found.append(
            Told(
                each.where,
                each.line,
                what,
                remedy,
                "" if what_known else "en",
                "" if remedy_known else "en",
            )
        )
    return found


def told_refusal(refusal: Refused, language: str) -> list[Told]:
    """What a refusal tells; its heading, where it has nothing else to tell."""
    problems = refusal.problems or (Problem("", 0, refusal.summary),)
    return told(problems, language)


def sentence(each: Told) -> str:
    """A problem in one line, for beside a field."""
    return f"{ended(each.what)} {ended(each.remedy)}" if each.remedy else ended(each.what)


def ended(text: str) -> str:
    """A sentence with the sign that ends it."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


_VERBS = {
    "nl": {"is", "was", "werd", "heeft", "geeft", "levert", "lijkt", "past", "bevat", "zit"},
    "en": {"is", "was", "has", "gives", "holds", "looks", "fits", "unpacks"},
}
"""A sentence that begins so lacks who it is about."""
_SUBJECTS = {
    "nl": {"line": "Deze regel", "file": "Dit bestand", "figure": "Dit cijfer", "": "Dit"},
    "en": {"line": "This line", "file": "This file", "figure": "This figure", "": "This"},
}
_FILE_NAME = re.compile(r".+\.(csv|xlsx|txt|tsv|json|xml|gz|yaml)\Z", re.IGNORECASE)


def _subject(each: Problem, language: str, labels: Mapping[str, str]) -> str:
    if each.where in labels:
        return f"“{labels[each.where]}”"
    kind = "line" if each.line else "file" if _FILE_NAME.match(each.where) else ""
    if ", " in each.where and not each.line:  # an indicator, a period and a region
        kind = "figure"
    return _SUBJECTS[language][kind]


def _whole(text: str, subject: str, language: str) -> str:
    """A sentence with its subject and a capital."""
    bare = text.split(" ", 1)[0] in _VERBS[language]
    return f"{subject} {text}" if bare else _begun(text)


def _begun(text: str) -> str:
    """With a capital, unless it begins with a key or a code."""
    first = text.split(" ", 1)[0].rstrip(",;:.?")
    return text[0].upper() + text[1:] if first.isalpha() else text


def translated(text: str, language: str) -> tuple[str, bool]:
    """A sentence in *language*, and whether it is in that language."""
    if not text:
        return text, True
    bare, behind = _cut(text)
    for pattern, phrases in _sentences():
        if match := pattern.fullmatch(bare):
            slots = match.groupdict()
            if language == "nl":
                slots = {name: _dutch(name, slot) for name, slot in slots.items()}
            return phrases[language].format(**slots) + _behind(behind, language), True
    return text, language == "en"


_LEVELS = {
    "country": "heel Nederland",
    "part": "landsdelen",
    "province": "provincies",
    "safety_region": "veiligheidsregio’s",
    "ggd": "GGD-regio’s",
    "labour_region": "arbeidsmarktregio’s",
    "municipality": "gemeenten",
}
_DUTCH = {
    "level": _LEVELS,
    "list": {"or": "of"},
    "columns": {"column": "kolom", "and": "en"},
    "place": {"region": "regio", "period": "periode", "group": "groep"},
    "what": {"region": "regio", "period": "periode", "group": "groep", "value": "cijfer"},
}
"""Words of our own in slots; all else in them is copied."""


def _dutch(name: str, slot: str) -> str:
    known = _DUTCH.get(name, {})
    return " ".join(known.get(word, word) for word in slot.split(" "))


_PLACE = re.compile(r"(.*?)((?: in column ([A-Z]+))?(?: \(([0-9,]+) rows\))?)", re.DOTALL)


def _cut(text: str) -> tuple[str, tuple[str, str]]:
    """A sentence, and apart from it the column and the number of rows it is of."""
    match = _PLACE.fullmatch(text)
    assert match is not None, "everything fits"
    return match[1], (match[3] or "", match[4] or "")


def _behind(place: tuple[str, str], language: str) -> str:
    column, rows = place
    names = {"nl": ("kolom", "rijen"), "en": ("column", "rows")}[language]
    told = [f"{names[0]} {column}"] if column else []
    told += [f"{rows} {names[1]}"] if rows else []
    return f" ({', '.join(told)})" if told else ""


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """The English sentences as patterns, with what a page says in each language."""
    pairs = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        (_pattern(each["en"]), {"nl": each["nl"], "en": each.get("page", each["en"])})
        for each in pairs
    )


def _pattern(english: str) -> re.Pattern[str]:
    parts = _SLOT.split(english)
    text = "".join(
        f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return re.compile(text, re.DOTALL)
