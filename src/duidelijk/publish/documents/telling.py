"""What every part of a document needs to know: the edition, the language, where the pages are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duidelijk.catalogue import Monitor, Text
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.blocks import Run, run
from duidelijk.publish.duiding.plain import Link
from duidelijk.publish.editions import date_of
from duidelijk.publish.words import read_words

_WORDS = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Telling:
    """An edition told in one language."""

    edition: Edition
    language: str
    site: str = ""
    """Where its pages can be read, as ``https://monitor.example.nl``; empty when nobody said."""

    @property
    def monitor(self) -> Monitor:
        return self.edition.monitor

    @property
    def w(self) -> Mapping[str, str]:
        """The phrases of documents."""
        return read_words(self.language, _WORDS)

    def of(self, text: Text) -> str:
        """A text in the language of the document."""
        return text.to(self.language)

    @property
    def named(self) -> str:
        """``editie mei 2021``."""
        return f"{self.w['edition']} {self.of(self.edition.title)}"

    @property
    def dated(self) -> str:
        """``stand van 12 mei 2021``."""
        return f"{self.w['as_of']} {date_of(self.edition, self.language)}"

    def page(self, *parts: str) -> Run:
        """The address of a page of this edition, to read or to follow."""
        root = "" if self.language == "nl" else f"/{self.language}"
        path = "/".join([f"{root}/edities/{self.edition.id}", *parts])
        if not self.site:
            return run(path)
        address = f"{self.site}{path}"
        return run(address.partition("://")[2], link=address)

    @property
    def warning(self) -> str:
        """What stands on every page of a document with made-up figures, or of an edition that is
        not published yet; else empty.
        """
        told = [self.w["not_out"]] if self.edition.not_out else []
        made = made_up(self.monitor, self.language)
        return " ".join([*told, *([made] if made else [])])

    def link(self, address: str) -> str:
        """Where evidence leads in a document."""
        return whole_link(self.site, self.language)(address)


def made_up(monitor: Monitor, language: str) -> str:
    """What stands on every page of a document of a monitor with made-up figures; else empty."""
    if not monitor.synthetic:
        return ""
    notice = [monitor.notice.to(language)] if monitor.notice else []
    return " ".join([read_words(language, _WORDS)["synthetic"], *notice])


def whole_link(site: str, language: str) -> Link:
    """Addresses of evidence as they stand in a document: whole, where the site has an address."""
    root = site + ("" if language == "nl" else f"/{language}")

    def link(address: str) -> str:
        if not address.startswith("/"):
            return address
        return f"{root}{address}" if site else ""

    return link
