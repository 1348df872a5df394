"""What was expected: every question, every reason, and never a number out of nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator
from duidelijk.change.comparing import Compared, compare
from duidelijk.change.materiality import material
from duidelijk.change.pairing import PAIRED
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.periods import Period

MakeIndicator = Callable[..., Indicator]
MakeFigures = Callable[..., pl.DataFrame]
CRISIS = dt.date(2020, 3, 1)


def series(
    values: Any, first: str = "2015MM01", region: str = "NL01", **other: Any
) -> list[dict[str, Any]]:
    """Figures from *first* on, one a period; ``nan`` is left out."""
    start = Period.parse(first)
    return [
        {"period": start.shifted(step).code, "value": float(value), "region": region, **other}
        for step, value in enumerate(values)
        if not np.isnan(value)
    ]


@pytest.fixture
def asked(indicator: MakeIndicator, figures: MakeFigures) -> Callable[..., Compared]:
    """Everything asked of some figures of an indicator declared so."""

    def asked(
        rows: list[dict[str, Any]], crisis: dt.date | None = None, **declared: Any
    ) -> Compared:
        return compare(figures(*rows), {"x": indicator(**declared)}, crisis)

    return asked


def answer(found: Compared, comparison: str, region: str = "NL01") -> dict[str, Any]:
    wanted = (pl.col("comparison") == comparison) & (pl.col("region") == region)
    (row,) = found.changes.filter(wanted).to_dicts()
    return row


def noise(seed: int, number: int, mean: float = 200.0) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, number).astype(float)


COUNT = {"kind": "count", "uncertainty": "count", "decimals": 0}


def test_a_rise_beyond_what_history_expects_is_told_with_its_range(asked: Any) -> None:
    row = answer(asked(series([*noise(1, 60), 320]), **COUNT), "expected")
    assert row["verdict"] == Verdict.RISEN and row["reason"] is None
    assert row["reference"] == pytest.approx(200, rel=0.05)
    assert row["difference"] == pytest.approx(row["value"] - row["reference"])
    assert row["lower"] > 0 and row["upper"] > row["lower"]
    assert row["minimum_detectable"] < 80
    assert row["reference_period"] == "2019MM12" and row["period"] == "2020MM01"
    assert row["score"] > 1.96


def test_a_figure_that_fits_its_season_is_no_news(asked: Any) -> None:
    year = np.array([0, 5, 20, 60, 100, 140, 160, 140, 90, 40, 10, 0])
    values = 200 + np.tile(year, 6)[:67]  # up to July, the top of the year
    found = asked(series(values + noise(2, 67, 20)), **COUNT)
    assert answer(found, "expected")["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE


def test_a_small_rise_that_lasts_shows_in_three_periods(asked: Any) -> None:
    values = np.r_[noise(3, 60), noise(4, 3, 235.0)]
    row = answer(asked(series(values), **COUNT), "persistence")
    assert row["verdict"] == Verdict.RISEN
    assert row["value"] == pytest.approx(values[-3:].mean())
    assert row["reference_period"] == "2019MM12"


def test_without_the_crisis_the_years_before_go_on(asked: Any) -> None:
    values = np.r_[noise(5, 62), noise(6, 10, 320.0)]  # from March 2020 on
    row = answer(asked(series(values), CRISIS, **COUNT), "without_crisis")
    assert row["verdict"] == Verdict.RISEN
    assert row["reference"] == pytest.approx(200, rel=0.08)
    assert row["reference_period"] == "2020MM02"
    own = answer(asked(series(values), CRISIS, **COUNT), "expected")
    assert own["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE  # it has been so for months


def test_a_course_that_nobody_can_know_is_not_told(asked: Any) -> None:
    values = np.r_[np.random.default_rng(7).normal(0, 12, 62).cumsum(), np.zeros(10)]
    row = answer(
        asked(series(values), CRISIS, kind="balance", uncertainty="history"), "without_crisis"
    )
    assert (row["verdict"], row["reason"]) == (Verdict.NOT_TESTABLE, Reason.TOO_NOISY)
    assert row["reference"] is row["lower"] is row["score"] is None


def test_a_national_rise_is_no_news_of_a_region_and_a_stray_region_is(asked: Any) -> None:
    rows = series([*noise(1, 60, 4000), 5000])
    for number in range(1, 31):
        last = 250.0 if number != 7 else 400.0
        rows += series([*noise(number, 60), last], region=f"GM{number:04}")
    found = asked(rows, **COUNT)
    assert answer(found, "expected", "GM0003")["verdict"] == Verdict.RISEN
    assert answer(found, "nation", "GM0003")["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE
    assert answer(found, "nation", "GM0007")["verdict"] == Verdict.RISEN
    assert found.changes.filter(
        (pl.col("comparison") == "nation") & (pl.col("region") == "NL01")
    ).is_empty()


def test_a_group_is_set_against_everybody(asked: Any) -> None:
    rows = series([*noise(1, 60, 2000), 2600])
    rows += series([*noise(2, 60), 262], group="leeftijd:16-24")
    rows += series([*noise(3, 60), 400], group="leeftijd:25-39")
    found = asked(rows, **COUNT).changes.filter(pl.col("comparison") == "nation")
    verdicts = dict(found.select("group", "verdict").iter_rows())
    assert verdicts == {
        "leeftijd:16-24": Verdict.NO_DEMONSTRABLE_CHANGE,
        "leeftijd:25-39": Verdict.RISEN,
    }


@pytest.mark.parametrize("length", range(8))
def test_a_short_series_is_not_testable(asked: Any, length: int) -> None:
    found = asked(series(noise(8, length)), **COUNT)
    if length == 0:
        assert found.changes.is_empty() and found.coming.is_empty()
        return
    row = answer(found, "expected")
    assert (row["verdict"], row["reason"]) == (Verdict.NOT_TESTABLE, Reason.SHORT_HISTORY)
    assert row["reference"] is row["lower"] is row["upper"] is row["score"] is None
    assert found.coming.is_empty()


def test_months_need_two_years_unless_the_season_was_taken_out(asked: Any) -> None:
    values = series(noise(9, 20))
    assert answer(asked(values, **COUNT), "expected")["reason"] == Reason.SHORT_HISTORY
    adjusted = asked(values, seasonally_adjusted=True, **COUNT)
    assert answer(adjusted, "expected")["reason"] is None


@pytest.mark.parametrize(
    ("declared", "reason"),
    [
        ({"uncertainty": "unknown"}, Reason.NO_MARGINS),
        ({"uncertainty": "published_limits"}, Reason.NO_MARGINS),
    ],
)
def test_where_nothing_tells_what_is_chance_there_is_a_reason(
    asked: Any, declared: dict[str, Any], reason: Reason
) -> None:
    assert answer(asked(series(noise(10, 60)), **declared), "expected")["reason"] == reason


def test_figures_without_a_rhythm_have_a_reason(asked: Any) -> None:
    days = [f"2021{month:02}03" for month in range(1, 13)]
    rows = [{"period": day, "value": 5.0} for day in days]
    row = answer(asked(rows, uncertainty="history", frequency="irregular"), "expected")
    assert row["reason"] == Reason.IRREGULAR


def test_a_latest_figure_that_is_withheld_is_missing(asked: Any) -> None:
    rows = [*series(noise(11, 60)), {"period": "2020MM01", "value": None, "missing": "withheld"}]
    assert answer(asked(rows, **COUNT), "expected")["reason"] == Reason.MISSING


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_figure_that_is_no_number_is_missing(
    figures: MakeFigures, indicator: MakeIndicator, value: float
) -> None:
    rows = [*series(noise(12, 60)), {"period": "2020MM01", "value": value}]
    found = compare(figures(*rows), {"x": indicator(**COUNT)})
    assert answer(found, "expected")["reason"] == Reason.MISSING


def test_a_break_yesterday_is_not_comparable(asked: Any) -> None:
    row = answer(asked(series(noise(13, 61)), breaks=("2020MM01",), **COUNT), "expected")
    assert (row["verdict"], row["reason"]) == (Verdict.NOT_COMPARABLE, Reason.BREAK)


def test_a_declared_break_is_no_news_later(asked: Any) -> None:
    values = np.r_[noise(14, 50), noise(15, 11, 400.0)]
    broken = answer(asked(series(values), breaks=("2019MM03",), **COUNT), "expected")
    assert broken["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE


def test_a_region_that_got_other_ground_has_no_history(asked: Any) -> None:
    before = series(noise(16, 83), region="GM0439", region_year=2021)
    after = [{"period": "2022MM01", "value": 300.0, "region": "GM0439", "region_year": 2022}]
    found = asked([*before, *after], **COUNT)
    assert answer(found, "expected", "GM0439")["reason"] == Reason.SHORT_HISTORY


def test_a_survey_with_margins_needs_but_a_few_waves(asked: Any) -> None:
    days = [f"2021{month:02}10" for month in range(1, 7)]
    rows = [
        {"period": day, "value": value, "margin": 2.0}
        for day, value in zip(days, [50, 51, 49, 50, 51, 70], strict=True)
    ]
    row = answer(asked(rows, uncertainty="published_limits", frequency="wave"), "expected")
    assert row["verdict"] == Verdict.RISEN
    few = asked(rows[:3], uncertainty="published_limits", frequency="wave")
    assert answer(few, "expected")["reason"] == Reason.SHORT_HISTORY


def test_surveys_of_other_days_do_not_lend_each_other_their_calendar(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    spring = [f"2021{month:02}10" for month in range(1, 7)]
    autumn = [f"2020{month:02}20" for month in range(7, 13)]
    rows = [
        {"indicator": key, "period": day, "value": 50.0 + number % 2, "margin": 2.0}
        for key, days in (("a", spring), ("b", autumn))
        for number, day in enumerate(days)
    ]
    declared = {
        key: indicator(key, uncertainty="published_limits", frequency="wave") for key in ("a", "b")
    }
    found = compare(figures(*rows), declared).changes
    told = found.filter(pl.col("comparison") == "expected")
    bases = dict(told.select("indicator", "reference_period").iter_rows())
    assert bases == {"a": "20210510", "b": "20201120"}
    alone = compare(figures(*rows[:6]), declared).changes
    assert told.filter(pl.col("indicator") == "a")["score"].to_list() == pytest.approx(
        alone.filter(pl.col("comparison") == "expected")["score"].to_list()
    )


def test_a_region_that_missed_a_wave_stays_with_its_peers(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    days = [f"2021{month:02}10" for month in range(1, 9)]
    rows = [
        {"region": f"GM{region:04}", "period": day, "value": 50.0 + region % 3, "margin": 3.0}
        for region in range(1, 13)
        for number, day in enumerate(days)
        if not (region == 5 and number == 3)
    ]
    made = indicator(uncertainty="published_limits", frequency="wave")
    found = compare(figures(*rows), {"x": made}).changes
    beside = found.filter(pl.col("comparison") == "nation")
    assert len(beside) == 12 and set(beside["reference_period"]) == {"20210710"}


def test_a_share_of_nought_with_limits_that_meet_is_not_certain(asked: Any) -> None:
    days = [f"2021{month:02}10" for month in range(1, 8)]
    limits = {"lower": 0.0, "upper": 0.0, "n": 12}
    rows = [{"period": day, "value": 30.0, "margin": 20.0, "n": 12} for day in days[:-1]]
    rows.append({"period": days[-1], "value": 0.0, **limits})
    row = answer(asked(rows, uncertainty="published_limits", frequency="wave"), "expected")
    assert row["verdict"] != Verdict.FALLEN


def test_the_next_figure_is_foretold_with_a_range(asked: Any) -> None:
    (row,) = asked(series(noise(17, 60)), **COUNT).coming.to_dicts()
    assert (row["period"], row["coming_period"]) == ("2019MM12", "2020MM01")
    assert row["low"] < row["expected"] < row["high"]
    assert row["expected"] == pytest.approx(200, rel=0.1)


def test_what_is_foretold_comes_true_nineteen_times_of_twenty(asked: Any) -> None:
    every = [noise(seed, 61) for seed in range(300)]
    rows = [
        each
        for number, values in enumerate(every)
        for each in series(values[:-1], region=f"GM{number + 1:04}")
    ]
    coming = asked(rows, **COUNT).coming.sort("region")
    came = np.array([values[-1] for values in every])
    inside = (came >= coming["low"].to_numpy()) & (came <= coming["high"].to_numpy())
    assert 0.9 < inside.mean() <= 1.0


def test_counts_in_thousands_are_judged_as_things_and_told_in_thousands(asked: Any) -> None:
    values = np.r_[noise(18, 60, 200_000) / 1000, 201.0]
    thousands = answer(asked(series(values, decimals=3), scale=1000.0, **COUNT), "expected")
    plain = answer(asked(series(values * 1000, decimals=0), **COUNT), "expected")
    assert thousands["score"] == pytest.approx(plain["score"], rel=1e-6)
    assert thousands["reference"] == pytest.approx(plain["reference"] / 1000, rel=1e-9)


figure = st.one_of(
    st.none(),
    st.sampled_from([0.0, 1.0, 100.0, 1e12, -5.0, 0.5]),
    st.floats(allow_nan=True, allow_infinity=True, width=32),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(figure, max_size=40),
    gaps=st.sets(st.integers(0, 39)),
    rule=st.sampled_from(["count", "history", "published_limits", "unknown"]),
    kind=st.sampled_from(["count", "percent", "balance", "duration"]),
    breaks=st.sampled_from([(), ("2016MM05",), ("2018MM03", "2018MM04")]),
    margin=st.sampled_from([None, 0.0, 1.5]),
)
def test_whatever_comes_gets_a_verdict_that_agrees_with_its_reason(
    indicator: MakeIndicator,
    figures: MakeFigures,
    values: list[float | None],
    gaps: set[int],
    rule: str,
    kind: str,
    breaks: tuple[str, ...],
    margin: float | None,
) -> None:
    start = Period.parse("2015MM01")
    rows = [
        {"period": start.shifted(step).code, "value": value, "margin": margin}
        for step, value in enumerate(values)
        if step not in gaps
    ]
    declared = indicator(uncertainty=rule, kind=kind, breaks=breaks)
    found = compare(figures(*rows), {"x": declared}, CRISIS)
    told = found.changes.filter(~pl.col("comparison").is_in([each.value for each in PAIRED]))
    assert bool(rows) == bool(len(told.filter(pl.col("comparison") == "expected")))
    for row in told.to_dicts():
        numbers = [row[name] for name in ("reference", "lower", "upper", "score")]
        if row["reason"] is None:
            assert all(number is not None and np.isfinite(number) for number in numbers)
            assert row["lower"] <= row["upper"]
            outside = row["lower"] > 0 or row["upper"] < 0
            changed = row["verdict"] in (Verdict.RISEN, Verdict.FALLEN)
            assert changed == (abs(row["score"]) > 1.959964)
            assert outside == changed or abs(abs(row["score"]) - 1.96) < 0.5
        else:
            assert row["score"] is None and row["favourable"] is None
            assert row["verdict"] in (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE)
    for row in found.coming.to_dicts():
        assert row["low"] <= row["high"]


def test_waves_without_margins_teach_a_survey_nothing(asked: Any) -> None:
    rows = series([80.0] * 6, first="2019JJ00")
    rows[-1] |= {"lower": 78.0, "upper": 82.0}
    row = answer(asked(rows, uncertainty="published_limits", frequency="year"), "expected")
    assert row["reason"] == Reason.SHORT_HISTORY and row["reference"] is None


def test_too_few_things_are_not_testable(asked: Any) -> None:
    row = answer(asked(series([*np.zeros(60), 6.0]), **COUNT), "expected")
    assert row["reason"] == Reason.SMALL_COUNT and row["score"] is None


def test_a_rise_from_next_to_nothing_does_not_lead_the_list(indicator: MakeIndicator) -> None:
    table = pl.DataFrame({"indicator": ["x", "x"], "reference": [0.5, 1000.0]})
    found = table.select(material({"x": indicator(**COUNT)}, pl.col("reference"))).to_series()
    assert found.to_list() == [5.0, 50.0]
