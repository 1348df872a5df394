"""Comparing: every verdict, every reason, and what must make no difference."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.catalogue import Indicator
from duidelijk.change.comparing import COLUMNS
from duidelijk.change.comparing import compare as compare_all
from duidelijk.change.pairing import PAIRED
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.figures.carrying import carried_figures
from duidelijk.periods import Period

MakeIndicator = Callable[..., Indicator]
MakeFigures = Callable[..., pl.DataFrame]

MONTHS = [f"{year}MM{month:02}" for year in (2019, 2020, 2021) for month in range(1, 13)]
CALM = [100, 102, 99, 101, 100, 103, 98, 101, 100, 102, 99, 100]


def compare(*given: Any, **named: Any) -> pl.DataFrame:
    """Only the comparisons of two figures: what is expected has tests of its own."""
    return compare_all(*given, **named).changes.filter(pl.col("comparison").is_in(PAIRED))


def months(values: list[float | None], **other: Any) -> list[dict[str, Any]]:
    """Figures of months in a row; a value of ``None`` is withheld."""
    return [
        {"period": month, "value": value, "missing": "withheld" if value is None else None, **other}
        for month, value in zip(MONTHS, values, strict=False)
    ]


@pytest.fixture
def judge(indicator: MakeIndicator, figures: MakeFigures) -> Callable[..., dict[str, Any]]:
    """The comparison with the period before of one series, of an indicator declared so."""

    def judge(
        rows: list[dict[str, Any]], comparison: str = "previous", **declared: Any
    ) -> dict[str, Any]:
        found = compare(figures(*rows), {"x": indicator(**declared)})
        (row,) = found.filter(pl.col("comparison") == comparison).rows(named=True)
        return row

    return judge


Judge = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (10, 12, Verdict.RISEN),
        (12, 10, Verdict.FALLEN),
        (10, 11, Verdict.NO_DEMONSTRABLE_CHANGE),
        (10, 10, Verdict.NO_DEMONSTRABLE_CHANGE),
    ],
)
def test_published_limits_tell_what_changed(
    judge: Judge, before: float, after: float, verdict: Verdict
) -> None:
    row = judge(months([before, after], margin=1.0))
    assert (row["verdict"], row["reason"]) == (verdict, None)
    assert (row["value"], row["reference"], row["difference"]) == (after, before, after - before)
    assert (row["period"], row["reference_period"]) == ("2019MM02", "2019MM01")
    assert row["minimum_detectable"] == pytest.approx(2**0.5)
    assert (row["lower"], row["upper"]) == pytest.approx(
        (after - before - 2**0.5, after - before + 2**0.5)
    )


@pytest.mark.parametrize(
    ("last", "verdict"), [(140, "risen"), (70, "fallen"), (102, "no_demonstrable_change")]
)
def test_a_count_is_judged_by_chance_and_its_own_history(
    judge: Judge, last: float, verdict: str
) -> None:
    row = judge(months([*CALM, last], decimals=0), uncertainty="count", kind="count", decimals=0)
    assert (row["verdict"], row["reason"]) == (verdict, None)


@pytest.mark.parametrize(
    ("last", "verdict"), [(120, "risen"), (80, "fallen"), (103, "no_demonstrable_change")]
)
def test_a_balance_is_judged_by_its_own_history(judge: Judge, last: float, verdict: str) -> None:
    row = judge(months([*CALM, last]), uncertainty="history", kind="balance")
    assert (row["verdict"], row["reason"]) == (verdict, None)


def test_one_shock_in_the_past_does_not_hide_the_next(judge: Judge) -> None:
    shocked = [*CALM[:6], 300, *CALM[6:], 100, 140]
    assert judge(months(shocked), uncertainty="history")["verdict"] == "risen"


def test_the_latest_change_does_not_count_as_usual_for_itself(judge: Judge) -> None:
    row = judge(months([*[100.0] * 9, 101.0]), uncertainty="history")
    assert row["verdict"] == "risen"


def test_a_reason(judge: Judge) -> None:
    short = CALM[:9]
    reasons = {
        Reason.NO_REFERENCE: judge(months([10], margin=1.0)),
        Reason.MISSING: judge(months([10, None], margin=1.0)),
        Reason.NO_MARGINS: judge(months([10, 12])),
        Reason.SHORT_HISTORY: judge(months(short), uncertainty="history"),
        Reason.SMALL_COUNT: judge(months([3, 4] * 6), uncertainty="count", kind="count"),
        Reason.GAP: judge(
            [*months(CALM), {"period": "2020MM02", "value": 101}], uncertainty="count"
        ),
        Reason.BREAK: judge(months([10, 12], margin=1.0), breaks=("2019MM02",)),
        Reason.BOUNDARY: judge(  # Purmerend took in Beemster on 1 January 2022
            [
                {"region": "GM0439", "period": "2021MM12", "value": 10, "region_year": 2021},
                {"region": "GM0439", "period": "2022MM01", "value": 12, "region_year": 2022},
            ]
        ),
        Reason.TOO_NOISY: judge(
            months([20, 90, 15, 80, 30, 95, 12, 70, 25, 99, 18, 85]), uncertainty="count"
        ),
    }
    # without a rhythm two figures can be compared; only what comes next cannot be expected
    assert set(reasons) == set(Reason) - {Reason.IRREGULAR}
    for reason, row in reasons.items():
        assert row["reason"] == reason
        broken = reason in (Reason.BREAK, Reason.BOUNDARY)
        assert row["verdict"] == (Verdict.NOT_COMPARABLE if broken else Verdict.NOT_TESTABLE)
        assert (
            row["lower"] is row["upper"] is row["minimum_detectable"] is row["favourable"] is None
        )


def test_eight_earlier_changes_are_a_history_and_seven_are_not(judge: Judge) -> None:
    seven, eight = months([100.0] * 8 + [150.0]), months([100.0] * 9 + [150.0])
    assert judge(seven, uncertainty="history")["reason"] == Reason.SHORT_HISTORY
    assert judge(eight, uncertainty="history")["verdict"] == Verdict.RISEN


@pytest.mark.parametrize("values", [[10, None], [None, 10]])
def test_a_withheld_figure_is_not_testable_and_has_no_difference(
    judge: Judge, values: list[float | None]
) -> None:
    row = judge(months(values, margin=1.0))
    assert (row["verdict"], row["reason"], row["difference"]) == ("not_testable", "missing", None)


def test_unknown_uncertainty_still_gives_the_difference(judge: Judge) -> None:
    row = judge(months([10, 12]), uncertainty="unknown")
    assert (row["reason"], row["difference"]) == ("no_margins", 2)


@pytest.mark.parametrize(
    ("period", "verdict"),
    [("2019MM01", "risen"), ("2019MM02", "not_comparable"), ("2019MM03", "risen")],
)
def test_only_a_break_between_the_two_makes_them_incomparable(
    judge: Judge, period: str, verdict: str
) -> None:
    row = judge(months([10, 20], margin=1.0), breaks=(period,))
    assert row["verdict"] == verdict
    assert (row["difference"] is None) == (verdict == "not_comparable")


def test_a_change_across_a_break_is_no_history(judge: Judge) -> None:
    rows = months([100.0] * 4 + [200.0] * 5 + [250.0])
    assert judge(rows, uncertainty="history")["verdict"] == "risen"
    assert judge(rows, uncertainty="history", breaks=("2019MM05",))["reason"] == "short_history"


def test_a_gap_does_not_keep_published_limits_from_telling(judge: Judge) -> None:
    rows = [*months([10], margin=1.0), {"period": "2019MM04", "value": 20, "margin": 1.0}]
    assert judge(rows)["verdict"] == "risen"


def test_a_series_without_rhythm_has_no_gaps(judge: Judge) -> None:
    rows = [{"period": f"{year}JJ00", "value": 100.0} for year in range(1980, 2020, 3)]
    assert (
        judge([*rows, {"period": "2021JJ00", "value": 100.0}], uncertainty="history")["reason"]
        == "gap"
    )
    last = {"period": "2021JJ00", "value": 200.0}
    assert judge([*rows, last], uncertainty="history", frequency="irregular")["verdict"] == "risen"


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_small_is_counted_in_things_and_not_in_units(judge: Judge, scale: float) -> None:
    rows = months([*(each / 25 for each in CALM), 4.4])
    row = judge(rows, uncertainty="count", kind="count", scale=scale)
    assert (row["reason"] == "small_count") == (scale == 1.0)


@pytest.mark.parametrize("tenths", range(10, 30))
def test_limits_that_touch_on_paper_do_not_show(judge: Judge, tenths: int) -> None:
    """Margins of 0.3 and 0.4 make 0.5: after a rise of 0.5 the lower end is 0, not 1e-16 more."""

    def figure(period: str, at: int, margin: int) -> dict[str, Any]:
        limits = {"lower": (at - margin) / 10, "upper": (at + margin) / 10}
        return {"period": period, "value": at / 10, **limits}

    rows = [figure("2019MM01", tenths, 4), figure("2019MM02", tenths + 5, 3)]
    assert judge(rows)["verdict"] == "no_demonstrable_change"


limits = st.integers(0, 50).map(lambda tenths: tenths / 10)


@settings(max_examples=40)
@given(st.integers(0, 1000), limits, limits, st.integers(0, 1000), limits, limits)
def test_changed_means_that_nought_lies_outside_the_interval(
    indicator: MakeIndicator,
    figures: MakeFigures,
    now: int,
    a: float,
    b: float,
    then: int,
    c: float,
    d: float,
) -> None:
    rows = [
        {"period": "2020MM01", "value": then / 10, "lower": then / 10 - a, "upper": then / 10 + b},
        {"period": "2020MM02", "value": now / 10, "lower": now / 10 - c, "upper": now / 10 + d},
    ]
    (row,) = compare(figures(*rows), {"x": indicator()}).rows(named=True)
    verdict = row["verdict"]
    if any(
        at in (0, 1000) and not below and not over
        for at, below, over in ((then, a, b), (now, c, d))
    ):
        assert (verdict, row["reason"]) == ("not_testable", "no_margins")
        return
    assert (verdict == "risen") == (row["lower"] > 1e-9)
    assert (verdict == "fallen") == (row["upper"] < -1e-9)
    assert row["lower"] <= row["difference"] <= row["upper"]
    if abs(row["difference"]) > row["minimum_detectable"] + 1e-8:
        assert verdict in ("risen", "fallen")


@pytest.mark.parametrize("sure", [0.0, 100.0])
def test_limits_that_meet_at_none_or_all_are_not_certain(judge: Judge, sure: float) -> None:
    """Of three people asked nobody did it: that is no margin of nought."""
    certain = {"period": "2019MM01", "value": sure, "lower": sure, "upper": sure}
    other = {"period": "2019MM02", "value": 74.3, "lower": 60.0, "upper": 88.0}
    row = judge([certain, other])
    assert (row["verdict"], row["reason"]) == ("not_testable", "no_margins")


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [("higher_is_favourable", True), ("lower_is_favourable", False), ("no_judgement", None)],
)
def test_favourable_follows_polarity(judge: Judge, polarity: str, expected: bool | None) -> None:
    assert judge(months([10, 20], margin=1.0), polarity=polarity)["favourable"] is expected
    assert judge(months([10, 10], margin=1.0), polarity=polarity)["favourable"] is None


def test_context_is_never_judged(indicator: MakeIndicator, figures: MakeFigures) -> None:
    rows = figures(*months([10, 20], margin=1.0))
    assert compare(rows, {"x": indicator(context=True)}).is_empty()


def test_a_year_ago_is_compared_when_it_is_there(judge: Judge) -> None:
    values = [10.0] * 12 + [15.0]
    row = judge(months(values, margin=1.0), comparison="year")
    assert (row["reference_period"], row["difference"], row["verdict"]) == ("2019MM01", 5, "risen")


def test_nothing_a_year_ago_is_nothing_to_report(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    found = compare(figures(*months([10, 11], margin=1.0)), {"x": indicator()})
    assert found["comparison"].to_list() == ["previous"]


def test_a_year_is_compared_with_the_year_before_only_once(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    rows = figures(*({"period": f"{y}JJ00", "value": 10, "margin": 1.0} for y in (2019, 2020)))
    assert compare(rows, {"x": indicator()})["comparison"].to_list() == ["previous"]


def test_a_school_year_is_compared_with_the_one_before_only_once(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    rows = figures(*({"period": f"{y}SJ00", "value": 10, "margin": 1.0} for y in (2019, 2020)))
    assert compare(rows, {"x": indicator()})["comparison"].to_list() == ["previous"]


def test_a_break_lies_between_this_year_and_the_last(judge: Judge) -> None:
    values = [10.0] * 12 + [15.0]
    rows = months(values, margin=1.0)
    assert judge(rows, breaks=("2019MM06",))["verdict"] == "risen"
    assert judge(rows, comparison="year", breaks=("2019MM06",))["verdict"] == "not_comparable"


def test_a_wave_is_compared_with_the_nearest_a_year_ago(judge: Judge) -> None:
    waves = ["2020-03-24", "2020-04-25", "2020-12-01", "2021-04-20"]
    rows = [{"period": each, "value": 10.0 + n, "margin": 0.1} for n, each in enumerate(waves)]
    row = judge(rows, comparison="year", frequency="wave")
    assert (row["reference_period"], row["difference"]) == ("2020-04-25", 2)
    assert judge(rows, frequency="wave")["reference_period"] == "2020-12-01"


def test_a_wave_of_another_group_does_not_hide_ones_own(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    own = [{"period": each, "value": 10, "margin": 1.0} for each in ("2020-04-10", "2021-04-20")]
    other = {"period": "2020-04-20", "value": 10, "margin": 1.0, "group": "age:16-24"}
    alone = compare(figures(*own), {"x": indicator(frequency="wave")})
    beside = compare(figures(*own, other), {"x": indicator(frequency="wave")})
    assert beside.filter(pl.col("group") == "total").equals(alone)


def test_two_kinds_of_period_are_two_series(indicator: MakeIndicator, figures: MakeFigures) -> None:
    quarters = [{"period": f"2019KW0{q}", "value": 50 + q, "margin": 0.1} for q in (1, 2)]
    found = compare(figures(*months([10, 10], margin=1.0), *quarters), {"x": indicator()})
    assert found.select("period", "reference_period", "verdict").rows() == [
        ("2019KW02", "2019KW01", "risen"),
        ("2019MM02", "2019MM01", "no_demonstrable_change"),
    ]


@pytest.mark.parametrize("column", ["region", "group", "method"])
def test_series_are_never_mixed(
    indicator: MakeIndicator, figures: MakeFigures, column: str
) -> None:
    one = months([10, 10], margin=1.0, **{column: "GM0363"})
    other = months([90, 90], margin=1.0, **{column: "GM0599"})
    found = compare(figures(*one, *other), {"x": indicator()})
    assert found["difference"].to_list() == [0, 0]
    assert found[column].to_list() == ["GM0363", "GM0599"]


def test_one_period_in_two_partitions_is_not_compared_with_itself(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    rows = [
        *months([10, 10], margin=1.0, region="GM0363"),
        *months([10, 15], margin=1.0, region="GM0363", region_year=2020),
    ]
    found = compare(figures(*rows), {"x": indicator()})
    assert found.filter(pl.col("period") == pl.col("reference_period")).is_empty()


def everything(figures: MakeFigures) -> list[dict[str, Any]]:
    return [
        *months([10, 12, 11, 13] * 4, margin=1.0),
        *months([*CALM, 140], indicator="y"),
        *months([*CALM, 140], indicator="y", region="GM0363"),
        *months([10, 11], indicator="z", margin=1.0),
    ]


@pytest.fixture
def declared(indicator: MakeIndicator) -> dict[str, Indicator]:
    made = [indicator("x"), indicator("y", uncertainty="count"), indicator("z", context=True)]
    return {each.id: each for each in made}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_makes_no_difference(
    figures: MakeFigures, declared: dict[str, Indicator], seed: int
) -> None:
    rows = everything(figures)
    mixed = random.Random(seed).sample(rows, len(rows))
    assert compare(figures(*mixed), declared).equals(compare(figures(*rows), declared))


def test_other_series_make_no_difference(
    figures: MakeFigures, declared: dict[str, Indicator]
) -> None:
    together = compare(figures(*everything(figures)), declared)
    assert set(together["indicator"]) == {"x", "y"}
    for key in ("x", "y"):
        alone = compare(
            figures(*(e for e in everything(figures) if e.get("indicator", "x") == key)), declared
        )
        assert together.filter(pl.col("indicator") == key).equals(alone)


def test_figures_of_no_declared_indicator_are_left_out(
    figures: MakeFigures, declared: dict[str, Indicator]
) -> None:
    assert compare(figures(*months([10, 20], indicator="unknown")), declared).is_empty()


def test_nothing_to_compare_has_the_columns_of_something(
    figures: MakeFigures, declared: dict[str, Indicator]
) -> None:
    full, empty = compare(figures(*everything(figures)), declared), compare(figures(), declared)
    assert empty.is_empty()
    assert empty.schema == full.schema
    assert full.schema == COLUMNS


values = st.one_of(st.none(), st.integers(0, 10_000).map(lambda each: each / 10))


@settings(max_examples=40)
@given(
    st.lists(values, min_size=1, max_size=20),
    st.sampled_from(["published_limits", "count", "history", "unknown"]),
    st.sampled_from([None, 0.0, 2.5]),
)
def test_any_series_gets_a_verdict_that_agrees_with_its_reason(
    indicator: MakeIndicator,
    figures: MakeFigures,
    series: list[float | None],
    rule: str,
    margin: float | None,
) -> None:
    rows = months(series, margin=margin)
    found = compare(figures(*rows), {"x": indicator(uncertainty=rule)})
    assert found["comparison"].to_list()[0] == "previous"
    for row in found.rows(named=True):
        tested = row["verdict"] in ("risen", "fallen", "no_demonstrable_change")
        assert tested == (row["reason"] is None)
        assert tested == (row["minimum_detectable"] is not None) == (row["lower"] is not None)
        assert (row["favourable"] is not None) == (row["verdict"] in ("risen", "fallen"))


@pytest.fixture
def since(indicator: MakeIndicator, figures: MakeFigures) -> Callable[..., dict[str, Any]]:
    """The comparison with the period before of a series judged by its own history."""

    def since(rows: list[dict[str, Any]], crisis: dt.date | None) -> dict[str, Any]:
        declared = {"x": indicator(uncertainty="history", kind="balance")}
        found = compare(figures(*rows), declared, crisis)
        (row,) = found.filter(pl.col("comparison") == "previous").rows(named=True)
        return row

    return since


Since = Callable[[list[dict[str, Any]], dt.date | None], dict[str, Any]]


def test_what_is_usual_is_learned_from_before_the_crisis(since: Since) -> None:
    """Swings of the crisis itself must not become ordinary, or nothing would ever stand out."""
    wild = [140, 60, 150, 50, 145, 55, 140] * 3
    rows = months([*CALM, *wild, 100, 120])
    by_itself = since(rows, None)
    from_before = since(rows, dt.date(2020, 1, 1))
    assert by_itself["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE
    assert from_before["verdict"] == Verdict.RISEN


def test_a_short_calm_before_the_crisis_is_no_measure(since: Since) -> None:
    rows = months([*CALM, 100, 140])
    assert since(rows, dt.date(2019, 6, 1))["verdict"] == Verdict.RISEN


def test_the_comparison_that_speaks_is_the_declared_one_or_the_period_before(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    declared = {"x": indicator(compare_with="year", uncertainty="history", kind="balance")}
    long = compare(figures(*months([*CALM, 100, 101])), declared)
    assert long.filter("main")["comparison"].to_list() == ["year"]
    short = compare(figures(*months(CALM[:3])), declared)
    assert short.filter("main")["comparison"].to_list() == ["previous"]


@pytest.mark.parametrize("changes", [8, 12, 20, 36])
def test_false_alarms_of_a_series_that_only_fluctuates_are_about_one_in_twenty(
    indicator: MakeIndicator, changes: int
) -> None:
    random = np.random.default_rng(changes)
    series = 4000
    walks = random.normal(size=(series, changes + 2)).cumsum(axis=1).round(3)
    codes = [Period.parse("2015MM01").shifted(step).code for step in range(changes + 2)]
    table = pl.DataFrame(
        {
            "indicator": "x",
            "region": np.repeat([f"GM{number:04}" for number in range(series)], changes + 2),
            "region_year": pl.Series([2020] * walks.size, dtype=pl.Int16),
            "group": "total",
            "period": codes * series,
            "method": "",
            "value": walks.ravel(),
            "lower": pl.Series([None] * walks.size, dtype=pl.Float64),
            "upper": pl.Series([None] * walks.size, dtype=pl.Float64),
            "n": pl.Series([None] * walks.size, dtype=pl.Int64),
            "decimals": pl.Series([3] * walks.size, dtype=pl.Int8),
            "release": "r",
        }
    )
    found = compare(table, {"x": indicator(uncertainty="history", kind="balance")})
    previous = found.filter(pl.col("comparison") == "previous")
    alarms = previous["verdict"].is_in(["risen", "fallen"]).mean()
    assert len(previous) == series
    assert 0.025 <= alarms <= 0.065


def test_a_huge_change_of_a_small_count_is_told(judge: Judge) -> None:
    """It is the expected count that must not be small, not the smaller of the two."""
    fell = judge(months([*[200, 202] * 6, 202, 3]), uncertainty="count", kind="count")
    assert fell["verdict"] == Verdict.FALLEN
    vanished = judge(months([*[200, 202] * 6, 202, 0]), uncertainty="count", kind="count")
    assert vanished["verdict"] == Verdict.FALLEN


def test_rounding_is_declared_in_things_and_felt_in_units(judge: Judge) -> None:
    rows = months([*[250.0, 252.0] * 6, 290.0], decimals=0)
    wide = judge(rows, uncertainty="history", kind="count", scale=1000.0, rounding=100)
    assert wide["verdict"] == Verdict.RISEN
    coarse = judge(months([250.0] * 10 + [290.0], decimals=0), uncertainty="history", rounding=100)
    assert coarse["verdict"] == Verdict.NO_DEMONSTRABLE_CHANGE


def test_a_year_that_a_break_runs_through_is_comparable_with_neither_neighbour(
    judge: Judge,
) -> None:
    years = [{"period": f"{year}JJ00", "value": 10.0} for year in (2019, 2020, 2021)]
    rows = [{**year, "lower": 9.9, "upper": 10.1} for year in years]
    assert judge(rows[:2], breaks=("2021MM07",))["verdict"] == "no_demonstrable_change"
    assert judge(rows, breaks=("2021MM07",))["verdict"] == "not_comparable"
    assert judge(rows, breaks=("2020MM07",))["verdict"] == "not_comparable"


# --- regions that took in others


def _years(region: str, values: dict[int, float], **other: Any) -> list[dict[str, Any]]:
    return [
        {"region": region, "region_year": year, "period": f"{year}JJ00", "value": value, **other}
        for year, value in values.items()
    ]


@pytest.fixture
def judge_carried(
    indicator: MakeIndicator, figures: MakeFigures
) -> Callable[..., list[dict[str, Any]]]:
    """The comparisons of figures with what can be carried of them."""

    def judge_carried(rows: list[dict[str, Any]], **declared: Any) -> list[dict[str, Any]]:
        made = {"x": indicator(**{"kind": "count", "uncertainty": "count", **declared})}
        published = pl.lit(dt.date(2024, 1, 1)).alias("published")
        table = figures(*rows).with_columns(published)
        carried = carried_figures(table, made)
        return compare(table, made, carried=carried).rows(named=True)

    return judge_carried


JudgeCarried = Callable[..., list[dict[str, Any]]]
PARTS = {"GM0003": 100.0, "GM0010": 300.0, "GM0024": 50.0}


def _of(rows: list[dict[str, Any]], region: str) -> dict[str, Any]:
    (row,) = [each for each in rows if each["region"] == region]
    return row


def test_a_merged_municipality_is_compared_with_the_sum_of_its_parts(
    judge_carried: JudgeCarried,
) -> None:
    rows = [row for part, value in PARTS.items() for row in _years(part, {2020: value})]
    found = judge_carried([*rows, *_years("GM1979", {2021: 480.0})])
    row = _of(found, "GM1979")
    assert (row["value"], row["reference"], row["difference"]) == (480, 450, 30)
    assert (row["reference_period"], row["reference_release"]) == ("2020JJ00", "r1")
    assert (row["carried"], row["carried_from"]) == (True, "GM0003 GM0010 GM0024")
    assert (row["verdict"], row["reason"]) == ("not_testable", "short_history")
    assert not any(each["carried"] for each in found if each["region"] != "GM1979")


def test_carried_figures_are_a_history_too(judge_carried: JudgeCarried) -> None:
    calm = dict(zip(range(2012, 2021), [100, 102, 99, 101, 100, 103, 98, 101, 100], strict=True))
    rows = [
        row | {"region_year": 2020}
        for part in PARTS
        for row in _years(part, {year: value * 10.0 for year, value in calm.items()})
    ]
    row = _of(judge_carried([*rows, *_years("GM1979", {2021: 4500.0})]), "GM1979")
    assert (row["verdict"], row["reason"], row["reference"]) == ("risen", None, 3000)
    same = _of(judge_carried([*rows, *_years("GM1979", {2021: 3010.0})]), "GM1979")
    assert same["verdict"] == "no_demonstrable_change"


def test_a_region_that_kept_its_code_is_compared_with_what_it_is_now(
    judge_carried: JudgeCarried,
) -> None:
    rows = [*_years("GM0370", {2021: 20.0}), *_years("GM0439", {2021: 200.0, 2022: 230.0})]
    row = _of(judge_carried(rows), "GM0439")
    assert (row["reference"], row["carried_from"]) == (220, "GM0370 GM0439")
    assert row["reason"] != Reason.BOUNDARY


def test_a_part_without_value_leaves_nothing_to_compare_with(judge_carried: JudgeCarried) -> None:
    rows = [*_years("GM0439", {2021: 200.0, 2022: 230.0})]
    withheld = {**_years("GM0370", {2021: 0.0})[0], "value": None, "missing": "withheld"}
    row = _of(judge_carried([*rows, withheld]), "GM0439")
    assert (row["verdict"], row["reason"], row["reference"]) == ("not_testable", "missing", None)
    assert row["carried"]


def test_across_a_split_nothing_is_comparable(judge_carried: JudgeCarried) -> None:
    """Haaren was divided: Vught of before and after 2021 is not the same place."""
    rows = [*_years("GM0788", {2020: 20.0}), *_years("GM0865", {2020: 200.0, 2021: 230.0})]
    row = _of(judge_carried(rows), "GM0865")
    assert (row["verdict"], row["reason"]) == ("not_comparable", "boundary")
    assert (row["carried"], row["carried_from"], row["difference"]) == (False, None, None)


@pytest.mark.parametrize("kind", ["percent", "score"])
def test_what_does_not_add_up_is_not_comparable(judge_carried: JudgeCarried, kind: str) -> None:
    rows = [*_years("GM0370", {2021: 20.0}), *_years("GM0439", {2021: 21.0, 2022: 23.0})]
    row = _of(judge_carried(rows, kind=kind, uncertainty="published_limits"), "GM0439")
    assert (row["verdict"], row["reason"]) == ("not_comparable", "boundary")


def test_limits_of_a_sum_are_tested_as_any_other(judge_carried: JudgeCarried) -> None:
    rows = [*_years("GM0370", {2021: 20.0}, margin=3.0), *_years("GM0439", {2021: 200.0}, margin=4)]
    now = _years("GM0439", {2022: 230.0}, margin=12)
    row = _of(judge_carried([*rows, *now], uncertainty="published_limits"), "GM0439")
    assert row["minimum_detectable"] == pytest.approx(13)  # √(12² + 3² + 4²)
    assert row["verdict"] == "no_demonstrable_change"


def test_rounded_parts_make_a_sum_less_sure(judge_carried: JudgeCarried) -> None:
    calm = [100.0] * 9
    rows = [
        {"region": part, "region_year": 2020, "period": f"{2012 + at}JJ00", "value": value}
        for part in PARTS
        for at, value in enumerate(calm)
    ]
    rows += _years("GM1979", {2021: 300.0})
    whole = [
        {"region": "GM0599", "region_year": 2020, "period": f"{2012 + at}JJ00", "value": 300.0}
        for at in range(10)
    ]
    found = judge_carried([*rows, *whole], rounding=10, uncertainty="history", kind="count")
    carried, alone = _of(found, "GM1979"), _of(found, "GM0599")
    ratio = carried["minimum_detectable"] / alone["minimum_detectable"]
    assert ratio == pytest.approx((4 / 2) ** 0.5)


def test_a_change_of_territory_is_no_history(judge: Judge) -> None:
    """Vught gained part of Haaren: its jump then says nothing of what is usual."""
    before = [100.0] * 4
    after = [200.0] * 5 + [205.0]
    rows = [
        {
            "region": "GM0865",
            "region_year": 2020 if at < 4 else 2021,
            "period": f"{2000 + at}JJ00",
            "value": value,
        }
        for at, value in enumerate([*before, *after])
    ]
    assert judge(rows, uncertainty="history")["reason"] == "short_history"
    same = [row | {"region_year": 2021} for row in rows]
    assert judge(same, uncertainty="history")["verdict"] == "risen"


def test_without_anything_to_carry_nothing_changes(
    indicator: MakeIndicator, figures: MakeFigures
) -> None:
    rows, declared = figures(*months([10, 20], margin=1.0)), {"x": indicator()}
    nothing = carried_figures(
        rows.with_columns(pl.lit(dt.date(2024, 1, 1)).alias("published")), declared
    )
    assert compare(rows, declared, carried=nothing).equals(compare(rows, declared))
