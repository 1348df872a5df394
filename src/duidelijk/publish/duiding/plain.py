"""Plain text of sessions: in which language it stands, in which paragraphs, and where it leads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from duidelijk.catalogue import Text

_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_OUTSIDE = re.compile(r"https?://[^\s/\\?#]+\.[^\s\\]+", re.IGNORECASE)
_INSIDE = re.compile(r"/(?![/\\])[^\s\\]*")

Link = Callable[[str], str]
"""From the address of evidence to where it leads for a reader; empty when it leads nowhere."""


@dataclass(frozen=True)
class Words:
    """Words to show as they are, never as markup."""

    text: str
    lang: str = ""
    """Where that is another than the language of the reader."""

    @property
    def paragraphs(self) -> list[str]:
        """Parted by empty lines."""
        parts = _EMPTY_LINE.split(self.text.replace("\r\n", "\n").strip())
        return [each.strip() for each in parts if each.strip()]


def in_language(text: Text, language: str) -> Words:
    """A text in the language of the reader, else in the other and saying so."""
    own = text.to(language).strip()
    if own:
        return Words(own)
    other = "nl" if language == "en" else "en"
    return Words(text.to(other).strip(), other if text.to(other).strip() else "")


def as_written(text: str, language: str, reader: str) -> Words:
    """What a participant wrote, which is never translated."""
    return Words(text.strip(), language if language != reader else "")


def safe_address(address: str) -> str:
    """An address of this site or of the web; empty for any other, as one that holds a script."""
    known = _OUTSIDE.fullmatch(address) or _INSIDE.fullmatch(address)
    return address if known else ""
