"""Documents for readers: made once, kept, one at a time, and linked where they are looked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duidelijk.foundation.home import Home
from duidelijk.web import documents
from duidelijk.web.documents import Busy, kept_document
from duidelijk.web.library import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(corona_home: Path, tmp_path: Path, settings: Any) -> Path:
    """A home with the five editions, where documents may be kept."""
    (tmp_path / "editions").symlink_to(corona_home / "editions")
    settings.HOME = Home(tmp_path)
    return tmp_path


@pytest.fixture
def reader(home: Path) -> Iterator[Client]:
    yield Client(HTTP_HOST="127.0.0.1")


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_document_is_made_once_and_then_kept(
    reader: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reader.get("/edities/2021-5/regio/GM0794.pdf")
    assert first.status_code == 200
    assert first["Content-Type"] == "application/pdf"
    assert "corona-2021-5-GM0794-nl.pdf" in first["Content-Disposition"]
    body = content(first)
    assert body.startswith(b"%PDF-1.7")
    (kept,) = (home / "documents").glob("*/*.pdf")
    assert kept.read_bytes() == body

    def never(*arguments: object) -> bytes:
        raise AssertionError("made a second time")

    monkeypatch.setattr("duidelijk.publish.documents.region.region_pdf", never)
    assert content(reader.get("/regio/GM0794.pdf")) == body
    known = reader.get("/regio/GM0794.pdf", HTTP_IF_NONE_MATCH=first["ETag"])
    assert known.status_code == 304


@pytest.mark.parametrize(
    "path", ["/samenvatting.pdf", "/en/edities/2021-2/samenvatting.pdf", "/en/regio/VR14.pdf"]
)
def test_every_document_answers_in_its_language(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == 200
    assert response["Content-Language"] == ("en" if path.startswith("/en/") else "nl")
    assert content(response).startswith(b"%PDF")


def test_the_whole_edition_is_sent_as_it_was_sealed(reader: Client, home: Path) -> None:
    editions = home / "editions"
    real = (editions / "2021-2").resolve()
    editions.unlink()
    editions.mkdir()
    copy = editions / "2021-2"
    copy.mkdir()
    for path in real.iterdir():
        (copy / path.name).symlink_to(path)
    (copy / "edition.nl.pdf").write_bytes(b"%PDF sealed")
    assert content(reader.get("/editie.pdf")) == b"%PDF sealed"
    made = content(reader.get("/en/editie.pdf"))
    assert len(made) > 100_000


def test_another_way_to_write_a_region_leads_to_its_document(reader: Client) -> None:
    response = reader.get("/edities/2021-5/regio/gm0794.pdf")
    assert (response.status_code, response["Location"]) == (302, "/edities/2021-5/regio/GM0794.pdf")
    for path in ("/regio/NL01.pdf", "/regio/GM9999.pdf", "/edities/2021-1/regio/GM0794.pdf"):
        assert reader.get(path).status_code == 404
    assert reader.get("/edities/1999-1/editie.pdf").status_code == 404


def test_who_comes_when_too_many_wait_is_told_to_come_back(
    reader: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "_turns", threading.BoundedSemaphore(1))
    edition = library().editions()["2021-5"]
    started, go_on = threading.Event(), threading.Event()

    def slow() -> bytes:
        started.set()
        assert go_on.wait(20)
        return b"%PDF slow"

    found: list[Path | bytes] = []
    other = threading.Thread(
        target=lambda: found.append(kept_document(edition, "slow.nl.pdf", slow))
    )
    other.start()
    assert started.wait(20)
    with pytest.raises(Busy):
        kept_document(edition, "other.nl.pdf", lambda: b"%PDF")
    response = reader.get("/edities/2021-5/regio/VR14.pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "no-store" in response["Cache-Control"]
    go_on.set()
    other.join()
    assert found == [next((home / "documents").glob("*/slow.nl.pdf"))]
    assert reader.get("/edities/2021-5/regio/VR14.pdf").status_code == 200


def test_two_who_ask_at_once_get_one_document_made(home: Path) -> None:
    edition = library().editions()["2021-5"]
    made: list[int] = []
    together = threading.Barrier(2)

    def make() -> bytes:
        made.append(1)
        return b"%PDF"

    def ask() -> None:
        together.wait(20)
        kept_document(edition, "x.nl.pdf", make)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert made == [1]


def test_a_failure_leaves_nothing_and_lets_the_next_try(home: Path) -> None:
    edition = library().editions()["2021-5"]

    def fails() -> bytes:
        raise RuntimeError

    for _ in range(documents._WAITING + 1):
        with pytest.raises(RuntimeError):
            kept_document(edition, "x.nl.pdf", fails)
    assert not list((home / "documents").rglob("*.pdf"))
    assert kept_document(edition, "x.nl.pdf", lambda: b"%PDF")


def test_a_home_that_cannot_be_written_still_gives_documents(home: Path) -> None:
    (home / "documents").write_text("in the way")
    edition = library().editions()["2021-5"]
    assert kept_document(edition, "x.nl.pdf", lambda: b"%PDF made") == b"%PDF made"


def test_what_another_program_made_is_made_anew_and_swept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = library().editions()["2021-5"]
    old = kept_document(edition, "x.nl.pdf", lambda: b"%PDF old")
    monkeypatch.setattr(documents, "_program", lambda: "another")
    new = kept_document(edition, "x.nl.pdf", lambda: b"%PDF new")
    assert isinstance(old, Path) and isinstance(new, Path)
    assert new.read_bytes() == b"%PDF new"
    assert not old.exists()


def test_pages_lead_to_their_documents(reader: Client) -> None:
    front = reader.get("/edities/2021-5").content.decode()
    assert 'href="/edities/2021-5/editie.pdf"' in front
    assert 'href="/edities/2021-5/samenvatting.pdf"' in front
    region = reader.get("/en/regio/GM0794").content.decode()
    assert 'href="/en/regio/GM0794.pdf"' in region
