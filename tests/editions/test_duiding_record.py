"""What groups expected is held against the next figure, and against nothing else."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from duidelijk.change.verdict import Reason, Verdict
from duidelijk.duiding.report import Expectation, FigureKey
from duidelijk.duiding.scales import Expected
from duidelijk.editions.duiding_record import (
    Followed,
    Outcome,
    counted,
    duiding_record,
    next_judged,
)
from duidelijk.editions.edition import Edition
from session_report import DISTANCE, SUPPORTED, WAVE, WORRIES, report, sealed


@pytest.fixture(scope="module")
def later(corona_home: Path) -> list[Edition]:
    return [Edition(corona_home / "editions" / f"2021-{each}") for each in (3, 4, 5)]


def expecting(figure: FigureKey, expected: Expected, since: str = WAVE) -> Expectation:
    return Expectation(figure, expected, since)


@pytest.fixture
def followed(
    corona_home: Path, tmp_path: Path, later: list[Edition], request: pytest.FixtureRequest
) -> Iterator[Followed]:
    expectation = request.param
    one = dataclasses.replace(SUPPORTED, expectation=expectation)
    edition = sealed(corona_home, tmp_path, report(conclusions=(one,)))
    (found,) = duiding_record([edition, *later])
    yield found


@pytest.mark.parametrize(
    ("followed", "outcome", "verdict"),
    [
        # 57.3 % on 30 March, 57.8 % on 20 April: within its margins
        (expecting(DISTANCE, Expected.STAYS), Outcome.BORNE_OUT, Verdict.NO_DEMONSTRABLE_CHANGE),
        (
            expecting(DISTANCE, Expected.RISES),
            Outcome.NOT_BORNE_OUT,
            Verdict.NO_DEMONSTRABLE_CHANGE,
        ),
        (expecting(DISTANCE, Expected.STAYS, ""), Outcome.BORNE_OUT, None),
        (
            expecting(FigureKey("stagetekort_mbo", "NL01", "total"), Expected.FALLS, "2021MM02"),
            Outcome.NOT_TESTABLE,
            Verdict.NOT_TESTABLE,
        ),
        (expecting(DISTANCE, Expected.FALLS, "2030-01-01"), Outcome.NO_FIGURE, None),
        (expecting(DISTANCE, Expected.FALLS, "ooit"), Outcome.NO_FIGURE, None),
        (expecting(FigureKey("weg", "NL01", "total"), Expected.FALLS, WAVE), "no_figure", None),
    ],
    indirect=["followed"],
)
def test_an_expectation_is_held_against_the_next_figure(
    followed: Followed, outcome: Outcome, verdict: Verdict | None
) -> None:
    assert followed.outcome == outcome
    if verdict is not None:
        assert followed.judged is not None and followed.judged.verdict is verdict


def test_the_next_figure_is_the_first_one_whatever_an_edition_holds_more(
    corona_home: Path, later: list[Edition]
) -> None:
    edition = Edition(corona_home / "editions" / "2021-2")
    first = next_judged(expecting(DISTANCE, Expected.STAYS), edition, later)
    skipped = next_judged(expecting(DISTANCE, Expected.STAYS), edition, later[1:])
    assert first is not None and skipped is not None
    assert (first.edition, skipped.edition) == ("2021-3", "2021-4")
    assert first.period == skipped.period == "2021-04-20"
    assert first.reference_period == skipped.reference_period == WAVE


def test_where_the_next_edition_judges_the_same_pair_it_is_the_same_verdict(
    corona_home: Path, later: list[Edition]
) -> None:
    edition, compared = Edition(corona_home / "editions" / "2021-2"), 0
    for key in (DISTANCE, WORRIES, FigureKey("draagvlak_avondklok", "NL01", "total")):
        judged = next_judged(expecting(key, Expected.STAYS), edition, later)
        assert judged is not None
        rows = later[0].change_of(key.indicator, key.region, key.group)
        for row in rows:
            if (row["period"], row["reference_period"]) == (judged.period, WAVE):
                assert row["verdict"] == judged.verdict
                compared += 1
    assert compared >= 2


def test_a_gap_is_not_bridged_by_a_chain_of_verdicts(corona_home: Path) -> None:
    edition = Edition(corona_home / "editions" / "2021-1")
    key = FigureKey("werkloze_beroepsbevolking", "NL01", "total", "ebb-oud")
    held = edition.figures_of(key.indicator).filter(region="NL01", group="total")
    last = held.sort("period_start")["period"][-1]
    since = held.sort("period_start")["period"][-4]
    later = [Edition(corona_home / "editions" / f"2021-{each}") for each in (2, 3, 4, 5)]
    direct = next_judged(expecting(key, Expected.FALLS, last), edition, later)
    for judged in (direct, next_judged(expecting(key, Expected.FALLS, since), edition, later)):
        if judged is not None and judged.reason is Reason.GAP:
            assert judged.verdict is Verdict.NOT_TESTABLE


def test_who_does_not_know_expects_nothing_and_examples_do_not_count(
    corona_home: Path, tmp_path: Path, later: list[Edition]
) -> None:
    unknown = dataclasses.replace(SUPPORTED, expectation=expecting(DISTANCE, Expected.UNKNOWN))
    stays = dataclasses.replace(SUPPORTED, expectation=expecting(DISTANCE, Expected.STAYS))
    edition = sealed(
        corona_home,
        tmp_path,
        report(conclusions=(unknown, stays)),
        report(id="gespeeld", conclusions=(stays,), example=True),
    )
    found = duiding_record([edition, *later])
    assert [each.report.id for each in found] == ["jongeren", "gespeeld"]
    assert counted(found)[Outcome.BORNE_OUT] == 1
    assert sum(counted(found).values()) == 1


def test_a_report_that_was_too_late_is_judged_from_the_edition_it_read(
    corona_home: Path, tmp_path: Path, later: list[Edition]
) -> None:
    one = dataclasses.replace(SUPPORTED, expectation=expecting(DISTANCE, Expected.STAYS))
    late = report(conclusions=(one,))
    assert late.edition == "2021-2"
    own = Edition(corona_home / "editions" / "2021-2")
    holding = sealed(corona_home, tmp_path, late, id_="2021-3")
    (found,) = duiding_record([own, holding, *later[1:]])
    assert found.edition == "2021-3", "the edition that holds the report"
    assert found.judged is not None and found.judged.edition == "2021-3"
    assert found.outcome is Outcome.BORNE_OUT
    (alone,) = duiding_record([holding])
    assert alone.outcome is Outcome.NO_FIGURE, "without the edition that was read nothing is known"


def test_of_a_corrected_edition_only_the_correction_counts(
    corona_home: Path, tmp_path: Path, later: list[Edition]
) -> None:
    edition = sealed(corona_home, tmp_path, report())
    shutil.copytree(edition.folder, tmp_path / "2021-9")
    correction = Edition(tmp_path / "2021-9")
    correction.description |= {"id": "2021-9", "corrects": "2021-2"}
    found = duiding_record([edition, correction, *later])
    assert {each.edition for each in found} == {"2021-9"}
    assert all(each.judged and each.judged.edition == "2021-3" for each in found)
