"""The glossary: words of the method and of the monitor, and where they stand in a text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from duidelijk.catalogue import Monitor, Term, Text
from duidelijk.foundation.declarations import read_declaration
from duidelijk.foundation.problems import Refused


@cache
def method_terms() -> tuple[Term, ...]:
    """The words of the method, in the order of ``glossary.yaml``."""
    declaration = read_declaration(Path(__file__).parents[1] / "glossary.yaml", "glossary.yaml")
    if declaration.problems:
        raise Refused("The glossary is not in order:", declaration.problems)
    return tuple(
        Term(key, Text(**each["term"]), Text(**each["meaning"]), tuple(each.get("also", ())))
        for key, each in declaration.value.items()
    )


def terms_of(monitor: Monitor, language: str) -> list[Term]:
    """Every word, by the alphabet; the monitor's own meaning goes before that of the method."""
    found = {each.id: each for each in (*method_terms(), *monitor.terms)}
    return sorted(found.values(), key=lambda each: each.term.to(language).casefold())


def with_terms(text: str, monitor: Monitor, language: str, address: str) -> str:
    """*text* as markup, in which the first mention of each word leads to its meaning."""
    return _marked(text, tuple(terms_of(monitor, language)), language, address)


@lru_cache(maxsize=4096)
def _marked(text: str, terms: tuple[Term, ...], language: str, address: str) -> str:
    pattern, by_word = _pattern(terms, language)
    seen: set[str] = set()
    parts, at = [], 0
    for found in pattern.finditer(text):
        term = by_word[found[0].casefold()]
        if term.id in seen:
            continue
        seen.add(term.id)
        parts.append(escape(text[at : found.start()]))
        meaning = escape(term.meaning.to(language))
        parts.append(
            f'<a class="term" href="{escape(address)}#{term.id}" data-meaning="{meaning}">'
            f"{escape(found[0])}</a>"
        )
        at = found.end()
    parts.append(escape(text[at:]))
    return "".join(parts)


@lru_cache(maxsize=16)
def _pattern(terms: tuple[Term, ...], language: str) -> tuple[re.Pattern[str], dict[str, Term]]:
    """All words in one expression, the longest first, and the term of each."""
    by_word: dict[str, Term] = {}
    for term in terms:
        for word in (term.term.to(language), *(term.also if language == "nl" else ())):
            by_word[word.casefold()] = term
    words = sorted(by_word, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})\b", re.IGNORECASE), by_word
