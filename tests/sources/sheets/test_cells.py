"""Cells: every sort of CSV and Excel file as text with its lines; harm and rubbish are refused."""

from __future__ import annotations

import datetime as dt
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.sheets.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    FILLED,
    LARGEST_TEXT,
    NUMBER,
    PERCENT,
    TEXT,
    Row,
    Sheet,
    escaped,
    read_sheets,
)

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def cells(path: Path) -> list[tuple[str, ...]]:
    (sheet,) = read_sheets(path)
    return [row.cells for row in sheet.rows()]


# --- CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_delimiter_in_any_encoding(write: Write, delimiter: str, encoding: str) -> None:
    text = "Gemeente;Eén;Twee\r\nSúdwest-Fryslân;12;3\r\nUtrecht;1;2\r\n".replace(";", delimiter)
    path = write(text.encode(encoding))
    assert cells(path) == [
        ("Gemeente", "Eén", "Twee"),
        ("Súdwest-Fryslân", "12", "3"),
        ("Utrecht", "1", "2"),
    ]
    (sheet,) = read_sheets(path)
    assert sheet.delimiter == delimiter
    assert any("cp1252" in note for note in sheet.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("naam;a;b\nx;1,5;2,5\ny;3,5;4,5\n", ";"),
        ('"naam","a"\n"Bergen; (NH.)","1"\n"Den Haag; stad","2"\n', ","),
        ("Titel, met komma\nnaam;a\nx;1\ny;2\nz;3\n", ";"),
        ("een kolom\n1\n2\n", ","),
        ("sep=|\na|b;c\n1|2;3\n", "|"),
    ],
)
def test_the_delimiter_is_what_cuts_most_rows_alike(
    write: Write, text: str, delimiter: str
) -> None:
    (sheet,) = read_sheets(write(text))
    assert sheet.delimiter == delimiter


def test_a_delimiter_that_is_told_is_not_guessed(write: Write) -> None:
    path = write("a;b,c\n1;2,3\n")
    (sheet,) = read_sheets(path, delimiter=",")
    assert [row.cells for row in sheet.rows()] == [("a;b", "c"), ("1;2", "3")]


def test_lines_count_line_breaks_in_quotes_and_blank_rows(write: Write) -> None:
    path = write('naam,waarde\n"Ber\ngen",1\n\n,\n Utrecht  stad ,2\n')
    (sheet,) = read_sheets(path)
    assert list(sheet.rows()) == [
        Row(1, ("naam", "waarde"), "tt"),
        Row(2, ("Ber gen", "1"), "tt"),
        Row(6, ("Utrecht stad", "2"), "tt"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Niet gevonden", "is a web page"),
        (b"\n <table><tr><td>1</td></tr></table>", "is a web page"),
        (b'<?xml version="1.0"?><feed/>', "is XML"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "XML of 2003"),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"\x1f\x8b\x08\x00abc", "is packed (gzip)"),
        (b"PAR1abc", "is a Parquet file"),
        (b"a,b\n1,\x002\n", "holds bytes that are no text (NUL)"),
        ("a,b\n1,é\n".encode() + "é".encode("cp1252"), "partly UTF-8 and partly Windows"),
        (b"a,b\n1,\x81\x8d\n", "is in an unknown encoding"),
        ("a,b\n1,2\n".encode("utf-16") + b"\xd8", "is damaged UTF-16"),
        (b'a,b\n"never closed,1\n' + b"x,1\n" * 50_000, "a quotation mark that is opened"),
        (b"a" * 10_500_000, "has a line of more than 10 MB"),
        (b",".join([b"1"] * 5000), "has 5,000 columns"),
        (b"\xd0\xcf\x11\xe0old", "is an old Excel file (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is locked with a password"),
        (b"PK\x03\x04 cut off", "is damaged, or no Excel file"),
    ],
)
def test_what_is_no_table_is_refused_with_what_it_is(
    write: Write, content: bytes, said: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        cells(write(content))
    (problem,) = refused.value.problems
    assert said in problem.what
    assert problem.where == "file.csv"
    assert problem.remedy


def test_a_wrong_byte_is_told_with_its_line(write: Write) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheets(write(b"a,b\n" + b"1,2\n" * 70 + b"1,\x00\n"))
    assert refused.value.problems[0].line == 72


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_sheets(tmp_path / "none.csv")
    with pytest.raises(Unreadable, match="is a folder"):
        read_sheets(tmp_path)


@pytest.mark.parametrize("size", [2_000_000_000, LARGEST_TEXT])
def test_a_huge_file_is_refused_without_reading_it_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.write(b"a,b\n1,2\n")
        stream.truncate(size)  # sparse: it takes no room on the disk
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_sheets(path)
    assert time.monotonic() - began < 1
    too_large = "has 2,000 MB; of CSV at most 500 MB is read"
    assert refused.value.problems[0].what == (
        too_large if size > LARGEST_TEXT else "holds bytes that are no text (NUL)"
    )


def test_rows_are_streamed(write: Write) -> None:
    path = write("a,b\n" + "1,2\n" * 200_000)
    (sheet,) = read_sheets(path)
    rows = sheet.rows()
    assert next(rows).cells == ("a", "b")
    assert len(sheet.head) < 1000
    assert sum(1 for _ in rows) == 200_000


# --- what goes out again


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+cmd()", "@SUM(A1)", "-x", "\t=1"])
def test_a_formula_in_text_is_escaped(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "gewoon", "-3,5", "+12", "-1.5e-3", "1-2", "- a".strip("-")])
def test_numbers_and_plain_text_are_not_escaped(text: str) -> None:
    assert escaped(text) == text


@given(st.text())
def test_what_is_escaped_never_begins_as_a_formula(text: str) -> None:
    kept = escaped(text)
    assert kept.removeprefix("'") == text.removeprefix("'")
    if kept[:1] in ("=", "@", "\t", "\r"):
        raise AssertionError(kept)
    if kept[:1] in ("+", "-"):
        float(kept.replace(",", "").replace(".", ""))  # a number, and nothing else


# --- Excel


def workbook(path: Path, *rows: list[Any], **options: Any) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for merged in options.get("merged", ()):
        sheet.merge_cells(merged)
    for address, shape in options.get("shapes", {}).items():
        sheet[address].number_format = shape
    book.save(path)
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], **more: bytes) -> Path:
    """The workbook with parts changed (None: left out) or added, at the level of the zip."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    changed = {name: change(name, content) for name, content in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in {**changed, **more}.items():
            if content is not None:
                packed.writestr(name.replace("__", "/"), content)
    return path


def test_cells_of_excel_are_as_people_see_them(tmp_path: Path) -> None:
    day = dt.datetime(2024, 3, 1)
    path = workbook(
        tmp_path / "a.xlsx",
        ["tekst", 12, 0.1 + 0.2, 0.4437, day, True, "#REF!", 14, None, 1e-7, 123456789012],
        shapes={"D1": "0%", "H1": "0000"},
    )
    (sheet,) = read_sheets(path)
    (row,) = sheet.rows()
    assert row.cells[:9] == (
        *("tekst", "12", "0.3", "44.37", "2024-03-01", "TRUE", "#REF!", "0014", ""),
    )
    assert row.kinds[:9] == TEXT + NUMBER * 2 + PERCENT + DATE + BOOLEAN + ERROR + TEXT * 2
    assert [float(text) for text in row.cells[9:]] == [1e-7, 123456789012]


def test_merged_cells_are_filled_and_known_as_such(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["Regio", "Man", None, "Vrouw"],
        [None, "16-17", "18-20", "16-17"],
        ["Texel", 5, 6, 7],
        ["Vlieland", None, 1, 2],
        merged=["A1:A2", "B1:C1", "B3:B4"],
    )
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows()] == [
        ("Regio", "Man", "Man", "Vrouw"),
        ("Regio", "16-17", "18-20", "16-17"),
        ("Texel", "5", "6", "7"),
        ("Vlieland", "5", "1", "2"),
    ]
    assert [row.kind(1) for row in sheet.rows()] == [TEXT, TEXT, NUMBER, FILLED]


def test_a_formula_gives_its_last_value_and_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a", "b"], [2, "=A2*2"])

    def calculated(name: str, content: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            assert b"<v></v>" in content or b"<v/>" in content or b"<v />" in content
            for empty in (b"<v></v>", b"<v/>", b"<v />"):
                content = content.replace(empty, b"<v>4</v>")
        return content

    (sheet,) = read_sheets(rewritten(path, calculated))
    assert [row.cells for row in sheet.rows()][1] == ("2", "4")
    assert sheet.notes == ("formulas (1): the value calculated last is taken",)


def test_a_formula_without_a_value_is_refused_with_its_address(tmp_path: Path) -> None:
    """As programs write them that are not Excel; an empty text is a value all the same."""
    path = workbook(tmp_path / "a.xlsx", ["a", "b"], [2, "=A2*2"])
    (sheet,) = read_sheets(path)
    with pytest.raises(Unreadable, match="without a calculated value: B2"):
        list(sheet.rows())

    def without(name: str, content: bytes) -> bytes:
        for empty in (b"<v></v>", b"<v/>", b"<v />"):
            content = content.replace(empty, b"")
        return content

    (sheet,) = read_sheets(rewritten(path, without))
    with pytest.raises(Unreadable, match="without a calculated value: B2"):
        list(sheet.rows())
    text = rewritten(path, lambda _, content: content.replace(b'r="B2"', b'r="B2" t="str"'))
    (sheet,) = read_sheets(text)
    assert [row.cells for row in sheet.rows()][1][:1] == ("2",)


def test_macros_are_ignored_and_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a"], [1])
    path = rewritten(path, lambda _, content: content, xl__vbaProject_bin=b"\xd0\xcf\x11\xe0")
    renamed = tmp_path / "a.xlsm"
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(renamed, "w") as other:
        for name in packed.namelist():
            other.writestr(name.replace("vbaProject_bin", "vbaProject.bin"), packed.read(name))
    (sheet,) = read_sheets(renamed)
    assert "macros are ignored" in sheet.notes
    assert [row.cells for row in sheet.rows()] == [("a",), ("1",)]


def test_every_sheet_comes_with_its_name_and_whether_it_is_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Inhoud"
    book.active.append(["a"])
    hidden = book.create_sheet("Tabel 2")
    hidden.append([1])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    first, second = read_sheets(tmp_path / "a.xlsx")
    assert (first.name, first.notes) == ("Inhoud", ())
    assert (second.name, second.notes) == ("Tabel 2", ("this sheet is hidden",))


def test_excel_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a"], [1]).rename(tmp_path / "a.csv")
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows()] == [("a",), ("1",)]


# --- harm


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a"], [1])
    rewritten(path, lambda _, content: content, xl__bomb=b"\0" * 20_000_000)
    began = time.monotonic()
    with pytest.raises(Unreadable, match="packed far too tightly"):
        read_sheets(path)
    assert time.monotonic() - began < 1


def test_many_parts_that_are_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duidelijk.sources.sheets.workbook.LARGEST_UNPACKED", 5_000_000)
    path = workbook(tmp_path / "a.xlsx", ["a"], [1])
    part = random.Random(1).randbytes(6_000) * 100  # packs well, but not suspiciously so
    rewritten(path, lambda _, content: content, **{f"xl__part{n}": part for n in range(9)})
    with pytest.raises(Unreadable, match="unpacks to 5 MB in"):
        read_sheets(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_attack_is_refused(tmp_path: Path, part: str, encoding: str) -> None:
    path = workbook(tmp_path / "a.xlsx", ["a"], [1])
    lol = "".join(
        f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10) if n else "lol"}">' for n in range(9)
    )

    def attacked(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{lol}]><x>&l8;</x>'
        return text.encode(encoding)

    with pytest.raises(Unreadable, match="document type"):
        read_sheets(rewritten(path, attacked))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'<row r="1"', b'<row r="2000000000"', "is damaged"),
        (b'r="A1"', b'r="ZZZ1"', "is damaged"),
        (b"</sheetData>", b"", "is damaged"),
        (b"<v>", b"<v>1e5x", "is damaged"),
    ],
)
def test_a_sheet_that_is_not_as_it_should_be_is_refused(
    tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", [1.5], [2])
    changed = rewritten(
        path, lambda name, content: content.replace(old, new, 1) if "sheet1" in name else content
    )
    with pytest.raises(Unreadable, match=said):
        for sheet in read_sheets(changed):
            list(sheet.rows())


def test_a_sheet_that_is_far_too_wide_or_merged_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["ALL1"] = 1
    book.active["XFD2"] = 1
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(Unreadable, match="16,384 columns wide"):
        read_sheets(tmp_path / "wide.xlsx")
    path = workbook(tmp_path / "merged.xlsx", ["a"], [1], merged=["A1:B1"])
    everything = b'ref="A1:D1048576"'
    rewritten(path, lambda _, content: content.replace(b'ref="A1:B1"', everything))
    with pytest.raises(Unreadable, match="merged cells over 4,194,304 cells"):
        read_sheets(path)


def test_a_mark_in_the_last_row_is_read_and_two_sheets_of_nothing_are_refused(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Jaar", "Aantal"])
    book.active["A1048576"] = "einde"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_sheets(tmp_path / "a.xlsx")
    assert [row.line for row in sheet.rows()] == [1, 1_048_576]
    book.create_sheet("Twee")["A1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Unreadable, match=r"2,097,149 empty rows.*“Twee”"):
        read_sheets(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", r"\.xlsb"),
        ("word/document.xml", "Word"),
        ("data.csv", "is a zip file, not an Excel workbook"),
    ],
)
def test_other_packed_files_are_refused_by_what_they_are(
    tmp_path: Path, part: str, said: str
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(part, "x")
    with pytest.raises(Unreadable, match=said):
        read_sheets(path)


# --- anything at all


def test_ten_thousand_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    """Bytes are changed, cut and doubled: there is a table, or a refusal; nothing else."""
    book = workbook(tmp_path / "a.xlsx", ["Regio", "2024"], ["Utrecht", 12.5], ["Bergen", "x"])
    seeds = [
        'Regio;2024\nSúdwest;12,5\n"Ber\ngen";x\n'.encode(),
        "Regio,2024\r\n'=cmd(),1\r\n".encode("utf-16"),
        "Naam\tCafé\n1\t2\n".encode("cp1252"),
    ]
    generator = random.Random(20_240_301)
    path = tmp_path / "file"
    outcomes = {"read": 0, "refused": 0}
    for number in range(10_000):
        seed = book.read_bytes() if number % 100 == 0 else generator.choice(seeds)
        path.write_bytes(mutated(generator, seed))
        try:
            for sheet in read_sheets(path):
                for row in sheet.rows():
                    assert len(row.cells) == len(row.kinds) and any(row.cells) and row.line > 0
            outcomes["read"] += 1
        except Refused as refusal:
            assert refusal.problems[0].what
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 1000


def mutated(generator: random.Random, content: bytes) -> bytes:
    """*content* with some bytes changed, removed or put in."""
    made = bytearray(content)
    for _ in range(generator.randint(1, 4)):
        at = generator.randrange(len(made) + 1)
        match generator.randrange(4):
            case 0:
                made[at : at + 1] = bytes([generator.randrange(256)])
            case 1:
                del made[at : at + generator.randint(1, 9)]
            case 2:
                made[at:at] = generator.choice([b'"', b";", b"\n", b"\0", b"\xff", b",,,", b"<"])
            case _:
                made[at:at] = made[: generator.randint(1, 20)]
    return bytes(made)


def test_a_sheet_can_be_made_of_rows() -> None:
    sheet = Sheet.of("made", [["a", "b"], ["", ""], ["1", "2"]])
    assert [(row.line, row.cells) for row in sheet.rows()] == [(1, ("a", "b")), (3, ("1", "2"))]


# --- real files


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("local/amsterdam_bbga_testuittreksel.csv", 65),
        ("local/amsterdam_bbga_metadata.csv", 793),
        ("local/eenzaamheid_brabant.csv", 85),
        ("statline/vermogen_huishoudens_2023.csv", 355),
        ("statline/criminaliteit_provincies_2014-2017_kruistabel.csv", 77),
        ("wsjg/wsjg_indicators.csv", 524),
    ],
)
def test_real_files_are_read_whole(shared: Path, name: str, rows: int) -> None:
    (sheet,) = read_sheets(shared / "data" / name)
    assert sum(1 for _ in sheet.rows()) == rows


def test_the_sheets_of_a_real_workbook(shared: Path) -> None:
    name = "cbs_maatwerk_jongvolwassenen_ggd_gemeente_2024.xlsx"
    sheets = read_sheets(shared / "data" / "local" / name)
    assert [sheet.name for sheet in sheets][-2:] == ["Tabel1", "Tabel2"]
    lines = {row.line: row for row in sheets[-1].rows()}
    assert lines[8].cells[:2] == ("----", "Friese Waddeneilanden")
    assert lines[9].cells[0] == "0014"
    assert lines[347].cells[-1] == "2241901"
    titles = set(lines[1].cells)
    assert len(titles) == 1 and titles.pop().startswith("Tabel 2.")  # a merged cell
