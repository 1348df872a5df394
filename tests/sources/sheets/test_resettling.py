"""What is asked again of a mapping that somebody changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duidelijk.catalogue import Monitor, read_monitor
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.mapping import UNSETTLED, Column, FileMapping
from duidelijk.sources.sheets.proposing import propose
from duidelijk.sources.sheets.resettling import resettled

STARTER = Path(__file__).resolve().parents[3] / "src/duidelijk/monitors/starter"
ROWS = (
    ("Gemeente", "Leeftijd", "2030", "2031"),
    ("Utrecht (gemeente)", "18-34", "1,5", "x"),
    ("Blubdorp", "Totaal", "2,5", ""),
)


@pytest.fixture(scope="module")
def monitor() -> Monitor:
    return read_monitor(STARTER)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet.of("cijfers.csv", ROWS)


@pytest.fixture
def bare(sheet: Sheet) -> FileMapping:
    """Columns with their roles, and nothing told of any text."""
    columns = (Column("region", "A"), Column("group", "B"), Column("value", "C-D"))
    return FileMapping("x", header_rows=(1,), first_row=2, decimal=",", columns=columns)


def test_texts_that_mean_nothing_are_asked_with_candidates(
    bare: FileMapping, sheet: Sheet, monitor: Monitor
) -> None:
    mapping, hints = resettled(bare, sheet, monitor)
    assert mapping.names["region"] == {"Blubdorp": UNSETTLED}
    assert mapping.names["group"] == {"18-34": "leeftijd:18-34", "Totaal": "total"}
    assert mapping.missing == {"x": UNSETTLED, "": UNSETTLED}
    assert mapping.fixed == {"period": UNSETTLED, "indicator": UNSETTLED}
    assert ("names", "region", "Blubdorp") in hints


def test_answers_stay_and_questions_of_other_roles_go(
    bare: FileMapping, sheet: Sheet, monitor: Monitor
) -> None:
    mapping, _ = resettled(bare, sheet, monitor)
    names = {**mapping.names, "region": {"Blubdorp": "ignore"}}
    mapping = replace(
        mapping,
        names=names,
        missing={"x": "withheld", "": "ignore"},
        fixed={"period": "2030JJ00", "indicator": "stress"},
    )
    again, hints = resettled(mapping, sheet, monitor)
    assert (again, hints) == (mapping, {})
    other = replace(mapping, columns=(Column("ignore", "A"), *mapping.columns[1:]))
    again, _ = resettled(replace(other, names={"region": {"Blubdorp": UNSETTLED}}), sheet, monitor)
    assert "region" not in again.names
    assert again.fixed["region"] == UNSETTLED, "now nothing tells the region"


def test_what_holds_for_every_figure_is_not_asked_of_a_column(
    bare: FileMapping, sheet: Sheet, monitor: Monitor
) -> None:
    value = Column("value", "C-D", indicator=UNSETTLED)
    asked = replace(bare, columns=(*bare.columns[:2], value), fixed={"indicator": "stress"})
    mapping, _ = resettled(asked, sheet, monitor)
    assert mapping.columns[2].indicator == ""
    open_ = replace(asked, fixed={})
    assert resettled(open_, sheet, monitor)[0].columns[2].indicator == UNSETTLED


def test_a_mapping_of_another_sheet_is_given_back_as_it_is(
    bare: FileMapping, sheet: Sheet, monitor: Monitor
) -> None:
    other = replace(bare, columns=(Column("region", "Z"),))
    assert resettled(other, sheet, monitor) == (other, {})


def test_a_proposal_stays_a_proposal(sheet: Sheet, monitor: Monitor) -> None:
    made = propose(sheet, monitor, "x").mapping
    asked, _ = resettled(made, sheet, monitor)
    assert asked.columns == made.columns and asked.headings == made.headings
    assert set(made.missing) <= set(asked.missing)
