"""Files of SDMX-CSV, and what codes of SDMX are in our words."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.catalogue import Draw
from duidelijk.foundation.problems import Refused
from duidelijk.periods import UnknownPeriod
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.drawing import drawn
from duidelijk.sources.planning import plan_draws
from duidelijk.sources.protocols import sdmx
from duidelijk.sources.protocols.sdmx_codes import own_code, period_code, said
from duidelijk.sources.table import Kind, SourceTable

FIRST = """DATAFLOW,FREQ,SEX,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS
ESTAT:UNE(1.0),M,01,NL,2021-01,4.50,A,F
ESTAT:UNE(1.0),M,01,NL,2021-02,4.4,P,F
ESTAT:UNE(1.0),M,02,NL,2021-01,,L,F
ESTAT:UNE(1.0),M,02,NL,2021-02,3.9,A,N
ESTAT:UNE(1.0),M,01,NL33,2021-01,-1e2,E,
"""
SECOND = """STRUCTURE,STRUCTURE_ID,ACTION,SEX: Sex,REF_AREA: Area,TIME_PERIOD: Time,OBS_VALUE: Value
dataflow,ESTAT:UNE(1.0): Unemployed,I,"01: Men, all",NL: Netherlands,2021-Q1: 2021-Q1,4.50
dataflow,ESTAT:UNE(1.0): Unemployed,I,02: Women,NL: Netherlands,2021-Q1: 2021-Q1,NaN
"""
NAMES = """STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,SEX,Sex,TIME_PERIOD,Time,OBS_VALUE,Value
dataflow,ESTAT:UNE(1.0),Unemployed,01,Men: all,2021-S1,2021-S1,7,
"""


def reading(text: str | bytes, folder: Path) -> SourceTable:
    path = folder / "une.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return sdmx.read(path)


def test_the_first_version(tmp_path: Path) -> None:
    table = reading(FIRST, tmp_path)
    about = table.description
    assert (about.id, about.title) == ("ESTAT:UNE(1.0)", "ESTAT:UNE(1.0)")
    assert [(each.id, each.kind, list(each.codes)) for each in about.dimensions] == [
        ("FREQ", Kind.OTHER, ["M"]),
        ("SEX", Kind.OTHER, ["01", "02"]),
        ("REF_AREA", Kind.REGION, ["NL01", "PV28"]),
        ("TIME_PERIOD", Kind.TIME, ["2021MM01", "2021MM02"]),
    ]
    assert [(each.id, each.decimals) for each in about.measures] == [("OBS_VALUE", 2)]
    found = pl.concat(table.chunks)
    assert found["measure"].unique().to_list() == ["OBS_VALUE"]
    assert found.select("SEX", "TIME_PERIOD", "value", "missing", "status", "note").rows() == [
        ("01", "2021MM01", 4.5, None, None, None),
        ("01", "2021MM02", 4.4, None, "provisional", None),
        ("02", "2021MM01", None, "not_delivered", None, None),
        ("02", "2021MM02", None, "withheld", None, None),
        ("01", "2021MM01", -100.0, None, None, "estimated"),
    ]


def test_the_second_version_with_names(tmp_path: Path) -> None:
    table = reading("\ufeff" + SECOND.replace("\n", "\r\n"), tmp_path)
    about = table.description
    assert (about.id, about.title) == ("ESTAT:UNE(1.0)", "Unemployed")
    assert about.dimensions[0].codes == {"01": "Men, all", "02": "Women"}
    assert about.dimensions[0].title == "Sex"
    assert about.of_kind(Kind.REGION).codes == {"NL01": "Netherlands"}  # type: ignore[union-attr]
    found = pl.concat(table.chunks)
    assert found.select("TIME_PERIOD", "value", "missing").rows() == [
        ("2021KW01", 4.5, None),
        ("2021KW01", None, "not_delivered"),
    ]


def test_names_in_columns_of_their_own(tmp_path: Path) -> None:
    table = reading(NAMES, tmp_path)
    assert table.description.title == "Unemployed"
    assert table.description.dimensions[0].codes == {"01": "Men: all"}
    assert [each.id for each in table.description.dimensions] == ["SEX", "TIME_PERIOD"]
    assert pl.concat(table.chunks).select("TIME_PERIOD", "value").rows() == [("2021HJ01", 7.0)]


def test_figures_are_drawn_from_it(indicator: Any, tmp_path: Path) -> None:
    table = reading(FIRST, tmp_path)
    levels = ("country", "province")
    jobless = indicator("jobless", region_levels=levels, groups=("geslacht",))
    groups = {"SEX": {"02": "geslacht:vrouw"}}
    draw = Draw("une", measure="OBS_VALUE", where={"FREQ": "M", "SEX": "01"}, groups=groups)
    plans, problems = plan_draws(table.description, [(jobless, draw)])
    assert not problems
    figures = pl.concat(drawn(table.chunks, plans, "r"))
    rows = figures.select("region", "group", "period", "value").sort(pl.all()).rows()
    assert rows == [
        ("NL01", "geslacht:vrouw", "2021MM01", None),
        ("NL01", "geslacht:vrouw", "2021MM02", None),
        ("NL01", "total", "2021MM01", 4.5),
        ("NL01", "total", "2021MM02", 4.4),
        ("PV28", "total", "2021MM01", -100.0),
    ]


def test_only_such_files_are_recognised(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for content in (FIRST, SECOND, NAMES, '{"version":"2.0","class":"dataset","id":[]}'):
        path.write_text(content, "utf-8")
        assert sdmx.recognises(path)
    for content in ("", "a,b\n1,2\n", "STRUCTURE,x\n", '{"value":[]}', "DATAFLOWS,x\n", "\x00"):
        path.write_text(content, "utf-8")
        assert not sdmx.recognises(path)
    assert not sdmx.recognises(tmp_path / "absent")


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        (",4.4,P", ",4;4,P", 3, "“4;4” in column OBS_VALUE is not a number"),
        (",4.4,P", ",inf,P", 3, "“inf” in column OBS_VALUE"),
        (",4.4,P", f",{'9' * 299}e99,P", 3, "as a value"),
        ("02,NL,2021-01", "02,NL,2021-13", 4, "“2021-13” is not a period"),
        ("02,NL,2021-01", "02,NL,2021-T1", 4, "“2021-T1” is not a period"),
        ("M,02,NL,2021-01", "M,,NL,2021-01", 4, "has no SEX"),
        ("ESTAT:UNE(1.0),M,02,NL,2021-01", "ESTAT:GDP(1.0),M,02,NL,2021-01", 4, "holds ESTAT:GDP"),
        ("ESTAT:UNE(1.0),M,02,NL,2021-01", ",M,02,NL,2021-01", 4, "which dataflow"),
        (",,L,F", ",,L", 4, "has 7 cells instead of 8"),
        (",,L,F", ',,L,"F', 4, "cannot be read as CSV"),
        ("OBS_VALUE", "WAARDE", 1, "has no column OBS_VALUE"),
        ("SEX,", "FREQ,", 1, "has a column twice"),
        ("SEX,", "measure,", 1, "has a column called “measure”"),
        ("DATAFLOW", "TABLE", 1, "is not SDMX-CSV"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    old: str, new: str, line: int, what: str, tmp_path: Path
) -> None:
    assert old in FIRST
    with pytest.raises(Unreadable) as refusal:
        list(reading(FIRST.replace(old, new, 1), tmp_path).chunks)
    assert what in str(refusal.value)
    assert refusal.value.problems[0].line == line


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is not SDMX-CSV"),
        ("\n\n", "is not SDMX-CSV"),
        (FIRST.replace(",", ";"), "separated by semicolons"),
        (FIRST.partition("\n")[0], "has no rows"),
        ("DATAFLOW,OBS_VALUE\nx,1\n", "no dimensions"),
        ("STRUCTURE,SEX,OBS_VALUE\nx,1,1\n", "no column STRUCTURE_ID"),
        (SECOND.replace(",I,02", ",D,02"), "asks for the action “D”"),
        (NAMES.replace(",Value\n", "\n"), "names beside codes"),
        (FIRST.encode("utf-16"), "not written in UTF-8"),
        (b"DATAFLOW,S,OBS_VALUE\nx,\x00,1\n", "characters that no text has"),
    ],
)
def test_other_files_are_refused(text: str | bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=what):
        reading(text, tmp_path)
    with pytest.raises(Unreadable, match="cannot be opened"):
        sdmx.read(tmp_path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2021", "2021JJ00"),
        ("2021-A1", "2021JJ00"),
        ("2021-S2", "2021HJ02"),
        ("2021-Q4", "2021KW04"),
        ("2021Q4", "2021KW04"),
        ("2021-03", "2021MM03"),
        ("2021-M03", "2021MM03"),
        ("2021-W09", "2021W109"),
        ("2020-W53", "2020W153"),
        ("2021-03-11", "20210311"),
        ("2021-03-11T00:00:00", "20210311"),
        ("2020-D366", "20201231"),
        (" 2021KW01 ", "2021KW01"),
    ],
)
def test_periods(text: str, code: str) -> None:
    assert period_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "21",
        "2021-00",
        "2021-Q5",
        "2021-A2",
        "2021-W54",
        "2021-D366",
        "2021-02-30",
        "2021-Q",
        "2021-03-11T10:00:00",
        "2021-01-01/P1M",
        "9999-D400",
        "0000-D001",
        "2021-Q10",
        "maart",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(UnknownPeriod):
        period_code(text)


def test_regions() -> None:
    assert own_code(Kind.REGION, "NL") == "NL01"
    assert own_code(Kind.REGION, "NL32") == "PV27"
    assert own_code(Kind.REGION, "GM0363") == "GM0363"
    assert own_code(Kind.REGION, "BE") == "BE"
    assert own_code(Kind.OTHER, "NL") == "NL"


@pytest.mark.parametrize(
    ("flags", "confidentiality", "shown", "status", "missing"),
    [
        ("", "", True, None, "not_delivered"),
        ("A", "F", True, None, "not_delivered"),
        ("P", "", True, "provisional", "not_delivered"),
        ("bp", "", True, "provisional", "not_delivered"),
        ("M", "", True, None, "impossible"),
        ("L", "", True, None, "not_delivered"),
        ("N", "", True, None, "unreliable"),
        ("u", "", True, None, "unreliable"),
        ("z", "", True, None, "impossible"),
        ("c", "", False, None, "withheld"),
        ("Q", "", False, None, "withheld"),
        ("A", "C", False, None, "withheld"),
        ("A", "N", False, None, "withheld"),
        ("PROVISIONAL", "", True, None, "not_delivered"),
    ],
)
def test_flags(
    flags: str, confidentiality: str, shown: bool, status: str | None, missing: str
) -> None:
    found = said(flags, confidentiality)
    assert (found.shown, found.status, found.missing) == (shown, status, missing)


# codes that a reader which guesses types leaves alone
CODES = st.from_regex(r"[A-Z][A-Z_]{0,5}", fullmatch=True).filter(lambda x: x not in ("NAN", "NA"))
ROW = st.tuples(CODES, CODES, st.sampled_from(["2021", "2021-Q1", "2020-03"]), st.integers(-99, 99))


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(ROW, min_size=1, max_size=8), second=st.booleans())
def test_pysdmx_reads_the_same(rows: list[Any], second: bool, tmp_path_factory: Any) -> None:
    read_sdmx = pytest.importorskip("pysdmx.io").read_sdmx
    first = ["STRUCTURE", "STRUCTURE_ID"] if second else ["DATAFLOW"]
    before = ["dataflow", "A:B(1.0)"] if second else ["A:B(1.0)"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*first, "SEX", "AGE", "TIME_PERIOD", "OBS_VALUE"])
    writer.writerows([*before, *row] for row in rows)
    theirs = read_sdmx(text.getvalue()).data[0].data
    table = reading(text.getvalue(), tmp_path_factory.getbasetemp())
    found = pl.concat(table.chunks)
    assert found["SEX"].to_list() == theirs["SEX"].tolist()
    assert found["AGE"].to_list() == theirs["AGE"].tolist()
    assert found["TIME_PERIOD"].to_list() == [period_code(x) for x in theirs["TIME_PERIOD"]]
    assert found["value"].to_list() == [float(each) for each in theirs["OBS_VALUE"]]


def test_codes_keep_their_noughts_where_pysdmx_loses_them(tmp_path: Path) -> None:
    """Why it does not read for us; when this fails, it can."""
    read_sdmx = pytest.importorskip("pysdmx.io").read_sdmx
    text = "DATAFLOW,SEX,TIME_PERIOD,OBS_VALUE\nA:B(1.0),01,2021,1\nA:B(1.0),02,2021,1\n"
    assert pl.concat(reading(text, tmp_path).chunks)["SEX"].to_list() == ["01", "02"]
    assert read_sdmx(text).data[0].data["SEX"].tolist() == ["1", "2"]


SCRAPS = (b",", b"\n", b'"', b"\xff", b": ", b"-", b"9", b".", b"NaN", b"2021-Q9", b"e9", b"D", b"")


def test_no_file_makes_it_fall_over() -> None:
    choice = random.Random(11)
    wholes = [each.encode() for each in (FIRST, SECOND, NAMES)]
    accepted = refused = 0
    for _ in range(20_000):
        body = choice.choice(wholes)
        for _ in range(choice.randint(0, 2)):
            start = choice.randrange(len(body) + 1)
            end = min(len(body), start + choice.choice((0, 0, 1, 1, 3)))
            body = body[:start] + choice.choice(SCRAPS) + body[end:]
        try:
            table = sdmx.parse(body, "une.csv")
            (found,) = table.chunks
        except Refused:
            refused += 1
            continue
        accepted += 1
        assert 1 <= len(found) <= 6
        for each in table.description.dimensions:
            assert set(found[each.id]) == set(each.codes)
    assert accepted > 2_000
    assert refused > 2_000
