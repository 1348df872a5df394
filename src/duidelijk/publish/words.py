"""Phrases in both languages, from YAML files beside the code that says them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from duidelijk.foundation.declarations import read_declaration
from duidelijk.foundation.problems import Problem, Refused

LANGUAGES = ("nl", "en")


@cache
def read_words(language: str, *paths: Path) -> dict[str, str]:
    """Every phrase of these files in *language*, by its key.

    Raises ``Refused`` when one lacks a language, so that the two never drift apart, or when two
    files hold the same key.
    """
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for path in paths:
        name = f"{path.parent.name}/{path.name}"
        declaration = read_declaration(path, name)
        problems += declaration.problems
        for key, phrase in (declaration.value or {}).items():
            line = declaration.line((key,))
            if not isinstance(phrase, dict) or set(phrase) != set(LANGUAGES):
                problems.append(Problem(name, line, f"“{key}” needs nl and en"))
            elif key in found:
                problems.append(Problem(name, line, f"“{key}” stands in another file too"))
            else:
                found[key] = phrase[language]
    if problems:
        raise Refused("The words of the pages are not in order:", problems)
    return found
