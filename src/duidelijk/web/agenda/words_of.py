"""Texts in two columns of a row, as one text."""

from __future__ import annotations

from typing import Any

from duidelijk.catalogue import Text


def both(row: Any, name: str, language: str = "nl") -> Text:
    """The Dutch and the English of ``NAME_nl`` and ``NAME_en``.

    What was written in English alone stands as English too: then ``nl`` holds the English words.
    """
    dutch, english = getattr(row, f"{name}_nl"), getattr(row, f"{name}_en")
    return Text(dutch, english or (dutch if language == "en" else ""))
