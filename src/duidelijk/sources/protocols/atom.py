"""Reads Atom, the XML in which OData version 3 answers when it does not answer in JSON.

An entry becomes a row of texts; ``m:null`` becomes ``None``. Nothing is fetched or expanded: a
document type, in which entities would be declared, is refused before anything in it is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.parsers import expat

from duidelijk.sources.asking import Unreadable

CONTENT_TYPE = "application/atom+xml"
TYPE = "odata.type"
"""The column with the type of an entry, named as in JSON."""

Row = dict[str, str | None]

_ATOM = "http://www.w3.org/2005/Atom "
_DATA = "http://schemas.microsoft.com/ado/2007/08/dataservices "
_META = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata "
_SCHEME = "http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"
_XML = "http://www.w3.org/XML/1998/namespace "


@dataclass
class Feed:
    """The rows of one page, and the address of the next one."""

    rows: list[Row] = field(default_factory=list)
    next: str | None = None


def read(body: bytes, where: str) -> Feed:
    """The entries of an Atom feed in UTF-8; *where* is its address. Raises ``Unreadable``."""
    reader = _Reader(where)
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError as error:
        what = f"is not well-formed XML ({expat.errors.messages[error.code]})"
        raise Unreadable(
            where, what, "ask again later; it may have broken off", error.lineno
        ) from None
    return reader.feed


class _Reader:
    """Gathers rows from the events of one document."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.feed = Feed()
        self._base = where
        self._path: list[str] = []
        self._row: Row | None = None
        self._property: str | None = None
        self._text: list[str] | None = None
        # forced, so that no declared encoding can hide what the bytes say
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _refused(self, what: str, remedy: str = "") -> Unreadable:
        return Unreadable(self.where, what, remedy, self.parser.CurrentLineNumber)

    def _joined(self, base: str, link: str) -> str:
        try:
            return urljoin(base, link)
        except ValueError:
            raise self._refused(f"has “{link[:120]}” for an address") from None

    def _doctype(self, *_: object) -> None:
        raise self._refused("has a document type", "Atom has none: check the address")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self._root(name, attributes)
        elif self._property is not None:
            raise self._refused(f"has an element within {self._property}", "values are plain text")
        elif name == _ATOM + "entry":
            self._entry()
        elif self._row is None:
            self._of_feed(name, attributes)
        elif self._path[-1] == _META + "properties" and name.startswith(_DATA):
            self._value(name.removeprefix(_DATA), attributes)
        elif name == _ATOM + "category" and attributes.get("scheme") == _SCHEME:
            self._row[TYPE] = attributes.get("term", "")
        self._path.append(name)

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name == _ATOM + "entry":
            self._entry()
        elif name == _ATOM + "feed":
            self._base = self._joined(self.where, attributes.get(_XML + "base", ""))
        elif name != _META + "error":
            plain = name.rpartition(" ")[2]
            raise self._refused(f"is no data but a document “{plain}”", "check the address")

    def _entry(self) -> None:
        if self._row is not None:
            raise self._refused("has an entry within an entry", "ask for it in JSON")
        self._row = {}

    def _of_feed(self, name: str, attributes: dict[str, str]) -> None:
        if name == _ATOM + "link" and attributes.get("rel") == "next" and len(self._path) == 1:
            if self.feed.next is not None:
                raise self._refused("names two next pages", "ask for it in JSON")
            self.feed.next = self._joined(self._base, attributes.get("href", ""))
        elif name == _META + "message":
            self._text = []

    def _value(self, column: str, attributes: dict[str, str]) -> None:
        assert self._row is not None, "values stand within an entry"
        if column in self._row:
            raise self._refused(f"gives {column} twice in one entry", "ask for it in JSON")
        self._row[column] = None
        self._property = column
        self._text = None if attributes.get(_META + "null") == "true" else []

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        if name == _META + "message" and self._text is not None:
            raise self._refused(f"is an error: {''.join(self._text).strip() or 'unexplained'}")
        if self._property is not None and self._row is not None:
            self._row[self._property] = None if self._text is None else "".join(self._text)
            self._property = self._text = None
        elif name == _ATOM + "entry" and self._row is not None:
            self.feed.rows.append(self._row)
            self._row = None
        elif not self._path and name == _META + "error":
            raise self._refused("is an error without a message", "ask again later")
