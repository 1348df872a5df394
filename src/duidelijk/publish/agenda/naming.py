"""What stages, states, steps and amounts are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duidelijk.publish.duiding.naming import WORDS as _DUIDING
from duidelijk.publish.numbers import number
from duidelijk.publish.words import read_words

WORDS = Path(__file__).with_name("words.yaml")
_MILLION, _MILLIARD = 1_000_000, 1_000_000_000


def phrases(language: str) -> Mapping[str, str]:
    """The words of signals and what follows, and those of the scales of duiding, by key."""
    return read_words(language, WORDS, _DUIDING)


def money_words(euros: int, language: str) -> str:
    """Whole euros as ``€ 58,5 miljoen``; in full where that says it shorter or more exactly."""
    known = phrases(language)
    for size, key in ((_MILLIARD, "euro_milliard"), (_MILLION, "euro_million")):
        if euros >= size and euros * 1000 % size == 0:
            decimals = next(each for each in range(4) if euros * 10**each % size == 0)
            return known[key].format(number=number(euros / size, decimals, language))
    return known["euro_plain"].format(number=number(euros, 0, language))
