"""Feeds that are spreadsheets: a kept mapping makes a table that indicators draw from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import Draw, Group, GroupDimension, Indicator, Monitor, Source, Text
from duidelijk.foundation.problems import Refused
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.drawing import drawn
from duidelijk.sources.planning import plan_draws
from duidelijk.sources.sheets.layouts import known_layout, sheets_in
from duidelijk.sources.sheets.spreadsheet import read
from duidelijk.sources.table import Kind, SourceTable

MAPPING = """\
header_rows: [1]
decimal: ","
missing: {x: withheld}
region_level: municipality
columns:
  - {title: Jaar, is: period}
  - {title: Gemeente, is: region}
  - {title: Leeftijd, is: group, names: {Totaal: total, jong: "leeftijd:16-24"}}
  - {title: Stress, is: value, indicator: stress}
  - {title: n, is: n}
release: {source: ggd, title: Stress per gemeente, licence: CC0, address: "https://example.org/s"}
"""
CONTENT = """\
Jaar;Gemeente;Leeftijd;Stress;n
2023;Utrecht;Totaal;12,5;100
2023;Utrecht;jong;13,0;40
2023;Groningen;Totaal;x;
2024*;Utrecht;Totaal;12,0;90
"""


def both(words: str) -> Text:
    return Text(words, words)


@pytest.fixture(scope="session")
def monitor(indicator: Callable[..., Indicator], monitor_of: Callable[..., Monitor]) -> Monitor:
    ages = (Group("leeftijd:16-24", both("jong"), both("jong")),)
    usual: dict[str, Any] = {"frequency": "year", "region_levels": ("municipality",)}
    draw = Draw(
        "stress_file",
        measure="stress",
        where={"breakdown": "total"},
        groups={"breakdown": {"leeftijd:16-24": "leeftijd:16-24"}},
    )
    stress = indicator("stress", title=both("Stress"), groups=("leeftijd",), draw=(draw,), **usual)
    return monitor_of(
        stress,
        dimensions=(GroupDimension("leeftijd", both("Leeftijd"), ages),),
        sources={"ggd": Source("ggd", "GGD", "institute", "CC BY 4.0")},
    )


Read = Callable[..., SourceTable]


@pytest.fixture
def reads(tmp_path: Path, monitor: Monitor) -> Read:
    def reads(content: str = CONTENT, mapping: str = MAPPING) -> SourceTable:
        file, kept = tmp_path / "file.csv", tmp_path / "stress.yaml"
        file.write_text(content, encoding="utf-8")
        kept.write_text(mapping, encoding="utf-8")
        return read(file, kept, monitor, "stress_file")

    return reads


def test_a_table_has_the_indicators_of_the_mapping_for_measures(reads: Read) -> None:
    described = reads().description
    assert (described.id, described.title) == ("stress_file", "Stress per gemeente")
    assert (described.licence, described.address) == ("CC0", "https://example.org/s")
    assert [each.id for each in described.measures] == ["stress"]
    assert [(each.id, each.kind) for each in described.dimensions] == [
        ("region", Kind.REGION),
        ("period", Kind.TIME),
        ("breakdown", Kind.OTHER),
    ]
    assert described.dimensions[0].codes == {"GM0014": "Groningen", "GM0344": "Utrecht"}


def test_indicators_draw_from_it_as_from_any_table(reads: Read, monitor: Monitor) -> None:
    table = reads()
    plans, problems = plan_draws(table.description, monitor.drawn_from("stress_file"))
    assert not problems
    figures = pl.concat(drawn(table.chunks, plans, "r1")).sort("group", "period", "region")
    columns = ("region", "period", "group", "value", "n", "missing", "status", "decimals")
    assert figures.select(columns).rows() == [
        ("GM0344", "2023JJ00", "leeftijd:16-24", 13.0, 40, None, None, 1),
        ("GM0014", "2023JJ00", "total", None, None, "withheld", None, 1),
        ("GM0344", "2023JJ00", "total", 12.5, 100, None, None, 1),
        ("GM0344", "2024JJ00", "total", 12.0, 90, None, "provisional", 1),
    ]


def test_without_groups_there_is_no_dimension_of_groups(reads: Read) -> None:
    table = reads("Jaar;Gemeente;Leeftijd;Stress;n\n2023;Utrecht;Totaal;12,5;100\n")
    assert table.description.dimension("breakdown") is None
    assert "breakdown" not in next(table.chunks).columns


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        (CONTENT + "2024;Nergens;Totaal;1;1\n", MAPPING, "stress_file:6: unknown region “Nergens”"),
        (CONTENT, MAPPING.replace("withheld", '"?"'), "stress.yaml:3: missing › x is still to be"),
        (CONTENT, MAPPING + 'recognise: "0123"\n', "was made for other headings"),
        (CONTENT, MAPPING.replace("title: Stress,", "title: Anders,"), "titled “Anders”"),
        (CONTENT, MAPPING.replace("indicator: stress", "indicator: stres"), "unknown indicator"),
        (
            CONTENT,
            MAPPING.replace("{title: Jaar, is: period}", "{title: Jaar, is: ignore}")
            + "fixed: {period: given}\n",
            "the period is not given",
        ),
        ("<html>Niet gevonden</html>", MAPPING, "is a web page"),
    ],
)
def test_what_does_not_fit_is_refused(reads: Read, content: str, mapping: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        reads(content, mapping)
    assert said in str(refused.value)


def test_a_mapping_that_is_not_there_is_asked_for(tmp_path: Path, monitor: Monitor) -> None:
    (tmp_path / "f.csv").write_text(CONTENT)
    with pytest.raises(Unreadable, match=r"there is no mapping none\.yaml"):
        read(tmp_path / "f.csv", tmp_path / "none.yaml", monitor)


def test_the_observations_of_a_known_layout_are_a_sheet(shared: Path) -> None:
    path = shared / "data" / "statline" / "laag_inkomen_regio_2011.csv"
    assert known_layout(path) == "statline"
    (sheet,) = sheets_in(path, "statline", path.name)
    rows = list(sheet.rows())
    assert len(rows) == 1 + 25 * 6
    assert rows[0].cells[-2:] == ("indicator", "value")
    assert [row.line for row in rows] == list(range(1, 152))
    assert [row.cells for row in rows] == [row.cells for row in sheet.rows()]


def test_a_file_of_no_known_layout_is_read_by_its_cells(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(CONTENT)
    assert known_layout(tmp_path / "f.csv") == "cells"
