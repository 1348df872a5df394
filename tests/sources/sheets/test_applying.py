"""Following a mapping: the figures that come of a file, and everything that is told of it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from duidelijk.catalogue import Group, GroupDimension, Indicator, Monitor, Source, Text
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.release import Release
from duidelijk.sources.sheets.applying import Applied, apply
from duidelijk.sources.sheets.cells import ERROR, NUMBER, PERCENT, TEXT, Sheet, read_sheets
from duidelijk.sources.sheets.mapping import (
    Column,
    FileMapping,
)
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.meaning import Meanings

Follow = Callable[..., Applied]


def both(words: str) -> Text:
    return Text(words, words)


@pytest.fixture(scope="session")
def monitor(indicator: Callable[..., Indicator], monitor_of: Callable[..., Monitor]) -> Monitor:
    """Counts and percentages of municipalities, provinces and the country, by age and sex."""
    levels = ("country", "part", "province", "ggd", "municipality")
    usual: dict[str, Any] = {"region_levels": levels, "groups": ("leeftijd", "geslacht")}
    usual |= {"frequency": "year"}
    made = [
        indicator("jongeren", title=both("Jongeren"), kind="count", minimum=0.0, **usual),
        indicator("stress", title=both("Veel stress"), minimum=0.0, maximum=100.0, **usual),
        indicator("eenzaam", title=both("Eenzaam"), minimum=0.0, maximum=100.0, **usual),
        indicator("sterk", title=both("Sterk eenzaam"), minimum=0.0, maximum=100.0, **usual),
    ]
    ages = ("16-17", "18-20", "19-64", "65+")
    return monitor_of(
        *made,
        dimensions=(
            GroupDimension(
                "leeftijd",
                both("Leeftijd"),
                tuple(Group(f"leeftijd:{age}", both(age), both(age)) for age in ages),
            ),
            GroupDimension(
                "geslacht",
                both("Geslacht"),
                (
                    Group("geslacht:man", both("Mannen"), both("Man")),
                    Group("geslacht:vrouw", both("Vrouwen"), both("Vrouw")),
                ),
            ),
        ),
        sources={"ggd": Source("ggd", "GGD", "institute", "CC BY 4.0")},
    )


@pytest.fixture
def follow(tmp_path: Path, monitor: Monitor) -> Follow:
    """Reads a mapping and follows it through a file, given as text or as a path."""

    def follow(mapping: str, content: str | Path) -> Applied:
        path = tmp_path / "mapping.yaml"
        path.write_text(mapping, encoding="utf-8")
        told = read_mapping(path)
        file = tmp_path / "file.csv"
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8")
        else:
            file = content
        sheets = read_sheets(file, delimiter=told.delimiter)
        sheet = next(each for each in sheets if told.sheet in ("", each.name))
        return apply(told, sheet, monitor, "r1")

    return follow


def told(applied: Applied) -> list[str]:
    return [str(problem) for problem in applied.problems]


def rows(applied: Applied, *columns: str) -> list[tuple[Any, ...]]:
    assert not applied.problems, told(applied)
    return applied.figures.select(columns).rows()


# --- layouts

LONG = """\
header_rows: [1]
decimal: ","
columns:
  - {title: jaar, is: period}
  - {title: gemeente, is: region}
  - {title: wat, is: indicator}
  - {title: waarde, is: value}
"""


def test_the_long_layout_has_one_row_a_figure(follow: Follow) -> None:
    applied = follow(
        LONG,
        "jaar;gemeente;wat;waarde\n2024*;Utrecht (gemeente);stress;12,50\n2023;GM0014;jongeren;7\n",
    )
    columns = ("period", "region", "indicator", "value", "status", "decimals", "file", "line")
    assert rows(applied, *columns) == [
        ("2024JJ00", "GM0344", "stress", 12.5, "provisional", 2, "file.csv", 2),
        ("2023JJ00", "GM0014", "jongeren", 7.0, None, 0, "file.csv", 3),
    ]
    assert set(applied.figures["release"]) == {"r1"}


THOUSANDS = """\
header_rows: [1]
decimal: ","
columns:
  - {title: jaar, is: period}
  - {title: gemeente, is: region}
  - {title: "Jongeren (x 1 000)", is: value, indicator: jongeren}
"""


@pytest.mark.parametrize("how", ["column", "name"])
def test_a_heading_in_thousands_is_not_taken_for_ones(follow: Follow, how: str) -> None:
    content = "jaar;gemeente;Jongeren (x 1 000)\n2023;GM0014;1,5\n"
    mapping = THOUSANDS
    if how == "name":
        content = "jaar;gemeente;wat;waarde\n2023;GM0014;Jongeren (x 1 000);1,5\n"
        mapping = LONG + 'names: {indicator: {"Jongeren (x 1 000)": jongeren}}\n'
    (problem,) = told(follow(mapping, content))
    assert "“Jongeren (x 1 000)” is no number of" in problem
    assert "write times: {jongeren: 1000}, or 1 when it is in that unit" in problem
    for times, value in ((1000, 1500.0), (1, 1.5)):
        applied = follow(f"{mapping}times: {{jongeren: {times}}}\n", content)
        assert rows(applied, "value") == [(value,)]


def test_the_wide_layout_has_one_column_an_indicator_with_limits_and_respondents(
    follow: Follow,
) -> None:
    applied = follow(
        """\
header_rows: [1]
decimal: ","
region_level: municipality
fixed: {period: 2024JJ00}
missing: {x: withheld, ".": unreliable, "-": 0, "": ignore}
columns:
  - {column: A, is: region}
  - {column: B, is: value, indicator: stress}
  - {column: C, is: lower, indicator: stress}
  - {column: D, is: upper, indicator: stress}
  - {column: E, is: value, indicator: jongeren, times: 1000}
  - {column: F, is: n}
  - {column: G, is: note}
""",
        "Gemeente;Stress;onder;boven;Jongeren x 1000;n;noot\n"
        "Utrecht;12,5;11,0;14,0;1,25;1.204;let op\n"
        "Groningen;x;;;-;;\n"
        "Almere;.;;;;90;\n",
    )
    columns = ("indicator", "region", "value", "lower", "upper", "n", "missing", "decimals", "note")
    assert rows(applied, *columns) == [
        ("stress", "GM0344", 12.5, 11.0, 14.0, 1204, None, 1, "let op"),
        ("stress", "GM0014", None, None, None, None, "withheld", 1, None),
        ("stress", "GM0034", None, None, None, 90, "unreliable", 1, None),
        ("jongeren", "GM0344", 1250.0, None, None, 1204, None, 0, "let op"),
        ("jongeren", "GM0014", 0.0, None, None, None, None, 0, None),
    ]
    assert applied.left_out == {"cells that the mapping ignores": 1}


def test_headings_over_columns_tell_periods_and_groups(follow: Follow) -> None:
    applied = follow(
        """\
header_rows: [2, 3]
region_level: municipality
fixed: {indicator: jongeren}
headings:
  - {row: 2, is: period}
  - {row: 3, is: group}
names: {group: {Totaal: total, Man: "geslacht:man", Onbekend: ignore}}
columns:
  - {column: A, is: region}
  - {column: B-, is: value}
footer: ["Bron:"]
""",
        "Jongeren;;;;;\n;2023;;2024*;;\nRegio;Totaal;Man;Totaal;Man;Onbekend\nUtrecht;1;2;3;4;5\n"
        "Bron: CBS, bewerkt;;;;;\nCijfers;van;gisteren\n",
    )
    assert rows(applied, "period", "group", "value", "status") == [
        ("2023JJ00", "total", 1.0, None),
        ("2023JJ00", "geslacht:man", 2.0, None),
        ("2024JJ00", "total", 3.0, "provisional"),
        ("2024JJ00", "geslacht:man", 4.0, "provisional"),
    ]
    assert applied.left_out == {"names that the mapping ignores": 1}


def test_one_text_can_tell_several_things(follow: Follow) -> None:
    applied = follow(
        """\
fixed: {period: 2020JJ00}
region_level: municipality
names:
  region: {son_en_breugel: GM0848}
  group: {19 t/m 64: "leeftijd:19-64", 65+: "leeftijd:65+"}
  indicator: {sterkeenzaam: sterk}
columns:
  - {column: A, is: split, by: "-", parts: [ignore, region, group, indicator]}
  - {column: B, is: value}
""",
        "zo-asten-19 t/m 64-eenzaam,39\n\nzo-son_en_breugel-65+-sterkeenzaam, 7\n",
    )
    assert rows(applied, "region", "group", "indicator", "value", "line") == [
        ("GM0743", "leeftijd:19-64", "eenzaam", 39.0, 1),
        ("GM0848", "leeftijd:65+", "sterk", 7.0, 3),
    ]


def test_headings_of_several_parts_are_split_too(follow: Follow) -> None:
    applied = follow(
        """\
header_rows: [1]
headings: [{row: 1, is: split, by: "_", parts: [region, indicator, period]}]
names: {indicator: {Veel stress: stress}}
columns:
  - {title: Soort, is: filter, keep: [Totaal]}
  - {column: "B-", is: value}
""",
        "Soort,Nederland_Veel stress_2023,Utrecht (PV)_Veel stress_2024*\nTotaal,1,2\nOverig,3,4\n",
    )
    assert rows(applied, "region", "period", "value") == [
        ("NL01", "2023JJ00", 1.0),
        ("PV26", "2024JJ00", 2.0),
    ]
    assert applied.left_out == {"another Soort": 1}


def test_groups_of_two_columns_are_kept_alone_and_never_crossed(follow: Follow) -> None:
    applied = follow(
        """\
header_rows: [1]
fixed: {period: 2024JJ00, region: NL01, indicator: stress}
names: {group: {Totaal: total}}
columns:
  - {title: leeftijd, is: group, names: {jong: "leeftijd:16-17"}}
  - {title: geslacht, is: group, names: {M: "geslacht:man"}}
  - {title: waarde, is: value}
""",
        "leeftijd,geslacht,waarde\nTotaal,Totaal,1\njong,Totaal,2\nTotaal,M,3\njong,M,4\n",
    )
    assert rows(applied, "group", "value") == [
        ("total", 1.0),
        ("leeftijd:16-17", 2.0),
        ("geslacht:man", 3.0),
    ]
    assert applied.left_out == {"groups within groups": 1}


def test_what_holds_by_indicator(follow: Follow) -> None:
    applied = follow(
        LONG
        + "times: {stress: 100, jongeren: 1000}\nmethod: {stress: nieuw}\nregion_year: 2022\n"
        + "status: provisional\ndecimals: 1\n",
        "jaar;gemeente;wat;waarde\n2024;GM0344;stress;0,1234567891\n2024;GM0344;jongeren;1\n",
    )
    columns = ("indicator", "value", "method", "region_year", "status", "decimals")
    assert rows(applied, *columns) == [
        ("stress", 12.34567891, "nieuw", 2022, "provisional", 1),
        ("jongeren", 1000.0, "", 2022, "provisional", 1),
    ]


def test_a_status_in_a_column_goes_before_that_of_the_period(follow: Follow) -> None:
    mapping = LONG + "  - {title: status, is: status}\n"
    content = (
        "jaar;gemeente;wat;waarde;status\n2024*;NL01;stress;1;Definitief\n2024*;GM0014;stress;2;\n"
    )
    assert rows(follow(mapping, content), "status") == [("definitive",), ("provisional",)]
    applied = follow(mapping, content + "2024;GM0344;stress;3;zeker\n")
    assert "file.csv:4: unknown status “zeker” in column E" in told(applied)[0]


# --- what is wrong in a file


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2024;Bergen;stress;1", "“Bergen” can be 2 regions in column B → choose GM0373"),
        ("2024;Utrect;stress;1", "unknown region “Utrect” in column B → did you mean PV26"),
        ("2024;;stress;1", 'has no region in column B → write "": GM0363 (or ignore)'),
        ("20x4;NL01;stress;1", 'unknown period “20x4” in column A → write "20x4": 2024JJ00'),
        (
            "2024;NL01;stres;1",
            "unknown indicator “stres” in column C → did you mean stress or sterk?",
        ),
        ("2024;NL01;;1", "has no indicator in column C"),
        ("2024;NL01;stress;x", '“x” is not a number in column D → write "x": withheld'),
        ("2024;NL01;stress;-", "“-” is not a number in column D"),
        ("2024;NL01;stress;", "has no value in column D"),
        ("2024;NL01;stress;1.5", "“1.5” is not a number"),
    ],
)
def test_what_means_nothing_is_told_with_its_line(follow: Follow, row: str, said: str) -> None:
    good = "jaar;gemeente;wat;waarde\n2024;NL01;stress;1\n"
    applied = follow(LONG, f"{good}{row}\n")
    (problem,) = told(applied)
    assert problem.startswith("file.csv:3: ")
    assert said in problem


def test_a_cell_too_many_is_told_wherever_it_comes(follow: Follow) -> None:
    many = "jaar;gemeente;wat;waarde\n" + "2024;NL01;stress;1\n" * 600
    (problem,) = told(follow(LONG, many + "2024;NL01;stress;1;2\n"))
    assert "file.csv:602: has more cells than the mapping has columns (D)" in problem
    at_once = follow(LONG, "jaar;gemeente;wat;waarde\n2024;NL01;stress;1;2\n")
    assert "column E is not in the mapping" in told(at_once)[0]


def test_figures_below_the_footer_are_not_lost(follow: Follow) -> None:
    content = "jaar;gemeente;wat;waarde\n2024;Bronckhorst;stress;1\n"
    mapping = LONG.replace("decimal", "footer: [Bronckhorst, 2023]\ndecimal")
    assert rows(follow(mapping.replace("Bronckhorst, 2023", "Bron"), content), "value") == [(1.0,)]
    more = content.replace("Bronckhorst", "NL01") + "2023;NL01;stress;2\n2022;NL01;stress;3\n"
    (problem,) = told(follow(mapping, more))
    assert "file.csv:3: there are figures below the footer" in problem
    assert "(2 rows)" in problem


def test_the_same_trouble_is_told_once_with_how_often_it_came(follow: Follow) -> None:
    content = "jaar;gemeente;wat;waarde\n" + "2024;Nergenshuizen;stress;1\n" * 30_000
    (problem,) = told(follow(LONG, content))
    assert problem.startswith(
        "file.csv:2: unknown region “Nergenshuizen” in column B (30,000 rows)"
    )


def test_what_the_mapping_ignores_is_no_trouble(follow: Follow) -> None:
    mapping = (
        LONG
        + "names: {region: {Buitenland: ignore}, indicator: {x: ignore}}\nmissing: {n: ignore}\n"
    )
    applied = follow(
        mapping,
        "jaar;gemeente;wat;waarde\n2024;Buitenland;stres;?\nooit;NL01;x;y\n2024;Zomaar;stress;n\n"
        "2024;NL01;stress;3\n",
    )
    assert rows(applied, "value") == [(3.0,)]


def test_a_percentage_is_read_as_it_is_shown(follow: Follow) -> None:
    applied = follow(
        LONG, "jaar;gemeente;wat;waarde\n2024;NL01;stress;44,5 %\n2024;GM0014;stress;3%\n"
    )
    assert rows(applied, "value") == [(44.5,), (3.0,)]


def test_excel_cells_that_are_no_plain_numbers(follow: Follow, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["jaar", "gemeente", "wat", "waarde"], ["2024", "Texel", "jongeren", 5.5]):
        sheet.append(row)
    for region, value in (("Vlieland", None), ("Terschelling", "#REF!"), ("Ameland", True)):
        sheet.append(["2024", region, "jongeren", value])
    sheet.append(["2024", "Utrecht (gemeente)", "stress", 0.125])
    sheet["D6"].number_format = "0.0%"
    sheet.merge_cells("D2:D3")
    book.save(tmp_path / "file.xlsx")
    applied = follow(LONG, tmp_path / "file.xlsx")
    assert [problem.partition(" → ")[0] for problem in told(applied)] == [
        "file.xlsx:3: “5.5” is one merged cell over several rows or columns in column D",
        "file.xlsx:4: “#REF!” is an error of Excel, not a number in column D",
        "file.xlsx:5: “TRUE” is true or false, not a number in column D",
    ]
    good = applied.figures.filter(pl.col("value").is_not_null())
    assert good.select("region", "value").rows() == [("GM0448", 5.5), ("GM0344", 12.5)]


def test_figures_of_a_mapping_are_checked_as_all_figures(follow: Follow, monitor: Monitor) -> None:
    applied = follow(
        LONG,
        "jaar;gemeente;wat;waarde\n2024;NL01;stress;101\n2024;NL01;jongeren;1\n2024;NL01;jongeren;2\n"
        "2030;NL01;stress;1\n",
    )
    assert not applied.problems
    release = Release("r1", "ggd", "GGD", "T", "https://example.org/", "CC0", dt.date(2025, 1, 1))
    found = [str(each) for each in check_figures(normalised(applied.figures), monitor, [release])]
    assert [each.partition(":")[2].partition(":")[0] for each in found] == ["2", "4", "5"]
    assert "101.0 is outside the bounds of stress" in found[0]
    assert "the same figure stands in file.csv:3" in found[1]
    assert "2030JJ00 had not begun" in found[2]


def test_only_some_rows_are_taken_for_a_preview(monitor: Monitor) -> None:
    lines = [["jaar", "waarde"], *([str(year), "1"] for year in range(1990, 2020))]
    mapping = FileMapping(
        header_rows=(1,),
        first_row=2,
        columns=(Column("period", "A"), Column("value", "B")),
        fixed={"region": "NL01", "indicator": "stress"},
    )
    assert len(apply(mapping, Sheet.of("f", lines), monitor, only=7).figures) == 7


# --- what is wrong with a mapping for a file


VALUE = "  - {title: waarde, is: value}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: waarde", "title: getal", "no columns are titled “getal”"),
        ("title: waarde", "column: Z", "there is no column Z → the last is E"),
        ("title: extra, is: note", "title: wat, is: note", "column C is given twice"),
        ("  - {title: extra, is: note}\n", "", "column E (“extra”) is not in the mapping"),
        ("title: wat", "column: C, title: watte", "column C is titled “wat”, not “watte”"),
        ("title: wat,", "column: B-C,", "column B is given twice"),
        ("is: note", "is: period", "column A and column E both tell the period"),
        (VALUE, f"{VALUE}fixed: {{period: 2024JJ00}}\n", "column A and fixed both tell the period"),
        ("is: note", "is: lower, indicator: sterk", "column E goes with no value"),
        (", is: value", ", is: value, region: GM9999", "unknown region “GM9999”"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_told_what(
    follow: Follow, old: str, new: str, said: str
) -> None:
    mapping = LONG.replace(VALUE, "  - {title: extra, is: note}\n" + VALUE)
    assert old in mapping
    applied = follow(
        mapping.replace(old, new), "jaar;gemeente;wat;waarde;extra\n2024;NL01;stress;1;0\n"
    )
    assert any(said in each for each in told(applied)), told(applied)
    assert any(each.startswith("mapping.yaml:") for each in told(applied))


def test_a_column_of_values_of_which_nothing_tells_the_indicator(follow: Follow) -> None:
    applied = follow(
        "header_rows: [1]\nfixed: {period: 2024JJ00}\nheadings: [{row: 1, is: indicator}]\n"
        "columns: [{column: A, is: region}, {column: B-, is: value}]\n",
        "regio;stress;\nNL01;1;2\n",
    )
    (problem,) = told(applied)
    assert "nothing tells the indicator of column C" in problem


# --- anything at all


def test_seven_thousand_texts_mean_something_or_are_told(monitor: Monitor) -> None:
    """Whatever stands in a cell has a meaning, or what is wrong and what to do."""
    generator = random.Random(7)
    mapping = FileMapping(decimal=",", missing={"x": "withheld"}, region_level="municipality")
    meanings = Meanings(mapping, monitor)
    pieces = [
        "2024",
        "Utrecht",
        "1.234",
        ",5",
        "-",
        "GM",
        "0014",
        " (PV)",
        "é",
        "\0",
        "*",
        "=",
        "%",
    ]
    known = 0
    for _ in range(7_000):
        text = "".join(generator.choices(pieces, k=generator.randint(0, 4)))
        for place in ("region", "period", "group", "indicator"):
            if generator.random() < 0.1 or place == "period":
                meant = meanings.place(place, text)
                assert bool(meant.code) != bool(meant.what and meant.remedy)
                known += meant.code is not None
        kind = generator.choice([TEXT, NUMBER, PERCENT, ERROR])
        number = meanings.number(text, kind)
        assert sum([number.value is not None, number.missing is not None, bool(number.what)]) == 1
        known += number.value is not None
    assert known > 300


# --- real files


def test_amsterdam_is_read_by_a_mapping(follow: Follow, shared: Path) -> None:
    applied = follow(
        """\
header_rows: [1]
names:
  region: {STAD: GM0363}
  indicator:
    {BEV0_17: jongeren, BEV0_17_P: stress, BEV0_18: ignore, BEV0_18_P: ignore, BEV0_3: ignore,
     BEV0_3_P: ignore}
columns:
  - {title: jaar, is: period}
  - {title: gebiedcode15, is: region}
  - {title: variabele, is: indicator}
  - {title: waarde, is: value}
""",
        shared / "data" / "local" / "amsterdam_bbga_testuittreksel.csv",
    )
    figures = rows(applied, "indicator", "region", "period", "value", "decimals", "line")
    assert len(figures) == 24
    assert figures[0] == ("jongeren", "GM0363", "2008JJ00", 140615.0, 0, 2)
    assert figures[-1] == ("stress", "GM0363", "2019JJ00", 17.8, 1, 25)


def test_a_real_workbook_with_three_heading_rows_is_read_by_a_mapping(
    follow: Follow, shared: Path, monitor: Monitor
) -> None:
    applied = follow(
        """\
sheet: Tabel2
header_rows: [4, 5, 6, 7]
region_level: municipality
fixed: {period: 2024JJ00, indicator: jongeren}
names: {region: {"----": ignore, "": NL01}}
columns:
  - {column: A, title: Gemeentecode, is: region}
  - {column: B-H, is: ignore}
  - {column: I, title: Totaal, is: value}
""",
        shared / "data" / "local" / "cbs_maatwerk_jongvolwassenen_ggd_gemeente_2024.xlsx",
    )
    figures = rows(applied, "region", "value", "line")
    assert len(figures) == 339
    assert figures[0] == ("GM0014", 58979.0, 9)
    assert figures[-1] == ("NL01", 2241901.0, 347)
    # the islands together are no municipality: the sum shows that nothing else is left out
    assert sum(value for _, value, _ in figures[:-1]) + 1435 == 2241901
    assert applied.left_out == {"names that the mapping ignores": 1}
    found = check_figures(normalised(applied.figures), monitor, [])
    assert {each.what.partition(" “")[0] for each in found} == {"unknown release"}


def test_a_real_sheet_by_group_is_read_by_a_mapping(follow: Follow, shared: Path) -> None:
    applied = follow(
        """\
sheet: Tabel1
header_rows: [4, 5, 6, 7]
region_level: ggd
fixed: {period: 2024JJ00, indicator: jongeren}
headings: [{row: 5, is: group}, {row: 7, is: group}]
names:
  region: {"": NL01}
  group:
    {Man: "geslacht:man", Vrouw: "geslacht:vrouw", 16-17: "leeftijd:16-17",
     18-20: "leeftijd:18-20", 21-25: "leeftijd:65+"}
columns:
  - {column: A, title: GGD regiocode, is: region}
  - {column: B, is: ignore}
  - {column: C-, is: value}
""",
        shared / "data" / "local" / "cbs_maatwerk_jongvolwassenen_ggd_gemeente_2024.xlsx",
    )
    figures = rows(applied, "region", "group", "value")
    assert applied.left_out == {"groups within groups": 26 * 6}
    assert len(figures) == 26
    assert figures[0] == ("GG0111", "total", 97321.0)


def test_the_hand_typed_file_is_read_by_a_mapping(follow: Follow, shared: Path) -> None:
    mapping = """\
first_row: 4
region_level: municipality
fixed: {period: 2020JJ00}
names:
  region:
    {geldrop mierlo: GM1771, gemert_bakel: GM1652, geeze_leende: GM1658, son_en_breugel: GM0848,
     nuenen: GM0820, reusel: GM1667}
  group: {19 t/m 64: "leeftijd:19-64", 65+: "leeftijd:65+"}
  indicator: {sterkeenzaam: sterk}
columns:
  - {column: A, is: split, by: "-", parts: [ignore, ignore, region, group, indicator]}
  - {column: B, is: value}
"""
    file = shared / "data" / "local" / "eenzaamheid_brabant.csv"
    figures = rows(follow(mapping, file), "region", "group", "indicator", "value", "line")
    assert len(figures) == 84
    assert len({region for region, *_ in figures}) == 21
    assert figures[0] == ("GM0743", "leeftijd:19-64", "eenzaam", 39.0, 4)
    assert figures[-1] == ("GM0866", "leeftijd:65+", "sterk", 10.0, 149)
    (problem,) = told(follow(mapping.replace("first_row: 4", "first_row: 1"), file))
    assert "eenzaamheid_brabant.csv:2: “brabant_zuidoost-nieteenzaam” has 2 parts where" in problem


def test_a_statline_table_is_read_by_a_mapping_too(follow: Follow, shared: Path) -> None:
    applied = follow(
        """\
header_rows: [4, 5, 6]
decimal: ","
missing: {".": not_delivered}
region_level: municipality
fixed: {period: 2023JJ00, indicator: jongeren}
footer: [Bron]
names:
  region: {"Niet in te delen (LD)": ignore, "Gemeenten; niet in te delen": ignore}
columns:
  - {column: A, title: "Regio's", is: region}
  - {column: B, is: ignore}
  - {column: C-E, is: ignore}
  - {column: F, title: "Onderwerp › Mediaan vermogen › 1 000 euro", is: value, times: 1000}
""",
        shared / "data" / "statline" / "vermogen_huishoudens_2023.csv",
    )
    figures = dict(rows(applied, "region", "value"))
    assert len(figures) == 346
    assert figures["LD01"] == 119800.0
    assert figures["GM1680"] == 238000.0
