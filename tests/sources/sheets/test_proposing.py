"""Proposals: what is certain is filled in with why, what is not stays a question mark."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from duidelijk.catalogue import (
    Group,
    GroupDimension,
    Indicator,
    Monitor,
    Source,
    Text,
    read_monitor,
)
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.cells import Sheet, read_sheets
from duidelijk.sources.sheets.draft import Proposal
from duidelijk.sources.sheets.layouts import sheets_in
from duidelijk.sources.sheets.mapping import Column, FileMapping, Heading
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.mapping_text import mapping_text, write_mapping
from duidelijk.sources.sheets.proposing import likeliest_sheet, propose
from duidelijk.sources.sheets.shape import shape_of


def both(words: str) -> Text:
    return Text(words, words)


@pytest.fixture(scope="session")
def monitor(indicator: Callable[..., Indicator], monitor_of: Callable[..., Monitor]) -> Monitor:
    made = [
        indicator("stress", title=both("Mensen met veel stress")),
        indicator("bijstand", title=both("Mensen met bijstand"), kind="count", scale=1.0),
        indicator("inwoners", title=both("Inwoners"), kind="count", scale=1000.0),
        indicator("later", title=both("Komt nog"), status="planned"),
    ]
    return monitor_of(
        *made,
        dimensions=(
            GroupDimension(
                "leeftijd",
                both("Leeftijd"),
                (
                    Group("leeftijd:18-34", both("18 tot 35 jaar"), both("18–34")),
                    Group("leeftijd:65+", both("65 jaar en ouder"), both("65+")),
                ),
            ),
            GroupDimension(
                "geslacht",
                both("Geslacht"),
                (Group("geslacht:man", both("Mannen"), both("Man")),),
            ),
        ),
        sources={"ggd": Source("ggd", "GGD", "institute", "CC BY 4.0")},
    )


Proposed = Callable[..., Proposal]


@pytest.fixture
def proposed(monitor: Monitor) -> Proposed:
    """The proposal for a table, given as lines with semicolons."""

    def proposed(*lines: str, file: str = "f.csv") -> Proposal:
        return propose(Sheet.of(file, [line.split(";") for line in lines]), monitor, "f")

    return proposed


def roles(made: Proposal) -> list[str]:
    return [column.role for column in made.mapping.columns]


# --- the shape of a table


@pytest.mark.parametrize(
    ("lines", "header", "first", "footer", "decimal"),
    [
        (["Regio;2023", "Utrecht;1"], (1,), 2, (), "."),
        (["Titel", "", "Regio;a", "Utrecht;1,5", "Bron: CBS"], (3,), 4, ("Bron",), ","),
        (["Titel", ";Man;", "Regio;2022;2023", "Utrecht;1.5;2"], (2, 3), 4, (), "."),
        (["Utrecht;1", "Assen;2"], (), 1, (), "."),
        (["R;a;b", "U;1.234,5;1.000.000", "A;2;x"], (1,), 2, (), ","),
        (["R;a", "U;1.234", "A;2.345"], (1,), 2, (), "?"),
        (["R;a;b", "U;1,5;2.5", "A;2;3"], (1,), 2, (), "?"),
        (["R;a", "U;1", "© 2024 Gemeente", "Noot"], (1,), 2, ("© 2024 Gemeente", "Noot"), "."),
    ],
)
def test_headings_footer_and_decimal_sign_are_found(
    lines: list[str], header: tuple[int, ...], first: int, footer: tuple[str, ...], decimal: str
) -> None:
    shape = shape_of(Sheet.of("f.csv", [line.split(";") for line in lines]))
    assert (shape.header_rows, shape.rows[0].line) == (header, first)
    assert (shape.footer, shape.decimal) == (footer, decimal)


# --- columns


def test_a_long_table_in_the_words_of_the_monitor_leaves_nothing_to_settle(
    proposed: Proposed, tmp_path: Path
) -> None:
    made = proposed(
        "Jaar;Gemeente;Leeftijd;Indicator;Waarde;Ondergrens;Bovengrens;Respondenten",
        "2023;Utrecht;Totaal;Mensen met veel stress;12;11;13;100",
        "2023;Groningen;65+;stress;9;8;10;90",
        "2024;Almere;18–34;stress;10;9;11;80",
        "2024;Zwolle;Totaal;stress;10;9;11;80",
    )
    assert roles(made) == ["period", "region", "group", "indicator", "value", "lower", "upper", "n"]
    assert made.mapping.region_level == "municipality"
    assert made.mapping.names == {
        "group": {"Totaal": "total", "65+": "leeftijd:65+", "18–34": "leeftijd:18-34"},
        "indicator": {"Mensen met veel stress": "stress"},
    }
    assert made.doubtful == []
    write_mapping(tmp_path / "f.yaml", made.mapping, made.remarks)
    assert read_mapping(tmp_path / "f.yaml").columns == made.mapping.columns


def test_names_of_several_regions_are_listed_with_their_candidates(proposed: Proposed) -> None:
    made = proposed(
        "Gemeente;stress", "Bergen;1", "Almere;2", "Zwole;3", "Assen;4", "Texel en Vlieland;5"
    )
    names = made.mapping.names["region"]
    assert names == {"Bergen": "?", "Zwole": "?", "Texel en Vlieland": "?"}
    hint = made.remarks["names", "region", "Bergen"]
    assert "GM0373 (Bergen" in hint and "GM0893 (Bergen" in hint and hint.endswith("or ignore")
    assert "GM0193 (Zwolle" in made.remarks["names", "region", "Zwole"]
    assert any("Bergen" in line for line in made.doubtful)


def test_a_namesake_is_of_the_level_that_the_heading_or_several_others_tell(
    proposed: Proposed,
) -> None:
    by_heading = proposed("Gemeente;stress", "Utrecht;1", "Groningen;2")
    assert (by_heading.mapping.region_level, by_heading.mapping.names) == ("municipality", {})
    by_others = proposed("Naam;stress", "Utrecht;1", "Almere;2", "Zwolle;3", "Assen;4")
    assert (by_others.mapping.region_level, by_others.mapping.names) == ("municipality", {})
    by_nothing = proposed("Regio;stress", "Utrecht;1", "Groningen;2")
    assert by_nothing.mapping.region_level == ""
    assert by_nothing.mapping.names["region"] == {"Utrecht": "?", "Groningen": "?"}


def test_bare_codes_are_regions_when_the_heading_tells_of_which_level(proposed: Proposed) -> None:
    made = proposed("Gemeentecode;Gemeentenaam;stress", "0344;Utrecht;1", "0014;Groningen;2")
    assert roles(made) == ["region", "ignore", "value"]
    counts = proposed("Gemeente;stress", "Utrecht;14", "Assen;34", "Almere;37")
    assert roles(counts) == ["region", "value"]


def test_what_is_no_code_of_the_monitor_stays_open_with_what_it_looks_like(
    proposed: Proposed,
) -> None:
    made = proposed("Gemeente;Stress (veel);Iets anders", "Utrecht;1;2", "Assen;3;4")
    assert [column.indicator for column in made.mapping.columns[1:]] == ["?", "?"]
    assert "stress (Mensen met veel stress)" in made.remarks["columns", 1]
    assert "a key of the monitor" in made.remarks["columns", 2]
    assert made.mapping.fixed == {"period": "?"}


def test_planned_indicators_are_no_candidates(proposed: Proposed) -> None:
    made = proposed("Gemeente;Komt nog", "Utrecht;1", "Assen;3")
    assert made.mapping.columns[1].indicator == "?"


def test_a_unit_of_thousands_is_never_taken_silently(proposed: Proposed) -> None:
    made = proposed(
        "Gemeente;Mensen met bijstand;Inwoners", ";x 1 000;x 1 000", "Utrecht;1;2", "Assen;3;4"
    )
    bijstand, inwoners = made.mapping.columns[1:]
    assert (bijstand.indicator, inwoners.indicator) == ("?", "inwoners")
    assert "bijstand, with times: 1000?" in made.remarks["columns", 1]


def test_a_group_that_the_monitor_does_not_have_stays_open(proposed: Proposed) -> None:
    made = proposed("Gemeente;Totaal;65+;75+;Man", "Utrecht;1;2;3;4", "Assen;1;2;3;4")
    assert [column.group for column in made.mapping.columns[1:]] == [
        *("total", "leeftijd:65+", "?", "geslacht:man"),
    ]


def test_groups_within_groups_are_left_out_and_told(proposed: Proposed) -> None:
    made = proposed("Gemeente;Man;;Totaal", ";65+;18-34;", "Utrecht;1;2;3", "Assen;1;2;3")
    assert roles(made) == ["region", "ignore", "ignore", "value"]
    assert any("geslacht:man within leeftijd:65+" in line for line in made.understood)


def test_years_above_columns_are_one_rule_for_all_years(proposed: Proposed) -> None:
    made = proposed("Gemeente;2022;2023;2024*", "Utrecht;1;2;3", "Assen;4;5;6")
    assert made.mapping.headings == (Heading(1, "period"),)
    assert made.mapping.columns[1] == Column("value", "B-")
    assert made.mapping.fixed == {"indicator": "?"}


def test_a_column_that_is_always_the_same_is_not_taken_for_everybody(proposed: Proposed) -> None:
    made = proposed(
        "Gemeente;Soort;Groep;stress",
        "Utrecht;Totaal;Eenoudergezin;1",
        "Assen;Totaal;Eenoudergezin;2",
    )
    assert roles(made) == ["region", "group", "?", "value"]
    assert "always “Eenoudergezin”" in made.remarks["columns", 2]


def test_years_without_a_heading_are_asked_for(proposed: Proposed) -> None:
    made = proposed("Gemeente;Iets;stress", "Utrecht;2023;1", "Assen;2024;2")
    assert roles(made) == ["region", "?", "value"]
    assert "period, or ignore" in made.remarks["columns", 1]


def test_symbols_stand_open_with_what_they_usually_mean(proposed: Proposed) -> None:
    made = proposed(
        "Gemeente;stress", "Utrecht;1", "Assen;.", "Almere;x", "Zwolle;", "Ede;n.b.", "Tiel;7"
    )
    assert made.mapping.missing == {".": "?", "x": "?", "": "?", "n.b.": "?"}
    assert "withheld" in made.remarks["missing", "x"]
    assert "ignore (no figure)" in made.remarks["missing", ""]


def test_a_period_is_looked_for_in_titles_and_names_but_never_taken(proposed: Proposed) -> None:
    made = proposed("Cijfers over 2023", "Gemeente;stress", "Utrecht;1", "Assen;2", file="2024.csv")
    assert made.mapping.fixed == {"period": "?"}
    assert made.remarks["fixed", "period"] == "2023JJ00 or 2024JJ00"


def test_a_region_is_looked_for_in_the_name_of_the_file_but_never_taken(
    proposed: Proposed,
) -> None:
    made = proposed("Jaar;stress", "2023;1", "2024;2", file="cijfers_almere.csv")
    assert made.mapping.fixed == {"region": "?"}
    assert made.remarks["fixed", "region"] == (
        "NL01 (the Netherlands) or GM0034 (Almere, municipality)"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["naam;uitleg", "a;b", "c;d"],
        ["alleen tekst"],
        ["code;volgnr", "wl01;1", "wl02;2", "wl03;3"],
    ],
)
def test_what_holds_no_figures_is_refused(proposed: Proposed, lines: list[str]) -> None:
    with pytest.raises(Unreadable, match=r"holds no table of figures|looks like a list"):
        proposed(*lines)


def test_a_proposal_is_refused_on_use_until_it_is_settled(
    proposed: Proposed, tmp_path: Path
) -> None:
    made = proposed("Gemeente;Stres", "Bergen;1", "Almere;x", "Assen;2", "Zwolle;3")
    path = tmp_path / "f.yaml"
    write_mapping(path, made.mapping, made.remarks)
    with pytest.raises(Refused) as refused:
        read_mapping(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(refused.value.problems) == 4
    assert all('"?"' in lines[problem.line - 1] for problem in refused.value.problems)
    assert all("  # " in lines[problem.line - 1] for problem in refused.value.problems)


def test_a_preview_shows_what_is_not_settled_as_not_known(
    proposed: Proposed, monitor: Monitor
) -> None:
    rows = [["Gemeente", "stress"], ["Bergen", "1"], ["Almere", "2"], ["Assen", "3"], ["Ede", "4"]]
    sheet = Sheet.of("f.csv", rows)
    applied = apply(propose(sheet, monitor).mapping, sheet, monitor, only=2)
    assert applied.figures.select("region", "indicator", "period", "value").rows() == [
        (None, "stress", None, 1.0),
        ("GM0034", "stress", None, 2.0),
    ]
    assert applied.problems


# --- anything at all

_WORDS: Sequence[str] = (
    *("Groningen", "Utrecht", "Bergen", "'s-Gravenhage (gemeente)", "GM0363", "0014", "----"),
    *("Nederland", "2024", "2024*", "2030KW01", "1e kwartaal 2030", "Regio", "Gemeentecode"),
    *("Jaar", "waarde", "variabele", "stress", "Mensen met veel stress", "18-34", "65+", "Totaal"),
    *("Man", "x", ".", "-", "*", "", "n.b.", "1.234", "1.234,5", "12,5", "-3", "1e999", "9" * 400),
    *("nan", "=cmd()", "@a", "ondergrens", "n", "Bron: CBS", "a_b_c", "Utrecht-65+-stress", "é"),
    *("%", "12%", "x 1 000", "ignore", "?", "null", "~", '"', "#", "{a: b}", "- a", "total"),
)


def _any_table(generator: random.Random) -> list[list[str]]:
    """Titles, headings, rows of one make with a stray here and there, and a footer."""
    width = generator.randint(1, 6)
    kinds = generator.choices([_WORDS[:9], _WORDS[8:12], ("12", "3,5", "x", "0"), _WORDS], k=width)
    rows = [[generator.choice(_WORDS)] for _ in range(generator.choice([0, 0, 1]))]
    for _ in range(generator.choice([0, 1, 1, 2, 3])):
        rows.append(generator.choices(_WORDS, k=width))
    for _ in range(generator.randint(0, 8)):
        row = [generator.choice(_WORDS if generator.random() < 0.1 else kind) for kind in kinds]
        rows.append(row if generator.random() > 0.05 else row[: generator.randint(0, width)])
    return [*rows, *([[generator.choice(_WORDS)]] if generator.random() < 0.3 else [])]


def test_four_thousand_tables_are_proposed_or_refused(monitor: Monitor, tmp_path: Path) -> None:
    """And every proposal can be written, read back to the same, and previewed."""
    generator = random.Random(1953)
    path = tmp_path / "f.yaml"
    made = followed = 0
    for number in range(4_000):
        sheet = Sheet.of("f.csv", _any_table(generator))
        try:
            proposal = propose(sheet, monitor, "f")
        except Refused:
            continue
        made += 1
        assert proposal.understood
        if number % 20:
            continue
        path.write_text(mapping_text(proposal.mapping, proposal.remarks), encoding="utf-8")
        back = read_mapping(path, settled=False)
        assert replace(back, file="", lines={}) == proposal.mapping
        followed += 1
        for problem in apply(proposal.mapping, sheet, monitor, "r").problems:
            assert problem.what and problem.remedy
    assert made > 1000 and followed > 50


# --- real files


@pytest.fixture(scope="session")
def corona() -> Monitor:
    return read_monitor(shipped_monitor("corona"))


def _proposal(shared: Path, name: str, monitor: Monitor) -> Proposal:
    return propose(likeliest_sheet(read_sheets(shared / "data" / name)), monitor)


def test_the_proposal_for_amsterdam(shared: Path, corona: Monitor) -> None:
    made = _proposal(shared, "local/amsterdam_bbga_testuittreksel.csv", corona)
    assert roles(made) == ["period", "region", "indicator", "value"]
    assert made.mapping.names["region"] == {"STAD": "?"}
    assert "GM0363 (Amsterdam, municipality)" in made.remarks["names", "region", "STAD"]
    assert set(made.mapping.names["indicator"].values()) == {"?"}


def test_the_proposal_for_a_workbook_with_three_heading_rows(shared: Path, corona: Monitor) -> None:
    name = "local/cbs_maatwerk_jongvolwassenen_ggd_gemeente_2024.xlsx"
    mapping = _proposal(shared, name, corona).mapping
    assert (mapping.sheet, mapping.header_rows, mapping.first_row) == ("Tabel2", (4, 5, 6, 7), 8)
    assert mapping.region_level == "municipality"
    assert mapping.names["region"] == {"----": "?", "": "?"}
    assert [column.role for column in mapping.columns] == ["region", "ignore", *["value"] * 7]
    assert [column.group for column in mapping.columns[2:]] == [*["?"] * 6, "total"]


def test_the_proposal_for_the_hand_typed_file(shared: Path, corona: Monitor) -> None:
    mapping = _proposal(shared, "local/eenzaamheid_brabant.csv", corona).mapping
    assert mapping.columns == (
        Column("split", "A", by="-", parts=("ignore", "ignore", "region", "?", "?")),
        Column("value", "B"),
    )
    assert set(mapping.names["region"]) == {"geeze_leende", "nuenen", "reusel"}


def test_the_proposal_for_a_cross_table_with_everything_in_the_headings(
    shared: Path, corona: Monitor
) -> None:
    name = "statline/criminaliteit_provincies_2014-2017_kruistabel.csv"
    mapping = _proposal(shared, name, corona).mapping
    assert mapping.headings == (Heading(1, "split", "_", ("region", "?", "period")),)
    assert [(each.column, each.role) for each in mapping.columns] == [("A", "?"), ("B-", "value")]


@pytest.mark.parametrize("name", ["local/amsterdam_bbga_metadata.csv", "wsjg/wsjg_indicators.csv"])
def test_lists_of_definitions_are_refused_in_plain_words(
    shared: Path, corona: Monitor, name: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        _proposal(shared, name, corona)
    (problem,) = refused.value.problems
    assert problem.what.startswith("looks like a list, not like figures")


def test_nothing_certain_is_asked_of_a_mapping_that_is_empty() -> None:
    assert mapping_text(FileMapping()).startswith("header_rows: []\n")


def test_a_last_row_without_figures_belongs_to_the_table(shared: Path) -> None:
    """“Gemeenten; niet in te delen” holds a point in every column: it is no footer."""
    path = shared / "data" / "statline" / "vermogen_huishoudens_2023.csv"
    (sheet,) = sheets_in(path, "statline", path.name)
    assert shape_of(sheet).footer == ()
