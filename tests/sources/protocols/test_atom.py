"""Atom as OData v3 writes it, and what must never be read in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols import atom

WHERE = "https://example.org/ODataFeed/odata/1/TypedDataSet"
NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" '
    'xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"'
)
SCHEME = "http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"


def feed(*entries: str, more: str = "") -> bytes:
    """A feed with these entries."""
    return f'<?xml version="1.0"?><feed {NAMESPACES}>{"".join(entries)}{more}</feed>'.encode()


def entry(values: str, more: str = "") -> str:
    return (
        f'<entry>{more}<content type="application/xml"><m:properties>{values}</m:properties>'
        "</content></entry>"
    )


def test_the_recorded_reply_of_the_police(shared: Path) -> None:
    body = (shared / "data" / "politie" / "47022NED_TypedDataSet_atom_sample.xml").read_bytes()
    found = atom.read(body, WHERE)
    assert found.next is None
    assert found.rows == [
        {
            "odata.type": "Cbs.OData.TData",
            "ID": "437512",
            "SoortMisdrijf": "0.0.0 ",
            "WijkenEnBuurten": "GM0758    ",
            "Perioden": "2012MM01",
            "GeregistreerdeMisdrijven_1": "1382",
        }
    ]


def test_nulls_texts_and_types() -> None:
    values = (
        '<d:A m:null="true" /><d:B></d:B><d:C xml:space="preserve"> x </d:C>'
        "<d:D>&lt;&#233;&amp;</d:D><d:E><![CDATA[<b>]]></d:E>"
    )
    category = f'<category term="Cbs.OData.Topic" scheme="{SCHEME}" /><category term="other" />'
    found = atom.read(feed(entry(values, category)), WHERE)
    assert found.rows == [
        {"odata.type": "Cbs.OData.Topic", "A": None, "B": "", "C": " x ", "D": "<é&", "E": "<b>"}
    ]


def test_a_single_entry_is_a_row() -> None:
    body = entry("<d:A>1</d:A>").replace("<entry>", f"<entry {NAMESPACES}>", 1)
    assert atom.read(body.encode(), WHERE).rows == [{"A": "1"}]


@pytest.mark.parametrize(
    ("base", "link", "expected"),
    [
        ("", "TypedDataSet?$skiptoken=9", f"{WHERE}?$skiptoken=9"),
        ("", "https://example.org/other", "https://example.org/other"),
        ("http://elsewhere.org/a/b", "c?d=1&amp;e=2", "http://elsewhere.org/a/c?d=1&e=2"),
    ],
)
def test_the_next_page(base: str, link: str, expected: str) -> None:
    body = feed(entry("<d:A>1</d:A>"), more=f'<link rel="next" href="{link}" />')
    if base:
        body = body.replace(b"<feed ", f'<feed xml:base="{base}" '.encode())
    assert atom.read(body, WHERE).next == expected


def test_links_of_entries_are_not_the_next_page() -> None:
    body = feed(entry("<d:A>1</d:A>", '<link rel="next" href="http://x/" />'))
    assert atom.read(body, WHERE).next is None


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<feed>&b;</feed>"
)
OUTSIDE = b'<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]><feed>&a;</feed>'


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (BOMB, "a document type"),
        (OUTSIDE, "a document type"),
        (BOMB.decode().encode("utf-16"), "a document type"),
        (b"<!DOCTYPE html><html></html>", "a document type"),
        (b"<html><body>Storing</body></html>", "“html”"),
        (feed()[:-3], "not well-formed"),
        (feed(entry("<d:A>&a;</d:A>")), "not well-formed"),
        (feed(entry("<d:A>1</d:A><d:A>2</d:A>")), "A twice in one entry"),
        (feed(entry("<d:A><d:B>2</d:B></d:A>")), "an element within A"),
        (feed("<entry><entry></entry></entry>"), "an entry within an entry"),
        (feed(more='<link rel="next" href="a"/><link rel="next" href="b"/>'), "two next pages"),
        (f"<m:error {NAMESPACES}><m:message>Te druk</m:message></m:error>".encode(), "Te druk"),
        (f"<m:error {NAMESPACES}></m:error>".encode(), "error without a message"),
        (b"", "not well-formed"),
        (b'<?xml version="1.0" encoding="hex"?><html/>', "“html”"),
        (feed(more='<link rel="next" href="http://[x"/>'), "for an address"),
        (b"<a>" * 100_000, "“a”"),
    ],
)
def test_what_is_no_feed_is_refused(body: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        atom.read(body, WHERE)


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(Unreadable) as refusal:
        atom.read(feed(entry("\n\n<d:A>1</d:A><d:A>2</d:A>")), WHERE)
    assert refusal.value.problems[0].line == 3
    assert refusal.value.problems[0].where == WHERE


def test_many_entries_are_read_in_order() -> None:
    body = feed(*(entry(f"<d:ID>{number}</d:ID>") for number in range(20_000)))
    assert [row["ID"] for row in atom.read(body, WHERE).rows] == list(map(str, range(20_000)))


PAGES = (
    feed(entry("<d:A>1</d:A><d:B>b </d:B>"), entry('<d:A m:null="true"/><d:B/>')),
    feed(entry("<d:A>&#233;</d:A>"), more='<link rel="next" href="x?y=1"/>'),
    feed(),
    f"<m:error {NAMESPACES}><m:message>fout</m:message></m:error>".encode(),
)
SCRAPS = (b"<", b">", b"&", b"</d:A>", b"<d:A>", b'"', b"\x00", b"\xff", b"<!--", b"-->", b"]]>")
SCRAPS += (
    b"<!DOCTYPE a>",
    b"<![CDATA[",
    b"&amp;",
    b"<?x?>",
    b"<entry>",
    b"</entry>",
    b"http://[",
    b"",
)


def test_no_document_makes_it_fall_over() -> None:
    choice = random.Random(3)
    accepted = refused = 0
    for _ in range(20_000):
        body = choice.choice(PAGES)
        for _ in range(choice.randint(0, 3)):
            start = choice.randrange(len(body) + 1)
            end = min(len(body), start + choice.choice((0, 0, 1, 2, 6)))
            body = body[:start] + choice.choice(SCRAPS) + body[end:]
        try:
            found = atom.read(body, WHERE)
        except Refused:
            refused += 1
            continue
        accepted += 1
        assert all(isinstance(value, str | None) for row in found.rows for value in row.values())
    assert accepted > 2_000
    assert refused > 2_000
