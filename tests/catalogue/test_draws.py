"""Declarations of feeds and draws: what is refused, with the line it stands on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.catalogue import check_monitor, read_monitor
from duidelijk.catalogue.formula import FormulaError, evaluate, names_in
from duidelijk.cli.monitors import shipped_monitor

FEEDS = """feeds:
  - id: 1NED
    source: verzonnen
    protocol: odata4
    address: https://example.org/1NED
"""


@pytest.fixture
def monitor(tmp_path: Path) -> Path:
    folder = tmp_path / "monitor"
    shutil.copytree(shipped_monitor("starter"), folder)
    (folder / "feeds.yaml").write_text(FEEDS, encoding="utf-8")
    return folder


def drawn(folder: Path, draw: str, name: str = "damage_reports") -> list[str]:
    path = folder / "indicators" / f"{name}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"\ndraw:\n{draw}", encoding="utf-8")
    return [str(each) for each in check_monitor(folder)]


def test_a_draw_is_read_with_its_feed(monitor: Path) -> None:
    assert not drawn(monitor, "  - feed: 1NED\n    measure: M1\n    where: {Geslacht: T1}\n")
    read = read_monitor(monitor)
    ((indicator, draw),) = read.drawn_from("1NED")
    assert indicator.id == "damage_reports"
    assert draw.where == {"Geslacht": "T1"}
    assert read.feeds["1NED"].protocol == "odata4"


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        ("  - feed: 2NED\n    measure: M1\n", "unknown feed “2NED” → did you mean 1NED?"),
        ("  - feed: 1NED\n", "has no measure"),
        ("  - feed: 1NED\n    measure: M1\n    formula: a / b\n", "both a measure and a formula"),
        ("  - feed: 1NED\n    formula: a +\n", "cannot be read"),
        ("  - feed: 1NED\n    formula: a ** 2\n", "“a ** 2” is not plain arithmetic"),
        ("  - feed: 1NED\n    formula: __import__('os')\n", "is not plain arithmetic"),
        (
            "  - feed: 1NED\n    formula: a / c\n    measures: {a: M1, b: M2}\n",
            "uses “c”, which measures does not name",
        ),
        (
            "  - feed: 1NED\n    formula: a / b\n    measures: {a: M1, b: 'indicator:streess'}\n",
            "unknown indicator “streess” → did you mean stress?",
        ),
        (
            "  - feed: 1NED\n    measure: M1\n    groups: {Geslacht: {'3': 'sex:man'}}\n",
            "unknown group “sex:man”",
        ),
        ("  - feed: 1NED\n    measure: M1\n    method: new\n", "declares no methods"),
        ("  - feed: 1NED\n    measure: M1\n    where: {Geslacht: 3000}\n", "3000 is not text"),
    ],
)
def test_what_is_wrong_with_a_draw_is_told(monitor: Path, draw: str, told: str) -> None:
    found = "\n".join(drawn(monitor, draw))
    assert told in found
    assert "indicators/damage_reports.yaml:" in found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("source: verzonnen", "source: verzonen", "unknown source “verzonen”"),
        ("protocol: odata4", "protocol: odata5", "“odata5” is not allowed"),
        ("protocol: odata4", "protocol: spreadsheet", "spreadsheet without mapping"),
        ("id: 1NED", "id: 1NED\n    id: 2NED", "given twice"),
        ("address: https", "address: ftp", "wrong form"),
    ],
)
def test_what_is_wrong_with_a_feed_is_told(monitor: Path, old: str, new: str, told: str) -> None:
    (monitor / "feeds.yaml").write_text(FEEDS.replace(old, new), encoding="utf-8")
    found = "\n".join(map(str, check_monitor(monitor)))
    assert told in found
    assert "feeds.yaml:" in found


def test_a_feed_of_another_publisher_is_told(monitor: Path) -> None:
    sources = monitor / "sources.yaml"
    extra = "  - id: ander\n    title: Ander\n    kind: institute\n    licence: CC0\n"
    sources.write_text(sources.read_text(encoding="utf-8") + extra, encoding="utf-8")
    (monitor / "feeds.yaml").write_text(FEEDS.replace("verzonnen", "ander"), encoding="utf-8")
    found = drawn(monitor, "  - feed: 1NED\n    measure: M1\n")
    assert "feed 1NED is of “ander”, this indicator of “verzonnen”" in "\n".join(found)


def test_a_formula_is_reckoned_by_the_rules() -> None:
    values = {"a": 6.0, "b": 3.0}
    assert evaluate("100 * a / (a + b) - -1", values.__getitem__, float) == pytest.approx(
        100 * 6 / 9 + 1
    )
    assert names_in("1 / (a - b) + a") == {"a", "b"}
    with pytest.raises(FormulaError, match="nought"):
        evaluate("1 / (a - a)", values.__getitem__, float)


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        names_in(text)
    except FormulaError as error:
        assert str(error)
