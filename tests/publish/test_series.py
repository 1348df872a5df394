"""Which series a reader sees first, and which of its points are joined."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from duidelijk.catalogue import Indicator, Measure, Text
from duidelijk.periods import Period
from duidelijk.publish.series import (
    expected_boxes,
    indicator_chart,
    main_series,
    measure_spans,
    points,
    recent,
)

MakeIndicator = Callable[..., Indicator]


def row(code: str, value: float | None = 4.0, **other: Any) -> dict[str, Any]:
    period = Period.parse(code)
    fields: dict[str, Any] = {
        "period": code,
        "period_kind": period.kind.value,
        "period_start": period.start,
        "period_end": period.end,
        "method": "",
        "value": value,
        "lower": None,
        "upper": None,
        "decimals": 1,
        "status": None,
        "vintage": "by_then",
    }
    return {**fields, **other}


def months(first: int = 1, last: int = 12, year: int = 2020) -> list[dict[str, Any]]:
    return [row(f"{year}MM{month:02}", 4.0 + month / 10) for month in range(first, last + 1)]


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [each["period"] for each in rows]


def test_the_kind_of_period_with_the_latest_figure_comes_first() -> None:
    rows = [*months(1, 6), row("2020KW03"), row("2020KW01")]
    assert codes(main_series(rows, "")) == ["2020KW01", "2020KW03"]


def test_of_kinds_that_end_together_the_one_with_most_figures_comes_first() -> None:
    rows = [row("2020KW02"), *reversed(months(1, 6)), row("2020HJ01")]
    assert codes(main_series(rows, "")) == codes(months(1, 6))


def test_only_the_method_asked_for_is_shown() -> None:
    rows = [row("2020MM01", method="old"), row("2020MM02", method="new")]
    assert codes(main_series(rows, "old")) == ["2020MM01"]
    assert main_series(rows, "") == [] == main_series([], "")


def joined(indicator: Indicator, rows: list[dict[str, Any]]) -> list[bool]:
    return [point.joined for point in points(rows, indicator, "nl")]


def test_months_in_a_row_are_joined(indicator: MakeIndicator) -> None:
    assert joined(indicator(), months(1, 3)) == [False, True, True]


def test_a_line_does_not_cross_a_missing_month(indicator: MakeIndicator) -> None:
    assert joined(indicator(), [row("2020MM01"), row("2020MM03"), row("2020MM04")]) == [
        False,
        False,
        True,
    ]
    withheld = [row("2020MM01"), row("2020MM02", None), row("2020MM03")]
    assert joined(indicator(), withheld) == [False, False]


def test_a_line_does_not_cross_a_break(indicator: MakeIndicator) -> None:
    broken = indicator(breaks=(("2020MM03", Text("reden", "reason")),))
    assert joined(broken, months(1, 4)) == [False, True, False, True]


def test_a_series_without_rhythm_has_no_gaps(indicator: MakeIndicator) -> None:
    rows = [row("2015JJ00"), row("2019JJ00")]
    assert joined(indicator(frequency="irregular"), rows) == [False, True]


def test_waves_are_joined_however_far_apart(indicator: MakeIndicator) -> None:
    assert joined(indicator(), [row("2020-04-01"), row("2020-07-01")]) == [False, True]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([row("2020W110"), row("2020W113")], id="missing weeks"),
        pytest.param([row("20200301"), row("20200309")], id="missing days"),
        pytest.param(
            [row("2020-04-01"), row("2020-05-01", None), row("2020-06-01")], id="withheld wave"
        ),
    ],
)
def test_a_line_does_not_cross_a_gap_of_any_kind(
    indicator: MakeIndicator, rows: list[dict[str, Any]]
) -> None:
    assert joined(indicator(), rows) == [False, False]


def test_a_point_says_what_it_is_and_how_sure(indicator: MakeIndicator) -> None:
    rows = [row("2020MM03", 4.26, lower=4.0, upper=4.5, status="provisional", vintage="later")]
    (point,) = points(rows, indicator(), "nl")
    assert point.label == "mrt 2020: 4,3\u202f%"
    assert (point.value, point.lower, point.upper) == (4.26, 4.0, 4.5)
    assert point.provisional and point.later
    assert dt.date(2020, 3, 1) < point.date < dt.date(2020, 3, 31)


def test_a_chart_starts_five_years_before_the_crisis() -> None:
    rows = [row(f"{year}JJ00") for year in range(2000, 2022)]
    assert codes(recent(rows, dt.date(2020, 3, 1)))[0] == "2015JJ00"
    assert recent(rows, None) == rows
    assert recent(rows[:10], dt.date(2020, 3, 1)) == rows[:10], "an old series is shown whole"


def test_a_crisis_may_start_on_the_leap_day() -> None:
    rows = [row(f"{year}JJ00") for year in range(2000, 2022)]
    assert codes(recent(rows, dt.date(2020, 2, 29)))[0] == "2015JJ00"


def measure(kind: str, first: str, last: str | None) -> Measure:
    until = dt.date.fromisoformat(last) if last else None
    return Measure(
        "m", Text("Dicht", "Closed"), kind, dt.date.fromisoformat(first), until, weight=2
    )


def test_measures_end_where_the_chart_ends() -> None:
    until = dt.date(2021, 3, 11)
    made = [
        measure("schools", "2020-03-16", "2020-06-01"),
        measure("curfew", "2021-01-23", None),
        measure("support", "2020-03-01", "2022-01-01"),
        measure("other", "2021-03-12", None),
    ]
    spans = measure_spans(made, until, "en")
    assert [(each.first, each.last, each.lane) for each in spans] == [
        (dt.date(2020, 3, 16), dt.date(2020, 6, 1), 1),
        (dt.date(2021, 1, 23), until, 0),
        (dt.date(2020, 3, 1), until, 2),
    ]
    assert spans[0].title.replace("\u00a0", " ") == "Closed (16 March 2020 – 1 June 2020)"
    assert spans[1].title.endswith("– …)")


def chart(indicator: Indicator, rows: list[dict[str, Any]]) -> str:
    return indicator_chart(
        indicator,
        rows,
        language="nl",
        title="Titel",
        description="Zin.",
        measures=[measure("curfew", "2020-03-01", None)],
        until=dt.date(2020, 12, 31),
    )


def test_a_chart_comes_in_two_widths_with_different_ids(indicator: MakeIndicator) -> None:
    page = ET.fromstring(f"<p>{chart(indicator(), months())}</p>")
    assert len(page) == 2
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(set(ids)) == len(ids) == 4


def test_one_point_makes_no_chart(indicator: MakeIndicator) -> None:
    assert chart(indicator(), months(1, 1)) == "" == chart(indicator(), [])
    assert chart(indicator(), [row("2020MM01"), row("2020MM02", None)]) == ""


def test_a_figure_that_was_added_up_says_so(indicator: MakeIndicator) -> None:
    rows = [row("2020JJ00", carried="opgeteld uit A en B"), row("2021JJ00", carried="")]
    then, now = points(rows, indicator(frequency="year"), "nl")
    assert (then.carried, now.carried) == (True, False)
    assert then.label.endswith("(opgeteld uit A en B)") and "opgeteld" not in now.label


def test_no_line_runs_from_one_territory_to_another(indicator: MakeIndicator) -> None:
    rows = [row(f"{2018 + at}JJ00", territory=at // 2) for at in range(4)]
    found = points(rows, indicator(frequency="year"), "nl")
    assert [each.joined for each in found] == [False, True, False, True]


JUDGED: dict[str, Any] = {
    "period": "2021MM05",
    "value": 97.0,
    "lower": -10.0,
    "upper": 5.0,
    "score": -1.0,
    "decimals": 0,
}
COMING: dict[str, Any] = {"coming_period": "2021MM06", "low": 80.0, "high": 130.0, "decimals": 0}


def test_boxes_are_where_figures_were_and_are_expected(indicator: MakeIndicator) -> None:
    boxes = expected_boxes(indicator(minimum=0.0, maximum=100.0), [JUDGED], COMING, "nl")
    assert [(box.low, box.high) for box in boxes] == [(92.0, 100.0), (80.0, 100.0)]
    assert [box.date.month for box in boxes] == [5, 6]
    assert boxes[1].label.startswith("jun 2021: verwacht 80 tot 100")
    english = expected_boxes(indicator(), [JUDGED], None, "en")
    assert english[0].label.startswith("May 2021: expected 92 to 107")


def test_there_is_no_box_without_something_expected_or_without_a_date(
    indicator: MakeIndicator,
) -> None:
    untold = {**JUDGED, "score": None, "lower": None, "upper": None}
    assert expected_boxes(indicator(), [untold], {**COMING, "coming_period": None}, "nl") == []
