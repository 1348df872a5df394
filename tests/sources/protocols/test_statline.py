"""Files that people download from StatLine: each layout, the real ones, and what is wrong."""

from __future__ import annotations

import contextlib
import csv
import io
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.figures.table import MISSING
from duidelijk.foundation.problems import Refused
from duidelijk.periods import Period
from duidelijk.regions import UnknownRegion, level_of, partition_of_year
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols import statline
from duidelijk.sources.protocols.statline_lines import decoded
from duidelijk.sources.table import Description, Kind

CROSS = """\
Soort misdrijf,Nederland_Misdrijven_2015,Nederland_Misdrijven_2016*,Nederland_||Opgehelderd_2015,\
Nederland_||Opgehelderd_2016*,Fryslân (PV)_Misdrijven_2015,Fryslân (PV)_Misdrijven_2016*,\
Fryslân (PV)_||Opgehelderd_2015,Fryslân (PV)_||Opgehelderd_2016*
"Misdrijven, totaal",978945,930300,248120,233590,24960,22575,7510,6670
1.1.1 Diefstal met geweld,9730,8995,3440,3230,55,.,30,-
1.2 Heling,6735,5830,6485,5520,120,x,100,

Bron: CBS
"""

OBSERVATIONS = """\
\ufeff"Huishoudens";"Regio's";"Perioden";"Particuliere huishoudens (x 1 000)";"Laag inkomen (%)"\r
"Alle huishoudens";"Nederland";"2011";"  7255.7";"     6.9"\r
"Alle huishoudens";"Groningen (PV)";"2011";"   277.2";"     8.4"\r
"Alle huishoudens";"Beek (L.)";"2011";"     7.3";"      ."\r
"Eenpersoonshuishouden";"Nederland";"2011";"  2633.1";"    12"\r
"""

WIDE = """\
"Vermogen van huishoudens; regio (indeling 2025)"
"Kenmerken: Type: Alle huishoudens"
"Perioden: 2023*"
"";"Onderwerp"
"";"Huishoudens";"Huishoudens";"Mediaan vermogen"
"Regio's";"x 1 000";"%";"1 000 euro"
"Noord-Nederland (LD)";"818,8";"100";"119,8"
"Niet in te delen (LD)";"0,0";".";"."
"Aa en Hunze";"11,3";"100";"238,0"
"Almere";"94,0";"100";"149,5"
"Amersfoort";"71,6";"100";"184,4"
"Gemeenten; niet in te delen";"0,0";".";"x"
"Bron: CBS"
"""

SEVERAL = """\
"Misdrijven; gemeente 2026"
""
"Onderwerp";"Misdrijven";"Misdrijven";"Misdrijven";"Misdrijven"
"Geslacht";"Mannen";"Mannen";"Vrouwen";"Vrouwen"
"Perioden";"2022";"2023*";"2022";"2023*"
"Regio's";"aantal";"aantal";"aantal";"aantal"
"Nederland";"800027";"805590";"1";"2"
"Utrecht (gemeente)";"29000";"28000";"3";"4"
"Limburg (RE)";"52764";"52421";"5";"6"
"Buitenland";".";".";".";"."
"Bron: Politie"
"""

SAMPLES = {"cross": CROSS, "observations": OBSERVATIONS, "wide": WIDE, "several": SEVERAL}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "download.csv"


def whole(path: Path) -> tuple[Description, pl.DataFrame]:
    """A table with all its observations, checked against what every table promises."""
    table = statline.read(path)
    frame = pl.concat(list(table.chunks))
    description = table.description
    names = [each.id for each in description.dimensions]
    assert frame.columns == ["measure", *names, "value", "missing"]
    assert set(frame["measure"]) == {each.id for each in description.measures}
    for each in description.dimensions:
        assert frame.schema[each.id] == pl.String
        assert set(frame[each.id]) <= each.codes.keys()
        if each.kind is Kind.TIME:
            assert all(Period.parse(code).code == code for code in each.codes)
    assert frame["missing"].drop_nulls().is_in(list(MISSING)).all()
    assert (frame["value"].is_null() == frame["missing"].is_not_null()).all()
    assert frame["value"].is_finite().fill_null(True).all()
    assert not frame.select("measure", *names).is_duplicated().any()
    return description, frame


def of_text(file: Path, text: str | bytes) -> tuple[Description, pl.DataFrame]:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return whole(file)


def cell(frame: pl.DataFrame, **where: str) -> tuple[float | None, str | None]:
    """Value and reason of the one observation with these codes."""
    (row,) = frame.filter(**where).select("value", "missing").iter_rows()
    return row


def refusal(file: Path, text: str | bytes) -> str:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Unreadable) as caught:
        whole(file)
    (problem,) = caught.value.problems
    assert problem.remedy
    return str(problem)


# --- the layouts


def test_a_cross_table_has_topic_region_and_period_in_one_line(file: Path) -> None:
    description, frame = of_text(file, CROSS)
    assert [each.id for each in description.dimensions] == ["Soort misdrijf", "Regio's", "Perioden"]
    assert [each.title for each in description.measures] == ["Misdrijven", "Opgehelderd"]
    crimes, regions, periods = description.dimensions
    assert list(crimes.codes) == ["Misdrijven, totaal", "1.1.1 Diefstal met geweld", "1.2 Heling"]
    assert regions.codes == {"NL01": "Nederland", "PV21": "Fryslân (PV)"}
    assert periods.codes == {"2015JJ00": "2015", "2016JJ00": "2016"}
    assert periods.statuses == {"2016JJ00": "provisional"}
    assert [each.kind for each in description.dimensions] == [Kind.OTHER, Kind.REGION, Kind.TIME]
    assert description.publisher == "CBS"
    assert len(frame) == 24
    robbery = {"Soort misdrijf": "1.1.1 Diefstal met geweld", "Regio's": "PV21"}
    assert cell(frame, measure="Misdrijven", Perioden="2015JJ00", **robbery) == (55, None)
    assert cell(frame, measure="Misdrijven", Perioden="2016JJ00", **robbery) == (
        None,
        "not_delivered",
    )
    assert cell(frame, measure="Opgehelderd", Perioden="2016JJ00", **robbery) == (0, None)
    heling = {"Soort misdrijf": "1.2 Heling", "Regio's": "PV21", "Perioden": "2016JJ00"}
    assert cell(frame, measure="Misdrijven", **heling) == (None, "withheld")
    assert cell(frame, measure="Opgehelderd", **heling) == (None, "impossible")


def test_observations_have_a_column_a_dimension_and_one_a_topic(file: Path) -> None:
    description, frame = of_text(file, OBSERVATIONS)
    assert [(each.id, each.unit, each.decimals) for each in description.measures] == [
        ("Particuliere huishoudens", "x 1 000", 1),
        ("Laag inkomen", "%", 1),
    ]
    assert [each.id for each in description.dimensions] == ["Huishoudens", "Regio's", "Perioden"]
    assert len(frame) == 8
    alone = {"Huishoudens": "Eenpersoonshuishouden", "Regio's": "NL01", "Perioden": "2011JJ00"}
    assert cell(frame, measure="Particuliere huishoudens", **alone) == (2633.1, None)
    assert cell(frame, measure="Laag inkomen", **alone) == (12.0, None)
    beek = {"Regio's": "GM0888"}
    assert cell(frame, measure="Laag inkomen", **beek) == (None, "not_delivered")


def test_wide_tables_have_choices_above_them_and_units_behind_the_rows_name(file: Path) -> None:
    description, frame = of_text(file, WIDE)
    assert description.title == "Vermogen van huishoudens; regio (indeling 2025)"
    assert description.publisher == "CBS"
    assert [(each.id, each.unit, each.decimals) for each in description.measures] == [
        ("Huishoudens (x 1 000)", "x 1 000", 1),
        ("Huishoudens (%)", "%", 0),
        ("Mediaan vermogen", "1 000 euro", 1),
    ]
    kenmerken, perioden, regions = description.dimensions
    assert dict(kenmerken.codes) == {"Type: Alle huishoudens": "Type: Alle huishoudens"}
    assert perioden.statuses == {"2023JJ00": "provisional"}
    assert list(regions.codes) == [
        *("LD01", "Niet in te delen (LD)", "GM1680", "GM0034", "GM0307"),
        "Gemeenten; niet in te delen",
    ]
    assert cell(frame, measure="Mediaan vermogen", **{"Regio's": "GM0034"}) == (149.5, None)
    rest = {"Regio's": "Gemeenten; niet in te delen"}
    assert cell(frame, measure="Mediaan vermogen", **rest) == (None, "withheld")


def test_wide_tables_can_have_several_dimensions_across(file: Path) -> None:
    description, frame = of_text(file, SEVERAL)
    assert description.publisher == "Politie"
    assert [each.id for each in description.dimensions] == ["Regio's", "Geslacht", "Perioden"]
    regions, _, periods = description.dimensions
    assert list(regions.codes) == ["NL01", "GM0344", "Limburg (RE)", "Buitenland"]
    assert periods.statuses == {"2023JJ00": "provisional"}
    place = {"Regio's": "GM0344", "Geslacht": "Vrouwen", "Perioden": "2023JJ00"}
    assert cell(frame, **place) == (4, None)
    for code in ("Limburg (RE)", "Buitenland"):
        with pytest.raises(UnknownRegion):  # so that drawing leaves these rows out
            level_of(code)


def test_topics_can_lie_in_paths_over_several_lines(file: Path) -> None:
    text = SEVERAL.replace(
        '"Geslacht";"Mannen";"Mannen";"Vrouwen";"Vrouwen"',
        '"";"Verdacht";"Verdacht";"||Veroordeeld";"||Veroordeeld"',
    )
    description, _ = of_text(file, text)
    assert [each.id for each in description.measures] == [
        "Misdrijven › Verdacht",
        "Misdrijven › Veroordeeld",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Onderwerp;2014;2015\nInwoners (x 1 000);16829,3;16900,7\nHuishoudens;7590,2;7665,2\n",
        '"Perioden";"Inwoners (x 1 000)";"Huishoudens"\n2014;16829,3;7590,2\n2015;16900,7;7665,2\n',
        "Onderwerp: Inwoners (x 1 000)\nRegio's;2014;2015\nNederland;16829,3;16900,7\n",
        "Bevolking\nPerioden: 2014\nRegio's;Inwoners (x 1 000)\nNederland;16829,3\n",
        "ID;RegioS;Perioden;Inwoners (x 1 000)\n0;NL00  ;2014JJ00;  16829,3\n1;NL00  ;2015JJ00;.\n",
    ],
)
def test_topics_can_stand_in_rows_columns_or_above_the_table(file: Path, text: str) -> None:
    description, frame = of_text(file, text)
    assert description.measures[0].title == "Inwoners"
    assert cell(frame, measure="Inwoners", Perioden="2014JJ00") == (16829.3, None)


def test_padding_by_a_spreadsheet_does_no_harm(file: Path) -> None:
    expected = of_text(file, WIDE)
    rows = list(csv.reader(WIDE.splitlines(), delimiter=";"))
    with file.open("w", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        for row in rows:
            writer.writerow(row + [""] * (5 - len(row)))
            writer.writerow([""] * 5)
    found = whole(file)
    assert found[0].measures == expected[0].measures
    assert found[0].dimensions == expected[0].dimensions
    assert found[1].equals(expected[1])


def test_the_id_is_that_of_the_table_when_the_name_of_the_file_has_it(tmp_path: Path) -> None:
    for name, id_ in (("47013NED_misdrijven.csv", "47013NED"), ("mijn tabel.csv", "mijn tabel")):
        (tmp_path / name).write_text(CROSS)
        assert statline.read(tmp_path / name).description.id == id_
        assert statline.read(tmp_path / name, "83841NED.csv").description.id == "83841NED"


# --- encodings and numbers


def test_encodings_are_told_apart_and_never_mixed_up(file: Path) -> None:
    expected = of_text(file, CROSS)[1]
    for encoding, told in (("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252")):
        raw = CROSS.encode(encoding)
        assert decoded(raw, "f") == (CROSS, told)
        assert of_text(file, raw)[1].equals(expected)
    mixed = CROSS.encode() + "1.3 Één,1,2,3,4,5,6,7,8\n".encode("cp1252")
    assert "UTF-8 that is damaged" in refusal(file, mixed)
    assert "unknown encoding" in refusal(file, CROSS.encode("cp1252") + b"\x81")
    assert "UTF-16" in refusal(file, CROSS.encode("utf-16"))
    assert "no text" in refusal(file, CROSS.encode("utf-16-le"))
    assert ":3: holds characters" in refusal(
        file, CROSS.encode().replace(b"Diefstal", b"Die\0stal")
    )


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ("1,5;2,25", 1.5),
        ("1.5;2.25", 1.5),
        ("1.234,5;2", 1234.5),
        ("1.234;76890", 1.234),
        ("1,234;5", 1.234),
        ("1 234;5,5", 1234.0),
        ("0.123;2", 0.123),
        ("-3,5;2", -3.5),
    ],
)
def test_the_decimal_mark_is_told_from_all_cells(file: Path, cells: str, value: float) -> None:
    head = "Regio's;Perioden;Een (%);Twee (%)\n"
    description, frame = of_text(file, f"{head}Nederland;2021;{cells}\n")
    assert cell(frame, measure="Een") == (value, None)
    written = cells.partition(";")[0]
    decimals = 0 if " " in written else len(written.replace(".", ",").rpartition(",")[2])
    assert description.measures[0].decimals == decimals


def test_a_thousand_that_may_be_a_fraction_is_refused(file: Path) -> None:
    head = "Regio's;Perioden;Een (aantal);Twee (aantal)\n"
    said = refusal(file, f"{head}Nederland;2021;1.092;5\nAlmere;2021;2.500;.\n")
    assert "download.csv:2: cannot tell whether “1.092” is a thousand or a fraction" in said
    quoted = 'Regio\'s,Perioden,Een (aantal)\nNederland,2021,"1,092"\n'
    assert "is a thousand or a fraction" in refusal(file, quoted)
    mixed = refusal(file, f"{head}Nederland;2021;1,5;2,5\nAlmere;2021;2.5;1,5\n")
    assert "download.csv:3: “2.5” is neither a number nor a symbol" in mixed


# --- what is refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("Bron: CBS\n", "is no table"),
        ("<!DOCTYPE html><html><body>Inloggen</body></html>", "is a web page"),
        ("\n  <html>\n", "is a web page"),
        ("PK\x03\x04", "is a zip or an Excel file"),
        ("een;twee\n", "no column is called Perioden"),
        ("een\ntwee\n", "no line has more than one cell"),
        ("Regio's;Perioden\nNederland;2021\n", "no column has figures of a topic"),
        ("Regio's;Perioden;Een (%)\n", "has headings, but no figures"),
        ("Regio's;Perioden;5\nNederland;2021;3\n", "“5” stands where the name of a topic should"),
        ("Regio's;Perioden;Een (%)\nNederland;2014-2017;3\n", ":2: “2014-2017” under Perioden"),
        ("Regio's;Perioden;Een (%)\n;2021;3\n", ":2: has no label for Regio's"),
        ("Regio's;Perioden;Perioden;Een\nNederland;2021;2021;3\n", "called “Perioden”"),
        ("Regio's;value;Perioden;Een\nNederland;a;2021;3\n", "column called “value”"),
        ("T\nvalue: a\nRegio's;Perioden;Een\nNederland;2021;3\n", "column called “value”"),
        ("Regio's,2014,2015\nNederland,3,4\n", "no heading names a topic"),
        ("Regio's,A_2014,A_B_2015\nNederland,3,4\n", "another number of parts"),
        ("Soort,A_B_2014,A_C_2014\nTotaal,3,4\n", "cannot tell which part"),
        ("Soort,A_2014,A_2014\nTotaal,3,4\n", "two columns with the same headings"),
        ("Soort,A_2014,A_2014*\nTotaal,3,4\n", "2014JJ00 stands there as provisional, and not"),
        ('Onderwerp;A;B\nPerioden;2022;2023\n"Nederland";1;2\n', "“2022” stands where a unit"),
        ('"";"Onderwerp"\n"";"A"\n"Nederland";"5"\n', "no line names what the rows are"),
    ],
)
def test_what_is_no_table_is_refused_with_its_place(file: Path, text: str, said: str) -> None:
    assert said in refusal(file, text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Almere";"94,0";"100";', '"Almere";"94,0";', ":10: has 3 cells, where the other lines"),
        ('"Almere";"94,0";', '"Almere";"94q0";', ":10: “94q0” is neither a number nor a symbol"),
        ('"Almere";"94,0"', '"Almere;"94,0"', ":10: has a cell with a quotation mark"),
        ('"Almere"', 'Alme"re', ":10: has a cell with a quotation mark"),
        ('"Almere"', '"Aa en Hunze"', ":10: has the same labels as line 9: “Aa en Hunze”"),
        ('"Almere"', '"GM1680"', ":10: has the same labels as line 9: “GM1680”"),
        ("Perioden: 2023*", "Perioden: heel lang", ":4: “heel lang” under Perioden is not"),
        ("Kenmerken: Type", "Perioden: Type", ":3: chooses Perioden twice"),
        ('"x 1 000";"%"', '"x 1 000";"5"', ":6: “5” stands where a unit should"),
        ('"x 1 000";"%"', '"x 1 000";"Perioden"', ":6: “Perioden” stands where a unit should"),
        ('"Regio\'s";"x', '"";"x', ":6: no line names what the rows are"),
        ('"";"Huishoudens";"Huishoudens"', '"";"Huishoudens";""', ":5: a column has no heading"),
        ('"818,8";"100";"119,8"', '"818,8";"100";"1q9,8"', ":7: “818,8” stands where a unit"),
        ('"Bron: CBS"\n', '"Bron: CBS"\n"a";"b"\n', ":14: there are figures below the line"),
        ('"Bron: CBS"\n', '"";"Onderwerp"\n', ":13: has a heading among the figures"),
        ('"Bron: CBS"\n', '"Zeist";"1', ":13: ends in the middle of a line"),
        ('"Bron: CBS"\n', '"Zeist";"1";"2";', ":13: ends in the middle of a line"),
        ('"Almere"', 'x"Almere"', ":10: has a cell with a quotation mark"),
    ],
)
def test_a_damaged_line_is_refused_with_its_number(
    file: Path, old: str, new: str, said: str
) -> None:
    assert WIDE.count(old) >= 1
    assert said in refusal(file, WIDE.replace(old, new, 1))


def test_a_title_may_have_a_colon_and_a_unit_digits(file: Path) -> None:
    text = WIDE.replace("Vermogen van huishoudens; regio", "Gemeenten: vermogen").replace(
        '"x 1 000";"%"', '"x1000";"2015=100"'
    )
    description, _ = of_text(file, text)
    assert description.title == "Gemeenten: vermogen (indeling 2025)"
    assert [each.unit for each in description.measures] == ["x1000", "2015=100", "1 000 euro"]


def test_quotation_marks_within_a_cell_stay(file: Path) -> None:
    name = 'Categorie "Laag inkomen"'
    _, frame = of_text(file, WIDE.replace('"Almere"', '"Categorie ""Laag inkomen"""'))
    assert cell(frame, measure="Huishoudens (%)", **{"Regio's": name}) == (100, None)


def test_a_damaged_first_row_is_not_taken_for_headings(file: Path) -> None:
    text = SEVERAL.replace('"805590";"1";"2"', '"805590";"1";"q"')
    assert "“800027” stands where a unit should" in refusal(file, text)
    one = '"";"Onderwerp"\n"";"A"\n"Soort";"aantal"\n"Totaal";"{}"\n"Iets";"2"\n'
    assert of_text(file, one.format("2"))[1]["value"].to_list() == [2, 2]
    assert ":4: “2q” stands where a unit should" in refusal(file, one.format("2q"))
    assert ":3: “aantal” is not a heading under “Soort”" in refusal(file, one.format("q"))


def test_files_that_cannot_be_opened_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.csv"):
        with pytest.raises(Unreadable, match="cannot be opened"):
            statline.read(path)
        assert not statline.recognises(path)


# --- real files


def test_every_cell_of_a_real_cross_table_is_read(shared: Path) -> None:
    path = shared / "data/statline/criminaliteit_provincies_2014-2017_kruistabel.csv"
    description, frame = whole(path)
    crimes, regions, periods = description.dimensions
    assert (len(crimes.codes), len(regions.codes), len(periods.codes)) == (76, 14, 4)
    assert len(frame) == 76 * 14 * 3 * 4 == 12768
    assert set(regions.codes) == {
        *("NL01", "Niet in te delen (PV)"),
        *(f"PV{number}" for number in range(20, 32)),
    }
    assert periods.statuses == {"2016JJ00": "provisional", "2017JJ00": "provisional"}
    assert frame["missing"].null_count() == 12768
    crimes_2017 = {"measure": "Totaal geregistreerde misdrijven", "Perioden": "2017JJ00"}
    total = {"Soort Misdrijf": "Misdrijven, totaal"}
    assert cell(frame, **total, **crimes_2017, **{"Regio's": "NL01"}) == (830780, None)
    fraud = {"Soort Misdrijf": "1.2 Bedrog", "Regio's": "NL01", "Perioden": "2015JJ00"}
    assert cell(frame, measure="Totaal geregistreerde misdrijven", **fraud) == (37410, None)
    assert cell(frame, measure="Totaal opgehelderde misdrijven", **fraud) == (3160, None)
    rows = list(csv.reader(path.open(encoding="utf-8")))
    assert frame["value"].to_list() == [float(each) for row in rows[1:] for each in row[1:]]


def test_every_cell_of_real_observations_is_read(shared: Path) -> None:
    description, frame = whole(shared / "data/statline/laag_inkomen_regio_2011.csv")
    regions = description.of_kind(Kind.REGION)
    assert regions is not None and len(regions.codes) == 25
    assert all(code in partition_of_year(2011) for code in regions.codes)
    assert len(frame) == 25 * 6 and frame["missing"].null_count() == 150
    assert [each.unit for each in description.measures] == ["x 1 000"] * 3 + ["%"] * 3
    assert {each.decimals for each in description.measures} == {1}
    assert cell(frame, measure="Personen", **{"Regio's": "PV28"}) == (226.4, None)
    assert cell(frame, measure="Kinderen relatief", **{"Regio's": "GM0003"}) == (11.4, None)
    assert cell(frame, measure="Particuliere huishoudens", **{"Regio's": "NL01"}) == (481.8, None)


def test_every_cell_of_a_real_wide_table_is_read(shared: Path) -> None:
    description, frame = whole(shared / "data/statline/vermogen_huishoudens_2023.csv")
    assert description.title.startswith("Vermogen van huishoudens; huishoudenskenmerken")
    regions = description.of_kind(Kind.REGION)
    assert regions is not None
    assert [code for code in regions.codes if not code[2:].isdecimal()] == [
        "Niet in te delen (LD)",
        "Gemeenten; niet in te delen",
    ]
    municipalities = {code for code in regions.codes if code.startswith("GM")}
    assert municipalities == set(partition_of_year(2023).municipalities())
    assert len(frame) == 348 * 5 == 1740
    assert frame["missing"].drop_nulls().to_list() == ["not_delivered"] * 10
    assert cell(frame, measure="Mediaan vermogen", **{"Regio's": "GM0307"}) == (184.4, None)
    assert cell(frame, measure="Totaal vermogen", **{"Regio's": "LD03"}) == (1418.6, None)
    assert cell(frame, measure="Particuliere huishoudens", **{"Regio's": "GM0893"}) == (5.7, None)


def test_every_cell_of_a_real_police_table_is_read(shared: Path) -> None:
    description, frame = whole(shared / "data/politie/47013NED_misdrijven_2022_2023.csv")
    assert (description.id, description.publisher) == ("47013NED", "Politie")
    regions = description.of_kind(Kind.REGION)
    assert regions is not None
    apart = [code for code in regions.codes if not code[2:].isdecimal()]
    assert apart[:2] == ["Buitenland", "Gemeenten; niet in te delen"]
    assert len(apart) == 13 and all(code.endswith("(RE)") for code in apart[2:])
    assert len(frame) == 356 * 2
    assert frame["missing"].drop_nulls().to_list() == ["not_delivered"] * 2
    for code, period, value in (
        ("NL01", "2022JJ00", 800027),
        ("NL01", "2023JJ00", 805590),
        ("GM0363", "2023JJ00", 81783),
        ("GM0193", "2022JJ00", 6895),
        ("GM0307", "2022JJ00", 7096),
        ("Amsterdam (RE)", "2022JJ00", 84926),
    ):
        assert cell(frame, Perioden=period, **{"Regio's": code}) == (value, None)
    towns = frame.filter(pl.col("Regio's").str.starts_with("GM") | (pl.col("Regio's") == apart[1]))
    per_year = towns.group_by("Perioden").agg(pl.col("value").sum()).sort("Perioden")
    assert per_year["value"].to_list() == [800027, 805590]


def test_only_files_from_statline_are_recognised(shared: Path, file: Path) -> None:
    for sample in SAMPLES.values():
        file.write_text(sample)
        assert statline.recognises(file)
    file.write_text(WIDE.replace('"Almere";"94,0"', '"Almere;"94,0"'))
    assert statline.recognises(file)
    data = shared / "data"
    recognised = {path.name for path in data.rglob("*") if statline.recognises(path)}
    assert recognised == {
        "criminaliteit_provincies_2014-2017_kruistabel.csv",
        "laag_inkomen_regio_2011.csv",
        "vermogen_huishoudens_2023.csv",
        "47013NED_misdrijven_2022_2023.csv",
        "data.csv",  # the rows of an older interface, with codes in place of titles
    }


# --- anything at all


def _made(rng: random.Random) -> tuple[str, dict[tuple[str, ...], tuple[float | None, str | None]]]:
    """A table in one of the layouts, and what each of its cells must come out as, by codes."""
    towns = {"Aa en Hunze": "GM1680", "Zeist": "GM0355", "Almere": "GM0034", "Nergens": "Nergens"}
    regions = {"Nederland": "NL01", "Utrecht (PV)": "PV26", "Utrecht": "GM0344", **towns}
    periods = {"2019": "2019JJ00", "2020 1e kwartaal": "2020KW01", "2020 maart*": "2020MM03"}
    topics = {"Inwoners": "x 1 000", "Sterfte (ruw)": "per 1 000", "Groei": "%", "Saldo": ""}
    rows = rng.sample(sorted(regions), rng.randint(1, 3)) + list(towns)[:3]
    rows = list(dict.fromkeys(rows))
    chosen = rng.sample(sorted(topics), rng.randint(1, 3))
    times = rng.sample(sorted(periods), rng.randint(1, 3))
    mark = rng.choice(",.")
    expected: dict[tuple[str, ...], tuple[float | None, str | None]] = {}
    cells: dict[tuple[str, str, str], str] = {}
    for row in rows:
        for topic in chosen:
            for time in times:
                text, value = _made_cell(mark, rng)
                cells[row, topic, time] = text
                expected[topic, regions[row], periods[time]] = value
    lines = _laid_out(
        rng.choice(("cross", "observations", "wide")), rows, chosen, times, topics, cells
    )
    delimiter = rng.choice(";," if mark == "." else ";\t")
    stream = io.StringIO()
    quoting = rng.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL))
    end = rng.choice(("\n", "\r\n"))
    csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(lines)
    return rng.choice(("", "\ufeff")) + stream.getvalue(), expected


def _made_cell(mark: str, rng: random.Random) -> tuple[str, tuple[float | None, str | None]]:
    symbols = {".": "not_delivered", "x": "withheld", "": "impossible"}
    if rng.random() < 0.2:
        symbol = rng.choice(sorted(symbols))
        return symbol.rjust(rng.randint(1, 6)), (None, symbols[symbol])
    if rng.random() < 0.1:
        return "-", (0.0, None)
    digits = rng.choice((0, 1, 2))
    number = round(rng.uniform(-9e5, 9e5), digits)
    return f"{number:.{digits}f}".replace(".", mark).rjust(rng.randint(1, 14)), (number, None)


def _laid_out(
    layout: str,
    rows: list[str],
    topics: list[str],
    times: list[str],
    units: dict[str, str],
    cells: dict[tuple[str, str, str], str],
) -> list[list[str]]:
    each = [(topic, time) for topic in topics for time in times]
    values = [[row, *(cells[row, topic, time] for topic, time in each)] for row in rows]
    if layout == "cross":
        return [["Regio's", *(f"{topic}_{time}" for topic, time in each)], *values]
    if layout == "wide":
        heads = [
            ["Een tabel; regio"],
            ["Geslacht: Totaal"],
            ["Onderwerp", *(topic for topic, _ in each)],
            ["Perioden", *(time for _, time in each)],
            ["Regio's", *(units[topic] for topic, _ in each)],
        ]
        return [*heads, *values, ["Bron: CBS"]]
    titles = [f"{topic} ({units[topic]})" if units[topic] else topic for topic in topics]
    return [
        ["Regio's", "Perioden", *titles],
        *(
            [row, time, *(cells[row, topic, time] for topic in topics)]
            for row in rows
            for time in times
        ),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_every_table_comes_back_from_every_layout(file: Path, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(300):
        text, expected = _made(rng)
        description, frame = of_text(file, text)
        found = {
            (measure, region, period): (value, missing)
            for measure, region, period, value, missing in frame.select(
                "measure", "Regio's", "Perioden", "value", "missing"
            ).iter_rows()
        }
        assert found == expected, text
        periods = description.of_kind(Kind.TIME)
        assert periods is not None
        assert periods.statuses.keys() == {"2020MM03"} & periods.codes.keys()


def _mutated(raw: bytes, rng: random.Random) -> bytes:
    """*raw* with one or two things wrong that happen to files."""
    for _ in range(rng.choice((1, 1, 1, 2))):
        lines = raw.split(b"\n")
        place, line = rng.randrange(len(raw)), rng.randrange(len(lines))
        match rng.randrange(8):
            case 0:
                raw = raw[:place] + bytes([raw[place] ^ (1 << rng.randrange(8))]) + raw[place + 1 :]
            case 1:
                raw = raw[:place]
            case 2:
                raw = b"\n".join(lines[:line] + lines[line + 1 :])
            case 3:
                raw = b"\n".join(lines[: line + 1] + lines[line:])
            case 4:
                raw = raw.replace(
                    *rng.choice([(b";", b","), (b",", b";"), (b";", b"\t"), (b'"', b"")])
                )
            case 5:
                raw = (
                    raw[:place]
                    + rng.choice((b'"', b";", b",", b"\n", b"*", b"_", b"9", b" "))
                    + raw[place:]
                )
            case 6:
                raw = raw[:place] + raw[place + rng.randint(1, 12) :]
            case _:
                other = rng.randrange(len(lines))
                lines[line], lines[other] = lines[other], lines[line]
                raw = b"\n".join(lines)
        raw = raw or b"\n"
    return raw


def _survives(file: Path, originals: list[bytes], seed: int, times: int) -> tuple[int, int]:
    """Read mutated files, each a whole table or a refusal; how many were which."""
    rng = random.Random(seed)
    read = refused = 0
    for _ in range(times):
        raw = _mutated(rng.choice(originals), rng)
        try:
            if rng.random() < 0.05:
                file.write_bytes(raw)
                statline.recognises(file)
                whole(file)
            table = statline.read_content(raw, file.name)
            assert sum(len(chunk) for chunk in table.chunks) > 0
            read += 1
        except Refused as refusal:
            assert refusal.problems and all(each.what for each in refusal.problems)
            refused += 1
    return read, refused


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_file_is_read_whole_or_refused(file: Path, seed: int) -> None:
    originals = [sample.encode() for sample in SAMPLES.values()]
    originals.append(CROSS.encode("cp1252"))
    read, refused = _survives(file, originals, seed, 4000)
    assert read > 800 and refused > 800 and read + refused == 4000


@pytest.mark.parametrize("seed", range(2))
def test_a_mutated_real_file_is_read_whole_or_refused(file: Path, shared: Path, seed: int) -> None:
    paths = [
        *sorted((shared / "data/statline").glob("*.csv")),
        shared / "data/politie/47013NED_misdrijven_2022_2023.csv",
    ]
    originals = []
    for path in paths:
        lines = path.read_bytes().splitlines(keepends=True)
        if path.stem.endswith("kruistabel"):  # no more than a few of its many columns
            lines = [b",".join(line.split(b",")[-9:]).lstrip(b"_") for line in lines[10:14]]
            first = path.read_bytes().splitlines()[0].split(b",")
            lines.insert(0, b",".join([first[0], *first[-8:]]) + b"\n")
        originals.append(b"".join(lines[:14] + lines[-2:]))
    read, refused = _survives(file, originals, 100 + seed, 2000)
    assert read > 400 and refused > 400 and read + refused == 2000


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_reading(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(raw)
    statline.recognises(path)
    with contextlib.suppress(Refused):
        list(statline.read(path).chunks)
