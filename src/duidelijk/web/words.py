"""The words of the pages, in both languages, from ``words.yaml`` and those of the rooms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from duidelijk.publish.agenda.naming import WORDS as _AGENDA
from duidelijk.publish.duiding.naming import WORDS as _DUIDING
from duidelijk.publish.local.naming import WORDS as _LOCAL
from duidelijk.publish.words import read_words

_HERE = Path(__file__).parent
_FILES = (_HERE / "words.yaml", _DUIDING, _AGENDA, _LOCAL, *sorted(_HERE.glob("*/words.yaml")))
"""Those of the pages; of duiding, signals and the local picture on pages and in documents; and of
each room behind the door.
"""


@cache
def words(language: str) -> dict[str, str]:
    """Every phrase of the pages in *language*, by its key.

    Raises ``Refused`` when one lacks a language: the two never drift apart.
    """
    return read_words(language, *_FILES)
