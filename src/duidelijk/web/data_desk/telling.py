"""Problems in the language of the page: what rooms below tell in English, by ``problems.yaml``.

A sentence that is not there stays English and is marked so, for who reads it aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def told(problems: Iterable[Problem], language: str) -> list[Told]:
    """Problems for a page."""
    found = []
    for each in problems:
        what, what_known = translated(each.what, language)
        remedy, remedy_known = translated(each.remedy, language)
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
    return f"{each.what}. {each.remedy}" if each.remedy else each.what


def translated(text: str, language: str) -> tuple[str, bool]:
    """A sentence in *language*, and whether it is in that language."""
    if language == "en" or not text:
        return text, True
    for pattern, dutch in _sentences():
        if match := pattern.fullmatch(text):
            return dutch.format(**match.groupdict()), True
    return text, False


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The English sentences as patterns, with the Dutch ones."""
    pairs = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple((_pattern(each["en"]), each["nl"]) for each in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _SLOT.split(english)
    text = "".join(
        f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return re.compile(text, re.DOTALL)
