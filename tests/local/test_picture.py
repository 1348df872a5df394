"""Adding up what municipalities see: one voice each, who is silent, how sure, beside the nation."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.local.observation import Direction
from duidelijk.local.picture import Beside, Lean, Picture, Whereabouts, picture
from duidelijk.local.sample import share
from duidelijk.local.voices import REPORTS

TOWNS = [f"GM{number:04}" for number in range(1, 21)]
PLACES = {
    code: Whereabouts("LD01" if at < 5 else "LD02", "GG0001" if at >= 18 else "", str(at % 2))
    for at, code in enumerate(TOWNS)
}


def said(
    reporter: str, trend: str = "risen", bearing: str = "worse", **more: Any
) -> dict[str, Any]:
    told = {"theme": "onderwijs", "groups": [], "indicator": ""} | more
    return {"reporter": reporter, "trend": trend, "bearing": bearing, **told}


def added(*reports: dict[str, Any], nation: dict[str, str] | None = None) -> Picture:
    return picture(pl.DataFrame(list(reports), schema=REPORTS), PLACES, nation or {})


def test_wilson_by_hand() -> None:
    # Wilson (1927) for 1 of 10, without a finite population in sight: 1.8 to 40.4 percent
    found = share(1, 10, 10_000_000)
    assert (round(found.lower, 3), round(found.upper, 3)) == (0.018, 0.404)


def test_who_all_report_leave_nothing_to_guess() -> None:
    assert (share(3, 12, 12).lower, share(3, 12, 12).upper) == (0.25, 0.25)
    half = share(5, 10, 20)
    assert share(5, 10, 10_000).lower < half.lower < 0.5 < half.upper < share(5, 10, 10_000).upper


@given(st.integers(1, 350), st.integers(0, 350), st.integers(0, 350))
def test_an_interval_holds_its_share(reporters: int, count: int, more: int) -> None:
    found = share(min(count, reporters), reporters, reporters + more)
    assert 0 <= found.lower <= found.value <= found.upper <= 1


@pytest.mark.parametrize("wrong", [(1, 0, 5), (3, 2, 5), (1, 6, 5), (-1, 2, 5)])
def test_what_is_no_share_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(*wrong)


def test_a_municipality_counts_once_however_much_it_reports() -> None:
    found = added(*(said(code) for code in TOWNS[:5]), *(said(TOWNS[0]) for _ in range(40)))
    cell = found.cell("onderwijs")
    assert cell is not None
    assert cell.coverage.reporters == 5
    assert cell.directions == {Direction.WORSE: 5}


@pytest.mark.parametrize(
    ("reports", "voice"),
    [
        ([("risen", "worse"), ("no_demonstrable_change", "no_judgement")], Direction.WORSE),
        ([("risen", "worse"), ("fallen", "better")], Direction.MIXED),
        ([("risen", "better"), ("not_testable", "worse")], Direction.BETTER),
        ([("risen", "no_judgement"), ("no_demonstrable_change", "worse")], Direction.UNJUDGED),
        ([("no_demonstrable_change", "worse")], Direction.SAME),
        ([("not_testable", "worse")], Direction.UNKNOWN),
    ],
)
def test_the_voice_of_who_sees_several_things(
    reports: list[tuple[str, str]], voice: Direction
) -> None:
    same = [said(code, *told) for code in TOWNS[:5] for told in reports]
    cell = added(*same).cell("onderwijs")
    assert cell is not None
    assert cell.directions == {voice: 5}


def test_fewer_than_five_are_not_added_up() -> None:
    about = {"indicator": "stages", "groups": ["jongeren"]}
    four = [said(code, **about) for code in TOWNS[:4]]
    found = added(*four, nation={"stages": "risen"})
    for cell in found.cells:
        assert (cell.coverage.reporters, cell.lean) == (4, Lean.TOO_FEW)
        assert (cell.directions, cell.worse, cell.better) == ({}, None, None)
    (of_indicator,) = found.indicators
    assert (of_indicator.trends, of_indicator.most) == ({}, None)
    assert of_indicator.beside is Beside.TOO_FEW
    assert added(*four, said(TOWNS[4], **about)).cells[0].directions


def test_five_of_whom_too_few_tell_a_direction_have_no_lean() -> None:
    unsure = [said(code, "not_testable") for code in TOWNS[:3]]
    cell = added(*unsure, said(TOWNS[3]), said(TOWNS[4])).cell("onderwijs")
    assert cell is not None
    assert (cell.lean, cell.worse) == (Lean.TOO_FEW, None)


def test_most_is_said_only_where_the_whole_interval_is_above_half() -> None:
    worse = [said(code) for code in TOWNS[:4]]
    better = [said(code, "fallen", "better") for code in TOWNS[4:7]]
    divided = added(*worse, *better).cell("onderwijs")
    sure = added(*(said(code) for code in TOWNS[:12]), *better).cell("onderwijs")
    assert divided is not None
    assert sure is not None
    assert (divided.lean, sure.lean) == (Lean.NO_MAJORITY, Lean.WORSE)


def test_who_is_silent_is_told_by_part_and_size() -> None:
    found = added(*(said(code) for code in TOWNS[:6]), said("GG0001"))
    coverage = found.coverage
    assert (coverage.reporters, coverage.of, coverage.ggds) == (6, 20, 1)
    assert (coverage.through_ggd, coverage.silent) == (2, 12)
    assert [(each.key, each.reporters, each.of) for each in coverage.by_part] == [
        ("LD01", 5, 5),
        ("LD02", 1, 15),
    ]
    assert sum(each.of for each in coverage.by_size) == 20
    assert found.reporting == tuple(TOWNS[:6])


def test_a_health_service_and_a_strange_region_are_no_municipality() -> None:
    found = added(*(said(code) for code in TOWNS[:4]), said("GG0001"), said("PV20"))
    cell = found.cell("onderwijs")
    assert cell is not None
    assert (cell.coverage.reporters, cell.lean) == (4, Lean.TOO_FEW)
    assert found.reporting_ggds == ("GG0001",)


@pytest.mark.parametrize(
    ("nation", "beside"),
    [
        ("risen", Beside.AGREES),
        ("fallen", Beside.DISAGREES),
        ("no_demonstrable_change", Beside.DISAGREES),
        ("not_testable", Beside.NATION_SILENT),
        ("", Beside.NATION_SILENT),
    ],
)
def test_what_most_see_stands_beside_the_nation(nation: str, beside: Beside) -> None:
    found = added(
        *(said(code, indicator="stages") for code in TOWNS[:9]), nation={"stages": nation}
    )
    (of_indicator,) = found.indicators
    assert (of_indicator.most_trend, of_indicator.beside) == ("risen", beside)


def test_a_group_is_a_cell_of_its_own_and_part_of_its_theme() -> None:
    young = [said(code, groups=["jongeren"]) for code in TOWNS[:5]]
    old = [said(code, "fallen", "better") for code in TOWNS[5:11]]
    found = added(*young, *old)
    whole, group = found.cell("onderwijs"), found.cell("onderwijs", "jongeren")
    assert whole is not None
    assert group is not None
    assert whole.directions == {Direction.WORSE: 5, Direction.BETTER: 6}
    assert group.directions == {Direction.WORSE: 5}


def test_nothing_reported_is_an_empty_picture() -> None:
    found = added()
    assert (found.cells, found.indicators, found.reporting) == ((), (), ())
    assert found.coverage.silent == 20
