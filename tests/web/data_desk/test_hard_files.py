"""Files that are strange, damaged or made to harm, and a disk that takes no more."""

from __future__ import annotations

import gzip
import io
import os
import resource
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk_files import FILES, PUBLICATION, brought, fields
from duidelijk.foundation.folders import locked
from duidelijk.foundation.home import Home
from duidelijk.sources.asking import Unreadable
from duidelijk.web.accounts.models import User
from duidelijk.web.data_desk import reading, unpacking, uploads

Somebody = Callable[..., tuple[User, Client]]
PLAIN = "Gemeente;2021\nUtrecht;1,5\nAmsterdam;2,5\n"


def left(home: Home) -> list[str]:
    """What stands in the folder of uploads."""
    return sorted(each.name for each in home.uploads.iterdir()) if home.uploads.is_dir() else []


def refused(client: Client, content: bytes, name: str = "cijfers.xlsx") -> str:
    answer = client.post(FILES, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 400
    return answer.content.decode()


def workbook(sheet_bytes: int = 0, text_bytes: int = 0, sheets: int = 1) -> bytes:
    """A workbook by its parts, of which a sheet or the texts are as large as given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/sharedStrings.xml", b" " * text_bytes)
        for number in range(sheets):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b" " * (sheet_bytes // sheets))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"sheet_bytes": 3000}, "groter dan 0 MB"),
        ({"text_bytes": 1500}, "groter dan 0 MB"),
        ({"sheets": 4}, "heeft 4 bladen"),
    ],
)
def test_a_workbook_that_would_keep_the_server_busy_is_refused(
    home: Home,
    somebody: Somebody,
    monkeypatch: pytest.MonkeyPatch,
    made: dict[str, int],
    told: str,
) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_UNPACKED", 2000)
    monkeypatch.setattr(unpacking, "LARGEST_TEXTS", 1000)
    monkeypatch.setattr(unpacking, "MOST_SHEETS", 3)
    _, ann = somebody("ann")
    page = refused(ann, workbook(**made))
    assert told in page and "op de server" in page
    assert left(home) == []


def test_a_gzip_is_unpacked_no_further_than_it_may(tmp_path: Path) -> None:
    path = tmp_path / "bom.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(300):
            stream.write(b"\0" * 1_000_000)
    with pytest.raises(Unreadable, match="more than 40 MB"):
        unpacking.refuse_too_much(path, path.name)
    path.write_bytes(path.read_bytes()[:50])
    unpacking.refuse_too_much(path, path.name)  # that it is damaged is told by who reads it


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nul.csv", b"Gemeente;2021\nUtrecht\0;1\n", "bevat tekens die geen tekst zijn"),
        ("lang.csv", b"Gemeente;2021\n" + b"U" * 200_000 + b";1\n", "veel te veel tekst"),
        ("naam.csv", b"Gemeente;2021\n" + b"U" * 90_000 + b";1\nAsten;3\n", "90,000 tekens"),
        ("kop.csv", b"Gemeente;2021\n", "lijkt een lijst"),
        ("breed.csv", b"Gemeente" + b";x1" * 400 + b"\nUtrecht" + b";1" * 400, "401 kolommen"),
        ("half.xlsx", b"PK\x03\x04" + b"x" * 500, "beschadigd"),
        ("diep.json", b'{"class":"dataset","a":' + b"[" * 90_000, "geen JSON"),
    ],
)
def test_strange_files_are_refused_in_whole_dutch_sentences(
    home: Home, somebody: Somebody, name: str, content: bytes, told: str
) -> None:
    _, ann = somebody("ann")
    page = refused(ann, content, name)
    assert told in page.replace(".000", ",000"), page
    assert 'lang="en"' not in page.partition('class="note wrong"')[2].partition("</div>")[0]
    assert "Dit bestand" in page or "Deze regel" in page
    assert left(home) == []


def test_two_hundred_columns_are_asked_and_answered(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    head = ";".join(f"kolom {n}" for n in range(200))
    rows = "\n".join(
        f"{place};" + ";".join("1,5" for _ in range(200)) for place in ("Asten", "Best")
    )
    path = brought(ann, f"Gemeente;{head}\n{rows}\n", "breed.csv")
    given = fields(ann.get(path).content.decode())
    assert len(given) > 1000
    given |= {f"c{n}-is": "ignore" for n in range(2, 201)} | {"fixed-period": "2021"}
    assert ann.post(path, given | {"keep": "1"}).status_code == 302
    assert fields(ann.get(path).content.decode())["c200-is"] == "ignore"


def test_a_file_of_any_name_keeps_its_mapping(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path = brought(ann, PLAIN, "changed.csv")
    given = fields(ann.get(path).content.decode())
    assert ann.post(path, given | {"fixed-indicator": "stress", "keep": "1"}).status_code == 302
    assert fields(ann.get(path).content.decode())["fixed-indicator"] == "stress"


def test_dates_of_excel_and_dutch_dates_are_days(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Datum", "Regio", "Stress"])
    sheet.append([date(2021, 3, 11), "Nederland", 1.5])
    sheet.append(["12-3-2021", "Nederland", "2,5"])
    stream = io.BytesIO()
    book.save(stream)
    page = ann.get(brought(ann, stream.getvalue(), "dagen.xlsx")).content.decode()
    page = page.replace("\xa0", " ")
    assert "11 maart 2021" in page and "12 maart 2021" in page and "2,5" in page


def test_the_same_file_twice_is_stored_once(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    one, other = brought(ann, PLAIN), brought(ann, PLAIN)
    assert one != other, "each has a form of its own"
    assert len(uploads.uploads()) == 2


# --- the form


def test_what_is_empty_is_open_before_a_try_and_listed_after_it(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    path = brought(ann, PLAIN)
    page = ann.get(path).content.decode()
    assert "Alle vragen zijn beantwoord" not in page and "vragen zijn nog open" in page
    assert "wrong-list" not in page and "is niet ingevuld" not in page
    given = fields(page) | {"fixed-indicator": "stress", "published": "31-2-2021"}
    answer = ann.post(path, given | {"try": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "<title>Fout: " in page
    assert 'tabindex="-1" autofocus' in page, "who hears the page begins with what is wrong"
    top = page.partition("wrong-list")[2].partition("</section>")[0]
    for each in ("source", "title", "address", "published"):
        assert f'<a href="#{each}">' in top and f'id="{each}_fout"' in page
        assert f'id="{each}"' in page
    assert "“31-2-2021” staat niet in de kalender. Schrijf het als 11-3-2021" in top
    page = ann.get(f"/en{path}").content.decode()
    assert "are still open" in page and "As 11-3-2021 (day first)" in page


@pytest.mark.parametrize("typed", ["11-3-2031", "11 maart 2031", "2031-03-11", "11/3/2031"])
def test_a_date_is_written_as_people_do(home: Home, somebody: Somebody, typed: str) -> None:
    _, ann = somebody("ann")
    path = brought(ann, PLAIN.replace("2021", "2030"))
    given = fields(ann.get(path).content.decode()) | PUBLICATION | {"published": typed}
    page = ann.post(path, given | {"try": "1"}).content.decode()
    assert 'id="published_fout"' not in page and "kalender" not in page


def test_weglaten_leaves_rows_out(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path = brought(ann, PLAIN.replace("Utrecht", "Onbekend dorp"))
    given = fields(ann.get(path).content.decode())
    assert ann.post(path, given | {"n-region-0": "Weglaten", "keep": "1"}).status_code == 302
    held = uploads.upload(path.rpartition("/")[2])
    assert held is not None and "ignore" in held.mapping_path.read_text()
    assert fields(ann.get(path).content.decode())["n-region-0"] == "weglaten"


# --- a disk that takes no more, and others at the same file


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file of this process grows beyond some kilobytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_nothing_stays_half(
    home: Home, somebody: Somebody, full_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ann = somebody("ann")
    monkeypatch.setattr("duidelijk.web.data_desk.upload_views.record", lambda *a, **b: None)
    page = refused(ann, PLAIN.encode() + b"Asten;1,5\n" * 20_000, "groot.csv")
    assert "waarschijnlijk is de schijf vol" in page
    assert left(home) == []


def test_a_disk_that_is_full_while_answers_are_kept(
    home: Home, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ann = somebody("ann")
    path = brought(ann, PLAIN)
    given = fields(ann.get(path).content.decode())
    held = uploads.upload(path.rpartition("/")[2])
    assert held is not None
    before = held.mapping_path.read_bytes()
    keep = reading.keep

    def on_a_full_disk(found: reading.Reading) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        try:
            keep(found)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    monkeypatch.setattr(reading, "keep", on_a_full_disk)
    answer = ann.post(path, given | {"title": "Bewaar mij", "keep": "1"})
    page = answer.content.decode()
    assert answer.status_code == 503 and "waarschijnlijk is de schijf vol" in page
    assert "Bewaar mij" in page, "what was typed comes back"
    assert held.mapping_path.read_bytes() == before
    assert [path.name for path in held.folder.glob(".unfinished-*")] == []


def test_what_is_thrown_away_meanwhile_is_told_so(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path = brought(ann, PLAIN)
    given = fields(ann.get(path).content.decode())
    ann.post(f"{path}/weg")
    assert uploads.uploads() == []
    answer = ann.post(path, given | {"keep": "1"})
    assert answer.status_code == 404
    assert left(home) == [], "no folder comes back"


def test_what_somebody_works_on_is_not_swept(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    held = uploads.upload(brought(ann, PLAIN).rpartition("/")[2])
    assert held is not None
    old = time.time() - 8 * 86_400
    os.utime(held.folder / "upload.json", (old, old))
    with locked(held.folder):
        assert uploads.sweep() == []
    with uploads.changing(held.id) as mine:
        uploads.write(mine)
    assert uploads.sweep() == [], "it was changed in the meantime"
    os.utime(held.folder / "upload.json", (old, old))
    assert [each.id for each in uploads.sweep()] == [held.id]
    assert left(home) == []


def test_what_is_left_of_one_half_removed_is_swept(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    held = uploads.upload(brought(ann, PLAIN).rpartition("/")[2])
    assert held is not None
    (held.folder / "upload.json").unlink()
    assert uploads.sweep() == [] and held.path.is_file(), "it may be on its way out just now"
    old = time.time() - 8 * 86_400
    os.utime(held.folder, (old, old))
    assert uploads.sweep() == [] and left(home) == []


def test_a_page_of_what_goes_away_while_it_is_made(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    held = uploads.upload(brought(ann, PLAIN).rpartition("/")[2])
    assert held is not None
    shutil.rmtree(held.folder)
    assert held.swept.year >= 2026, "the moment it came in counts then"


def test_a_table_with_more_unknown_names_than_a_form_can_ask(
    home: Home, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_TEXTS", 5)
    _, ann = somebody("ann")
    rows = "".join(f"plaats{n};1,5\n" for n in range(9))
    assert "teksten die we niet kennen" in refused(ann, f"Gemeente;2021\n{rows}".encode(), "x.csv")
