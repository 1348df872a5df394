"""What is told of an edition that came out, to who follows: feeds and letters say the same."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from markdown_it.token import Token

from duidelijk.catalogue import Text
from duidelijk.editions.correcting import changed
from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference
from duidelijk.editions.texts import OPENING
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import Development
from duidelijk.publish.numbers import number
from duidelijk.publish.prose import parse
from duidelijk.publish.striking import head_sentence

_DIFFERS = {
    Difference.REVISED: Text("bijgesteld", "revised"),
    Difference.ROUNDED: Text("anders afgerond", "rounded differently"),
    Difference.TRUNCATED: Text("anders afgerond", "rounded differently"),
    Difference.NEW: Text("nieuw", "new"),
    Difference.WITHDRAWN: Text("vervallen", "withdrawn"),
}
_ONE, _MANY = Text("cijfer", "figure"), Text("cijfers", "figures")
_DECLARED = Text("anders omschreven of beoordeeld", "described or judged differently")


@dataclass(frozen=True)
class Interest:
    """What somebody follows; nothing chosen is everything."""

    themes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        """Whether nothing was chosen."""
        return not self.themes and not self.regions

    def of(self, edition: Edition) -> list[Development]:
        """The developments of an edition that it concerns, without what the editors left out."""
        return [
            each
            for each in shown(edition)
            if self.everything or each["theme"] in self.themes or each["region"] in self.regions
        ]


@dataclass(frozen=True)
class Concerned:
    """An indicator that a correction or a revision is about."""

    id: str
    title: str
    told: str
    """What is otherwise, as ``3 cijfers bijgesteld, 1 nieuw``."""
    declared: bool = True
    """Whether the edition itself declares it, and so has a page of it."""


def opening_words(edition: Edition, language: str) -> str:
    """How an edition opens: the first paragraph of its editors, else what its list says."""
    written = edition.texts.texts.get(OPENING)
    if written is not None and (first := _first_paragraph(written.to(language))):
        return first
    return head_sentence(edition.striking, language) if edition.striking else ""


def corrected_indicators(
    before: Edition, after: Edition, language: str, interest: Interest | None = None
) -> list[Concerned]:
    """The indicators of which *after* says other things than *before*, which it corrects.

    With an *interest*, only those of its themes, and those with other figures of its regions.
    """
    found, wanted = changed(before, after), interest or Interest()
    every = found.counts()
    of_region = found.counts(wanted.regions) if wanted.regions else {}
    told: dict[str, dict[str, int]] = {}
    for key in sorted({*every, *found.declared}):
        indicator = after.monitor.indicators.get(key) or before.monitor.indicators.get(key)
        theme = indicator.theme if indicator else None
        if wanted.everything or theme in wanted.themes:
            told[key] = every.get(key, {})
        elif key in of_region:
            told[key] = of_region[key]
    return [_concerned(before, after, key, told[key], language) for key in _by_size(told)]


def revised_indicators(edition: Edition, language: str) -> list[Concerned]:
    """The indicators of which figures of the edition before were revised or withdrawn."""
    kinds = (Difference.REVISED.value, Difference.WITHDRAWN.value)
    counted = edition.revisions().filter(pl.col("kind").is_in(kinds))
    told: dict[str, dict[str, int]] = {}
    for key, kind, count in counted.group_by("indicator", "kind").len().collect().iter_rows():
        told.setdefault(key, {})[kind] = count
    return [_concerned(edition, edition, key, told[key], language) for key in _by_size(told)]


def reason_words(correction: Edition, language: str) -> str:
    """Why an edition corrects another, as it was published; in Dutch where there is no other."""
    reason = correction.description.get("reason") or {}
    return str(reason.get(language) or reason.get("nl", ""))


def _by_size(told: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The keys with the most figures first; of as many, in order of name."""
    return sorted(told, key=lambda key: (-sum(told[key].values()), key))


def _concerned(
    before: Edition, after: Edition, key: str, counts: Mapping[str, int], language: str
) -> Concerned:
    own = after.monitor.indicators.get(key)
    indicator = own or before.monitor.indicators.get(key)
    title = indicator.title.to(language) if indicator else key
    return Concerned(key, title, _told(counts, language), own is not None)


def _told(counts: Mapping[str, int], language: str) -> str:
    summed: dict[str, int] = {}
    for kind, words in _DIFFERS.items():
        if count := counts.get(kind.value, 0):
            summed[words.to(language)] = summed.get(words.to(language), 0) + count
    if not summed:
        return _DECLARED.to(language)
    parts = [f"{number(count, 0, language)} {words}" for words, count in summed.items()]
    noun = (_ONE if next(iter(summed.values())) == 1 else _MANY).to(language)
    first, _, what = parts[0].partition(" ")
    return ", ".join([f"{first} {noun} {what}", *parts[1:]])


def _first_paragraph(markdown: str) -> str:
    """The first paragraph of a text that holds words, as plain text."""
    blocks = parse(markdown)
    for opened, inline in itertools.pairwise(blocks):
        if opened.type == "paragraph_open" and (found := _plain(inline.children or ())):
            return found
    return ""


def _plain(tokens: Sequence[Token]) -> str:
    breaks = ("softbreak", "hardbreak")
    parts = [
        " " if each.type in breaks else each.content
        for each in tokens
        if each.type in ("text", "code_inline", *breaks)
    ]
    return " ".join("".join(parts).split())
