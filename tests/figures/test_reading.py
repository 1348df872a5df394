"""Figures and releases from CSV: what comes through, and what is said of bad files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from duidelijk.figures.reading import read_figures, read_releases
from duidelijk.figures.release import Precision
from duidelijk.figures.table import SCHEMA

HEAD = "indicator,region,period,value,release\n"
RELEASES = "release,source,publisher,title,address,licence,published,precision,basis\n"
GOOD = "r1,cbs,CBS,Title,https://example.org/,CC BY 4.0,2021-03-11,,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "f.csv"


def problems_of(file: Path, content: str | bytes) -> list[str]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    rows, problems = read_figures(file)
    assert set(rows.columns) == {*SCHEMA, "file", "line"}
    return [str(each) for each in problems]


def test_columns_that_are_left_out_get_their_defaults(file: Path) -> None:
    file.write_text(HEAD + "banen,NL01,2021MM01,12.5,r1\n")
    (row,) = read_figures(file)[0].rows(named=True)
    assert row["group"] == "total" and row["method"] == ""
    assert row["value"] == 12.5 and row["decimals"] == 1
    assert row["lower"] is row["n"] is row["status"] is row["missing"] is row["region_year"] is None
    assert (row["file"], row["line"]) == ("f.csv", 2)


def test_the_name_shown_can_be_chosen(file: Path) -> None:
    file.write_text(HEAD + "banen,NL01,2021MM01,veel,r1\n")
    rows, (problem,) = read_figures(file, "figures/mine.csv")
    assert problem.where == rows["file"][0] == "figures/mine.csv"


def test_decimals_are_the_most_a_release_gives_for_an_indicator(file: Path) -> None:
    file.write_text(
        HEAD
        + "banen,NL01,2021MM01,5,r1\n"
        + "banen,NL01,2021MM02,5.25,r1\n"
        + "banen,NL01,2021MM03,5.1,r2\n"
        + "banen,NL01,2021MM04,5,r2\n"
        + "stemming,NL01,2021MM01,5,r1\n"
        + "stemming,NL01,2021MM02,,r1\n"
    )
    assert read_figures(file)[0]["decimals"].to_list() == [2, 2, 1, 1, 0, 0]


def test_nought_behind_the_point_counts_as_a_decimal(file: Path) -> None:
    file.write_text(HEAD + "banen,NL01,2021MM01,5.0,r1\nbanen,NL01,2021MM02,6,r1\n")
    assert read_figures(file)[0]["decimals"].to_list() == [1, 1]


def test_decimals_that_are_given_win(file: Path) -> None:
    file.write_text(
        HEAD.replace("value", "value,decimals")
        + "banen,NL01,2021MM01,5.25,1,r1\nbanen,NL01,2021MM02,5,,r1\n"
    )
    assert read_figures(file)[0]["decimals"].to_list() == [1, 2]


def test_every_number_that_is_none_is_named_with_its_line(file: Path) -> None:
    words = ["nan", "NaN", "inf", "-Infinity", "veel", '"3,5"', "1.234.5", "12%", "0x10"]
    lines = [f"banen,NL01,2021MM01,{word},r1\n" for word in words]
    found = problems_of(file, HEAD + "banen,NL01,2020MM01,4,r1\n" + "".join(lines))
    assert found == [
        f"f.csv:{number}: “{word.strip(chr(34))}” in column value is not a number → as 1234.5"
        for number, word in enumerate(words, 3)
    ]


@pytest.mark.parametrize("column", ["lower", "upper", "n", "region_year"])
def test_text_in_any_column_of_numbers_is_named(file: Path, column: str) -> None:
    head = HEAD.replace("value", f"value,{column}")
    (problem,) = problems_of(file, head + "banen,NL01,2021MM01,4,veel,r1\n")
    assert problem.startswith(f"f.csv:2: “veel” in column {column} is not a number")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        pytest.param("decimals", "veel", id="text for decimals"),
        pytest.param("decimals", "300", id="too many decimals"),
        pytest.param("n", "12.5", id="half a respondent"),
        pytest.param("n", "1e30", id="too many respondents"),
        pytest.param("region_year", "99999", id="a year that does not fit"),
    ],
)
def test_a_number_that_does_not_fit_its_column_is_named(file: Path, column: str, text: str) -> None:
    head = HEAD.replace("value", f"value,{column}")
    (problem,) = problems_of(file, head + f"banen,NL01,2021MM01,4,{text},r1\n")
    assert text in problem and column in problem


def test_an_unknown_column_gets_a_suggestion(file: Path) -> None:
    found = problems_of(file, HEAD.replace("region", "regoin"))
    assert found == [
        "f.csv:1: unknown column “regoin” → did you mean region?",
        "f.csv:1: lacks the columns region",
    ]


def test_missing_columns_are_named(file: Path) -> None:
    assert problems_of(file, "indicator,value\n") == [
        "f.csv:1: lacks the columns region, period, release"
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"<html><body>404</body></html>\n",
        b"\x00\xff\xfe\x80\n\n\x00",
        b"PK\x03\x04\x14\x00",
        b"indicator;region;period;value;release\nbanen;NL01;2021MM01;4;r1\n",
        HEAD.encode() + b"banen,NL01,2021MM01,4,r1,and,more\n",
        HEAD.encode() + b"banen,NL01,2021MM01,4,caf\xe9\n",
        HEAD.replace("region", "value").encode(),
    ],
    ids=["empty", "blank", "html", "bytes", "zip", "semicolons", "long row", "latin-1", "twice"],
)
def test_what_is_no_csv_of_figures_is_refused_and_gives_no_rows(file: Path, content: bytes) -> None:
    found = problems_of(file, content)
    assert found and all(each.startswith("f.csv") for each in found)
    assert read_figures(file)[0].is_empty()


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    _, (problem,) = read_figures(tmp_path / "absent.csv")
    assert problem.where == "absent.csv" and "cannot be read" in problem.what


def test_a_byte_order_mark_is_no_part_of_the_first_column(file: Path) -> None:
    assert problems_of(file, b"\xef\xbb\xbf" + HEAD.encode() + b"banen,NL01,2021MM01,4,r1\n") == []


def test_a_line_break_within_quotes_does_not_shift_the_lines_after_it(file: Path) -> None:
    content = HEAD.replace("release", "release,note")
    content += 'banen,NL01,2021MM01,4,r1,"one\ntwo"\nbanen,NL01,2021MM02,veel,r1,\n'
    (problem,) = problems_of(file, content)
    assert problem.startswith("f.csv:4:")


def test_releases_come_through_with_their_dates(file: Path) -> None:
    file.write_text(
        RELEASES + GOOD + GOOD.replace("r1", "r2").replace(",,\n", ",month,news item\n")
    )
    (first, second), problems = read_releases(file)
    assert problems == []
    assert first.id == "r1" and first.published == dt.date(2021, 3, 11)
    assert (first.precision, second.precision) == (Precision.DAY, Precision.MONTH)
    assert second.basis == "news item"


@pytest.mark.parametrize("column", ["source", "publisher", "address", "licence", "published"])
def test_a_release_without_provenance_is_refused(file: Path, column: str) -> None:
    names = RELEASES.strip().split(",")
    fields = GOOD.strip().split(",")
    fields[names.index(column)] = "  "
    file.write_text(RELEASES + GOOD.replace("r1", "r0") + ",".join(fields) + "\n")
    releases, (problem,) = read_releases(file)
    assert [each.id for each in releases] == ["r0"]
    assert (problem.where, problem.line) == ("f.csv", 3)
    assert problem.what == f"release “r1” has no {column}"


@pytest.mark.parametrize(
    ("old", "new"),
    [("2021-03-11", "11-3-2021"), ("2021-03-11", "2021-02-30"), (",,\n", ",week,\n")],
)
def test_a_date_that_cannot_be_read_is_refused(file: Path, old: str, new: str) -> None:
    file.write_text(RELEASES + GOOD.replace(old, new))
    releases, (problem,) = read_releases(file)
    assert releases == [] and (problem.where, problem.line) == ("f.csv", 2)


@pytest.mark.parametrize("content", [b"", b"release,source\n", b"\x00\xff"])
def test_what_is_no_csv_of_releases_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    releases, problems = read_releases(file)
    assert releases == [] and len(problems) == 1


def test_releases_that_are_not_there_are_a_problem(tmp_path: Path) -> None:
    assert read_releases(tmp_path / "absent.csv")[1]


def test_a_byte_order_mark_is_no_part_of_the_first_column_of_releases(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + (RELEASES + GOOD).encode())
    assert read_releases(file)[1] == []


def test_a_release_that_is_given_twice_is_refused(file: Path) -> None:
    file.write_text(RELEASES + GOOD + GOOD.replace("2021-03-11", "2021-04-11"))
    assert read_releases(file)[1]
