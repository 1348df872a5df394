"""What a statement stands on, resolved when it is put forward: a figure, a source, practice.

Rooms that come to hold evidence add a resolver to ``RESOLVERS``; statements cite nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from duidelijk.catalogue import Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.duiding.report import Evidence, EvidenceKind, FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.web.dashboard.places import Place
from duidelijk.web.duiding.evidence import (
    caption_of_figure,
    development_of,
    edition_of,
    latest_period,
    method_of,
)
from duidelijk.web.duiding.models import Item, Session
from duidelijk.web.library import library
from duidelijk.web.typed_text import one_line

_LONGEST = 400
_FIGURE = re.compile(
    r"/(?:edities/(?P<edition>[0-9]{4}-[0-9]+)/|werkplek/bekijk/(?P<review>[0-9]{4}-[0-9]+)/)?"
    r"indicator/(?P<indicator>[\w-]+)"
    r"(?:/cijfer/(?P<region>\w+)/(?P<group>[^/]+)(?:/(?P<period>.+))?)?"
)


@dataclass(frozen=True)
class Basis:
    """What somebody says their words stand on."""

    kind: str = EvidenceKind.PRACTICE.value
    detail: str = ""
    """Which figure or source: an address, or a title in words."""

    @staticmethod
    def of(kept: Any) -> Basis:
        """A basis as it was kept; practice when nothing was said."""
        return Basis(**kept) if kept else Basis()

    def plain(self) -> dict[str, str]:
        """As it is kept."""
        kind = self.kind if self.kind in set(EvidenceKind) else EvidenceKind.PRACTICE.value
        return {"kind": kind, "detail": one_line(self.detail, _LONGEST)}


@dataclass(frozen=True)
class Reference:
    """An evidence reference, with the fields of a row that keeps it."""

    evidence: Evidence

    def fields(self) -> dict[str, Any]:
        """As ``Cited`` keeps it."""
        told = self.evidence
        return {
            "kind": told.kind.value,
            "caption_nl": told.caption.nl,
            "caption_en": told.caption.en,
            "address": told.address,
            "edition": told.edition,
            "figure": asdict(told.figure) if told.figure else {},
            "period": told.period,
        }


def cite(basis: Basis, session: Session, item: Item) -> Reference:
    """The reference for what somebody says they stand on.

    A figure without more is that of the item. What cannot be found as a figure of an edition that
    participants may see is kept as a source, in the words it was given.
    """
    if basis.kind == EvidenceKind.PRACTICE:
        return Reference(Evidence(EvidenceKind.PRACTICE, Text("", "")))
    if basis.kind == EvidenceKind.FIGURE and not basis.detail:
        own = item_evidence(session, item)
        if own is not None:
            return Reference(own)
    for resolver in RESOLVERS:
        found = resolver(basis.detail, session)
        if found is not None:
            return Reference(found)
    return Reference(Evidence(EvidenceKind.PRACTICE, Text("", "")))


def item_evidence(session: Session, item: Item) -> Evidence | None:
    """The figure an item is about; ``None`` for one that is about no figure."""
    if item.development:
        edition = edition_of(session.edition)
        found = development_of(edition, item.development) if edition else None
        if edition is not None and found is not None:
            key = FigureKey(found["indicator"], found["region"], found["group"], found["method"])
            caption = Text(found["sentences"]["nl"], found["sentences"]["en"])
            return _figure(edition, key, found["period"], caption)
    return figure_at(item.address, session, of_session=True) if item.address else None


def figure_at(address: str, session: Session, of_session: bool = False) -> Evidence | None:
    """The figure whose page has this *address* in this site, of an edition that is out.

    Of the edition of the session also when it is not out, with *of_session*: for what its
    facilitator put on the agenda.
    """
    return figure_of(address, session.edition if of_session else "")


def figure_of(address: str, also: str = "") -> Evidence | None:
    """The figure whose page has this *address*, of an edition that is out, or of the edition *also*
    that need not be.
    """
    found = _FIGURE.fullmatch(unquote(_path(address)).removesuffix("/"))
    if found is None:
        return None
    named = found["edition"] or found["review"]
    edition: Edition | None
    if also and named == also:
        edition = edition_of(also)
    else:
        out = library().editions()
        edition = out.get(named) if named else library().newest()
    if edition is None or found["indicator"] not in edition.monitor.indicators:
        return None
    key = FigureKey(found["indicator"], found["region"] or NATION, found["group"] or TOTAL)
    period = found["period"] or latest_period(edition, key)
    if not period:
        return None
    caption = caption_of_figure(edition, key, period)
    key = replace(key, method=method_of(edition, key, period))
    return _figure(edition, key, period, caption) if caption else None


def source_at(detail: str, session: Session) -> Evidence | None:
    """A study, monitor or report elsewhere, in the words somebody gave it."""
    return source_of(detail)


def source_of(detail: str) -> Evidence | None:
    """A source by its title and, where there is one, its address; ``None`` without words."""
    words = one_line(detail, _LONGEST)
    if not words:
        return None
    found = re.search(r"https?://\S+", words)
    address = found[0] if found and _is_address(found[0]) else ""
    title = words.replace(address, "").strip(" ,;:()") or address
    return Evidence(EvidenceKind.SOURCE, Text(title, title), address)


Resolver = Callable[[str, Session], Evidence | None]
RESOLVERS: tuple[Resolver, ...] = (figure_at, source_at)
"""Tried in order on what somebody typed; the last takes whatever has words."""


def _figure(edition: Edition, key: FigureKey, period: str, caption: Text) -> Evidence:
    place = Place("nl", edition.id, permanent=True)
    address = place.figure(key.indicator, key.region, key.group, period)
    return Evidence(EvidenceKind.FIGURE, caption, address, edition.id, key, period)


def _path(address: str) -> str:
    """The path of an address of this site, without its language; of another site's too, since a
    site has several names, and the figure must be in an edition here anyway.
    """
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return ""
    return path.removeprefix("/en")


def _is_address(found: str) -> bool:
    try:
        return bool(urlsplit(found).hostname)
    except ValueError:
        return False
