"""The words of the pages, in both languages, from ``words.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from duidelijk.foundation.declarations import read_declaration
from duidelijk.foundation.problems import Problem, Refused

LANGUAGES = ("nl", "en")


@cache
def words(language: str) -> dict[str, str]:
    """Every phrase of the pages in *language*, by its key.

    Raises ``Refused`` when one lacks a language: the two never drift apart.
    """
    declaration = read_declaration(Path(__file__).with_name("words.yaml"), "words.yaml")
    problems = list(declaration.problems)
    for key, phrase in (declaration.value or {}).items():
        if not isinstance(phrase, dict) or set(phrase) != set(LANGUAGES):
            problems.append(
                Problem("words.yaml", declaration.line((key,)), f"“{key}” needs nl and en")
            )
    if problems:
        raise Refused("The words of the pages are not in order:", problems)
    return {key: phrase[language] for key, phrase in declaration.value.items()}
