"""The file of RIVM's behaviour research."""

from __future__ import annotations

import contextlib
import gzip
import random
from pathlib import Path

import polars as pl
import pytest

from duidelijk.catalogue import Draw, read_monitor
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.figures.reading import read_figures
from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.drawing import drawn
from duidelijk.sources.planning import plan_draws
from duidelijk.sources.protocols import rivm_behaviour
from duidelijk.sources.table import Kind

HEADER = (
    "Date_of_report;Date_of_measurement;Wave;Region_code;Region_name;Subgroup_category;Subgroup;"
    "Indicator_category;Indicator;Sample_size;Figure_type;Value;Lower_limit;Upper_limit;"
    "Change_wrt_previous_measurement"
)
ROWS = (
    "2021-05-04 10:00:00;2021-04-20;11;NL00;Nederland;Alle;Totaal;Naleving;Avondklok;5000;"
    "Percentage;75;73.9;76.1;0",
    "2021-05-04 10:00:00;2021-04-20;11;NL00;Nederland;Leeftijd;16-24;Naleving;Avondklok;600;"
    "Percentage;60.25;56.1;64.2;-1",
    "2021-05-04 10:00:00;2021-04-20;11;VR02;Fryslân;Alle;Totaal;Naleving;Uren;0;Getal;;;;",
    "2021-05-04 10:00:00;2021-04-20;11;VR02;Fryslân;Alle;Totaal;Naleving;Avondklok;12;"
    "Percentage;;;;",
)
FILE = "\r\n".join([HEADER, *ROWS, ""])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "COVID-19_gedrag.csv"
    path.write_text(FILE, "utf-8", newline="")
    return path


def test_a_small_file(file: Path) -> None:
    table = rivm_behaviour.read(file)
    about = table.description
    assert (str(about.published), about.version) == ("2021-05-04", "2021-05-04 10:00:00")
    assert (about.publisher, about.basis) == ("RIVM", "date of report in the file")
    assert [(each.id, each.title, each.unit, each.decimals) for each in about.measures] == [
        ("Naleving/Avondklok", "Naleving › Avondklok", "%", 2),
        ("Naleving/Uren", "Naleving › Uren", "", 0),
    ]
    assert [each.kind for each in about.dimensions] == [Kind.REGION, Kind.OTHER, Kind.TIME]
    assert about.dimensions[0].codes == {"NL00": "Nederland", "VR02": "Fryslân"}
    found = pl.concat(table.chunks)
    assert found.select("measure", "Region_code", "Subgroup", "Date_of_measurement").rows() == [
        ("Naleving/Avondklok", "NL00", "Alle/Totaal", "2021-04-20"),
        ("Naleving/Avondklok", "NL00", "Leeftijd/16-24", "2021-04-20"),
        ("Naleving/Uren", "VR02", "Alle/Totaal", "2021-04-20"),
        ("Naleving/Avondklok", "VR02", "Alle/Totaal", "2021-04-20"),
    ]
    assert found.select("value", "lower", "upper", "n", "missing").rows() == [
        (75.0, 73.9, 76.1, 5000, None),
        (60.25, 56.1, 64.2, 600, None),
        (None, None, None, 0, "not_measured"),
        (None, None, None, 12, "not_delivered"),
    ]


def test_packed_or_not_is_the_same(file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "x.csv.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    marked = tmp_path / "y.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\r\n", b"\n"))
    expected = pl.concat(rivm_behaviour.read(file).chunks)
    for other in (packed, marked):
        assert rivm_behaviour.recognises(other)
        assert pl.concat(rivm_behaviour.read(other).chunks).equals(expected)


def test_other_files_are_not_recognised(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"a;b;c\n1;2;3", b"\x1f\x8bno", b"\xff\xfe\x00")):
        path = tmp_path / str(number)
        path.write_bytes(content)
        assert not rivm_behaviour.recognises(path)
    assert not rivm_behaviour.recognises(tmp_path / "absent.csv")


def test_a_changed_layout_is_recognised_and_refused_by_name(file: Path) -> None:
    file.write_text(FILE.replace("Sample_size", "N"), "utf-8")
    assert rivm_behaviour.recognises(file)
    with pytest.raises(Unreadable, match="lacks the columns Sample_size"):
        rivm_behaviour.read(file)
    file.write_text(FILE.replace(HEADER, f"{HEADER};Weight"), "utf-8")
    with pytest.raises(Unreadable, match="other columns: Weight"):
        rivm_behaviour.read(file)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        (";60.25;", ";60,25;", 3, "“60,25” in column Value is not a number"),
        (";60.25;", ";1e5;", 3, "“1e5” in column Value"),
        (";60.25;", ";NaN;", 3, "“NaN” in column Value"),
        (";56.1;", ";x;", 3, "“x” in column Lower_limit"),
        (";5000;", ";5000.5;", 2, "“5000.5” in column Sample_size is not a whole number"),
        (";5000;", ";;", 2, "“” in column Sample_size is not a whole number"),
        (";5000;", ";-1;", 2, "“-1” in column Sample_size"),
        ("2021-04-20;11;VR02", "20210420;11;VR02", 4, "“20210420” in column Date_of_measurement"),
        ("2021-04-20;11;VR02", "2021-02-30;11;VR02", 4, "“2021-02-30” in column Date_of_meas"),
        ("2021-05-04 10:00:00;2021-04-20;11;VR02", ";2021-04-20;11;VR02", 4, "Date_of_report"),
        (
            "2021-05-04 10:00:00;2021-04-20;11;VR02",
            "2021-05-11;2021-04-20;11;VR02",
            4,
            "reports of",
        ),
        (";VR02;", ";;", 4, "has no Region_code"),
        (";Leeftijd;16-24;", ";Leeftijd;;", 3, "has no Subgroup"),
        (";Avondklok;600", ";;600", 3, "has no Indicator"),
        (";600;", ";600;7;", 3, "has 16 cells instead of 15"),
        ("Fryslân", '"Fryslân"', 4, "a quotation mark"),
        ("\r\n2021", "\r\n\r\n2021", 2, "has 1 cells instead of 15"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    old: str, new: str, line: int, what: str, file: Path
) -> None:
    assert old in FILE
    file.write_text(FILE.replace(old, new, 1), "utf-8", newline="")
    with pytest.raises(Unreadable, match=what) as refusal:
        rivm_behaviour.read(file, "the file of today")
    (problem,) = refusal.value.problems
    assert (problem.where, problem.line) == ("the file of today", line)


@pytest.mark.parametrize("left", [3, 40, 300, 700])
def test_a_file_that_broke_off_is_refused(left: int, file: Path) -> None:
    file.write_bytes(FILE.encode()[:-left])
    with pytest.raises(Unreadable):
        rivm_behaviour.read(file)
    file.write_bytes(gzip.compress(FILE.encode())[:-9])
    with pytest.raises(Unreadable, match="cannot be opened"):
        rivm_behaviour.read(file)


def test_other_encodings_are_refused_with_their_line(file: Path) -> None:
    file.write_bytes(FILE.encode("latin-1"))
    with pytest.raises(Unreadable, match="not written in UTF-8") as refusal:
        rivm_behaviour.read(file)
    assert refusal.value.problems[0].line == 4


def test_the_shipped_figures_come_out_of_the_real_file(shared: Path) -> None:
    monitor = read_monitor(shipped_monitor("corona"))
    folder = shipped_monitor("corona") / "figures"
    shipped, problems = read_figures(folder / "rivm.csv")
    assert not problems
    table = rivm_behaviour.read(shared / "data" / "rivm" / "COVID-19_gedrag_2021-05-04.csv.gz")
    measures = {
        each.id.replace("/", "_").casefold(): each.id for each in table.description.measures
    }
    groups = {
        code: f"{code.partition('/')[0]}:{code.partition('/')[2]}".casefold()
        for code in table.description.dimensions[1].codes
        if not code.startswith("Alle/")
    }
    choice = {"where": {"Subgroup": "Alle/Totaal"}, "groups": {"Subgroup": groups}}
    draws = [
        (monitor.indicators[key], Draw("gedrag", measure=measures[key], **choice))
        for key in sorted(set(shipped["indicator"]))
    ]
    assert len(draws) == 40
    plans, problems = plan_draws(table.description, draws)
    assert not problems
    found = pl.concat(drawn(table.chunks, plans, "rivm-gedrag-2021-05-04"))
    asked = found.filter(pl.col("missing").is_null())
    assert found.filter(pl.col("missing") != "not_measured").is_empty()
    # the shipped file calls its figures definitive, which the source itself does not say
    kept = ["indicator", "region", "group", "period", "method", "value", "lower", "upper", "n"]
    mine, theirs = (each.select(*kept, "decimals", "release") for each in (asked, shipped))
    assert len(theirs) == 11_635
    assert mine.sort(kept[:4]).equals(theirs.sort(kept[:4]))
    assert asked["status"].null_count() == len(asked)


def test_an_earlier_release_is_another_vintage(shared: Path) -> None:
    folder = shared / "data" / "rivm"
    earlier = rivm_behaviour.read(folder / "COVID-19_gedrag_2020-11-30_snippet.csv")
    later = rivm_behaviour.read(folder / "COVID-19_gedrag_2021-05-04.csv.gz")
    place = {"measure": "Draagvlak/Bij_klachten_blijf_thuis", "Region_code": "NL00"}
    place["Subgroup"] = "Alle/Totaal"
    seen = []
    for table in (earlier, later):
        chosen = [pl.col(key) == value for key, value in place.items()]
        first = pl.concat(table.chunks).filter(chosen).sort("Date_of_measurement").head(1)
        published = str(table.description.published)
        seen.append((published, *first.select("Date_of_measurement", "value", "n").row(0)))
    assert seen == [
        ("2020-11-30", "2020-09-28", 82.0, 5026),
        ("2021-05-04", "2020-09-29", 82.3, 5002),
    ]


SCRAPS = (b";", b"\n", b"\r", b'"', b"\xff", b"-", b"9", b".", b",", b"2021-13-01", b"e", b" ", b"")


def test_no_file_makes_it_fall_over(tmp_path: Path) -> None:
    choice = random.Random(9)
    path = tmp_path / "gedrag.csv"
    whole = FILE.encode()
    accepted = refused = 0
    for number in range(20_000):
        body = whole
        for _ in range(choice.randint(0, 2)):
            start = choice.randrange(len(body) + 1)
            end = min(len(body), start + choice.choice((0, 0, 1, 1, 3)))
            body = body[:start] + choice.choice(SCRAPS) + body[end:]
        try:
            table = rivm_behaviour.parse(body, "gedrag.csv")
            (found,) = table.chunks
        except Refused:
            refused += 1
            continue
        finally:
            if number % 40 == 0:
                seen_from_outside(path, gzip.compress(body), choice)
        accepted += 1
        assert 1 <= len(found) <= 5
        known = {each.id for each in table.description.measures}
        assert set(found["measure"]) == known
    assert accepted > 2_000
    assert refused > 2_000


def seen_from_outside(path: Path, body: bytes, choice: random.Random) -> None:
    """Read a packed file with one byte changed: it comes in, or is refused."""
    at = choice.randrange(len(body))
    path.write_bytes(body[:at] + bytes([choice.randrange(256)]) + body[at + choice.randint(0, 1) :])
    rivm_behaviour.recognises(path)
    with contextlib.suppress(Refused):
        rivm_behaviour.read(path)
