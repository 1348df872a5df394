"""Whole tables of CBS as CSV: what comes out, what is refused, and what is done to bad files."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gzip
import json
import random
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.figures.table import MISSING
from duidelijk.foundation import blocks
from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols import cbs_csv, cbs_csv_files, cbs_csv_observations
from duidelijk.sources.protocols.cbs_csv_files import Download
from duidelijk.sources.protocols.cbs_csv_observations import OBSERVATIONS, observations
from duidelijk.sources.table import Description, Kind, Measure

FILES = {
    "Properties.csv": """\
Identifier;Title;Description;Modified;Catalog;Publisher;ObservationCount;License
70000NED;"Inkomen; regio";"Een tabel.

Met ""toelichting""; over regels.";2021-03-11T02:00:00+01:00;CBS;https://example.org;6;\
https://creativecommons.org/licenses/by/4.0/
""",
    "Dimensions.csv": """\
Identifier;Title;Description;MapYear;ReleasePolicy;Kind;ContainsGroups;ContainsCodes;CodesUrl;GroupsUrl
Geslacht;Geslacht;;;;Dimension;False;True;GeslachtCodes.csv;
RegioS;Regio’s;;2021;;GeoDimension;True;True;RegioSCodes.csv;RegioSGroups.csv
Perioden;Perioden;;;True;TimeDimension;True;True;PeriodenCodes.csv;PeriodenGroups.csv
""",
    "GeslachtCodes.csv": """\
Identifier;DimensionGroupId;DimensionId;Index;Title;Description
T001038;;Geslacht;1;Totaal mannen en vrouwen;
3000   ;;Geslacht;2;Mannen;"Een omschrijving
over twee regels"
""",
    "RegioSCodes.csv": """\
Identifier;DimensionGroupId;DimensionId;Index;Title;Description
NL01;NL;RegioS;1;Nederland;
GM0363;GMPV27;RegioS;2;Amsterdam;
""",
    "PeriodenCodes.csv": """\
Identifier;DimensionGroupId;DimensionId;Index;Title;Description;Status
2019JJ00;0;Perioden;1;2019;;Definitief
2020JJ00;0;Perioden;2;2020;;NaderVoorlopig
2020MM12;1;Perioden;3;2020 december;;Voorlopig
2021MM01;1;Perioden;4;2021 januari;;
""",
    "MeasureGroups.csv": """\
Id;Index;Title;Description;ParentId
T1;1;Inkomen;;
T2;2;Seizoengecorrigeerd ;;T1
""",
    "MeasureCodes.csv": """\
Identifier;MeasureGroupId;Index;Title;Description;DataType;Unit;Decimals;PresentationType
M1;T2;1;Huishoudens;;Double;x 1 000;1;Absolute
M2;;2;Huishoudens, relatief;;Double;%;1;Relative
M3;;3;Toelichting;;String;;;
""",
    "Observations.csv": """\
Id;Measure;Geslacht;RegioS;Perioden;Value;StringValue;ValueAttribute
0;M1;T001038;NL01;2019JJ00;481,8;;None
1;M1;3000   ;GM0363    ;2020JJ00;-6,25;;None
2;M2;T001038;NL01;2020MM12;;;Impossible
3;M2;3000;NL01;2021MM01;;;Confidential
4;M2;T001038;GM0363;2019JJ00;;;NotAvailable
5;M3;T001038;NL01;2019JJ00;;"Let op; ""breuk"" hier";None
""",
}
CODES = ("Geslacht", "RegioS", "Perioden")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of a small table."""
    return put(tmp_path / "70000NED", FILES)


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """A folder that is quick to write to, for files by the thousand."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shm if shm.is_dir() else None) as name:
        yield Path(name)


def put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def packed(path: Path, files: Mapping[str, str | bytes], inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, content in files.items():
            stream.writestr(inside + name, content)
    return path


def whole(path: Path) -> tuple[Description, pl.DataFrame]:
    """A table with all its observations, checked against what every table promises."""
    table = cbs_csv.read(path)
    chunks = list(table.chunks)
    description = table.description
    names = [each.id for each in description.dimensions]
    for chunk in chunks:
        assert chunk.columns[: len(names) + 3] == ["measure", *names, "value", "missing"]
        assert chunk.schema == chunks[0].schema
        assert set(chunk["measure"]) <= {each.id for each in description.measures}
        for each in description.dimensions:
            assert set(chunk[each.id]) <= each.codes.keys()
        assert chunk["missing"].drop_nulls().is_in(list(MISSING)).all()
        assert chunk.filter(pl.col("missing").is_not_null())["value"].null_count() == len(
            chunk.filter(pl.col("missing").is_not_null())
        )
        assert chunk["value"].is_finite().fill_null(True).all()
    return description, pl.concat(chunks) if chunks else pl.DataFrame()


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        whole(path)
    (problem,) = caught.value.problems
    assert problem.remedy
    return str(problem)


# --- what comes out


def test_a_table_is_described_by_the_files_beside_its_observations(folder: Path) -> None:
    description = cbs_csv.read(folder).description
    assert (description.id, description.title) == ("70000NED", "Inkomen; regio")
    assert description.published == dt.date(2021, 3, 11)
    assert description.version == "2021-03-11T02:00:00+01:00"
    assert (description.publisher, description.licence) == ("CBS", "CC BY 4.0")
    assert description.address == "https://opendata.cbs.nl/#/CBS/nl/dataset/70000NED"
    assert description.measures == (
        Measure("M1", "Inkomen › Seizoengecorrigeerd › Huishoudens", "x 1 000", 1),
        Measure("M2", "Huishoudens, relatief", "%", 1),
        Measure("M3", "Toelichting", "", None),
    )
    sex, regions, periods = description.dimensions
    assert (sex.kind, regions.kind, periods.kind) == (Kind.OTHER, Kind.REGION, Kind.TIME)
    assert sex.codes == {"T001038": "Totaal mannen en vrouwen", "3000": "Mannen"}
    assert regions.title == "Regio’s"
    assert periods.statuses == {
        "2019JJ00": "definitive",
        "2020JJ00": "revised_provisional",
        "2020MM12": "provisional",
    }


def test_values_have_a_decimal_comma_and_a_reason_when_they_are_missing(folder: Path) -> None:
    _, frame = whole(folder)
    assert frame.rows() == [
        ("M1", "T001038", "NL01", "2019JJ00", 481.8, None, None),
        ("M1", "3000", "GM0363", "2020JJ00", -6.25, None, None),
        ("M2", "T001038", "NL01", "2020MM12", None, "impossible", None),
        ("M2", "3000", "NL01", "2021MM01", None, "withheld", None),
        ("M2", "T001038", "GM0363", "2019JJ00", None, "not_delivered", None),
        ("M3", "T001038", "NL01", "2019JJ00", None, None, 'Let op; "breuk" hier'),
    ]
    assert frame.columns[-1] == "note"


def test_a_zip_and_a_folder_give_the_same(folder: Path, tmp_path: Path) -> None:
    expected = whole(folder)[1]
    assert whole(packed(tmp_path / "a.zip", FILES))[1].equals(expected)
    assert whole(packed(tmp_path / "b.zip", FILES, "70000NED/"))[1].equals(expected)
    raw = (folder / "Observations.csv").read_bytes()
    (folder / "Observations.csv").unlink()
    (folder / "Observations.csv.gz").write_bytes(gzip.compress(raw))
    assert whole(folder)[1].equals(expected)
    for path in (folder, tmp_path / "a.zip", tmp_path / "b.zip"):
        assert cbs_csv.recognises(path)


def test_line_ends_and_a_mark_in_front_do_no_harm(folder: Path, tmp_path: Path) -> None:
    expected = whole(folder)[1]
    for encoding, end in (("utf-8-sig", "\n"), ("utf-8", "\r\n"), ("utf-8-sig", "\r\n")):
        files = {name: text.replace("\n", end).encode(encoding) for name, text in FILES.items()}
        assert whole(put(tmp_path / "other", files))[1].equals(expected)


def test_regions_are_known_by_their_codes_where_cbs_calls_them_a_plain_dimension(
    folder: Path,
) -> None:
    file = folder / "Dimensions.csv"
    file.write_text(file.read_text().replace("GeoDimension", "Dimension"))
    assert [each.kind for each in cbs_csv.read(folder).description.dimensions] == [
        *(Kind.OTHER, Kind.REGION, Kind.TIME),
    ]


@pytest.mark.parametrize("size", [1, 7, 60, 150, 1000])
@pytest.mark.parametrize("small", [0, 100_000])
def test_blocks_of_any_size_give_the_same(
    folder: Path, size: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(folder)[1]
    monkeypatch.setattr(blocks, "BLOCK", size)
    monkeypatch.setattr(cbs_csv_observations, "_SMALL", small)
    chunks = list(cbs_csv.read(folder).chunks)
    assert pl.concat(chunks).equals(expected)
    assert len(chunks) > 2 or size > 60


def many(rows: int, rng: random.Random, quoted: bool = False) -> tuple[str, list[float | None]]:
    """Observations by the thousand, and their values."""
    lines = [FILES["Observations.csv"].splitlines()[0]]
    values: list[float | None] = []
    for number in range(rows):
        key = f"{number};{rng.choice(('M1', 'M2'))};3000;{rng.choice(('NL01', 'GM0363'))};2019JJ00"
        if rng.random() < 0.1:
            values.append(None)
            lines.append(f"{key};;;{rng.choice(('Impossible', 'Confidential', 'NotAvailable'))}")
        else:
            value = round(rng.uniform(-1e6, 1e6), rng.randint(0, 3))
            values.append(value)
            note = '"een\nnoot; ""hier"""' if quoted and rng.random() < 0.2 else ""
            lines.append(f"{key};{str(value).replace('.', ',')};{note};None")
    return "\n".join(lines) + rng.choice(("", "\n")), values


@pytest.mark.parametrize("seed", range(6))
def test_every_value_comes_back_from_a_long_table(
    folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    text, values = many(20_000, rng, quoted=seed % 2 == 1)
    (folder / "Observations.csv").write_text(text, newline=("\n", "\r\n")[seed % 4 // 2])
    file = folder / "Properties.csv"
    file.write_text(file.read_text().replace(";6;", ";20000;"))
    monkeypatch.setattr(blocks, "BLOCK", rng.randint(150_000, 600_000))
    table = cbs_csv.read(folder)
    chunks = list(table.chunks)
    assert len(chunks) > 1
    assert pl.concat(chunks)["value"].to_list() == values


def test_rows_are_read_while_the_table_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, _ = many(5000, random.Random(1))
    (folder / OBSERVATIONS).write_text(text.rstrip() + "\n0;M1;3000;NL01;2019JJ00;veel;;None\n")
    monkeypatch.setattr(blocks, "BLOCK", 2000)
    chunks = cbs_csv.read(folder).chunks
    assert all(0 < len(next(chunks)) < 100 for _ in range(50))
    with pytest.raises(Unreadable, match=":5002: “veel” is not a number"):
        list(chunks)


# --- real files


def _described(folder: Path, metadata: Path) -> None:
    """Write the files of codes of a table from its description in JSON."""
    about = json.loads(metadata.read_text())

    def write(name: str, columns: list[str], rows: list[dict[str, object]]) -> None:
        with (folder / name).open("w", newline="") as stream:
            writer = csv.DictWriter(stream, columns, "", "ignore", delimiter=";")
            writer.writeheader()
            writer.writerows({**row} for row in rows)

    names = ["Identifier", "Title", "Description", "Modified", "Catalog", "ObservationCount"]
    write("Properties.csv", [*names, "LongDescription"], [about])
    write("Dimensions.csv", ["Identifier", "Title", "Kind"], about["Dimensions"])
    write("MeasureCodes.csv", ["Identifier", "Title", "Unit", "Decimals"], about["Measures"])
    for dimension in about["Dimensions"]:
        columns = ["Identifier", "Title", "Description", "Status"]
        write(f"{dimension['Identifier']}Codes.csv", columns, dimension["CodeList"])


def test_a_real_table_comes_out_whole(shared: Path, tmp_path: Path) -> None:
    real = shared / "data/cbs-csv/83841NED"
    raw = (real / "Observations.csv.gz").read_bytes()
    put(tmp_path, {"Observations.csv.gz": raw})
    _described(tmp_path, real / "D-83841NED.json")
    description, frame = whole(tmp_path)
    assert (description.id, description.published) == ("83841NED", dt.date(2025, 10, 8))
    assert [each.title for each in description.measures] == ["Huishoudens", "Huishoudens, relatief"]
    assert [len(each.codes) for each in description.dimensions] == [54, 4, 2, 14]
    assert description.dimensions[3].statuses["2024JJ00"] == "provisional"
    assert description.dimensions[3].statuses["2023JJ00"] == "definitive"
    assert len(frame) == 11_460 and frame["value"].null_count() == 0
    row = {"KenmerkenVanHuishoudens": "1050010", "InkomensgrensHuishouden": "1050290"}
    row |= {"DuurInkomenspositie": "A028721", "Perioden": "2012JJ00"}
    assert frame.filter(measure="1050010_1", **row)["value"].to_list() == [562.3]
    assert frame.filter(measure="1050010_2", **row)["value"].to_list() == [8.0]
    lines = gzip.decompress(raw).decode().splitlines()[1:]
    assert frame["value"].to_list() == [
        float(line.split(";")[6].replace(",", ".")) for line in lines
    ]


def test_files_of_codes_of_another_table_are_told(shared: Path) -> None:
    real = shared / "data/cbs-csv/83841NED"
    assert cbs_csv.recognises(real)
    with pytest.raises(Unreadable) as caught:
        cbs_csv.read(real)
    said = str(caught.value.problems[0])
    assert "83841NED/Observations.csv: does not belong to the files of codes beside it" in said
    assert "which are of table 85678NED (Laag en langdurig laag inkomen;" in said
    assert "it has no column RegioS" in said
    assert "KenmerkenVanHuishoudens has codes that are not there: “1013602”" in said
    assert "Perioden has codes that are not there: “2023JJ00”, “2024JJ00” →" in said
    assert said.endswith("put the files of one download together")


def test_only_whole_downloads_are_recognised(shared: Path, tmp_path: Path) -> None:
    data = shared / "data"
    found = {path.name for path in data.rglob("*") if cbs_csv.recognises(path)}
    assert found == {"83841NED"}
    assert not cbs_csv.recognises(tmp_path / "absent")
    assert not cbs_csv.recognises(packed(tmp_path / "a.zip", {"a.csv": "x"}))


# --- what is refused


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("Observations.csv", ";481,8;", ";481.8;", ":2: “481.8” is not a number with a decimal"),
        ("Observations.csv", ";481,8;", ";veel;", ":2: “veel” is not a number"),
        ("Observations.csv", ";481,8;", ";9E999;", ":2: “9E999” is not a number"),
        ("Observations.csv", "Confidential", "Secret", ":5: gives a reason we do not know: “Sec"),
        ("Observations.csv", "Confidential", "", ":5: gives a reason we do not know: “”"),
        ("Observations.csv", ";;;Impossible", ";3,5;;Impossible", ":4: has the value 3,5, and"),
        ("Observations.csv", "0;M1;", "0;M9;", "Measure has codes that are not there: “M9”"),
        ("Observations.csv", "GM0363;2019", "GM0364;2019", "RegioS has codes that are not there"),
        ("Observations.csv", "Geslacht;Reg", "Sekse;Reg", "it has no column Geslacht; its"),
        ("Observations.csv", "Measure;", "Measures;", ":1: lacks the column Measure"),
        ("Observations.csv", "Id;", "Measure;", ":1: has two columns of one name"),
        ("Observations.csv", ";481,8;;", ";481,8;", ":2: has 7 cells, where the header has 8"),
        ("Observations.csv", ";481,8;", ";481;8;", ":2: has 9 cells, where the header has 8"),
        ("Observations.csv", 'hier"', "hier", ":7: ends in the middle of a cell"),
        ("Observations.csv", "5;M3", "5;M1;T001038;NL01;2019JJ00;1;;None\n6;M3", "7 observations"),
        ("Properties.csv", ";6;", ";7;", "has 6 observations, where Properties.csv tells of 7"),
        ("Properties.csv", ";6;", ";veel;", ":2: gives “veel” as its number of observations"),
        ("Properties.csv", "2021-03-11T", "11 maart", ":2: gives “11 maart02:00:00+01:00” as the"),
        ("Properties.csv", "70000NED;", ";", "does not describe one table"),
        ("Properties.csv", "Identifier", "Id", "lacks the column Identifier"),
        ("Dimensions.csv", "\nRegioS", "\nGeslacht", "names a dimension “Geslacht” that cannot be"),
        ("Dimensions.csv", "GeslachtCodes", "../GeslachtCode", "GeslachtCode.csv: is not in the"),
        ("GeslachtCodes.csv", ";Geslacht;1", ";Leeftijd;1", "has codes of Leeftijd, not of Gesl"),
        ("GeslachtCodes.csv", "3000   ", "T001038", "has code “T001038” twice"),
        ("PeriodenCodes.csv", "Voorlopig", "Geraamd", "a status we do not know: “NaderGeraamd”"),
        ("MeasureCodes.csv", "x 1 000;1", "x 1 000;een", "gives M1 “een” decimals"),
        ("MeasureCodes.csv", "\nM2", "\nM1", "has measure “M1” twice"),
        ("MeasureGroups.csv", "Inkomen;;", "Inkomen;;T2", "puts group T1 inside itself"),
        ("RegioSCodes.csv", "Amsterdam;", "Amsterdam", ":3: has 5 cells, where the header has 6"),
        ("GeslachtCodes.csv", 'regels"', "regels", ":3: ends in the middle of a cell"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_place(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    assert said in refusal(folder)


@pytest.mark.parametrize("name", [name for name in FILES if name != "MeasureGroups.csv"])
def test_a_file_that_is_absent_or_empty_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("")
    assert f"70000NED/{name}" in refusal(folder)
    (folder / name).unlink()
    assert f"70000NED/{name}: is not in the download" in refusal(folder)


def test_text_in_another_encoding_is_refused_with_its_line(folder: Path) -> None:
    (folder / "RegioSCodes.csv").write_bytes(FILES["RegioSCodes.csv"].encode() + b"\xe9")
    assert "RegioSCodes.csv:4: is not in UTF-8" in refusal(folder)
    put(folder, FILES)
    raw = FILES["Observations.csv"].encode()
    (folder / "Observations.csv").write_bytes(raw.replace(b"481,8", b"48\xe9,8"))
    assert "Observations.csv:2: is not in UTF-8" in refusal(folder)
    (folder / "Observations.csv").write_bytes(raw.replace(b"481,8", b"48\0,8"))
    assert "Observations.csv:2: holds bytes that are no text" in refusal(folder)


@pytest.mark.parametrize("old", ["2019JJ00;", ";None", "NL01", "0,5"])
def test_a_bad_row_deep_in_a_long_table_is_named(folder: Path, old: str) -> None:
    lines = [f"{number};M1;3000;NL01;2019JJ00;0,5;;None" for number in range(5000)]
    lines[4321] = lines[4321].replace(old, {"0,5": "0.5", "NL01": "NL77"}.get(old, ""))
    header = FILES["Observations.csv"].splitlines()[0]
    (folder / "Observations.csv").write_text("\n".join([header, *lines]))
    said = refusal(folder)
    assert "“NL77”" in said if old == "NL01" else "Observations.csv:4323:" in said


# --- zips that are damaged, or made to do harm


def test_damaged_zips_are_refused(tmp_path: Path) -> None:
    good = packed(tmp_path / "good.zip", FILES).read_bytes()
    path = tmp_path / "bad.zip"
    for raw in (b"", b"PK", good[:-30], b"<html>", good[: len(good) // 2]):
        path.write_bytes(raw)
        assert "bad.zip: is no zip of CSV files" in refusal(path)
    assert "absent.zip: is no zip of CSV files" in refusal(tmp_path / "absent.zip")
    with zipfile.ZipFile(path, "w") as stream:
        stream.writestr("a/Observations.csv", "x")
        stream.writestr("b/Observations.csv", "x")
    assert "holds several files of one name" in refusal(path)


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream,
        stream.open("Observations.csv", "w") as member,
    ):
        for _ in range(110):
            member.write(bytes(1_000_000))
    assert path.stat().st_size < 200_000
    assert "bomb.zip/Observations.csv: unpacks to far more than a table can be" in refusal(path)


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", FILES)
    total = sum(len(text.encode()) for text in FILES.values())
    monkeypatch.setattr(cbs_csv_files, "LARGEST", total)
    whole(path)
    monkeypatch.setattr(cbs_csv_files, "LARGEST", total - 1)
    assert "a.zip: unpacks to far more" in refusal(path)


def test_what_packaging_promises_is_not_believed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FILES["Observations.csv"] + "\n" * 400_000
    raw = packed(tmp_path / "a.zip", {**FILES, "Observations.csv": text}).read_bytes()
    size = len(text.encode()).to_bytes(4, "little")
    assert raw.count(size) == 2
    (tmp_path / "a.zip").write_bytes(raw.replace(size, (300).to_bytes(4, "little")))
    assert "a.zip/Observations.csv: is damaged: Bad CRC" in refusal(tmp_path / "a.zip")
    monkeypatch.setattr(cbs_csv_files, "FROM_SIZE", 100_000)
    monkeypatch.setattr(cbs_csv_files, "HIGHEST_RATIO", 100)
    (folder / "Observations.csv").unlink()
    (folder / "Observations.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert "70000NED/Observations.csv: unpacks to far more" in refusal(folder)


def test_a_row_without_end_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    monkeypatch.setattr(blocks, "LONGEST_ROW", 5000)
    text = FILES["Observations.csv"].replace("481,8;;", '481,8;";')
    (folder / "Observations.csv").write_text(text + "9;M1\n" * 5000)
    assert "has a row of more than" in refusal(folder)
    monkeypatch.setattr(cbs_csv_files, "LARGEST_CODES", 300)
    assert "that is no file of codes" in refusal(folder)


# --- anything at all


def _mutated(raw: bytes, rng: random.Random) -> bytes:
    """*raw* with something wrong that happens to files."""
    lines = raw.split(b"\n")
    place, line = rng.randrange(len(raw)), rng.randrange(len(lines))
    match rng.randrange(8):
        case 0:
            return raw[:place] + bytes([raw[place] ^ (1 << rng.randrange(8))]) + raw[place + 1 :]
        case 1:
            return raw[:place]
        case 2:
            return b"\n".join(lines[:line] + lines[line + 1 :])
        case 3:
            return b"\n".join(lines[: line + 1] + lines[line:])
        case 4:
            swaps = [(b";", b","), (b",", b"."), (b'"', b""), (b"\n", b"\r")]
            return raw.replace(*rng.choice(swaps))
        case 5:
            put_in = rng.choice((b'"', b";", b",", b"\n", b" ", b"9", b"\xff"))
            return raw[:place] + put_in + raw[place:]
        case 6:
            return raw[:place] + raw[place + rng.randint(1, 12) :]
    other = rng.randrange(len(lines))
    lines[line], lines[other] = lines[other], lines[line]
    return b"\n".join(lines)


@pytest.mark.parametrize("seed", range(2))
def test_mutated_observations_are_read_whole_or_refused(memory: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder = put(memory / f"observations {seed}", FILES)
    description = cbs_csv.read(folder).description
    download = Download.of(folder, folder.name)
    original = FILES[OBSERVATIONS].encode()
    read = refused = 0
    for _ in range(4000):
        (folder / OBSERVATIONS).write_bytes(_mutated(original, rng))
        try:
            assert sum(len(each) for each in observations(download, description, 6)) == 6
            read += 1
        except Refused as refusal:
            (problem,) = refusal.problems
            assert problem.what and problem.remedy and OBSERVATIONS in problem.where
            refused += 1
    assert read > 400 and refused > 1500 and read + refused == 4000


@pytest.mark.parametrize("seed", range(2))
def test_a_mutated_table_is_read_whole_or_refused(memory: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder = put(memory / str(seed), FILES)
    originals = {name: text.encode() for name, text in FILES.items()}
    read = refused = 0
    for _ in range(2000):
        name = rng.choice(sorted(originals))
        (folder / name).write_bytes(_mutated(originals[name], rng))
        try:
            if rng.random() < 0.05:
                cbs_csv.recognises(folder)
                whole(folder)
            assert sum(len(chunk) for chunk in cbs_csv.read(folder).chunks) == 6
            read += 1
        except Refused as refusal:
            (problem,) = refusal.problems
            assert problem.what and problem.remedy and folder.name in problem.where
            refused += 1
        (folder / name).write_bytes(originals[name])
    assert read > 400 and refused > 700 and read + refused == 2000


@pytest.mark.parametrize("seed", range(2))
def test_a_mutated_zip_is_read_whole_or_refused(memory: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = memory / f"{seed}.zip"
    original = packed(path, FILES).read_bytes()
    read = refused = 0
    for _ in range(4000):
        path.write_bytes(_mutated(original, rng))
        try:
            cbs_csv.recognises(path)
            assert sum(len(chunk) for chunk in cbs_csv.read(path).chunks) == 6
            read += 1
        except Refused:
            refused += 1
    assert read > 40 and refused > 2000 and read + refused == 4000


def test_a_mutated_long_table_is_read_whole_or_refused(
    memory: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows of a real table, by the reader for blocks that are large."""
    real = shared / "data/cbs-csv/83841NED"
    folder = memory / "real"
    folder.mkdir(exist_ok=True)
    _described(folder, real / "D-83841NED.json")
    properties = folder / "Properties.csv"
    properties.write_text(properties.read_text().replace(";11460;", ";200;"))
    lines = gzip.decompress((real / "Observations.csv.gz").read_bytes()).splitlines(keepends=True)
    original = b"".join(lines[:201])
    monkeypatch.setattr(cbs_csv_observations, "_SMALL", 0)
    rng = random.Random(7)
    read = refused = 0
    for _ in range(500):
        (folder / "Observations.csv").write_bytes(_mutated(original, rng))
        try:
            assert len(whole(folder)[1]) == 200
            read += 1
        except Refused:
            refused += 1
    assert read > 50 and refused > 200


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_reading(memory: Path, raw: bytes) -> None:
    folder = put(memory / "any", {**FILES, "Observations.csv": raw})
    with contextlib.suppress(Refused):
        list(cbs_csv.read(folder).chunks)
    (folder / "any.zip").write_bytes(raw)
    with contextlib.suppress(Refused):
        list(cbs_csv.read(folder / "any.zip").chunks)
