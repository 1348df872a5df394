"""Templates: made, filled in as people do, read back, and refused by row where that is wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import zipfile
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duidelijk.catalogue import (
    Group,
    GroupDimension,
    Indicator,
    Method,
    Monitor,
    Source,
    Text,
    read_monitor,
)
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.release import Precision
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.by_hand.template import read, recognises, release_id, write_template
from duidelijk.sources.by_hand.template_sheet import COLUMNS, FILL_IN, HIDDEN, READ_ME
from duidelijk.sources.sheets.cells import Sheet, read_sheets

PAGE = ["uwv", "Nieuwsflits", "https://www.uwv.nl/nieuwsflits", "", "2021-04-20"]
Fill = Callable[..., Path]


def both(words: str) -> Text:
    return Text(words, f"{words} (en)")


@pytest.fixture(scope="session")
def monitor(indicator: Callable[..., Indicator], monitor_of: Callable[..., Monitor]) -> Monitor:
    ages = (
        Group("leeftijd:16-24", both("=jongeren"), both("j")),
        Group("leeftijd:25+", both("ouderen"), both("o")),
    )
    found = [
        indicator(
            "benefits",
            kind="count",
            minimum=0.0,
            groups=("leeftijd",),
            region_levels=("country", "municipality"),
            definition=Text("=1+1", "@SUM(1)"),
            unit=both("duizend uitkeringen"),
        ),
        indicator("share", frequency="wave", methods=(Method("web", both("w")),)),
        indicator("plan", status="planned"),
    ]
    return monitor_of(
        *found,
        dimensions=(GroupDimension("leeftijd", both("a"), ages),),
        sources={
            "uwv": Source("uwv", "UWV", "executing_body", "open data"),
            "news": Source("news", "Kranten", "news", "facts read on the page"),
        },
    )


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory, monitor: Monitor) -> Path:
    """A template for one indicator, as it is made."""
    path = tmp_path_factory.mktemp("template") / "benefits.xlsx"
    write_template(path, monitor, ["benefits"])
    return path


@pytest.fixture
def fill(blank: Path, tmp_path: Path) -> Fill:
    """Fill the template with rows, each a dict by column; values as a person or Excel puts them."""

    def fill(*rows: dict[str, Any], template: Path = blank) -> Path:
        path = tmp_path / "filled.xlsx"
        shutil.copy(template, path)
        book = openpyxl.load_workbook(path)
        for line, row in enumerate(rows, 2):
            for name, value in row.items():
                book[FILL_IN].cell(line, COLUMNS.index(name) + 1).value = value
        book.save(path)
        return path

    return fill


def row(page: Sequence[Any] = PAGE, **other: Any) -> dict[str, Any]:
    publication = dict(
        zip(("source", "title", "address", "licence", "published"), page, strict=True)
    )
    return {"period": "2021MM03", "region": "NL01", "value": 286.1, **publication, **other}


def said(problems: Sequence[Problem]) -> list[tuple[int, str]]:
    return [(each.line, str(each).split(": ", 1)[1]) for each in problems]


# --- the workbook


def sheets(path: Path) -> dict[str, Sheet]:
    return {each.name: each for each in read_sheets(path)}


def test_a_template_has_a_sheet_to_fill_in_and_one_that_explains(blank: Path) -> None:
    found = sheets(blank)
    assert list(found) == [FILL_IN, READ_ME, HIDDEN]
    assert found[FILL_IN].head[0].cells == COLUMNS and len(found[FILL_IN].head) == 1
    text = "\n".join(" ".join(each.cells) for each in found[READ_ME].head)
    assert "benefits" in text and "duizend uitkeringen" in text and "VOORBEELD / EXAMPLE" in text
    assert openpyxl.load_workbook(blank)[HIDDEN].sheet_state == "veryHidden"


def test_columns_have_lists_to_choose_from_and_help(blank: Path) -> None:
    sheet = openpyxl.load_workbook(blank)[FILL_IN]
    hidden = openpyxl.load_workbook(blank)[HIDDEN]
    rules = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    groups = next(formula for place, formula in rules.items() if place.startswith("D2:"))
    first, last = (part.split("!")[-1].replace("$", "") for part in groups.split(":"))
    chosen = [cell.value for (cell,) in hidden[f"{first}:{last}"]]
    assert chosen == [
        "total | iedereen / everybody",
        "leeftijd:16-24 | =jongeren",
        "leeftijd:25+ | ouderen",
    ]
    for cell in sheet[1]:
        assert cell.comment is not None and "\n\n" in cell.comment.text, cell.value


def test_no_text_becomes_a_formula(blank: Path, monitor: Monitor, tmp_path: Path) -> None:
    for path in (blank, _with_sources(tmp_path, monitor, "=cmd|' /C calc'!A0", "+1", "@x", "-2")):
        book = openpyxl.load_workbook(path)
        kinds = {cell.data_type for sheet in book for cells in sheet.rows for cell in cells}
        assert "f" not in kinds
        with zipfile.ZipFile(path) as packed:
            assert not any(b"<f>" in packed.read(each) for each in packed.namelist())
    assert book[HIDDEN]["F3"].value.startswith("a0 | =cmd")


def _with_sources(folder: Path, monitor: Monitor, *titles: str) -> Path:
    named = {f"a{n}": Source(f"a{n}", title, "news", title) for n, title in enumerate(titles)}
    texts = Text("=HYPERLINK(1)", "-2+3")
    odd = dataclasses.replace(monitor.indicators["benefits"], definition=texts, source="a0")
    path = folder / "odd.xlsx"
    odd_monitor = dataclasses.replace(monitor, sources=named, indicators={"benefits": odd})
    write_template(path, odd_monitor, ["benefits"])
    assert openpyxl.load_workbook(path)[READ_ME]["B6"].quotePrefix
    return path


def test_a_template_is_never_written_over(blank: Path, monitor: Monitor) -> None:
    before = blank.read_bytes()
    with pytest.raises(Refused, match="exists already"):
        write_template(blank, monitor, ["benefits"])
    assert blank.read_bytes() == before


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        (["benefit"], "did you mean benefits?"),
        (["plan"], "is declared without figures"),
        ([], "name at least one"),
    ],
)
def test_a_template_of_what_there_is_not_is_refused(
    tmp_path: Path, monitor: Monitor, keys: list[str], what: str
) -> None:
    with pytest.raises(Refused) as caught:
        write_template(tmp_path / "x.xlsx", monitor, keys)
    assert what in str(caught.value) and not (tmp_path / "x.xlsx").exists()


def test_only_templates_are_recognised(blank: Path, tmp_path: Path) -> None:
    assert recognises(blank)
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(blank.read_bytes()[:2000])
    for path in (other, tmp_path / "table.csv", tmp_path / "broken.xlsx", tmp_path / "absent"):
        assert not recognises(path)


def test_what_is_no_template_is_a_problem_and_no_traceback(
    tmp_path: Path, monitor: Monitor
) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    releases, figures, (problem,) = read(other, monitor)
    assert releases == [] and figures.is_empty() and "is no template" in problem.what


# --- read back


def test_a_filled_template_comes_back_in_order(fill: Fill, monitor: Monitor) -> None:
    path = fill(
        row(n=5002, note="op bladzijde 3"),
        {
            "period": "maart 2021*",
            "region": "Utrecht",
            "value": "12,30",
            "group": "leeftijd:25+ | ouderen",
        },
        {"period": "februari 2021", "region": "Nederland", "missing": "withheld | geheim"},
    )
    (release,), figures, problems = read(path, monitor)
    assert problems == []
    assert figures.columns == [*SCHEMA, "file", "line"]
    assert release.id == "uwv-nieuwsflits-2021-04-20"
    assert (release.publisher, release.licence) == ("UWV", "open data")
    assert figures["line"].to_list() == [2, 3, 4]
    assert figures["indicator"].unique().to_list() == ["benefits"]
    assert figures.select(
        "period", "region", "group", "value", "n", "status", "missing"
    ).rows() == [
        ("2021MM03", "NL01", "total", 286.1, 5002, None, None),
        ("2021MM03", "GM0344", "leeftijd:25+", 12.3, None, "provisional", None),
        ("2021MM02", "NL01", "total", None, None, None, "withheld"),
    ]
    assert figures["decimals"].to_list() == [2, 2, 2]
    assert check_figures(normalised(figures), monitor, [release]) == []


def test_a_template_without_figures_is_a_problem(blank: Path, monitor: Monitor) -> None:
    _, figures, (problem,) = read(blank, monitor)
    assert figures.is_empty() and "holds no figures" in problem.what


def test_an_indicator_is_named_where_there_is_more_than_one(
    fill: Fill, monitor: Monitor, tmp_path: Path
) -> None:
    template = tmp_path / "two.xlsx"
    write_template(template, monitor, ["benefits", "share"])
    path = fill(
        row(indicator="benefits | x"),
        row(indicator="share", method="web | w", period="20 april 2021"),
        row(),
        template=template,
    )
    _, figures, problems = read(path, monitor)
    assert figures.select("indicator", "period", "method").rows() == [
        ("benefits", "2021MM03", ""),
        ("share", "2021-04-20", "web"),
    ]
    assert said(problems) == [(4, "has no indicator → fill the column indicator")]


def test_what_excel_makes_of_a_period_is_understood_or_refused(
    fill: Fill, monitor: Monitor
) -> None:
    path = fill(
        row(period=dt.datetime(2021, 3, 1)),
        row(period=dt.datetime(2021, 3, 2)),
        row(period=2021),
        row(value=dt.datetime(2021, 3, 12), period="2021MM01"),
    )
    _, figures, problems = read(path, monitor)
    assert figures["period"].to_list() == ["2021MM03", "2021JJ00"]
    assert [line for line, _ in said(problems)] == [3, 5]
    assert "the period is a date (2021-03-02)" in problems[0].what
    assert "“2021-03-12” in column value is not a number" in problems[1].what


def test_dates_of_publication_are_read_as_people_write_them(fill: Fill, monitor: Monitor) -> None:
    dates = [dt.datetime(2021, 4, 20), "20-4-2021", "20 april 2021", "april 2021", "2021-04"]
    path = fill(
        *(row([*PAGE[:4], date], period=f"2020MM{n:02}") for n, date in enumerate(dates, 1))
    )
    releases, figures, problems = read(path, monitor)
    assert problems == [] and len(figures) == 5
    assert [(each.published, each.precision) for each in releases] == [
        (dt.date(2021, 4, 20), Precision.DAY),
        (dt.date(2021, 4, 30), Precision.MONTH),
    ]


WRONG: dict[str, dict[str, Any]] = {
    "unknown indicator “benefit” → did you mean benefits?": row(indicator="benefit"),
    "unknown period → ": row(period="onlangs"),
    "has no period → ": row(period=None),
    "unknown region “Atlantis”": row(region="Atlantis"),
    "has no region → ": row(region=None),
    "“veel” in column value is not a number": row(value="veel"),
    "“1.234” can be read in two ways → write 1234": row(value="1.234"),
    "“12.5” in column n does not fit": row(n=12.5),
    "“-1” in column n does not fit": row(n=-1),
    "“77” in column decimals does not fit": row(decimals=77),
    "“TRUE” in column value is not a number": row(value=True),
    "“#N/A” in column value is an error of Excel": row(value="#N/A"),
    "unknown source “uvw” → did you mean uwv?": row(["uvw", *PAGE[1:]]),
    "has no title, address → give all of them": row(["uwv", "", "", "", "2021-04-20"]),
    "“uwv.nl” is no web address": row([*PAGE[:2], "uwv.nl", "", PAGE[4]]),
    "published: “gisteren” is not a date": row([*PAGE[:4], "gisteren"]),
}


def test_every_problem_is_told_by_its_row(fill: Fill, monitor: Monitor) -> None:
    path = fill(row(), *WRONG.values())
    _, figures, problems = read(path, monitor)
    assert figures["line"].to_list() == [2]
    told = said(problems)
    assert [line for line, _ in told] == list(range(3, len(WRONG) + 3))
    for (_, text), expected in zip(told, WRONG, strict=True):
        assert text.startswith(expected), text


def test_a_row_below_a_wrong_publication_is_not_taken_for_an_earlier_one(
    fill: Fill, monitor: Monitor
) -> None:
    below = {"period": "2021MM01", "region": "NL01", "value": 5}
    path = fill(row(), row(["uvw", *PAGE[1:]], period="2021MM02"), below)
    _, figures, problems = read(path, monitor)
    assert figures["line"].to_list() == [2]
    assert [line for line, _ in said(problems)] == [3, 4]


def test_the_first_row_names_its_publication(fill: Fill, monitor: Monitor) -> None:
    _, _, (problem,) = read(fill({"period": "2021MM01", "region": "NL01", "value": 5}), monitor)
    assert problem.what == "has no source" and problem.line == 2


def test_one_publication_has_one_address(fill: Fill, monitor: Monitor) -> None:
    other = [*PAGE[:2], "https://www.uwv.nl/elders", *PAGE[3:]]
    _, _, (problem,) = read(fill(row(), row(other, period="2021MM02")), monitor)
    assert problem.line == 3 and "same publication than row 2" in problem.what


def test_a_formula_that_was_never_calculated_is_refused(
    fill: Fill, monitor: Monitor, tmp_path: Path
) -> None:
    path, bare = fill(row(value="=1+1")), tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(bare, "w") as written:
        for name in packed.namelist():
            text = packed.read(name)
            written.writestr(
                name, text.replace(b"</f><v></v>", b"</f>").replace(b"</f><v />", b"</f>")
            )
    _, figures, (problem,) = read(bare, monitor)
    assert figures.is_empty() and "formulas without a calculated value" in problem.what


def test_a_changed_header_is_refused(blank: Path, tmp_path: Path, monitor: Monitor) -> None:
    path = tmp_path / "changed.xlsx"
    book = openpyxl.load_workbook(blank)
    book[FILL_IN]["F1"].value = "waarde"
    book.save(path)
    _, _, (problem,) = read(path, monitor)
    assert problem.what == "unknown column “waarde”" and problem.line == 1
    book[FILL_IN]["F1"].value = None
    book.save(path)
    _, _, (problem,) = read(path, monitor)
    assert problem.what == "lacks the columns value"


def test_columns_may_be_moved_and_left_out(blank: Path, tmp_path: Path, monitor: Monitor) -> None:
    path = tmp_path / "moved.xlsx"
    book = openpyxl.load_workbook(blank)
    sheet = book[FILL_IN]
    sheet.delete_rows(1, 1)
    kept = ["published", "value", "period", "region", "source", "title", "address"]
    sheet.append(kept)
    sheet.append([row()[name] for name in kept])
    book.save(path)
    _, figures, problems = read(path, monitor)
    assert problems == [] and figures["value"].to_list() == [286.1]


# --- round trips


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Werkloosheid dááált: 3,5%", "uwv-werkloosheid-daaalt-3-5-2021-04-20"),
        ("", "uwv-2021-04-20"),
        ("数字", "uwv-2021-04-20"),
    ],
)
def test_a_release_is_named_after_its_publication(title: str, expected: str) -> None:
    assert release_id("uwv", title, dt.date(2021, 4, 20)) == expected


def test_long_titles_that_begin_alike_are_told_apart() -> None:
    names = {release_id("uwv", f"{'lang ' * 30}{end}", dt.date(2021, 4, 20)) for end in "ab"}
    assert len(names) == 2 and max(map(len, names)) < 90


figures_typed = st.fixed_dictionaries(
    {
        "period": st.integers(1, 12).map(lambda month: f"2020MM{month:02}"),
        "region": st.sampled_from(["NL01", "GM0363", "Amsterdam", "Nederland"]),
        "group": st.sampled_from(["", "total", "leeftijd:16-24", "leeftijd:25+ | ouderen"]),
        "value": st.floats(0, 1e9).map(lambda value: round(value, 3)),
        "n": st.none() | st.integers(0, 10**9),
        "decimals": st.none() | st.integers(-3, 3),
        "note": st.sampled_from(["", "=1+1", "@x", "rond 5%"]),
    }
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(figures_typed, min_size=1, max_size=5))
def test_what_is_filled_in_comes_back(
    fill: Fill, monitor: Monitor, typed: list[dict[str, Any]]
) -> None:
    def texts(each: dict[str, Any]) -> dict[str, Any]:
        return {
            **each,
            "note": f"'{each['note']}" if each["note"].startswith("=") else each["note"],
        }

    path = fill(*({**row(), **texts(each)} for each in typed))
    _, figures, problems = read(path, monitor)
    assert problems == []
    regions = {"Amsterdam": "GM0363", "Nederland": "NL01"}
    for found, each in zip(figures.to_dicts(), typed, strict=True):
        assert found["value"] == each["value"] and found["n"] == each["n"]
        assert found["region"] == regions.get(each["region"], each["region"])
        assert found["group"] == (each["group"].split(" | ")[0] or "total")
        assert (found["note"] or "").lstrip("'") == each["note"]
        if each["decimals"] is not None:
            assert found["decimals"] == each["decimals"]


def test_the_starting_monitor_has_a_template(tmp_path: Path) -> None:
    starter = read_monitor(Path(str(resources.files("duidelijk"))) / "monitors" / "starter")
    write_template(tmp_path / "starter.xlsx", starter, list(starter.indicators))
    with_figure = openpyxl.load_workbook(tmp_path / "starter.xlsx")
    page = ("verzonnen", "T", "https://example.org/", "", "2030-02-01")
    with_figure[FILL_IN].append(["stress", "2030-01-20", "Utrecht", "", "", "12,5"])
    for column, text in enumerate(page, COLUMNS.index("source") + 1):
        with_figure[FILL_IN].cell(2, column).value = text
    with_figure.save(tmp_path / "filled.xlsx")
    releases, figures, problems = read(tmp_path / "filled.xlsx", starter)
    assert problems == [] and figures["region"].to_list() == ["PV26"]
    assert check_figures(normalised(figures), starter, releases) == []
