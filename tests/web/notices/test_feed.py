"""The feed of publications: every edition and correction that is out, and what it concerns."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from django.test import Client

from duidelijk.editions.standing import came_out

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/edities/feed.atom"


def read(site: Client, path: str = FEED) -> Any:
    """A feed as a reader's program takes it, without a remark."""
    response = site.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content, sanitize_html=False)
    assert not found.bozo and found.version == "atom10"
    return found


def test_every_edition_has_an_entry_that_names_its_indicators(site: Client) -> None:
    for path, root in ((FEED, ""), (f"/en{FEED}", "/en")):
        found = read(site, path)
        assert len(found.entries) == 5
        assert found.feed.links[1].href == f"http://127.0.0.1{path}"
        for entry in found.entries:
            assert entry.link.startswith(f"http://127.0.0.1{root}/edities/2021-")
            related = [each.href for each in entry.links if each.rel == "related"]
            assert related and len(related) == len(entry.tags)
            for each in related[:3]:
                assert site.get(each.removeprefix("http://127.0.0.1")).status_code == 200
                assert f'href="{each}"' in entry.summary
    assert read(site).entries[0].title == "Editie oktober 2021"


def test_it_has_all_that_the_standard_asks(site: Client) -> None:
    root = ET.fromstring(site.get(FEED).content)
    for each in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1 and each.findtext(f"{ATOM}{name}")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [each.findtext(f"{ATOM}id") for each in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) and all(str(each).startswith("http") for each in ids)
    moments = [each.text or "" for each in root.iter(f"{ATOM}updated")]
    assert moments[0] == max(moments), "the feed is as new as its newest entry"
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", each) for each in moments)


def test_a_correction_says_what_why_and_which_indicators(
    come_out: Callable[..., Any], reader: Client
) -> None:
    first = come_out("2030-1", -120)
    before = read(reader).entries
    correction = come_out("2030-3", -60)
    newest, corrected = read(reader).entries
    assert newest.title == "Verbetering: Editie maart 2030 (2030-3)"
    assert newest.updated == newest.published == came_out(correction).isoformat()
    assert "Een &lt;verkeerde&gt; kolom &amp; meer." in newest.summary
    assert '<a href="http://127.0.0.1/edities/2030-1">2030-1</a>' in newest.summary
    page = "http://127.0.0.1/edities/2030-3/indicator/damage_reports"
    assert f'<a href="{page}">Schademeldingen</a>: 98 cijfers vervallen' in newest.summary
    assert [each.href for each in newest.links if each.rel == "related"] == [page]
    assert [(each.term, each.label) for each in newest.tags] == [
        ("damage_reports", "Schademeldingen")
    ]
    assert corrected.id == before[0].id and corrected.published == before[0].published
    assert corrected.published == came_out(first).isoformat()
    assert corrected.updated == newest.updated and corrected.updated > before[0].updated
    assert "verbeterd: zie editie" in corrected.summary
    english = read(reader, f"/en{FEED}").entries[0]
    assert english.title == "Correction: Edition March 2030 (2030-3)"
    assert "A &lt;wrong&gt; column &amp; more." in english.summary
    assert "98 figures withdrawn" in english.summary


def test_the_opening_is_the_editors_own(come_out: Callable[..., Any], reader: Client) -> None:
    come_out("2030-1", opening="Wat *wij* <zien> & meer.")
    assert "<p>Wat wij &lt;zien&gt; &amp; meer.</p>" in read(reader).entries[0].summary
    assert "Wat wij" not in read(reader, f"/en{FEED}").entries[0].summary


@pytest.mark.parametrize("waiting", ["2030-2", "2030-3"])
def test_nothing_is_told_before_an_embargo_ends(
    come_out: Callable[..., Any], reader: Client, monkeypatch: pytest.MonkeyPatch, waiting: str
) -> None:
    import time

    real = time.time
    come_out("2030-1")
    alone = reader.get(FEED)
    come_out(waiting, minutes=30)
    hidden = reader.get(FEED)
    assert hidden.content == alone.content, "not a byte tells of it"
    monkeypatch.setattr("duidelijk.web.library.time.time", lambda: real() + 1900)
    assert waiting in reader.get(FEED).content.decode()


def test_a_correction_of_what_is_not_out_yet_does_not_tell_of_it(
    come_out: Callable[..., Any], reader: Client
) -> None:
    come_out("2030-1", minutes=30)
    come_out("2030-3")
    (entry,) = read(reader).entries
    assert entry.title == "Editie maart 2030" and "2030-1" not in reader.get(FEED).content.decode()


def test_it_is_the_same_whoever_asks_and_is_not_sent_again(site: Client) -> None:
    first = site.get(FEED)
    assert not first.cookies and site.get(FEED).content == first.content
    again = site.get(FEED, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""


def test_pages_lead_to_it(site: Client) -> None:
    for path, root in (("/", ""), ("/en/thema/gedrag", "/en"), ("/edities", "")):
        body = site.get(path).content.decode()
        found = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', body)
        assert any(f'href="{root}{FEED}"' in each for each in found), path
        assert f'<a href="{root}/volgen">' in body
    assert f'<a href="{FEED}"' in site.get("/edities").content.decode()
