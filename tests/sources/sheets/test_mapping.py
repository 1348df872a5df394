"""Mappings as declarations: read with lines, written back the same, known by their headings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.foundation.problems import Refused
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.mapping import (
    ROLES,
    Column,
    Details,
    FileMapping,
    Heading,
    column_letters,
    column_range,
    fingerprint,
    for_another_file,
    headed,
    located,
    unsettled,
)
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.mapping_text import (
    COLUMN_KEYS,
    HEADING_KEYS,
    KEYS,
    RELEASE_KEYS,
    mapping_text,
    write_mapping,
)

# --- the declaration

WHOLE = """\
layout: cells
sheet: Tabel 1
delimiter: ";"
header_rows: [4, 5]
first_row: 7
last_row: 99
footer: [Bron, "©"]
recognise: "0123456789abcdef"
decimal: ","
missing: {x: withheld, "-": 0, "": ignore}
region_level: municipality
region_year: 2024
times: {stress: 100}
method: nieuw
status: provisional
decimals: 1
fixed: {period: given, group: total}
columns:
  - {column: A, title: "Regio › Naam", is: region, level: ggd, names: {Fryslân: GG7206}}
  - {column: B, is: split, by: "-", parts: [group, ignore]}
  - {column: C, is: filter, keep: [Totaal]}
  - {column: D-F, is: value, indicator: stress, group: "leeftijd:16-17", period: 2024JJ00,
     region: NL01, times: 1.5}
headings:
  - {row: 4, is: period}
  - {row: 5, is: split, by: "_", parts: [region, ignore]}
names:
  region: {"0014": GM0014, null: NL01, "yes": ignore}
  group: {"a \\"b\\" \\\\ c": total}
release:
  {source: ggd, title: Titel, address: "https://example.org/", licence: CC0, published: 2024-07}
"""


@pytest.fixture
def declared(tmp_path: Path) -> Callable[[str], FileMapping]:
    def declared(text: str) -> FileMapping:
        path = tmp_path / "m.yaml"
        path.write_text(text, encoding="utf-8")
        return read_mapping(path)

    return declared


def test_a_mapping_is_read_written_and_read_the_same(
    declared: Callable[[str], FileMapping], tmp_path: Path
) -> None:
    first = declared(WHOLE)
    assert first.header_rows == (4, 5) and first.missing == {
        "x": "withheld",
        "-": "0",
        "": "ignore",
    }
    assert first.columns[3] == Column(
        "value", "D-F", "", "stress", "leeftijd:16-17", "2024JJ00", "NL01", 1.5
    )
    assert first.headings[1] == Heading(5, "split", "_", ("region", "ignore"))
    assert first.names["region"] == {"0014": "GM0014", "null": "NL01", "yes": "ignore"}
    assert first.release.published == "2024-07"
    write_mapping(tmp_path / "n.yaml", first)
    second = read_mapping(tmp_path / "n.yaml")
    assert replace(second, name=first.name, file=first.file) == first


def test_remarks_stand_behind_their_line(tmp_path: Path) -> None:
    mapping = FileMapping(missing={"x": "?"}, columns=(Column("?", "A"),))
    remarks = {("missing", "x"): "withheld,\nor ignore", ("columns", 0): "region?"}
    assert mapping_text(mapping, remarks) == (
        'header_rows: []\nfirst_row: 1\ndecimal: "."\nmissing:\n  x: "?"  # withheld, or ignore\n'
        'columns:\n  - {column: A, is: "?"}  # region?\n'
    )


@given(
    st.dictionaries(st.text(), st.sampled_from(["GM0014", "?", "ignore"]), max_size=5),
    st.text(max_size=9),
)
@settings(max_examples=150, deadline=None)
def test_any_text_survives_writing(
    tmp_path_factory: pytest.TempPathFactory, names: dict[str, str], title: str
) -> None:
    tidy = {" ".join(text.split()): code for text, code in names.items() if _can_be_written(text)}
    mapping = FileMapping(
        columns=(Column("value", "A", title if _can_be_written(title) else ""),),
        fixed={"period": "2024JJ00", "region": "NL01", "indicator": "stress"},
        names={"region": tidy} if tidy else {},
    )
    path = tmp_path_factory.mktemp("m") / "m.yaml"
    write_mapping(path, mapping)
    back = read_mapping(path, settled=False)
    assert (back.names, back.columns) == (mapping.names, mapping.columns)


def _can_be_written(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def test_what_is_left_to_settle_is_refused_with_the_line_of_each(
    declared: Callable[[str], FileMapping],
) -> None:
    text = WHOLE.replace("x: withheld", 'x: "?"').replace("region_year: 2024", 'region_year: "?"')
    with pytest.raises(Refused) as refused:
        declared(text.replace("{row: 4, is: period}", '{row: 4, is: "?"}'))
    assert [(each.line, each.what) for each in refused.value.problems] == [
        (10, "missing › x is still to be settled"),
        (12, "region_year is still to be settled"),
        (25, "headings › 1 › is is still to be settled"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "is empty"),
        ("- a\n", 1, "is not a block of keys"),
        ("decimal: ';'\n", 1, "decimal cannot be “;” → write . or ,"),
        ("header_row: [1]\n", 1, "unknown key “header_row” → did you mean header_rows?"),
        ("header_rows: [2, 1]\n", 1, "are not in order"),
        ("header_rows: eerste\n", 1, "is not a list of row numbers"),
        ("header_rows: [3]\nfirst_row: 2\n", 2, "lies among the header rows"),
        ("region_level: gemeente\n", 1, "region_level cannot be “gemeente”"),
        ("missing: {x: geheim}\n", 1, "“geheim” is no reason"),
        ("missing: [x]\n", 1, "missing is not a block of texts"),
        ("missing:\n  x: withheld\n  x: ignore\n", 3, "“x” is given twice (first on line 2)"),
        ("fixed: {period: 2024M1}\n", 1, "unknown period"),
        ("times: veel\n", 1, "times is not a number above 0"),
        ("times: {stress: -1}\n", 1, "times is not a number above 0"),
        ("columns: {A: region}\n", 1, "columns is not a list"),
        ("columns:\n  - {is: value}\n", 2, "does not say which column"),
        ("columns:\n  - {column: A}\n", 2, "does not say what it is"),
        ("columns:\n  - {column: 7, is: value}\n", 2, "“7” is no column"),
        ("columns:\n  - {column: F-C, is: value}\n", 2, "“F-C” is no column"),
        ("columns:\n  - {column: A, is: waarde}\n", 2, "is cannot be “waarde”"),
        ("columns:\n  - {column: A, is: split, by: '-'}\n", 2, "does not say how it is split"),
        ("columns:\n  - {column: A, is: region, by: '-'}\n", 2, "has parts, but is not split"),
        ("columns:\n  - {column: A, is: filter}\n", 2, "a filter keeps the rows"),
        ("columns:\n  - {column: A, is: region}\n", 1, "no column is the value"),
        ("columns:\n  - {column: A, is: value}\n", 1, "nothing tells the region"),
        ("headings: [{is: period}]\n", 1, "does not say which row"),
        ("release: {jaar: 2024}\n", 1, "unknown key “jaar”"),
        ("sheet: [a]\n", 1, "sheet is not text"),
        ("sheet: *a\n", 1, "is not YAML"),
    ],
)
def test_a_mapping_that_is_not_in_order_is_refused_with_its_line(
    declared: Callable[[str], FileMapping], text: str, line: int, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        declared(text)
    problems = refused.value.problems
    assert any(each.line == line and said in str(each) for each in problems), str(refused.value)
    assert all(each.where == "m.yaml" for each in problems)


def test_what_belongs_to_one_file_is_not_kept() -> None:
    mapping = FileMapping(
        fixed={"period": "2024JJ00", "region": "NL01"},
        release=Details(source="ggd", title="T", published="2024-07", id="x"),
    )
    kept = for_another_file(mapping)
    assert kept.fixed == {"period": "given", "region": "NL01"}
    assert kept.release == Details(source="ggd", title="T")


# --- recognising


def sheet(*lines: str) -> Sheet:
    return Sheet.of("f.csv", [line.split(";") for line in lines])


def test_a_heading_stands_over_the_empty_ones_to_its_right() -> None:
    made = sheet("Code;Naam;Man;;Vrouw;;Totaal", ";;16-17;18-20;16-17;18-20;", "1;a;1;2;3;4;5")
    assert headed(made, (1, 2)).titles == (
        *("Code", "Naam", "Man › 16-17", "Man › 18-20", "Vrouw › 16-17", "Vrouw › 18-20", "Totaal"),
    )


def test_files_of_one_sort_have_one_fingerprint_whatever_the_years() -> None:
    before = sheet("Regio;2022;2023*", "Utrecht;1;2")
    after = sheet("regio;2022;2023;2024*", "Utrecht;1;2;3")
    other = sheet("Regio;Aantal", "Utrecht;1")
    assert fingerprint(before, (1,)) == fingerprint(after, (1,)) != fingerprint(other, (1,))
    assert fingerprint(before, ()) == ""


def test_headings_are_found_on_another_row() -> None:
    made = sheet("Titel", "Regio;Aantal", "Utrecht;1")
    mapping = FileMapping(
        recognise=fingerprint(made, (2,)),
        header_rows=(2,),
        first_row=3,
        last_row=3,
        headings=(Heading(2, "ignore"),),
    )
    lower = sheet("Titel", "Ondertitel", "Let op", "Regio;Aantal", "Utrecht;1")
    found = located(mapping, lower)
    assert found is not None
    assert (found.header_rows, found.first_row, found.last_row) == ((4,), 5, 5)
    assert found.headings[0].row == 4
    assert located(mapping, sheet("Regio;Getal", "Utrecht;1")) is None
    assert located(mapping, made) == mapping
    assert located(replace(mapping, recognise=""), made) is None


@given(st.integers(0, 20_000))
def test_columns_have_the_letters_of_spreadsheets(index: int) -> None:
    letters = column_letters(index)
    assert column_range(letters) == ((index, index) if len(letters) < 4 else None)


def test_unsettled_finds_every_question_mark() -> None:
    value = {"a": "?", "b": [{"c": "?"}, "x?"], "d": {"?": "e"}}
    assert unsettled(value) == [("a",), ("b", 0, "c")]


# --- the reference


def test_every_key_is_in_the_reference() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs/reference/mappings.md").read_text("utf-8")
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    told = {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}
    keys = {*KEYS, *COLUMN_KEYS, *HEADING_KEYS, *RELEASE_KEYS} - {"columns", "headings", "release"}
    assert keys <= told, keys - told
    assert set(ROLES) <= told, set(ROLES) - told
    assert told <= {*keys, *ROLES}, told - {*keys, *ROLES}


def test_the_example_of_the_reference_is_in_order(
    declared: Callable[[str], FileMapping],
) -> None:
    text = (Path(__file__).resolve().parents[3] / "docs/reference/mappings.md").read_text("utf-8")
    example = text.partition("```yaml\n")[2].partition("```")[0]
    assert declared(example).headings == (Heading(2, "group"),)
