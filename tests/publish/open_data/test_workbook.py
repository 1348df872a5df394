"""Excel workbooks: what another program reads in them is what the edition says."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from duidelijk.agenda.dossier import Dossier
from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Texts
from duidelijk.publish.open_data.edition_workbook import (
    indicator_workbook,
    write_edition_workbook,
)
from duidelijk.publish.open_data.named import Names
from duidelijk.publish.open_data.workbook import (
    SheetColumn,
    TableSheet,
    TextSheet,
    write_workbook,
)
from session_report import REPORT, SUPPORTED, report, sealed
from signal_dossier import DOSSIER, dossier

SITE = "https://monitor.example.nl"
EVIL = ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "DDE", "_x0041_"]


def workbook(edition: Edition, language: str = "nl", **other: Any) -> bytes:
    stream = io.BytesIO()
    write_edition_workbook(edition, language, stream, SITE, **other)
    return stream.getvalue()


@pytest.fixture(scope="module")
def edition(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-1")


def table(*rows: tuple[Any, ...], **sheet: Any) -> bytes:
    """A workbook of one sheet with a text, a number shown with decimals, a date and a link."""
    frame = pl.DataFrame(
        list(rows),
        schema={
            "text": pl.String,
            "value": pl.Float64,
            "decimals": pl.Int8,
            "day": pl.Date,
            "link": pl.String,
        },
        orient="row",
    )
    columns = [
        SheetColumn("text", "Tekst", 30),
        SheetColumn("value", "Waarde", 12, "number", "decimals"),
        SheetColumn("day", "Dag", 12, "date"),
        SheetColumn("link", "Adres", 30, "link"),
    ]
    stream = io.BytesIO()
    sheets = [TableSheet("Blad", columns, [frame])]
    day = dt.date(2021, 3, 11)
    write_workbook(stream, sheets, title="T & T", author="<wij>", date=day, **sheet)
    return stream.getvalue()


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_numbers_are_numbers_and_dates_are_dates() -> None:
    sheet = read(table(("a", 1234.5, 1, dt.date(2021, 3, 11), None), ("b", 1e-7, None, None, "")))
    (one, two) = list(sheet["Blad"].iter_rows(min_row=2))
    assert one[1].value == 1234.5 and one[1].number_format == "#,##0.0"
    assert one[2].value == dt.datetime(2021, 3, 11) and one[2].is_date
    assert two[1].value == 1e-7 and two[1].number_format == "General"
    assert two[2].value is None and two[3].value is None


@pytest.mark.parametrize("decimals", range(8))
def test_a_number_is_shown_with_the_decimals_of_its_source(decimals: int) -> None:
    cell = read(table(("a", 2.0, decimals, None, None)))["Blad"]["B2"]
    shown = min(decimals, 6)
    assert cell.number_format == ("#,##0." + "0" * shown if shown else "#,##0")


def test_what_is_no_number_is_left_empty() -> None:
    sheet = read(table(*(("a", each, 1, None, None) for each in (float("nan"), float("inf")))))
    assert [cell.value for cell in sheet["Blad"]["B"][1:]] == [None, None]


def test_nothing_in_a_cell_is_ever_run() -> None:
    content = table(*((each, None, None, None, f"javascript:{each}") for each in EVIL))
    sheet = read(content)["Blad"]
    assert [cell.value for cell in sheet["A"][1:]] == EVIL
    assert all(cell.data_type == "s" for cell in sheet["A"][1:])
    assert all(cell.hyperlink is None for cell in sheet["D"])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_only_web_addresses_are_links() -> None:
    good, bad = "https://example.org/?a=1&b=2", "file:///etc/passwd"
    sheet = read(table(("a", None, None, None, good), ("b", None, None, None, bad)))["Blad"]
    assert sheet["D2"].hyperlink.target == good
    assert sheet["D3"].hyperlink is None and sheet["D3"].value == bad


def test_text_that_xml_forbids_or_excel_cannot_hold_does_not_break_it() -> None:
    texts = ["a\x00b\x0bc", "<b>&amp;</b>", "x" * 40_000, "\U0001f600", " spaties ", "twee\nregels"]
    sheet = read(table(*((each, 1, 0, None, None) for each in texts)))["Blad"]
    found = [cell.value for cell in sheet["A"][1:]]
    assert found[0] == "abc" and found[1] == "<b>&amp;</b>"
    assert len(found[2]) == 32_767 and found[2].endswith("…")
    assert found[3:] == texts[3:]


def test_the_header_stays_in_sight_and_filters() -> None:
    sheet = read(table(("a", 1, 0, None, None), ("b", 2, 0, None, None)))["Blad"]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:D3"
    assert sheet.column_dimensions["A"].width == 30
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize(("rows", "sheets"), [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_a_table_goes_on_in_a_next_sheet_where_one_is_full(rows: int, sheets: int) -> None:
    made = table(*((str(each), each, 0, None, None) for each in range(rows)), rows_a_sheet=4)
    book = read(made)
    assert book.sheetnames == ["Blad", "Blad 2", "Blad 3"][:sheets]
    found = [row[1] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == list(range(rows))
    assert all(sheet["A1"].value == "Tekst" for sheet in book)


def test_parts_need_not_end_where_sheets_do() -> None:
    frame = pl.DataFrame({"n": list(range(10))})
    parts = [frame[:3], frame[3:3], frame[3:9], frame[9:]]
    stream = io.BytesIO()
    sheet = TableSheet("N", [SheetColumn("n", "N", 9, "whole")], parts)
    write_workbook(stream, [sheet], title="", author="", date=dt.date(2021, 1, 1), rows_a_sheet=5)
    book = read(stream.getvalue())
    found = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == list(range(10)) and len(book.sheetnames) == 3


def test_equal_tables_are_equal_bytes(edition: Edition) -> None:
    assert workbook(edition) == workbook(Edition(edition.folder))


def test_a_page_to_read_holds_texts_and_links() -> None:
    stream = io.BytesIO()
    page = TextSheet("P", (10, 20), [[("Kop", "title")], [], [("a", "bold"), (SITE, "link")]])
    write_workbook(stream, [page], title="", author="", date=dt.date(2021, 1, 1))
    sheet = read(stream.getvalue())["P"]
    assert sheet["A1"].value == "Kop" and sheet["B3"].hyperlink.target == SITE


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_sheet_of_an_edition_has_names_units_and_sources(
    edition: Edition, language: str
) -> None:
    book = read(workbook(edition, language))
    dutch = language == "nl"
    assert book.sheetnames == (
        ["Leeswijzer", "Cijfers", "Veranderingen", "Opvallend", "Indicatoren", "Bronnen", "Regio’s"]
        if dutch
        else ["Read me", "Figures", "Changes", "Striking", "Indicators", "Sources", "Regions"]
    )
    for name in book.sheetnames[1:4]:
        header = [cell.value for cell in book[name][1]]
        assert len(set(header)) == len(header)
        assert {"Eenheid", "Bron"} <= set(header) if dutch else {"Unit", "Source"} <= set(header)
    assert book[book.sheetnames[1]].max_row == edition.description["figures"] + 1
    assert book[book.sheetnames[2]].max_row == edition.changes.height + 1
    assert book[book.sheetnames[3]].max_row == len(edition.striking["developments"]) + 1
    root = "" if dutch else "/en"
    links = [cell.hyperlink.target for row in book.worksheets[0] for cell in row if cell.hyperlink]
    assert links == [f"{SITE}{root}/edities/2021-1"]
    assert book.properties.created == dt.datetime(2021, 3, 11)


def test_no_code_is_left_without_its_name(edition: Edition) -> None:
    names = Names(edition, "nl")
    figures = names.added(edition.figures())
    for column in ("title", "unit", "region_name", "group_name", "period_name"):
        assert figures[column].null_count() == 0, column
    book = read(workbook(edition))
    for name in ("Cijfers", "Veranderingen", "Opvallend"):
        header = [cell.value for cell in book[name][1]]
        for column in ("Indicator", "Gebied", "Groep", "Periode", "Bron", "Publicatie"):
            at = header.index(column) + 1
            assert all(cell.value for (cell,) in book[name].iter_rows(2, None, at, at)), column


def test_a_full_sheet_is_told_on_the_first(edition: Edition) -> None:
    book = read(workbook(edition, rows_a_sheet=5000))
    assert book.sheetnames[1:3] == ["Cijfers", "Cijfers 2"]
    told = [str(cell.value) for row in book["Leeswijzer"] for cell in row]
    assert any("“Cijfers 2”" in each for each in told)


def test_the_workbook_of_an_indicator_says_what_it_is(edition: Edition) -> None:
    key = "werkloze_beroepsbevolking"
    book = read(indicator_workbook(edition, edition.monitor.indicators[key], "nl", SITE))
    assert book.sheetnames == ["Leeswijzer", "Cijfers"]
    assert book["Cijfers"].max_row == edition.figures_of(key).height + 1
    told = [str(cell.value) for row in book["Leeswijzer"] for cell in row]
    assert edition.monitor.indicators[key].definition.nl in told
    assert f"{SITE}/edities/2021-1/indicator/{key}" in told


def test_editors_choices_stand_beside_what_stands_out(corona_home: Path, tmp_path: Path) -> None:
    from duidelijk.catalogue import Text
    from duidelijk.editions.choice import Choice
    from duidelijk.editions.texts import Chosen, Texts, development_key, write_texts

    folder = shutil.copytree(corona_home / "editions" / "2021-1", tmp_path / "2021-1")
    first = Edition(folder).striking["developments"][0]
    reason = Text("Telfout bij de bron.", "Counting error at the source.")
    chosen = {development_key(first): Chosen(Choice.OUT, reason)}
    write_texts(folder, Texts(choices=chosen))
    sheet = read(workbook(Edition(folder)))["Opvallend"]
    header = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, header.index("Redactie") + 1).value == "weggelaten"
    assert sheet.cell(2, header.index("Reden van de redactie") + 1).value == reason.nl


def test_an_edition_of_before_the_list_has_a_workbook_too(
    corona_home: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(corona_home / "editions" / "2021-1", tmp_path / "2021-1")
    changes = pl.read_parquet(folder / "changes.parquet")
    changes.drop("tier", "q_value", "strength", "asked", "fresh").write_parquet(
        folder / "changes.parquet"
    )
    (folder / "striking.json").unlink()
    book = read(workbook(Edition(folder)))
    assert book["Opvallend"].max_row == 1
    header = [cell.value for cell in book["Veranderingen"][1]]
    assert "Oordeel" in header and "q-waarde" not in header


# --- in a spreadsheet program

_LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item></oor:items>
"""


def _profile(folder: Path, language: str) -> Path:
    """A profile of somebody whose computer is set to a language."""
    (folder / "user").mkdir()
    locale = {"nl": "nl-NL", "en": "en-GB"}[language]
    settings = _LOCALE.format(locale=locale)
    (folder / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, list[list[str]]]]:
    """Opens a workbook in LibreOffice and gives the cells of each sheet as it shows or holds them:
    ``convert(content, language, formatted)``.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice (install libreoffice-calc-nogui)")
    profiles = {each: _profile(tmp_path_factory.mktemp("profile"), each) for each in ("nl", "en")}

    def convert(content: bytes, language: str, formatted: bool) -> dict[str, list[list[str]]]:
        folder = tmp_path_factory.mktemp("converted")
        (folder / "book.xlsx").write_bytes(content)
        # comma, quote, UTF-8, first line, columns, language, quote all, as shown … and all sheets
        options = f"44,34,76,1,,0,false,true,{str(formatted).lower()},false,false,-1"
        subprocess.run(
            [
                program,
                f"-env:UserInstallation=file://{profiles[language]}",
                "--headless",
                "--convert-to",
                f"csv:Text - txt - csv (StarCalc):{options}",
                "--outdir",
                folder,
                folder / "book.xlsx",
            ],
            check=True,
            capture_output=True,
            timeout=240,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        found = {}
        for path in folder.glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as stream:
                found[path.stem.removeprefix("book-")] = list(csv.reader(stream))
        return found

    return convert


def test_libreoffice_reads_every_number_as_it_is(
    edition: Edition, convert: Callable[..., dict[str, list[list[str]]]]
) -> None:
    found = convert(workbook(edition), "en", False)
    header, *rows = found["Cijfers"]
    figures = edition.figures()
    assert len(rows) == figures.height
    wanted = {"Waarde": "value", "Ondergrens (95 %)": "lower", "Bovengrens (95 %)": "upper"}
    for label, column in (wanted | {"Aantal (n)": "n"}).items():
        at = header.index(label)
        held = [float(row[at]) if row[at] else None for row in rows]
        assert held == figures[column].cast(pl.Float64).to_list(), label
    codes = header.index("Sleutel indicator"), header.index("Periodecode")
    assert [(row[codes[0]], row[codes[1]]) for row in rows] == figures.select(
        "indicator", "period"
    ).rows()

    header, *rows = found["Veranderingen"]
    assert len(rows) == edition.changes.height
    for label, column in {"Verschil": "difference", "Waarde van vergelijking": "reference"}.items():
        at = header.index(label)
        held = [float(row[at]) if row[at] else None for row in rows]
        told = edition.changes[column].to_list()
        assert [each is None for each in held] == [each is None for each in told]
        # LibreOffice writes fifteen digits
        assert _given(held) == pytest.approx(_given(told), rel=1e-14), label


def _given(values: list[float | None]) -> list[float]:
    return [each for each in values if each is not None]


def test_a_dutch_spreadsheet_shows_numbers_and_dates_as_the_dutch_write_them(
    convert: Callable[..., dict[str, list[list[str]]]],
) -> None:
    content = table(("a", 1234567.25, 1, dt.date(2021, 3, 11), None), ("b", 12.0, 0, None, None))
    ((_, *rows),) = convert(content, "nl", True).values()
    assert rows[0][1] == "1.234.567,3" and rows[1][1] == "12"
    assert rows[0][2] == "11-3-2021"


def test_what_people_made_of_the_figures_has_a_sheet(corona_home: Path, tmp_path: Path) -> None:
    evil = dataclasses.replace(SUPPORTED, id="3", text=Text("=1+1", ""))
    told = report(example=True, conclusions=(*REPORT.conclusions, evil))
    book = openpyxl.load_workbook(io.BytesIO(workbook(sealed(corona_home, tmp_path, told))))
    rows = list(book["Duiding"].values)
    head = list(rows[0])
    by_text = {row[head.index("Wat er staat")]: dict(zip(head, row, strict=True)) for row in rows}
    found = by_text["Jongeren houden minder afstand."]
    assert (found["Status"], found["Eens"], found["Oneens"]) == ("gedragen", 4, 1)
    assert found["Nagespeeld voorbeeld"] == "ja" and found["Deelnemers"] == 6
    assert by_text["De zorgen zijn minder groot."]["Wie het oneens is, en waarom"] == (
        "beleid: Dat zie ik anders."
    )
    assert by_text["Waar spreken ze af?"]["Soort"] == "Open vraag"
    cells = [cell for row in book["Duiding"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells) and "=1+1" in by_text


def _with_signals(home: Path, folder: Path, *signals: Dossier) -> Edition:
    return Edition(publish(home / "editions" / "2021-2", folder, Texts(signals=signals)))


def test_what_was_done_with_the_signals_has_a_sheet(corona_home: Path, tmp_path: Path) -> None:
    evil = dossier(number=8, title=Text("=1+1", ""), example=True)
    edition = _with_signals(corona_home, tmp_path, DOSSIER, evil)
    book = openpyxl.load_workbook(io.BytesIO(workbook(edition)))
    head, *values = book["Signalen"].values
    rows = [dict(zip(head, row, strict=True)) for row in values]
    kinds = ["signaal", "voorstel", "vraag", "actie", "mijlpaal", "mijlpaal", "mijlpaal", "actie"]
    assert [each["Soort"] for each in rows[:8]] == kinds
    signal, accepted, waiting, action, met, moved, *_ = rows
    assert (signal["Signaal"], signal["Waarover"], signal["Stand"]) == (
        7,
        "Te weinig stages",
        "in uitvoering",
    )
    assert (signal["Thema’s"], signal["Gebieden"]) == ("Onderwijs, bestaat_niet", "Ede, ZZ99")
    assert signal["Gemeld, voorgelegd of begonnen"] == dt.datetime(2021, 1, 4)
    assert (accepted["Stand"], accepted["Antwoord of reden"]) == ("toegezegd", "Er komt geld.")
    assert accepted["Moet er zijn op"] is None, "it was answered"
    assert waiting["Moet er zijn op"] == dt.datetime(2021, 3, 1)
    assert (action["Publiek geld (euro)"], action["Laatste stap"]) == (
        58_500_000,
        dt.datetime(2021, 2, 8),
    )
    assert (met["Stand"], moved["Moet er zijn op"]) == ("gehaald", dt.datetime(2021, 6, 1))
    assert {each["Voorbeeld"] for each in rows[8:]} == {"ja"}
    cells = [cell for row in book["Signalen"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    first = [str(each[0]) for each in book["Leeswijzer"].values]
    assert "Signalen" in first


def test_what_was_put_to_nobody_is_not_in_the_workbook(corona_home: Path, tmp_path: Path) -> None:
    edition = _with_signals(corona_home, tmp_path, DOSSIER)
    book = openpyxl.load_workbook(io.BytesIO(workbook(edition, "en")))
    words = [str(value) for row in book["Signals"].values for value in row]
    assert "Maak extra stages mogelijk." in words and "Een vraag in wording." not in words


def test_without_signals_there_is_no_sheet_of_them(edition: Edition) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(edition)))
    assert "Signalen" not in book.sheetnames
    assert "Signalen" not in [str(each[0]) for each in book["Leeswijzer"].values]
