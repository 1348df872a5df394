"""Names of what duiding holds, in words of both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from duidelijk.duiding.scales import Confidence
from duidelijk.publish.words import read_words

WORDS = Path(__file__).with_name("words.yaml")


def phrases(language: str) -> Mapping[str, str]:
    """The words of scales and perspectives, by key."""
    return read_words(language, WORDS)


def chance_words(confidence: Confidence, language: str) -> str:
    """What a word of confidence means, as ``een kans van 66 tot 90 %``."""
    least, most = confidence.bounds
    key = "chance_below" if least == 0 else "chance_above" if most == 100 else "chance_between"
    return phrases(language)[key].format(least=least, most=most)


def by_words(by: str, language: str) -> str:
    """Who said something, outside the session: a perspective, an organisation, a participant."""
    known = phrases(language)
    return known["a_participant"] if not by else known.get(f"perspective_{by}", by)
