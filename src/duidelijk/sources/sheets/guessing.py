"""What texts may be: periods, regions, groups or indicators of a monitor, and how sure that is.

Sure is only what is written as the monitor or the catalogue of regions writes it. Everything else
is a candidate, for a person to choose from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.regions import find, level_name, region
from duidelijk.regions.names import simplified
from duidelijk.sources.sheets.mapping import IGNORE, UNSETTLED, FileMapping
from duidelijk.sources.sheets.meaning import Meanings, with_letters
from duidelijk.sources.wording import period_in_words, region_in_words, regions_in_words

_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("period", re.compile(r"\b(jaar|year|period\w*|maand|month|kwartaal|quarter|week|datum|date)")),
    ("region", re.compile(r"regio|gemeente|municipal|provinc|gebied|\bwijk|region|\bggd")),
    ("lower", re.compile(r"ondergrens|\blower|\blow\b")),
    ("upper", re.compile(r"bovengrens|\bupper|\bhigh\b")),
    ("n", re.compile(r"^n$|respondent|sample.?size|steekproef|\bn =|^n\b.{0,3}$")),
    ("indicator", re.compile(r"variabele|indicator|onderwerp|topic|measure\b|variable|maat\b")),
    (
        "group",
        re.compile(r"leeftijd|geslacht|groep|group|\bage\b|gender|\bsex\b|opleiding|kenmerk"),
    ),
    ("status", re.compile(r"^status$")),
    ("note", re.compile(r"^(opmerking(en)?|toelichting|noot|notes?|remarks?)$")),
    ("value", re.compile(r"waarde|value|percentage|aantal|^pct|%|cijfer")),
)
"""What headings usually say of a column; Dutch and English."""

_LEVELS = {
    "municipality": re.compile(r"gemeente|municipal|\bgm"),
    "ggd": re.compile(r"\bggd"),
    "safety_region": re.compile(r"veiligheidsreg|safety"),
    "province": re.compile(r"provinc|\bpv\b"),
    "labour_region": re.compile(r"arbeidsmarkt|labour"),
}

NEARLY_ALL = 0.9
_SEVERAL = 3
"""Names of one level that tell that the others are of it too."""
ENOUGH = 0.6
"""Share of the texts of a column that must be known for the column to be of a sort."""


def roles_by_heading(title: str) -> list[str]:
    """What a column may be by its heading, the likeliest first."""
    plain = title.casefold().replace("_", " ")
    return [role for role, pattern in _HEADINGS if pattern.search(plain)]


def level_by_heading(title: str) -> str:
    """The level of region a heading speaks of; empty when it does not tell."""
    plain = title.casefold().replace("_", " ")
    found = [level for level, pattern in _LEVELS.items() if pattern.search(plain)]
    return found[0] if len(found) == 1 else ""


MOST_NAMES = 60
"""Texts of a column that a person can be asked to settle one by one."""
_ALIKE = 0.6
"""How much a text and the words of the monitor are alike for these to be a candidate."""
_LONGEST_NAME = 80
_MOST_TEXTS = 5_000


@dataclass(frozen=True)
class Guess:
    """What a column of texts may be."""

    role: str
    sure: bool
    why: str
    known: int = 0
    """How many of its texts are known by themselves."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Texts that mean nothing by themselves: a code, or ``?``."""
    hints: Mapping[str, str] = field(default_factory=dict)
    """What such a text may mean, or why it is taken so."""
    level: str = ""
    texts: int = 0


class Guesser:
    """Guesses for one monitor."""

    def __init__(self, monitor: Monitor, words: str = "") -> None:
        """*words* stand above the table or in the name of the file."""
        self.monitor, self.words = monitor, words

    def guess(self, texts: Sequence[str], title: str, rows: int) -> Guess | None:
        """What a column of *rows* rows with these distinct texts may be, if anything."""
        named = [text for text in texts if text]
        if not named or len(named) > _MOST_TEXTS:
            return None
        if found := self.period(texts, title) or self.region(texts, title):
            return found
        if max(map(len, named)) > _LONGEST_NAME:
            return None
        return self._group(texts, title) or self._indicator(texts, title, rows)

    def period(self, texts: Sequence[str], title: str) -> Guess | None:
        """Periods, when nearly all texts are."""
        filled = [text for text in texts if text]
        known = [text for text in filled if period_in_words(text)]
        if not filled or len(known) < 0.8 * len(filled):
            return None
        headed = "period" in roles_by_heading(title)
        numbers = all(text.isdecimal() for text in known)
        names = {text: UNSETTLED for text in texts if text not in known}
        why = f"{len(known)} of {len(filled)} texts are periods, as “{known[0]}”"
        sure = headed or not numbers
        return Guess("period", sure, why, len(known), *_few(names), texts=len(texts))

    def region(self, texts: Sequence[str], title: str) -> Guess | None:
        """Regions, by code or by name, when most texts are."""
        filled = [text for text in texts if text]
        level = level_by_heading(title)
        numbers = all(text.isdecimal() for text in filled)
        if not filled or (numbers and not level):
            return None
        context = self._in_context(filled, level)
        headed = "region" in roles_by_heading(title) and len(filled) <= MOST_NAMES and not numbers
        if len(context) < (NEARLY_ALL if numbers else ENOUGH) * len(filled) and not headed:
            return None
        if not level:
            level = _level_of(context)
        meanings = Meanings(FileMapping(region_level=level), self.monitor)
        names: dict[str, str] = {}
        hints: dict[str, str] = {}
        for text in texts:
            if text in context:
                if meanings.place("region", text).code != context[text]:
                    names[text] = context[text]
                    hints[text] = "as the other names in this column"
            else:
                names[text] = UNSETTLED
                hints[text] = self.region_hint(text) if len(hints) < MOST_NAMES else ""
        of_level = f" ({level_name(level, 'en')})" if level else ""
        why = f"{len(context)} of {len(filled)} texts are regions{of_level}"
        return Guess("region", True, why, len(context), names, hints, level, len(texts))

    def _in_context(self, texts: Sequence[str], level: str) -> dict[str, str]:
        """The regions that are certain, also from the other texts or from the level."""
        found = regions_in_words(with_letters(text, level) for text in texts)
        codes = {text: found.get(with_letters(text, level)) for text in texts}
        if level:
            for text in texts:
                if codes[text] is None and (alone := find(text, level)) and len(alone) == 1:
                    codes[text] = alone[0].code
        return {text: code for text, code in codes.items() if code}

    def region_hint(self, text: str) -> str:
        """Which regions a text may mean."""
        if not text:
            return "ignore, or NL01 when it is the total"
        near = [each for each in (_regions_like(text), self.places()) if each]
        return f"{' or '.join(near) or 'a code as GM0363'}, or ignore"

    def places(self) -> str:
        """The regions that are named above the table or in the name of the file."""
        found = regions_in_words(re.findall(r"[^\W\d_]{4,}", self.words))
        return " or ".join(
            f"{code} ({region(code).title('en')})" for code in list(found.values())[:3]
        )

    def _group(self, texts: Sequence[str], title: str) -> Guess | None:
        """Groups: most texts are groups of the monitor, or some are and the heading says so."""
        known = sum(self.group_of(text) is not None for text in texts)
        headed = "group" in roles_by_heading(title)
        if not known or not (headed or known >= ENOUGH * len(texts)):
            return None
        plain = {_plain(text) for text in texts}
        if plain <= self._dimensions | _EVERYBODY and not plain <= _EVERYBODY:
            return Guess(IGNORE, True, "names the sort of group, not the group")
        why = f"{known} of {len(texts)} texts are groups of the monitor"
        named = self._named(texts, self.group_of, self.groups_like)
        return Guess("group", headed or known == len(texts), why, known, *named, texts=len(texts))

    def _indicator(self, texts: Sequence[str], title: str, rows: int) -> Guess | None:
        """Indicators: some texts are the monitor's, or the heading says so and they repeat."""
        known = sum(self.indicator_of(text) is not None for text in texts)
        headed = roles_by_heading(title)[:1] == ["indicator"] and len(texts) <= rows / 2
        if not known and not headed:
            return None
        why = f"{known} of {len(texts)} texts are indicators of the monitor"
        why += "; its heading says so" if headed else ""
        named = self._named(texts, self.indicator_of, self.indicators_like)
        sure = headed or known >= ENOUGH * len(texts)
        return Guess("indicator", sure, why, known, *named, texts=len(texts))

    def _named(
        self,
        texts: Sequence[str],
        exact: Callable[[str], str | None],
        like: Callable[[str], str],
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The texts that are no codes themselves: their code or ``?``, and what they may be."""
        names: dict[str, str] = {}
        hints: dict[str, str] = {}
        for text in texts:
            code = exact(text)
            if code is None:
                names[text] = UNSETTLED
                near = like(text) if len(hints) < MOST_NAMES else ""
                hints[text] = f"{near}, or ignore" if near else "a code of the monitor, or ignore"
            elif code != text:
                names[text], hints[text] = code, "the same words"
        return names, hints

    def group_of(self, text: str) -> str | None:
        """The group that is written exactly so, by code or title; None when none or several."""
        if _plain(text) in _EVERYBODY:
            return TOTAL
        found = self._groups.get(_plain(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def indicator_of(self, text: str) -> str | None:
        """The indicator that is written exactly so, by key or title; None when none or several."""
        if text in self.monitor.indicators:
            return text
        found = self._indicators.get(_plain(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def is_dimension(self, text: str) -> bool:
        """Whether a text names a sort of group, as “Leeftijd”."""
        return _plain(text) in self._dimensions

    def groups_like(self, text: str) -> str:
        """The groups that a text looks like, with their titles; empty when none does."""
        if not text:
            return TOTAL
        titles = {code: group.title.nl for code, group in self.monitor.group_codes.items()}
        return _listed(text, self._groups, titles)

    def indicators_like(self, text: str) -> str:
        """The indicators that a text looks like, with their titles; empty when none does."""
        titles = {key: each.title.nl for key, each in self.monitor.indicators.items()}
        return _listed(text, self._indicators, titles)

    @cached_property
    def _dimensions(self) -> set[str]:
        return {
            _plain(word)
            for each in self.monitor.dimensions
            for word in (each.id, each.title.nl, each.title.en)
        }

    @cached_property
    def _groups(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for code, group in self.monitor.group_codes.items():
            own = code.partition(":")[2]
            for words in (code, own, *vars(group.title).values(), *vars(group.short).values()):
                found.setdefault(_plain(words), set()).add(code)
        return found

    @cached_property
    def _indicators(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, each in self.monitor.indicators.items():
            if each.status != "planned":
                for words in (key, each.title.nl, each.title.en):
                    found.setdefault(_plain(words), set()).add(key)
        return found


_EVERYBODY = {"totaal", "total", "alle", "all", "iedereen", "everybody", "totalebevolking"}


def is_everybody(text: str) -> bool:
    """Whether a text says that nobody is left out, as “Totaal”."""
    return _plain(text) in _EVERYBODY


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    """How words are compared; what is not a letter or figure does not count, but for + and %."""
    return simplified(text.replace("+", "plus").replace("%", "percent").replace("-", "tot"))


def _tokens(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2}


def _listed(text: str, known: Mapping[str, Iterable[str]], titles: Mapping[str, str]) -> str:
    """At most three codes that look like *text*, the likeliest first."""
    plain, words = _plain(text), _tokens(text)
    matcher = SequenceMatcher(b=plain, autojunk=False)
    scores: dict[str, float] = {}
    for name, codes in known.items():
        for code in codes:
            own = _tokens(f"{titles[code]} {code}")
            shared = len(words & own) / len(words) + 0.1 if words & own else 0.0
            matcher.set_seq1(name)
            close = matcher.real_quick_ratio() > 0.5 and matcher.quick_ratio() > 0.5
            alike = matcher.ratio() if close else 0.0
            scores[code] = max(scores.get(code, 0.0), shared, alike)
    likely = sorted((-score, code) for code, score in scores.items() if score >= _ALIKE)
    return " or ".join(f"{code} ({titles[code]})" for _, code in likely[:3])


@lru_cache(maxsize=4096)
def _regions_like(text: str) -> str:
    _, candidates = region_in_words(text)
    return " or ".join(f"{code} ({region(code).title('en')})" for code in candidates[:4])


def _few(names: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    return names, dict.fromkeys(names, "a period as 2024JJ00, or ignore")


def _level_of(context: Mapping[str, str]) -> str:
    """The one level that several names without a level of their own are of; else empty."""
    levels = Counter(region(code).level for text, code in context.items() if "(" not in text)
    del levels["country"]
    level, names = next(iter(levels.items()), ("", 0))
    return level if len(levels) == 1 and names >= _SEVERAL else ""
