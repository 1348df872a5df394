"""What documents about signals share: their phrases, their texts and what these rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from duidelijk.duiding.report import EvidenceKind
from duidelijk.publish.agenda.naming import WORDS as _AGENDA
from duidelijk.publish.documents.blocks import BREAK, Block, Run, bullets, paragraph, run, spaced
from duidelijk.publish.documents.session_telling import unbroken
from duidelijk.publish.duiding.evidence import Shown
from duidelijk.publish.duiding.plain import Words
from duidelijk.publish.words import read_words

WORDS = Path(__file__).with_name("signal_words.yaml")
_LINES = 24
"""A text of more lines is set as running text: a letter has two pages, and nothing is left out."""
_ADDRESS, _CAPTION, _CAPTIONS = 70, 220, 900


def phrases(language: str) -> Mapping[str, str]:
    """The phrases of documents about signals."""
    return read_words(language, WORDS, _AGENDA)


def in_words(words: Words, most: int = 0, **style: object) -> Run:
    """Words on one line in their own language; in about *most* characters where that is given."""
    line = " ".join(words.text.split())
    if most and len(line) > most:
        line = f"{line[:most].rstrip()} …"
    return run(unbroken(line), lang=words.lang, **style)


def whole_text(words: Words) -> list[Block]:
    """All of a text, in its paragraphs and lines."""
    parts = words.paragraphs
    if sum(len(each.splitlines()) for each in parts) > _LINES:
        return [paragraph(in_words(words))]
    return [paragraph(*_lines(each, words.lang)) for each in parts]


def sources(every: Sequence[Shown], most: int, more: str) -> list[Block]:
    """The first pieces of evidence, with where they can be read; how many *more* there are."""
    shown = every[: room_for([each.caption.text[:_CAPTION] for each in every], most, _CAPTIONS)]
    items = [
        spaced(
            run(f"{one.kind_words}:" if one.caption.text else one.kind_words, quiet=True),
            in_words(one.caption, most=_CAPTION, link=one.url),
            run(f"({_readable(one.url)})", quiet=True, small=True) if _elsewhere(one) else None,
        )
        for one in shown
    ]
    found = [bullets(items)] if items else []
    if len(every) > len(shown):
        told = more.format(count=len(every) - len(shown))
        found.append(paragraph(run(told, quiet=True), kind="small"))
    return found


def room_for(every: Sequence[str], most: int, signs: int) -> int:
    """How many of these there is room for: so many at the *most*, in so many signs together; one
    always.
    """
    used, count = 0, 0
    for each in every[:most]:
        used += len(each)
        if count and used > signs:
            break
        count += 1
    return count


def _elsewhere(one: Shown) -> bool:
    return one.kind is EvidenceKind.SOURCE and "://" in one.url


def _readable(url: str) -> str:
    """An address as it stands on paper; of a long one whose it is."""
    bare = url.partition("://")[2].rstrip("/")
    return unbroken(bare if len(bare) <= _ADDRESS else bare.partition("/")[0])


def _lines(text: str, lang: str) -> list[Run]:
    found: list[Run] = []
    for line in text.splitlines():
        found += [BREAK] if found else []
        found.append(run(unbroken(line.strip()), lang=lang))
    return found
