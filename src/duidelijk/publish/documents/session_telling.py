"""What every part of the report of a session needs: its words, and the numbers it cites by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from duidelijk.catalogue import Text
from duidelijk.duiding.report import (
    Conclusion,
    Evidence,
    Question,
    SessionReport,
    Signal,
    Statement,
)
from duidelijk.duiding.scales import Status
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.blocks import BREAK, Block, Run, mark, paragraph, run
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.duiding.naming import phrases
from duidelijk.publish.words import read_words

WORDS = Path(__file__).with_name("session_words.yaml")
_UNBROKEN = re.compile(r"\S{60,}")
_PIECE = 30
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SHAPES = {
    Status.SUPPORTED: "M6.2 13.5 1.5 8.8l1.7-1.7 3 3 6.6-6.6 1.7 1.7z",
    Status.CONTESTED: "M1.5 5h8V2.5l5 4-5 4V8h-8zM14.5 13.5H4v-2h10.5z",
    Status.UNKNOWN: "M8 1.5 14.5 8 8 14.5 1.5 8zM8 4.3 4.3 8 8 11.7 11.7 8z",
}
ORDER = (Status.SUPPORTED, Status.CONTESTED, Status.UNKNOWN)


@dataclass(frozen=True)
class SessionTelling:
    """A report told in one language, beside the edition it is about."""

    report: SessionReport
    t: Telling

    @property
    def language(self) -> str:
        return self.t.language

    @property
    def edition(self) -> Edition:
        return self.t.edition

    @cached_property
    def say(self) -> Mapping[str, str]:
        """The phrases of a report."""
        return read_words(self.language, WORDS)

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The words of scales and perspectives."""
        return phrases(self.language)

    def of(self, text: Text) -> list[Run]:
        """A text in the language of the document; else as it was written, with its language."""
        words = text.to(self.language).strip()
        return _lines(words) if words else _lines(text.nl.strip(), "nl")

    def paragraphs(self, text: Text, kind: str = "paragraph") -> list[Block]:
        """The paragraphs of a text, parted by blank lines."""
        words = text.to(self.language).strip()
        lang = "" if words else "nl"
        parts = (each.strip() for each in _PARAGRAPHS.split(words or text.nl))
        return [paragraph(*_lines(each, lang), kind=kind) for each in parts if each]

    def said(self, words: str) -> list[Run]:
        """What a participant wrote, in the language in which that stands."""
        own = self.report.language
        return _lines(words.strip(), own if own != self.language else "")

    def theme(self, key: str) -> str:
        """The title of a theme; its key when the monitor does not know it."""
        return next(
            (self.t.of(each.title) for each in self.t.monitor.themes if each.id == key), key
        )

    def status(self, status: Status) -> list[Run]:
        """A mark with its word."""
        return [mark(_picture(status)), " ", self.named[f"conclusion_{status.value}"]]

    @cached_property
    def statements(self) -> Mapping[str, int]:
        """By id of a statement its number, in the order in which the report refers to them."""
        held = {each.id for each in self.report.statements}
        cited = [id_ for each in self._parts() for id_ in each.statements if id_ in held]
        order = dict.fromkeys([*cited, *(each.id for each in self.report.statements)])
        return {id_: at for at, id_ in enumerate(order, 1)}

    @cached_property
    def in_order(self) -> list[Statement]:
        """The statements by their number."""
        by_id = {each.id: each for each in self.report.statements}
        return [by_id[id_] for id_ in self.statements]

    @cached_property
    def evidence(self) -> Mapping[Evidence, int]:
        """The number of each figure and source, after those of the statements."""
        found = dict.fromkeys(self._all_evidence())
        return {each: at for at, each in enumerate(found, len(self.statements) + 1)}

    def cited(self, statements: Iterable[str], evidence: Iterable[Evidence] = ()) -> list[Run]:
        """References, as ``[1] [7]``, that lead to their entries."""
        numbers = [self.statements[each] for each in statements if each in self.statements]
        numbers += [self.evidence[each] for each in evidence]
        found: list[Run] = []
        for number in dict.fromkeys(numbers):
            found += [" "] if found else []
            found.append(run(f"[{number}]", to=anchor(number)))
        return found

    def _parts(self) -> Iterator[Conclusion | Signal | Question]:
        for status in ORDER:
            yield from (each for each in self.report.conclusions if each.status is status)
        yield from self.report.signals
        yield from self.report.questions

    def _all_evidence(self) -> Iterator[Evidence]:
        for status in ORDER:
            for each in self.report.conclusions:
                if each.status is status:
                    yield from each.evidence
        for item in self.report.items:
            yield from item.evidence
        for statement in self.in_order:
            yield from statement.evidence


def anchor(number: int) -> str:
    """What the reference with this number is found by."""
    return f"reference-{number}"


def unbroken(text: str) -> str:
    """*text* with places to break in words that are longer than a line."""

    def parted(found: re.Match[str]) -> str:
        word = found[0]
        return "\u200b".join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))

    return _UNBROKEN.sub(parted, text)


def shortened(text: str, most: int) -> str:
    """*text* on one line, in about so many characters at the *most*."""
    line = " ".join(text[: most * 2].split())
    return line if len(line) <= most else f"{line[:most].rstrip()} …"


def _lines(text: str, lang: str = "") -> list[Run]:
    found: list[Run] = []
    for line in unbroken(text).splitlines():
        found += [BREAK] if found else []
        found.append(run(line, lang=lang))
    return found


def _picture(status: Status) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">'
        f'<path fill="#154273" fill-rule="evenodd" d="{_SHAPES[status]}"/></svg>'
    )
